"""The prompt language: what a person types after `/draw`, as weighted messages and options, and back.

`parse_prompt` reads it, `format_prompt` writes the canonical text of what was read, `point_at` shows what is wrong.
"""

from drawing.prompt.caret import point_at
from drawing.prompt.errors import Code, Counted, PromptError, Span
from drawing.prompt.format import format_prompt
from drawing.prompt.model import AspectRatio, Prompt, Seed, WeightedMessage
from drawing.prompt.options import Option, is_known_option, option_of
from drawing.prompt.parse import parse_prompt, refine_prompt
from drawing.prompt.values import MAX_SEED, read_seed

__all__ = [
    "MAX_SEED",
    "AspectRatio",
    "Code",
    "Counted",
    "Option",
    "Prompt",
    "PromptError",
    "Seed",
    "Span",
    "WeightedMessage",
    "format_prompt",
    "is_known_option",
    "option_of",
    "parse_prompt",
    "point_at",
    "read_seed",
    "refine_prompt",
]
