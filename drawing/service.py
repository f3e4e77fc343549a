"""Use cases of those who draw: draw, cancel, list what is waiting. Each commits before it returns."""

import random
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final, TypeVar

from drawing.clock import Clock
from drawing.defaults import NOTHING_SET, Defaults, SeedMode, SeedSetting, choose_seeds, with_defaults
from drawing.forbidden import has_word
from drawing.lifecycle import UNFINISHED, Drawing, DrawingId, Dropped, NewDrawing, Reason
from drawing.payload import check_length
from drawing.people import Group, Person
from drawing.policies import Policies
from drawing.ports.store import Store
from drawing.prompt import (
    NO_STYLES,
    Code,
    Note,
    Prompt,
    PromptError,
    Styles,
    corrected,
    notes_on,
    read_prompts,
    refine_prompts,
)
from drawing.quota import Room
from drawing.records import Accepted, Offer, Traits
from drawing.style_book import EVERYBODYS, StyleBook

_T = TypeVar("_T")

_SECRET_BYTES: Final = 12
_CORRECTIONS: Final = 10  # of one text
_ANY_LENGTH: Final = 20_000  # code points; more than a message of Telegram's and all that is set can hold


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRequest:
    """Somebody's wish for a drawing, and where it was uttered."""

    source: str
    text: str
    replied_text: str | None = None  # of the message that the request replies to
    base: Prompt | None = None  # of the picture that the request replies to, or whose button was pressed
    by_button: bool = False  # nobody has typed the text: what it does not change, the seed among it, stays
    person: Person
    language: str
    chat_id: int
    thread_id: int | None
    direct_topic_id: int | None = None
    request_message_id: int


class PromptRejected(Exception):
    """The prompt cannot be read. `text` is what was parsed, so that the place can be shown in it."""

    def __init__(self, text: str, error: PromptError) -> None:
        super().__init__(error.code)
        self.text = text
        self.error = error


class SeveralAsked(Exception):
    """More than one prompt comes of the text: the person has to say first that they want so many pictures."""

    def __init__(self, pictures: int, room: Room, policies: Policies) -> None:
        super().__init__(f"{pictures} pictures")
        self.pictures = pictures
        self.room = room
        self.cost = policies.price * self.fitting
        self.currency = policies.currency

    @property
    def fitting(self) -> int:
        """How many of the pictures would be taken now; 0 where a limit is reached."""
        return min(self.pictures, self.room.pictures)


class WordForbidden(Exception):
    """The prompt has a word that is not drawn, in whatever form; nobody repeats which one."""

    def __init__(self, *, by_group: bool) -> None:
        super().__init__("a word is forbidden")
        self.by_group = by_group


class DrawingOff(Exception):
    """The admins of the group do not want anything drawn there."""


