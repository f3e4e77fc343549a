"""The double as an application: `create_app` puts the services under their addresses."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox.faults import Faults
from sandbox.yandex.cloud import Cloud
from sandbox.yandex.controls import Controls
from sandbox.yandex.edge import add_ids, edge
from sandbox.yandex.gallery import Gallery, Paint
from sandbox.yandex.generation import ImageGenerationAsync
from sandbox.yandex.images import Images
from sandbox.yandex.journal import Journal
from sandbox.yandex.operations import Operations
from sandbox.yandex.painter import paint as paint_scene
from sandbox.yandex.settings import Settings

CLOUD = web.AppKey("cloud", Cloud)


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

    `app[CLOUD]` is their state: its `settings` may be replaced and its `faults` added to at any time.
    `seed` makes ids and durations repeatable.
    """
    cloud = Cloud(
        settings=settings or Settings(),
        faults=faults or Faults(),
        clock=clock,
        sleep=sleep,
        random=random.Random(seed),  # noqa: S311 - nothing here is a secret
        gallery=Gallery(paint),
        journal=Journal(),
    )
    operations, controls = Operations(cloud), Controls(cloud)
    app = web.Application(middlewares=[edge(cloud)])
    app[CLOUD] = cloud
    app.on_response_prepare.append(add_ids)
    generate = ImageGenerationAsync(cloud, operations).generate
    # The names of the routes are the call names that fault rules speak of.
    app.router.add_post("/foundationModels/v1/imageGenerationAsync", generate, name="yandex.submit")
    app.router.add_get("/operations/{id}", operations.get, name="yandex.get", allow_head=False)
    app.router.add_post("/v1/images/generations", Images(cloud).generate, name="yandex.images")
    app.router.add_get("/-/settings", controls.get_settings, name="owner.settings", allow_head=False)
    app.router.add_put("/-/settings", controls.put_settings, name="owner.settings")
    app.router.add_get("/-/requests", controls.get_requests, name="owner.requests", allow_head=False)
    return app
