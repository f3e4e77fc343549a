"""The vendor's own SDK against the sandbox: that the double is true to it, and how it compares."""

import inspect
import warnings
from collections.abc import Callable
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from sandbox.painter import paint

pytest.importorskip("yandex_ai_studio_sdk", reason="the vendor's SDK is not installed (requirements/vendor.txt)")

from yandex_ai_studio_sdk import AIStudio, AsyncAIStudio, auth
from yandex_ai_studio_sdk.auth import APIKeyAuth
from yandex_ai_studio_sdk.exceptions import AioRpcError, RunError
from yandex_ai_studio_sdk.retry import RetryPolicy

AT_ONCE = RetryPolicy(max_attempts=3, initial_backoff=0, max_backoff=0, jitter=0)


@pytest.fixture
def sdk() -> Callable[..., Any]:
    def connect(world: Any) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Addresses of services are not named: it has to discover them.
            return AsyncAIStudio(
                folder_id="b1gfolder",
                auth=APIKeyAuth("AQVN-secret"),
                endpoint=world.endpoints.grpc_api,
                verify=False,
                retry_policy=AT_ONCE,
            )

    return connect


@pytest.fixture
async def world(open_world: Callable[..., Any]) -> Any:
    world = await open_world(grpc=True)
    world.set(duration=(0.0, 0.0))
    return world


async def test_it_draws_the_same_picture_as_ours_over_both_transports(open_world, sdk):
    world = await open_world(paint, grpc=True)
    world.set(duration=(0.0, 0.0))
    messages = [{"text": "a red cat", "weight": 1.0}, {"text": "Miyazaki style", "weight": 2.0}]
    theirs = sdk(world).models.image_generation("yandex-art").configure(seed=1863, width_ratio=2, height_ratio=1)
    drawn = await (await theirs.run_deferred(messages))
    for transport in ("rest", "grpc"):
        ours = world.connect(transport).models.image_generation("yandex-art")
        picture = await (await ours.configure(seed=1863, width_ratio=2, height_ratio=1).run_deferred(messages))
        assert picture.data == drawn.image_bytes


async def test_its_operation_is_taken_up_by_ours(world, sdk):
    ordered = await sdk(world).models.image_generation("yandex-art").run_deferred("a red cat")
    again = await world.connect("rest").models.image_generation().attach_deferred(ordered.id)
    assert b"a red cat" in (await again).data


async def test_it_understands_how_the_double_refuses(world, sdk):
    model = sdk(world).models.image_generation("yandex-art")
    with pytest.raises(AioRpcError, match="terms of use"):
        await model.run_deferred("forbidden")
    with pytest.raises(RunError, match="code 3"):
        await (await model.run_deferred("late-forbidden"))


async def test_it_cancels(world, sdk):
    world.set(duration=(30.0, 30.0))
    operation = await sdk(world).models.image_generation("yandex-art").run_deferred("a red cat")
    await operation.cancel()
    assert (await operation.get_status()).is_failed


async def test_the_yardstick_is_as_described(world, sdk):
    """The points in which docs/client.md says that it falls short; a newer one may not, and then the table changes."""
    model = sdk(world).models.image_generation("yandex-art")
    ordered = await model.run_deferred("a red cat")
    with pytest.raises(AttributeError):
        await model.attach_deferred(ordered.id)

    await model.configure(seed=0).run_deferred({"text": "a red cat", "weight": 0.0})
    sent = world.seen("yandex.submit")[-1].body
    assert sent["messages"] == [{"text": "a red cat"}]
    assert "seed" not in sent["generationOptions"]

    with pytest.raises(AioRpcError):
        await model.run_deferred("x" * 501)
    assert world.seen("yandex.submit")[-1].status == 3  # the service had to say so

    orders = len(world.seen("yandex.submit"))
    world.strike("yandex.submit", "dropped")
    with pytest.raises(AioRpcError):
        await model.run_deferred("a red cat")
    assert [entry.executed for entry in world.seen("yandex.submit")[orders:]] == [True, True, True]  # paid three times
    assert RetryPolicy().max_attempts == 5


