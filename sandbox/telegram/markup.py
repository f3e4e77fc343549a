"""HTML as the Bot API reads it: a handful of tags, strict about nesting, lenient about `&`.

The grammar and every complaint follow `parse_html` of TDLib, byte offsets in messages included.
"""

import re
import string
from dataclasses import dataclass, replace

from sandbox.telegram.text import Entity, FormattedText, utf16_length

_STYLE_OF = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = frozenset({*_STYLE_OF, "a", "code", "pre", "blockquote", "tg-emoji"})
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]*)|#([0-9]*)|([A-Za-z]+))")
_NAME_TOKEN = frozenset(string.ascii_letters + string.digits + ".-")
_SPACE = " \t\r\n\v\0"
_USER_LINK = re.compile(r"tg://user\?id=(\d+)$", re.ASCII)
_LINK = re.compile(r"(?:(https?|tg|ton)://)?([^\s/?#]+)([/?#]\S*)?$", re.IGNORECASE)


class MarkupError(ValueError):
    """The text is not what its parse mode promises; the message is the one that Telegram gives."""


@dataclass(frozen=True, slots=True)
class _OpenTag:
    name: str
    argument: str
    offset: int  # in UTF-16 code units of the text so far
    position: int  # in characters of the text so far


def parse_html(source: str) -> FormattedText:
    """The text and entities that Telegram makes of HTML.

    Raises:
        MarkupError: as the Bot API words it, without its prefix "can't parse entities".
    """
    return _Parser(source).parse()


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source + "\0"  # so that looking ahead needs no check for the end
        self._at = 0
        self._text: list[str] = []
        self._offset = 0
        self._open: list[_OpenTag] = []
        self._entities: list[Entity] = []

    def parse(self) -> FormattedText:
        while self._at < len(self._source) - 1:
            character = self._source[self._at]
            if character == "<":
                if self._source[self._at + 1] == "/":
                    self._end_tag()
                else:
                    self._start_tag()
            else:
                self._append(self._reference() if character == "&" else self._take())
        if self._open:
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        text = "".join(self._text)
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise MarkupError(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "
                "surrogate code units"
            )
        # A language belongs to a block of code only; inline code loses it.
        entities = (replace(entity, language=None) if entity.type == "code" else entity for entity in self._entities)
        return FormattedText(text, tuple(sorted(entities, key=lambda entity: (entity.offset, -entity.length))))

    def _append(self, character: str) -> None:
        self._text.append(character)
        self._offset += utf16_length(character)

    def _take(self) -> str:
        self._at += 1
        return self._source[self._at - 1]

    def _reference(self) -> str:
        """The character that a reference stands for; a bare `&` stands for itself."""
        match = _REFERENCE.match(self._source, self._at)
        if match is None:
            return self._take()
        hexadecimal, decimal, name = match.groups()
        if name is not None:
            decoded = _NAMED.get(name)
        else:
            number = int(hexadecimal or "0", 16) if hexadecimal is not None else int(decimal or "0")
            usable = 0 < number < 0x10FFFF and match.end() - match.start() < 10
            decoded = chr(number) if usable else None
        if decoded is None:
            return self._take()
        self._at = match.end() + (self._source[match.end()] == ";")
        return decoded

    def _byte(self, position: int) -> int:
        return len(self._source[:position].encode(errors="surrogatepass"))

    def _take_until(self, stop: str) -> str:
        begin = self._at
        while self._source[self._at] not in stop:
            self._at += 1
        return self._source[begin : self._at]

    def _skip_space(self) -> None:
        while self._source[self._at] in _SPACE and self._at < len(self._source) - 1:
            self._at += 1

    def _start_tag(self) -> None:
        begin = self._at
        self._at += 1
        name = self._take_until(_SPACE + ">").lower()
        if self._source[self._at] == "\0":
            raise MarkupError(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if name not in _TAGS:
            raise MarkupError(f'Unsupported start tag "{name}" at byte offset {self._byte(begin)}')
        argument = ""
        while True:
            self._skip_space()
            if self._source[self._at] == ">":
                break
            argument = self._attribute(name, begin) or argument
        self._at += 1
        if name == "span" and argument != "spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        self._open.append(_OpenTag(name, argument, self._offset, len(self._text)))

    def _attribute(self, tag: str, begin: int) -> str | None:
        """Reads one attribute; returns what it means for the tag, if anything."""
        attribute = self._take_until(_SPACE + "=>/\"'")
        if not attribute:
            raise MarkupError(f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}')
        self._skip_space()
        if self._source[self._at] == "\0":
            raise MarkupError(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
        if self._source[self._at] != "=":
            return "1" if (tag, attribute) == ("blockquote", "expandable") else None
        self._at += 1
        self._skip_space()
        if self._source[self._at] == "\0":
            raise MarkupError(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
        value = self._quoted() if self._source[self._at] in "\"'" else self._name_token()
        if self._source[self._at] == "\0":
            raise MarkupError(f"Unclosed start tag at byte offset {self._byte(begin)}")
        return _meaning(tag, attribute, value)

    def _name_token(self) -> str:
        begin = self._at
        while self._source[self._at] in _NAME_TOKEN:
            self._at += 1
        if self._source[self._at] not in _SPACE + ">":
            raise MarkupError(f"Unexpected end of name token at byte offset {self._byte(begin)}")
        return self._source[begin : self._at].lower()

    def _quoted(self) -> str:
        quote = self._take()
        value = []
        while self._source[self._at] not in (quote, "\0"):
            value.append(self._reference() if self._source[self._at] == "&" else self._take())
        if self._source[self._at] == quote:
            self._at += 1
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self._at
        if not self._open:
            raise MarkupError(f"Unexpected end tag at byte offset {self._byte(begin)}")
        self._at += 2
        name = self._take_until(_SPACE + ">").lower()
        self._skip_space()
        if self._source[self._at] != ">":
            raise MarkupError(f"Unclosed end tag at byte offset {self._byte(begin)}")
        self._at += 1
        tag = self._open.pop()
        if name and name != tag.name:
            raise MarkupError(
                f'Unmatched end tag at byte offset {self._byte(begin)}, expected "</{tag.name}>", found "</{name}>"'
            )
        if self._offset > tag.offset:
            self._close(tag)

    def _close(self, tag: _OpenTag) -> None:
        offset, length = tag.offset, self._offset - tag.offset
        if tag.name in _STYLE_OF:
            self._entities.append(Entity(_STYLE_OF[tag.name], offset, length))
        elif tag.name == "blockquote":
            kind = "expandable_blockquote" if tag.argument else "blockquote"
            self._entities.append(Entity(kind, offset, length))
        elif tag.name == "a":
            self._close_link(tag.argument or "".join(self._text[tag.position :]), offset, length)
        elif tag.name == "tg-emoji":
            if not re.fullmatch(r"[1-9][0-9]{0,18}", tag.argument):
                raise MarkupError("Invalid custom emoji identifier specified")
            self._entities.append(Entity("custom_emoji", offset, length, custom_emoji_id=tag.argument))
        else:
            self._close_verbatim(tag, offset, length)

    def _close_verbatim(self, tag: _OpenTag, offset: int, length: int) -> None:
        """`<pre><code class="language-x">` is one block of code in a language, in either order of nesting."""
        inner = self._entities[-1] if self._entities else None
        language = tag.argument
        if inner is not None and (inner.offset, inner.length) == (offset, length):
            if tag.name == "pre" and inner.type == "code" and inner.language:
                self._entities[-1] = Entity("pre", offset, length, language=inner.language)
                return
            if tag.name == "code" and inner.type == "pre" and language:
                self._entities[-1] = Entity("pre", offset, length, language=language)
                return
        self._entities.append(Entity(tag.name, offset, length, language=language or None))

    def _close_link(self, target: str, offset: int, length: int) -> None:
        if user := _USER_LINK.match(target):
            self._entities.append(Entity("text_mention", offset, length, user_id=int(user.group(1))))
        elif (url := checked_link(target)) is not None:
            self._entities.append(Entity("text_link", offset, length, url=url))


def _meaning(tag: str, attribute: str, value: str) -> str | None:
    match tag, attribute:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case "code", "class":
            return value.removeprefix("language-") if value.startswith("language-") else None
        case "span", "class":
            return value.removeprefix("tg-") if value.startswith("tg-") else None
        case "blockquote", "expandable":
            return "1"
        case _:
            return None


def checked_link(target: str) -> str | None:
    """The link as Telegram stores it, with a scheme and a path; None if it is no link."""
    match = _LINK.match(target.strip())
    if match is None:
        return None
    scheme, host, rest = match.groups()
    if scheme is None and "." not in host.strip("."):
        return None
    return f"{(scheme or 'http').lower()}://{host}{rest or ('' if (scheme or '').lower() == 'tg' else '/')}"
