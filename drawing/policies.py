"""Policies: the owner's settings as far as the product's rules depend on them."""

from dataclasses import dataclass, field

from drawing.quota import DailyQuota
from drawing.styles import StyleOffers


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """Limits, quotas and times. Each stands for a setting and is checked there.

    Attributes:
        quota: the limits of a day, and when it begins.
        prompt_limit: code points of all that is sent of a prompt.
        submit_per_minute, results_per_second: quotas of the image service.
        running_per_person: drawings of one person that the service works on at a time.
        price, currency: what the owner says that a picture costs; 0 where they do not say.
        forbidden_words: words that are not drawn, as `drawing.forbidden.plain_words` has them.
        resubmissions: how often a request is repeated whose outcome is unknown.
        drawing_ttl, keep_pictures, notify_after: seconds from request to deadline, from delivery until a picture's
            bytes go, and from request to the outcome after which that comes in a message of its own.
        styles: those to tap under a picture, which everybody may name, too.
    """

    quota: DailyQuota
    prompt_limit: int = 500
    submit_per_minute: int = 60
    results_per_second: int = 10
    running_per_person: int = 3
    price: float = 0.0
    currency: str = ""
    forbidden_words: frozenset[str] = frozenset()
    resubmissions: int = 1
    drawing_ttl: float = 86_400.0
    keep_pictures: float = 259_200.0
    notify_after: float = 20.0
    styles: StyleOffers = field(default_factory=StyleOffers)
