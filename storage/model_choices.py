"""Choice of the models that draw, and whether the service finishes what it takes."""

from typing import Final

from sqlalchemy import and_, delete, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.lifecycle import Reason, State
from drawing.records import ModelChoice
from storage.database import SqlPart, transaction
from storage.tables import IS_OURS, drawings, model_choice

_IS_ORDER: Final = and_(drawings.c.operation_id.is_not(None), drawings.c.submitted_at.is_not(None))
# Ended by the service; by what else it is ended says nothing about the service.
_ENDED: Final = or_(
    drawings.c.state.in_((State.READY, State.DELIVERED)),
    drawings.c.reason.in_((Reason.REFUSED, Reason.GENERATION_FAILED, Reason.BAD_PICTURE)),
)


class SqlModelChoices(SqlPart):
    """Implements `drawing.ports.owner.ModelChoiceStore`."""

    @transaction
    async def model_choice(self, connection: AsyncConnection) -> ModelChoice | None:
        row = (await connection.execute(select(model_choice))).one_or_none()
        if row is None:
            return None
        return ModelChoice(row.generator, row.model, row.text_model, is_listed=bool(row.is_listed))

    @transaction
    async def keep_model_choice(self, connection: AsyncConnection, choice: ModelChoice) -> None:
        values = {
            "id": 1,
            "generator": choice.generator,
            "model": choice.model,
            "text_model": choice.text_model,
            "is_listed": int(choice.is_listed),
        }
        await connection.execute(delete(model_choice))
        await connection.execute(insert(model_choice).values(**values))

    @transaction
    async def finishes_nothing(self, connection: AsyncConnection, since: float) -> bool:
        # An order of two days before is over one way or the other; what is older is no news.
        before = 2 * 86_400.0
        is_overdue = and_(
            drawings.c.created_at >= since - before,
            drawings.c.submitted_at < since,
            or_(drawings.c.state == State.RUNNING, drawings.c.reason == Reason.DEADLINE),
        )
        has_ended = and_(drawings.c.created_at >= since - before, drawings.c.finished_at >= since, _ENDED)
        overdue = await connection.scalar(select(drawings.c.id).where(_IS_ORDER, IS_OURS, is_overdue).limit(1))
        if overdue is None:
            return False
        return await connection.scalar(select(drawings.c.id).where(_IS_ORDER, has_ended).limit(1)) is None
