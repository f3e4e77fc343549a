"""Methods that receive updates, and answer pressed buttons."""

from typing import Any

from sandbox.telegram.api import Api
from sandbox.telegram.errors import bad_request, conflict
from sandbox.telegram.parameters import Parameters
from sandbox.telegram.text import utf16_length
from sandbox.telegram.webhook import parse_target

Json = dict[str, Any]

_MAX_POLL = 50  # seconds
_QUERY_LIFETIME = 150  # seconds
_WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


async def get_updates(api: Api, parameters: Parameters) -> list[Json]:
    """Long polling."""
    if api.webhook.target is not None:
        raise conflict(_WEBHOOK_ACTIVE)
    limit = min(max(parameters.integer("limit", 100), 1), 100)
    timeout = min(max(parameters.integer("timeout"), 0), _MAX_POLL)
    _allow(api, parameters)
    return await api.world.updates.poll(parameters.integer("offset"), limit, timeout)


async def set_webhook(api: Api, parameters: Parameters) -> bool:
    """Has updates pushed to an address; an empty one ends that."""
    url = parameters.text("url").strip()
    if not url:
        return await delete_webhook(api, parameters)
    target = parse_target(
        url,
        parameters.text("secret_token"),
        parameters.integer("max_connections", 40),
        parameters.text("ip_address"),
    )
    if parameters.flag("drop_pending_updates"):
        api.world.updates.clear()
    _allow(api, parameters)
    api.world.updates.interrupt("terminated by setWebhook request")
    api.webhook.point_at(target)
    return True


async def delete_webhook(api: Api, parameters: Parameters) -> bool:
    """Ends the webhook."""
    if parameters.flag("drop_pending_updates"):
        api.world.updates.clear()
    api.webhook.point_at(None)
    return True


async def get_webhook_info(api: Api, parameters: Parameters) -> Json:  # noqa: ARG001 - one signature for all methods
    """A `WebhookInfo`."""
    return api.webhook.info()


def _allow(api: Api, parameters: Parameters) -> None:
    """Left out, or unreadable, the former choice stays."""
    try:
        kinds = parameters.array("allowed_updates", "allowed updates", "String")
    except Exception:  # noqa: BLE001 - the real server ignores what it cannot read here
        return
    if kinds is not None and all(isinstance(kind, str) for kind in kinds):
        api.world.updates.allow(kinds)


async def answer_callback_query(api: Api, parameters: Parameters) -> bool:
    """Answers a pressed button, once or again, within its lifetime."""
    text = parameters.text("text")
    query = api.world.queries.get(parameters.text("callback_query_id"))
    if query is None or api.world.clock() - query.pressed_at > _QUERY_LIFETIME:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if utf16_length(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    details: Json = {"query_id": query.id, "alert": parameters.flag("show_alert")} | ({"text": text} if text else {})
    viewers = frozenset({query.user_id})
    api.world.announce("answer", api.world.chats[query.chat_id], viewers=viewers, **details)
    return True
