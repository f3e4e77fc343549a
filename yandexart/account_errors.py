"""Classifier of error messages: whether the account itself is the trouble, and which. Pure.

The vendor's page "Error codes" names few sentences and says that they change, so families of words are looked for: a
thing (model, folder, account) with a state behind it or right before it. That is narrower than both in one sentence:
"size 7x7 is not supported by the model" speaks of the size.
"""

import re
from collections.abc import Callable, Iterable

from yandexart import error_phrases as phrases
from yandexart.error_text import QUOTE, SENTENCE_ENDS, UserText, clauses
from yandexart.errors import AccountError, AccountInactive, BillingProblem, ModelDenied, ModelUnknown, WrongFolder

_MAX_DISTANCE = 6  # words between a thing and its state: "model 'x' of version 2 that you asked for was not found"
_MAX_ATTRIBUTES = 4
_AS_FIELD = r"(?: (?:parameter|field|property)(?= (?:is|was|must|should|can|has|not|missing|required|invalid)|$))?"

_Predicate = Callable[[str], bool]


def account_error(
    message: str, names: Iterable[str], user_text: UserText, *, denied: bool
) -> type[AccountError] | None:
    """The kind of error of the account that a message means; None if it means none.

    Args:
        message: the service's own. The words of `user_text` are no evidence in it, since it may quote them.
        names: of errors, such as `model_not_found`, in which nobody is quoted.
        denied: the service has denied access, so that a model which is not to be had is denied rather than unknown.
    """
    found = [*clauses(message, user_text), *(clause for name in names for clause in clauses(name, UserText()))]
    for kind, tests in _FAMILIES:
        if any(test(clause) for clause in found for test in tests):
            return kind
    if any(map(_is_gone, found)) and not any(map(_is_transient, found)):
        return ModelDenied if denied else ModelUnknown
    return None


def _contains(pattern: str) -> _Predicate:
    compiled = re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")
    return lambda clause: compiled.search(clause) is not None


def _in_state(thing: str, behind: str, before: str, *, oblique: str = "(?!)") -> _Predicate:
    """Tests whether a clause has the thing with a state behind it, or right before it.

    A word that may be the user's has `…` before it. It is never evidence for a state, and may be evidence against one:
    the user's words can only take evidence away.
    """
    attributes = rf"(?:(?:{phrases.ATTRIBUTE}) ){{0,{_MAX_ATTRIBUTES}}}"
    any_attributes = rf"(?:{QUOTE}?(?:{phrases.ATTRIBUTE}) ){{0,{_MAX_ATTRIBUTES}}}"
    aside = rf"(?P<aside>{phrases.PREPOSITION}|{phrases.OTHER_RU}|{QUOTE}(?!(?:{phrases.ATTRIBUTE}) )\S+)"
    between = rf"(?!{QUOTE}?(?:{phrases.OTHER}|[{''.join(SENTENCE_ENDS)}])(?!\S))\S+"
    subject = re.compile(
        rf"(?<!\S)(?:(?:{phrases.WAY}) {attributes}(?:{thing}|{oblique})"
        rf"|(?:{aside} )?{any_attributes}(?:{thing}){_AS_FIELD})"
        rf"(?= (?:{between} ){{0,{_MAX_DISTANCE}}}?(?:{behind})(?!\S))"
    )
    object_ = re.compile(
        rf"(?<!\S)(?:{before}) {phrases.LINK}{attributes}(?:{thing}){_AS_FIELD}(?!\S)"
        rf"(?! (?:{QUOTE}\S|(?:{phrases.FOLLOWER})(?!\S)))"
    )
    return lambda clause: (
        any(found["aside"] is None for found in subject.finditer(clause)) or object_.search(clause) is not None
    )


def _within(state: str, place: str) -> _Predicate:
    """Tests for what is in this state within a place: "image generation is not enabled for the folder"."""
    other = rf"(?!image generation|изображений )(?:{phrases.OTHER})|model|модел\w+|[{''.join(SENTENCE_ENDS)}]"
    return _contains(
        rf"^(?:(?!{QUOTE}?(?:{other})(?!\S))\S+ )*?(?:{state}) (?:for|in|within|on|для|в|на|у) "
        rf"(?:(?:{phrases.ATTRIBUTE}) ){{0,{_MAX_ATTRIBUTES}}}(?:{place})"
    )


# The cause before what comes of it: in an account without money everything is blocked.
_FAMILIES: tuple[tuple[type[AccountError], tuple[_Predicate, ...]], ...] = (
    (BillingProblem, (_contains(phrases.BILLING),)),
    (
        AccountInactive,
        (
            _in_state(phrases.ACCOUNT, phrases.OFF, phrases.OFF_BEFORE, oblique=phrases.IN_ACCOUNT),
            _within(phrases.OFF_WITHIN, phrases.IN_ACCOUNT),
        ),
    ),
    (WrongFolder, (_in_state(phrases.FOLDER, phrases.FOREIGN, phrases.FOREIGN_BEFORE),)),
    (
        ModelDenied,
        (
            _in_state(phrases.MODEL, phrases.FORBIDDEN, phrases.FORBIDDEN_BEFORE),
            _contains(phrases.NO_ACCESS),
        ),
    ),
    (ModelUnknown, (_in_state(phrases.MODEL, phrases.UNKNOWN, phrases.UNKNOWN_BEFORE),)),
)
_is_gone = _in_state(phrases.MODEL, phrases.GONE, phrases.GONE_BEFORE)
_is_transient = _contains(rf"{QUOTE}?(?:{phrases.TRANSIENT})")
