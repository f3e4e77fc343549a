"""Offers: requests that are drawn only when their person says so. Each serves once, and for a day.

`DrawingService.offer` makes them. What comes of one has the source of its request: taken again before it is settled,
it draws nothing more.
"""

from typing import Final

from drawing.clock import Clock
from drawing.people import Person
from drawing.ports.store import Store
from drawing.records import Offer
from drawing.service import DrawRequest

OFFERED_FOR: Final = 86_400.0
"""Seconds for which an offer can be taken."""


class Offers:
    """The offers that were made."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def find(self, offer_id: str) -> Offer | None:
        """An offer that can still be taken."""
        offer = await self._store.offer(offer_id)
        return offer if offer is not None and offer.offered_at > self._clock.now() - OFFERED_FOR else None

    async def decline(self, offer: Offer) -> None:
        """It serves no more."""
        await self._store.drop_offer(offer.id)

    async def settle(self, offer: Offer) -> None:
        """It was taken: its message is no refusal of the request any more."""
        await self._store.drop_offer(offer.id)
        await self._store.drop_refusal(offer.source)

    async def request(self, offer: Offer, presser: Person) -> DrawRequest:
        """The request that an offer was made for, of its person as they are now, whoever takes it for them."""
        person = presser
        if offer.person_id != presser.id:
            person = await self._store.person(offer.person_id) or Person(id=offer.person_id, name="")
        return DrawRequest(
            source=offer.source,
            text=offer.text,
            replied_text=offer.replied_text,
            base=offer.base,
            person=person,
            language=offer.language,
            chat_id=offer.chat_id,
            thread_id=offer.thread_id,
            direct_topic_id=offer.direct_topic_id,
            request_message_id=offer.request_message_id,
        )
