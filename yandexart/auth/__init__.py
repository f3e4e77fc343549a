"""Authentication: API keys, and the ways to get tokens."""

from yandexart.auth.credential import ApiKey, Auth, IamToken
from yandexart.auth.service_account import ServiceAccountKey
from yandexart.auth.sources import Metadata, OAuthToken

__all__ = [
    "ApiKey",
    "Auth",
    "IamToken",
    "Metadata",
    "OAuthToken",
    "ServiceAccountKey",
]
