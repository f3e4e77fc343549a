"""Hops to a service: which of them a connection fails at, and what to do about it."""

import ssl
from typing import Final

import aiohttp
from yarl import URL

from bot.network import Network, ProxyFailed
from bot.proxies import Proxy

_TIMEOUT: Final = 15.0  # seconds


async def failed_hop(network: Network, address: str) -> str | None:
    """Which hop on the way to an address fails, in words for the owner; None if there is a way.

    Of several routes the first is meant; `Network.over` chooses another one.
    """
    url = URL(address)
    proxy = network.routes_to(url)[0]
    network = network.over(proxy) if len(network.routes.all) > 1 else network
    try:
        async with (
            network.session() as session,
            session.get(url, allow_redirects=False, timeout=aiohttp.ClientTimeout(total=_TIMEOUT)) as response,
        ):
            status = response.status
    except ProxyFailed as error:
        return _refused(proxy, url, error)
    except aiohttp.ClientConnectorCertificateError as error:
        return (
            f"the certificate of {error.host} is not trusted ({_reason(error.certificate_error)}) by "
            f"{network.certificates}; name a file with the certificate of its authority in SSL_CERT_FILE"
        )
    except aiohttp.ClientConnectorError as error:
        return _unconnected(proxy, url, error)
    except TimeoutError:
        return f"{_whose(proxy, url)} does not answer within {_TIMEOUT:.0f} seconds"
    except (aiohttp.ClientError, OSError) as error:
        return f"the connection to {url.host} was cut ({type(error).__name__})"
    return _locked(proxy) if status == 407 and proxy is not None else None


def _refused(proxy: Proxy | None, url: URL, error: ProxyFailed) -> str:
    if error.wants_credentials:
        return _locked(proxy)
    return f"{_named(proxy)} does not connect to {url.host} ({error.answer})"


def _unconnected(proxy: Proxy | None, url: URL, error: aiohttp.ClientConnectorError) -> str:
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        # Where an HTTP proxy leads there, it is its own name: the other is for the proxy to find.
        whose = url.host if proxy is None or proxy.is_socks else f"{proxy.host} of {_named(proxy)}"
        return f"the name {whose} cannot be resolved"
    if isinstance(error, aiohttp.ClientConnectorSSLError):
        return f"no TLS with {_whose(proxy, url)} ({_reason(error.os_error)})"
    is_of_proxy = isinstance(error, aiohttp.ClientProxyConnectionError)
    whose = _named(proxy) if is_of_proxy else f"{url.host}, port {url.port},"
    return f"{whose} cannot be connected to ({error.strerror or 'no connection'})"


def _locked(proxy: Proxy | None) -> str:
    if proxy is None:
        return "a proxy wants a name and a password"
    how = "does not accept its name and password" if proxy.credentials else "wants a name and a password"
    return f"{_named(proxy)} {how}; {proxy.setting} takes them as NAME:PASSWORD@ before the host"


def _named(proxy: Proxy | None) -> str:
    return f"the proxy {proxy} ({proxy.setting})" if proxy else "the proxy"


def _whose(proxy: Proxy | None, url: URL) -> str:
    return f"{url.host} through {_named(proxy)}" if proxy else str(url.host)


def _reason(error: object) -> str:
    return error.verify_message if isinstance(error, ssl.SSLCertVerificationError) else type(error).__name__
