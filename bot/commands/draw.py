"""`python -m bot draw "PROMPT" -o FILE`: a picture without Telegram, as the vendor's guide draws one by hand."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bot.cloud import create_client
from bot.commands.picture_file import why_not_writable
from bot.commands.picture_output import save_picture, say, say_why_none, wait_for_picture
from bot.config import CloudSettings
from bot.diagnosis import diagnosis
from bot.generators import Enhancer, configured, messages_for, traits_of
from bot.model_selection import NothingAnswers, choose, image_model, name_of, text_model
from bot.redaction import redacted
from drawing.defaults import SeedSetting, choose_seeds
from drawing.enhancement import enhance
from drawing.payload import check_length
from drawing.ports.generator import EnhancementFailed
from drawing.prompt import Code, Prompt, PromptError, format_prompt, parse_prompt
from drawing.records import Traits
from handlers.views.prompt_errors import explain
from handlers.views.texts import plain, texts_in
from yandexart import ImageModel, ImageOperation, Retries, YandexArtError

_LANGUAGE = "en"  # that of all programs here; people are spoken to in theirs
_ANY_LENGTH = 20_000  # code points; how much fits is known when it is known who draws


class NotSent(Exception):
    """The library would not send the request: the service could not take it."""


@redacted
async def draw(settings: CloudSettings, text: str, output: Path) -> int:
    """Draw one picture (or several, with `--repeat`) and write it to a file. Returns the exit status."""
    try:
        prompt = parse_prompt(text, limit=_ANY_LENGTH)
    except PromptError as error:
        _say_what_is_wrong(text, error)
        return 2
    for path in _paths(output, prompt.repeat):
        if (reason := why_not_writable(path)) is not None:
            say(f"{path} cannot be written: {reason}. Nothing was drawn; choose another file with -o")
            return 2
    async with create_client(settings, Retries()) as client:
        try:
            choice = await choose(settings, client)
        except NothingAnswers as nothing:
            say(f"no picture: {diagnosis(nothing.error, settings)}")
            return 1
        model = image_model(choice, client)
        traits = traits_of(model, settings)
        try:
            check_length(prompt, traits, settings.prompt_limit)
        except PromptError as error:
            _say_what_is_wrong(text, error)
            return 2
        if settings.generator == "auto":
            say(f"{name_of(choice.model)} draws (GENERATOR={choice.generator})")
        if prompt.enhance:
            prompt = await _enhanced(Enhancer(lambda: text_model(choice, client)), prompt, traits, settings)
        return await _draw_all(model, traits, prompt, output)


def _say_what_is_wrong(text: str, error: PromptError) -> None:
    say(plain(explain(text, error, texts_in(_LANGUAGE))))
    if error.code is Code.EMPTY:
        say('try: python -m bot draw "a red cat"')


async def _draw_all(model: ImageModel, traits: Traits, prompt: Prompt, output: Path) -> int:
    if isinstance(prompt.seed, int) and not traits.keeps_seed:
        say(f"GENERATOR={traits.name} does not support seeds: --seed changes nothing, each picture is another one")
    seeds = choose_seeds(prompt.seed, SeedSetting(), None, prompt.repeat, random.SystemRandom())
    status = 0
    for path, seed in zip(_paths(output, prompt.repeat), seeds, strict=True):
        one = replace(prompt, seed=seed, repeat=1)
        try:
            operation = await _ordered(model, traits, one)
            picture = await wait_for_picture(operation, path)
        except (YandexArtError, NotSent) as error:
            say_why_none(error)
            return 1
        file = save_picture(path, picture.data)
        if file != path:
            status = 1
        if file is not None:
            # The prompt draws the same picture again, where the service keeps seeds.
            told = format_prompt(one if traits.keeps_seed else replace(one, seed=None))
            print(f"{file}  {picture.width}x{picture.height}  {told}", flush=True)
    return status


async def _enhanced(enhancer: Enhancer, prompt: Prompt, traits: Traits, settings: CloudSettings) -> Prompt:
    """The request as a language model has enriched it, or else as it was written."""
    try:
        return prompt.reworded(await enhance(enhancer, prompt, traits, settings.prompt_limit))
    except EnhancementFailed as error:
        say(f"the prompt could not be enhanced and is drawn as it was written: {error.__cause__ or error}")
        return replace(prompt, enhance=None)


async def _ordered(model: ImageModel, traits: Traits, prompt: Prompt) -> ImageOperation:
    """Order one picture. Raises YandexArtError, and `NotSent`."""
    try:
        return await configured(model, prompt).run_deferred(messages_for(prompt, traits))
    except (TypeError, ValueError) as error:
        raise NotSent(str(error)) from None


def _paths(output: Path, count: int) -> Iterator[Path]:
    yield output
    for number in range(2, count + 1):
        yield output.with_stem(f"{output.stem}-{number}")
