"""Reading a picture's header, from encoders and from those who mean harm."""

import base64
import io
import struct
import sys
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from yandexart.jpeg import jpeg_size
from yandexart.picture import picture_from_base64, picture_from_bytes


def encoded(form: str, width: int, height: int, mode: str = "RGB", **options: object) -> bytes:
    file = io.BytesIO()
    Image.new(mode, (width, height)).save(file, form, **options)
    return file.getvalue()


def picture(data: bytes):
    return picture_from_base64(base64.b64encode(data).decode())


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def frame(width: int, height: int, marker: int = 0xC0) -> bytes:
    return segment(marker, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")


SCAN = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"data"
NO_SIZE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(20)
END = b"\xff\xd9"


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"progressive": True},
        {"mode": "L"},
        {"mode": "CMYK"},
        {"comment": b"\xff\xc0\x00\x11\x08\x00\x01\x00\x01"},
        {"exif": b"Exif\x00\x00" + encoded("JPEG", 3, 4)},
    ],
    ids=str,
)
def test_the_size_of_a_jpeg_is_read_whatever_made_it(options):
    assert jpeg_size(encoded("JPEG", 640, 48, **options)) == (640, 48)


@given(width=st.integers(1, 65535), height=st.integers(1, 65535), marker=st.sampled_from([0xC0, 0xC1, 0xC2, 0xCF]))
def test_the_size_is_what_the_frame_header_states_and_nothing_is_decoded(width, height, marker):
    assert jpeg_size(b"\xff\xd8" + frame(width, height, marker) + SCAN + END) == (width, height)


def test_markers_may_be_padded_and_stand_alone():
    assert jpeg_size(b"\xff\xd8\xff\xff\xff\x01" + b"\xff\xff" + frame(5, 6)[1:] + SCAN + END) == (5, 6)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff",
        b"\xff\xd8" + b"\xff" * 1000,
        b"\xff\xd8" + END,
        b"<html></html>",
        encoded("PNG", 3, 4),
        b"\xff\xd8" + SCAN + END,
        b"\xff\xd8" + frame(0, 6) + SCAN + END,
        b"\xff\xd8" + frame(5, 0) + SCAN + END,
        b"\xff\xd8" + segment(0xC0, b"\x08\x00\x05") + SCAN + END,
        b"\xff\xd8" + segment(0xC0, struct.pack(">BHHB", 8, 5, 6, 0)) + SCAN + END,
        b"\xff\xd8" + segment(0xC0, struct.pack(">BHHB", 8, 5, 6, 3) + b"\x01\x11\x00") + SCAN + END,
        b"\xff\xd8" + frame(5, 6, 0xC4) + SCAN + END,
        b"\xff\xd8\xff\xe0\x00\x00" + frame(5, 6) + SCAN + END,
        b"\xff\xd8\xff\xe0\xff\xff" + frame(5, 6) + SCAN + END,
        b"\xff\xd8\x00" + frame(5, 6) + SCAN + END,
    ],
    ids=lambda data: repr(data[:12]),
)
def test_what_has_no_header_of_a_jpeg_is_refused(data):
    with pytest.raises(ValueError, match="JPEG"):
        jpeg_size(data)


def test_more_segments_than_any_picture_has_are_refused():
    with pytest.raises(ValueError, match="segments"):
        jpeg_size(b"\xff\xd8" + segment(0xFE, b"") * 300_000 + frame(5, 6) + SCAN + END)


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda tail: b"\xff\xd8" + frame(5, 6) + tail))
def test_any_bytes_have_a_size_or_are_refused(data):
    try:
        found = picture_from_bytes(data)
    except ValueError:
        return
    assert found.width > 0
    assert found.height > 0


def test_the_header_is_enough_whatever_follows_it():
    assert jpeg_size(b"\xff\xd8" + frame(5, 6)) == (5, 6)


@pytest.mark.parametrize(
    ("form", "options", "mime_type"),
    [
        ("JPEG", {}, "image/jpeg"),
        ("PNG", {}, "image/png"),
        ("WEBP", {}, "image/webp"),
        ("WEBP", {"lossless": True}, "image/webp"),
        ("WEBP", {"exif": b"Exif\x00\x00"}, "image/webp"),
    ],
)
def test_the_type_of_a_picture_is_read_from_its_bytes(form, options, mime_type):
    data = encoded(form, 300, 20, **options)
    found = picture(data)
    assert (found.data, found.mime_type, found.width, found.height) == (data, mime_type, 300, 20)