class Cancellation(Enum):
    """What came of the wish to cancel a drawing."""

    DONE = auto()
    PENDING = auto()  # its request is being sent: it ends as soon as the answer is there, whatever that is
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
        stem: Callable[[str], str] = str,
    ) -> None:
        """`traits` are those of the model in use, which may change at any time; `wake` is called after a change.

        `stem` is what all forms of a word have in common.
        """
        self._store = store
        self._clock = clock
        self._policies = policies
        self._random = source
        self._traits = traits
        self._wake = wake
        self._stem = stem
        self.style_book = StyleBook(store, clock, policies.styles, limit=policies.prompt_limit)

    async def draw(self, request: DrawRequest, *, most: int | None = None) -> Accepted:
        """Accept a request. Only who was asked how many pictures they want draws several prompts: the first `most`.

        Raises `PromptRejected`, `DrawingOff`, `WordForbidden`, `SeveralAsked`, `LimitReached` or `PicturesUnshown`;
        then nothing was stored.
        """
        group = await self._open_group(request)
        orders = await self._orders(request, group)
        await self._check_words(request, orders)
        if len(orders) > 1 and most is None:
            return await self._ask(request, orders)
        setting = request.person.defaults.over(group.defaults).seed or SeedSetting()
        pictures = [
            (order, seed) for order in orders for seed in await self._seeds(order.prompt, request.person, setting)
        ][:most]
        quota = self._policies.quota
        drawings = self._new_drawings(request, pictures)
        accepted = await self._store.accept(drawings, quota.limits, quota.day(drawings[0].created_at))
        self._wake()
        return accepted

    def _new_drawings(self, request: DrawRequest, pictures: Sequence[tuple["_Order", int]]) -> list[NewDrawing]:
        """The drawings of orders with their seeds. Of what is to be said, the first that it is true of says it."""
        now = self._clock.now()
        return [
            NewDrawing(
                source=request.source,
                index=index,
                person_id=request.person.id,
                person_name=request.person.name,
                chat_id=request.chat_id,
                thread_id=request.thread_id,
                direct_topic_id=request.direct_topic_id,
                request_message_id=request.request_message_id,
                language=request.language,
                prompt=replace(order.prompt, seed=seed, repeat=1),
                dropped=order.dropped - _said(pictures[:index], lambda one: one.dropped),
                notes=order.notes - _said(pictures[:index], lambda one: one.notes),
                is_change=index == 0 and order.is_change,
                notify=request.person.notify,
                created_at=now,
                deadline_at=now + self._policies.drawing_ttl,
            )
            for index, (order, seed) in enumerate(pictures)
        ]

    async def _check_words(self, request: DrawRequest, orders: Sequence["_Order"]) -> None:
        """Raise `WordForbidden` where somebody does not want this drawn.

        All is looked at that is to be drawn or left out, whoever has put it into the prompt; not what the language
        model makes of it.
        """
        here = {request.chat_id} if request.chat_id < 0 else set()
        listed = await self._store.forbidden_words({EVERYBODYS, *here})
        by_owner = [*self._policies.forbidden_words, *(one.word for one in listed if one.whose == EVERYBODYS)]
        by_group = [one.word for one in listed if one.whose != EVERYBODYS]
        if not by_owner and not by_group:
            return
        texts = {message.text for order in orders for message in order.prompt.messages}
        for words in (by_owner, by_group):
            if has_word(texts, words, self._stem):
                raise WordForbidden(by_group=words is by_group)

    async def _ask(self, request: DrawRequest, orders: Sequence["_Order"]) -> Accepted:
        """Raise `SeveralAsked`, unless they were accepted before."""
        if known := await self._store.of_source(request.source):
            return Accepted(known, is_new=False)
        pictures = sum(order.prompt.repeat for order in orders)
        quota = self._policies.quota
        room = await self._store.room(
            quota.limits,
            quota.day(self._clock.now()),
            person_id=request.person.id,
            chat_id=request.chat_id,
            wanted=pictures,
        )
        raise SeveralAsked(pictures, room, self._policies)

    async def offer(self, request: DrawRequest, *, pictures: int | None = None) -> Offer:
        """Keep a request until its person says that it is to be drawn; `pictures` as `Offer` has it."""
        offer = Offer(
            id=secrets.token_urlsafe(_SECRET_BYTES),
            source=request.source,
            text=request.text,
            replied_text=request.replied_text,
            base=request.base,
            person_id=request.person.id,
            language=request.language,
            chat_id=request.chat_id,
            thread_id=request.thread_id,
            direct_topic_id=request.direct_topic_id,
            request_message_id=request.request_message_id,
            pictures=pictures,
            offered_at=self._clock.now(),
        )
        await self._store.keep_offer(offer)
        return offer

    async def check(self, request: DrawRequest) -> int:
        """Read a request that is not to be drawn yet; returns how many prompts come of it.

        Raises `PromptRejected`, `WordForbidden` or `DrawingOff`.
        """
        orders = await self._orders(request, await self._open_group(request))
        await self._check_words(request, orders)
        return len(orders)

    async def corrected(self, request: DrawRequest) -> DrawRequest | None:
        """A request that can be drawn, for one that is refused: its text is what was meant, as far as that is known.

        It may be the request itself. Without what a request replies to, its text alone says what is drawn.
        """
        group = await self._group(request)
        for _ in range(_CORRECTIONS):
            try:
                await self._orders(request, group)
            except PromptRejected as rejected:
                text = corrected(rejected.text, rejected.error) if rejected.text == request.text else None
            else:
                return request
            if text is None:
                return None
            request = replace(request, text=text)
        return None

    async def has_asked(self, person: Person) -> bool:
        """Whether a request of somebody's was ever accepted, in whatever chat."""
        return await self._store.last_seed(person.id) is not None

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
            orders = await self._orders(request, group)
        except PromptRejected:
            return True
        wanted = [(order.prompt, number) for order in orders for number in range(order.prompt.repeat)]
        drawn = sorted(drawings, key=lambda drawing: drawing.index)
        return len(wanted) != len(drawn) or any(
            replace(prompt, seed=prompt.seed + number if isinstance(prompt.seed, int) else drawing.seed, repeat=1)
            != drawing.prompt
            for (prompt, number), drawing in zip(wanted, drawn, strict=True)
        )

    @property
    def traits(self) -> Traits:
        """What the model in use can do."""
        return self._traits()

    async def find(self, name: str) -> Drawing | None:
        """The drawing that a button names."""
        return await self._store.find(name)

    async def unfinished(self, *, person_id: int | None = None, chat_id: int | None = None) -> tuple[Drawing, ...]:
        """What waits or is being drawn, of a person or in a chat, oldest first."""
        return await self._store.unfinished(person_id=person_id, chat_id=chat_id)

    async def of_message(self, chat_id: int, message_id: int) -> tuple[Drawing, ...]:
        """The drawings whose request or slot this message is."""
        return await self._store.of_message(chat_id, message_id)

    async def cancel(self, drawing_id: DrawingId) -> Cancellation:
        """End a drawing that has no outcome yet."""
        drawing = await self._store.cancel(drawing_id, self._clock.now())
        if drawing is None:
            return Cancellation.TOO_LATE
        if drawing.pending_end is not None:
            return Cancellation.PENDING
        self._wake()
        return Cancellation.DONE

    async def leave_chat(self, chat_id: int, date: float, *, is_known: bool) -> None:
        """The bot was removed from a chat, or blocked, at that Unix time: nothing more is paid for it.

        Of a chat that is not `is_known`, where nobody may draw, nothing is remembered.
        """
        await self._store.close_chat(chat_id, self._clock.now(), told_of=date, is_known=is_known)

    async def _open_group(self, request: DrawRequest) -> Group:
        group = await self._group(request)
        if group.is_off:
            raise DrawingOff
        return group

    async def _group(self, request: DrawRequest) -> Group:
        """Where it was uttered; a private chat has nobody who sets anything for it but the person."""
        return await self._store.group(request.chat_id) if request.chat_id < 0 else Group(id=request.chat_id)

    async def _orders(self, request: DrawRequest, group: Group) -> list["_Order"]:
        """All that comes of a request now. Raises `PromptRejected`."""
        defaults = request.person.defaults.over(group.defaults)
        try:
            return self._read_with(NO_STYLES, request, defaults)
        except PromptRejected:  # perhaps because it names one; what names none reads the same without them
            styles = await self.style_book.named_by(request.person.id, request.chat_id)
        return self._read_with(styles, request, defaults)

    def _read_with(self, styles: Styles, request: DrawRequest, defaults: Defaults) -> list["_Order"]:
        traits = self._traits()
        missing = NOTHING_SET if request.by_button or _says_nothing(request.text, styles) else defaults.of_words
        return [
            _Order(
                self._sendable(request, written, missing, traits),
                _dropped(request, written, traits),
                notes_on(written, is_reply=request.base is not None),
                is_change=_changes_picture(request, written),
            )
            for written in self._read_as_written(request, defaults, missing, styles)
        ]

    def _sendable(self, request: DrawRequest, written: Prompt, missing: Defaults, traits: Traits) -> Prompt:
        """The prompt as it will be drawn: weights that the service does not know are no part of it.

        Raises `PromptRejected` where what would be sent is too long.
        """
        prompt = written if traits.takes_weights else written.unweighted
        base = None
        if request.base is not None and _changes_picture(request, written):
            base = with_defaults(request.base, missing, _ANY_LENGTH)
        try:
            check_length(prompt, traits, self._policies.prompt_limit, base=base)
        except PromptError as error:
            raise PromptRejected(request.text, error) from None
        return prompt

    def _read_as_written(
        self, request: DrawRequest, defaults: Defaults, missing: Defaults, styles: Styles
    ) -> list[Prompt]:
        """What was written, with what has been set; or what a picture was made from, with that joined to it.

        What a picture was made from is complete, but for what is `missing`: words that are added to all that is typed.

        A reply to a text that brings options but no text of its own draws the text it replies to. How long it may be
        depends on what is sent of it, and is looked at when all is there.
        """
        limit = _ANY_LENGTH

        def new(text: str) -> list[Prompt]:
            return list(read_prompts(text, limit=limit, styles=styles).prompts)

        def changed(prompts: Sequence[Prompt], text: str) -> Sequence[Prompt]:
            return refine_prompts(prompts, text, limit=limit, styles=styles) if text.strip() else prompts

        def complete(prompts: Iterable[Prompt]) -> list[Prompt]:
            return [with_defaults(prompt, defaults, limit) for prompt in prompts]

        if (base := request.base) is not None:
            prompts = _read(
                request.text, lambda text: read_prompts(text, limit=limit, styles=styles, base=base).prompts
            )
            if request.by_button:
                prompts = tuple(replace(prompt, seed=prompt.seed or base.seed) for prompt in prompts)
            return [with_defaults(prompt, defaults if prompt.new else missing, limit) for prompt in prompts]
        if request.replied_text is None or not _says_nothing(request.text, styles):
            return _read(request.text, lambda text: complete(new(text)))
        replied = _read(request.replied_text, new)
        return _read(request.text, lambda text: complete(changed(replied, text)))

    async def _seeds(self, prompt: Prompt, person: Person, setting: SeedSetting) -> tuple[int, ...]:
        wants_last = prompt.seed is None and setting.mode is SeedMode.LAST
        last = await self._store.last_seed(person.id) if wants_last else None
        return choose_seeds(prompt.seed, setting, last, prompt.repeat, self._random)


