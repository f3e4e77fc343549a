"""Diagnosis of errors: each case is told apart, and says how to fix it."""

import re
from collections.abc import Iterator, Mapping

import pytest

from bot.config import CloudSettings
from bot.diagnosis import Gone, diagnosis, gone_model
from drawing.records import Advice, ModelChoice
from handlers.views.alerts import cure
from handlers.views.texts import LANGUAGES, plain, texts_in
from yandexart import (
    AccessDenied,
    AccountInactive,
    AnswerTooLarge,
    BadCredentials,
    BillingProblem,
    ModelDenied,
    ModelUnknown,
    NotConnected,
    NotFound,
    NoToken,
    QuotaExceeded,
    ServiceDown,
    StillRunning,
    WrongFolder,
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
ALICE_ART = ModelChoice("alice", "aliceai-image-art-3.0", "")
NEWER = ModelChoice("alice", "art://b1g/aliceai-image-art-4.0", "")
YANDEX_ART = ModelChoice("yandexart", "yandex-art/latest", "")


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*WAYS, "generator", "model"):
        monkeypatch.delenv(name.upper(), raising=False)


def advice(error: YandexArtError, **settings: str) -> str:
    return str(diagnosis(error, CloudSettings(_env_file=None, **settings)))  # type: ignore[call-arg, arg-type]


@pytest.mark.parametrize(
    ("error", "settings", "fix"),
    [
        (BadCredentials(message="Unknown api key"), KEY, "Make a new API key"),
        (BadCredentials(message="The token has expired"), TOKEN, "lives for 12 hours"),
        (BadCredentials(message="Unauthorized"), TOKEN, "Use an API key"),
        (AccessDenied(message="Permission denied"), KEY, "role ai.imageGeneration.user"),
        (AccessDenied(message="API key has no required scope"), KEY, "lacks its scope"),
        (BillingProblem(message="billing account is not active"), KEY, "See to it in the console"),
        (AccountInactive(message="Folder is not active"), KEY, "See in the console"),
        (WrongFolder(message="Specified folder ID does not match"), KEY, "YC_FOLDER_ID"),
        (ModelUnknown(message="Failed to parse model URI"), KEY | {"model": "x"}, "MODEL="),
        (ModelDenied(message="Access to model denied"), KEY | {"generator": "alice"}, "GENERATOR=auto"),
        (NotFound(), KEY, "YANDEX_IMAGES_URL"),
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


def settings_of(**values: str) -> CloudSettings:
    return CloudSettings(_env_file=None, **KEY, **values)  # type: ignore[call-arg, arg-type]


@pytest.mark.parametrize("why", list(Gone))
@pytest.mark.parametrize(
    ("gone", "instead", "settings", "line"),
    [
        (YANDEX_ART, None, {"generator": "yandexart"}, "put into .env GENERATOR=alice, and"),
        (YANDEX_ART, NEWER, {"generator": "yandexart", "model": "yandex-art"}, "GENERATOR=alice and MODEL=, and"),
        (ALICE_ART, NEWER, {"generator": "alice", "model": "aliceai-image-art-3.0"}, "MODEL=aliceai-image-art-4.0"),
        (ALICE_ART, YANDEX_ART, {"generator": "alice"}, "GENERATOR=yandexart"),
        (ALICE_ART, None, {"generator": "alice", "model": "x"}, "let the bot choose: GENERATOR=auto and MODEL="),
        (ALICE_ART, None, {}, "name one of them in .env: MODEL=..."),
    ],
    ids=["successor", "successor by name", "newer", "older", "none, fixed", "none"],
)
def test_a_model_that_is_gone_is_told_with_what_is_there_instead_and_the_line_that_mends_it(
    why: Gone, gone: ModelChoice, instead: ModelChoice | None, settings: Mapping[str, str], line: str
) -> None:
    text = str(gone_model(gone, why, settings_of(**settings), instead=instead))

    assert why in text
    assert line in text


def test_a_model_that_was_replaced_already_needs_nothing_done() -> None:
    text = str(gone_model(ALICE_ART, Gone.MISSING, settings_of(), instead=NEWER, is_replaced=True))

    assert "The bot draws with aliceai-image-art-4.0 from now on, and nothing has to be done" in text


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


def every_advice() -> Iterator[Advice]:
    """Whatever can be wrong, with each of the ways to get in."""
    for way, value in WAYS.items():
        settings = CloudSettings(_env_file=None, **FOLDER, **{way: value})  # type: ignore[call-arg, arg-type]
        for kind in [YandexArtError, *_kinds(YandexArtError)]:
            yield diagnosis(kind(), settings)
        yield diagnosis(AccessDenied(message="no scope"), settings)
    for fixed in ({}, {"generator": "alice", "model": "x"}):
        settings = settings_of(**fixed)
        yield diagnosis(ModelUnknown(), settings)
        for instead in (None, NEWER, YANDEX_ART):
            yield from (gone_model(ALICE_ART, why, settings, instead=instead) for why in Gone)
            yield gone_model(YANDEX_ART, Gone.MISSING, settings, instead=instead, is_replaced=instead is not None)


def _kinds(kind: type[YandexArtError]) -> Iterator[type[YandexArtError]]:
    for narrower in kind.__subclasses__():
        yield narrower
        yield from _kinds(narrower)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_owner_reads_what_mends_it_as_a_line_a_command_or_a_page(language: str) -> None:
    for advice_given in every_advice():
        said = cure(advice_given, texts_in(language))

        assert "</code>" in said or "https://" in said, advice_given
        # What the words name, the cure names, too; or it sends to the check, which says the words.
        named = set(re.findall(r"(?:MODEL|GENERATOR)=[\w-]+", advice_given.words))
        assert named <= set(re.findall(r"[A-Z]+=[\w-]+", plain(said))), advice_given


def test_the_owner_reads_of_credentials_that_are_in_use_alone() -> None:
    for way, value in WAYS.items():
        settings = CloudSettings(_env_file=None, **FOLDER, **{way: value})  # type: ignore[call-arg, arg-type]
        for error in (BadCredentials(), AccessDenied(), AccessDenied(message="scope")):
            said = cure(diagnosis(error, settings), texts_in("en"))
            assert way == "yc_api_key" or "API key has" not in said
