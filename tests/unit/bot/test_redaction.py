"""No secret in what the process says, in whatever spelling it comes back."""

import base64
import html
import io
import json
import sys
import threading
import time
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.redaction import RedactedOwner, RedactedStream, Redaction, redacted_output
from drawing.records import Advice, Incident

TOKEN = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
KEY = "AQVN/very+secret&\"key'<1234567>"

SPELLINGS: list[Callable[[str], str]] = [
    str,
    str.upper,
    str.lower,
    quote,
    lambda text: quote(text, safe=""),
    lambda text: quote(text, safe="").lower(),
    quote_plus,
    json.dumps,
    repr,
    html.escape,
    lambda text: text.encode().hex(),
    lambda text: text.encode().hex().upper(),
    lambda text: f"prefix-{text}-suffix",
    lambda text: f"[{text}]",
    *(
        lambda text, before=before, encode=encode: encode(f"{before}{text}".encode()).decode()
        for before in ("", "api-key:", "x:", "Api-Key ")
        for encode in (base64.b64encode, base64.urlsafe_b64encode)
    ),
    lambda text: base64.b64encode(f"user:{text}:and more".encode()).decode(),
]


@pytest.mark.parametrize("secret", [TOKEN, TOKEN.partition(":")[2], KEY, "hunter2/hunter!"])
@pytest.mark.parametrize("spell", SPELLINGS)
def test_a_secret_is_taken_out_however_it_is_spelled(secret: str, spell: Callable[[str], str]) -> None:
    spelled = spell(secret)
    said = Redaction([TOKEN, KEY, "hunter2/hunter!"])(f"request {spelled}, of today")

    core = spelled.strip("[]\"'=")[4:-4]
    assert core not in said
    assert "[secret]" in said
    assert said.startswith("request ")
    assert said.endswith(", of today")


@pytest.mark.parametrize("spell", [str, quote_plus, lambda text: base64.b64encode(text.encode()).decode()])
@pytest.mark.parametrize("secret", [TOKEN, KEY])
def test_a_secret_that_was_cut_off_is_taken_out_as_far_as_it_goes(secret: str, spell: Callable[[str], str]) -> None:
    whole = spell(secret)
    redact = Redaction([TOKEN, KEY])
    for length in range(16, len(whole)):
        assert whole[8:length] not in redact(f"the service says: {whole[:length]}…")


@given(st.text("abcXYZ019_-", min_size=8, max_size=60), st.text("abc :=", max_size=9), st.text("abc :=", max_size=9))
def test_what_stands_around_a_secret_in_base64_does_not_hide_it(secret: str, before: str, after: str) -> None:
    said = Redaction([secret])(base64.b64encode(f"{before}{secret}{after}".encode()).decode())

    assert "[secret]" in said


@pytest.mark.parametrize(
    "secret",
    [
        "t1.9euelZqWmZqTlM-Lk5CTk42NkI-QnO3rnpWay5yQi5nOyJ.Wm4eLx_signature",  # pragma: allowlist secret
        "y0_AgAAAABkP7VqAAhXlgAAAADcM1b8xSecret",  # pragma: allowlist secret
        "AQVNyKd1ZSecretSecretSecretSecretSecretS",  # pragma: allowlist secret
        "eyJhbGciOiJQUzI1NiJ9.eyJpc3MiOiJhamUifQ.c2lnbmF0dXJl",  # pragma: allowlist secret
        "7000000001%3AAAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr",
        "-----BEGIN PRIVATE KEY-----\nMIIEvQIBA\nkiG9w0BAQE\n-----END PRIVATE KEY-----",  # pragma: allowlist secret
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADANBgkqh\nkiG9w0BAQ",  # pragma: allowlist secret
    ],
)
def test_a_secret_that_nobody_has_named_is_recognised_by_its_form(secret: str) -> None:
    assert Redaction([])(f"it sent ({secret})").replace(")", "") == "it sent ([secret]".replace(")", "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "at https://me:geheim@host:1/x?a=1&pass=geheim#end",
            "at https://[secret]@host:1/x?a=[secret]&pass=[secret]#end",
        ),
        (
            "(postgresql+asyncpg://me:geheim@h/db?sslpassword=geheim)",
            "(postgresql+asyncpg://[secret]@h/db?sslpassword=[secret]",
        ),
        ("see https://yandex.cloud/docs/iam#roles", "see https://yandex.cloud/docs/iam#roles"),
        ("api-key abcdef, authorization: bearer abcdef", "api-key [secret], authorization: bearer [secret]"),
        ('{"at": "http://h/?a=geheim\\" x", "b": 1}', '{"at": "http://h/?a=[secret]\\" x", "b": 1}'),
        ("at 12:30:15 the cat sat", "at 12:30:15 the cat sat"),
        ("a red cat --ar 16:9 --seed 9223372036854775807", "a red cat --ar 16:9 --seed 9223372036854775807"),
    ],
)
def test_credentials_in_an_address_or_a_header_are_taken_out_and_nothing_else(text: str, said: str) -> None:
    assert Redaction([])(text).rstrip(")") == said