@pytest.mark.parametrize(
    "data",
    [encoded("GIF", 3, 4), encoded("PNG", 3, 4)[:30], encoded("WEBP", 3, 4)[:29], b"RIFF\0\0\0\0WEBPVP8?" * 9, NO_SIZE],
)
def test_other_formats_and_cut_headers_are_refused(data):
    with pytest.raises(ValueError, match="no image/jpeg or image/png or image/webp"):
        picture(data)


SPELLINGS = {
    "line breaks": lambda text: "\r\n".join(text[at : at + 76] for at in range(0, len(text), 76)) + "\n",
    "blanks": lambda text: f"\t{text[:5]} {text[5:]} ",
    "no padding": lambda text: text.rstrip("="),
    "the alphabet for addresses": lambda text: text.replace("+", "-").replace("/", "_"),
    "an address of data": lambda text: f"data:image/png;base64,{text}",
    "another address of data": lambda text: f" DATA:image/jpeg;name=a.b;BASE64,{text.rstrip('=')}\n",
}


@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", [(3, 4), (40, 30), (41, 31)])
def test_base64_is_read_however_it_is_spelled(spell, form, size):
    data = encoded(form, *size)
    found = picture_from_base64(spell(base64.b64encode(data).decode()))
    assert found.data == data
    assert (found.width, found.height) == size


@pytest.mark.parametrize(
    "text", [None, 7, "", " ", "?", "AAAAA", "ключ", "data:image/png,AAAA", "https://ya.ru/a.png", "="]
)
def test_what_is_no_base64_is_refused(text):
    with pytest.raises(ValueError, match=r"base64|no picture|no image"):
        picture_from_base64(text)


@given(
    st.text(max_size=200) | st.binary(max_size=100).map(lambda data: "data:;base64," + base64.b64encode(data).decode())
)
def test_any_text_is_a_picture_or_is_refused(text):
    with suppress(ValueError):
        assert picture_from_base64(text).width > 0


def test_a_hostile_text_takes_no_more_memory_than_a_few_of_itself():
    text = "A " * 2_000_000
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="no image"):
            picture_from_base64(text)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 6 * len(text)


def test_a_picture_does_not_print_its_bytes():
    assert len(repr(picture(encoded("JPEG", 16, 9)))) < 200


def steps_of(data: bytes) -> int:
    """Lines of the reader of headers that are executed for these bytes, whatever else runs meanwhile."""
    steps = 0

    def count(frame, event, _):
        nonlocal steps
        if frame.f_code.co_filename != jpeg_size.__code__.co_filename:
            return None
        steps += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        with suppress(ValueError):
            jpeg_size(data)
    finally:
        sys.settrace(before)
    return steps


MOST_STEPS = 10_000


@pytest.mark.parametrize(
    "repeated",
    [
        segment(0xE0, b""),
        segment(0xFE, b"a comment"),
        segment(0xC4, b""),
        b"\xff\x01",
        b"\xff\xd0",
        b"\xff\xe0\x00\x00",  # a length that leads nowhere
        b"\xff",
        b"\xff\xff\xd8",
    ],
    ids=bytes.hex,
)
def test_a_file_of_nothing_but_segments_takes_no_more_steps_than_any_picture(repeated):
    assert steps_of(b"\xff\xd8" + repeated * 200_000) <= MOST_STEPS


@given(
    st.lists(st.sampled_from([b"\xff", b"\x00", b"\xe0", b"\x01", b"\x00\x02", b"\x00\x00", b"\xd8", b"\xda"])),
    st.integers(1, 50_000),
)
def test_no_bytes_take_more_steps_than_any_picture(pieces, times):
    assert steps_of(b"\xff\xd8" + b"".join(pieces) * (1 + times // (len(pieces) + 1))) <= MOST_STEPS


def test_a_picture_with_the_longest_profile_there_can_be_is_read():
    profile = b"".join(segment(0xE2, b"ICC_PROFILE\x00" + bytes([number, 255]) + b"x") for number in range(1, 256))
    assert jpeg_size(b"\xff\xd8" + profile + frame(5, 6) + SCAN + END) == (5, 6)
