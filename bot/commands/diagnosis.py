"""What an error of the image service means to the owner, and what mends it. Pure.

The codes tell most cases apart; where one code stands for several, the service's words do, as far as the vendor
documents them (AI Studio, "Error codes"). Words change, so what they do not match still gets an answer.
"""

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
    YandexArtError,
)


def diagnosis(error: YandexArtError, settings: CloudSettings) -> str:
    """A sentence on what is wrong and a sentence on what to do; the service's own facts at the end."""
    sentence = _sentence(error, settings)
    return f"{sentence} ({error.facts})" if error.facts else sentence


def _sentence(error: YandexArtError, settings: CloudSettings) -> str:  # noqa: PLR0911 - a table, spelled as a match
    words = error.message.lower()
    match error:
        case BadCredentials():
            return _about_credentials(words, settings)
        case ModelDenied() if settings.generator == "yandexart":
            return (
                "access to the model is denied: yandex-art is reported retired since September 2026. "
                "Set GENERATOR=alice to draw by the Images API"
            )
        case AccessDenied():
            return _about_access(words)
        case NotFound():
            return "the service does not know the model. Leave MODEL empty, or correct it"
        case BadRequest() if "folder" in words:
            return "the folder is not the account's own. Set YC_FOLDER_ID to the folder that the service account is in"
        case BadRequest() if "model" in words:
            return "the service does not know the model. Leave MODEL empty, or correct it; is YC_FOLDER_ID right?"
        case QuotaExceeded():
            return "the quota is spent. Wait, lower SUBMIT_PER_MINUTE, or ask Yandex Cloud for a larger quota"
        case NoToken():
            return "no token could be had. Is the network up, and YANDEX_IAM_URL (or YC_METADATA_ADDR) right?"
        case NotConnected():
            return "the service cannot be reached. Is the network up, and YANDEX_API_URL (or YANDEX_IMAGES_URL) right?"
        case ServiceDown():
            return "the service is not working at the moment. Try again later"
        case _:
            return "the service answered something unexpected. Are YANDEX_API_URL and YANDEX_IMAGES_URL right?"


def _about_credentials(words: str, settings: CloudSettings) -> str:
    if "expired" in words or (settings.yc_api_key is None and settings.yc_iam_token is not None):
        return (
            "the token has expired or is wrong: an IAM token lives for 12 hours at most. "
            "Use an API key (YC_API_KEY), or a service account's key file (YC_SERVICE_ACCOUNT_KEY_FILE)"
        )
    return "the key is not accepted. Make a new API key with the scope yc.ai.imageGeneration.execute and set YC_API_KEY"


def _about_access(words: str) -> str:
    if "scope" in words:
        return "the API key lacks its scope. Make a new one with the scope yc.ai.imageGeneration.execute"
    if "billing" in words:
        return "the cloud has no active billing account. Link one in the console"
    return (
        "the account may not draw. Give its service account the role ai.imageGeneration.user on the folder, "
        "and see that the API key has the scope yc.ai.imageGeneration.execute"
    )
