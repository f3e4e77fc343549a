"""One process of the bot as `bot.app` wires it, over whatever stands behind its ports."""

import random
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any, Final

from drawing.byte_budget import ByteBudget
from drawing.clock import Clock
from drawing.incidents import Incidents
from drawing.policies import Policies
from drawing.ports.generator import ImageGenerator, PromptEnhancer
from drawing.ports.owner import Owner
from drawing.quota import DailyQuota
from drawing.service import DrawingService
from drawing.service_health import ServiceHealth
from drawing.workers.loop import Wakeups
from drawing.workers.wiring import Ports, Workers, create_workers
from tests.world.simulated import NO_LIMITS, SimulatedLanguageModel, SimulatedOwner

POLICIES: Final = Policies(quota=DailyQuota(NO_LIMITS, UTC), keep_pictures=3600)


@dataclass(frozen=True)
class Process:
    """What a process is made of, between its two remote sides."""

    workers: Workers
    health: ServiceHealth
    incidents: Incidents
    wakeups: Wakeups
    drawing_service: DrawingService
    budget: ByteBudget


def create_process(
    store: Any,
    messenger: Any,
    generator: ImageGenerator,
    clock: Clock,
    *,
    policies: Policies = POLICIES,
    source: random.Random | None = None,
    enhancer: PromptEnhancer | None = None,
    owner: Owner | None = None,
) -> Process:
    """A process that has not begun to work. `store` and `messenger` may be stand-ins that pass calls on."""
    source = source or random.Random(1)
    health = ServiceHealth(clock, source, per_minute=policies.submit_per_minute)
    incidents = Incidents(owner or SimulatedOwner(), store, clock)
    wakeups = Wakeups(clock)
    ports = Ports(
        store=store,
        messenger=messenger,
        generator=generator,
        enhancer=enhancer or SimulatedLanguageModel(),
        clock=clock,
        source=source,
        budget=ByteBudget(),
    )
    drawing_service = DrawingService(
        store, clock, policies, source=source, traits=lambda: generator.traits, wake=wakeups.deliver.notify
    )
    workers = create_workers(ports, policies, health=health, incidents=incidents, wakeups=wakeups)
    return Process(workers, health, incidents, wakeups, drawing_service, ports.budget)


def with_limits(policies: Policies, **limits: Any) -> Policies:
    """The same policies with other limits of a day."""
    quota = policies.quota
    return replace(policies, quota=replace(quota, limits=replace(quota.limits, **limits)))
