"""Routes: which one is taken for what, which is set aside, and for how long."""

import logging

import pytest

from bot.proxies import Proxy, parse_routes
from bot.routes import Load, Routes, RouteTable
from tests.world.simulated import JumpingClock

FIRST, SECOND, DIRECT = parse_routes("TELEGRAM_PROXY", "http://one:1 socks5h://me:SECRET@two:2 direct")
TEXT, PICTURES = Load.TEXT, Load.PICTURES


@pytest.fixture
def clock() -> JumpingClock:
    return JumpingClock()


@pytest.fixture
def routes(clock: JumpingClock) -> Routes:
    return Routes("Telegram", (FIRST, SECOND, DIRECT), clock)


@pytest.fixture
def table(routes: Routes) -> RouteTable:
    return routes.to("telegram.example")


def taken(table: RouteTable, load: Load = TEXT) -> Proxy | None:
    """The route that a request takes now."""
    route = table.candidates(load)[0]
    table.take(route, load)
    return route


def test_the_first_route_is_taken_until_it_fails_and_then_the_next(table: RouteTable) -> None:
    assert taken(table) == FIRST
    table.fail(FIRST, TEXT, "refused")
    assert (taken(table), taken(table, PICTURES)) == (SECOND, SECOND)
    table.fail(SECOND, TEXT, "refused")
    assert taken(table) is DIRECT


def test_a_route_that_carries_no_pictures_goes_on_carrying_text(table: RouteTable) -> None:
    assert not table.carried(FIRST, 100_000, 20)
    table.fail(FIRST, PICTURES, "10 kB a second")

    assert (taken(table), taken(table, PICTURES)) == (FIRST, SECOND)
    table.answered(FIRST, TEXT)
    assert taken(table, PICTURES) == SECOND, "an answer is no picture"


def test_a_route_that_is_set_aside_is_looked_at_again_by_one_request_after_longer_and_longer_pauses(
    table: RouteTable, clock: JumpingClock
) -> None:
    table.fail(FIRST, TEXT, "refused")
    pauses = []
    for _ in range(8):
        began = clock.monotonic()
        while taken(table) != FIRST:
            clock.seconds += 5
        assert taken(table) == SECOND, "the others do not wait for the trial"
        table.fail(FIRST, TEXT, "refused")
        pauses.append(clock.monotonic() - began)

    assert pauses == [30, 60, 120, 240, 480, 900, 900, 900]


def test_a_route_that_works_again_is_the_first_again_and_begins_with_the_shortest_pause(
    table: RouteTable, clock: JumpingClock
) -> None:
    for _ in range(3):
        table.fail(FIRST, TEXT, "refused")
        clock.seconds += 1000
    assert taken(table) == FIRST
    table.answered(FIRST, TEXT)
    assert (taken(table), taken(table)) == (FIRST, FIRST)
    table.fail(FIRST, TEXT, "refused")
    clock.seconds += 30
    assert taken(table) == FIRST


def test_a_trial_of_which_nothing_is_heard_is_made_anew(table: RouteTable, clock: JumpingClock) -> None:
    table.fail(FIRST, PICTURES, "slow")
    clock.seconds += 30
    assert (taken(table, PICTURES), taken(table, PICTURES)) == (FIRST, SECOND)
    clock.seconds += 60
    assert taken(table, PICTURES) == FIRST


def test_requests_that_were_under_way_when_it_failed_do_not_make_its_pause_longer(
    table: RouteTable, clock: JumpingClock
) -> None:
    for _ in range(20):
        table.fail(FIRST, PICTURES, "slow")
    clock.seconds += 30

    assert taken(table, PICTURES) == FIRST


def test_what_may_not_be_the_fault_of_a_route_takes_two_in_a_row(table: RouteTable) -> None:
    for _ in range(5):
        table.fail(FIRST, TEXT, "ServerDisconnectedError", surely=False)
        table.answered(FIRST, TEXT)
    assert taken(table) == FIRST
    table.fail(FIRST, TEXT, "ServerDisconnectedError", surely=False)
    table.fail(FIRST, TEXT, "ServerDisconnectedError", surely=False)
    assert taken(table) == SECOND


def test_where_all_are_set_aside_the_fastest_of_those_that_carry_text_has_the_picture(table: RouteTable) -> None:
    table.fail(FIRST, TEXT, "refused")
    for route, size in ((SECOND, 100_000), (DIRECT, 200_000)):
        table.carried(route, size, 20)
        table.fail(route, PICTURES, "slow")

    assert table.candidates(PICTURES) == [DIRECT, SECOND, FIRST]
    assert not table.has_other(DIRECT, PICTURES)


def test_an_order_that_may_be_paid_for_is_no_trial_of_a_route_that_has_lost_one(
    table: RouteTable, clock: JumpingClock
) -> None:
    table.fail(FIRST, PICTURES, "no answer", lost=True)
    clock.seconds += 30
    assert table.candidates(PICTURES, is_safe=False)[0] == SECOND
    assert taken(table, PICTURES) == FIRST
    table.answered(FIRST, PICTURES)
    clock.seconds += 60
    assert table.candidates(PICTURES, is_safe=False)[0] == FIRST, "it has been answered over it since"


def test_where_nothing_connects_each_is_tried_and_the_pauses_do_not_grow_by_that(
    table: RouteTable, clock: JumpingClock
) -> None:
    for _ in range(50):
        for route in table.candidates(TEXT):
            table.fail(route, TEXT, "no network")
    assert set(table.candidates(TEXT)) == {FIRST, SECOND, DIRECT}
    clock.seconds += 31
    assert taken(table) == FIRST


def test_each_host_of_a_service_has_its_own_standing(routes: Routes) -> None:
    routes.to("iam.example").fail(FIRST, TEXT, "refused")

    assert taken(routes.to("images.example")) == FIRST
    assert routes.failing() == {FIRST: "refused"}


def test_a_change_of_route_and_its_reason_are_logged_and_told_without_a_secret(
    routes: Routes, table: RouteTable, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[dict[Proxy | None, str]] = []
    routes.subscribe(lambda: told.append(routes.failing()))
    with caplog.at_level(logging.INFO):
        table.answered(FIRST, TEXT)
        table.fail(FIRST, TEXT, "Connection refused")
        table.answered(SECOND, TEXT)
        table.fail(SECOND, PICTURES, "3 kB a second")
        table.answered(DIRECT, PICTURES)
        table.answered(FIRST, PICTURES)
    one, two = "the proxy http://one:1 (TELEGRAM_PROXY)", "the proxy socks5h://two:2 (TELEGRAM_PROXY)"
    assert caplog.messages == [
        f"Telegram: {one} carries nothing (Connection refused); it is looked at again in 30 s",
        f"Telegram: requests go through {two} from now on",
        f"Telegram: {two} carries no pictures (3 kB a second); it is looked at again in 30 s",
        "Telegram: pictures go directly from now on",
        f"Telegram: pictures go through {one} from now on",
        f"Telegram: {one} carries requests again",
    ]
    assert [len(failing) for failing in told] == [0, 1, 2, 1]
