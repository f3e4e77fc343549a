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
    YandexArtError,
)

KEY = {"yc_folder_id": "b1g", "yc_api_key": "AQVNkey"}
TOKEN = {"yc_folder_id": "b1g", "yc_iam_token": "t1.token"}


@pytest.mark.parametrize(
    ("error", "settings", "fix"),
    [
        (BadCredentials(message="Unknown api key"), KEY, "Make a new API key"),
        (BadCredentials(message="The token has expired"), KEY, "lives for 12 hours"),
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
    error: YandexArtError, settings: Mapping[str, str], fix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("YC_API_KEY", "YC_IAM_TOKEN"):
        monkeypatch.delenv(name, raising=False)

    text = diagnosis(error, CloudSettings(_env_file=None, **settings))  # type: ignore[call-arg, arg-type]

    assert fix in text
    assert "AQVN" not in text


def test_the_successor_is_not_recommended_to_who_uses_it_already() -> None:
    settings = CloudSettings(_env_file=None, generator="alice", **KEY)  # type: ignore[call-arg, arg-type]

    assert "GENERATOR=alice" not in diagnosis(ModelDenied(), settings)
