"""Text with entities as HTML that a page may insert as it is."""

from collections.abc import Iterator, Sequence
from html import escape

from sandbox.telegram.text import Entity, FormattedText

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
_SAFE_SCHEMES = ("http://", "https://", "tg://", "mailto:")


def to_html(formatted: FormattedText) -> str:
    """The text with its entities as tags: only b, i, u, s, code, pre, a, blockquote and a span for spoilers.

    Overlapping entities are split, so that the tags always nest.
    """
    units = formatted.text.encode("utf-16-le", "surrogatepass")
    return "".join(_render(units, 0, len(units) // 2, formatted.entities))


def _render(units: bytes, start: int, end: int, entities: Sequence[Entity]) -> Iterator[str]:
    """The HTML of the code units from `start` to `end`, in which all of the entities lie, in their order."""
    position = start
    waiting = list(entities)
    while waiting:
        outer, *rest = waiting
        begin, finish = max(outer.offset, position), min(outer.end, end)
        if begin >= finish:
            waiting = rest
            continue
        yield _plain(units, position, begin)
        inner = [entity for entity in rest if entity.offset < finish]
        opening, closing = _tag(outer, _text(units, begin, finish))
        yield opening
        yield from _render(units, begin, finish, inner)
        yield closing
        position = finish
        waiting = [entity for entity in rest if entity.end > finish]
    yield _plain(units, position, end)


def _tag(entity: Entity, text: str) -> tuple[str, str]:
    if entity.type in _TAGS:
        name = _TAGS[entity.type]
        return f"<{name}>", f"</{name}>"
    match entity.type:
        case "pre":
            language = f' class="language-{escape(entity.language)}"' if entity.language else ""
            return f"<pre><code{language}>", "</code></pre>"
        case "spoiler":
            return '<span class="tg-spoiler">', "</span>"
        case "text_link" | "url" | "email":
            target = entity.url or (f"mailto:{text}" if entity.type == "email" else _with_scheme(text))
            if target.lower().startswith(_SAFE_SCHEMES):
                return f'<a href="{escape(target)}" target="_blank" rel="noopener noreferrer">', "</a>"
    return "", ""


def _with_scheme(text: str) -> str:
    return text if "://" in text else f"http://{text}"


def _text(units: bytes, start: int, end: int) -> str:
    return units[start * 2 : end * 2].decode("utf-16-le", "replace")


def _plain(units: bytes, start: int, end: int) -> str:
    return escape(_text(units, start, end), quote=False)
