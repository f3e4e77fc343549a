"""Journal entry of one request to the services of Yandex Cloud, without its secrets."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})
_SECRET_FIELDS = frozenset({"jwt", "yandexPassportOauthToken"})


@dataclass(slots=True)
class Entry:
    """One request. `status` is None as long as it is not answered, and where it never will be."""

    call: str
    method: str  # "gRPC", or that of HTTP
    path: str
    headers: dict[str, str]
    body: Any  # the JSON value; None where there was none
    time: float  # seconds of the server's clock
    fault: str | None = None
    executed: bool = False  # whether the service carried the request out, whatever the client learnt of it
    status: int | None = None  # of HTTP; over gRPC a value of google.rpc.Code

    @classmethod
    def of(
        cls, call: str, method: str, path: str, headers: Iterable[tuple[str, str]], *, body: object, time: float
    ) -> "Entry":
        """The entry of a request that has just arrived; secrets are masked."""
        shown = {name: _masked(name, value) for name, value in headers}
        if isinstance(body, dict):
            body = {name: "***" if name in _SECRET_FIELDS else value for name, value in body.items()}
        return cls(call=call, method=method, path=path, headers=shown, body=body, time=time)

    def to_json(self) -> dict[str, Any]:
        """The entry as `/-/requests` shows it."""
        return {name: getattr(self, name) for name in self.__slots__}


def _masked(name: str, value: str) -> str:
    if name.lower() not in _SECRET_HEADERS:
        return value
    scheme, separator, _ = value.partition(" ")
    return f"{scheme} ***" if separator else "***"
