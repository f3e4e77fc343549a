"""What arrived: for tests, and for the owner who wonders what the bot did."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

_SECRET = frozenset({"authorization", "cookie", "proxy-authorization"})
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
    executed: bool = False  # whether the service did what was asked, whatever the client got to know of it
    status: int | None = None  # of HTTP; over gRPC a value of google.rpc.Code

    def to_json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


class Journal:
    """The latest requests, a bounded number of them."""

    def __init__(self, limit: int = 500) -> None:
        self.entries: deque[Entry] = deque(maxlen=limit)

    def record(self, call: str, request: web.BaseRequest, body: object, time: float) -> Entry:
        return self.add(call, request.method, request.path, request.headers.items(), body=body, time=time)

    def add(
        self, call: str, method: str, path: str, headers: Iterable[tuple[str, str]], *, body: object, time: float
    ) -> Entry:
        """Write a request down, and forget the oldest one where there are too many; secrets are never kept."""
        shown = {name: _without_secret(name, value) for name, value in headers}
        if isinstance(body, dict):
            body = {name: "***" if name in _SECRET_FIELDS else value for name, value in body.items()}
        entry = Entry(call=call, method=method, path=path, headers=shown, body=body, time=time)
        self.entries.append(entry)
        return entry


def _without_secret(name: str, value: str) -> str:
    if name.lower() not in _SECRET:
        return value
    scheme, separator, _ = value.partition(" ")
    return f"{scheme} ***" if separator else "***"
