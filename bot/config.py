"""The settings, from the environment and `.env`. Nobody else reads them."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, TypeVar
from urllib.parse import unquote_plus, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from bot import certificates, env_values
from bot.env_file import Unreadable, entries
from bot.env_names import Misspelt, misspelt
from bot.failpoints import Failpoint
from bot.proxies import Proxy, is_of_this_machine, parse_routes
from drawing.forbidden import plain_words
from drawing.styles import read_styles

_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{1,128}")
_ADDRESS = re.compile(r"https?://[^\s/?#@]+[^\s?#@]*")
_MAX_CURRENCY_LENGTH = 8
_MIN_CREDENTIAL_LENGTH = 6  # in an address: "true" and "30" stand there, too, and everywhere else
_MAX_NUMBER = 1_000_000_000  # as good as no limit; SQLite takes no number above 2^63-1, the texts say none above 10^28

_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[\w.-]+)(?::(?P<port>\d{1,5}))?", re.ASCII)
_DATABASE_FILE = re.compile(r"sqlite(\+\w+)?:///.+")

ENV_FILE = ".env"
_FREE_TEXT = frozenset({"forbidden_words", "vary_styles"})  # in which quotes may be meant
# Misspelt and ignored, these would let in more people, or more of what they ask for, than their owner meant.
_PROTECTIVE = frozenset(
    {"ALLOWED_IDS", "FORBIDDEN_WORDS", "PROMPT_LIMIT", "SUBMIT_PER_MINUTE", "RUNNING_PER_USER", "QUEUED_PER_USER"}
    | {"DRAWINGS_PER_USER_PER_DAY", "DRAWINGS_PER_DAY", "ENHANCEMENTS_PER_USER_PER_DAY", "ENHANCEMENTS_PER_DAY"}
)
_OTHER_WAYS = ("yc_iam_token", "yc_oauth_token", "yc_service_account_key_file", "yc_metadata_addr")


class SettingsError(Exception):
    """Settings that are missing or wrong: a line for each, which names it and never shows its value."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def _token(value: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(value.get_secret_value().strip()):
        raise ValueError("is not a bot token; @BotFather gives one like 123456:ABC-DEF...")
    return SecretStr(value.get_secret_value().strip())


def _secret(value: SecretStr) -> SecretStr:
    stripped = value.get_secret_value().strip()
    if not stripped:
        raise ValueError("is blank")
    if not stripped.isascii() or not stripped.isprintable() or " " in stripped:
        raise ValueError("holds characters that no key or token has")
    return SecretStr(stripped)


