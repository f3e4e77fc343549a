"""The buttons under alerts and figures: the owner hears nothing of one kind for a day, or hears of it again."""

from typing import Final

from aiogram import Router
from aiogram.types import CallbackQuery

from drawing.incidents import Incidents
from handlers.buttons import CHECK, Press, owners_button
from handlers.views.alerts import SilenceButton, alert_keyboard, incidents_keyboard

_LASTS: Final = 86_400.0  # seconds


async def silence(_: CallbackQuery, callback_data: SilenceButton, press: Press, incidents: Incidents) -> None:
    """Silence a kind of incident, or end that."""
    incident, is_silent, reply = callback_data.incident, callback_data.is_silent, press.reply
    await incidents.silence(incident, lasts=_LASTS if is_silent else 0.0)
    reply.toast("silenced" if is_silent else "heard-again")
    if callback_data.is_page:
        under_way, silenced = await incidents.under_way(), await incidents.silenced()
        reply.replace_keyboard(incidents_keyboard(sorted(under_way), silenced, reply.texts))
    else:
        reply.replace_keyboard(alert_keyboard(incident, reply.texts, is_silent=is_silent))


def router() -> Router:
    """A new router."""
    router = Router(name="alerts")
    router.callback_query.register(silence, SilenceButton.filter(), flags={CHECK: owners_button})
    return router
