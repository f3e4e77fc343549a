"""The tree of errors, and the addresses and names that are checked at the start."""

import copy
import pickle

import pytest

from yandexart import ApiKey, Client, Endpoints, errors
from yandexart.error_codes import is_refusal

ALL = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.YandexArtError)]


@pytest.mark.parametrize("kind", ALL)
def test_an_error_tells_codes_and_request_ids_but_not_what_the_service_said(kind):
    error = kind(status=400, code=3, message="a purple walrus", request_id="r1", client_request_id="c1", retry_after=5)
    assert str(error) == f"{kind.sentence} (HTTP 400, code 3, request r1, client request c1)"
    assert "walrus" not in repr(error)
    assert str(kind()) == kind.sentence


@pytest.mark.parametrize("kind", ALL)
def test_an_error_survives_copying(kind):
    error = kind("reason", status=429, message="words", retry_after=5)
    for other in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert type(other) is kind
        assert (str(other), vars(other)) == (str(error), vars(error))


def test_only_these_leave_it_open_whether_a_picture_was_ordered():
    assert {kind.__name__ for kind in ALL if kind.may_have_executed} == {
        "OutcomeUnknown",
        "UnexpectedAnswer",
        "UnusableResult",
        "AnswerTooLarge",
        "ServiceDown",
    }


@pytest.mark.parametrize(
    "text",
    [
        "it is not possible to generate an image from this request because it may violate the terms of use",
        "It is NOT possible to generate an image from this request",
        "Your prompt violates our content policy",
        "rejected by the safety system",
        "content_policy_violation",
        "Я не могу сгенерировать это изображение. Давайте попробуем другую тему.",
        "Запрос нарушает условия использования",
    ],
)
def test_a_refusal_is_known_by_its_words(text):
    assert is_refusal(text)


@pytest.mark.fault("11")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "Failed to parse model URI",
        "parameter 'moderation' is currently not supported",
        "prompt is too long",
        "aspect ratio is not possible",
        "Не указан текст запроса",
    ],
)
def test_a_bad_parameter_is_no_refusal(text):
    assert not is_refusal(text)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "llm.api.cloud.yandex.net",
        "ftp://host",
        "http://",
        "https://user:pw@host",
        "https://h/?q",
        "https://h/#f",
        7,
    ],
)
def test_an_address_that_cannot_be_is_named(address):
    with pytest.raises(ValueError, match="'images'") as raised:
        Endpoints(images=address)
    assert "pw" not in str(raised.value).replace("password", "")


def test_an_address_may_have_a_path_and_a_slash_at_its_end():
    assert Endpoints(api="http://127.0.0.1:8080/yandex/").api == "http://127.0.0.1:8080/yandex"


@pytest.mark.parametrize("folder", ["", "a/b", "a b", "b1g\r\nX: y", "ж", "x" * 65])
def test_a_folder_that_fits_no_uri_is_refused(folder):
    with pytest.raises(ValueError, match="folder id"):
        Client(folder, ApiKey("key"))
