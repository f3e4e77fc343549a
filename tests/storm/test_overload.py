"""Far more than can be served: everybody is answered, within the quotas, and nobody's flood holds up others."""

import asyncio
import time

import pytest

from benchmarks.overload import backlog, overload
from benchmarks.overload.runs import ask_too_much, start_with_backlog
from benchmarks.overload.stage import fullest_window
from benchmarks.overload.virtual_time import VirtualClock, VirtualTimeLoop

MEGABYTE = 2**20


@pytest.mark.slow
def test_everybody_is_answered_within_the_quotas_and_nobodys_flood_holds_up_others() -> None:
    plan = overload.Plan(requests=500, people=100, flooders=4, flood=50, groups=4)
    report = ask_too_much(plan)

    assert report.verdict.is_clean, report.verdict
    assert report.verdict.pictures == plan.requests
    assert report.out_of_order == 0
    assert report.median_wait < report.flooders_wait / 5
    assert report.longest_wait < report.flooders_wait
    assert report.refused == 0  # Telegram's limits are kept, not found out
    assert report.fullest["messages in a second"] <= 30
    assert report.fullest["messages to a chat in a second"] <= 1
    assert report.fullest["messages to a group in a minute"] <= 20
    assert report.fullest["submissions in a minute"] <= overload.SUBMIT_PER_MINUTE
    assert report.fullest["result requests in a second"] <= overload.RESULTS_PER_SECOND
    assert report.memory < 300 * MEGABYTE  # of the bot and the sandbox together


@pytest.mark.fault("40")
@pytest.mark.slow
def test_a_start_with_ten_thousand_pending_is_bounded_in_memory_and_in_turns_of_the_loop() -> None:
    plan = backlog.Plan(pending=10_000, seconds=60)
    report = start_with_backlog(plan)

    assert report.messages >= 25 * plan.seconds  # it works at Telegram's limit, and not beyond
    assert report.fullest["messages in a second"] <= 30
    assert report.fullest["submissions in a minute"] == 60
    assert report.fullest["result requests in a second"] == 10
    assert report.refused == 0
    assert report.longest_turn < 0.25  # seconds of processor time
    assert report.memory < 100 * MEGABYTE


def test_an_hour_of_virtual_time_takes_no_time() -> None:
    loop = VirtualTimeLoop()
    began = time.thread_time()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(asyncio.sleep(3600))
    assert loop.time() == 3600
    assert time.thread_time() - began < 60


def test_virtual_time_moves_for_those_who_wait_for_next_to_nothing() -> None:
    loop = VirtualTimeLoop()
    clock = VirtualClock(loop)

    async def wait_again_and_again() -> None:
        until = loop.time() + 1e-4
        while (rest := until - clock.monotonic()) > 0:
            await clock.wait(asyncio.Event(), min(rest, 1e-14))

    async def side_by_side() -> None:
        await asyncio.gather(*(wait_again_and_again() for _ in range(3)))

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(side_by_side())
    assert 1e-4 <= loop.time() < 1


def test_virtual_time_stands_still_while_a_thread_works() -> None:
    loop = VirtualTimeLoop()

    async def work() -> float:
        async with asyncio.timeout(0.001):
            await asyncio.to_thread(time.sleep, 0.05)
        return loop.time()

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        assert runner.run(work()) == 0.0


def test_virtual_time_stands_still_while_a_socket_has_something_to_say() -> None:
    loop = VirtualTimeLoop()

    async def ask() -> tuple[bytes, float]:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(await reader.readline())
            writer.close()

        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b"hello\n")
            async with asyncio.timeout(3600):
                line = await reader.readline()
            writer.close()
            return line, loop.time()

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        assert runner.run(ask()) == (b"hello\n", 0.0)


def test_the_fullest_window_does_not_count_its_own_end() -> None:
    assert fullest_window([0.0, 0.5, 1.0, 1.2, 1.4, 2.5], 1.0) == 4
    assert fullest_window([0.0, 1.0, 2.0], 1.0) == 1
    assert fullest_window([], 1.0) == 0
