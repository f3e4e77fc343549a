"""Values that try to be misread, and good JSON turned bad in one place or several."""

import copy
import random
import re
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

Json: TypeAlias = Any

# What means something to the prompt language, to HTML, to Fluent, to SQL, to paths, or to a careless renderer.
_FRAGMENTS: Final = (
    *(" ", "  ", "\n", "\t", "\x00", "\x1b[31m", "\u00a0", "\u200b", "\u200d", "\u202e", "\ufeff", "\u2028", "\x85"),
    *("<", ">", "&", "&lt;", "&#x41;", "&#0;", "<b>", "</b>", "</pre>", "</code>", "<a href='x'>", '"', "'", "`", "*"),
    *("{", "}", "{ $name }", "%s", "{0}", "$(id)", "../../", "'; DROP TABLE drawings;--", "\\", "\\\\", "%00"),
    *("::", ":::", "::2", "::-1", "::0.5", "::1e9", "\\::", ",", ";", ".", "=", "-", "--", "---", "—", "–", "−"),
    *("--no", "--no hat", "—no", "--ar 16:9", "--ar=0:0", "--seed 42", "--seed 0", "--repeat 4", "--raw", "--enhance"),
    *("--file", "--spoiler", "--sed", "--x", "--seed random", "--без шляпы", "--ar 1:1 --ar 2:1", "--enhance --raw"),
    *("cat", "кот", "猫", "ß", "ſ", "İ", "é", "e\u0301", "\u0301" * 9, "한", "\u1112\u1161\u11ab", "٣", "\u0e33"),
    *("👍🏽", "👨‍👩‍👧", "🇷🇺", "❤\ufe0f", "\U0001f3fb", "𒐫", "﷽", "\U0010ffff", "\ufffe", "a" * 70, "x " * 90),
    *("/draw", "/draw@artbot", "@artbot", "tg://user?id=1", "https://x.y/", "0", "1", "-1", "999999999999999999999"),
)
_COMMANDS: Final = (
    "/draw ",
    "/draw ",
    "/imagine ",
    "/DRAW ",
    "/seed ",
    "/queue ",
    "/cancel ",
    "/settings ",
    "/help ",
    "/",
)
_NUMBERS: Final = (
    *(0, 1, -1, 2**31 - 1, 2**31, 2**53, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64, 10**30, -(10**30)),
    *(0.5, -0.0, 1e308, 5e-324, float("inf"), float("-inf"), float("nan")),
)
_DEEPEST: Final = 200
_HEAVIEST: Final = 200_000  # characters, beyond which nothing is buried deep
_LENGTHS: Final = (400, 400, 400, 4_000, 4_000, 100_000)


def text(chance: random.Random, most: int = 25) -> str:
    """A hostile text; now and then a very long one."""
    words = [chance.choice(_FRAGMENTS) for _ in range(chance.randint(0, most))]
    if chance.random() < 0.3:
        words += [chr(chance.choice((chance.randrange(0xD800), chance.randrange(0xE000, 0x110000)))) for _ in words]
        chance.shuffle(words)
    whole = chance.choice(("", " ")).join(words)
    if chance.random() < 0.03 and whole:
        whole = (whole + " ") * (chance.choice(_LENGTHS) // len(whole) + 1)
    return whole


def prompt(chance: random.Random) -> str:
    """What somebody could type after the command; often with one weight or list in the place that means most."""
    shape = chance.choice(
        ("{}", "{}", "{}", "{}", "{}::-1", "--no {}", "{} --no {}", "{}::2 {}", "{} --ar 16:9", "{} --x")
    )
    plain = chance.random() < 0.5
    return re.sub(r"\{\}", lambda _: text(chance).replace("::", "").replace("-", "") if plain else text(chance), shape)


def message_text(chance: random.Random) -> str:
    """What somebody could type: a command with hostile arguments, or none."""
    return chance.choice((*_COMMANDS, "")) + prompt(chance)


def value(chance: random.Random, depth: int = 3) -> Json:
    """Any JSON."""
    kinds: list[Callable[[], Json]] = [
        lambda: None,
        lambda: chance.random() < 0.5,
        lambda: chance.choice(_NUMBERS),
        lambda: text(chance),
        lambda: "\ud800" + text(chance, 3),
    ]
    if depth > 0:
        kinds += [
            lambda: [value(chance, depth - 1) for _ in range(chance.randint(0, 3))],
            lambda: {text(chance, 2): value(chance, depth - 1) for _ in range(chance.randint(0, 3))},
        ]
    return chance.choice(kinds)()


def mutated(good: Json, chance: random.Random, times: int | None = None) -> Json:
    """A copy of good JSON that is wrong in one place, or in a few."""
    root = [copy.deepcopy(good)]
    for _ in range(chance.choice((1, 1, 1, 2, 4)) if times is None else times):
        places = list(_places(root))
        container, key = chance.choice(places)
        chance.choice(_ACTIONS)(container, key, places, chance)
        if not root:
            return None
    return root[0]


def _places(root: Json) -> Iterator[tuple[Json, Json]]:
    """Everything in it, as a container and the key or index there."""
    waiting: list[Json] = [root]
    while waiting:
        container = waiting.pop()
        keys = list(container) if isinstance(container, dict) else range(len(container))
        for key in keys:
            yield container, key
            if isinstance(container[key], dict | list):
                waiting.append(container[key])


_Places: TypeAlias = list[tuple[Json, Json]]


def _replace(container: Json, key: Json, places: _Places, chance: random.Random) -> None:
    container[key] = value(chance)


def _retype(container: Json, key: Json, places: _Places, chance: random.Random) -> None:
    old = container[key]
    container[key] = chance.choice((str(old), [old], {"id": old}, None, not old))


def _count_wrong(container: Json, key: Json, places: _Places, chance: random.Random) -> None:
    container[key] = chance.choice(_NUMBERS)


def _remove(container: Json, key: Json, places: _Places, chance: random.Random) -> None:
    del container[key]


def _swap(container: Json, key: Json, places: _Places, chance: random.Random) -> None:
    other, at = chance.choice(places)
    container[key] = copy.deepcopy(other[at])


def _add(container: Json, key: Json, places: _Places, chance: random.Random) -> None:
    if isinstance(container, dict):
        other, at = chance.choice(places)
        container[at if isinstance(at, str) else "new"] = copy.deepcopy(other[at])
    else:
        container.append(value(chance))


def _bury(container: Json, key: Json, places: _Places, chance: random.Random) -> None:
    """Nest it deep, under its own name, as a message that replies to a message that replies."""
    buried = copy.deepcopy(container[key])
    # Each level holds the container once more: two hundred pictures would be a bomb of the test's own.
    affordable = max(1, _HEAVIEST // len(repr(container)))
    for _ in range(min(chance.randint(1, _DEEPEST), affordable)):
        buried = (
            {**copy.deepcopy(container), key: buried}
            if isinstance(container, dict) and isinstance(key, str)
            else [buried]
        )
    container[key] = buried


_ACTIONS: Final = (_replace, _replace, _retype, _count_wrong, _remove, _remove, _swap, _add, _bury)
