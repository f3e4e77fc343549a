"""The double as an application: `create_app` puts the services under their addresses."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from functools import partial

from aiohttp import web

from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.painter import paint as paint_scene
from sandbox.yandex.cloud import Cloud
from sandbox.yandex.completion import Completion
from sandbox.yandex.controls import Controls
from sandbox.yandex.edge import add_ids, edge
from sandbox.yandex.gallery import Gallery, Paint
from sandbox.yandex.generation import ImageGenerationAsync
from sandbox.yandex.iam import Iam
from sandbox.yandex.images import Images
from sandbox.yandex.listing import Listing
from sandbox.yandex.operations import Operations
from sandbox.yandex.settings import Settings
from sandbox.yandex.tokens import Tokens

_JOURNAL_LIMIT = 500  # requests

CLOUD = web.AppKey("cloud", Cloud)
GENERATION = web.AppKey("generation", ImageGenerationAsync)
OPERATIONS = web.AppKey("operations", Operations)


def create_app(
    settings: Settings | None = None,
    faults: Faults | None = None,
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    paint: Paint = paint_scene,
    seed: int | None = None,
) -> web.Application:
    """The services of Yandex Cloud, to be run alone or mounted under a prefix.

    `app[CLOUD]` is their state: its `settings` may be replaced and its `faults` added to at any time;
    `app[GENERATION]` and `app[OPERATIONS]` are what the same services over gRPC share with these.
    `seed` makes ids and durations repeatable.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing here is a secret
    cloud = Cloud(
        settings=settings or Settings(),
        faults=faults or Faults(),
        clock=clock,
        sleep=sleep,
        random=chance,
        gallery=Gallery(paint),
        journal=Journal(_JOURNAL_LIMIT),
        tokens=Tokens(clock, chance),
    )
    operations = Operations(cloud)
    app = web.Application(middlewares=[edge(cloud)])
    app[CLOUD], app[OPERATIONS] = cloud, operations
    app[GENERATION] = ImageGenerationAsync(cloud, operations)
    app.on_response_prepare.append(add_ids)
    _add_routes(app, cloud, Controls(cloud))
    return app


def _add_routes(app: web.Application, cloud: Cloud, controls: Controls) -> None:
    """The names of the routes are the call names that fault rules speak of."""
    operations, iam = app[OPERATIONS], Iam(cloud)
    add_get = partial(app.router.add_get, allow_head=False)
    add_post = app.router.add_post
    add_post("/foundationModels/v1/imageGenerationAsync", app[GENERATION].generate, name="yandex.submit")
    add_get("/operations/{id}:cancel", operations.get_cancelled, name="yandex.cancel")
    add_get("/operations/{id}", operations.get, name="yandex.get")
    add_post("/v1/images/generations", Images(cloud).generate, name="yandex.images")
    add_get("/v1/models", Listing(cloud).get, name="yandex.models")
    add_post("/foundationModels/v1/completion", Completion(cloud).complete, name="yandex.completion")
    add_post("/iam/v1/tokens", iam.create, name="yandex.iam")
    add_get("/computeMetadata/v1/instance/service-accounts/default/token", iam.metadata, name="yandex.metadata")
    add_get("/-/settings", controls.get_settings, name="owner.settings")
    app.router.add_put("/-/settings", controls.put_settings, name="owner.settings")
    add_get("/-/requests", controls.get_requests, name="owner.requests")
