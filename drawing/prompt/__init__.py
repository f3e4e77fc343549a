"""The prompt language: what a person types after `/draw`, as weighted messages and options, and back.

`parse_prompt` reads one prompt, `read_prompts` all that come of a text that has groups, names styles or is a reply to a
picture; `parse_style` reads a style that is to be saved. `add_words` puts in the words of settings, `notes_on` tells
what has to be said beside a picture. `format_prompt` writes the canonical text, `point_at` shows what is wrong.
"""

from drawing.prompt.caret import point_at
from drawing.prompt.corrections import corrected
from drawing.prompt.errors import Code, Counted, PromptError, Span
from drawing.prompt.format import format_prompt
from drawing.prompt.groups import MAX_PICTURES
from drawing.prompt.merge import room_beside, says, with_room
from drawing.prompt.model import AspectRatio, Prompt, Seed, WeightedMessage
from drawing.prompt.options import Option
from drawing.prompt.parse import Note, Reading, notes_on, parse_prompt, parse_style, read_prompts
from drawing.prompt.refine import add_words, refine_prompt, refine_prompts
from drawing.prompt.styles import LONGEST_STYLE_NAME, NO_STYLES, Style, Styles, is_style_name, style_key
from drawing.prompt.values import MAX_SEED, read_seed

__all__ = [
    "LONGEST_STYLE_NAME",
    "MAX_PICTURES",
    "MAX_SEED",
    "NO_STYLES",
    "AspectRatio",
    "Code",
    "Counted",
    "Note",
    "Option",
    "Prompt",
    "PromptError",
    "Reading",
    "Seed",
    "Span",
    "Style",
    "Styles",
    "WeightedMessage",
    "add_words",
    "corrected",
    "format_prompt",
    "is_style_name",
    "notes_on",
    "parse_prompt",
    "parse_style",
    "point_at",
    "read_prompts",
    "read_seed",
    "refine_prompt",
    "refine_prompts",
    "room_beside",
    "says",
    "style_key",
    "with_room",
]
