"""A method's parameters, read as the real server reads them: everything is text, and structures are JSON in it."""

import json
from collections.abc import Mapping
from typing import Any

from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.files import Upload
from sandbox.telegram.markup import MarkupError, parse_html
from sandbox.telegram.text import Entity, FormattedText, tidy, with_detected

Json = dict[str, Any]

_MAX_SOURCE_BYTES = 1 << 15  # before parsing, markup included
_ATTACHED = "attach://"


class Parameters:
    """The parameters and uploads of one request."""

    def __init__(self, values: Mapping[str, str], uploads: Mapping[str, Upload] | None = None) -> None:
        for value in values.values():
            _check_unicode(value)
        self._values = values
        self._uploads = uploads or {}

    def __contains__(self, name: str) -> bool:
        return bool(self._values.get(name))

    def text(self, name: str) -> str:
        """The parameter as it came; empty if it is missing, which the server does not tell apart."""
        return self._values.get(name, "")

    def required(self, name: str) -> str:
        """The parameter as it came, which must be there and not empty."""
        if name not in self:
            raise bad_request(f'parameter "{name}" is required')
        return self._values[name]

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; what is none counts as 0, as the server's own conversion has it."""
        return _to_integer(self._values[name]) if name in self else default

    def flag(self, name: str) -> bool:
        """A boolean; whatever does not mean true is false."""
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def json(self, name: str, what: str) -> Any:
        """The decoded structure, None if it is missing; `what` names it in the complaint."""
        if name not in self:
            return None
        return _decode(self._values[name], what)

    def array(self, name: str, what: str, of: str) -> list[Any] | None:
        """The decoded array, None if it is missing; `of` names its elements in the complaint."""
        value = self.json(name, what)
        if value is not None and not isinstance(value, list):
            raise bad_request(f"expected an Array of {of}")
        return value

    def message_text(self) -> FormattedText:
        """The parameters `text`, `parse_mode` and `entities` of a text message."""
        if "text" not in self:
            raise bad_request("message text is empty")
        entities = self.json("entities", "entities")
        formatted = format_text(self.text("text"), self.text("parse_mode"), entities)
        if not formatted.text:
            raise bad_request("text must be non-empty")
        return formatted

    def caption(self) -> FormattedText:
        """The parameters `caption`, `parse_mode` and `caption_entities` of a message with a file."""
        entities = self.json("caption_entities", "caption entities")
        return format_text(self.text("caption"), self.text("parse_mode"), entities)

    def upload(self, name: str, reference: str | None = None) -> Upload | None:
        """The file in the field `name`, or the one that `attach://<field>` in a reference points to."""
        if reference is None:
            if name in self._uploads:
                return self._uploads[name]
            reference = self.text(name)
        return self._uploads.get(reference.removeprefix(_ATTACHED)) if reference.startswith(_ATTACHED) else None


def format_text(source: str, parse_mode: str, entities: Any = None) -> FormattedText:
    """The form in which a text is stored: parsed, tidied, with what Telegram finds in it by itself.

    Raises:
        ApiError: it is longer than 32 KiB, in an unknown parse mode, or not what its parse mode promises.
    """
    if len(source.encode()) > _MAX_SOURCE_BYTES:
        raise bad_request("text is too long")
    source = source.replace("\r", "")
    match parse_mode.lower():
        case "html":
            try:
                formatted = parse_html(source)
            except MarkupError as error:
                raise bad_request(f"can't parse entities: {error}") from None
        case "" | "none":
            formatted = FormattedText(source, _given_entities(entities))
        case "markdown" | "markdownv2":
            raise ApiError(501, "Not Implemented: the sandbox reads HTML only")
        case _:
            raise bad_request("unsupported parse_mode")
    return with_detected(tidy(formatted))


def _given_entities(entities: Any) -> tuple[Entity, ...]:
    if not isinstance(entities, list):
        return ()
    try:
        return tuple(
            Entity(
                str(entity["type"]),
                int(entity["offset"]),
                int(entity["length"]),
                url=entity.get("url"),
                language=entity.get("language"),
                user_id=entity["user"]["id"] if "user" in entity else None,
                custom_emoji_id=entity.get("custom_emoji_id"),
            )
            for entity in entities
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise bad_request("can't parse MessageEntity: expected an Object") from None


def _decode(source: str, what: str) -> Any:
    try:
        value = json.loads(source)
    except (ValueError, RecursionError):
        raise bad_request(f"can't parse {what} JSON object") from None
    if "\\ud" in source.lower():  # an escape may have made half of a character
        _check_unicode(json.dumps(value, ensure_ascii=False))
    return value


def _check_unicode(text: str) -> None:
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise bad_request("strings must be encoded in UTF-8")


def _to_integer(value: str) -> int:
    try:
        return int(value.strip()[:20])
    except ValueError:
        return 0
