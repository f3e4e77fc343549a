"""Asking the image service for pictures.

`submitting` is stored before the request leaves: whatever happens then, the database knows that it may have left. The
service ignores idempotency keys, so a request whose outcome is unknown is repeated at most as often as the owner wants.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from typing import Final, assert_never

from drawing.clock import Clock
from drawing.enhancement import enhance
from drawing.incidents import Incidents, RefusalStreak
from drawing.lifecycle import Drawing, DrawingId, Reason, State
from drawing.policies import Policies
from drawing.ports.generator import (
    BadResult,
    Busy,
    Denied,
    Down,
    EnhancementFailed,
    GenerationError,
    ImageGenerator,
    ModelReplaced,
    PromptEnhancer,
    Rejected,
    Unreachable,
)
from drawing.ports.store import Store, StoreError
from drawing.records import Advice, Incident, Picture, Started
from drawing.service_health import ServiceHealth
from drawing.workers.loop import Wakeups, run_loop

logger = logging.getLogger(__name__)

_IDLE: Final = 5.0  # seconds between looks at the database when nobody rings
_MAX_REST: Final = 600.0  # seconds that a drawing rests after a server error
_STORE_PAUSE: Final = 2.0
_IN_FLIGHT: Final = 32  # requests that may wait for their answer at once
_SERVER_ERRORS: Final = 8  # a drawing that met as many ends; with the growing pauses that takes half an hour
_DENIED_ALONE: Final = 2  # times that a drawing is denied while others are taken, before it is at fault itself
_WORDS: Final[dict[type[GenerationError], str]] = {
    Busy: "the image service's quota is spent",
    Unreachable: "the image service cannot be reached",
}
_BY_STREAK: Final = "refusals"  # who complains of refusals that only together say something


class SubmitWorker:
    """Takes drawings from `queued` to `running`, or to `ready` where the service answers at once."""

    name = "submit"

    def __init__(
        self,
        store: Store,
        generator: ImageGenerator,
        enhancer: PromptEnhancer,
        clock: Clock,
        *,
        policies: Policies,
        health: ServiceHealth,
        incidents: Incidents,
        wakeups: Wakeups,
    ) -> None:
        self.wakeup = wakeups.submit
        self._store = store
        self._generator = generator
        self._enhancer = enhancer
        self._clock = clock
        self._policies = policies
        self._health = health
        self._incidents = incidents
        self._wakeups = wakeups
        self._refusals = RefusalStreak()
        self._taken = 0  # requests that the service has taken
        self._denials: dict[DrawingId, tuple[int, int]] = {}  # `_taken` at the last one, and how often alone
        self._enhancing: dict[str, frozenset[DrawingId]] = {}  # by the source of the request
        self._in_flight = 0
        self._in_doubt = True  # the database may hold submissions of a process that died
        self._stop = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        # Nothing is in flight at a start, of the process or of the worker alone; what was has been cut short.
        self._stop, self._in_flight, self._in_doubt = stop, 0, True
        self._enhancing.clear()
        await run_loop(self, stop)

    async def _recover(self) -> None:
        """Settle what is stored as being sent while nothing of ours is in flight: a crash or a fault cut it short."""
        cut_short = await self._store.recover(self._policies.resubmissions, self._clock.now())
        if cut_short:
            logger.warning("%d submissions were interrupted; whether they arrived is unknown", cut_short)
        self._in_doubt = False

    async def start_next(self, group: asyncio.TaskGroup) -> float:
        """Begin one submission; returns how many seconds to wait before the next."""
        if self._in_doubt:
            if self._in_flight > 0:
                return _IDLE  # until that has ended it could not be told from what was cut short
            await self._recover()
        pause = self._health.delay()
        if pause > 0:
            return pause
        if self._in_flight >= _IN_FLIGHT or not self._generator.is_ready:
            return _IDLE
        resting = self._health.resting()
        not_now = resting.keys() | frozenset().union(*self._enhancing.values())
        # One that was denied comes after those that were not, should it be this prompt that the service is against.
        drawing = await self._next(not_now | self._denials.keys())
        if drawing is None and self._denials:
            drawing = await self._next(not_now)
        if drawing is None:
            if self._in_flight == 0 and not resting:
                self._denials.clear()  # nothing waits that they could be about
            return min([_IDLE, *resting.values()])
        if drawing.awaits_enhancement:
            await self._begin_enhancement(drawing, group)
        elif self._health.is_failing and self._in_flight > len(self._enhancing):
            return _IDLE
        else:
            await self._begin_submission(drawing, group)
        return 0.0

    async def _next(self, not_now: Collection[DrawingId]) -> Drawing | None:
        return await self._store.next_to_submit(self._policies.running_per_person, not_now, self._clock.now())

    async def _begin_enhancement(self, drawing: Drawing, group: asyncio.TaskGroup) -> None:
        """Counted before it begins, and once for all pictures of a request."""
        quota = self._policies.quota
        if await self._store.begin_enhancement(drawing.id, quota.limits, quota.day(self._clock.now())):
            pictures = await self._store.of_source(drawing.source)
            self._enhancing[drawing.source] = frozenset(one.id for one in pictures)
            self._in_flight += 1
            group.create_task(self._enhance_and_leave(drawing), name=f"enhance {drawing.id}")

    async def _begin_submission(self, drawing: Drawing, group: asyncio.TaskGroup) -> None:
        now, quota = self._clock.now(), self._policies.quota
        try:
            begun = await self._store.begin_submission(
                drawing.id,
                seed_kept=self._generator.traits.keeps_seed,
                limits=quota.limits,
                day=quota.day(now),
                now=now,
            )
        except BaseException:
            self._in_doubt = True  # the database may have stored it all the same
            raise
        if begun is not None:
            self._health.record_request()
            self._in_flight += 1
            group.create_task(self._submit_and_leave(begun), name=f"submit {begun.id}")
        else:
            self._wakeups.deliver.notify()  # it may have ended instead

    async def _enhance_and_leave(self, drawing: Drawing) -> None:
        try:
            await self.enhance(drawing)
        except StoreError:
            logger.exception(
                "the enhanced prompt of drawing %d cannot be stored; it will be enhanced again", drawing.id
            )
            self._health.rest(drawing.id, _STORE_PAUSE)
        finally:
            self._enhancing.pop(drawing.source, None)
            self._in_flight -= 1
            self.wakeup.resume()

    async def enhance(self, drawing: Drawing) -> None:
        """Have a prompt enhanced, once; where that fails, the plain prompt is drawn and its caption says so."""
        enhanced = None
        try:
            traits = self._generator.traits
            enhanced = await enhance(self._enhancer, drawing.prompt, traits, self._policies.prompt_limit)
        except EnhancementFailed:
            logger.warning("the prompt of drawing %d could not be enhanced; drawing it as written", drawing.id)
        except Exception:
            logger.exception("enhancing the prompt of drawing %d failed; drawing it as written", drawing.id)
        await self._store.save_enhanced(drawing.id, enhanced)

    async def _submit_and_leave(self, drawing: Drawing) -> None:
        try:
            await self.submit(drawing)
        finally:
            self._in_flight -= 1
            self.wakeup.resume()
            self._wakeups.poll.notify()
            self._wakeups.deliver.notify()

    async def submit(self, drawing: Drawing) -> None:
        """Send one request that is stored as `submitting`, and store what came of it."""
        asked_at, sent_at = self._clock.monotonic(), self._clock.now()
        try:
            answer = await self._generator.submit(drawing.drawn_prompt)
        except (Busy, Unreachable, Down) as error:
            await self._wait_for_service(drawing, error, asked_at)
        except GenerationError as error:
            await self._settle(drawing, error, asked_at)
        except Exception:
            # Of ours, most likely. It must not end the worker, and with it what is in flight for others.
            logger.exception("submitting drawing %d failed", drawing.id)
            await self._settle_unknown(drawing)
        else:
            await self._store_answer(drawing, answer, sent_at)
            await self._note_taken(drawing, asked_at)

    async def _settle(self, drawing: Drawing, error: GenerationError, asked_at: float) -> None:
        """What comes of a request that the service has not carried out, or not so that there is a picture."""
        match error:
            case Rejected(reason=reason):
                await self._turn_down(drawing, reason)
                await self._note_refusal(drawing, error, asked_at)
            case BadResult():  # it is paid for, and would be no better the next time
                logger.error("what the image service sent for drawing %d is not a picture", drawing.id)
                await self._end(drawing, Reason.BAD_PICTURE)
                await self._note_success(asked_at)
            case ModelReplaced():
                await self._requeue(drawing, arrived=False)
            case Denied() if self._is_denied_alone(drawing):
                await self._turn_down(drawing, Reason.INVALID)
            case Denied():
                await self._wait_for_account(drawing, error, asked_at)
            case _:
                await self._settle_unknown(drawing)

    async def _wait_for_service(self, drawing: Drawing, error: Busy | Unreachable | Down, asked_at: float) -> None:
        pause = self._health.record_failure(error)
        if isinstance(error, Down):
            await self._try_again_later(drawing, error.retry_after)
            return
        logger.warning("%s; submitting again in %.0f s", _WORDS[type(error)], pause)
        await self._requeue(drawing, arrived=False)
        if isinstance(error, Busy) and self._health.is_quota_spent:
            await self._incidents.begin(Incident.QUOTA, Advice(str(error)), by=self.name, asked_at=asked_at)

    async def _note_refusal(self, drawing: Drawing, error: Rejected, asked_at: float) -> None:
        if error.reason is Reason.REFUSED:  # whoever judges the prompt has let the bot in
            await self._note_success(asked_at)
        elif error.reason is Reason.INVALID and self._refusals.add(drawing.prompt, drawing.person_id):
            logger.error("the image service has refused several prompts in a row; is the account in order?")
            await self._incidents.begin(Incident.REFUSALS, Advice(error.words), by=_BY_STREAK, asked_at=asked_at)

    def _is_denied_alone(self, drawing: Drawing) -> bool:
        """Whether the service takes what others ask for, and turns down this one again and again."""
        taken_then, alone = self._denials.get(drawing.id, (self._taken, 0))
        alone += self._taken > taken_then
        self._denials[drawing.id] = self._taken, alone
        return alone >= _DENIED_ALONE

    async def _wait_for_account(self, drawing: Drawing, error: Denied, asked_at: float) -> None:
        """Nothing can be drawn until the owner has mended something; now and then it is tried whether they have."""
        is_news = not self._health.is_access_denied
        pause = self._health.record_failure(error)
        if is_news:
            logger.error("the image service refuses access (%s); trying again in %.0f s", error, pause)
        await self._requeue(drawing, arrived=False)
        await self._incidents.begin(Incident.DENIED, error.advice, by=self.name, asked_at=asked_at)

    async def _note_taken(self, drawing: Drawing, asked_at: float) -> None:
        """The service has taken a request: it draws for this account."""
        self._taken += 1
        self._denials.pop(drawing.id, None)
        self._refusals.clear()
        await self._incidents.end(by=_BY_STREAK, asked_at=asked_at, is_proof=False)
        await self._note_success(asked_at)

    async def _note_success(self, asked_at: float) -> None:
        """The service answers what it is asked: whatever was wrong with it, or with the owner's account, is mended."""
        self._health.record_success()
        await self._incidents.end(by=self.name, asked_at=asked_at)

    async def _store_answer(self, drawing: Drawing, answer: Started | Picture, sent_at: float) -> None:
        now = self._clock.now()
        match answer:
            case Started(operation_id):
                await self._keep(lambda: self._store.start(drawing.id, operation_id, now))
            case Picture() as picture:
                await self._keep(lambda: self._store.finish(drawing.id, picture, now, submitted_at=sent_at))
            case _:
                assert_never(answer)

    async def _try_again_later(self, drawing: Drawing, retry_after: float | None) -> None:
        """After a server error: the service rests a little, this drawing longer, and not for ever."""
        if drawing.refusals + 1 >= _SERVER_ERRORS:
            await self._turn_down(drawing, Reason.SERVICE_DOWN)
            return
        pause = max(min(2.0 * 4**drawing.refusals, _MAX_REST), retry_after or 0.0)
        self._health.rest(drawing.id, pause)
        logger.warning("the image service failed at drawing %d; trying again in %.0f s", drawing.id, pause)
        await self._requeue(drawing, arrived=False, refused=True)

    async def _settle_unknown(self, drawing: Drawing) -> None:
        self._health.record_failure()
        if drawing.submissions > self._policies.resubmissions:
            await self._end(drawing, Reason.OUTCOME_UNKNOWN)
        else:
            logger.warning("whether drawing %d was submitted is unknown; submitting it again", drawing.id)
            await self._requeue(drawing, arrived=True)

    async def _requeue(self, drawing: Drawing, *, arrived: bool, refused: bool = False) -> None:
        now = self._clock.now()
        await self._keep(lambda: self._store.requeue(drawing.id, now, arrived=arrived, refused=refused))

    async def _end(self, drawing: Drawing, reason: Reason) -> None:
        now = self._clock.now()
        await self._keep(lambda: self._store.end(drawing.id, State.FAILED, reason, now))

    async def _turn_down(self, drawing: Drawing, reason: Reason) -> None:
        """The service answered with an error: this order is none of the day's."""
        now = self._clock.now()
        await self._keep(lambda: self._store.turn_down(drawing.id, reason, now))

    async def _keep(self, write: Callable[[], Awaitable[object]]) -> None:
        """Store what came of a submission, however long the database refuses: forgetting it would cost a picture."""
        while True:
            try:
                await write()
            except StoreError:
                if self._stop.is_set():
                    raise
                logger.exception("the outcome of a submission cannot be stored; trying again in %.0f s", _STORE_PAUSE)
                await self._clock.wait(self._stop, _STORE_PAUSE)
            else:
                return
