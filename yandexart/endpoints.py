"""Addresses of the services, over HTTP and gRPC, and their checks."""

import re
from dataclasses import dataclass, fields
from ipaddress import ip_address
from typing import NamedTuple

from yarl import URL

_GRPC_ADDRESS = re.compile(
    r"((?P<scheme>https?)://)?(?P<target>(?P<host>\[[0-9A-Fa-f:.]+\]|[\w.-]+):[0-9]{1,5})/?", re.ASCII
)


class GrpcTarget(NamedTuple):
    """Address of a gRPC channel: `host:port`, with or without TLS."""

    address: str
    tls: bool


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Base addresses of the services, without the slash at the end.

    Attributes:
        api: generation and completion.
        operations: the API reference names https://operation.api.cloud.yandex.net instead; both work.
        images: the Images API.
        iam: tokens.
        grpc_api: generation over gRPC: `host:port`, with TLS unless the host is this machine; or, to be plain about
            it, https://host:port with TLS and http://host:port without.
        grpc_operations: operations over gRPC, in the same forms.

    Raises:
        ValueError: one of them is no such address; HTTP addresses have a host and no query, fragment or password.
    """

    api: str = "https://llm.api.cloud.yandex.net"
    operations: str = "https://llm.api.cloud.yandex.net"
    images: str = "https://ai.api.cloud.yandex.net"
    iam: str = "https://iam.api.cloud.yandex.net"
    grpc_api: str = "llm.api.cloud.yandex.net:443"
    grpc_operations: str = "operation.api.cloud.yandex.net:443"

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name.startswith("grpc_"):
                grpc_target(value, f"the address '{field.name}'")
            else:
                _check_address(value, f"the address '{field.name}'")
            object.__setattr__(self, field.name, value.rstrip("/"))


def grpc_target(address: str, name: str = "the address") -> GrpcTarget:
    """The address of a gRPC channel; ValueError if the text is none."""
    match = _GRPC_ADDRESS.fullmatch(str(address))
    if match is None:
        raise ValueError(f"{name} must be host:port, maybe after https:// (with TLS) or http:// (without)")
    tls = match["scheme"] == "https" if match["scheme"] else not _is_loopback(match["host"].strip("[]"))
    return GrpcTarget(match["target"], tls)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_address(address: str, name: str) -> None:
    problem = ValueError(f"{name} must begin with http:// or https://, and have no query, fragment or password")
    try:
        url = URL(address)
    except (ValueError, TypeError):
        raise problem from None
    sound = url.scheme in {"http", "https"} and url.host and not (url.query_string or url.fragment)
    if not sound or url.user or url.password:
        raise problem


YANDEX_CLOUD = Endpoints()
