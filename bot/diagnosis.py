"""Diagnosis of errors of the image service: what they mean to the owner, and what fixes them. Pure.

The library has told the kinds apart; here each gets a sentence on what is wrong and one on what to do, and the name of
the sentence that says the latter to the owner in their language.
"""

from dataclasses import replace
from enum import StrEnum
from typing import Final

from bot.cloud import setting_in_use
from bot.config import CloudSettings
from bot.model_selection import KNOWN_MODELS, name_of
from drawing.records import Advice, ModelChoice
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
_ROLE: Final = "ai.imageGeneration.user"

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

_CREDENTIAL_CURES: Final = {
    "YC_API_KEY": "api-key",
    "YC_IAM_TOKEN": "iam-token",
    "YC_OAUTH_TOKEN": "oauth-token",
    "YC_SERVICE_ACCOUNT_KEY_FILE": "key-file",
    "YC_METADATA_ADDR": "metadata",
}

_ADVICE: Final[dict[type[YandexArtError], Advice]] = {
    WrongFolder: Advice(
        "the folder is not the account's own. Set YC_FOLDER_ID to the folder that the service account is in", "folder"
    ),
    BillingProblem: Advice(
        "the cloud has no active billing account, or no money on it. See to it in the console", "billing"
    ),
    AccountInactive: Advice(
        "the folder, the cloud or the service is not active for this account. "
        "See in the console of Yandex Cloud that it is, and that nothing is blocked",
        "inactive",
    ),
    NotFound: Advice("nothing is known at this address. Are YANDEX_API_URL and YANDEX_IMAGES_URL right?", "address"),
    QuotaExceeded: Advice(
        "the quota is used up. Wait, lower SUBMIT_PER_MINUTE, or ask Yandex Cloud for a larger quota"
    ),
    NoToken: Advice("no token could be obtained. Is the network up, and YANDEX_IAM_URL (or YC_METADATA_ADDR) right?"),
    NotConnected: Advice(
        "the image service cannot be reached. Is the network up, and YANDEX_API_URL (or YANDEX_IMAGES_URL) right?"
    ),
    # Of `check --draw` alone.
    StillRunning: Advice(
        "the picture was ordered, and takes longer than this check waits. It may still come, hours later"
    ),
    ServiceDown: Advice("the image service is not working at the moment. Try again later"),
}
"""By kind, a kind before those that it is one of."""
_UNEXPECTED: Final = Advice(
    "the image service answered something unexpected. Are YANDEX_API_URL and YANDEX_IMAGES_URL right?", "address"
)


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
) -> Advice:
    """What has become of a model, what is there instead, and the line to put into `.env`.

    `is_replaced` says that the bot draws with the other one already, as it may where the settings leave it the choice.
    """
    wrong = f"the model {name_of(gone.model)} {why}"
    if instead is None and gone.generator == "yandexart":  # the successor is there for everybody, as far as is known
        instead = ModelChoice("alice", KNOWN_MODELS["alice"], "")
    if instead is None:
        freeing = _freeing_lines(settings)
        choice = f"; or let the bot choose: {' and '.join(freeing)}" if freeing else ""
        return Advice(
            f"{wrong}. Nothing else that draws is known of. See in the console of Yandex Cloud which models the folder "
            f"may use, and name one of them in .env: MODEL=...{choice}",
            "lines" if freeing else "any-model",
            {"lines": "\n".join(freeing)},
        )
    name = name_of(instead.model)
    if is_replaced:
        return Advice(
            f"{wrong}. The bot draws with {name} from now on, and nothing has to be done. "
            f"To stay with it whatever else comes, put into .env: GENERATOR={instead.generator}",
            "stay",
            {"model": name, "lines": f"GENERATOR={instead.generator}"},
        )
    lines = _lines(gone, instead, settings)
    return Advice(
        f"{wrong}. There is {name} instead: put into .env {' and '.join(lines)}, and restart the bot",
        "model",
        {"model": name, "lines": "\n".join(lines)},
    )


def _lines(gone: ModelChoice, instead: ModelChoice, settings: CloudSettings) -> list[str]:
    if instead.generator == gone.generator:
        return [f"MODEL={name_of(instead.model)}"]
    # The same MODEL would be asked of the other service, which does not draw with it.
    return [f"GENERATOR={instead.generator}", *(["MODEL="] if settings.model else [])]


def _freeing_lines(settings: CloudSettings) -> list[str]:
    """What lets the bot choose by itself."""
    return [
        line
        for line, is_fixed in (("GENERATOR=auto", settings.generator != "auto"), ("MODEL=", bool(settings.model)))
        if is_fixed
    ]


def diagnosis(error: YandexArtError, settings: CloudSettings) -> Advice:
    """A sentence on what is wrong and a sentence on what to do; the service's own facts at the end."""
    return with_facts(_advice(error, settings), error)


def with_facts(advice: Advice, error: YandexArtError) -> Advice:
    """The advice with what the service has said of itself at the end of its words."""
    return replace(advice, words=f"{advice} ({error.facts})") if error.facts else advice


def _advice(error: YandexArtError, settings: CloudSettings) -> Advice:
    match error:
        case BadCredentials():
            setting = setting_in_use(settings)
            return Advice(_CREDENTIALS[setting], _CREDENTIAL_CURES[setting], {"scope": _SCOPE})
        case ModelDenied() | ModelUnknown():
            freeing = _freeing_lines(settings)
            lines = " and ".join(freeing) or "MODEL=..., with a model that the folder may use"
            return Advice(
                f"the image service does not draw with this model for the account. Put into .env {lines}",
                "lines" if freeing else "any-model",
                {"lines": "\n".join(freeing)},
            )
        case AccessDenied():
            return _about_access(error.message.lower(), settings)
        case _:
            return next((advice for kind, advice in _ADVICE.items() if isinstance(error, kind)), _UNEXPECTED)


def _about_access(words: str, settings: CloudSettings) -> Advice:
    has_key = setting_in_use(settings) == "YC_API_KEY"  # nothing else has scopes
    if "scope" in words and has_key:
        return Advice(
            f"the API key lacks its scope. Make a new one with the scope {_SCOPE}", "api-key", {"scope": _SCOPE}
        )
    scope = f", and see that the API key has the scope {_SCOPE}" if has_key else ""
    return Advice(
        f"the account may not draw. Give it the role {_ROLE} on the folder that YC_FOLDER_ID names{scope}",
        "role-and-scope" if has_key else "role",
        {"role": _ROLE, "folder": settings.yc_folder_id, "scope": _SCOPE},
    )
