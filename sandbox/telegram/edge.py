"""HTTP edge of the Bot API server: bodies of answers, and the form that faults have for its clients."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.edge import REASONS, HttpCall
from sandbox.faults import Rule

Answer = tuple[int, dict[str, Any]]
"""HTTP status and body."""


def respond(answer: Answer) -> web.Response:
    """A body as the Bot API sends it, with the header Retry-After where it speaks of one."""
    status, body = answer
    retry_after = body.get("parameters", {}).get("retry_after")
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return web.json_response(body, status=status, headers=headers)


def error_body(code: int, description: str | None, parameters: dict[str, Any] | None = None) -> dict[str, Any]:
    """The body of a refusal; without a description it is that of a gateway."""
    body: dict[str, Any] = {"ok": False, "error_code": code}
    if description is not None:
        body["description"] = description
    return body | ({"parameters": parameters} if parameters else {})


class BotApiCall(HttpCall):
    """One call of a method; `run` executes it, where the fault lets it."""

    def __init__(self, request: web.Request, run: Callable[[], Awaitable[Answer]]) -> None:
        super().__init__(request, asyncio.sleep)
        self._run = run

    async def _execute(self) -> web.StreamResponse:
        return respond(await self._run())

    async def _refuse(self, rule: Rule) -> web.StreamResponse:
        """An error in the Bot API's own form. An empty `message` leaves the description out, as gateways do."""
        parameters: dict[str, Any] = {}
        description: str | None = REASONS.get(rule.status, "Error")
        if rule.status == 429:
            wait = "1" if rule.retry_after is None else rule.retry_after
            parameters = {"retry_after": int(wait) if wait.isdecimal() else wait} if wait else {}
            description = f"Too Many Requests: retry after {wait}" if wait else "Too Many Requests"
        if rule.message is not None:
            description = rule.message or None
        return respond((rule.status, error_body(rule.code or rule.status, description, parameters)))

    async def _send_half(self, whole: web.StreamResponse) -> web.StreamResponse:
        """A complete response whose JSON ends in the middle."""
        assert isinstance(whole, web.Response)  # noqa: S101 - no method streams
        text = whole.text or ""
        return web.Response(text=text[: len(text) // 2], content_type="application/json")
