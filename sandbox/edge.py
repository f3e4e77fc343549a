"""Edge of a service: answers one call, and renders the fault that it meets. Each service derives its own."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar, assert_never

from aiohttp import web

from sandbox.faults import Kind, Rule

REASONS = {
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

_GARBAGE = b"\x00\xff upstream said nothing sensible"
_HUGE_CHUNK, _HUGE_CHUNKS = b"0" * 65_536, 8_000  # 500 MB in all

AnswerT = TypeVar("AnswerT")


class Call(ABC, Generic[AnswerT]):
    """One call at an edge: decides what a fault does, and when; subclasses show it by the means of their transport."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._sleep = sleep

    async def answer(self, rule: Rule | None) -> AnswerT:
        """The answer that the client gets, with the fault that the call meets."""
        if rule is None:
            return await self._execute()
        match rule.kind:
            case Kind.STATUS:
                answer = await self._refuse(rule)
            case Kind.HTML:
                answer = await self._send_html(rule)
            case Kind.LOST:
                answer = await self._disconnect()
            case Kind.HUGE:
                answer = await self._send_huge()
            case Kind.SLOW:
                await self._sleep(rule.seconds)
                answer = await self._execute()
            case Kind.DROPPED:
                await self._execute()
                answer = await self._disconnect()
            case Kind.GARBAGE:
                await self._execute()
                answer = self._garbage(_GARBAGE)
            case Kind.TRUNCATED:
                answer = await self._send_half(await self._execute())
            case _:
                assert_never(rule.kind)
        return answer

    @abstractmethod
    async def _execute(self) -> AnswerT:
        """Carries the call out; the service's own refusals are answers, too."""

    @abstractmethod
    async def _refuse(self, rule: Rule) -> AnswerT:
        """Answers with the rule's status and the service's own error body."""

    @abstractmethod
    async def _send_html(self, rule: Rule) -> AnswerT:
        """Answers with the rule's status and a page of HTML, as a gateway does."""

    @abstractmethod
    async def _disconnect(self) -> AnswerT:
        """Closes the connection; what is returned goes nowhere."""

    @abstractmethod
    async def _send_huge(self) -> AnswerT:
        """Answers with more than any client should read."""

    @abstractmethod
    def _garbage(self, content: bytes) -> AnswerT:
        """A success with unreadable content."""

    @abstractmethod
    async def _send_half(self, whole: AnswerT) -> AnswerT:
        """Answers with the first half of the content."""


class HttpCall(Call[web.StreamResponse]):
    """A call over HTTP."""

    def __init__(self, request: web.Request, sleep: Callable[[float], Awaitable[None]]) -> None:
        super().__init__(sleep)
        self._request = request

    async def _send_html(self, rule: Rule) -> web.StreamResponse:
        title = f"{rule.status} {rule.message or REASONS.get(rule.status, 'Error')}"
        page = f"<html>\n<head><title>{title}</title></head>\n<body><center><h1>{title}</h1></center></body>\n</html>\n"
        headers = {} if rule.retry_after is None else {"Retry-After": rule.retry_after}
        return web.Response(text=page, content_type="text/html", status=rule.status, headers=headers)

    async def _disconnect(self) -> web.StreamResponse:
        if self._request.transport is not None:
            self._request.transport.abort()
        return web.Response()

    async def _send_huge(self) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(self._request)
        await response.write(b'{"ok":true,"result":"')
        for _ in range(_HUGE_CHUNKS):
            await response.write(_HUGE_CHUNK)
        await response.write(b'"}')
        return response

    def _garbage(self, content: bytes) -> web.StreamResponse:
        return web.Response(body=content, content_type="application/json")
