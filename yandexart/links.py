"""Downloads pictures from links, for answers that bring an address instead of the picture.

An answer is not trusted: what it names may lie within the network that this runs in, or tell a stranger who asks. So
only the vendor's own hosts are asked, over TLS, and where they are on public addresses; nothing is sent but the address
itself, and no redirect is followed. A proxy that finds the addresses itself is trusted with them.
"""

import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from yandexart.answers import error_of
from yandexart.clock import Clock
from yandexart.errors import YandexArtError
from yandexart.http import OpenSession, Pace, Request, Room, direct, fetch
from yandexart.retries import Retries, retry

_RETRIES = Retries(attempts=3)
_MAX_LENGTH = 4096  # characters; a signed address of the vendor's object storage has some hundreds

# Whole labels, no user, no port but that of HTTPS, and so no literal address either.
_VENDORS = re.compile(
    r"https://(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.){0,10}(?:yandexcloud\.net|yandex\.net|yandex\.cloud)(?::443)?"
    r"(?:[/?#][\w.~:/?#\[\]@!$&'()*+,;=%-]*)?",
    re.ASCII | re.IGNORECASE,
)
# Networks of IPv6 that translate to addresses of IPv4, which may be any: NAT64 (RFC 6052, 8215), 6to4, Teredo.
_TRANSLATING_NETWORKS = tuple(map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))


class LinkFailed(Exception):
    """Nothing could be downloaded from a link; the text says why, without the link."""


def vendors_link(link: object) -> URL | None:
    """The address that a link is, None if it is none of the vendor's."""
    if not isinstance(link, str) or len(link) > _MAX_LENGTH or not _VENDORS.fullmatch(link):
        return None
    return URL(link, encoded=True)  # signed as it is


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet: not private, loopback, link-local, reserved or multicast."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if any(found in network for network in _TRANSLATING_NETWORKS):
        return False
    return found.is_global and not (found.is_multicast or found.is_reserved)


@dataclass(frozen=True, slots=True)
class LinkAccess:
    """How hosts are found and trusted; for tests.

    Attributes:
        is_public: whether an IP address may be connected to.
        resolver: finds the addresses of a host.
        tls: the certificates to trust, of a connection that is direct; None for those that the client trusts.
    """

    is_public: Callable[[str], bool] = is_public
    resolver: Callable[[], AbstractResolver] = aiohttp.DefaultResolver
    tls: ssl.SSLContext | None = None


OPEN_INTERNET = LinkAccess()


class Links:
    """Downloads what links point to; `max_answer` in bytes, the rest as the client has it."""

    def __init__(
        self, clock: Clock, max_answer: int, room: Room, access: LinkAccess, *, open_session: OpenSession, pace: Pace
    ) -> None:
        self._clock = clock
        self._max_answer = max_answer
        self._room = room
        self._access = access
        self._open_session = open_session
        self._pace = pace

    async def content(self, link: URL, *, deadline: float) -> bytes:
        """The content of one of the vendor's links, by `deadline` of the monotonic clock, in up to three tries.

        Raises:
            LinkFailed: there is none, or none in time.
        """
        seconds = deadline - self._clock.monotonic()
        if seconds <= 0:
            raise LinkFailed("no time was left for its link")
        resolver = _PublicResolver(self._access.resolver(), self._access.is_public)
        # A session of its own: a session given to the client may have headers and cookies.
        session = self._session(resolver)
        try:
            return await retry(
                lambda left: self._attempt(session, link, left),
                policy=_RETRIES,
                clock=self._clock,
                timeout=seconds,
                idempotent=True,
            )
        except YandexArtError as error:
            raise LinkFailed(f"nothing came of its link ({type(error).__name__})") from None
        finally:
            await session.close()
            await resolver.close()

    def _session(self, resolver: AbstractResolver) -> aiohttp.ClientSession:
        if self._access.tls is not None:
            return direct(resolver=resolver, tls=self._access.tls)
        return self._open_session(resolver=resolver)

    async def _attempt(self, session: aiohttp.ClientSession, link: URL, seconds: float) -> bytes:
        request = Request("GET", link)
        async with fetch(
            session,
            request,
            timeout=seconds,
            max_answer=self._max_answer,
            now=self._clock.wall,
            room=self._room,
            pace=self._pace,
        ) as answer:
            if answer.status >= 400:
                raise error_of(answer)
            if answer.status != 200:
                raise LinkFailed("its link leads elsewhere")
            return answer.body


class _PublicResolver(AbstractResolver):
    """Resolves to public addresses alone. Asked for each connection, so that no address changes after its check."""

    def __init__(self, resolver: AbstractResolver, is_public: Callable[[str], bool]) -> None:
        self._resolver = resolver
        self._is_public = is_public

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The public addresses of a host; LinkFailed if it has none."""
        found = [
            result for result in await self._resolver.resolve(host, port, family) if self._is_public(result["host"])
        ]
        if not found:
            raise LinkFailed("the host of its link has no public address")
        return found

    async def close(self) -> None:
        """Close the resolver behind this one."""
        await self._resolver.close()
