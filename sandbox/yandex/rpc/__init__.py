"""The same services over gRPC. Its modules import grpcio and yandexcloud: the extra `grpc`."""
