"""Names in `.env`: what no setting has is told with the one that was meant, and dangerous ones stop the start."""

from pathlib import Path

import pytest

from bot.config import CloudSettings, Settings, SettingsError, load, remarks
from bot.env_file import Unreadable, entries

NEEDED = "BOT_TOKEN=123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr\nYC_FOLDER_ID=b1gfolder\nYC_API_KEY=AQVNsecret\n"


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return tmp_path


def write(folder: Path, *lines: str, encoding: str = "utf-8") -> None:
    (folder / ".env").write_text(NEEDED + "\n".join(lines) + "\n", encoding=encoding)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("ALOWED_IDS=12", "ALLOWED_IDS"),
        ("ALLOWED_ID=12", "ALLOWED_IDS"),
        ("allowedids=12", "ALLOWED_IDS"),
        ("\u0410LLOWED_IDS=12", "ALLOWED_IDS"),  # with a Cyrillic A
        ("ALLOWED_USER_IDS=12", "ALLOWED_IDS"),
        ("ALLOWED_CHATS=-10012", "ALLOWED_IDS"),
        ("ALLOWED_IDS: 12", "ALLOWED_IDS"),
        ("ALLOWED_IDS", "ALLOWED_IDS"),
        ("MAX_DRAWINGS_PER_DAY=5", "DRAWINGS_PER_DAY"),
        ("DRAWING_PER_DAY=5", "DRAWINGS_PER_DAY"),
        ("QUEUE_PER_USER=5", "QUEUED_PER_USER"),
        ("FORBIDEN_WORDS=blood", "FORBIDDEN_WORDS"),
    ],
)
def test_a_near_miss_of_what_protects_the_owner_stops_the_start(folder: Path, line: str, meant: str) -> None:
    write(folder, line)

    with pytest.raises(SettingsError) as caught:
        load(Settings)

    (said,) = caught.value.lines
    assert "line 4 of .env" in said
    assert meant in said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ADMINS=12", "did you mean ADMIN_IDS?"),
        ("MODLE=x", "did you mean MODEL?"),
        ("TIME_ZONE=UTC", "did you mean TIMEZONE?"),
        ("POSTGRES_PASSWORD=x", "POSTGRES_PASSWORD (line 4 of .env) is no setting and is ignored"),
    ],
)
def test_any_other_unknown_name_is_told_and_stops_nothing(folder: Path, line: str, said: str) -> None:
    write(folder, line)

    load(Settings)

    (remark,) = remarks()
    assert said in remark


@pytest.mark.parametrize(
    "secret",
    [
        "AQVNabcDEF==",
        "123456:ABCdef",
        "sk-live-1234",
        "AKIA-EXAMPLE-OF-A-KEY",
        "BOT_TOKEN7:AAbbCC",
        "YC_API_KEYAQVNxyz",
    ],
)
def test_what_may_be_a_secret_on_a_line_of_its_own_is_told_by_its_line_alone(folder: Path, secret: str) -> None:
    write(folder, secret)

    (remark,) = remarks()

    assert remark.startswith("line 4 of .env")
    assert secret[-6:] not in remark
    assert secret not in remark


@pytest.mark.parametrize(
    "line", ["COMPOSE_PROJECT_NAME=art", "TZ=UTC", "FTP_PROXY=http://x", "NIX_SSL_CERT_FILE=/x", "# ALOWED_IDS=1", ""]
)
def test_names_of_other_programs_and_comments_are_none(folder: Path, line: str) -> None:
    write(folder, line)

    assert remarks() == []


@pytest.mark.parametrize("name", ["ALOWED_IDS", "ALLOWED_ID", "DRAWINGS_PER_DAYS"])
def test_a_near_miss_in_the_environment_of_a_container_stops_the_start(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    write(folder)
    monkeypatch.setenv(name, "1")

    with pytest.raises(SettingsError, match="did you mean"):
        load(Settings)


@pytest.mark.parametrize("name", ["PROMPT_COMMAND", "RUNNING_IN_DOCKER", "LISTEN_FDS", "NIX_SSL_CERT_FILE", "MODELS"])
def test_what_other_programs_have_in_the_environment_is_not_spoken_of(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    write(folder)
    monkeypatch.setenv(name, "1")

    load(Settings)

    assert remarks() == []


def test_what_is_named_rightly_and_left_empty_is_not_set(folder: Path) -> None:
    write(folder, "ALLOWED_IDS=", "ALOWED_IDS=12")

    with pytest.raises(SettingsError, match="ALLOWED_IDS"):
        load(Settings)


def test_a_command_that_lets_nobody_in_is_not_stopped(folder: Path) -> None:
    write(folder, "ALOWED_IDS=12")

    assert load(CloudSettings).yc_folder_id == "b1gfolder"


def test_what_is_named_rightly_as_well_stops_nothing(folder: Path) -> None:
    write(folder, "ALLOWED_IDS=12", "ALLOWED_IDS_OLD=13")

    assert load(Settings).allowed_ids == {12}
    assert len(remarks()) == 1


def test_a_folder_in_place_of_the_file_is_named_with_what_to_do(folder: Path) -> None:
    (folder / ".env").mkdir()

    with pytest.raises(SettingsError, match=r"\.env is a folder; Docker .* rmdir"):
        load(Settings)


def test_a_file_that_is_not_utf8_is_named(folder: Path) -> None:
    (folder / ".env").write_bytes(b"\xff\xfeB\x00O\x00T\x00")

    with pytest.raises(SettingsError, match="not UTF-8"):
        load(Settings)


def test_a_file_that_cannot_be_read_is_named_with_the_cause_and_the_cure(folder: Path) -> None:
    (folder / ".env").symlink_to(folder / ".env")  # whoever runs the tests may read everything else

    with pytest.raises(Unreadable, match=r"cannot be read \(.+\): .* the user \d+\. .*chown"):
        entries(folder / ".env")


def test_a_file_that_a_windows_editor_has_written_is_read(folder: Path) -> None:
    (folder / ".env").write_bytes(b"\xef\xbb\xbf" + NEEDED.replace("\n", "\r\n").encode() + b"ALLOWED_IDS=12\r\n")

    assert load(Settings).allowed_ids == {12}
    assert remarks() == []


def test_lines_are_counted_over_comments_and_blanks(folder: Path) -> None:
    write(folder, "# a comment", "", "", "MODLE=x")

    (remark,) = remarks()
    assert "(line 7 of .env)" in remark
