"""Proxies of this machine, and what is reached without one. Pure.

The names are those that curl and most programs know: `HTTP_PROXY` and `HTTPS_PROXY` by the scheme of the address,
`ALL_PROXY` where its own is not set, `NO_PROXY` for what is reached directly. As browsers have it, and unlike curl,
this machine and its own link (where the metadata service of a virtual machine is) are reached directly as well: what a
proxy calls 127.0.0.1 is itself.
"""

import base64
import re
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import quote, unquote, urlsplit

_PORTS: Final = {"http": 80, "https": 443, "socks4": 1080, "socks4a": 1080, "socks5": 1080, "socks5h": 1080}
_OTHER_NAMES: Final = {"socks": "socks5"}  # as desktops write it
_LOOPBACK_TOO: Final = "<-loopback>"  # as browsers write it: no address is reached directly but those that are named
_HOST: Final = re.compile(r"[\w.-]+|[0-9A-Fa-f:.]+(?:%\w+)?")  # as `urlsplit` gives it, without brackets


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy, and the setting that names it; neither its repr nor its text shows who it is used by.

    Attributes:
        scheme: `http`, `https`, `socks4`, `socks4a`, `socks5` or `socks5h`; those of `a` and `h` resolve names.
    """

    setting: str
    scheme: str
    host: str
    port: int
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    written: str = field(default="", repr=False, compare=False)  # who it is used by, as the setting has it

    @classmethod
    def parse(cls, setting: str, address: str) -> "Proxy":
        """The proxy at an address, which may lack its scheme (`http` then). ValueError, without it, if it is none."""
        parts = urlsplit("")
        scheme, host, port = "", "", None
        with suppress(ValueError):  # brackets that do not match, a port that is no number
            parts = urlsplit(address if "://" in address else f"http://{address}")
            scheme, host, port = _OTHER_NAMES.get(parts.scheme, parts.scheme), parts.hostname or "", parts.port
        if scheme not in _PORTS or not _HOST.fullmatch(host) or port == 0 or parts.path.strip("/"):
            raise ValueError(
                "must be the address of a proxy, such as http://host:3128 or socks5h://user:password@host:1080; "
                "in a password, signs are written as in an address: %40 for @, %2F for /, %23 for #"
            )
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if scheme.startswith("socks") and not all(part.isascii() and len(part) < 256 for part in (user, password)):
            raise ValueError("names a SOCKS proxy by a user or password that is not ASCII, or too long")
        written = parts.netloc.rpartition("@")[0]
        return cls(setting, scheme, host, _PORTS[scheme] if port is None else port, user, password, written)

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """Host and port, as in an address."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def is_socks(self) -> bool:
        """Whether it speaks SOCKS, rather than HTTP."""
        return self.scheme.startswith("socks")

    @property
    def credentials(self) -> str:
        """The value of the header Proxy-Authorization; empty where there is none to give (RFC 7617)."""
        if not (self.user or self.password):
            return ""
        return f"Basic {base64.b64encode(f'{self.user}:{self.password}'.encode()).decode()}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not appear in any output, in each form that it may be written in."""
        if not self.credentials:
            return ()
        plain = self.password or self.user  # some proxies are entered by a name that is a key
        written = self.written.partition(":")[2] or self.written
        forms = (plain, written, quote(plain, safe=""), quote(plain), self.credentials.removeprefix("Basic "))
        return tuple(dict.fromkeys(forms))


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxy for each address.

    Attributes:
        http, https: for addresses of that scheme; None where they are reached directly.
        direct: the entries of `NO_PROXY`: a host, which means what is below it, too; an IP address or a network of
            them; `*`, which means all; the first two maybe with a port.
    """

    http: Proxy | None = None
    https: Proxy | None = None
    direct: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return not (self.http is None and self.https is None)

    def proxy_for(self, scheme: str, host: str, port: int | None) -> Proxy | None:
        """The proxy that leads to an address; None where it is reached directly."""
        proxy = self.https if scheme in {"https", "wss"} else self.http
        return None if proxy is None or self._is_direct(host.strip("[]").rstrip(".").lower(), port) else proxy

    def _is_direct(self, host: str, port: int | None) -> bool:
        if _LOOPBACK_TOO not in self.direct and is_of_this_machine(host):
            return True
        return any(_matches(entry, host, port) for entry in self.direct)


def parse_routes(setting: str, value: str) -> tuple[Proxy | None, ...]:
    """The routes that blanks separate, in their order, each once; None for `direct`. ValueError if one is none."""
    found = (None if word.lower() == "direct" else Proxy.parse(setting, word) for word in value.split())
    try:
        return tuple(dict.fromkeys(found))
    except ValueError as error:
        raise ValueError(f"{error}; blanks separate several, and `direct` is the way without a proxy") from None


def entries(no_proxy: str) -> tuple[str, ...]:
    """The entries of `NO_PROXY`, which commas or blanks separate."""
    return tuple(no_proxy.replace(",", " ").lower().split())


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(host)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def is_of_this_machine(host: str) -> bool:
    """Whether a host, as addresses name it, is this machine itself or its own link."""
    address = _address(host)
    if address is None:
        return host == "localhost" or host.endswith(".localhost")  # RFC 6761
    return address.is_loopback or address.is_link_local or address.is_unspecified


def is_of_own_link(host: str) -> bool:
    """Whether a host, as addresses name it, is on this machine's own link, as a cloud's metadata service is."""
    address = _address(host.strip("[]"))
    return address is not None and address.is_link_local


def _matches(entry: str, host: str, port: int | None) -> bool:
    if entry == "*":
        return True
    if (address := _address(host)) is not None and _holds(entry, address):
        return True
    name, number = _parted(entry)
    if number is not None and number != port:
        return False
    if address is not None:
        return _address(name) == address
    name = name.removeprefix("*").strip(".")
    return bool(name) and (host == name or host.endswith(f".{name}"))


def _holds(network: str, address: IPv4Address | IPv6Address) -> bool:
    try:
        return "/" in network and address in ip_network(network, strict=False)
    except ValueError:
        return False


def _parted(entry: str) -> tuple[str, int | None]:
    """An entry without its port, and that."""
    if _address(entry) is not None:  # the colons of IPv6 are its own
        return entry, None
    name, _, port = entry.rpartition(":")
    if not name or not port.isdecimal():
        return entry.strip("[]"), None
    return name.strip("[]"), int(port)
