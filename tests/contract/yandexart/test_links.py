"""Links to pictures: which are followed, what is sent, and what comes of them. The vendor's host is one on loopback."""

import asyncio
import base64
import json
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from drawing.byte_budget import ByteBudget
from yandexart import Client, UnusableResult
from yandexart.links import LinkAccess, is_public, vendors_link

from .conftest import Service

HOST = "storage.yandexcloud.net"
LINK = f"https://{HOST}/bucket/a%2Fb~%7E.png?X-Amz-Signature=0aF%2B&x=a+b"


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server shows that is the vendor's, and what a client needs to trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = certificate.public_bytes(serialization.Encoding.PEM)
    file.write_bytes(secret + public)
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(file)
    return shown, ssl.create_default_context(cadata=public.decode())


@pytest.fixture
async def storage(tls: tuple[ssl.SSLContext, ssl.SSLContext]) -> AsyncIterator[Service]:
    """A host of the vendor's: `url` has its port."""
    storage = Service()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", storage.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls[0])
    await site.start()
    storage.url = f"https://127.0.0.1:{runner.addresses[0][1]}"
    yield storage
    storage.release()
    await runner.cleanup()


class Names(aiohttp.abc.AbstractResolver):
    """Knows an address and a port for every name; the answers go round."""

    def __init__(self, addresses: list[tuple[str, int]]) -> None:
        self.addresses = addresses
        self.asked: list[str] = []
        self.closed = False

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list[Any]:
        self.asked.append(host)
        address, port = self.addresses[min(len(self.asked), len(self.addresses)) - 1]
        return [{"hostname": host, "host": address, "port": port, "family": family, "proto": 0, "flags": 0}]

    async def close(self) -> None:
        self.closed = True


@pytest.fixture
def names(storage: Service) -> Names:
    return Names([("127.0.0.1", int(storage.url.rpartition(":")[2]))])


@pytest.fixture
def follow(
    connect: Callable[..., Client], service: Service, names: Names, tls: tuple[ssl.SSLContext, ssl.SSLContext]
) -> Callable[..., Any]:
    """Orders a picture whose answer has this link; for the client, 127.0.0.1 is a public address."""

    async def order(link: object = LINK, *, timeout: float = 30, **options: Any) -> Any:
        access = LinkAccess(is_public=lambda address: address == "127.0.0.1", resolver=lambda: names, tls=tls[1])
        service.answer({"data": [{"url": link}]}, x_request_id="req-1")
        model = connect(**{"links": access} | options).models.images_api()
        return await (await model.run_deferred("a red cat", timeout=timeout))

    return order


@pytest.fixture
def png(recorded: Callable[[str], Any]) -> bytes:
    return base64.b64decode(recorded("images_png")["data"][0]["b64_json"])


async def test_a_link_to_the_vendors_own_host_is_followed_and_nothing_secret_is_sent(follow, storage, names, png):
    storage.answer(png, Content_Type="text/html", Set_Cookie="a=b")
    picture = await follow()
    assert (picture.data, picture.mime_type, picture.width) == (png, "image/png", 16)
    (seen,) = storage.seen
    assert (seen.method, seen.path) == ("GET", LINK.removeprefix(f"https://{HOST}"))
    assert seen.headers["Host"] == HOST
    assert set(seen.headers) <= {"Host", "Accept", "Accept-Encoding", "User-Agent"}
    assert names.asked == [HOST]
    assert names.closed


async def test_neither_headers_nor_cookies_of_a_given_session_are_sent(follow, storage, png):
    storage.answer(png)
    async with aiohttp.ClientSession(headers={"Authorization": "mine"}, cookies={"a": "b"}) as session:
        await follow(session=session)
        assert not session.closed
    assert set(storage.seen[0].headers) <= {"Host", "Accept", "Accept-Encoding", "User-Agent"}


