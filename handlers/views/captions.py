"""Captions under pictures, and the sentences in place of pictures. Pure."""

import html
from dataclasses import replace

from drawing.lifecycle import Drawing, Reason
from drawing.prompt import format_prompt
from handlers.views.prompt_notes import prompt_notes
from handlers.views.texts import CAPTION_LIMIT, Html, Texts, cut, length, plain

_SPOKEN: dict[Reason, str] = {
    reason: f"ended-{reason}" for reason in Reason if reason not in {Reason.CHAT_CLOSED, Reason.SLOT_GONE}
}


def canonical(drawing: Drawing) -> str:
    """The prompt as the person meant it, with its seed, as it can be pasted.

    It draws the same picture again, unless a language model has enhanced it: that may find other words the next time,
    and `enhanced_prompt` has those of this time. Where enhancing failed, `--raw` keeps it from being tried again.
    """
    enhance = False if drawing.enhancement_failed else drawing.prompt.enhance
    return format_prompt(replace(drawing.prompt, seed=drawing.seed if drawing.seed_kept else None, enhance=enhance))


def enhanced_prompt(drawing: Drawing) -> str:
    """The prompt that the language model made, as it can be pasted: it draws the same picture again."""
    return format_prompt(replace(drawing.drawn_prompt, seed=drawing.seed if drawing.seed_kept else None))


def caption(drawing: Drawing, texts: Texts) -> Html:
    """The canonical prompt, to be tapped and copied; before it the requester, where the picture replies to nobody.

    At most 1,024 UTF-16 units. Where a prompt is longer, its words are cut and its seed stays readable.
    """
    name = _addressee(drawing, texts)
    note = Html("\n".join(_notes(drawing, texts)))
    room = CAPTION_LIMIT - sum(length(plain(part)) + 1 for part in (name, note) if part)
    code = prompt_to_tap(drawing, room)
    return Html("".join((f"{name} " if name else "", code, f"\n{note}" if note else "")))


def prompt_to_tap(drawing: Drawing, room: int) -> Html:
    """The canonical prompt, to be tapped and copied; in `room` UTF-16 units, its words cut and its seed whole."""
    prompt = canonical(drawing)
    if length(prompt) > room:
        seed = f" --seed {drawing.seed}" if drawing.seed_kept else ""
        prompt = cut(canonical_as_asked(drawing), room - length(seed)) + seed
    return Html(f"<code>{html.escape(prompt, quote=False)}</code>")


def ending(drawing: Drawing, texts: Texts) -> Html:
    """Why there is no picture, and what to do next, with the prompt to be sent again."""
    reason = drawing.reason
    sentence = texts(_SPOKEN.get(reason, "ended-other") if reason else "ended-other")
    name = _addressee(drawing, texts)
    if name:
        sentence = Html(f"{name} {sentence}")
    if reason is Reason.UNREADABLE:  # and so is the prompt
        return sentence
    return Html(f"{sentence}\n{prompt_as_asked(drawing)}")


def prompt_as_asked(drawing: Drawing) -> Html:
    """The prompt without the seed, to be tapped and copied; cut where it is longer than a caption."""
    return Html(f"<code>{html.escape(cut(canonical_as_asked(drawing), CAPTION_LIMIT), quote=False)}</code>")


def canonical_as_asked(drawing: Drawing) -> str:
    """The prompt without the seed, which means nothing to somebody who has seen no picture of it."""
    return format_prompt(replace(drawing.prompt, seed=None))


def _notes(drawing: Drawing, texts: Texts) -> list[Html]:
    """What the person should know about a picture."""
    notes = []
    if drawing.enhancement_limited:
        notes.append(texts("enhancements-used-up"))
    elif drawing.enhancement_failed:
        notes.append(texts("not-enhanced"))
    if drawing.dropped:
        notes.append(texts(f"dropped-{'-'.join(sorted(drawing.dropped))}"))
    if drawing.notes:
        notes += prompt_notes(drawing.notes, texts)
    if drawing.reason is Reason.CHAT_MUTED:
        notes.append(texts("shown-in-private"))
    return notes


def _addressee(drawing: Drawing, texts: Texts) -> Html:
    """The requester's name, where nothing else in the chat shows whose drawing this is."""
    if drawing.slot_replies or drawing.in_private:
        return Html()
    return texts("for-person", name=texts.name(drawing.person_name))
