"""Connections through SOCKS proxies, by aiohttp-socks."""

import socket
import ssl
from typing import Any, Final

import aiohttp
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError, ProxyType

from bot.network import ProxyFailed
from bot.proxies import Proxy

_TYPES: Final = {"4": ProxyType.SOCKS4, "5": ProxyType.SOCKS5}


class SocksConnector(ProxyConnector):
    """Raises aiohttp's exceptions, `ProxyFailed` where the proxy does not connect us."""

    def __init__(self, proxy: Proxy, **options: Any) -> None:
        super().__init__(
            proxy.host,
            proxy.port,
            _TYPES[proxy.scheme[5]],
            proxy.user or None,
            proxy.password or None,
            rdns=proxy.scheme[6:] != "",
            **options,
        )

    async def connect(self, req: aiohttp.ClientRequest, traces: Any, timeout: Any) -> Any:
        try:
            return await super().connect(req, traces, timeout)
        except ProxyConnectionError as error:
            cause = error.__cause__
            reason = cause if isinstance(cause, OSError) else OSError(None, "no connection")
            raise aiohttp.ClientProxyConnectionError(req.connection_key, reason) from None
        except ProxyTimeoutError:
            raise ProxyFailed(req, "no connection in time") from None
        except ProxyError as error:
            words = str(error)
            raise ProxyFailed(req, words, wants_credentials="auth" in words.lower()) from None
        except ssl.SSLCertVerificationError as error:
            raise aiohttp.ClientConnectorCertificateError(req.connection_key, error) from None
        except ssl.SSLError as error:
            raise aiohttp.ClientConnectorSSLError(req.connection_key, error) from None
        except socket.gaierror as error:
            raise aiohttp.ClientConnectorDNSError(req.connection_key, error) from None
        except (ConnectionError, EOFError):
            raise ProxyFailed(req, "the connection was cut") from None
