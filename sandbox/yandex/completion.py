"""Text completion by YandexGPT: `POST /foundationModels/v1/completion`, used to enhance a prompt."""

import re
import zlib
from collections.abc import Sequence

from aiohttp import web

from sandbox.yandex import protojson
from sandbox.yandex.cloud import Cloud
from sandbox.yandex.edge import json_body
from sandbox.yandex.errors import invalid
from sandbox.yandex.models import UNKNOWN, YANDEX_GPT, Catalogue
from sandbox.yandex.moderation import Verdict, judge

CANNED_REFUSAL = "Я не могу обсуждать эту тему. Давайте поговорим о чём-нибудь ещё."

# The guide's own example has the alias; whether it outlives the models behind it is not known.
_CATALOGUE = Catalogue("gpt", (YANDEX_GPT,), others=True, aliases=frozenset({"yandexgpt-lite"}), unreadable=UNKNOWN)
_ROLES = frozenset({"system", "user", "assistant"})
_MAX_TOKENS = 8000

# The guide's own sample answer, around the prompt that was asked for.
_CHATTER = (
    "Here is an example of what a request to a YandexART model may look like:\n\n"
    '"{prompt}"\n\n'
    "*Note that this is just an example and you can adapt it to your needs.*"
)
_ENGLISH = (
    "{idea}, in the style of {style}. The background is {background}, with {light} and many fine details.",
    ("Hayao Miyazaki's films", "an old botanical print", "a gouache picture book", "a paper theatre"),
    ("in soft pastel shades", "a wide evening sky", "a misty forest", "a quiet sea"),
    ("warm light from one side", "the glow of lanterns", "clear morning light", "long soft shadows"),
)
_RUSSIAN = (
    "{idea}, в стиле {style}. Фон: {background}, {light}, много мелких деталей.",
    ("фильмов Хаяо Миядзаки", "старой ботанической гравюры", "детской книги в гуаши", "бумажного театра"),
    ("мягкие пастельные тона", "широкое вечернее небо", "туманный лес", "тихое море"),
    ("тёплый свет сбоку", "сияние фонарей", "ясный утренний свет", "длинные мягкие тени"),
)


class Completion:
    """The handler of completions."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    async def complete(self, request: web.Request) -> web.Response:
        """Enhances the last message of the user, the same way each time."""
        body = protojson.message(json_body(request), "body")
        _CATALOGUE.check(protojson.string(body.get("modelUri"), "modelUri"), self._cloud.settings.listed)
        max_tokens = _options(body.get("completionOptions"))
        texts = _texts(body.get("messages"))
        text, status = self._answer(texts, max_tokens)
        prompt_tokens, completion_tokens = sum(len(said.split()) for said in texts), len(text.split())
        result = {
            "alternatives": [
                {"message": {"role": "assistant", "text": text}, "status": f"ALTERNATIVE_STATUS_{status}"}
            ],
            "usage": {
                "inputTextTokens": str(prompt_tokens),
                "completionTokens": str(completion_tokens),
                "totalTokens": str(prompt_tokens + completion_tokens),
            },
            "modelVersion": "07.03.2024",
        }
        return web.json_response(result if self._cloud.settings.unwrapped else {"result": result})

    def _answer(self, texts: Sequence[str], max_tokens: int) -> tuple[str, str]:
        """The text and its status. For this double a token is a word."""
        match judge(texts):
            case Verdict.REFUSED:
                return CANNED_REFUSAL, "CONTENT_FILTER"
            case Verdict.REFUSED_LATE:
                return CANNED_REFUSAL, "FINAL"
            case Verdict.FINE:
                text = enhance(texts[-1])
                text = _CHATTER.format(prompt=text) if self._cloud.settings.chatter else text
                words = text.split(" ")
                if len(words) <= max_tokens:
                    return text, "FINAL"
                return " ".join(words[:max_tokens]), "TRUNCATED_FINAL"


def enhance(idea: str) -> str:
    """A longer prompt made of a short one, in its language."""
    template, *choices = _RUSSIAN if re.search(r"[а-яё]", idea, re.IGNORECASE) else _ENGLISH
    chance = zlib.crc32(idea.encode("utf-8", "replace"))
    picked = []
    for options in choices:
        chance, index = divmod(chance, len(options))
        picked.append(options[index])
    style, background, light = picked
    assert isinstance(template, str)  # noqa: S101 - the first of each of the two
    return template.format(idea=idea.strip().rstrip("."), style=style, background=background, light=light)


def _options(value: object) -> int:
    """The limit of tokens in `completionOptions`."""
    options = protojson.message(value, "completionOptions")
    if options.get("stream"):
        raise invalid("completionOptions.stream: not supported here")
    temperature = protojson.double(options.get("temperature"), "completionOptions.temperature")
    if not 0 <= temperature <= 1:
        raise invalid("completionOptions.temperature: a number from 0 to 1 is expected")
    tokens = protojson.int64(options.get("maxTokens"), "completionOptions.maxTokens")
    if not 0 <= tokens <= _MAX_TOKENS:
        raise invalid(f"completionOptions.maxTokens: a number from 1 to {_MAX_TOKENS} is expected")
    return tokens or _MAX_TOKENS


def _texts(value: object) -> list[str]:
    """The texts of the messages of the user, in their order."""
    texts = []
    for item in protojson.repeated(value, "messages"):
        message = protojson.message(item, "messages")
        role = protojson.string(message.get("role"), "messages.role")
        text = protojson.string(message.get("text"), "messages.text")
        if role not in _ROLES or not text.strip():
            raise invalid("messages: a role and a text are expected")
        if role == "user":
            texts.append(text)
    if not texts:
        raise invalid("messages: a message of the user is expected")
    return texts
