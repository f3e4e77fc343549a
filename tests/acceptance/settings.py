"""The settings of the program, spelled as in a document."""

from zoneinfo import ZoneInfo

from bot.config import Settings


def _spelled(value: object) -> str:
    match value:
        case None | frozenset() | ():
            return ""
        case bool():
            return str(value).lower()
        case ZoneInfo(key=key):
            return key
        case _:
            return str(value)


DEFAULTS: dict[str, str | None] = {
    name.upper(): None if field.is_required() else _spelled(field.default)
    for name, field in Settings.model_fields.items()
}
"""Every setting with its default: empty where there is none, None where the setting is required."""
