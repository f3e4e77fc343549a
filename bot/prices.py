"""Prices of pictures, as far as they are known."""

from types import MappingProxyType
from typing import Final

from bot.config import Settings
from handlers.views.statistics_page import PriceList, PriceTag

_KNOWN: Final = MappingProxyType({"alice": PriceTag(0.0183, "USD", as_of="2026-09-15")})
"""A picture without VAT, by the vendor's price list (yandex.cloud/en/docs/ai-studio/pricing)."""
_ROUBLE: Final = "₽"


def price_list(settings: Settings) -> PriceList:
    """The owner's own price, where they have named one or a currency; else what is known, by generator."""
    if settings.picture_price is None and settings.currency is None:
        return PriceList(_KNOWN)
    return PriceList(own=PriceTag(settings.picture_price or 0, settings.currency or _ROUBLE))