@dataclass(frozen=True, slots=True)
class _Order:
    """A prompt as it will be drawn, and what is to be said of it beside its picture."""

    prompt: Prompt
    dropped: frozenset[Dropped]
    notes: frozenset[Note]
    is_change: bool


def _said(pictures: Sequence[tuple[_Order, int]], remarks: Callable[[_Order], frozenset[_T]]) -> frozenset[_T]:
    return frozenset().union(*(remarks(order) for order, _ in pictures))


def _changes_picture(request: DrawRequest, prompt: Prompt) -> bool:
    """Whether somebody's words or options were added to what a picture was made from."""
    is_typed = not request.by_button and bool(request.text.strip())
    return request.base is not None and is_typed and not prompt.new


def _dropped(request: DrawRequest, written: Prompt, traits: Traits) -> frozenset[Dropped]:
    """What the person has said, here or in what the picture was made from, and the service cannot do."""
    dropped = set()
    has_chosen_seed = request.base is not None and written.seed == request.base.seed  # the bot may have chosen that one
    if not traits.keeps_seed and isinstance(written.seed, int) and not has_chosen_seed:
        dropped.add(Dropped.SEED)
    if not traits.takes_weights and written.is_weighted:
        dropped.add(Dropped.WEIGHTS)
    return frozenset(dropped)


def _read(text: str, reading: Callable[[str], _T]) -> _T:
    try:
        return reading(text)
    except PromptError as error:
        raise PromptRejected(text, error) from None


def _says_nothing(text: str, styles: Styles) -> bool:
    """Whether a text names nothing to draw: it is empty, or has options and negatives alone."""
    try:
        read_prompts(text, limit=_ANY_LENGTH, styles=styles)
    except PromptError as error:
        return error.code in {Code.EMPTY, Code.ONLY_NEGATIVE}
    return False


def can_be_cancelled(drawing: Drawing) -> bool:
    """Whether `DrawingService.cancel` changes anything: it has no outcome yet, and none is on its way for this."""
    return drawing.state in UNFINISHED and not is_being_cancelled(drawing)


def is_being_cancelled(drawing: Drawing) -> bool:
    """Whether somebody has cancelled it, which takes effect when the service has answered."""
    return drawing.pending_end is Reason.CANCELLED
