"""The client for Yandex Cloud, as the settings want it."""

from collections.abc import Callable
from pathlib import Path

from bot.config import CloudSettings, SettingsError
from bot.network import Network
from yandexart import (
    ApiKey,
    Auth,
    Client,
    Endpoints,
    IamToken,
    Metadata,
    OAuthToken,
    Retries,
    Room,
    ServiceAccountKey,
    unlimited_room,
)


def create_client(
    settings: CloudSettings, retries: Retries, *, room: Room = unlimited_room, network: Network | None = None
) -> Client:
    """A client, `room` as `Client` has it, over `network` where the settings are not to say which.

    Raises `SettingsError` for credentials that cannot be used.
    """
    return Client(
        settings.yc_folder_id,
        _auth(settings),
        endpoints=Endpoints(
            api=settings.yandex_api_url,
            operations=settings.yandex_operations_url or settings.yandex_api_url,
            images=settings.yandex_images_url,
            iam=settings.yandex_iam_url,
        ),
        data_logging=settings.yandex_data_logging,
        retries=retries,
        room=room,
        open_session=(network or Network.to_yandex(settings)).session,
    )


def setting_in_use(settings: CloudSettings) -> str:
    """The name of the setting that proves who is asking, such as YC_API_KEY."""
    name, _ = _way(settings)
    return name


def token_address(settings: CloudSettings) -> str:
    """Where tokens come from."""
    address = settings.yc_metadata_addr
    if setting_in_use(settings) != "YC_METADATA_ADDR" or address is None:
        return settings.yandex_iam_url
    return address if "://" in address else f"http://{address}"


def _auth(settings: CloudSettings) -> Auth:
    _, make = _way(settings)
    return make()


def _way(settings: CloudSettings) -> tuple[str, Callable[[], Auth]]:
    """The way to authenticate: the first that is set, in the order of the vendor's SDK."""
    if (key := settings.yc_api_key) is not None:
        return "YC_API_KEY", lambda: ApiKey(key.get_secret_value())
    if (token := settings.yc_iam_token) is not None:
        return "YC_IAM_TOKEN", lambda: IamToken(token.get_secret_value())
    if (oauth := settings.yc_oauth_token) is not None:
        return "YC_OAUTH_TOKEN", lambda: OAuthToken(oauth.get_secret_value())
    if (file := settings.yc_service_account_key_file) is not None:
        return "YC_SERVICE_ACCOUNT_KEY_FILE", lambda: _key_in(Path(file))
    address = settings.yc_metadata_addr
    return "YC_METADATA_ADDR", lambda: Metadata(address) if address else Metadata()


def _key_in(file: Path) -> ServiceAccountKey:
    try:
        return ServiceAccountKey.from_file(file)
    except OSError as error:
        raise SettingsError([f"YC_SERVICE_ACCOUNT_KEY_FILE cannot be read: {error.strerror}"]) from None
    except ValueError as error:
        raise SettingsError([f"YC_SERVICE_ACCOUNT_KEY_FILE cannot be used: {error}"]) from None
