"""Network as the program reaches it: over which proxies, and trusting whom. Both services are spoken to over it."""

import ssl
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import aiohttp
from aiohttp.abc import AbstractResolver
from multidict import CIMultiDict
from yarl import URL

from bot.certificates import Certificates, UnusableCertificates
from bot.config import CloudSettings, SettingsError
from bot.proxies import Proxies, Proxy, entries

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
    """How addresses are reached. The settings of one service's own would make another one of these.

    Raises `SettingsError` when it is asked for connections with certificates that cannot be used.
    """

    proxies: Proxies = field(default_factory=Proxies)
    certificates: Certificates = field(default_factory=Certificates)

    @classmethod
    def of(cls, settings: CloudSettings) -> "Network":
        """The network that the settings describe."""
        proxies = Proxies(
            http=settings.http_proxy or settings.all_proxy,
            https=settings.https_proxy or settings.all_proxy,
            direct=entries(settings.no_proxy or ""),
        )
        return cls(proxies, Certificates(settings.ssl_cert_file, settings.ssl_cert_dir))

    @cached_property
    def tls(self) -> ssl.SSLContext:
        """What connections over TLS are made with."""
        try:
            return self.certificates.context()
        except UnusableCertificates as error:
            raise SettingsError([str(error)]) from None

    def proxy_for(self, address: URL) -> Proxy | None:
        """The proxy that leads to an address; None where it is reached directly."""
        return self.proxies.proxy_for(address.scheme, address.host or "", address.port)

    def connector(self, *, resolver: AbstractResolver | None = None) -> aiohttp.BaseConnector:
        """Makes connections; inside the event loop. `resolver` finds the hosts that are reached directly."""
        if not self.proxies:
            return aiohttp.TCPConnector(resolver=resolver, **self.options)
        return _RoutedConnector(self, resolver)

    def session(self) -> aiohttp.ClientSession:
        """A session, made inside the event loop; it keeps no cookies.

        It limits the time of a connection alone: who sends something knows how long that may take.
        """
        return aiohttp.ClientSession(
            connector=self.connector(),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_TIMEOUT),
        )

    @property
    def options(self) -> dict[str, Any]:
        """Of every connector: a name is looked up for each new connection, once for all who wait for it."""
        return {"ssl": self.tls, "ttl_dns_cache": 0}

    def describe(self, address: str) -> str:
        """How an address is reached, without a secret."""
        url = URL(address)
        proxy = self.proxy_for(url)
        way = "directly" if proxy is None else f"through the proxy {proxy} ({proxy.setting})"
        return f"{way}, trusting {self.certificates}" if url.scheme == "https" else way


class _RoutedConnector(aiohttp.TCPConnector):
    """Makes each connection over the proxy that leads there, or else by itself."""

    def __init__(self, network: Network, resolver: AbstractResolver | None) -> None:
        super().__init__(resolver=resolver, **network.options)
        self._network = network
        self._ways: dict[Proxy, aiohttp.TCPConnector] = {}

    async def connect(self, req: aiohttp.ClientRequest, traces: Any, timeout: Any) -> Any:
        proxy = self._network.proxy_for(req.url)
        if proxy is None:
            return await super().connect(req, traces, timeout)
        if proxy not in self._ways:
            self._ways[proxy] = _way_over(proxy, self._network)
        return await self._ways[proxy].connect(req, traces, timeout)

    async def close(self, *, abort_ssl: bool = False) -> None:
        for way in self._ways.values():
            await way.close(abort_ssl=abort_ssl)
        await super().close(abort_ssl=abort_ssl)


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
