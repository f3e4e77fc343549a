"""`python -m bot draw "PROMPT" -o FILE`: a picture without Telegram, as the vendor's guide draws one by hand."""

import random
import sys
from dataclasses import replace
from pathlib import Path

from bot.cloud import create_client, create_model
from bot.config import CloudSettings
from bot.generators import messages_for
from drawing.defaults import SeedSetting
from drawing.people import choose_seeds
from drawing.prompt import PromptError, Request, format_prompt, parse_prompt, point_at
from yandexart import Client, Picture, Retries, YandexArtError


async def draw(settings: CloudSettings, prompt: str, output: Path) -> int:
    """Draw one picture (or several, with `--repeat`) and write it to a file. Returns the exit status."""
    try:
        request = parse_prompt(prompt, limit=settings.prompt_limit)
    except PromptError as error:
        _say(f"the prompt cannot be read: {error.code.replace('_', ' ')}")
        _say("\n".join(point_at(prompt, error.span)) if prompt.strip() else 'try: python -m bot draw "a red cat"')
        return 2
    seeds = choose_seeds(request.seed, SeedSetting(), None, request.repeat, random.SystemRandom())
    async with create_client(settings, Retries()) as client:
        for index, seed in enumerate(seeds):
            one = replace(request, seed=seed, repeat=1)
            path = output if index == 0 else output.with_stem(f"{output.stem}-{index + 1}")
            try:
                picture = await _draw_one(settings, client, one)
            except YandexArtError as error:
                _say(f"no picture: {error}" + (f"\nthe service says: {error.message}" if error.message else ""))
                return 1
            try:
                path.write_bytes(picture.data)
            except OSError as error:
                _say(f"{path} cannot be written: {error.strerror}")
                return 1
            print(f"{path}  {picture.width}x{picture.height}  {_told(settings, one)}")
    return 0


async def _draw_one(settings: CloudSettings, client: Client, request: Request) -> Picture:
    model = create_model(settings, client)
    traits = model.traits
    if request.aspect_ratio is not None:
        width, height = request.aspect_ratio
        model = model.configure(width_ratio=width, height_ratio=height)
    if traits.keeps_seed and isinstance(request.seed, int):
        model = model.configure(seed=request.seed)
    in_words = settings.negatives == "words" or not traits.takes_weights
    operation = await model.run_deferred(messages_for(request, in_words=in_words, weighted=traits.takes_weights))
    if operation.id:
        _say(f"operation {operation.id} is running; this takes seconds to hours")
    return await operation.wait(poll_interval=2)


def _told(settings: CloudSettings, request: Request) -> str:
    """The prompt that draws the same picture again, where the service keeps seeds."""
    return format_prompt(request if settings.generator == "yandexart" else replace(request, seed=None))


def _say(text: str) -> None:
    print(text, file=sys.stderr)
