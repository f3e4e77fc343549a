"""Diagnosis of errors of the image service: what they mean to the owner, and what fixes them. Pure.

The library has told the kinds apart; here each gets a sentence on what is wrong and one on what to do.
"""

from enum import StrEnum
from typing import Final

from bot.cloud import setting_in_use
from bot.config import CloudSettings
from bot.model_selection import KNOWN_MODELS, name_of
from drawing.records import ModelChoice
from yandexart import (
    AccessDenied,
    AccountInactive,
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

_SCOPE: Final = "yc.ai.imageGeneration.execute"

_CREDENTIALS: Final = {
    "YC_API_KEY": f"YC_API_KEY is not accepted. Make a new API key with the scope {_SCOPE} and set YC_API_KEY",
    "YC_IAM_TOKEN": "YC_IAM_TOKEN has expired or is wrong: an IAM token lives for 12 hours at most. "
    "Use an API key (YC_API_KEY), or a service account's key file (YC_SERVICE_ACCOUNT_KEY_FILE)",
    "YC_OAUTH_TOKEN": "YC_OAUTH_TOKEN is not accepted: it may have expired or been revoked. "
    "Set a new one, or use an API key (YC_API_KEY); is YANDEX_IAM_URL right?",
    "YC_SERVICE_ACCOUNT_KEY_FILE": "YC_SERVICE_ACCOUNT_KEY_FILE is not accepted: its key may have been deleted. "
    "Make a new one with `yc iam key create`; are this machine's clock and YANDEX_IAM_URL right?",
    "YC_METADATA_ADDR": "YC_METADATA_ADDR gives no token that is accepted. "
    "Attach a service account to this virtual machine; is the address right?",
}
"""By the setting in use: what else is set has not been tried."""


_SENTENCES: Final[dict[type[YandexArtError], str]] = {
    WrongFolder: "the folder is not the account's own. Set YC_FOLDER_ID to the folder that the service account is in",
    BillingProblem: "the cloud has no active billing account, or no money on it. See to it in the console",
    AccountInactive: "the folder, the cloud or the service is not active for this account. "
    "See in the console of Yandex Cloud that it is, and that nothing is blocked",
    NotFound: "nothing is known at this address. Are YANDEX_API_URL and YANDEX_IMAGES_URL right?",
    QuotaExceeded: "the quota is used up. Wait, lower SUBMIT_PER_MINUTE, or ask Yandex Cloud for a larger quota",
    NoToken: "no token could be obtained. Is the network up, and YANDEX_IAM_URL (or YC_METADATA_ADDR) right?",
    NotConnected: "the image service cannot be reached. "
    "Is the network up, and YANDEX_API_URL (or YANDEX_IMAGES_URL) right?",
    # Of `check --draw` alone.
    StillRunning: "the picture was ordered, and takes longer than this check waits. It may still come, hours later",
    ServiceDown: "the image service is not working at the moment. Try again later",
}
"""By kind, a kind before those that it is one of."""
_UNEXPECTED: Final = "the image service answered something unexpected. Are YANDEX_API_URL and YANDEX_IMAGES_URL right?"


class Gone(StrEnum):
    """How it shows that a model is gone; completes "the model ..."."""

    MISSING = "is not there for this account: the image service does not list it, or refuses it, as one that is retired"
    STALLED = "accepts requests but has finished none of them for a day, as a retired one does"


def gone_model(
    gone: ModelChoice,
    why: Gone,
    settings: CloudSettings,
    *,
    instead: ModelChoice | None = None,
    is_replaced: bool = False,
) -> str:
    """What has become of a model, what is there instead, and the line to put into `.env`.

    `is_replaced` says that the bot draws with the other one already, as it may where the settings leave it the choice.
    """
    wrong = f"the model {name_of(gone.model)} {why}"
    if instead is None and gone.generator == "yandexart":  # the successor is there for everybody, as far as is known
        instead = ModelChoice("alice", KNOWN_MODELS["alice"], "")
    if instead is None:
        lines = " and ".join(_freeing_lines(settings))
        return (
            f"{wrong}. Nothing else that draws is known of. See in the console of Yandex Cloud which models the folder "
            f"may use, and name one of them in .env: MODEL=...{f'; or let the bot choose: {lines}' if lines else ''}"
        )
    name = name_of(instead.model)
    if is_replaced:
        return (
            f"{wrong}. The bot draws with {name} from now on, and nothing has to be done. "
            f"To stay with it whatever else comes, put into .env: GENERATOR={instead.generator}"
        )
    return f"{wrong}. There is {name} instead: put into .env {_lines(gone, instead, settings)}, and restart the bot"


def _lines(gone: ModelChoice, instead: ModelChoice, settings: CloudSettings) -> str:
    if instead.generator == gone.generator:
        return f"MODEL={name_of(instead.model)}"
    # The same MODEL would be asked of the other service, which does not draw with it.
    return f"GENERATOR={instead.generator}{' and leave MODEL empty' if settings.model else ''}"


def _freeing_lines(settings: CloudSettings) -> list[str]:
    """What lets the bot choose by itself."""
    return [
        line
        for line, is_fixed in (("GENERATOR=auto", settings.generator != "auto"), ("MODEL=", bool(settings.model)))
        if is_fixed
    ]


def diagnosis(error: YandexArtError, settings: CloudSettings) -> str:
    """A sentence on what is wrong and a sentence on what to do; the service's own facts at the end."""
    sentence = _sentence(error, settings)
    return f"{sentence} ({error.facts})" if error.facts else sentence


def _sentence(error: YandexArtError, settings: CloudSettings) -> str:
    match error:
        case BadCredentials():
            return _CREDENTIALS[setting_in_use(settings)]
        case ModelDenied() | ModelUnknown():
            lines = " and ".join(_freeing_lines(settings)) or "MODEL=..., with a model that the folder may use"
            return f"the image service does not draw with this model for the account. Put into .env {lines}"
        case AccessDenied():
            return _about_access(error.message.lower(), settings)
        case _:
            return next((text for kind, text in _SENTENCES.items() if isinstance(error, kind)), _UNEXPECTED)


def _about_access(words: str, settings: CloudSettings) -> str:
    has_key = setting_in_use(settings) == "YC_API_KEY"  # nothing else has scopes
    if "scope" in words and has_key:
        return f"the API key lacks its scope. Make a new one with the scope {_SCOPE}"
    scope = f", and see that the API key has the scope {_SCOPE}" if has_key else ""
    return (
        "the account may not draw. Give it the role ai.imageGeneration.user on the folder that YC_FOLDER_ID names"
        f"{scope}"
    )
