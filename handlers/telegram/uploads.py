"""Messages with bytes, which are in memory only while they are sent."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from aiogram.methods import TelegramMethod

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Upload(Generic[T]):
    """A message that is made when its turn comes, for each try anew. Two of one name are the same.

    Attributes:
        name: what it brings.
        thread_id: the topic that it goes to.
        prepare: makes the message; what was loaded for it is let go when the context ends.
        changes: what has become different since it was asked for.
    """

    name: str
    thread_id: int | None = field(compare=False)
    prepare: Callable[[], AbstractAsyncContextManager[TelegramMethod[T]]] = field(compare=False)
    changes: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @asynccontextmanager
    async def prepared(self) -> AsyncIterator[TelegramMethod[T]]:
        """The message, for as long as the context lasts."""
        async with self.prepare() as method:
            yield method.model_copy(update=self.changes)

    def changed(self, changes: Mapping[str, Any]) -> "Upload[T]":
        """The same message with these fields changed."""
        return replace(self, changes={**self.changes, **changes})
