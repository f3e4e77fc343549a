"""Errors of a service that does not work for the account at all, and those where only the order is wrong."""

import pytest

from yandexart import (
    AccessDenied,
    AccountError,
    AccountInactive,
    BadCredentials,
    BadRequest,
    BillingProblem,
    ModelDenied,
    ModelUnknown,
    NotFound,
    OAuthToken,
    QuotaExceeded,
    Refused,
    ServiceDown,
    WrongFolder,
    YandexArtError,
)

ID = "fbveu1sntjqdkm9bmv8t"
KINDS = [ModelUnknown, WrongFolder, BillingProblem, AccountInactive, ModelDenied]


def foundation(words, code=3):
    return {"error": words, "code": code, "message": words, "details": []}


def openai(words, **more):
    return {"error": {"message": words, "type": "invalid_request_error", **more}}


async def answered(service, model, body, status=400, prompt="a red cat"):
    """The kind of error that an order is answered with."""
    service.seen.clear()
    service.answer(body, status)
    with pytest.raises(YandexArtError) as raised:
        await model.run_deferred(prompt)
    assert len(service.seen) == 1
    return type(raised.value)


@pytest.fixture
def art(client):
    return client.models.image_generation()


@pytest.fixture
def alice(client):
    return client.models.images_api()


@pytest.mark.parametrize("kind", KINDS)
async def test_an_error_of_the_account_is_known_by_families_of_words(service, art, alice, wordings, kind):
    code, status = (7, 403) if kind is ModelDenied else (3, 400)
    for words in wordings[kind.__name__]:
        assert await answered(service, art, foundation(words, code), status) is kind, words
        assert await answered(service, alice, openai(words), status) is kind, words


async def test_what_is_wrong_with_an_order_is_no_error_of_the_account(service, art, alice, wordings):
    for words in wordings["neutral"]:
        for body, model in ((foundation(words), art), (openai(words), alice)):
            assert not issubclass(await answered(service, model, body), AccountError), words


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, 9, AccountInactive),
        (400, 5, ModelUnknown),
        (400, 6, BadRequest),
        (400, 11, BadRequest),
        (401, 3, BadCredentials),
        (401, 9, BadCredentials),
        (402, None, BillingProblem),
        (402, 3, BillingProblem),
        (402, 7, BillingProblem),
        (403, 3, AccessDenied),
        (403, 9, AccessDenied),
        (404, 3, ModelUnknown),
        (404, 5, ModelUnknown),
        (404, None, ModelUnknown),
        (429, 3, QuotaExceeded),
        (429, 11, QuotaExceeded),
        (403, 8, QuotaExceeded),
        (403, 14, ServiceDown),
        (500, 3, BadRequest),
    ],
)
async def test_a_code_that_blames_the_request_does_not_take_back_what_the_status_says(
    service, art, *, status, code, kind
):
    assert await answered(service, art, foundation("no", code), status) is kind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Folder is not active", AccountInactive),
        ("Precondition failed", AccountInactive),
        ("Billing account is not active", BillingProblem),
        ('Folder "fd8b" not found', WrongFolder),
        ("Model yandex-art has been retired", ModelUnknown),
        ("it may violate the terms of use", Refused),
    ],
)
async def test_a_failed_precondition_is_the_accounts_unless_the_words_say_more(service, art, words, kind):
    assert await answered(service, art, foundation(words, 9)) is kind


@pytest.mark.parametrize(
    ("words", "status", "kind"),
    [
        ("The cloud has no active billing account", 403, BillingProblem),
        ("The cloud is suspended", 403, AccountInactive),
        ("Specified folder ID 'a' does not match with service account folder ID 'b'", 403, WrongFolder),
        ("Folder with id b1gx not found", 404, WrongFolder),
        ("Model yandex-art is not available", 403, ModelDenied),
        ("Model yandex-art is not available", 400, ModelUnknown),
        ("Permission to [resource-manager.folder b1gfolder] denied", 403, AccessDenied),
        ("Permission denied", 403, AccessDenied),
        ("Service account does not have the role ai.imageGeneration.user on the folder b1g", 403, AccessDenied),
        ("API key is not valid for the account", 401, BadCredentials),
        ("Account is blocked", 503, ServiceDown),
    ],
)
async def test_the_words_say_which_error_of_the_account_it_is(service, art, words, status, kind):
    assert await answered(service, art, {"message": words}, status) is kind


