"""Certificates that servers are trusted by: the machine's, unless settings name others."""

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import certifi

_MARKS: Final = (b"-----BEGIN CERTIFICATE-----", b"-----BEGIN TRUSTED CERTIFICATE-----")
_SUFFIXES: Final = frozenset({".pem", ".crt", ".cer"})


class UnusableCertificates(Exception):
    """The certificates cannot be used; the text names the setting."""


def check_file(file: str) -> None:
    """ValueError if a file has no certificates to trust."""
    try:
        content = Path(file).read_bytes()
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from None
    if not any(mark in content for mark in _MARKS):
        raise ValueError("holds no certificates; they are text that begins with -----BEGIN CERTIFICATE-----")


def check_folders(folders: str) -> None:
    """ValueError if none of these folders, separated as in OpenSSL, is there."""
    if not any(folder.is_dir() for folder in _parted(folders)):
        raise ValueError("is no folder")


@dataclass(frozen=True, slots=True)
class Certificates:
    """The certificates to trust, as OpenSSL has it: what is not set is the machine's.

    Attributes:
        file: `SSL_CERT_FILE`.
        folders: `SSL_CERT_DIR`, one or several.
    """

    file: str | None = None
    folders: str | None = None

    def context(self) -> ssl.SSLContext:
        """What connections over TLS are made with. Raises `UnusableCertificates`."""
        machine = ssl.get_default_verify_paths()
        file = self.file or _existing(machine.openssl_cafile)
        folders = self.folders or _existing(machine.openssl_capath)
        if file is None and folders is None:
            file = certifi.where()
        try:
            context = ssl.create_default_context(cafile=file, capath=folders)
        except (ssl.SSLError, OSError):
            raise UnusableCertificates("SSL_CERT_FILE holds no certificates that can be read") from None
        for folder in _parted(self.folders or ""):
            _trust_all_in(folder, context)
        return context

    def __str__(self) -> str:
        named = [("SSL_CERT_FILE", self.file), ("SSL_CERT_DIR", self.folders)]
        set_ones = [f"{name} ({value})" for name, value in named if value]
        return f"the certificates of {' and '.join(set_ones)}" if set_ones else "the certificates of this machine"


def _parted(folders: str) -> list[Path]:
    return [Path(folder) for folder in folders.split(":") if folder]


def _existing(path: str) -> str | None:
    """The path, if it is a file, or a folder with something in it."""
    found = Path(path)
    return path if found.is_file() or (found.is_dir() and next(found.iterdir(), None)) else None


def _trust_all_in(folder: Path, context: ssl.SSLContext) -> None:
    """Trust what OpenSSL would not find, for it looks for names that `openssl rehash` gives."""
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        if file.suffix in _SUFFIXES:
            try:
                context.load_verify_locations(cafile=file)
            except (ssl.SSLError, OSError):
                continue  # a key, or what may not be read
