"""Credentials: the keys and tokens that are accepted, and the tokens that the double gives out."""

import random
from collections.abc import Callable

from sandbox.yandex.errors import ServiceError

_LIMIT = 10_000  # tokens remembered at most: the oldest go first, and are then like any other
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


class Tokens:
    """The tokens given out, each with the time at which it ends, in seconds of the clock."""

    def __init__(self, clock: Callable[[], float], chance: random.Random) -> None:
        self._clock = clock
        self._random = chance
        self._ends: dict[str, float] = {}

    def issue(self, lifetime: float) -> str:
        """A new token, good for `lifetime` seconds."""
        token = "t1.sandbox." + "".join(self._random.choices(_LETTERS, k=43))
        self._ends[token] = self._clock() + lifetime
        if len(self._ends) > _LIMIT:
            del self._ends[next(iter(self._ends))]
        return token

    def check(self, authorization: str, accepted: tuple[str, ...]) -> None:
        """Checks the credential of the header: any one will do, if no `accepted` ones are named.

        Raises:
            ServiceError: 401, it will not.
        """
        scheme, _, credential = authorization.partition(" ")
        credential = credential.strip()
        if scheme.lower() not in {"api-key", "bearer"} or not credential:
            raise ServiceError(401)
        if credential in self._ends and scheme.lower() == "bearer":
            if self._clock() >= self._ends[credential]:
                raise ServiceError(401, "The token has expired")
        elif accepted and credential not in accepted:
            raise ServiceError(401, "Unknown api key" if scheme.lower() == "api-key" else "The token is invalid")
