"""Settings: what is missing or wrong is named in a line each, and never shown."""

import traceback
from pathlib import Path

import pytest
from annotated_types import Le

from bot.__main__ import main
from bot.config import CloudSettings, Settings, SettingsError, load

NEEDED = {
    "BOT_TOKEN": "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr",
    "YC_FOLDER_ID": "b1gfolder",
    "YC_API_KEY": "AQVNsecret",
}


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [*Settings.model_fields, "yc_token"]:
        monkeypatch.delenv(name.upper(), raising=False)


def lines_with(monkeypatch: pytest.MonkeyPatch, **values: str) -> list[str]:
    for name, value in (NEEDED | values).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load(Settings)
    return caught.value.lines


def test_the_needed_settings_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, value)

    settings = load(Settings)

    assert settings.generator == "auto"
    assert settings.database_url == "sqlite:///data/artbot.db"
    assert settings.allowed_ids == frozenset()


def test_everything_that_is_missing_is_named_in_a_line_each() -> None:
    with pytest.raises(SettingsError) as caught:
        load(Settings)

    assert [line.partition(":")[0] for line in caught.value.lines] == [
        "YC_FOLDER_ID is missing",
        "YC_API_KEY is missing",
        "BOT_TOKEN is missing",
    ]


def test_the_command_draw_needs_no_bot_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YC_FOLDER_ID", "b1g")
    monkeypatch.setenv("YC_IAM_TOKEN", "t1.abc")

    assert load(CloudSettings).yc_folder_id == "b1g"


def test_without_any_credentials_the_ways_to_authenticate_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = lines_with(monkeypatch, YC_API_KEY="")

    assert line.startswith("YC_API_KEY is missing")
    assert "YC_SERVICE_ACCOUNT_KEY_FILE" in line


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("BOT_TOKEN", "not-a-TOKEN", "is not a bot token"),
        ("YC_API_KEY", "two SECRETS", "holds characters that no key or token has"),
        ("YC_FOLDER_ID", "a/SECRET", "holds characters that cannot be in it"),
        ("TELEGRAM_API_URL", "ftp://SECRET", "must be an address that begins with http:// or https://"),
        ("GENERATOR", "SECRET", "must be 'auto', 'alice' or 'yandexart'"),
        ("ADMIN_IDS", "1, SECRET", "must be ids, separated by commas"),
        ("ADMIN_IDS", "1, -100777", "must be ids of people"),
        ("TIMEZONE", "SECRET", "must be a time zone such as Europe/Moscow"),
        ("LISTEN", "SECRET", "must be an address and a port"),
        ("SUBMIT_PER_MINUTE", "SECRET", "must be a whole number"),
        ("SUBMIT_PER_MINUTE", "0", "must be greater than or equal to 1"),
        ("RUNNING_PER_USER", "1" + "0" * 30, "must be less than or equal to 1000000000"),
        ("DRAWINGS_PER_DAY", "9" * 5000, "has too many digits"),
        ("KEEP_PICTURES", "1e30", "must be less than or equal to 1000000000"),
        ("DRAWING_TTL", "SECRET", "must be a number"),
        ("YANDEX_DATA_LOGGING", "SECRET", "must be true or false"),
        ("DATABASE_URL", "SECRET", "must be the address of a file, such as sqlite:///data/artbot.db"),
        (
            "DATABASE_URL",
            "sqlite://SECRET/artbot.db",
            "must be the address of a file, such as sqlite:///data/artbot.db",
        ),
        ("DATABASE_URL", "sqlite:///", "must be the address of a file"),
        ("DATABASE_URL", "postgresql://me:SECRET@host/db", "is not in this version; use sqlite:///data/artbot.db"),
        ("DATABASE_URL", "mysql+aiomysql://SECRET", "is not in this version; use sqlite:///data/artbot.db"),
        ("YC_METADATA_ADDR", "two SECRETS", "must be a host, maybe with a port, such as 169.254.169.254"),
        ("YC_METADATA_ADDR", "ftp://SECRET", "must be a host"),
        ("YC_METADATA_ADDR", "SECRET:port", "must be a host"),
        ("YC_METADATA_ADDR", "SECRET:99999", "must be a host"),
        ("YC_API_KEY", "  ", "is missing"),
        ("VARY_STYLES", "ink; SECRET = --seed 5", "has a text that is no style: number 2 (bad_style)"),
        ("VARY_STYLES", "SECRET, and more than thirty-two letters", "needs a name of up to 32 characters"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_wrong_and_its_value_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    (line,) = lines_with(monkeypatch, **{name: value})

    assert line.startswith(f"{name} ")
    assert words in line
    assert "SECRET" not in line


@pytest.mark.parametrize("name", [name for name, field in Settings.model_fields.items() if field.annotation is int])
def test_a_whole_number_is_none_that_the_database_cannot_take(name: str) -> None:
    most = next((limit.le for limit in Settings.model_fields[name].metadata if isinstance(limit, Le)), None)

    assert isinstance(most, int)
    assert most < 2**63


@pytest.mark.parametrize(
    "address",
    ["169.254.169.254", "localhost:8080", "[fd00::254]:80", "http://metadata.internal", "https://127.0.0.1:1/at/"],
)
def test_a_metadata_service_is_a_host_or_an_address(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    for name, value in (NEEDED | {"YC_METADATA_ADDR": address}).items():
        monkeypatch.setenv(name, value)

    assert load(Settings).yc_metadata_addr == address


@pytest.mark.parametrize("url", ["sqlite:////var/lib/my bot.db", "sqlite+aiosqlite:///data/artbot.db"])
def test_a_database_is_a_file_of_sqlite(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    for name, value in (NEEDED | {"DATABASE_URL": url}).items():
        monkeypatch.setenv(name, value)

    assert load(Settings).database_url == url


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (None, "YC_SERVICE_ACCOUNT_KEY_FILE cannot be read: No such file or directory"),
        ("SECRET", "YC_SERVICE_ACCOUNT_KEY_FILE cannot be used: the key file is no JSON"),
        (
            '{"id": "a", "service_account_id": "b", "private_key": "SECRET"}',
            "YC_SERVICE_ACCOUNT_KEY_FILE cannot be used: the private key is no RSA key in PEM",
        ),
    ],
)
def test_a_key_file_that_cannot_be_used_is_named_by_its_setting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content: str | None, line: str
) -> None:
    if content is not None:
        Path("key.json").write_text(content)
    monkeypatch.setenv("YC_FOLDER_ID", "b1gfolder")
    monkeypatch.setenv("YC_SERVICE_ACCOUNT_KEY_FILE", "key.json")

    assert main(["draw", "a cat"]) == 2
    assert capsys.readouterr().err == f"{line}\n"


