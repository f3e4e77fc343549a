"""Requests that wait for their person's word."""

import json
from typing import Final

from sqlalchemy import and_, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.records import Offer
from storage.database import SqlPart, transaction
from storage.mapping import prompt_from_json, prompt_to_json
from storage.tables import offers

_MAX_OFFERS: Final = 50  # of one person; older ones go


class SqlOffers(SqlPart):
    """Implements `drawing.ports.store.OfferStore`."""

    @transaction
    async def keep_offer(self, connection: AsyncConnection, offer: Offer) -> None:
        of_person = select(offers.c.key).where(offers.c.person_id == offer.person_id)
        kept = of_person.order_by(offers.c.offered_at.desc()).limit(_MAX_OFFERS - 1).scalar_subquery()
        is_too_old = and_(offers.c.person_id == offer.person_id, offers.c.key.not_in(kept))
        await connection.execute(delete(offers).where(is_too_old))
        await connection.execute(delete(offers).where(offers.c.source == offer.source))
        await connection.execute(
            insert(offers).values(
                key=offer.id,
                source=offer.source,
                person_id=offer.person_id,
                chat_id=offer.chat_id,
                thread_id=offer.thread_id,
                direct_topic_id=offer.direct_topic_id,
                request_id=offer.request_message_id,
                language=offer.language,
                content=_content(offer),
                pictures=offer.pictures,
                offered_at=offer.offered_at,
            )
        )

    @transaction
    async def offer(self, connection: AsyncConnection, offer_id: str) -> Offer | None:
        row = (await connection.execute(select(offers).where(offers.c.key == offer_id))).one_or_none()
        if row is None:
            return None
        content = json.loads(row.content)
        return Offer(
            id=row.key,
            source=row.source,
            text=content["text"],
            replied_text=content["replied_text"],
            base=None if content["base"] is None else prompt_from_json(content["base"], content["seed"]),
            person_id=row.person_id,
            language=row.language,
            chat_id=row.chat_id,
            thread_id=row.thread_id,
            direct_topic_id=row.direct_topic_id,
            request_message_id=row.request_id,
            pictures=row.pictures,
            offered_at=row.offered_at,
        )

    @transaction
    async def drop_offer(self, connection: AsyncConnection, offer_id: str) -> None:
        await connection.execute(delete(offers).where(offers.c.key == offer_id))

    @transaction
    async def drop_offers(self, connection: AsyncConnection, before: float) -> int:
        return (await connection.execute(delete(offers).where(offers.c.offered_at < before))).rowcount


def _content(offer: Offer) -> str:
    base = offer.base
    content = {
        "text": offer.text,
        "replied_text": offer.replied_text,
        "base": None if base is None else prompt_to_json(base),
        "seed": None if base is None else base.seed,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