def weighted(messages: list[dict[str, Any]]) -> list[tuple[str, float]]:
    return [(message["text"], float(message.get("weight", 1))) for message in messages]  # JSON has them as strings


async def test_models_and_messages_are_named_as_ours_are(world, sdk):
    theirs, ours = sdk(world).models, world.connect("rest").models
    for name, version in (("yandex-art", "latest"), ("yandex-art", "rc"), ("ds://other/tuned", "latest")):
        named = theirs.image_generation(name, model_version=version)
        assert named.uri == ours.image_generation(name, model_version=version).uri

    forms = ["a cat", {"text": "a cat", "weight": 2}, SimpleNamespace(text="a cat"), ["a", {"text": "b", "weight": -1}]]
    for messages in forms:
        for models in (theirs, ours):
            await models.image_generation("yandex-art").configure(seed=7).run_deferred(messages)
        one, other = (weighted(entry.body["messages"]) for entry in world.seen("yandex.submit")[-2:])
        assert one == other


async def test_the_yardstick_waits_at_an_even_pace(world, sdk):
    """Its pauses are its own; here they pass in no time."""
    world.set(duration=(300.0, 300.0))
    operation = await sdk(world).models.image_generation("yandex-art").run_deferred("a red cat")
    operation._sleep_impl = world.time.sleep
    await operation
    asked = [entry.time for entry in world.seen("yandex.get")]
    assert {later - earlier for earlier, later in pairwise(asked[:-1])} == {10.0}
    assert len(asked) > 30


async def test_the_yardstick_has_one_error_for_everything(world, sdk):
    kinds = set()
    for status in (400, 403, 404, 429, 503):
        world.strike("yandex.submit", "status", status=status, message="the service's words", times=3)
        with pytest.raises(Exception, match="the service's words") as raised:
            await sdk(world).models.image_generation("yandex-art").run_deferred("a red cat")
        kinds.add(type(raised.value))
        world.cloud.faults.clear()
    assert kinds == {AioRpcError}


async def test_the_yardstick_lacks_key_files_and_bare_prompts(world, sdk):
    assert not [name for name in dir(auth) if "key" in name.lower() and name != "APIKeyAuth"]
    assert not [name for name in dir(sdk(world).models.completions("yandexgpt-lite")) if "prompt" in name]


OTHER_SERVICES = {"batch", "chat", "datasets", "files", "search_api", "search_indexes", "speechkit", "tuning", "vision"}
OTHER_MODELS = {"text_classifiers", "text_embeddings"}


def test_the_yardstick_has_other_services_and_ours_draws_and_completes_alone(world, sdk):
    theirs, ours = sdk(world), world.connect("rest")
    assert set(dir(theirs)) >= OTHER_SERVICES
    assert set(dir(theirs.models)) >= OTHER_MODELS
    assert {name for name in dir(ours) if not name.startswith("_")} == {"close", "from_env", "models", "operations"}
    models = {name for name in dir(ours.models) if not name.startswith("_")}
    assert models == {"completions", "image_generation", "images_api", "list"}


def test_the_yardstick_can_be_used_without_await_and_ours_cannot(world, sdk):
    """By what calls give back: its synchronous face runs a loop in a thread, which would outlive the test."""
    asynchronous = sdk(world).models.image_generation("yandex-art")
    synchronous = AIStudio(folder_id="b1gfolder", auth=APIKeyAuth("AQVN-secret")).models.image_generation("yandex-art")
    ours = world.connect("rest").models.image_generation("yandex-art")
    for name in ("run_deferred", "attach_deferred"):
        theirs = [inspect.iscoroutinefunction(getattr(model, name)) for model in (asynchronous, synchronous)]
        assert theirs == [True, False]
        assert inspect.iscoroutinefunction(getattr(ours, name))