def test_styles_are_separated_by_semicolons(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (NEEDED | {"VARY_STYLES": "ink; noir = black and white, film grain"}).items():
        monkeypatch.setenv(name, value)

    assert load(Settings).vary_styles == (("ink", "ink"), ("noir", "black and white, film grain"))


def test_ids_are_separated_by_commas_or_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("ALLOWED_IDS", "1, -100500 7")

    assert load(Settings).allowed_ids == {1, -100500, 7}


def test_settings_come_from_a_file_and_the_environment_goes_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("\n".join(f"{name}={value}" for name, value in NEEDED.items()) + "\nLISTEN=\n")
    monkeypatch.setenv("YC_FOLDER_ID", "from-environment")

    settings = load(Settings)

    assert settings.yc_folder_id == "from-environment"
    assert settings.listen == "127.0.0.1:8081"


def test_a_file_that_is_no_text_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(SettingsError, match=r"\.env is not UTF-8 text"):
        load(Settings)


def test_all_secrets_are_known_to_the_redaction_and_none_shows_in_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, value)

    settings = load(Settings)

    assert set(settings.secrets()) == {NEEDED["BOT_TOKEN"], NEEDED["YC_API_KEY"]}
    assert not any(secret in repr(settings) for secret in settings.secrets())


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("PICTURE_PRICE", "cheap", "must be a number"),
        ("PICTURE_PRICE", "-1", "must be greater than or equal to 0"),
        ("PICTURE_PRICE", "inf", "must be less than or equal to 1000000"),
        ("CURRENCY", "a lot of money", "must be a sign or a short word, such as ₽ or USD"),
    ],
)
def test_a_price_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, complaint: str) -> None:
    assert lines_with(monkeypatch, **{name: value}) == [f"{name} {complaint}"]


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("sqlite:///data/artbot.db?password=geheim123", "geheim123"),
        ("sqlite+aiosqlite:///data/artbot.db?uri=true&key=a&token=geheim%2B123", "geheim+123"),
        ("sqlite:////var/lib/my bot.db?mode=ro;geheim=geheim%20123", "geheim 123"),
        ("sqlite:///artbot.db?a=geheim#123&b=456", "geheim"),
    ],
)
def test_what_the_query_of_an_address_says_is_known_to_the_redaction_and_shown_nowhere(
    monkeypatch: pytest.MonkeyPatch, url: str, secret: str
) -> None:
    for name, value in (NEEDED | {"DATABASE_URL": url}).items():
        monkeypatch.setenv(name, value)

    settings = load(Settings)

    assert settings.database_url == url
    assert secret in settings.secrets()
    assert "true" not in settings.secrets()
    for shown in (repr(settings), str(settings), str(settings.model_dump()), settings.model_dump_json()):
        assert "geheim" not in shown


@pytest.mark.parametrize(
    "name", ["TELEGRAM_API_URL", "YANDEX_API_URL", "YANDEX_IAM_URL", "YC_METADATA_ADDR", "DATABASE_URL"]
)
@pytest.mark.parametrize(
    "url", ["https://me:geheim@host/x", "https://geheim@host", "http://host/?a=geheim", "http://h#geheim"]
)
def test_an_address_with_credentials_is_refused_without_showing_them(
    monkeypatch: pytest.MonkeyPatch, name: str, url: str
) -> None:
    for one, value in (NEEDED | {name: url}).items():
        monkeypatch.setenv(one, value)

    with pytest.raises(SettingsError) as refused:
        load(Settings)

    said = "".join(traceback.format_exception(refused.value))
    assert name in said
    assert "geheim" not in said
