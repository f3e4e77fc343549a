"""Network as the program reaches it: over which proxies, and trusting whom. Both services are spoken to over it."""

import math
import ssl
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

import aiohttp
from aiohttp.abc import AbstractResolver
from multidict import CIMultiDict
from yarl import URL

from bot.certificates import Certificates, UnusableCertificates
from bot.config import CloudSettings, Settings, SettingsError
from bot.failover import Failover, route_taken
from bot.proxies import Proxies, Proxy, entries, is_of_own_link
from bot.routes import Route, Routes, by
from drawing.clock import Clock, SystemClock

_CONNECT_TIMEOUT: Final = 15.0  # seconds


class ProxyFailed(aiohttp.ClientProxyConnectionError):
    """A proxy did not connect us: nothing has been sent to the service.

    Attributes:
        answer: what it said, as a status of HTTP or as words; never what it was sent.
    """

    def __init__(self, request: aiohttp.ClientRequest, answer: str, *, wants_credentials: bool = False) -> None:
        super().__init__(request.connection_key, OSError(None, answer))
        self.answer = answer
        self.wants_credentials = wants_credentials


@dataclass(frozen=True)
class Network:
    """How a service is reached.

    Attributes:
        proxies: those of the environment.
        routes: those of the service's own setting, which go before them; it may name none.
        brings_pictures: whether answers of the service may be pictures.

    Raises `SettingsError` when it is asked for connections with certificates that cannot be used.
    """

    proxies: Proxies = field(default_factory=Proxies)
    certificates: Certificates = field(default_factory=Certificates)
    routes: Routes = field(default_factory=lambda: Routes("", (), SystemClock()))
    brings_pictures: bool = False

    @classmethod
    def to_telegram(cls, settings: Settings, clock: Clock | None = None) -> "Network":
        """The way to Telegram that the settings describe."""
        return cls._to("Telegram", settings.telegram_proxy, settings, clock, brings_pictures=False)

    @classmethod
    def to_yandex(cls, settings: CloudSettings, clock: Clock | None = None) -> "Network":
        """The way to the services of Yandex Cloud that the settings describe."""
        return cls._to("Yandex Cloud", settings.yandex_proxy, settings, clock, brings_pictures=True)

    @classmethod
    def _to(
        cls,
        service: str,
        own: tuple[Route, ...],
        settings: CloudSettings,
        clock: Clock | None,
        *,
        brings_pictures: bool,
    ) -> "Network":
        proxies = Proxies(
            http=settings.http_proxy or settings.all_proxy,
            https=settings.https_proxy or settings.all_proxy,
            direct=entries(settings.no_proxy or ""),
        )
        certificates = Certificates(settings.ssl_cert_file, settings.ssl_cert_dir)
        routes = Routes(service, own, clock or SystemClock())
        return cls(proxies, certificates, routes, brings_pictures=brings_pictures)

    @property
    def is_special(self) -> bool:
        """Whether anything is set about it."""
        return bool(self.proxies or self.routes.all or self.certificates != Certificates())

    def over(self, route: Route) -> "Network":
        """The same over one of the routes alone."""
        return replace(self, routes=Routes(self.routes.service, (route,), SystemClock()))

    @cached_property
    def tls(self) -> ssl.SSLContext:
        """What connections over TLS are made with."""
        try:
            return self.certificates.context()
        except UnusableCertificates as error:
            raise SettingsError([str(error)]) from None

    def routes_to(self, address: URL) -> tuple[Route, ...]:
        """The routes to an address, in the order in which they are tried.

        What is on this machine's own link is reached directly: elsewhere its address means something else.
        """
        host = address.host or ""
        if not self.routes.all:
            return (self.proxies.proxy_for(address.scheme, host, address.port),)
        return (None,) if is_of_own_link(host) else self.routes.all

    def session(self, *, resolver: AbstractResolver | None = None) -> aiohttp.ClientSession:
        """A session, made inside the event loop; it keeps no cookies. `resolver` finds hosts that are reached directly.

        It limits the time of a connection alone: who sends something knows how long that may take.
        """
        options: dict[str, Any] = {}
        if len(self.routes.all) > 1:
            failover = Failover(self.routes, self.routes_to, brings_pictures=self.brings_pictures)
            options = {"middlewares": (failover,), "trace_configs": [failover.trace]}
        return aiohttp.ClientSession(
            connector=self._connector(resolver),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_TIMEOUT),
            **options,
        )

    def _connector(self, resolver: AbstractResolver | None) -> aiohttp.BaseConnector:
        if not (self.routes.all or self.proxies):
            return aiohttp.TCPConnector(resolver=resolver, **self.options)
        return _RoutedConnector(self, resolver)

    @property
    def options(self) -> dict[str, Any]:
        """Of every connector: a name is looked up for each new connection, once for all who wait for it."""
        return {"ssl": self.tls, "ttl_dns_cache": 0}

    def describe(self, address: str) -> str:
        """How an address is reached, without a secret."""
        url = URL(address)
        ways = ", or else ".join(by(route) for route in self.routes_to(url))
        return f"{ways}, trusting {self.certificates}" if url.scheme == "https" else ways


