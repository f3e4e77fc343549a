"""Settings of a client from environment variables, under the names that the vendor's SDK has for them."""

from collections.abc import Mapping
from pathlib import Path

from yandexart.auth import ApiKey, Auth, IamToken, Metadata, OAuthToken, ServiceAccountKey
from yandexart.endpoints import Endpoints

_ENDPOINTS = {
    "api": "YANDEX_API_URL",
    "operations": "YANDEX_OPERATIONS_URL",
    "images": "YANDEX_IMAGES_URL",
    "iam": "YANDEX_IAM_URL",
    "grpc_api": "YANDEX_GRPC_API",
    "grpc_operations": "YANDEX_GRPC_OPERATIONS",
}


def folder_from(environ: Mapping[str, str]) -> str:
    """YC_FOLDER_ID; ValueError if it is missing."""
    folder_id = environ.get("YC_FOLDER_ID", "")
    if not folder_id:
        raise ValueError("YC_FOLDER_ID is missing: the folder that pays")
    return folder_id


def auth_from(environ: Mapping[str, str]) -> Auth:
    """The first way to authenticate that is named: an API key, an IAM token, an OAuth token, a key file, the machine.

    Raises:
        OSError: the key file cannot be read.
        ValueError: none is named, or what is named cannot be used; no value is quoted.
    """
    if key := environ.get("YC_API_KEY"):
        return ApiKey(key)
    if token := environ.get("YC_IAM_TOKEN"):
        return IamToken(token)
    if token := environ.get("YC_OAUTH_TOKEN"):
        return OAuthToken(token)
    if file := environ.get("YC_SERVICE_ACCOUNT_KEY_FILE"):
        return ServiceAccountKey.from_file(Path(file))
    if address := environ.get("YC_METADATA_ADDR"):
        return Metadata(address)
    raise ValueError(
        "YC_API_KEY is missing: give an API key, or one of YC_IAM_TOKEN, YC_OAUTH_TOKEN, "
        "YC_SERVICE_ACCOUNT_KEY_FILE, YC_METADATA_ADDR"
    )


def endpoints_from(environ: Mapping[str, str]) -> Endpoints:
    """The addresses that are named, and the vendor's for the others; operations are asked for where pictures are
    ordered, unless they have an address of their own.

    Raises:
        ValueError: what is named is no address.
    """
    named = {field: environ[variable] for field, variable in _ENDPOINTS.items() if environ.get(variable)}
    for own, shared in (("operations", "api"), ("grpc_operations", "grpc_api")):
        if own not in named and shared in named:
            named[own] = named[shared]
    return Endpoints(**named)
