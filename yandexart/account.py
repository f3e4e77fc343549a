"""Whether a service's words mean that it does not work for the account at all, and why. Pure.

The vendor's page "Error codes" names few sentences and says that they change, so families of words are looked for: a
thing (model, folder, account) with a state behind it or right before it. That is narrower than both in one sentence:
"size 7x7 is not supported by the model" speaks of the size.
"""

import re
from collections.abc import Callable, Iterable

from yandexart import vocabulary
from yandexart.errors import AccountError, AccountInactive, BillingProblem, ModelDenied, ModelUnknown, WrongFolder
from yandexart.wording import ENDS, QUOTE, Speech, clauses

_FURTHEST = 6  # words between a thing and its state: "model 'x' of version 2 that you asked for was not found"
_MOST_ATTRIBUTES = 4
_AS_FIELD = r"(?: (?:parameter|field|property)(?= (?:is|was|must|should|can|has|not|missing|required|invalid)|$))?"

_Test = Callable[[str], bool]


def account_error(said: str, names: Iterable[str], speech: Speech, *, denied: bool) -> type[AccountError] | None:
    """What kind of trouble with the account the words of a service mean; None if they mean none.

    Args:
        said: the service's sentences. The words of `speech` are no evidence in them, since it may have quoted them.
        names: of errors, such as `model_not_found`, in which nobody is quoted.
        denied: the service has denied access, so that a model which is not to be had is denied rather than unknown.
    """
    found = [*clauses(said, speech), *(clause for name in names for clause in clauses(name, Speech()))]
    for kind, tests in _FAMILIES:
        if any(test(clause) for clause in found for test in tests):
            return kind
    if any(map(_gone, found)) and not any(map(_passing, found)):
        return ModelDenied if denied else ModelUnknown
    return None


def _test(pattern: str) -> _Test:
    compiled = re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")
    return lambda clause: compiled.search(clause) is not None


def _thing(thing: str, behind: str, before: str, *, oblique: str = "(?!)") -> _Test:
    """Tests whether a clause has the thing with a state behind it, or right before it.

    A word that may be a person's has `…` before it. It is never evidence, but counts where it speaks against it, and so
    does that it stands there: a person's words can only take evidence away.
    """
    attributes = rf"(?:(?:{vocabulary.ATTRIBUTE}) ){{0,{_MOST_ATTRIBUTES}}}"
    any_attributes = rf"(?:{QUOTE}?(?:{vocabulary.ATTRIBUTE}) ){{0,{_MOST_ATTRIBUTES}}}"
    aside = rf"(?P<aside>{vocabulary.PREPOSITION}|{vocabulary.OTHER_RU}|{QUOTE}(?!(?:{vocabulary.ATTRIBUTE}) )\S+)"
    between = rf"(?!{QUOTE}?(?:{vocabulary.OTHER}|[{''.join(ENDS)}])(?!\S))\S+"
    subject = re.compile(
        rf"(?<!\S)(?:(?:{vocabulary.WAY}) {attributes}(?:{thing}|{oblique})"
        rf"|(?:{aside} )?{any_attributes}(?:{thing}){_AS_FIELD})"
        rf"(?= (?:{between} ){{0,{_FURTHEST}}}?(?:{behind})(?!\S))"
    )
    object_ = re.compile(
        rf"(?<!\S)(?:{before}) {vocabulary.LINK}{attributes}(?:{thing}){_AS_FIELD}(?!\S)"
        rf"(?! (?:{QUOTE}\S|(?:{vocabulary.FOLLOWER})(?!\S)))"
    )
    return lambda clause: (
        any(found["aside"] is None for found in subject.finditer(clause)) or object_.search(clause) is not None
    )


def _within(state: str, place: str) -> _Test:
    """Tests for what is in this state within a place: "image generation is not enabled for the folder"."""
    other = rf"(?!image generation|изображений )(?:{vocabulary.OTHER})|model|модел\w+|[{''.join(ENDS)}]"
    return _test(
        rf"^(?:(?!{QUOTE}?(?:{other})(?!\S))\S+ )*?(?:{state}) (?:for|in|within|on|для|в|на|у) "
        rf"(?:(?:{vocabulary.ATTRIBUTE}) ){{0,{_MOST_ATTRIBUTES}}}(?:{place})"
    )


# The cause before what comes of it: in an account without money everything is blocked.
_FAMILIES: tuple[tuple[type[AccountError], tuple[_Test, ...]], ...] = (
    (BillingProblem, (_test(vocabulary.BILLING),)),
    (
        AccountInactive,
        (
            _thing(vocabulary.ACCOUNT, vocabulary.OFF, vocabulary.OFF_BEFORE, oblique=vocabulary.IN_ACCOUNT),
            _within(vocabulary.OFF_WITHIN, vocabulary.IN_ACCOUNT),
        ),
    ),
    (WrongFolder, (_thing(vocabulary.FOLDER, vocabulary.FOREIGN, vocabulary.FOREIGN_BEFORE),)),
    (
        ModelDenied,
        (
            _thing(vocabulary.MODEL, vocabulary.FORBIDDEN, vocabulary.FORBIDDEN_BEFORE),
            _test(vocabulary.NO_ACCESS),
        ),
    ),
    (ModelUnknown, (_thing(vocabulary.MODEL, vocabulary.UNKNOWN, vocabulary.UNKNOWN_BEFORE),)),
)
_gone = _thing(vocabulary.MODEL, vocabulary.GONE, vocabulary.GONE_BEFORE)
_passing = _test(rf"{QUOTE}?(?:{vocabulary.PASSING})")