def _address(value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise ValueError("must be an address that begins with http:// or https://")
    return value.rstrip("/")


def _metadata(value: str) -> str:
    host = _HOST.fullmatch(value)
    if not _ADDRESS.fullmatch(value) and (host is None or int(host["port"] or 0) > 65535):
        raise ValueError("must be a host, maybe with a port, such as 169.254.169.254, or begin with http://")
    return value


def _database(value: str) -> str:
    scheme, is_address, _ = value.partition("://")
    if is_address and scheme.partition("+")[0] != "sqlite":
        raise ValueError("names a database that is not in this version; use sqlite:///data/artbot.db")
    if not _DATABASE_FILE.fullmatch(value):
        raise ValueError("must be the address of a file, such as sqlite:///data/artbot.db")
    return value


def _credentials(address: str) -> Iterator[str]:
    """The password in an address, or the user where there is none, and the values of its query; decoded, too."""
    _, is_address, rest = address.partition("://")
    if not is_address:
        return
    place, _, query = rest.partition("?")
    user, _, password = place.partition("/")[0].rpartition("@")[0].partition(":")
    for value in (password or user, *(pair.partition("=")[2] for pair in re.split("[&;#]", query))):
        if len(value) >= _MIN_CREDENTIAL_LENGTH:
            yield from {value, unquote_plus(value)}


def _without_query(address: str) -> str:
    return address.partition("?")[0]


def _proxy(value: Any, info: ValidationInfo) -> Any:
    return Proxy.parse((info.field_name or "").upper(), value.strip()) if isinstance(value, str) else value


def _routes(value: Any, info: ValidationInfo) -> Any:
    return parse_routes((info.field_name or "").upper(), value) if isinstance(value, str) else value


def _certificates(value: str) -> str:
    certificates.check_file(value)
    return value


def _folders(value: str) -> str:
    certificates.check_folders(value)
    return value


def _ids(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    words = value.replace(",", " ").split()
    if not all(re.fullmatch(r"-?\d{1,18}", word) for word in words):
        raise ValueError("must be ids, separated by commas; /id tells them")
    return frozenset(map(int, words))


def _people(ids: frozenset[int]) -> frozenset[int]:
    if any(one <= 0 for one in ids):
        raise ValueError("must be ids of people: a group's would make an owner of each of its anonymous admins")
    return ids


def _zone(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("must be a time zone such as Europe/Moscow or UTC") from None


def _failpoint(value: Any) -> Any:
    return Failpoint.parse(value) if isinstance(value, str) else value


def _currency(value: str | None) -> str | None:
    if value is None:
        return None
    if not value.isprintable() or " " in value or len(value) > _MAX_CURRENCY_LENGTH:
        raise ValueError("must be a sign or a short word, such as ₽ or USD")
    return value


def _words(value: Any) -> Any:
    return frozenset(plain_words(value)) if isinstance(value, str) else value


def _styles(value: Any) -> Any:
    return read_styles(value) if isinstance(value, str) else value


def _listen(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise ValueError("must be an address and a port, such as 127.0.0.1:8081")
    return value


Secret = Annotated[SecretStr, AfterValidator(_secret)]
Address = Annotated[str, AfterValidator(_address)]
DatabaseAddress = Annotated[str, AfterValidator(_database), Field(repr=False), PlainSerializer(_without_query)]
Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(_ids)]
Words = Annotated[frozenset[str], NoDecode, BeforeValidator(_words)]
Styles = Annotated[tuple[tuple[str, str], ...], NoDecode, BeforeValidator(_styles)]
Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
ProxyAddress = Annotated[Proxy | None, NoDecode, BeforeValidator(_proxy)]
ProxyRoutes = Annotated[tuple[Proxy | None, ...], NoDecode, BeforeValidator(_routes)]


class _Cleaned(PydanticBaseSettingsSource):
    """A source without what its values are dressed in; nothing is left of one that is dress alone."""

    def __init__(self, source: PydanticBaseSettingsSource) -> None:
        super().__init__(source.settings_cls)
        self._source = source

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        return self._source.get_field_value(field, field_name)

    def __call__(self) -> dict[str, Any]:
        values = {name: env_values.cleaned(value) for name, value in self._source().items()}
        return {name: value for name, value in values.items() if value}


class CloudSettings(BaseSettings):
    """What the image service needs."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding="utf-8-sig",  # Windows' Notepad marks its files
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        arbitrary_types_allowed=True,
    )

    generator: Literal["auto", "alice", "yandexart"] = "auto"
    model: str | None = Field(default=None, pattern=r"^[\x21-\x7e]{1,200}$")
    enhance_model: str | None = Field(default=None, pattern=r"^[\x21-\x7e]{1,200}$")
    negatives: Literal["weights", "words"] = "weights"
    yc_folder_id: str = Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")
    yc_iam_token: Secret | None = None
    yc_oauth_token: Secret | None = None
    yc_service_account_key_file: str | None = None
    yc_metadata_addr: Annotated[str, AfterValidator(_metadata)] | None = None
    yc_api_key: Secret | None = Field(default=None, validate_default=True)  # after the others, to see them
    yandex_api_url: Address = "https://llm.api.cloud.yandex.net"
    yandex_operations_url: Address | None = None
    yandex_images_url: Address = "https://ai.api.cloud.yandex.net"
    yandex_iam_url: Address = "https://iam.api.cloud.yandex.net"
    yandex_data_logging: bool = False
    yandex_proxy: ProxyRoutes = ()
    http_proxy: ProxyAddress = None
    https_proxy: ProxyAddress = None
    all_proxy: ProxyAddress = None
    no_proxy: str | None = None
    ssl_cert_file: Annotated[str, AfterValidator(_certificates)] | None = None
    ssl_cert_dir: Annotated[str, AfterValidator(_folders)] | None = None
    prompt_limit: int = Field(default=500, ge=1, le=10_000)
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - of pydantic-settings
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - not read
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, _Cleaned(env_settings), _Cleaned(dotenv_settings)

    @field_validator("*", mode="before")
    @classmethod
    def _is_bare(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, str) and info.field_name not in _FREE_TEXT and (fault := env_values.fault(value)):
            raise ValueError(fault)
        return value

    @field_validator("yc_api_key", mode="after")
    @classmethod
    def _can_authenticate(cls, key: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        # One that is set and wrong is not in `data`; it has a line of its own.
        if key is None and not any(info.data.get(way, True) for way in _OTHER_WAYS):
            raise ValueError(f"is missing: give an API key, or one of {', '.join(_OTHER_WAYS).upper()}")
        return key

    def secrets(self) -> tuple[str, ...]:
        """Every value, and part of an address, that must not appear in any output."""
        values = [getattr(self, name) for name in type(self).model_fields]
        secrets = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
        listed = [one for value in values for one in (value if isinstance(value, tuple) else (value,))]
        secrets += [secret for one in listed if isinstance(one, Proxy) for secret in one.secrets]
        return (*secrets, *(part for value in values if isinstance(value, str) for part in _credentials(value)))


class Settings(CloudSettings):
    """What the bot needs."""

    bot_token: Annotated[SecretStr, AfterValidator(_token)]
    telegram_api_url: Address = "https://api.telegram.org"
    telegram_proxy: ProxyRoutes = ()
    database_url: DatabaseAddress = "sqlite:///data/artbot.db"
    submit_per_minute: int = Field(default=60, ge=1, le=100_000)
    results_per_second: int = Field(default=10, ge=1, le=10_000)
    telegram_messages_per_second: int = Field(default=30, ge=1, le=10_000)
    running_per_user: int = Field(default=3, ge=1, le=_MAX_NUMBER)
    queued_per_user: int = Field(default=10, ge=1, le=_MAX_NUMBER)
    drawings_per_user_per_day: int = Field(default=50, ge=1, le=_MAX_NUMBER)
    drawings_per_day: int = Field(default=200, ge=1, le=_MAX_NUMBER)
    enhancements_per_user_per_day: int | None = Field(default=None, ge=0, le=_MAX_NUMBER)
    enhancements_per_day: int | None = Field(default=None, ge=0, le=_MAX_NUMBER)
    timezone: Zone = ZoneInfo("UTC")
    drawing_ttl: float = Field(default=86_400, ge=60, le=30 * 86_400)
    keep_pictures: float = Field(default=259_200, ge=0, le=_MAX_NUMBER, allow_inf_nan=False)
    notify_after: float = Field(default=20, ge=0)
    resubmit_unknown: int = Field(default=1, ge=0, le=10)
    admin_ids: Annotated[Ids, AfterValidator(_people)] = frozenset()
    allowed_ids: Ids = frozenset()
    forbidden_words: Words = frozenset()
    picture_price: float | None = Field(default=None, ge=0, le=1_000_000)
    currency: Annotated[str | None, AfterValidator(_currency)] = None
    vary_styles: Styles = ()
    listen: Annotated[str, AfterValidator(_listen)] = "127.0.0.1:8081"

    @property
    def is_offline(self) -> bool:
        """Whether the image service is one of this machine, as in the sandbox: nobody pays for it."""
        addresses = (self.yandex_api_url, self.yandex_images_url, self.yandex_iam_url)
        return all(is_of_this_machine(urlsplit(address).hostname or "") for address in addresses)


class CrashSettings(BaseSettings):
    """What tests alone set: where the process is to die. Never read from the owner's `.env`."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True)

    artbot_failpoint: Annotated[Failpoint | None, NoDecode, BeforeValidator(_failpoint)] = None


_S = TypeVar("_S", bound=BaseSettings)


class _Words:
    """What pydantic says, in the words of somebody who edits an `.env`."""

    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "is missing",
        "int_parsing": "must be a whole number",
        "int_parsing_size": "has too many digits",
        "float_parsing": "must be a number",
        "bool_parsing": "must be true or false",
        "string_pattern_mismatch": "holds characters that cannot be in it",
    }

    @classmethod
    def of(cls, error: Mapping[str, Any]) -> str:
        name = "_".join(str(part) for part in error["loc"]).upper()
        message = cls.sentences.get(error["type"])
        if message is None:
            message = str(error["msg"]).removeprefix("Value error, ").replace("Input should be", "must be")
        return f"{name} {message}" if name else message


def load(kind: type[_S]) -> _S:
    """Read the settings. Raises `SettingsError`."""
    try:
        near = [(one.meant.lower(), one.sentence) for one in _misspelt() if one.meant in _PROTECTIVE]
    except Unreadable as error:
        raise SettingsError([str(error)]) from None
    near = [(name, sentence) for name, sentence in near if name in kind.model_fields]
    try:
        settings = kind()
    except ValidationError as error:
        wrong = [_Words.of(dict(one)) for one in error.errors(include_input=False)]
        raise SettingsError([*wrong, *(sentence for _, sentence in near)]) from None
    if unset := [sentence for name, sentence in near if name not in settings.model_fields_set]:
        raise SettingsError(unset)
    return settings


def remarks() -> list[str]:
    """What is set in vain, in a sentence each."""
    return [one.sentence for one in _misspelt()]


def _misspelt() -> list[Misspelt]:
    known = {name.upper() for name in (*Settings.model_fields, *CrashSettings.model_fields)}
    return list(misspelt(entries(Path(ENV_FILE)), os.environ, known, _PROTECTIVE | {"ADMIN_IDS"}))
