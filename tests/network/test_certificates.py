"""Certificates: those that the settings name are trusted by both clients, from the environment and from `.env`."""

import ssl
from pathlib import Path

import pytest
from aiogram.exceptions import TelegramNetworkError

from bot.__main__ import main
from bot.certificates import Certificates
from bot.config import Settings, SettingsError, load
from tests.world.issuer import Issuer
from tests.world.proxies import HttpProxy, SocksProxy
from yandexart import NotConnected

from .conftest import NEEDED, Outside


@pytest.fixture
def folder(issuer: Issuer, tmp_path: Path) -> Path:
    """A folder as people make it, without the names that `openssl rehash` gives; with a key in it, too."""
    folder = tmp_path / "certificates"
    folder.mkdir()
    (folder / "office.crt").write_bytes(issuer.file.read_bytes())
    (folder / "key.pem").write_text("no certificate of anybody")
    return folder


async def test_a_server_of_the_authority_in_ssl_cert_file_is_trusted(outside: Outside) -> None:
    await outside.ask_both(outside.settings("https", "127.0.0.1"))


async def test_a_server_of_an_authority_in_ssl_cert_dir_is_trusted(outside: Outside, folder: Path) -> None:
    await outside.ask_both(outside.settings("https", "127.0.0.1", SSL_CERT_FILE="", SSL_CERT_DIR=str(folder)))


async def test_what_was_put_into_a_rehashed_folder_afterwards_is_trusted_too(
    outside: Outside, folder: Path, tmp_path: Path
) -> None:
    other = Issuer.create(tmp_path, "other.example")
    (folder / "other.pem").write_bytes(other.file.read_bytes())
    (folder / "0123abcd.0").symlink_to("other.pem")
    await outside.ask_both(outside.settings("https", "127.0.0.1", SSL_CERT_FILE="", SSL_CERT_DIR=str(folder)))


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "ssl_cert_file"])
async def test_the_file_of_settings_may_name_certificates_as_well(
    outside: Outside, issuer: Issuer, tmp_path: Path, name: str
) -> None:
    (tmp_path / ".env").write_text(f"{name}={issuer.file}\n")
    await outside.ask_both(outside.settings("https", "127.0.0.1", SSL_CERT_FILE=""))


async def test_another_authority_is_trusted_neither_directly_nor_through_a_proxy(
    outside: Outside, tmp_path: Path, http_proxy: HttpProxy, socks_proxy: SocksProxy
) -> None:
    other = Issuer.create(tmp_path, "other.example")
    direct = outside.settings("https", "127.0.0.1", SSL_CERT_FILE=str(other.file))
    for proxy, by in ((None, ""), (http_proxy, "http"), (socks_proxy, "socks5h")):
        found = direct if proxy is None else outside.settings(ALL_PROXY=f"{by}://127.0.0.1:{proxy.port}")
        found = found.model_copy(update={"ssl_cert_file": str(other.file)})
        with pytest.raises(TelegramNetworkError):
            await outside.telegram(found).get_me()
        with pytest.raises(NotConnected):
            await outside.yandex(found).models.list()
    assert outside.service.asked == []


def test_without_settings_the_machines_authorities_are_trusted_and_those_named_come_beside_its_folder() -> None:
    assert Certificates().context().verify_mode is ssl.CERT_REQUIRED
    assert str(Certificates()) == "the certificates of this machine"
    assert str(Certificates("/a.pem", "/b")) == "the certificates of SSL_CERT_FILE (/a.pem) and SSL_CERT_DIR (/b)"


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("SSL_CERT_FILE", None, "SSL_CERT_FILE cannot be read: No such file or directory"),
        ("SSL_CERT_FILE", "no certificate", "SSL_CERT_FILE holds no certificates"),
        ("ssl_cert_file", "", "SSL_CERT_FILE holds no certificates"),
        ("SSL_CERT_DIR", None, "SSL_CERT_DIR is no folder"),
        ("SSL_CERT_DIR", "a file", "SSL_CERT_DIR is no folder"),
    ],
)
def test_certificates_that_are_not_there_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, content: str | None, line: str
) -> None:
    place = tmp_path / "place"
    if content is not None:
        place.write_text(content)
    for one, value in (NEEDED | {name: str(place)}).items():
        monkeypatch.setenv(one, value)

    with pytest.raises(SettingsError) as caught:
        load(Settings)

    (found,) = caught.value.lines
    assert found.startswith(line)


def test_certificates_that_cannot_be_read_are_named_before_anything_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.pem").write_text("-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----\n")
    for one, value in (NEEDED | {"SSL_CERT_FILE": "broken.pem"}).items():
        monkeypatch.setenv(one, value)

    assert main(["draw", "a cat"]) == 2
    assert capsys.readouterr().err == "SSL_CERT_FILE holds no certificates that can be read\n"
