"""What `check` makes of an error: each case is told apart, and says what mends it."""

from collections.abc import Mapping

import pytest

from bot.commands.diagnosis import diagnosis
from bot.config import CloudSettings
from yandexart import (
    AccessDenied,
    AnswerTooLarge,
    BadCredentials,
    BadRequest,
    ModelDenied,
    NotConnected,
    NotFound,
    NoToken,
    QuotaExceeded,
    ServiceDown,
    StillRunning,
    YandexArtError,
)

FOLDER = {"yc_folder_id": "b1g"}
KEY = FOLDER | {"yc_api_key": "AQVNkey"}
TOKEN = FOLDER | {"yc_iam_token": "t1.token"}
WAYS = {
    "yc_api_key": "AQVNkey",
    "yc_iam_token": "t1.token",
    "yc_oauth_token": "y0_token",
    "yc_service_account_key_file": "key.json",
    "yc_metadata_addr": "169.254.169.254",
}
"""In the order in which the first that is set is used."""
DENIED = ModelDenied(message="Access to model art://b1g/some-model denied")


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*WAYS, "generator", "model"):
        monkeypatch.delenv(name.upper(), raising=False)


def advice(error: YandexArtError, **settings: str) -> str:
    return diagnosis(error, CloudSettings(_env_file=None, **settings))  # type: ignore[call-arg, arg-type]


@pytest.mark.parametrize(
    ("error", "settings", "fix"),
    [
        (BadCredentials(message="Unknown api key"), KEY, "Make a new API key"),
        (BadCredentials(message="The token has expired"), TOKEN, "lives for 12 hours"),
        (BadCredentials(message="Unauthorized"), TOKEN, "Use an API key"),
        (AccessDenied(message="Permission denied"), KEY, "role ai.imageGeneration.user"),
        (AccessDenied(message="API key has no required scope"), KEY, "lacks its scope"),
        (AccessDenied(message="billing account is not active"), KEY, "Link one"),
        (BadRequest(message="Specified folder ID does not match with service account folder ID"), KEY, "YC_FOLDER_ID"),
        (BadRequest(message="Failed to parse model URI"), KEY, "MODEL"),
        (NotFound(message="Model not found"), KEY, "MODEL"),
        (ModelDenied(message="Access to model art://b1g/yandex-art/latest denied"), KEY, "GENERATOR=alice"),
        (QuotaExceeded(), KEY, "quota"),
        (NotConnected(), KEY, "YANDEX_API_URL"),
        (NoToken(), KEY, "YANDEX_IAM_URL"),
        (ServiceDown(), KEY, "later"),
        (AnswerTooLarge(), KEY, "YANDEX_API_URL"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, YandexArtError) else None,
)
def test_each_case_is_told_apart_and_names_its_fix(
    error: YandexArtError, settings: Mapping[str, str], fix: str
) -> None:
    text = advice(error, **settings)

    assert fix in text
    assert "AQVN" not in text


def test_who_is_denied_yandexart_is_told_of_the_successor() -> None:
    text = advice(DENIED, **KEY)

    assert "Set GENERATOR=alice" in text
    assert "MODEL empty" not in text


def test_a_model_of_yandexarts_own_is_not_taken_along_to_the_successor() -> None:
    text = advice(DENIED, model="yandex-art", **KEY)

    assert "Set GENERATOR=alice and leave MODEL empty" in text


@pytest.mark.parametrize(
    ("model", "fix"),
    [
        ({"model": "some-model"}, "Leave MODEL empty, or name a model that the account may use"),
        ({}, "name one of them in MODEL"),
    ],
)
def test_who_uses_the_successor_already_is_not_sent_to_it_again(model: Mapping[str, str], fix: str) -> None:
    text = advice(DENIED, generator="alice", **model, **KEY)

    assert "access to the model is denied" in text
    assert fix in text
    assert "GENERATOR=alice" not in text
    assert "ai.imageGeneration.user" not in text


@pytest.mark.parametrize("words", ["Unauthorized", "The token has expired"])
@pytest.mark.parametrize("way", WAYS)
def test_credentials_that_are_refused_are_called_by_the_setting_in_use(way: str, words: str) -> None:
    names = list(WAYS)
    later = names[names.index(way) :]  # what comes after the one in use is not used, set or not

    for used in ([way], later):
        text = advice(BadCredentials(message=words), **FOLDER, **{name: WAYS[name] for name in used})

        assert text.startswith(way.upper())
        assert [value for value in WAYS.values() if value in text] == []


@pytest.mark.parametrize("way", [name for name in WAYS if name != "yc_api_key"])
def test_who_has_no_api_key_is_not_told_that_it_lacks_something(way: str) -> None:
    for words in ("Permission denied", "The scope is insufficient"):
        text = advice(AccessDenied(message=words), **FOLDER, **{way: WAYS[way]})

        assert "role ai.imageGeneration.user" in text
        assert "API key" not in text


def test_a_drawing_that_takes_longer_than_the_check_is_not_called_an_odd_answer() -> None:
    assert "takes longer than this check waits" in advice(StillRunning(), **KEY)
