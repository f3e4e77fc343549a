"""Guard of the sandbox's address: other sites' pages, which any browser on this machine may show, change nothing here.

The page's own requests carry a token that is another one at each start; a browser keeps it as a cookie, so that those
for pictures and for the stream of events bring it along, too. Programs say nothing of where they come from, and need no
token but that in the path of the Bot API. A name that somebody has pointed at this machine is not taken for its own.
"""

import ipaddress
import re
import secrets
from collections.abc import Collection
from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler
from yarl import URL

_PAGE: Final = "/"
_API: Final = "/api/"
_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]+)(?::\d{1,5})?", re.ASCII | re.IGNORECASE)
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
_WILDCARDS: Final = frozenset({"0.0.0.0", "[::]"})  # noqa: S104 - compared, not bound
_OWN_SITE: Final = frozenset({"same-origin", "none"})  # of Sec-Fetch-Site; "none" is what a person has typed

_HEADERS: Final = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """Lets in the page itself, what belongs to it, and programs.

    `host` is the one in the address that is printed; `names` are others that lead here, over a proxy say.
    """

    def __init__(self, host: str, names: Collection[str] = ()) -> None:
        self._host = host.lower()
        self._names = frozenset(name.lower() for name in names)
        self._token = secrets.token_urlsafe(32)

    def stand_before(self, app: web.Application) -> None:
        """Has every request to the application pass here first."""
        app.middlewares.insert(0, self._admit)
        app.on_response_prepare.append(_forbid_embedding)

    @web.middleware
    async def _admit(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not self._is_own_host(request.headers.get(hdrs.HOST, "")):
            return _refused(421, "the sandbox does not go by this name; use the address that it has printed")
        if request.path == _PAGE:  # links lead here; what it shows is the page, and to nobody else's script
            response = await handler(request)
            response.set_cookie(_cookie(request), self._token, httponly=True, samesite="Strict")
            return response
        if _is_from_elsewhere(request):
            return _refused(403, "this comes from another site's page")
        if request.path.startswith(_API) and not self._has_token(request):
            return _refused(401, "open the page first")
        return await handler(request)

    def _is_own_host(self, header: str) -> bool:
        match = _HOST.fullmatch(header)
        if match is None:
            return False
        host = match[1].lower()
        # Who has opened it to the network is reached at any address; only names can be pointed here by others.
        return host in {*_LOOPBACK, self._host, *self._names} or (self._host in _WILDCARDS and _is_address(host))

    def _has_token(self, request: web.Request) -> bool:
        return secrets.compare_digest(request.cookies.get(_cookie(request), "").encode(), self._token.encode())


def _is_from_elsewhere(request: web.Request) -> bool:
    """Whether a browser says so; other ports of this machine are elsewhere, too."""
    if request.headers.get("Sec-Fetch-Site", "none") not in _OWN_SITE:
        return True
    own = f"http://{request.headers[hdrs.HOST]}/".lower()
    named = (request.headers.get(name) for name in (hdrs.ORIGIN, hdrs.REFERER))
    return any(address is not None and not f"{address}/".lower().startswith(own) for address in named)


def _cookie(request: web.Request) -> str:
    """Cookies are those of a host, whatever the port: each sandbox on it has one of its own."""
    return f"sandbox-{URL(f'http://{request.headers[hdrs.HOST]}').port}"


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _refused(status: int, reason: str) -> web.Response:
    return web.json_response({"error": reason}, status=status)


async def _forbid_embedding(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)
