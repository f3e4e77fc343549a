"""Token sources: an OAuth token, and the metadata service of a virtual machine."""

from dataclasses import dataclass, field

from yandexart.auth.credential import DEFAULT_LIFETIME, Credential, TokenService, bearer, check_secret
from yandexart.http import Request


@dataclass(frozen=True, slots=True)
class OAuthToken:
    """A person's OAuth token, exchanged for IAM tokens. The vendor discourages it for programs."""

    token: str = field(repr=False)

    def __post_init__(self) -> None:
        check_secret(self.token, "the OAuth token")

    async def issue(self, service: TokenService) -> Credential:
        """An IAM token in exchange for the OAuth token. Raises YandexArtError."""
        return await service.create_iam_token({"yandexPassportOauthToken": self.token})


@dataclass(frozen=True, slots=True)
class Metadata:
    """The service account of the virtual machine that this runs on, by its metadata service.

    `address` is a host, with a port if need be, as the vendor's SDK takes it from YC_METADATA_ADDR; or a whole address.
    """

    address: str = "169.254.169.254"

    async def issue(self, service: TokenService) -> Credential:
        """The token that the machine has at the moment. Raises YandexArtError."""
        base = self.address if "://" in self.address else f"http://{self.address}"
        url = f"{base.rstrip('/')}/computeMetadata/v1/instance/service-accounts/default/token"
        answer = await service.request(Request("GET", url, headers={"Metadata-Flavor": "Google"}))
        fields = answer.fields()
        lifetime = fields.get("expires_in")
        seconds = lifetime if isinstance(lifetime, int) and not isinstance(lifetime, bool) else DEFAULT_LIFETIME
        return bearer(answer, fields.get("access_token"), seconds)
