"""Reading a picture's header, from encoders and from those who mean harm."""

import base64
import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from yandexart.jpeg import jpeg_size
from yandexart.picture import ANY_FORMAT, picture_from_base64


def encoded(form: str, width: int, height: int, mode: str = "RGB", **options: object) -> bytes:
    file = io.BytesIO()
    Image.new(mode, (width, height)).save(file, form, **options)
    return file.getvalue()


def picture(data: bytes, **options: object):
    return picture_from_base64(base64.b64encode(data).decode(), **options)


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


def test_a_million_segments_are_read_in_one_pass():
    assert jpeg_size(b"\xff\xd8" + segment(0xFE, b"") * 300_000 + frame(5, 6) + SCAN + END) == (5, 6)


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda tail: b"\xff\xd8" + frame(5, 6) + tail))
def test_any_bytes_have_a_size_or_are_refused(data):
    for read in ANY_FORMAT.values():
        try:
            size = read(data)
        except ValueError:
            continue
        assert size.width > 0
        assert size.height > 0


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
    found = picture(data, formats=ANY_FORMAT)
    assert (found.data, found.mime_type, found.width, found.height) == (data, mime_type, 300, 20)


@pytest.mark.parametrize(
    "data",
    [encoded("GIF", 3, 4), encoded("PNG", 3, 4)[:30], encoded("WEBP", 3, 4)[:29], b"RIFF\0\0\0\0WEBPVP8?" * 9, NO_SIZE],
)
def test_other_formats_and_cut_headers_are_refused(data):
    with pytest.raises(ValueError, match="no image/jpeg or image/png or image/webp"):
        picture(data, formats=ANY_FORMAT)


def test_a_picture_of_the_asynchronous_api_is_a_jpeg():
    with pytest.raises(ValueError, match="no image/jpeg"):
        picture(encoded("PNG", 3, 4))


@pytest.mark.parametrize("text", [None, 7, "", "?", "AAA", "AA A=", "ключ", "AAAA\n"])
def test_what_is_no_base64_is_refused(text):
    with pytest.raises(ValueError, match=r"base64|no picture"):
        picture_from_base64(text)


def test_a_picture_does_not_print_its_bytes():
    assert len(repr(picture(encoded("JPEG", 16, 9)))) < 200