VENDORS = [
    LINK,
    "https://storage.yandexcloud.net",
    "https://STORAGE.YandexCloud.net:443/a.png",
    "https://b1g.storage.yandex.net/a?b#c",
    "https://yandex.cloud/a",
]
OTHERS = [
    "",
    None,
    7,
    ["https://storage.yandexcloud.net/a"],
    "storage.yandexcloud.net/a.png",
    "//storage.yandexcloud.net/a.png",
    "http://storage.yandexcloud.net/a.png",
    "ftp://storage.yandexcloud.net/a.png",
    "file:///etc/passwd",
    "https://example.com/a.png",
    "https://evilyandex.net/a.png",
    "https://evil-yandex.net/a.png",
    "https://yandex.net.evil.com/a.png",
    "https://yandex.net@evil.com/a.png",
    "https://user:pw@storage.yandex.net/a.png",
    "https://user@storage.yandex.net/a.png",
    "https://@storage.yandex.net/a.png",
    "https://evil.com#storage.yandex.net/a.png",
    "https://evil.com?storage.yandex.net",
    "https://evil.com/storage.yandex.net",
    "https://evil.com\\storage.yandex.net",
    "https://storage.yandex.net\\@evil.com/",
    "https://storage.yandex.net:8443/a.png",
    "https://storage.yandex.net:80/a.png",
    "https://storage.yandex.net:/a.png",
    "https://storage.yandex.net./a.png",
    "https://.yandex.net/a.png",
    "https://a..yandex.net/a.png",
    "https://127.0.0.1/a.png",
    "https://[::1]/a.png",
    "https://[::ffff:127.0.0.1]/a.png",
    "https://169.254.169.254/computeMetadata/v1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://localhost/a.png",
    "https://xn--andex-x6d.net/a.png",
    "https://уandex.net/a.png",
    "https://storage.yandex.net/a b.png",
    "https://storage.yandex.net/a\r\nHost: evil.com",
    "https://storage.yandex.net/\x00",
    " https://storage.yandex.net/a.png",
    "https://storage.yandex.net/" + "a" * 5000,
    "https://" + "a" * 64 + ".yandex.net/",
]


@pytest.mark.parametrize("link", VENDORS)
def test_the_vendors_hosts_are_known_by_whole_labels(link):
    assert str(vendors_link(link)).startswith("https://")


@pytest.mark.parametrize("link", OTHERS, ids=lambda link: repr(link)[:60])
async def test_no_other_link_is_followed(follow, storage, names, link):
    with pytest.raises(UnusableResult) as raised:
        await follow(link)
    assert "paid for" in str(raised.value)
    assert raised.value.request_id == "req-1"
    assert (storage.seen, names.asked) == ([], [])


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00::1",
        "ff02::1",
        "ff0e::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "no address",
        "",
    ],
)
def test_what_is_not_of_the_public_internet_is_not_connected_to(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["213.180.193.243", "8.8.8.8", "2a02:6b8::1da", "::ffff:213.180.193.243"])
def test_what_is_of_the_public_internet_may_be_connected_to(address):
    assert is_public(address)


async def test_a_vendors_name_that_leads_into_the_own_network_is_not_followed(connect, service, names, tls, storage):
    """With the real idea of what is public, 127.0.0.1 is not."""
    service.answer({"data": [{"url": LINK}]})
    client = connect(links=LinkAccess(resolver=lambda: names, tls=tls[1]))
    with pytest.raises(UnusableResult, match="no public address"):
        await client.models.images_api().run_deferred("a red cat")
    assert storage.seen == []
    assert names.asked == [HOST]  # not asked again: that does not pass


async def test_a_name_is_looked_up_for_each_connection_and_may_not_lead_elsewhere_by_then(
    follow, storage, names, service
):
    """DNS rebinding: the first answer is public, the second is not."""
    names.addresses = [*names.addresses, ("10.0.0.1", 443)]
    storage.wire()
    with pytest.raises(UnusableResult, match="no public address"):
        await follow()
    assert names.asked == [HOST, HOST]
    assert len(storage.seen) == 1


async def test_another_certificate_than_the_vendors_is_not_trusted(follow, storage, names):
    with pytest.raises(UnusableResult, match="nothing came of its link"):
        await follow("https://other.yandexcloud.net/a.png")
    assert storage.seen == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 204, 206])
async def test_no_redirect_is_followed_and_a_part_is_no_picture(follow, storage, names, png, status):
    storage.answer(png if status == 206 else b"", status, Location=LINK)
    with pytest.raises(UnusableResult, match="leads elsewhere"):
        await follow()
    assert len(storage.seen) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
async def test_a_link_that_leads_nowhere_is_tried_once(follow, storage, time, status):
    storage.answer(b"<Error/>", status)
    with pytest.raises(UnusableResult, match="nothing came of its link"):
        await follow()
    assert len(storage.seen) == 1
    assert time.slept == []