class _RoutedConnector(aiohttp.TCPConnector):
    """Makes each connection over the proxy that leads there, or else by itself."""

    def __init__(self, network: Network, resolver: AbstractResolver | None) -> None:
        super().__init__(resolver=resolver, **network.options)
        self._network = network
        self._ways: dict[Proxy, aiohttp.TCPConnector] = {}

    async def connect(self, req: aiohttp.ClientRequest, traces: Any, timeout: Any) -> Any:
        routes = self._network.routes_to(req.url)
        # Of several, the one that the request takes is chosen by `Failover`.
        proxy = route_taken.get() if len(routes) > 1 else routes[0]
        if len(routes) > 1:
            together = min(timeout.connect or math.inf, self._network.routes.pace.connecting)
            timeout = aiohttp.ClientTimeout(
                connect=together / len(routes), sock_connect=timeout.sock_connect, ceil_threshold=math.inf
            )
        _take_off_proxy(req)
        if proxy is None:
            return await super().connect(req, traces, timeout)
        if proxy not in self._ways:
            self._ways[proxy] = _way_over(proxy, self._network)
        return await self._ways[proxy].connect(req, traces, timeout)

    async def close(self, *, abort_ssl: bool = False) -> None:
        for way in self._ways.values():
            await way.close(abort_ssl=abort_ssl)
        await super().close(abort_ssl=abort_ssl)


def _take_off_proxy(request: aiohttp.ClientRequest) -> None:
    """Undo what a proxy that it has been tried over has left on a request; the next one is not told its password."""
    request.update_proxy(None, None, None)
    request.headers.popall("Proxy-Authorization", None)


def _way_over(proxy: Proxy, network: Network) -> aiohttp.TCPConnector:
    if not proxy.is_socks:
        return _HttpProxyConnector(proxy, network)
    from bot.socks import SocksConnector  # noqa: PLC0415 - few need it, and its import takes a while

    return SocksConnector(proxy, **network.options)


class _HttpProxyConnector(aiohttp.TCPConnector):
    """Connects through an HTTP proxy, as aiohttp does where a request names one."""

    def __init__(self, proxy: Proxy, network: Network) -> None:
        super().__init__(**network.options)
        self._address = URL(str(proxy))
        self._credentials = proxy.credentials

    async def connect(self, req: aiohttp.ClientRequest, traces: Any, timeout: Any) -> Any:
        # Not by `proxy_auth`, which would be part of the exceptions.
        headers = CIMultiDict({"Proxy-Authorization": self._credentials} if self._credentials else {})
        req.update_proxy(self._address, None, headers)
        if not req.is_ssl():
            req.headers.update(headers)  # there is no other request that would carry them
        try:
            return await super().connect(req, traces, timeout)
        except aiohttp.ClientHttpProxyError as error:
            raise ProxyFailed(req, f"HTTP {error.status}", wants_credentials=error.status == 407) from None
        except aiohttp.ClientConnectorError:
            raise
        except (aiohttp.ClientConnectionError, aiohttp.ClientResponseError, ConnectionError):
            raise ProxyFailed(req, "the connection was cut") from None
