"""Redaction: takes secrets out of all that the process says: its output, its logs, and what the owner is told.

A service may send back what it was sent, as it was or as it was encoded on the way, whole or cut off. So each secret
that is known is looked for in all the spellings that the libraries here give it, and others by their form.
"""

import base64
import html
import io
import json
import re
import sys
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import replace
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, Protocol, TextIO, TypeAlias, TypeVar
from urllib.parse import quote, quote_plus

from drawing.ports.owner import Owner
from drawing.records import Advice, Incident

P = ParamSpec("P")
S = TypeVar("S", bound="HasSecrets")
Redact: TypeAlias = Callable[[str], str]

_REDACTED: Final = "[secret]"
_MIN_SECRET_LENGTH: Final = 4  # shorter ones would blot out ordinary words
_BEGINNING: Final = 12  # characters of a long secret that tell it from everything else, where the rest was cut off
_CHARACTERS: Final = r"[\w.~%+/=-]*"  # of keys and tokens, in any spelling

_BY_FORM: Final = re.compile(
    r"""(?<!\d)\d{3,20}(?::|%3A)[\w-]{20,}                      # a bot's token
    | (?<![\w.])(?:t1\.|y[0-3]_|AQVN)[\w.=-]{20,}               # an IAM token, an OAuth token, an API key
    | (?<!\w)eyJ[\w-]{17,}(?:\.[\w-]*){0,2}                     # a JWT
    | -----BEGIN[ ][A-Z ]*PRIVATE[ ]KEY-----.*?(?:-----END[ ][A-Z ]*PRIVATE[ ]KEY-----|\Z)
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_AUTHORIZATION: Final = re.compile(r"\b(Api-Key|Bearer|OAuth|Basic(?=\s+[\w+/=]{8}))\s+[^\s'\",\\]+", re.IGNORECASE)
_URL: Final = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s'\"<>\\]+", re.IGNORECASE)
_IN_URL: Final = re.compile(r"(?<=://)[^/?#\s]+(?=@)|(?<==)[^&#\s]+")


class Redaction:
    """Takes secrets out of a text: the ones named, and whatever looks like one."""

    def __init__(self, secrets: Collection[str]) -> None:
        # A token's second half alone would do for a thief.
        parts = {part for secret in secrets for part in (secret, secret.partition(":")[2])}
        spellings = {
            spelling for part in parts if len(part) >= _MIN_SECRET_LENGTH for spelling in (part, *_spellings(part))
        }
        beginnings = {spelling[:_BEGINNING] for spelling in spellings if len(spelling) >= 2 * _BEGINNING}
        known = [re.escape(spelling) for spelling in sorted(spellings, key=len, reverse=True)]
        known += [re.escape(beginning) + _CHARACTERS for beginning in sorted(beginnings)]
        self._known = re.compile("|".join(known), re.IGNORECASE) if known else None

    def __call__(self, text: str) -> str:
        if self._known is not None:
            text = self._known.sub(_REDACTED, text)
        text = _BY_FORM.sub(_REDACTED, text)
        text = _AUTHORIZATION.sub(rf"\1 {_REDACTED}", text)
        return _URL.sub(_without_credentials, text)


class RedactedOwner:
    """Implements `drawing.ports.owner.Owner` over another one: no advice that it is given has a secret in it."""

    def __init__(self, owner: Owner, redact: Redact) -> None:
        self._owner = owner
        self._redact = redact

    async def tell(self, incident: Incident, advice: Advice, since: float) -> None:
        await self._owner.tell(incident, self._redacted(advice), since)

    async def tell_end(self, incident: Incident, since: float) -> None:
        await self._owner.tell_end(incident, since)

    async def tell_refusal(self, words: str) -> None:
        await self._owner.tell_refusal(self._redact(words))

    async def tell_spoilt_row(self) -> None:
        await self._owner.tell_spoilt_row()

    async def tell_change(self, advice: Advice) -> None:
        await self._owner.tell_change(self._redacted(advice))

    async def tell_set_aside(self, bot_id: int, count: int) -> None:
        await self._owner.tell_set_aside(bot_id, count)

    def _redacted(self, advice: Advice) -> Advice:
        values = {name: self._redact(value) for name, value in advice.values.items()}
        return replace(advice, words=self._redact(advice.words), values=values)


class HasSecrets(Protocol):
    """Settings."""

    def secrets(self) -> Collection[str]:
        """Every value that must not appear in any output."""
        ...


@contextmanager
def redacted_output(settings: HasSecrets) -> Iterator[None]:
    """Have all that is printed redacted, by whomever it is, until this is left."""
    redact = Redaction(settings.secrets())
    with redirect_stdout(RedactedStream(sys.stdout, redact)), redirect_stderr(RedactedStream(sys.stderr, redact)):
        try:
            yield
        finally:
            sys.stdout.flush()
            sys.stderr.flush()


def redacted(
    command: Callable[Concatenate[S, P], Awaitable[int]],
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, int]]:
    """Make a command of the program, which is given the settings first, say nothing of their secrets."""

    @wraps(command)
    async def run(settings: S, /, *args: P.args, **kwargs: P.kwargs) -> int:
        with redacted_output(settings):
            return await command(settings, *args, **kwargs)

    return run


class RedactedStream(io.TextIOBase):
    """A stream that passes on whole lines: `print` writes a line in pieces, and half a secret is not recognised."""

    def __init__(self, stream: TextIO, redact: Redact) -> None:
        self._stream = stream
        self._redact = redact
        self._begun = ""

    def write(self, text: str) -> int:
        lines, newline, self._begun = (self._begun + text).rpartition("\n")
        if newline:
            self._stream.write(self._redact(lines) + newline)
        return len(text)

    def flush(self) -> None:
        if self._stream.closed:  # before this one, which Python flushes when it drops it, and 3.13 tells of errors then
            return
        begun, self._begun = self._begun, ""
        if begun:
            self._stream.write(self._redact(begun))
        self._stream.flush()

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()


def _spellings(secret: str) -> Iterator[str]:
    """How an address, a form, JSON, HTML, a `repr` and a header with base64 in it spell the secret."""
    data = secret.encode()
    yield from (quote(secret, safe=""), quote(secret), quote_plus(secret))
    yield from (json.dumps(secret)[1:-1], repr(secret)[1:-1], html.escape(secret))
    yield data.hex()
    # In base64 the letters depend on how many bytes of something else, such as "api-key:", stand before it.
    for before in range(3):
        code = base64.b64encode(bytes(before) + data).decode()
        own = code[-(-before * 8 // 6) : (before + len(data)) * 8 // 6]
        yield own
        yield own.translate(str.maketrans("+/", "-_"))


def _without_credentials(url: re.Match[str]) -> str:
    return _IN_URL.sub(_REDACTED, url[0])
