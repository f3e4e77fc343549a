"""A day's rehearsal: every way in which a network fails, one after the other, while people draw.

The hours in which nothing happens are left out.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from benchmarks.overload.virtual_time import VirtualTimeLoop
from sandbox.faults import Kind, Rule
from tests.storm.rehearsal import HOUR, Names, Record, Rehearsal, Trouble

MINUTE = 60.0


def lose_names(day: Rehearsal) -> None:
    day.net.names.are_known = False
    day.net.cut()


def find_names(day: Rehearsal) -> None:
    day.net.names.are_known = True


def unknown_certificate(day: Rehearsal) -> None:
    day.net.show(day.issuers["unknown"])


def renewed_certificate(day: Rehearsal) -> None:
    day.net.show(day.issuers["second"])


def strike(*rules: Rule) -> Callable[[Rehearsal], None]:
    def begin(day: Rehearsal) -> None:
        for rule in rules:
            where = day.sandbox.telegram if rule.where.startswith("telegram") else day.sandbox.yandex
            where.faults.add(rule)

    return begin


def no_faults(day: Rehearsal) -> None:
    day.sandbox.telegram.faults.clear()
    day.sandbox.yandex.faults.clear()


def slow_down(day: Rehearsal) -> None:
    day.net.telegram.upward = 10_000.0


def speed_up(day: Rehearsal) -> None:
    day.net.telegram.upward = None


NOT_REACHED, CONFLICT = "Telegram is not reached", "another program receives this bot's updates"
NAMES = Trouble("names", 5 * MINUTE, HOUR, lose_names, find_names, NOT_REACHED)
PROXY = Trouble(
    "proxy",
    75 * MINUTE,
    20 * MINUTE,
    lambda day: day.net.stop_proxy(),
    lambda day: day.net.start_proxy(),
    NOT_REACHED,
)
CERTIFICATES = Trouble("certificates", 105 * MINUTE, 15 * MINUTE, unknown_certificate, renewed_certificate, NOT_REACHED)
GATEWAY = Trouble(
    "gateway of Telegram",
    130 * MINUTE,
    10 * MINUTE,
    strike(Rule("telegram.*", Kind.HTML, status=502)),
    no_faults,
    "getUpdates is answered with HTTP 502, not from Telegram",
)
SERVICE = Trouble(
    "gateway of the service", 150 * MINUTE, 10 * MINUTE, strike(Rule("yandex.*", Kind.HTML, status=502)), no_faults
)
SLOW_LINE = Trouble("slow line", 170 * MINUTE, 15 * MINUTE, slow_down, speed_up, prompt="large picture")
SECOND_PROGRAM = Trouble(
    "second program",
    195 * MINUTE,
    MINUTE,
    strike(Rule("telegram.getUpdates", Kind.STATUS, status=409)),
    no_faults,
    CONFLICT,
)
DAY = (NAMES, PROXY, CERTIFICATES, GATEWAY, SERVICE, SLOW_LINE, SECOND_PROGRAM)
DEAF_AFTER, BACK_AFTER = 60.0, 75.0  # seconds, with the longest poll, and the longest pause between two


@pytest.fixture
def rehearse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Record]:
    names = Names()
    monkeypatch.setattr(aiohttp.ThreadedResolver, "resolve", names.resolve)

    def run(*troubles: Trouble, length: float, requests: int) -> Record:
        loop = VirtualTimeLoop()

        async def day() -> Record:
            return await Rehearsal(loop, tmp_path, names, troubles, seed=7, requests=requests).run(length)

        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            return runner.run(day())

    return run


def check_pictures(record: Record) -> None:
    """Nothing is lost, nothing doubled: one picture for each request, in its place, the slots in order."""
    assert record.verdict is not None
    assert record.verdict.is_clean, record.verdict
    assert record.verdict.pictures == record.verdict.asked == len(record.asked)
    assert (record.open, record.out_of_order) == (0, 0)


def check_health(record: Record, trouble: Trouble) -> None:
    """The bot says that it is not well, and why, while it is deaf, and no longer."""
    bad = record.unhealthy(trouble, 5 * MINUTE)
    if trouble.reason is None:
        assert bad == [], trouble.name
        return
    assert bad, trouble.name
    assert bad[0][0] <= DEAF_AFTER, trouble.name
    assert trouble.reason in bad[0][1], trouble.name
    assert bad[-1][0] <= trouble.lasts + BACK_AFTER, trouble.name


@pytest.mark.slow
def test_on_a_day_of_every_trouble_nothing_is_lost_or_doubled_and_each_is_told(
    rehearse: Callable[..., Record],
) -> None:
    record = rehearse(*DAY, length=200 * MINUTE, requests=60)
    check_pictures(record)
    for trouble in DAY:
        check_health(record, trouble)
        told = [text.partition("\n")[0] for text in record.told(trouble, BACK_AFTER)]
        assert len(told) == len(set(told)), (trouble.name, told)
        if trouble.reason is None:
            assert told == [], trouble.name
        else:
            assert told[-1].startswith("I receive messages again. It lasted "), trouble.name
    assert any("Waiting" in text for _, _, text in record.said_in(SERVICE))  # the people, of the service's pause
    large = [at for number, at in record.outcome.items() if SLOW_LINE.begins < record.asked[number] < SLOW_LINE.is_over]
    assert max(large) < SLOW_LINE.is_over + 2 * MINUTE  # though each takes a minute of the line


@pytest.mark.slow
def test_the_owner_is_told_of_a_second_program_and_of_its_end(rehearse: Callable[..., Record]) -> None:
    trouble = replace(SECOND_PROGRAM, begins=20.0)
    record = rehearse(trouble, length=3 * MINUTE, requests=5)
    check_pictures(record)
    check_health(record, trouble)
    told = [text.partition("\n")[0] for text in record.told(trouble, BACK_AFTER)]
    assert len(told) == 2
    assert told[0] == "Another program receives this bot's messages."
    assert told[1].startswith("I receive messages again. It lasted ")


@pytest.mark.slow
def test_a_certificate_that_is_renewed_by_another_trusted_authority_is_no_trouble(
    rehearse: Callable[..., Record],
) -> None:
    trouble = Trouble("renewal", 30.0, 30.0, renewed_certificate, renewed_certificate)
    record = rehearse(trouble, length=2 * MINUTE, requests=5)
    check_pictures(record)
    check_health(record, trouble)
