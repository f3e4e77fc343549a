"""YandexART's asynchronous API over gRPC. Its modules import grpcio and yandexcloud: the extra `grpc`."""
