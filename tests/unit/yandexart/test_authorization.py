"""One credential, many callers: who waits for whom, and what each of them is given."""

import asyncio
from collections.abc import Callable

from yandexart import Clock, ServiceDown, YandexArtError
from yandexart.auth.authorization import Authorization
from yandexart.auth.credential import Credential

HALF_A_DAY = 43_200.0


class Source:
    """A way to authenticate that answers when and what the test says."""

    def __init__(self, *outcomes: Credential | YandexArtError) -> None:
        self.outcomes = list(outcomes)
        self.asked = 0
        self.gate = asyncio.Event()

    async def issue(self, service: object) -> Credential:
        self.asked += 1
        await self.gate.wait()
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, YandexArtError):
            raise outcome
        return outcome


def token(name: str) -> Credential:
    return Credential(f"Bearer {name}", HALF_A_DAY)


def authorization(source: Source, now: Callable[[], float]) -> Authorization:
    return Authorization(source, None, Clock(monotonic=now))  # type: ignore[arg-type]


async def all_wait() -> None:
    """Until every task has come as far as it can without the gate."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_refused_token_is_not_taken_for_its_own_replacement() -> None:
    """While a renewal fails, after which the old token would serve on, another caller learns that it is refused."""
    now = 0.0
    old, new = token("old"), token("new")
    source = Source(old, ServiceDown(), new)
    source.gate.set()
    shared = authorization(source, lambda: now)
    assert await shared.credential(60) is old

    now = 3601.0
    source.gate.clear()
    async with asyncio.TaskGroup() as tasks:
        renewing = tasks.create_task(shared.credential(60))
        await all_wait()
        replacing = tasks.create_task(shared.replacement(old))
        await all_wait()
        source.gate.set()
    assert renewing.result() is old
    assert replacing.result() is new
    assert source.asked == 3


async def test_those_who_wait_for_a_replacement_share_it() -> None:
    old, new = token("old"), token("new")
    source = Source(old, new)
    source.gate.set()
    shared = authorization(source, lambda: 0.0)
    await shared.credential(60)

    source.gate.clear()
    async with asyncio.TaskGroup() as tasks:
        callers = [tasks.create_task(shared.replacement(old)) for _ in range(10)]
        await all_wait()
        source.gate.set()
    assert {caller.result() for caller in callers} == {new}
    assert source.asked == 2


async def test_a_caller_who_goes_away_leaves_the_renewal_to_the_next() -> None:
    first = token("first")
    source = Source(first)
    shared = authorization(source, lambda: 0.0)
    async with asyncio.TaskGroup() as tasks:
        impatient = tasks.create_task(shared.credential(60))
        patient = tasks.create_task(shared.credential(60))
        await all_wait()
        impatient.cancel()
        source.gate.set()
    assert impatient.cancelled()
    assert patient.result() is first
