"""Extracts the bare prompt from a language model's answer. Pure.

Asked for a bare prompt, a model still answers with an introduction, quotation marks, Markdown, a list of variants, or a
note. The vendor's own sample answer (the guide's fourth example) has four of these five.
"""

import re
from itertools import pairwise
from typing import NamedTuple

_MAX_ANSWER = 20_000  # characters

_SENTENCE_END = re.compile(r"[.!?…]+[\"'»”’)]*(?=\s|$)")
_MIN_KEPT = 3  # a sentence's end is a good place to cut, unless it leaves less than this part of the limit

_UNWANTED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_FENCE = re.compile(r"```[\w+-]*\s*\n(.*?)(?:```|\Z)", re.DOTALL)
_LINE_MARKS = re.compile(r"(?:\s*>)+\s?|\s*#{1,6}\s+|\s*([-*_=])(?:\s*\1){2,}\s*$")
_ITEM = re.compile(r"\s*(?:(?P<bullet>[-*+•–—])|(?P<number>\d{1,2}[.)]))\s+")
_INLINE = (
    (re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)"), r"\1"),  # links and pictures
    (re.compile(r"(?<!\w)(\*{1,3}|~~|`{1,2})(?=\S)([^*`~]*[^*`~\s])\1(?!\w)"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,3})(?=\S)([^_]*[^_\s])\1(?!\w)"), r"\2"),
)

_COURTESY = re.compile(
    r"(?:sure|certainly|of course|absolutely|great|okay|конечно|разумеется|хорошо|отлично|с удовольствием)\s*[!.,]+\s+",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"(?:here(?:['’]s| is| are)|below is|вот|ниже|(?:an |one )?example|пример|возможный вариант|вариант"
    r"|(?:\w+ )?(?:prompt|промпт|промт|запрос)|(?:image )?description|описание(?: изображения)?)\b[^:\n]{0,200}:\s*",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"[(*_]*(?:note\b|please note|keep in mind|remember that|feel free|let me know|i hope"
    r"|you can (?:adapt|change|adjust)|this (?:prompt|is just)"
    r"|примечание|обратите внимание|помните|учтите|надеюсь|если (?:хотите|нужно)"
    r"|вы можете|этот (?:промпт|запрос)|это (?:лишь|только|всего лишь) пример)",
    re.IGNORECASE,
)
_SENTENCE_START = re.compile(r"(?<=[.!?…\"»”*)])\s+(?=\S)")
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "'": "'", "‘": "’"}


class _Block(NamedTuple):
    kind: str  # "text", "bullet" or "number"
    text: str


def bare_prompt(answer: str, limit: int, *, whole: bool = True) -> str:
    """The prompt in the answer, on one line and at most `limit` code points long; empty if there is none.

    `whole` is false for an answer that was cut off: its last sentence is then left out, if there are others. A bare
    prompt stays as it is.
    """
    text = answer[:_MAX_ANSWER]
    while True:
        shorter = _cut(_unwrapped(text) if whole else _finished(_unwrapped(text)), limit)
        if shorter == text:
            return text
        text = shorter


def _unwrapped(text: str) -> str:
    """One layer of wrapping less: of chatter, Markdown and quotation marks."""
    text = _UNWANTED.sub(lambda sign: " " if sign[0] == "\t" else "", text.replace("\r\n", "\n").replace("\r", "\n"))
    fenced = _FENCE.search(text)
    if fenced and fenced[1].strip():
        text = fenced[1]
    blocks, introduced = _without_chatter(_blocks(text))
    line = " ".join(_joined(blocks).split())
    courteous = _COURTESY.match(line)
    line = line[courteous.end() :] if courteous else line
    lead_in = _LEAD_IN.match(line)
    if lead_in and lead_in.end() < len(line):
        line, introduced = line[lead_in.end() :], True
    return _unquoted(_without_notes(line), introduced=introduced)


def _blocks(text: str) -> list[_Block]:
    """Paragraphs, each on one line, and the items of lists."""
    blocks: list[_Block] = []
    continued = False
    for raw in text.split("\n"):
        line = _LINE_MARKS.sub("", raw, count=1) if _LINE_MARKS.match(raw) else raw
        item = _ITEM.match(line)
        body = _plain(line[item.end() :] if item else line).strip()
        if not body:
            continued = False
        elif item:
            blocks.append(_Block("bullet" if item["bullet"] else "number", body))
            continued = True
        elif continued:
            blocks[-1] = blocks[-1]._replace(text=f"{blocks[-1].text} {body}")
        else:
            blocks.append(_Block("text", body))
            continued = True
    return blocks


def _plain(line: str) -> str:
    for pattern, kept in _INLINE:
        line = pattern.sub(kept, line)
    return line


def _without_chatter(blocks: list[_Block]) -> tuple[list[_Block], bool]:
    """The blocks without an introduction and without notes; whether there was an introduction."""
    introduced = False
    for index, (block, following) in enumerate(pairwise(blocks)):
        # "A cat in a garden:" before a list of details is the subject itself.
        introduces = following.kind != "bullet" or _LEAD_IN.match(block.text)
        if block.kind == "text" and block.text.endswith(":") and introduces:
            blocks, introduced = blocks[index + 1 :], True
            break
    for index, block in enumerate(blocks):
        if index and _NOTE.match(block.text):
            return blocks[:index], introduced
    return blocks, introduced


def _joined(blocks: list[_Block]) -> str:
    """One text. A numbered list at the start is one of variants: the first is taken. Other items are details."""
    if blocks and blocks[0].kind == "number":
        return blocks[0].text
    text = ""
    for block in blocks:
        if not text:
            text = block.text
        elif block.kind == "text":
            text = f"{text} {block.text}"
        else:
            text = f"{text.rstrip('.,;:')}, {block.text}"
    return text


def _without_notes(line: str) -> str:
    for start in _SENTENCE_START.finditer(line):
        if _NOTE.match(line, start.end()):
            return line[: start.start()]
    return line


def _unquoted(line: str, *, introduced: bool) -> str:
    """What stands between the quotation marks; after an introduction, what follows the quotation is chatter too."""
    closing = _QUOTES.get(line[:1])
    if closing is None:
        return line
    end = line.find(closing, 1)
    if end == len(line) - 1 and end > 0:
        return line[1:-1].strip()
    if end == -1 and closing != "'":
        return line[1:].strip()
    if introduced and end > 1 and closing not in line[end + 1 :]:
        return line[1:end].strip()
    return line


def _finished(text: str) -> str:
    """The text without a last sentence that has no end; the text itself if that is all of it."""
    ends = list(_SENTENCE_END.finditer(text))
    return text[: ends[-1].end()] if ends else text


def _cut(text: str, limit: int) -> str:
    """At most `limit` code points: whole sentences if that leaves enough, else whole words, if there are any."""
    if len(text) <= limit:
        return text
    ends = [found.end() for found in _SENTENCE_END.finditer(text) if found.end() <= limit]
    if ends and ends[-1] * _MIN_KEPT >= limit:
        return text[: ends[-1]]
    words, blank, _ = text[: limit + 1].rpartition(" ")
    return (words.rstrip(" ,;:–—-") if blank else "") or text[:limit]
