"""Holds requests to the Bot API, and its answers, against the machine-readable description of Bot API 10.3.

The description names fields with their types and says which are required; what methods return, and how a union's
members are told apart, is in the tables below.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol

_RESULTS = {
    "getUpdates": "Array of Update",
    "setWebhook": "True",
    "deleteWebhook": "True",
    "getWebhookInfo": "WebhookInfo",
    "answerCallbackQuery": "True",
    "getMe": "User",
    "logOut": "True",
    "setMyCommands": "True",
    "getMyCommands": "Array of BotCommand",
    "deleteMyCommands": "True",
    "setMyName": "True",
    "getMyName": "BotName",
    "setMyDescription": "True",
    "getMyDescription": "BotDescription",
    "setMyShortDescription": "True",
    "getMyShortDescription": "BotShortDescription",
    "sendMessage": "Message",
    "sendPhoto": "Message",
    "sendDocument": "Message",
    "sendChatAction": "True",
    "copyMessage": "MessageId",
    "forwardMessage": "Message",
    "editMessageText": "Message or True",
    "editMessageCaption": "Message or True",
    "editMessageMedia": "Message or True",
    "editMessageReplyMarkup": "Message or True",
    "deleteMessage": "True",
    "deleteMessages": "True",
    "setMessageReaction": "True",
    "getChat": "ChatFullInfo",
    "getChatMember": "ChatMember",
    "getChatMemberCount": "Integer",
    "getChatAdministrators": "Array of ChatMember",
    "leaveChat": "True",
    "getFile": "File",
}
_TAGS = ("type", "status", "source")
"""The fields that tell the members of a union apart."""
_IRREGULAR = {"ChatMemberCreator": "ChatMemberOwner", "ChatMemberKicked": "ChatMemberBanned"}


@cache
def _description() -> Any:
    return json.loads((Path(__file__).parent / "bot_api.json").read_text(encoding="utf-8"))


class ExchangeLike(Protocol):
    """What `observe` needs to know of an exchange."""

    @property
    def method(self) -> str: ...
    @property
    def parameters(self) -> Mapping[str, Any]: ...
    @property
    def status(self) -> int: ...
    @property
    def answer(self) -> Mapping[str, Any]: ...


class BotApi:
    """The description. `observe` collects in `problems` what does not fit it, one sentence each."""

    def __init__(self) -> None:
        description = _description()
        self._methods: dict[str, dict[str, tuple[str, bool]]] = description["methods"]
        self._types: dict[str, dict[str, tuple[str, bool]]] = description["types"]
        self.problems: list[str] = []

    def observe(self, exchange: ExchangeLike) -> None:
        """Checks both sides of an exchange. A refused request may have been malformed on purpose: its answer counts."""
        if exchange.status == 200:
            self.problems += self.check_request(exchange.method, exchange.parameters)
        self.problems += self.check_answer(exchange.method, exchange.status, exchange.answer)

    def check_request(self, method: str, parameters: Mapping[str, Any]) -> list[str]:
        """What is wrong with a request's parameters; text is decoded as the server would."""
        if method not in self._methods:
            return [f"there is no method {method}"]
        fields = self._methods[method]
        decoded = {name: _decode(value, fields[name][0]) for name, value in parameters.items() if name in fields}
        unknown = [f"{method}: unknown parameter {name}" for name in parameters.keys() - fields.keys()]
        return unknown + list(self._check_fields(decoded, fields, method))

    def check_answer(self, method: str, status: int, answer: Mapping[str, Any]) -> list[str]:
        """What is wrong with the body of an answer, be it a result or an error."""
        if status == 200:
            if answer.keys() != {"ok", "result"} or answer["ok"] is not True:
                return [f"{method}: the answer is no result"]
            if method not in _RESULTS:
                return [f"{method}: what it returns is not in the table of results"]
            return list(self._check(answer["result"], _RESULTS[method], f"{method} ->"))
        problems = []
        if answer.get("ok") is not False or answer.get("error_code") != status:
            problems.append(f"{method}: the error says ok={answer.get('ok')}, code={answer.get('error_code')}")
        if not isinstance(answer.get("description"), str):
            problems.append(f"{method}: the error has no description")
        return problems + list(self._check(answer.get("parameters", {}), "ResponseParameters", method))

    def check_update(self, update: Any) -> list[str]:
        return list(self._check(update, "Update", "update"))

    def _check(self, value: Any, kind: str, where: str) -> Iterator[str]:
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                yield f"{where}: {kind} expected"
                return
            for index, item in enumerate(value):
                yield from self._check(item, _element(kind), f"{where}[{index}]")
        elif " or " in kind:
            attempts = [list(self._check(value, member, where)) for member in kind.split(" or ")]
            if all(attempts):
                yield from min(attempts, key=len)
        elif kind in _PLAIN:
            if not _PLAIN[kind](value):
                yield f"{where}: {kind} expected, got {value!r:.60}"
        elif kind not in self._types:
            yield f"{where}: the description has no type {kind}"
        elif not isinstance(value, Mapping):
            yield f"{where}: {kind} expected, got {value!r:.60}"
        else:
            yield from self._check_object(value, kind, where)

    def _check_object(self, value: Mapping[str, Any], kind: str, where: str) -> Iterator[str]:
        member = self._member(value, kind)
        if member is None:
            yield f"{where}: cannot tell which {kind} this is"
            return
        fields = self._types[member]
        for name in value.keys() - fields.keys():
            yield f"{where}.{name}: {member} has no such field"
        yield from self._check_fields(value, fields, where)

    def _check_fields(
        self, value: Mapping[str, Any], fields: Mapping[str, tuple[str, bool]], where: str
    ) -> Iterator[str]:
        for name, (kind, required) in fields.items():
            if name in value:
                yield from self._check(value[name], kind, f"{where}.{name}")
            elif required:
                yield f"{where}.{name}: missing"

    def _member(self, value: Mapping[str, Any], kind: str) -> str | None:
        """The type itself or, of a union, the member that this value is."""
        if kind == "MaybeInaccessibleMessage":
            return "InaccessibleMessage" if value.get("date") == 0 else "Message"
        if self._types[kind] or not any(name.startswith(kind) and name != kind for name in self._types):
            return kind
        for tag in _TAGS:
            name = kind + "".join(part.capitalize() for part in str(value.get(tag, "")).split("_"))
            name = _IRREGULAR.get(name, name)
            if tag in value and name in self._types:
                return name
        return None


def _element(kind: str) -> str:
    """The type of an array's elements; "A, B and C" is a union."""
    return kind.removeprefix("Array of ").replace(", ", " or ").replace(" and ", " or ")


def _decode(value: Any, kind: str) -> Any:
    """A parameter that came as text, as the value it stands for; what cannot be read stays text."""
    if not isinstance(value, str) or kind in ("String", "InputFile", "InputFile or String"):
        return value
    try:
        decoded = json.loads(value)
    except ValueError:
        return value
    return decoded if kind != "Integer or String" or isinstance(decoded, int) else value


_PLAIN = {
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Float": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "True": lambda value: value is True,
    "InputFile": lambda value: isinstance(value, str),
}