@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [
        ("model_not_found", 400, ModelUnknown),
        ("invalid_model", 400, ModelUnknown),
        ("billing_hard_limit_reached", 400, BillingProblem),
        ("billing_hard_limit_reached", 429, BillingProblem),
        ("insufficient_funds", 400, BillingProblem),
        ("payment_required", 403, BillingProblem),
        ("account_deactivated", 400, AccountInactive),
        ("SERVICE_DISABLED", 403, AccountInactive),
        ("folder_not_found", 404, WrongFolder),
        ("projectNotFound", 404, WrongFolder),
        ("model_access_denied", 403, ModelDenied),
        ("invalid_size", 400, BadRequest),
        ("rate_limit_exceeded", 429, QuotaExceeded),
        ("content_policy_violation", 400, Refused),
    ],
)
@pytest.mark.parametrize("field", ["code", "type"])
async def test_names_of_errors_are_read_too(service, alice, *, field, name, status, kind):
    assert await answered(service, alice, openai("no", **{field: name}), status, prompt="a model") is kind


@pytest.mark.parametrize(
    "quoted",
    [
        "prompt '{}' is too long",
        "{}: at most 500 characters are allowed",
        'The model could not draw "{}"',
        "bad: {:.40}",
    ],
)
async def test_a_prompt_that_is_quoted_stops_nobody_elses_orders(service, art, alice, quoted):
    prompt = "a fashion model is not found, and a folder, account blocked, billing: insufficient funds"
    said = quoted.format(prompt)
    assert await answered(service, art, foundation(said), prompt=prompt) is BadRequest
    assert await answered(service, art, foundation(said), prompt=["a sea", prompt]) is BadRequest
    assert await answered(service, alice, openai(said, code=prompt), prompt=["a sea", prompt]) is BadRequest


async def test_an_error_of_the_account_is_known_though_the_prompt_is_quoted_beside_it(service, art):
    said = "Model yandex-art not found, prompt: 'a red cat'"
    service.answer(foundation(said), 400)
    with pytest.raises(ModelUnknown) as raised:
        await art.run_deferred("a red cat")
    assert raised.value.message == "Model yandex-art not found, prompt: '…'"


async def test_texts_that_are_quoted_whole_are_left_out_of_the_message(service, alice):
    texts = ["a red cat", 'he said "hi"\nand left']
    said = (
        'bad: a red cat, he said "hi"\nand left; a red cat; a red cat!; {"prompt": "he said \\"hi\\"\\nand left"}; cats'
    )
    service.answer(openai(said), 400)
    with pytest.raises(BadRequest) as raised:
        await alice.run_deferred(texts)
    assert raised.value.message == 'bad: …; …; …!; {"prompt": "…"}; cats'


async def test_what_an_operation_may_quote_is_not_known_so_that_its_words_make_nothing_an_error_of_the_account(
    service, client
):
    for words in ("Account is blocked", "Folder not found", "Billing account is not active", "Model not found"):
        for status, kind in ((400, BadRequest), (404, NotFound)):
            service.answer(foundation(words), status)
            with pytest.raises(YandexArtError) as raised:
                await client.operations.get(ID)
            assert type(raised.value) is kind
    service.answer(foundation("Billing account is not active", 7), 403)
    with pytest.raises(BillingProblem):  # an error of the account by its status
        await client.operations.get(ID)


async def test_a_failed_precondition_of_an_operation_is_its_own(service, client):
    for ask in (client.operations.cancel, client.operations.get):
        service.answer(foundation("Operation is done", 9), 400)
        with pytest.raises(BadRequest):
            await ask(ID)
    service.answer(foundation("Folder is not active", 7), 403)
    with pytest.raises(AccountInactive):
        await client.operations.cancel(ID)


@pytest.mark.parametrize("status", [400, 402, 403, 404])
async def test_whatever_the_token_service_has_against_the_account_is_about_the_credentials(service, connect, status):
    service.answer({"code": 9, "message": "Service account is disabled"}, status)
    with pytest.raises(BadCredentials):
        await connect(auth=OAuthToken("y0_secret")).models.image_generation().run_deferred("a red cat")


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_an_error_of_the_account(kind):
    assert issubclass(kind, AccountError)
    assert not kind.may_have_executed


async def test_a_probe_passes_where_only_the_missing_prompt_is_in_the_way(service, art, alice, wordings):
    for model in (art, alice):
        for words in (
            "messages: at least one message is expected",
            "The model needs a prompt",
            "prompt: a text is expected",
        ):
            service.answer(foundation(words), 400)
            await model.probe()
        service.answer(foundation("it may violate the terms of use"), 400)
        await model.probe()


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (foundation("invalid model_uri"), 400, ModelUnknown),
        (foundation("Folder with id b1gx not found"), 400, WrongFolder),
        (b"<html>nginx</html>", 404, ModelUnknown),
        (foundation("Folder is not active", 9), 400, AccountInactive),
        (b"", 402, BillingProblem),
        (foundation("no", 16), 401, BadCredentials),
        (foundation("no", 8), 429, QuotaExceeded),
        (b"", 503, ServiceDown),
    ],
)
async def test_a_probe_tells_what_is_in_the_way_of_every_order(service, art, alice, *, body, status, kind):
    for model in (art, alice):
        service.answer(body, status)
        with pytest.raises(YandexArtError) as raised:
            await model.probe()
        assert type(raised.value) is kind
