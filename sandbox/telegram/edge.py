"""What a fault does to an answer: wrong, cut, late, endless, or none at all."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, assert_never

from aiohttp import web

from sandbox.faults import Kind, Rule

Answer = tuple[int, dict[str, Any]]
"""HTTP status and body."""

_REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    413: "Request Entity Too Large",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
_HUGE_CHUNK, _HUGE_CHUNKS = b"0" * 65_536, 8_000  # 500 MB in all


def respond(answer: Answer) -> web.Response:
    """A body as the Bot API sends it, with the header Retry-After where it speaks of one."""
    status, body = answer
    retry_after = body.get("parameters", {}).get("retry_after")
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return web.json_response(body, status=status, headers=headers)


def error_body(code: int, description: str | None, parameters: dict[str, Any] | None = None) -> dict[str, Any]:
    body: dict[str, Any] = {"ok": False, "error_code": code}
    if description is not None:
        body["description"] = description
    return body | ({"parameters": parameters} if parameters else {})


async def struck(request: web.Request, rule: Rule, execute: Callable[[], Awaitable[Answer]]) -> web.StreamResponse:
    """What the bot gets to see of a call that a fault meets; `execute` runs the method, where the fault lets it."""
    response: web.StreamResponse
    match rule.kind:
        case Kind.STATUS:
            response = _refusal(rule)
        case Kind.HTML:
            response = _page(rule)
        case Kind.LOST:
            response = _hang_up(request)
        case Kind.DROPPED:
            await execute()
            response = _hang_up(request)
        case Kind.GARBAGE:
            await execute()
            response = web.Response(body=b"\x00\xff no JSON at all", content_type="application/json")
        case Kind.TRUNCATED:
            _, body = await execute()
            text = json.dumps(body)
            response = web.Response(text=text[: len(text) // 2], content_type="application/json")
        case Kind.SLOW:
            await asyncio.sleep(rule.seconds)
            response = respond(await execute())
        case Kind.HUGE:
            response = await _send_huge(request)
        case _:
            assert_never(rule.kind)
    return response


def _refusal(rule: Rule) -> web.Response:
    """An error in the Bot API's own form. An empty `message` leaves the description out, as gateways do."""
    parameters: dict[str, Any] = {}
    description: str | None = _REASONS.get(rule.status, "Error")
    if rule.status == 429:
        wait = rule.retry_after or "1"
        parameters = {"retry_after": int(wait) if wait.isdecimal() else wait}
        description = f"Too Many Requests: retry after {wait}"
    if rule.message is not None:
        description = rule.message or None
    return respond((rule.status, error_body(rule.code or rule.status, description, parameters)))


def _page(rule: Rule) -> web.Response:
    title = f"{rule.status} {rule.message or _REASONS.get(rule.status, 'Error')}"
    page = f"<html>\n<head><title>{title}</title></head>\n<body><h1>{title}</h1></body>\n</html>\n"
    return web.Response(text=page, content_type="text/html", status=rule.status)


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()  # goes nowhere


async def _send_huge(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    await response.write(b'{"ok":true,"result":"')
    for _ in range(_HUGE_CHUNKS):
        await response.write(_HUGE_CHUNK)
    await response.write(b'"}')
    return response