class Settings:
    def secrets(self) -> tuple[str, ...]:
        return (TOKEN, KEY)


def test_all_that_is_printed_is_redacted_also_in_pieces_by_threads_and_in_tracebacks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with redacted_output(Settings()):
        for piece in ("the key", KEY[:9], KEY[9:], " is", " wrong\n"):
            sys.stdout.write(piece)
        sys.stderr.write(f"{TOKEN}\n")
        sys.stdout.write("no end of line")
        sys.excepthook(ValueError, ValueError(f"/bot{TOKEN}/x"), None)
        thread = threading.Thread(target=sys.stdout.write, args=(f"{KEY}\n",))
        thread.start()
        thread.join()
    sys.stdout.write(KEY)

    out, err = capsys.readouterr()
    assert out == f"the key[secret] is wrong\nno end of line[secret]\n{KEY}"
    assert err == "[secret]\nValueError: /bot[secret]/x\n"


class Listener:
    def __init__(self) -> None:
        self.heard: list[str] = []

    async def tell(self, incident: Incident, advice: Advice, since: float) -> None:
        self.heard += [advice.words, *advice.values.values()]

    async def tell_end(self, incident: Incident, since: float) -> None:
        self.heard.append(incident)

    async def tell_refusal(self, words: str) -> None:
        self.heard.append(words)

    async def tell_spoilt_row(self) -> None:
        self.heard.append("spoilt")

    async def tell_change(self, advice: Advice) -> None:
        self.heard.append(advice.words)

    async def tell_set_aside(self, bot_id: int, count: int) -> None:
        self.heard.append(f"{count} for {bot_id}")


async def test_what_the_owner_is_told_is_redacted() -> None:
    listener = Listener()
    owner = RedactedOwner(listener, Redaction([KEY]))
    await owner.tell(Incident.DENIED, Advice(f"no ({KEY})", "model", {"lines": f"MODEL={KEY}"}), 1.0)
    await owner.tell_change(Advice(f"new ({quote(KEY)})"))
    await owner.tell_refusal(f"HTTP 400: {KEY}")
    await owner.tell_end(Incident.DENIED, 1.0)
    await owner.tell_set_aside(5, 2)
    assert listener.heard == [
        "no ([secret])",
        "MODEL=[secret]",
        "new ([secret])",
        "HTTP 400: [secret]",
        Incident.DENIED,
        "2 for 5",
    ]


def test_a_long_line_takes_no_time_to_speak_of() -> None:
    redact = Redaction([TOKEN, KEY, "t1." + "x" * 1000])
    begun = time.process_time()
    for line in ("://" * 20_000, "AQVN" * 20_000, "12:" * 20_000, "a=b&" * 20_000, "http://" * 10_000, "eyJ" * 20_000):
        redact(line)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("begun", ["", "a whole line\n", "half a line"])
def test_output_whose_stream_was_closed_before_it_can_be_closed_too(begun: str) -> None:
    under = io.TextIOWrapper(io.BytesIO())
    stream = RedactedStream(under, Redaction([]))
    stream.write(begun)
    under.close()
    stream.close()
    assert stream.closed
