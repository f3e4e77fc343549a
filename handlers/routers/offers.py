"""The buttons of offers: several pictures, or a prompt without options of other tools, are drawn or not."""

from aiogram import Router
from aiogram.types import CallbackQuery

from drawing.offers import Offers
from drawing.service import DrawingService
from handlers.buttons import CHECK, Press, own_offer
from handlers.routers.draw import request_drawing
from handlers.views.offers import OfferButton


async def answer(
    _: CallbackQuery, callback_data: OfferButton, press: Press, offers: Offers, drawing_service: DrawingService
) -> None:
    """An offer serves once; where a limit or a fault keeps it from being drawn, it stands."""
    reply = press.reply
    offer = await offers.find(callback_data.offer)
    if offer is None:
        reply.toast("offer-gone", alert=True)
        return
    if not callback_data.is_wanted:
        await offers.decline(offer)
        reply.acknowledge()
        reply.rewrite(reply.texts("offer-declined"))
        return
    request = await offers.request(offer, press.person)
    if not await request_drawing(request, reply, drawing_service, most=offer.pictures):
        return
    await offers.settle(offer)
    reply.toast("drawing-again")
    if offer.pictures is None:
        reply.replace_keyboard(None)
    else:
        reply.rewrite(reply.texts("offer-taken", pictures=offer.pictures))


def router() -> Router:
    """A new router."""
    router = Router(name="offers")
    router.callback_query.register(answer, OfferButton.filter(), flags={CHECK: own_offer})
    return router
