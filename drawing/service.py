"""Use cases of those who draw: draw, cancel, list what is waiting. Each commits before it returns."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from drawing.clock import Clock
from drawing.defaults import NOTHING_SET, Defaults, SeedMode, SeedSetting, choose_seeds, with_defaults
from drawing.lifecycle import Drawing, DrawingId, Dropped, NewDrawing, State
from drawing.payload import check_length
from drawing.people import Group, Person
from drawing.policies import Policies
from drawing.ports.store import Store
from drawing.prompt import Code, Prompt, PromptError, parse_prompt, refine_prompt
from drawing.records import Accepted, Traits

_ANY_LENGTH: Final = 20_000  # code points; more than a message of Telegram's and all that is set can hold


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRequest:
    """Somebody's wish for a drawing, and where it was uttered."""

    source: str
    text: str
    replied_text: str | None = None  # of the message that the request replies to
    base: Prompt | None = None  # of the picture that the request replies to, or whose button was pressed
    person: Person
    language: str
    chat_id: int
    thread_id: int | None
    request_message_id: int


class PromptRejected(Exception):
    """The prompt cannot be read. `text` is what was parsed, so that the place can be shown in it."""

    def __init__(self, text: str, error: PromptError) -> None:
        super().__init__(error.code)
        self.text = text
        self.error = error


class DrawingOff(Exception):
    """The admins of the group do not want anything drawn there."""


class Cancellation(Enum):
    """What came of the wish to cancel a drawing."""

    DONE = auto()
    TOO_EARLY = auto()  # it is being sent, and nobody knows yet what there is to cancel
    TOO_LATE = auto()


