"""Values as files and shells dress them: the dress is taken off, or the line names it."""

from pathlib import Path

import pytest

from bot.config import Settings, SettingsError, load

NEEDED = {
    "BOT_TOKEN": "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr",
    "YC_FOLDER_ID": "b1gfolder",
    "YC_API_KEY": "AQVNsecret",
}
DRESSES = [
    '"{}"',
    "'{}'",
    " {}\t",
    "{}\r",
    "\ufeff{}",
    "\u200b{}\u200b",
    "“{}”",
    "«{}»",
    ' "{}"\r\n',
    '"{} "',
    "\u00a0{}",
]


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize("dress", DRESSES)
def test_what_any_setting_is_dressed_in_is_taken_off(monkeypatch: pytest.MonkeyPatch, dress: str) -> None:
    values = NEEDED | {
        "MODEL": "yandex-art",
        "DATABASE_URL": "sqlite:///data/artbot.db",
        "ALLOWED_IDS": "12,-10013",
        "ADMIN_IDS": "12",
        "TIMEZONE": "Europe/Moscow",
        "DRAWINGS_PER_DAY": "7",
        "PICTURE_PRICE": "0.5",
        "YANDEX_DATA_LOGGING": "true",
        "GENERATOR": "yandexart",
        "HTTPS_PROXY": "http://me:word@proxy:3128",
        "FORBIDDEN_WORDS": "blood, knife",
        "LISTEN": "127.0.0.1:9",
        "CURRENCY": "USD",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    plain = load(Settings)
    for name, value in values.items():
        monkeypatch.setenv(name, dress.format(value))

    assert load(Settings) == plain


@pytest.mark.parametrize("empty", ['""', "''", " ", "\r", '" "', "\u200b", "«»"])
def test_a_setting_of_nothing_but_dress_is_not_set(monkeypatch: pytest.MonkeyPatch, empty: str) -> None:
    for name, value in (NEEDED | {"MODEL": empty, "DATABASE_URL": empty, "ALLOWED_IDS": empty}).items():
        monkeypatch.setenv(name, value)

    settings = load(Settings)

    assert (settings.model, settings.database_url) == (None, "sqlite:///data/artbot.db")


def test_an_empty_one_of_the_environment_leaves_that_of_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in (NEEDED | {"MODEL": '""'}).items():
        monkeypatch.setenv(name, value)
    (tmp_path / ".env").write_text("MODEL=yandex-art\n")

    assert load(Settings).model == "yandex-art"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("YC_API_KEY", '"AQVNsecret', "begins or ends with a quotation mark"),
        ("BOT_TOKEN", "123456:AAbbCC\u200bddEEff", "U+200B"),
        ("DATABASE_URL", "sqlite:///data/art\rbot.db", "U+000D"),
        ("DATABASE_URL", 'sqlite:///data/artbot.db"', "begins or ends with a quotation mark"),
        ("YANDEX_API_URL", "https://a\u00adb", "U+00AD"),
        ("DATABASE_URL", "sqlite:///data/artbot.db # mine", "has a comment behind it"),
        ("MODEL", '"a" "b"', "begins or ends with a quotation mark"),
    ],
)
def test_what_cannot_be_taken_off_is_named_and_no_value_is_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    for one, its in (NEEDED | {name: value}).items():
        monkeypatch.setenv(one, its)

    with pytest.raises(SettingsError) as caught:
        load(Settings)

    (line,) = caught.value.lines
    assert line.startswith(name)
    assert said in line
    assert value.strip('"') not in line
