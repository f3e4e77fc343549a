"""The models that draw and enhance just now: chosen at the start, looked at once a day, replaced when one is gone."""

import asyncio
import logging
import random
from collections.abc import Callable
from typing import Final, Protocol

from bot.config import CloudSettings
from bot.diagnosis import Gone, diagnosis, gone_model
from bot.model_selection import (
    GENERATORS,
    KNOWN_MODELS,
    KNOWN_TEXT_MODEL,
    Listed,
    NothingAnswers,
    candidates,
    first_that_answers,
    image_model,
    is_account_error,
    is_gone,
    list_models,
    name_of,
    text_model,
)
from drawing.clock import Clock
from drawing.incidents import Incidents
from drawing.ports.owner import ModelChoiceStore, Owner
from drawing.ports.store import StoreError
from drawing.rate_limits import Backoff
from drawing.records import Advice, Incident, ModelChoice
from drawing.service_health import ServiceHealth
from drawing.workers.loop import Wakeup
from yandexart import Client, ImageModel, TextModel, YandexArtError

logger = logging.getLogger(__name__)

DAY: Final = 86_400.0
_OFTEN: Final = 600.0  # seconds between looks at whether orders are finished
_RECENTLY: Final = 7200.0  # seconds in which the service has to have said how an operation stands
_AFTER_TROUBLE: Final = 600.0
_LIKELIEST: Final = ModelChoice(GENERATORS[0], KNOWN_MODELS[GENERATORS[0]], KNOWN_TEXT_MODEL)
_SAME_REFUSAL: Final = 60.0  # seconds in which a model that is refused again is not looked for again


class Activity(Protocol):
    """What of the bot's own work says something about a model."""

    @property
    def answered_at(self) -> float:
        """When the service last said how an operation stands, in monotonic seconds."""
        ...


