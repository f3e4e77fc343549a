"""Enhancement of a short idea to a full prompt by a language model (the fourth example of the vendor's guide)."""

import re
from dataclasses import dataclass, field

from yandexart.bare_prompt import bare_prompt
from yandexart.completion import REFUSED, RestCompletion, Role, Turn
from yandexart.error_codes import is_refusal
from yandexart.errors import Refused, UnexpectedAnswer
from yandexart.messages import PROMPT_LIMIT, Message

# Those who use the Images API report that it refuses a prompt which commands as conversation, and reads no hex colours.
_TASK = (
    "You write prompts for a model that draws pictures. Make one detailed prompt of the idea that you are given: keep "
    "what it names, and add setting, style, light and detail. Describe plainly what is seen in the picture. Colours "
    "have names, never hexadecimal values. Nobody is told to do anything: no commands, and no words such as "
    '"mandatory" or "do not invent". Answer in the language of the idea, with the prompt alone: no introduction, no '
    "quotation marks, no Markdown, no lists, no notes. At most {limit} characters."
)

# For what the model writes around the prompt. A token is at least one character, so a prompt within its limit is whole.
_EXTRA_TOKENS = 200

# The service refuses with status 200 and a canned text too; it is short, and the refusal is how it begins.
_MAX_REFUSAL = 300  # characters
_CANNED = re.compile(
    r"\W*(?:(?:извините|простите|к сожалению|sorry|i['’]m sorry|i am sorry|unfortunately)\W+(?:(?:но|but)\W+)?)?"
    r"(?:я\s+)?(?:(?:пока\s+)?не\s+(?:могу|буду)\s+(?:обсуждать|говорить|помочь|ответить|выполнить|ничего\s+сказать)"
    r"|i\s+(?:can['’]?t|can\s?not|am\s+unable\s+to|won['’]t)\s+(?:discuss|talk|help|assist|answer|fulfil|create|generate)"
    r"|в\s+интернете\s+есть\s+много\s+сайтов)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TextModel:
    """A language model.

    Attributes:
        uri: as the service knows it, `gpt://<folder>/<name>`.
    """

    uri: str
    completion: RestCompletion = field(repr=False, compare=False)

    async def enhance_prompt(self, idea: str, *, limit: int = PROMPT_LIMIT, timeout: float = 60) -> str:
        """A full prompt made of a short idea, in the idea's language: one line, `limit` code points at most.

        Raises:
            TypeError, ValueError: the idea is no text, or the limit is below 1.
            Refused: the service will not write about this.
            YandexArtError: by kind; `UnexpectedAnswer` also where nothing of the answer was left to be a prompt.
        """
        if limit < 1:
            raise ValueError("the limit of a prompt is 1 or more characters")
        turns = [Turn(Role.SYSTEM, _TASK.format(limit=limit)), Turn(Role.USER, Message(idea).text)]
        answer = await self.completion.complete(self.uri, turns, max_tokens=limit + _EXTRA_TOKENS, timeout=timeout)
        if is_canned_refusal(answer.text):
            raise Refused(REFUSED)
        prompt = bare_prompt(answer.text, limit, whole=not answer.truncated)
        if not prompt:
            raise UnexpectedAnswer(f"{UnexpectedAnswer.sentence}: no prompt in it")
        return prompt


def is_canned_refusal(text: str) -> bool:
    """Whether an ordinary answer is one of the texts by which the service refuses."""
    stripped = text.strip()
    return len(stripped) <= _MAX_REFUSAL and bool(_CANNED.match(stripped) or is_refusal(stripped))
