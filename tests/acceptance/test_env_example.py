"""`.env.example`: every setting, explained, with its default; and the way from there to settings that work."""

import re
from pathlib import Path

import pytest

from bot import config
from bot.config import Settings, SettingsError
from tests.acceptance.documents import ROOT
from tests.acceptance.settings import DEFAULTS

LINES = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
ENTRY = re.compile(r"(#?)([A-Z_]+)=(.*)")
TO_BE_FILLED_IN = {"BOT_TOKEN", "YC_FOLDER_ID", "YC_API_KEY"}
ANSWERS = {"BOT_TOKEN": "123456:ABC-DEF", "YC_FOLDER_ID": "b1gexample", "YC_API_KEY": "AQVN-example"}


def test_every_setting_is_there_once_after_a_line_that_explains_it() -> None:
    names = []
    for before, line in zip(["", *LINES], LINES, strict=False):
        if entry := ENTRY.fullmatch(line):
            names.append(entry[2])
            assert re.fullmatch(r"# \S.*[.:;].*|# \S.*\.", before), f"{entry[2]} is not explained"

    assert sorted(names) == sorted(DEFAULTS)


def test_what_is_commented_out_shows_the_default_and_what_is_not_waits_to_be_filled_in() -> None:
    entries = {entry[2]: entry for line in LINES if (entry := ENTRY.fullmatch(line))}

    live = {name: entry[3] for name, entry in entries.items() if not entry[1]}
    assert live == dict.fromkeys(TO_BE_FILLED_IN, "")
    assert {name: entry[3] for name, entry in entries.items() if entry[1]} == {
        name: default for name, default in DEFAULTS.items() if name not in live
    }


def test_the_copy_names_what_is_missing_until_nothing_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in DEFAULTS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    copy = tmp_path / ".env"
    copy.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    asked: set[str] = set()

    while missing := what_is_missing():
        assert missing - asked, "it asks again for what was filled in"
        asked |= missing
        copy.write_text(copy.read_text(encoding="utf-8") + "".join(f"{name}={ANSWERS[name]}\n" for name in missing))

    assert asked == TO_BE_FILLED_IN


def what_is_missing() -> set[str]:
    """The settings that the program asks for."""
    try:
        config.load(Settings)
    except SettingsError as error:
        return {re.fullmatch(r"(\w+) is missing.*", line)[1] for line in error.lines}  # type: ignore[index]
    return set()
