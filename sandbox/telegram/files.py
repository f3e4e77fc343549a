"""Files that were uploaded: bounded, addressed by ids of their content.

A photo has smaller sizes beside the one that was sent. Those are made when somebody asks for them.
"""

import base64
import hashlib
import io
import struct
import warnings
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from PIL import Image

from sandbox.telegram.errors import bad_request

MAX_PHOTO_BYTES: Final = 10 * 1024 * 1024
MAX_DOCUMENT_BYTES: Final = 50 * 1024 * 1024
MAX_DOWNLOAD_BYTES: Final = 20 * 1024 * 1024
_MAX_PIXELS = 50_000_000  # of a picture that is worth decoding for a thumbnail
_SIZES = (90, 320, 800, 1280)  # longest sides, in pixels, of the smaller copies
_PHOTO, _DOCUMENT = "AgACAgIAAxkB", "BQACAgIAAxkB"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file, or a smaller copy of one (`width` and `height` in pixels, 0 where it is no picture)."""

    file_id: str
    unique_id: str
    size: int
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture in several sizes, the smallest first; the last is the one that was sent."""

    sizes: tuple[StoredFile, ...]

    @property
    def largest(self) -> StoredFile:
        """The picture that was sent."""
        return self.sizes[-1]


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is no photo; a picture among them has a thumbnail."""

    file: StoredFile
    name: str
    mime_type: str
    thumbnail: StoredFile | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    mime_type: str
    data: bytes


class FileStore:
    """Keeps the latest uploads, at most `limit` of them and `max_bytes` in all; older ones are forgotten."""

    def __init__(self, limit: int = 500, max_bytes: int = 256 * 1024 * 1024) -> None:
        self._limit = limit
        self._max_bytes = max_bytes
        self._held = 0
        self._originals: OrderedDict[str, bytes] = OrderedDict()  # by unique id
        self._records: dict[str, Photo | Document] = {}  # by unique id of the original
        self._copies: dict[str, tuple[str, StoredFile]] = {}  # a smaller copy's unique id: the original's, itself

    def add_photo(self, upload: Upload) -> Photo:
        """Stores a picture as a photo.

        Raises:
            ApiError: it is empty, no picture, or beyond the limits of Telegram's photos: 10 MB, width and height
                together 10,000 pixels, a ratio of 20.
        """
        data = upload.data
        _check_size(data, MAX_PHOTO_BYTES, " for a photo")
        dimensions = _dimensions(data)
        if dimensions is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        width, height = dimensions
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        original = _identify(_PHOTO, data, len(data), width, height)
        sides = [side for side in _SIZES if side < max(width, height)]
        smaller = [_copy(_PHOTO, data, *_scaled(width, height, side)) for side in sides]
        photo = Photo((*smaller, original))
        self._keep(original.unique_id, data, photo, smaller)
        return photo

    def add_document(self, upload: Upload) -> Document:
        """Stores anything as a file of up to 50 MB; a picture gets a thumbnail.

        Raises:
            ApiError: it is empty or too big.
        """
        data = upload.data
        _check_size(data, MAX_DOCUMENT_BYTES, "")
        original = _identify(_DOCUMENT, data, len(data), 0, 0)
        dimensions = _dimensions(data)
        is_modest = dimensions is not None and dimensions[0] * dimensions[1] <= _MAX_PIXELS
        thumbnail = _copy(_DOCUMENT, data, *_scaled(*dimensions, 320)) if dimensions and is_modest else None
        document = Document(original, upload.name, upload.mime_type, thumbnail)
        self._keep(original.unique_id, data, document, [thumbnail] if thumbnail else [])
        return document

    def photo(self, file_id: str) -> Photo:
        """The photo that one of its file ids names.

        Raises:
            ApiError: the id is of no file that is here, or of a document.
        """
        record = self._known_record(file_id)
        if not isinstance(record, Photo):
            raise bad_request("can't use file of type Document as Photo")
        return record

    def document(self, file_id: str) -> Document:
        """The document of a file id; a photo's id gives its picture as a file.

        Raises:
            ApiError: the id is of no file that is here.
        """
        record = self._known_record(file_id)
        return record if isinstance(record, Document) else Document(record.largest, "photo.jpg", "image/jpeg")

    def file(self, file_id: str) -> StoredFile | None:
        """The file, or the smaller copy, that a file id names; None if it is not, or no longer, here."""
        record = self._record(file_id)
        if record is None:
            return None
        files = record.sizes if isinstance(record, Photo) else (record.file, record.thumbnail)
        return next((file for file in files if file is not None and file.file_id == file_id), None)

    def read(self, unique_id: str) -> bytes | None:
        """The bytes behind a unique id; None if they are not, or no longer, here."""
        if unique_id in self._originals:
            return self._originals[unique_id]
        if unique_id not in self._copies:
            return None
        original, copy = self._copies[unique_id]
        return _shrink(self._originals[original], copy.width, copy.height)

    def mime_type(self, unique_id: str) -> str:
        """The type that a document was uploaded with; a photo is a JPEG."""
        record = self._records.get(unique_id)
        return record.mime_type if isinstance(record, Document) else "image/jpeg"

    def _record(self, file_id: str) -> Photo | Document | None:
        unique_id = file_id[len(_PHOTO) :]
        original = self._copies[unique_id][0] if unique_id in self._copies else unique_id
        return self._records.get(original) if file_id.startswith((_PHOTO, _DOCUMENT)) else None

    def _known_record(self, file_id: str) -> Photo | Document:
        record = self._record(file_id)
        if record is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return record

    def _keep(self, unique_id: str, data: bytes, record: Photo | Document, copies: list[StoredFile]) -> None:
        if unique_id not in self._originals:
            self._held += len(data)
        self._originals[unique_id] = data
        self._originals.move_to_end(unique_id)
        self._records[unique_id] = record
        self._copies.update((copy.unique_id, (unique_id, copy)) for copy in copies)
        while len(self._originals) > self._limit or (self._held > self._max_bytes and len(self._originals) > 1):
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        oldest, data = self._originals.popitem(last=False)
        self._held -= len(data)
        del self._records[oldest]
        self._copies = {key: value for key, value in self._copies.items() if value[0] != oldest}


def _identify(prefix: str, data: bytes, size: int, width: int, height: int) -> StoredFile:
    digest = hashlib.sha256(struct.pack("!II", width, height) + prefix.encode() + data).digest()
    unique_id = "AQAD" + base64.urlsafe_b64encode(digest[:12]).decode()
    return StoredFile(prefix + unique_id, unique_id, size, width, height)


def _check_size(data: bytes, limit: int, purpose: str) -> None:
    if not data:
        raise bad_request("file must be non-empty")
    if len(data) > limit:
        reason = f"file of size {len(data)} bytes is too big{purpose}; the maximum size is {limit} bytes"
        raise bad_request(reason)


def _dimensions(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, from the header only: a small file can hold an enormous picture."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data)) as image:
                return image.size
        except Image.DecompressionBombError:
            return 30_000, 30_000  # whatever it is, it is too big
        except (OSError, ValueError, SyntaxError):
            return None


def _scaled(width: int, height: int, side: int) -> tuple[int, int]:
    scale = min(1.0, side / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _copy(prefix: str, data: bytes, width: int, height: int) -> StoredFile:
    """A smaller copy of a picture; its size in bytes is a guess, as nobody has made it yet."""
    return _identify(prefix, data, min(width * height // 8 + 400, len(data)), width, height)


def _shrink(data: bytes, width: int, height: int) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        image.draft("RGB", (width, height))  # lets the decoder of a JPEG skip what is not needed
        shrunk = image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    shrunk.save(buffer, "JPEG", quality=82)
    return buffer.getvalue()
