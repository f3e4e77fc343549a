"""Where the services are."""

from dataclasses import dataclass, fields

from yarl import URL


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Base addresses of the services, without the slash at the end.

    Attributes:
        api: generation and completion.
        operations: the API reference names https://operation.api.cloud.yandex.net instead; both work.
        images: the Images API.
        iam: tokens.

    Raises:
        ValueError: one of them is no http or https address with a host and without query, fragment or password.
    """

    api: str = "https://llm.api.cloud.yandex.net"
    operations: str = "https://llm.api.cloud.yandex.net"
    images: str = "https://ai.api.cloud.yandex.net"
    iam: str = "https://iam.api.cloud.yandex.net"

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            _check_address(value, f"the address '{field.name}'")
            object.__setattr__(self, field.name, value.rstrip("/"))


def _check_address(address: str, name: str) -> None:
    problem = ValueError(f"{name} must begin with http:// or https://, and have no query, fragment or password")
    try:
        url = URL(address)
    except (ValueError, TypeError):
        raise problem from None
    sound = url.scheme in {"http", "https"} and url.host and not (url.query_string or url.fragment)
    if not sound or url.user or url.password:
        raise problem


YANDEX_CLOUD = Endpoints()
