"""Texts that try to be misread, and requests that such texts can make."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from drawing.prompt import AspectRatio, Option, Prompt, Seed, WeightedMessage
from drawing.prompt.clean import clean

MAX_SEED = 2**63 - 1

# Whatever has a meaning, whatever nearly has one, and what cleaning changes.
_FRAGMENTS = (
    *(" ", "  ", "\n", "\u00a0", "\x1f", "\x00", "\u200b", "\u2060", "\ufeff", "\u00ad", "\u202e", "\ud800", "\udc00"),
    *(
        "::",
        ":",
        ":::",
        "\\",
        "\\\\",
        "\\::",
        "\\,",
        "\\--",
        ",",
        ";",
        ".",
        "=",
        "-",
        "--",
        "---",
        "-->",
        "–",
        "—",
        "―",
        "−",
    ),
    *("1", "0", "0.5", ".5", "0,25", "100", "101", "3d", "1.2345", "+2", "-1", "-0.5", "٣"),
    *("::2", "::-1", "::0.5", "::-0.25,", "::0", "::1 ", "::.5."),
    *("--no", "--no ", "--NO ", " --no ", "—no", "—no=", "–без ", "--no=", "--no,", "--x", "--_", "--é"),
    *(
        " --ar ",
        "--ar=",
        "—ar=x",
        "16:9",
        "16х9",
        "square",
        " --seed ",
        "random",
        "42",
        " --repeat 2 ",
        " --raw ",
        "--file",
    ),
    *("a", "b", "cat", "HAT", "hat", "é", "e", "\u0301", "\u0316", "\u0338", "и\u0306", "ß", "ss", "ſ"),
    *(
        "-ar ",
        "-ar=1:1",
        "- ",
        "-- ",
        "— ar 2:3 ",
        "- -seed 5 ",
        "‑‑no ",
        "﹘no ",
        "－－raw ",
        "——x",
        "---no ",
        "—no: ",
    ),
    *(",--ar 1:1 ", ",--no ", ".--seed=5", ")-seed 7 ", "!\\--no ", ",\\-ar 1:1", ";—ar=9:16", "?--v 6 ", ",--file=no"),
    *(
        "--v 6 ",
        "--niji ",
        "--tile",
        "--sref http://a.b/?c, 77 ",
        "--p abc12,",
        "--style raw ",
        "--style noir, ",
        "noir,",
    ),
    *("--file=no ", "--raw=no", "--spoiler=нет", "--enhance=OFF,", "--new ", "--стиль ночь ", "--повтор 3 ", "квадрат"),
    *("{", "}", "{}", "{a, b}", "{, b}", "{--raw, --ar 1:1}", "\\{", "\\}", "{a|b}", "|", "{a\\, b, c}", "(a:1.2)"),
    *(
        "한",
        "\u1112",
        "\u1161",
        "\u11ab",
        "👨‍👩‍👧",
        "👍🏽",
        "❤\ufe0f",
        "\u200d",
        "\u200c",
        "漢",
        "\u0344",
        "\u212b",
        "\u2126",
    ),
)

hostile_texts = st.one_of(
    st.lists(st.sampled_from(_FRAGMENTS), max_size=25).map("".join),
    st.lists(st.one_of(st.sampled_from(_FRAGMENTS), st.characters()), max_size=25).map("".join),
)

message_texts = (
    st.lists(st.one_of(st.sampled_from(_FRAGMENTS), st.characters()), min_size=1, max_size=6)
    .map(lambda fragments: clean("".join(fragments)).text)
    .filter(bool)
)


def _thousandths(lowest: int, highest: int) -> st.SearchStrategy[Decimal]:
    return st.integers(lowest, highest).filter(bool).map(lambda number: Decimal(number) / 1000)


def _messages(lowest: int, highest: int, *, at_most: int) -> st.SearchStrategy[list[WeightedMessage]]:
    weights = st.one_of(_thousandths(lowest, highest), st.sampled_from([Decimal(1), Decimal(-1)]))
    weights = weights.filter(lambda weight: lowest <= weight * 1000 <= highest)
    return st.lists(st.builds(WeightedMessage, message_texts, weights), max_size=at_most)


@st.composite
def _all_messages(draw: st.DrawFn) -> tuple[WeightedMessage, ...]:
    parts = draw(_messages(-20_000, 20_000, at_most=4))
    # Heavier than all the others together, so that the text adds up to more than 0 wherever it stands.
    parts.insert(
        draw(st.integers(0, len(parts))), WeightedMessage(draw(message_texts), draw(_thousandths(80_001, 100_000)))
    )
    terms = draw(_messages(-100_000, -1, at_most=4))
    first = {(message.text.casefold(), message.weight): message for message in reversed(parts + terms)}
    return tuple(message for message in parts + terms if first[message.text.casefold(), message.weight] is message)


_ratios = st.sampled_from([AspectRatio(1, 1), AspectRatio(16, 9), AspectRatio(1, 4), AspectRatio(99, 100)])


@st.composite
def _requests(draw: st.DrawFn) -> Prompt:
    repeat = draw(st.integers(1, 4))
    seeds: st.SearchStrategy[Seed | None] = st.one_of(
        st.none(), st.just("random"), st.integers(1, MAX_SEED + 1 - repeat), st.just(MAX_SEED + 1 - repeat)
    )
    return replace(
        Prompt(draw(_all_messages())),
        aspect_ratio=draw(st.none() | _ratios),
        seed=draw(seeds),
        repeat=repeat,
        enhance=draw(st.none() | st.booleans()),
        file=draw(st.booleans()),
        spoiler=draw(st.booleans()),
    )


@st.composite
def _switched(draw: st.DrawFn) -> Prompt:
    prompt = draw(_requests())
    on = {Option.ENHANCE: prompt.enhance is True, Option.RAW: prompt.enhance is False}
    on |= {Option.FILE: prompt.file, Option.SPOILER: prompt.spoiler}
    left = [option for option, is_on in on.items() if not is_on]
    return replace(prompt, off=draw(st.frozensets(st.sampled_from(left))))


requests: st.SearchStrategy[Prompt] = _switched()
"""Requests that `parse_prompt` can return."""
