"""Words typed after `/settings` or `/seed`: what they set, or what is wrong with them. Pure."""

from dataclasses import replace
from typing import Final

from drawing.defaults import Defaults, SeedMode, SeedSetting
from drawing.prompt import AspectRatio, Code, Counted, Prompt, PromptError, parse_prompt, read_seed

_MAX_LENGTH: Final = 200  # code points of a suffix, or of all negatives together
_ANY_RATIO: Final = frozenset({"any", "любой"})
_BEFORE_NEGATIVES: Final = "x --no "  # `--no` stands after something to draw; the one character counts as well


class WordsRefused(Exception):
    """Words that set nothing; `key` names the sentence that says why, `values` are what it shows."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


def with_words(defaults: Defaults, words: str) -> Defaults:
    """The defaults with what somebody typed. Raises `WordsRefused`."""
    name, _, value = " ".join(words.split()).partition(" ")
    match name.casefold():
        case "suffix" | "добавка":
            return replace(defaults, suffix=_suffix(value))
        case "no" | "без":
            return replace(defaults, negatives=_negatives(value))
        case "seed" | "сид":
            seed = parse_seed_setting(value)
            if seed is None:
                raise WordsRefused("seed-bad")
            return replace(defaults, seed=seed)
        case "ratio" | "ar" | "aspect" | "shape" | "формат":
            return replace(defaults, aspect_ratio=_aspect_ratio(value))
        case _:
            raise WordsRefused("settings-usage")


def parse_seed_setting(text: str) -> SeedSetting | None:
    """The setting that somebody typed; None if it is none."""
    word = text.casefold()
    if word in {SeedMode.RANDOM, SeedMode.LAST}:
        return SeedSetting(SeedMode(word))
    number = read_seed(text)
    return SeedSetting(SeedMode.FIXED, number) if isinstance(number, int) else None


def _suffix(text: str) -> str:
    """What can be added to a prompt: words alone, no options and no weights."""
    if not text:
        raise WordsRefused("settings-suffix-empty")
    try:
        prompt = parse_prompt(text, limit=_MAX_LENGTH)
    except PromptError as error:
        raise _too_long(error) if error.code is Code.TOO_LONG else WordsRefused("settings-suffix-words") from None
    (first, *others) = prompt.messages
    if others or first.weight != 1 or not _is_bare(prompt):
        raise WordsRefused("settings-suffix-words")
    return first.text


def _negatives(text: str) -> str:
    """What can stand after `--no`, and nothing else."""
    try:
        prompt = parse_prompt(f"{_BEFORE_NEGATIVES}{text}", limit=_MAX_LENGTH + 1)
    except PromptError as error:
        raise _refused_negatives(error) from None
    if not prompt.negative:
        raise WordsRefused("settings-no-empty")
    if len(prompt.positive) > 1 or not _is_bare(prompt):
        raise WordsRefused("settings-no-words")
    return text


def _is_bare(prompt: Prompt) -> bool:
    """Whether no option but `--no` was given."""
    return prompt == Prompt(prompt.messages) and not prompt.new


def _refused_negatives(error: PromptError) -> WordsRefused:
    match error.code:
        case Code.TOO_LONG:
            return _too_long(error, uncounted=1)
        case Code.BAD_WEIGHT:
            return WordsRefused("error-bad-weight")
        case Code.MISSING_VALUE if error.span[0] < len(_BEFORE_NEGATIVES):
            return WordsRefused("settings-no-empty")
        case _:
            return WordsRefused("settings-no-words")


def _aspect_ratio(text: str) -> AspectRatio | None:
    """As after `--ar`; None for any."""
    if text.casefold() in _ANY_RATIO:
        return None
    try:
        prompt = parse_prompt(f"x --ar {text}")
    except PromptError:
        raise WordsRefused("error-bad-aspect-ratio") from None
    if " " in text or prompt.aspect_ratio is None:
        raise WordsRefused("error-bad-aspect-ratio")
    return prompt.aspect_ratio


def _too_long(error: PromptError, *, uncounted: int = 0) -> WordsRefused:
    """`uncounted` is how much of both numbers is none of the person's."""
    key = "error-too-many-parts" if error.counted is Counted.MESSAGES else "error-too-long"
    return WordsRefused(key, length=(error.length or 0) - uncounted, limit=(error.limit or 0) - uncounted)
