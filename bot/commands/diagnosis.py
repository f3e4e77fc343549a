"""What an error of the image service means to the owner, and what mends it. Pure.

The codes tell most cases apart; where one code stands for several, the service's words do, as far as the vendor
documents them (AI Studio, "Error codes"). Words change, so what they do not match still gets an answer.
"""

from typing import Final

from bot.cloud import setting_in_use
from bot.config import CloudSettings
from yandexart import (
    AccessDenied,
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


def diagnosis(error: YandexArtError, settings: CloudSettings) -> str:
    """A sentence on what is wrong and a sentence on what to do; the service's own facts at the end."""
    sentence = _sentence(error, settings)
    return f"{sentence} ({error.facts})" if error.facts else sentence


def _sentence(error: YandexArtError, settings: CloudSettings) -> str:  # noqa: PLR0911 - a table, spelled as a match
    words = error.message.lower()
    match error:
        case BadCredentials():
            return _CREDENTIALS[setting_in_use(settings)]
        case ModelDenied():
            return _about_model(settings)
        case AccessDenied():
            return _about_access(words, settings)
        case NotFound():
            return (
                "the image service does not know the model. Leave MODEL empty, or correct it; "
                "are YANDEX_API_URL and YANDEX_IMAGES_URL right?"
            )
        case BadRequest() if "folder" in words:
            return "the folder is not the account's own. Set YC_FOLDER_ID to the folder that the service account is in"
        case BadRequest() if "model" in words:
            return "the image service does not know the model. Leave MODEL empty, or correct it; is YC_FOLDER_ID right?"
        case QuotaExceeded():
            return "the quota is spent. Wait, lower SUBMIT_PER_MINUTE, or ask Yandex Cloud for a larger quota"
        case NoToken():
            return "no token could be had. Is the network up, and YANDEX_IAM_URL (or YC_METADATA_ADDR) right?"
        case NotConnected():
            return (
                "the image service cannot be reached. Is the network up, "
                "and YANDEX_API_URL (or YANDEX_IMAGES_URL) right?"
            )
        case StillRunning():  # of `check --draw` alone
            return "the picture was ordered, and takes longer than this check waits. It may still come, hours later"
        case ServiceDown():
            return "the image service is not working at the moment. Try again later"
        case _:
            return "the image service answered something unexpected. Are YANDEX_API_URL and YANDEX_IMAGES_URL right?"


def _about_model(settings: CloudSettings) -> str:
    if settings.generator == "yandexart":
        # The same MODEL would be asked of the Images API, which does not draw by the old models.
        leave = " and leave MODEL empty" if settings.model else ""
        return (
            "access to the model is denied: yandex-art is reported retired since September 2026. "
            f"Set GENERATOR=alice{leave} to draw by the Images API"
        )
    if settings.model:
        return "access to the model is denied. Leave MODEL empty, or name a model that the account may use"
    return (
        "access to the model is denied. See in the console of Yandex Cloud which models the folder may use, "
        "and name one of them in MODEL"
    )


def _about_access(words: str, settings: CloudSettings) -> str:
    has_key = setting_in_use(settings) == "YC_API_KEY"  # nothing else has scopes
    if "scope" in words and has_key:
        return f"the API key lacks its scope. Make a new one with the scope {_SCOPE}"
    if "billing" in words:
        return "the cloud has no active billing account. Link one in the console"
    scope = f", and see that the API key has the scope {_SCOPE}" if has_key else ""
    return (
        "the account may not draw. Give it the role ai.imageGeneration.user on the folder that YC_FOLDER_ID names"
        f"{scope}"
    )