class DrawingService:
    """The use cases of those who draw."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        policies: Policies,
        *,
        source: random.Random,
        traits: Callable[[], Traits],
        wake: Callable[[], None],
    ) -> None:
        """`traits` are those of the model in use, which may change at any time; `wake` is called after a change."""
        self._store = store
        self._clock = clock
        self._policies = policies
        self._random = source
        self._traits = traits
        self._wake = wake

    async def draw(self, request: DrawRequest) -> Accepted:
        """Accept a request.

        Raises `PromptRejected`, `DrawingOff`, `LimitReached` or `PicturesUnshown`; then nothing was stored.
        """
        group = await self._group(request)
        if group.is_off:
            raise DrawingOff
        defaults = request.person.defaults.over(group.defaults)
        traits = self._traits()
        written = self._read_as_written(request, defaults)
        prompt = self._sendable(request, written, traits)
        dropped = _dropped(request, written, traits)
        seeds = await self._seeds(prompt, request.person, defaults.seed or SeedSetting())
        now, quota = self._clock.now(), self._policies.quota
        drawings = [
            NewDrawing(
                source=request.source,
                index=index,
                person_id=request.person.id,
                person_name=request.person.name,
                chat_id=request.chat_id,
                thread_id=request.thread_id,
                request_message_id=request.request_message_id,
                language=request.language,
                prompt=replace(prompt, seed=seed, repeat=1),
                dropped=dropped if index == 0 else frozenset(),  # of several pictures, the first says it for all
                notify=request.person.notify,
                created_at=now,
                deadline_at=now + self._policies.drawing_ttl,
            )
            for index, seed in enumerate(seeds)
        ]
        accepted = await self._store.accept(drawings, quota.limits, quota.day(now))
        self._wake()
        return accepted

    async def of_source(self, source: str) -> tuple[Drawing, ...]:
        """The drawings of a request that was accepted before; none where it was not."""
        return await self._store.of_source(source)

    def seconds_until_tomorrow(self) -> float:
        """Seconds until the limits of a day start again."""
        return self._policies.quota.seconds_until_tomorrow(self._clock.now())

    async def note_edit(self, request: DrawRequest, drawings: Sequence[Drawing]) -> bool:
        """An accepted request was edited, which changes nothing; whether that has to be said, once.

        An edit that asks for nothing else need not be told: Telegram reports some that nobody made.
        """
        return await self._would_change(request, drawings) and await self._store.note_edit(request.source)

    async def _would_change(self, request: DrawRequest, drawings: Sequence[Drawing]) -> bool:
        """Whether the request asks for anything but its drawings.

        A seed that it does not name says nothing: the one that was drawn may have been chosen then.
        """
        group = await self._group(request)
        try:
            written = self._read_as_written(request, request.person.defaults.over(group.defaults))
            prompt = self._sendable(request, written, self._traits())
        except PromptRejected:
            return True
        first = min(drawings, key=lambda drawing: drawing.index)
        seed = prompt.seed if isinstance(prompt.seed, int) else first.seed
        return prompt.repeat != len(drawings) or replace(prompt, seed=seed, repeat=1) != first.prompt

    @property
    def traits(self) -> Traits:
        """What the model in use can do."""
        return self._traits()

    async def get(self, drawing_id: DrawingId) -> Drawing | None:
        """A drawing by its id."""
        return await self._store.get(drawing_id)

    async def unfinished(self, *, person_id: int | None = None, chat_id: int | None = None) -> tuple[Drawing, ...]:
        """What waits or is being drawn, of a person or in a chat, oldest first."""
        return await self._store.unfinished(person_id=person_id, chat_id=chat_id)

    async def of_message(self, chat_id: int, message_id: int) -> tuple[Drawing, ...]:
        """The drawings whose request or slot this message is."""
        return await self._store.of_message(chat_id, message_id)

    async def cancel(self, drawing_id: DrawingId) -> Cancellation:
        """End a drawing that is queued or running, though it may go on from one to the other meanwhile."""
        drawing = await self._store.get(drawing_id)
        while drawing is not None and can_be_cancelled(drawing):
            if await self._store.cancel(drawing_id, self._clock.now()) is not None:
                self._wake()
                return Cancellation.DONE
            drawing = await self._store.get(drawing_id)
        is_leaving = drawing is not None and drawing.state is State.SUBMITTING
        return Cancellation.TOO_EARLY if is_leaving else Cancellation.TOO_LATE

    async def leave_chat(self, chat_id: int, date: float, *, is_known: bool) -> None:
        """The bot was removed from a chat, or blocked, at that Unix time: nothing more is paid for it.

        Of a chat that is not `is_known`, where nobody may draw, nothing is remembered.
        """
        await self._store.close_chat(chat_id, self._clock.now(), told_of=date, is_known=is_known)

    async def move_chat(self, old: int, new: int, *, is_known: bool = True) -> None:
        """A group became a supergroup. Of one that is not `is_known`, where nobody may draw, nothing is remembered."""
        await self._store.move_chat(old, new, is_known=is_known)
        self._wake()

    async def _group(self, request: DrawRequest) -> Group:
        """Where it was uttered; a private chat has nobody who sets anything for it but the person."""
        return await self._store.group(request.chat_id) if request.chat_id < 0 else Group(id=request.chat_id)

    def _sendable(self, request: DrawRequest, written: Prompt, traits: Traits) -> Prompt:
        """The prompt as it will be drawn: weights that the service does not know are no part of it.

        Raises `PromptRejected` where what would be sent is too long.
        """
        prompt = written if traits.takes_weights else written.unweighted
        return _read(request.text, lambda _: _checked(prompt, traits, self._policies.prompt_limit))

    def _read_as_written(self, request: DrawRequest, defaults: Defaults) -> Prompt:
        """What a picture was made from, changed; or what was written, with what has been set.

        A reply that brings options but no text of its own draws the text it replies to. How long it may be depends on
        what is sent of it, and is looked at when all is there.
        """
        limit = _ANY_LENGTH

        def new(text: str) -> Prompt:
            return parse_prompt(text, limit=limit)

        def changed(base: Prompt, text: str) -> Prompt:
            return refine_prompt(base, text, limit=limit) if text.strip() else base

        def complete(prompt: Prompt) -> Prompt:
            return with_defaults(prompt, defaults, limit)

        if (made_from := request.base) is not None:
            # What the picture was made from is complete; only new words are without what is added to all words.
            missing = NOTHING_SET if _says_nothing(request.text, limit) else defaults.of_words
            return _read(
                request.text, lambda text: with_defaults(refine_prompt(made_from, text, limit=limit), missing, limit)
            )
        if request.replied_text is None or not _says_nothing(request.text, limit):
            return _read(request.text, lambda text: complete(new(text)))
        replied = _read(request.replied_text, new)
        return _read(request.text, lambda text: complete(changed(replied, text)))

    async def _seeds(self, prompt: Prompt, person: Person, setting: SeedSetting) -> tuple[int, ...]:
        wants_last = prompt.seed is None and setting.mode is SeedMode.LAST
        last = await self._store.last_seed(person.id) if wants_last else None
        return choose_seeds(prompt.seed, setting, last, prompt.repeat, self._random)


def _checked(prompt: Prompt, traits: Traits, limit: int) -> Prompt:
    check_length(prompt, traits, limit)
    return prompt


def _dropped(request: DrawRequest, written: Prompt, traits: Traits) -> frozenset[Dropped]:
    """What the person has said, here or in what the picture was made from, and the service cannot do."""
    dropped = set()
    has_chosen_seed = request.base is not None and written.seed == request.base.seed  # the bot may have chosen that one
    if not traits.keeps_seed and isinstance(written.seed, int) and not has_chosen_seed:
        dropped.add(Dropped.SEED)
    if not traits.takes_weights and written.is_weighted:
        dropped.add(Dropped.WEIGHTS)
    return frozenset(dropped)


def _read(text: str, reading: Callable[[str], Prompt]) -> Prompt:
    try:
        return reading(text)
    except PromptError as error:
        raise PromptRejected(text, error) from None


def _says_nothing(text: str, limit: int) -> bool:
    """Whether a text names nothing to draw: it is empty, or has options and negatives alone."""
    try:
        parse_prompt(text, limit=limit)
    except PromptError as error:
        return error.code in {Code.EMPTY, Code.ONLY_NEGATIVE}
    return False


def can_be_cancelled(drawing: Drawing) -> bool:
    """Whether `DrawingService.cancel` has anything to do; while the request is being sent, it has not."""
    return drawing.state in {State.QUEUED, State.RUNNING}
