"""Wiring of the workers: made in one place, from the ports and the owner's policies."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from drawing.byte_budget import ByteBudget, StoredPictures
from drawing.clock import Clock
from drawing.estimates import Estimator
from drawing.incidents import Incidents
from drawing.policies import Policies
from drawing.ports.chat import Messenger
from drawing.ports.generator import ImageGenerator, PromptEnhancer
from drawing.ports.store import Store
from drawing.service_health import ServiceHealth
from drawing.workers.deliver import DeliverWorker, Delivery
from drawing.workers.fallbacks import Fallbacks
from drawing.workers.loop import Wakeups, Worker
from drawing.workers.notices import Notices
from drawing.workers.poll import PollWorker
from drawing.workers.setbacks import Setbacks
from drawing.workers.submit import SubmitWorker
from drawing.workers.sweep import SweepWorker


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """The world, as the workers see it."""

    store: Store
    messenger: Messenger
    generator: ImageGenerator
    enhancer: PromptEnhancer
    clock: Clock
    source: random.Random
    budget: ByteBudget


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """The workers, and what they share with use cases."""

    deliver: DeliverWorker
    submit: SubmitWorker
    poll: PollWorker
    sweep: SweepWorker
    delivery: Delivery
    notices: Notices
    estimator: Estimator

    def __iter__(self) -> Iterator[Worker]:
        yield from (self.deliver, self.submit, self.poll, self.sweep)


def create_workers(
    ports: Ports, policies: Policies, *, health: ServiceHealth, incidents: Incidents, wakeups: Wakeups
) -> Workers:
    """All four workers over the same ports; each wakes those that have to go on from what it did."""
    store, clock, source = ports.store, ports.clock, ports.source
    estimator = Estimator(store, clock, health, policies)
    notices = Notices(store, ports.messenger, clock, health)
    pictures = StoredPictures(store, ports.budget, note_wait=wakeups.deliver.resume)
    setbacks, fallbacks = Setbacks(clock, source, incidents), Fallbacks(store, ports.messenger, clock)
    delivery = Delivery(
        store,
        ports.messenger,
        clock,
        pictures=pictures,
        estimator=estimator,
        notices=notices,
        setbacks=setbacks,
        fallbacks=fallbacks,
        notify_after=policies.notify_after,
    )
    deliver = DeliverWorker(
        store,
        delivery,
        clock,
        notices=notices,
        health=health,
        setbacks=setbacks,
        fallbacks=fallbacks,
        source=source,
        wakeups=wakeups,
    )
    return Workers(
        deliver=deliver,
        submit=_submit_worker(ports, policies, health, incidents, wakeups),
        poll=_poll_worker(ports, policies, incidents, wakeups),
        sweep=SweepWorker(store, clock, policies=policies, wakeups=wakeups),
        delivery=delivery,
        notices=notices,
        estimator=estimator,
    )


def _submit_worker(
    ports: Ports, policies: Policies, health: ServiceHealth, incidents: Incidents, wakeups: Wakeups
) -> SubmitWorker:
    return SubmitWorker(
        ports.store,
        ports.generator,
        ports.enhancer,
        ports.clock,
        policies=policies,
        health=health,
        incidents=incidents,
        wakeups=wakeups,
    )


def _poll_worker(ports: Ports, policies: Policies, incidents: Incidents, wakeups: Wakeups) -> PollWorker:
    return PollWorker(
        ports.store,
        ports.generator,
        ports.clock,
        per_second=policies.results_per_second,
        incidents=incidents,
        source=ports.source,
        wakeups=wakeups,
    )