class ChosenModels:
    """A worker that keeps the choice. Others read from it, and tell it when the service refuses a model.

    What draws is never changed for a drawing that runs: operations are asked for where they were ordered.
    """

    name = "models"

    def __init__(
        self,
        settings: CloudSettings,
        client: Client,
        store: ModelChoiceStore,
        clock: Clock,
        *,
        owner: Owner,
        incidents: Incidents,
        health: ServiceHealth,
        source: random.Random,
    ) -> None:
        self.wakeup = Wakeup(clock)
        self.activity: Activity | None = None
        self._settings = settings
        self._client = client
        self._store = store
        self._clock = clock
        self._owner = owner
        self._incidents = incidents
        self._health = health
        self._listeners: list[Callable[[], None]] = []
        self._trouble = Backoff(5.0, _AFTER_TROUBLE, source)
        self._turn = asyncio.Lock()
        self._known: Listed | None = None
        self._listed_at = float("-inf")
        self._refused: tuple[str, float] = ("", float("-inf"))  # the model, and when it was looked for last
        fixed = list(candidates(settings, None))
        self._choice: ModelChoice | None = None
        self._image_model = image_model(_LIKELIEST, client)
        self._text_model = text_model(_LIKELIEST, client)
        if len(fixed) == 1:
            self._set(fixed[0])

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Have it called whenever another model draws."""
        self._listeners.append(listener)

    def _tell_listeners(self) -> None:
        for listener in self._listeners:
            listener()

    @property
    def choice(self) -> ModelChoice | None:
        """None while nobody knows yet what the account has."""
        return self._choice

    @property
    def image_model(self) -> ImageModel:
        """The model that draws; the likeliest one while there is no choice."""
        return self._image_model

    @property
    def text_model(self) -> TextModel:
        """The model that enhances prompts."""
        return self._text_model

    async def run(self, stop: asyncio.Event) -> None:
        await self._restore()
        while not stop.is_set():
            await self.wakeup.wait(await self.look())

    async def look(self) -> float:
        """See whether the choice is still the right one; returns in how many seconds to look again."""
        async with self._turn:
            asked_at = self._clock.monotonic()
            if asked_at - self._listed_at >= DAY:
                await self._list()
            if self._choice is None:
                return await self._choose(asked_at)
            why = await self._why_gone(self._choice)
            if why is not None:
                return await self._leave(self._choice, why, asked_at)
            await self._prefer_newer(self._choice)
            await self._incidents.end(by=self.name, asked_at=asked_at, is_proof=False)
            self._trouble.succeed()
            return _OFTEN if self.image_model.traits.asynchronous else DAY

    async def replace(self, refused: ModelChoice) -> Advice | None:
        """The service does not take orders for this model; None where another draws now, else what the owner can do."""
        async with self._turn:
            if self._choice != refused:
                return None
            now = self._clock.monotonic()
            is_news = self._refused[0] != refused.model or now - self._refused[1] >= _SAME_REFUSAL
            if is_news:
                self._refused = refused.model, now
                await self._list()
                if await self._switch(refused, Gone.MISSING):
                    return None
            return self._advice(refused, Gone.MISSING)

    async def _restore(self) -> None:
        try:
            stored = await self._store.model_choice()
        except StoreError:
            logger.exception("the stored choice of model cannot be read; choosing anew")
            return
        if stored is not None and self._is_allowed(stored):
            logger.info("%s draws, as before (GENERATOR=%s)", name_of(stored.model), stored.generator)
            self._set(stored)
            self._tell_listeners()

    def _is_allowed(self, choice: ModelChoice) -> bool:
        """Whether the settings, which may have changed since, still allow a choice."""
        is_named = not self._settings.model or name_of(self._settings.model) == name_of(choice.model)
        return is_named and choice.generator in {one.generator for one in candidates(self._settings, None)}

    async def _list(self) -> None:
        self._known = await list_models(self._client)
        self._listed_at = self._clock.monotonic()

    async def _choose(self, asked_at: float) -> float:
        """The first choice of all."""
        try:
            found = await first_that_answers(self._client, list(candidates(self._settings, self._known)))
        except NothingAnswers as nothing:
            return await self._report(nothing.error, asked_at)
        await self._use(found)
        logger.info("%s draws (GENERATOR=%s)", name_of(found.model), found.generator)
        await self._incidents.end(by=self.name, asked_at=asked_at, is_proof=False)
        self._trouble.succeed()
        return _OFTEN

    async def _report(self, error: YandexArtError, asked_at: float) -> float:
        """No service takes orders: requests are kept, and it is asked again."""
        self._listed_at = float("-inf")
        pause = self._trouble.fail(asked_at)
        advice = diagnosis(error, self._settings)
        logger.error("no image service accepts requests (%s); asking again in %.0f s", advice, pause)
        self._health.extend_outage(pause, is_lasting=is_account_error(error))
        if is_account_error(error):
            await self._incidents.begin(Incident.DENIED, advice, by=self.name, asked_at=asked_at)
        return pause

    async def _why_gone(self, choice: ModelChoice) -> Gone | None:
        known = self._known
        if choice.is_listed and known is not None and known.has_images and not known.has(choice.model):
            return Gone.MISSING
        if image_model(choice, self._client).traits.asynchronous and await self._is_stalled():
            return Gone.STALLED
        return None

    async def _is_stalled(self) -> bool:
        """Whether orders are taken and none finishes, though the service answers when it is asked for them."""
        if self.activity is None or self._clock.monotonic() - self.activity.answered_at > _RECENTLY:
            return False
        try:
            return await self._store.finishes_nothing(self._clock.now() - DAY)
        except StoreError:
            logger.exception("cannot read whether drawings finish")
            return False

    async def _leave(self, choice: ModelChoice, why: Gone, asked_at: float) -> float:
        if await self._switch(choice, why):
            return _OFTEN
        advice = self._advice(choice, why)
        incident = Incident.STALLED if why is Gone.STALLED else Incident.DENIED
        logger.error("%s", advice)
        self._listed_at = float("-inf")
        await self._incidents.begin(incident, advice, by=self.name, asked_at=asked_at)
        return _AFTER_TROUBLE if why is not Gone.STALLED else _OFTEN

    async def _switch(self, gone: ModelChoice, why: Gone) -> bool:
        """Draw with another model that the settings allow, if there is one that takes orders."""
        for other in candidates(self._settings, self._known):
            if (other.generator, name_of(other.model)) == (gone.generator, name_of(gone.model)):
                continue
            try:
                await image_model(other, self._client).probe()
            except YandexArtError:
                continue
            advice = gone_model(gone, why, self._settings, instead=other, is_replaced=True)
            await self._use(other)
            logger.warning("%s", advice)
            await self._owner.tell_change(advice)
            return True
        return False

    async def _prefer_newer(self, choice: ModelChoice) -> None:
        """What the list has now may be better: the successor, or a newer one of the same family."""
        best = next(candidates(self._settings, self._known))
        if best == choice or self._known is None:
            return
        is_same = (best.generator, name_of(best.model)) == (choice.generator, name_of(choice.model))
        if not is_same and (not best.is_listed or await is_gone(best, self._client)):
            return
        await self._use(best)
        if not is_same:
            logger.info("%s draws from now on (GENERATOR=%s)", name_of(best.model), best.generator)

    def _set(self, choice: ModelChoice) -> None:
        self._choice = choice
        self._image_model = image_model(choice, self._client)
        self._text_model = text_model(choice, self._client)

    async def _use(self, choice: ModelChoice) -> None:
        self._set(choice)
        try:
            await self._store.keep_model_choice(choice)
        except StoreError:
            logger.exception("the choice of model cannot be stored; it will be made again after a restart")
        self._tell_listeners()

    def _advice(self, gone: ModelChoice, why: Gone) -> Advice:
        return gone_model(gone, why, self._settings, instead=alternative(gone, self._known))


def alternative(gone: ModelChoice, known: Listed | None) -> ModelChoice | None:
    """What the list has in the place of a model, whether or not the settings allow it."""
    for one in GENERATORS:
        for model in known.image_models[one] if known is not None else ():
            if name_of(model) != name_of(gone.model):
                return ModelChoice(one, model, "", is_listed=True)
    return None
