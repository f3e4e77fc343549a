"""Client library for Yandex Cloud's image services: YandexART (asynchronous) and its successor, the Images API.

async with Client(folder_id, ApiKey(key)) as client:
    model = client.models.image_generation("yandex-art").configure(seed=42, width_ratio=16, height_ratio=9)
    operation = await model.run_deferred("a red cat")
    picture = await operation
"""

from yandexart.auth import ApiKey, Auth, IamToken, Metadata, OAuthToken, ServiceAccountKey
from yandexart.client import Client, Transport
from yandexart.clock import Clock
from yandexart.config import UNSET, GenerationConfig
from yandexart.deferred import ImageOperation, Status
from yandexart.endpoints import Endpoints
from yandexart.enhancement import TextModel
from yandexart.errors import (
    AccessDenied,
    AccountError,
    AccountInactive,
    AnswerTooLarge,
    BadCredentials,
    BadRequest,
    BillingProblem,
    ModelDenied,
    ModelUnknown,
    NotConnected,
    NotFound,
    NoToken,
    OperationFailed,
    OutcomeUnknown,
    QuotaExceeded,
    Refused,
    ServiceDown,
    StillRunning,
    UnexpectedAnswer,
    UnusableResult,
    WrongFolder,
    YandexArtError,
)
from yandexart.http import OpenSession, Pace, Room, unlimited_room
from yandexart.messages import Message, Messages
from yandexart.models import ImageModel, Models, Traits
from yandexart.picture import Picture
from yandexart.retries import NO_RETRIES, Retries
from yandexart.service import Operation

__all__ = [
    "NO_RETRIES",
    "UNSET",
    "AccessDenied",
    "AccountError",
    "AccountInactive",
    "AnswerTooLarge",
    "ApiKey",
    "Auth",
    "BadCredentials",
    "BadRequest",
    "BillingProblem",
    "Client",
    "Clock",
    "Endpoints",
    "GenerationConfig",
    "IamToken",
    "ImageModel",
    "ImageOperation",
    "Message",
    "Messages",
    "Metadata",
    "ModelDenied",
    "ModelUnknown",
    "Models",
    "NoToken",
    "NotConnected",
    "NotFound",
    "OAuthToken",
    "OpenSession",
    "Operation",
    "OperationFailed",
    "OutcomeUnknown",
    "Pace",
    "Picture",
    "QuotaExceeded",
    "Refused",
    "Retries",
    "Room",
    "ServiceAccountKey",
    "ServiceDown",
    "Status",
    "StillRunning",
    "TextModel",
    "Traits",
    "Transport",
    "UnexpectedAnswer",
    "UnusableResult",
    "WrongFolder",
    "YandexArtError",
    "unlimited_room",
]
