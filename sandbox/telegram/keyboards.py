"""Inline keyboards, checked as the real server checks them."""

from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.markup import checked_link
from sandbox.telegram.parameters import Parameters

Json = dict[str, Any]

_STYLES = frozenset({"", "default", "primary", "success", "danger"})
_MAX_BUTTONS = 100
_MAX_DATA_BYTES = 64
_MAX_COPY_CHARACTERS = 256


def inline_keyboard(parameters: Parameters) -> list[list[Json]] | None:
    """The rows of `reply_markup`; None where there are none, or where it is another kind of keyboard.

    Raises:
        ApiError: the markup or a button in it is malformed, or carries too much.
    """
    markup = parameters.json("reply_markup", "reply keyboard markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    rows = markup.get("inline_keyboard")
    if not rows:
        return None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    keyboard = [[_button(button) for button in row] for row in rows if row]
    if sum(len(row) for row in keyboard) > _MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return keyboard or None


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise _unparsable("InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise _unparsable('Can\'t find field "text"' if text is None else 'Field "text" must be of type String')
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if button.get("style", "") not in _STYLES:
        raise _unparsable("invalid button style specified")
    appearance = {name: button[name] for name in ("style", "icon_custom_emoji_id") if button.get(name)}
    return {"text": text} | appearance | _action(button)


def _action(button: Json) -> Json:
    """The action of the button: the first field found decides, in the server's order."""
    if url := button.get("url"):
        if (link := checked_link(str(url))) is None:
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
        return {"url": link}
    if data := button.get("callback_data"):
        if len(str(data).encode()) > _MAX_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        return {"callback_data": str(data)}
    if "copy_text" in button:
        copied = button["copy_text"].get("text") if isinstance(button["copy_text"], dict) else None
        if not isinstance(copied, str) or not 0 < len(copied) <= _MAX_COPY_CHARACTERS:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        return {"copy_text": {"text": copied}}
    for name in ("switch_inline_query", "switch_inline_query_current_chat"):
        if name in button:
            return {name: str(button[name])}
    raise _unparsable("Text buttons are unallowed in the inline keyboard")


def _unparsable(reason: str) -> Exception:
    return bad_request(f"can't parse inline keyboard button: {reason}")