async def test_what_passes_is_tried_three_times(follow, storage, time, png, service):
    storage.answer(b"", 503).answer(b"", 500).answer(png)
    assert (await follow()).data == png
    assert len(storage.seen) == 3
    assert len(time.slept) == 2
    assert len(service.seen) == 1


async def test_a_lost_connection_passes(follow, storage, png):
    storage.wire(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n\x89PNG").answer(png)
    assert (await follow()).data == png


async def test_after_three_tries_there_is_no_picture(follow, storage, service):
    storage.answer(b"", 500).answer(b"", 503).answer(b"", 429, Retry_After="1").answer(b"", 500)
    with pytest.raises(UnusableResult, match="nothing came of its link"):
        await follow()
    assert len(storage.seen) == 3
    assert len(service.seen) == 1  # ordered once


async def test_a_service_that_wants_to_be_left_alone_for_longer_than_the_call_has_is_not_waited_for(follow, storage):
    storage.answer(b"", 503, Retry_After="600")
    with pytest.raises(UnusableResult):
        await follow()
    assert len(storage.seen) == 1


async def test_what_is_no_picture_is_none(follow, storage):
    storage.answer(b"<html>")
    with pytest.raises(UnusableResult, match="no image/jpeg or"):
        await follow()
    assert len(storage.seen) == 1


async def test_a_body_without_end_is_cut_at_the_limit(follow, storage):
    storage.endless()
    with pytest.raises(UnusableResult, match="AnswerTooLarge"):
        await follow(max_answer=100_000)
    assert len(storage.seen) == 1


async def test_silence_ends_with_the_time_out_of_the_call(follow, storage, time):
    storage.silent().silent().silent()
    with pytest.raises(UnusableResult):
        await follow(timeout=1, clock=time.clock)  # of which the order itself takes a part


async def test_a_link_gets_no_more_time_than_the_order_left(follow, storage, service, time):
    async def slow(request: web.Request) -> web.Response:
        time.now += 31
        return web.json_response({"data": [{"url": LINK}]})

    service.reply(slow)
    with pytest.raises(UnusableResult, match="no time was left"):
        await follow(timeout=30)
    assert storage.seen == []


async def test_a_picture_that_came_whole_counts_when_a_link_before_it_brings_none(
    connect, service, recorded, names, tls
):
    access = LinkAccess(is_public=lambda address: True, resolver=lambda: names, tls=tls[1])
    service.answer({"data": [{"url": LINK}, *recorded("images_png")["data"]]})
    picture = await (await connect(links=access).models.images_api().run_deferred("a red cat"))
    assert picture.mime_type == "image/png"


async def test_the_answer_is_let_go_before_its_link_asks_for_room(connect, service, storage, names, tls):
    size = 2 * 1024 * 1024
    budget = ByteBudget(size)
    access = LinkAccess(is_public=lambda address: True, resolver=lambda: names, tls=tls[1])
    service.answer({"data": [{"url": LINK}], "more": " " * size})
    storage.answer(content := b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01" + bytes(size))
    model = connect(links=access, room=budget.room).models.images_api()
    picture = await (await model.run_deferred("a red cat", timeout=5))
    assert (picture.data, budget.in_flight) == (content, 0)


async def test_of_many_links_a_few_are_followed(connect, service, storage, names, tls):
    for _ in range(9):
        storage.answer(b"", 404)
    others = [{"url": "https://example.com/a.png"}] * 500
    service.answer({"data": [*others, *[{"url": LINK}] * 1000]})
    access = LinkAccess(is_public=lambda address: True, resolver=lambda: names, tls=tls[1])
    with pytest.raises(UnusableResult):
        await connect(links=access).models.images_api().run_deferred("a red cat")
    assert len(storage.seen) == 3


async def test_the_link_is_in_no_error_and_no_log(follow, storage, caplog):
    caplog.set_level("DEBUG")
    storage.answer(json.dumps({"message": LINK}).encode(), 403)
    with pytest.raises(UnusableResult) as raised:
        await follow()
    told = [str(raised.value), repr(raised.value), raised.value.message, caplog.text]
    assert not [text for text in told if "Signature" in text or HOST in text]
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


async def test_a_cancelled_order_leaves_nothing_open(follow, storage, names):
    storage.silent()
    waiting = asyncio.get_running_loop().create_task(follow())
    while not storage.seen:  # noqa: ASYNC110 - a request that arrives rings no bell
        await asyncio.sleep(0.01)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert names.closed
