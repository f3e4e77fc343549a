"""Services over gRPC, the same as over REST. Its modules import grpcio and yandexcloud: the extra `grpc`."""
