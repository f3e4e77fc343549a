"""Port to the chat, as the workers need it, and its errors."""

from typing import Protocol

from drawing.lifecycle import Drawing
from drawing.records import Outage, Picture, Slot, WaitEstimate


class ChatError(Exception):
    """Base of everything a messenger raises.

    `is_unfamiliar` says that the chat refused in words that nobody knows: the owner should hear of it.
    """

    def __init__(self, what: object = "", *, is_unfamiliar: bool = False) -> None:
        super().__init__(what)
        self.is_unfamiliar = is_unfamiliar


class SlotGone(ChatError):
    """The message to edit was deleted, or cannot be edited into this."""


class ChatMoved(ChatError):
    """The group became a supergroup."""

    def __init__(self, new_chat_id: int) -> None:
        super().__init__("the chat has a new id")
        self.new_chat_id = new_chat_id


class ChatClosed(ChatError):
    """Blocked, kicked, deactivated, or no such chat: final for everything in it."""


class ChatMuted(ChatError):
    """The bot is in the chat, and may not write there. People can still be told in private."""


class TopicClosed(ChatMuted):
    """The same of one topic alone, which was closed or deleted."""


class ChatRefused(ChatError):
    """The chat does not take a message, in whatever form: final for this drawing there."""


class Undeliverable(ChatError):
    """Final for this drawing alone: Telegram refuses the message."""


class TooLarge(Undeliverable):
    """Something on the way to Telegram does not take so many bytes. `size` in bytes."""

    def __init__(self, what: object = "", *, size: int = 0) -> None:
        super().__init__(what)
        self.size = size


class PhotosForbidden(ChatError):
    """The chat takes texts from the bot, but no pictures."""


class ChatBusy(ChatError):
    """A flood limit of this chat: not executed. `retry_after` in seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__("the chat is flood-limited")
        self.retry_after = retry_after


class ChatUnreachable(ChatError):
    """Telegram is away, or the answer was lost. Every call of the port can be repeated without harm.

    `status` is the HTTP status, 0 where no answer came.
    """

    def __init__(self, what: object = "", *, status: int = 0) -> None:
        super().__init__(what)
        self.status = status


class Messenger(Protocol):
    """The chat. All calls are paced by the adapter; all but `ping` raise `ChatError`s."""

    async def ping(self) -> bool:
        """Ask whether the chat's service answers at all; what fails nevertheless fails for what it is."""
        ...

    async def takes_pictures(self, drawing: Drawing) -> bool:
        """Whether the chat lets the bot show a picture of this kind; True where nobody knows. Raises nothing."""
        ...

    async def post_slot(self, drawing: Drawing, estimate: WaitEstimate) -> Slot:
        """Send the neutral text that is edited into the outcome, in reply to the request where it still stands.

        `estimate` is what the text can tell about the wait.
        """
        ...

    async def show_waiting(self, drawing: Drawing, outage: Outage) -> None:
        """Edit the slot of a queued drawing into the sentence that the service pauses. Unchanged counts as done."""
        ...

    async def show_picture(self, drawing: Drawing, picture: Picture) -> str:
        """Edit the slot into the picture; returns Telegram's file id. Unchanged counts as done."""
        ...

    async def show_ending(self, drawing: Drawing) -> None:
        """Edit the slot into the sentence that belongs to the drawing's state and reason."""
        ...

    async def send_ending(self, drawing: Drawing) -> None:
        """Send the same sentence in a message of its own: the last resort, for it cannot be repeated without harm."""
        ...

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Delete a message; one that is gone, or that the chat does not let be deleted, counts as done."""
        ...
