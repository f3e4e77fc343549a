"""The chat page as a person uses it."""

import re
import time
from typing import Literal

from playwright.sync_api import Locator, Page, expect

ALICE, BORIS = 101, 102
_RUSSIAN = {
    "Message": "Сообщение",
    "Chats": "Чаты",
    "Chat menu": "Меню чата",
    "Start": "Начать",
    "Commands": "Команды",
    "Block the bot": "Заблокировать бота",
    "Unblock": "Разблокировать",
    "Reply": "Ответить",
    "Edit": "Изменить",
    "Delete": "Удалить",
    "Photo": "Фото",
    "Sticker…": "Стикер…",
    "Voice message": "Голосовое сообщение",
    "edited": "изменено",
    "Copied": "Скопировано",
}
"""The page's words as Борис reads them."""
TIMEOUT = 90_000.0  # milliseconds; a group's answers may wait for a minute, as Telegram's limits have it

SAME_PRESS = 1.5  # seconds; within one, the bot takes two presses of a button for one


def _to_its_end(text: str | re.Pattern[str]) -> str | re.Pattern[str]:
    """Where a text ends with a number, all of that: the seed 12 is none that begins with 12."""
    if isinstance(text, re.Pattern) or not text[-1:].isdecimal():
        return text
    return re.compile(r"\s+".join(map(re.escape, text.split())) + r"(?!\d)")


class Messenger:
    """One window of one person."""

    def __init__(self, page: Page, person: int = ALICE) -> None:
        self.page = page
        self.id = person
        self._pressed: dict[str, float] = {}  # by label: when
        self._words = _RUSSIAN if person == BORIS else {}
        self.field = page.get_by_role("textbox", name=self.word("Message"))
        self.log = page.get_by_role("log")
        self.heading = page.locator("#place-title")

    def word(self, english: str) -> str:
        """One of the page's words in the language of this person."""
        return self._words.get(english, english)

    def open(self, place: str) -> None:
        """Opens a chat, or a topic of the forum, from the list."""
        self.place(place).click()
        expect(self.heading).to_have_text(place)
        self.begin()

    def begin(self) -> None:
        """Presses the big button of a private chat that was never begun, if this is one."""
        start = self.page.get_by_role("button", name=self.word("Start"), exact=True)
        expect(start.or_(self.field).first).to_be_visible()
        if start.is_visible():
            start.click()
            expect(self.messages("theirs").first).to_be_visible()

    def place(self, name: str) -> Locator:
        return self.page.get_by_role("navigation", name=self.word("Chats")).get_by_role(
            "link", name=re.compile(rf"^{name}(, (\d+ unread|непрочитанных: \d+))?$")
        )

    def unread(self, place: str) -> Locator:
        return self.place(place).locator(".badge")

    def messages(self, whose: Literal["mine", "theirs"], text: str | re.Pattern[str] = "") -> Locator:
        return self.log.locator(f"article.{whose}").filter(has_text=text)

    def say(self, text: str) -> Locator:
        """Writes a message and waits for it to stand in the conversation."""
        mine = self.messages("mine")
        before = mine.count()
        self.field.fill(text)
        self.field.press("Enter")
        expect(mine).to_have_count(before + 1)
        return self.pinned(mine.last)

    def picture(self, caption: str) -> Locator:
        """The message with a picture under which `caption` stands."""
        return self.messages("theirs", caption).filter(has=self.page.locator(".photo")).last

    def pictures(self, caption: str | re.Pattern[str]) -> Locator:
        """All messages whose pictures are there, and under which `caption` stands."""
        under = self.page.locator(".text", has_text=_to_its_end(caption))
        return self.messages("theirs").filter(has=self.page.locator(".photo.loaded")).filter(has=under)

    def draw(self, prompt: str, shown: str | None = None) -> Locator:
        """Asks for a drawing; returns the message with its picture, found by the words `shown` of its caption."""
        self.say(f"/draw {prompt}")
        picture = self.picture(shown or prompt)
        expect(picture.locator(".photo.loaded")).to_be_visible()
        return picture

    def press(self, message: Locator, label: str | re.Pattern[str]) -> None:
        """Presses a button under a message; not so soon after the last time that both would count as one press."""
        since = time.monotonic() - self._pressed.get(str(label), float("-inf"))
        if since < SAME_PRESS:
            self.page.wait_for_timeout(1000 * (SAME_PRESS - since))
        self._pressed[str(label)] = time.monotonic()
        message.locator(".key", has_text=label).click()

    def delete_picture(self, message: Locator) -> None:
        """By its button, and the question whether that is meant, both in the language of whoever presses."""
        delete = re.compile("Delete|Удалить")
        self.press(message, delete)
        expect(message.locator(".key", has_text=re.compile("Keep|Оставить"))).to_be_visible()
        self.press(message, delete)

    def switch(self, page: Locator, label: str, chosen: str | None = None) -> None:
        """Chooses a setting on its page, and sees that it is chosen; `chosen` is what its key says then."""
        self.press(page, label)
        expect(page.locator(".key", has_text=chosen or f"✓ {label}")).to_be_visible()

    def pinned(self, message: Locator) -> Locator:
        """This very message in this person's window, whichever others come to look like it."""
        return self.log.locator(f"[data-id='{message.get_attribute('data-id')}']")

    def last(self, text: str | re.Pattern[str]) -> Locator:
        """The latest thing that the bot has said with these words, pinned."""
        message = self.messages("theirs", text).last
        expect(message).to_be_visible()
        return self.pinned(message)

    def told(self, text: str) -> Locator:
        """A short notice at the bottom, such as the bot's answer to a button."""
        return self.page.locator(".notice", has_text=text).last

    def heed(self, text: str) -> None:
        """Waits for a short notice, and puts it away, so that the next one like it can be told from it."""
        expect(self.told(text)).to_be_visible()
        self.page.locator(".notice").evaluate_all("notices => notices.forEach(notice => notice.remove())")

    def dismiss(self, text: str) -> None:
        """Waits for an answer that stands until it is read, and puts it away."""
        alert = self.page.get_by_role("dialog").filter(has_text=text)
        alert.get_by_role("button", name="OK").click()
        expect(alert).to_be_hidden()

    def settings(self, subject: str) -> Locator:
        """Asks for the settings, and waits for the page of a subject."""
        request = self.say("/settings").get_attribute("data-id")
        panel = self.log.locator(f"[data-id='{request}'] ~ article.theirs").filter(
            has=self.page.locator(".key", has_text=subject)
        )
        expect(panel.first).to_be_visible()
        pinned = self.pinned(panel.first)
        self.turn(pinned, subject)
        return pinned

    def turn(self, panel: Locator, subject: str) -> None:
        """Leads the settings to another page, over the first one where need be."""
        if panel.locator(".key", has_text=subject).count() == 0:
            self.press(panel, re.compile("^‹"))
        self.press(panel, subject)
        expect(panel).to_contain_text(re.compile(f"› .*{subject}"))

    def answer(self, text: str, words: str | re.Pattern[str]) -> Locator:
        """Writes something, and waits for what the bot says to it."""
        request = self.say(text).get_attribute("data-id")
        answer = self.log.locator(f"[data-id='{request}'] ~ article.theirs").filter(has_text=words).first
        expect(answer).to_be_visible()
        return self.pinned(answer)

    def refine(self, picture: Locator, change: str) -> None:
        """Writes `/draw` as a reply to a picture."""
        self.choose(picture, "Reply")
        self.say(f"/draw {change}")

    def edit(self, message: Locator, text: str) -> None:
        """Changes what this person wrote, and sees that it is changed."""
        self.choose(message, "Edit")
        self.field.fill(text)
        self.field.press("Enter")
        expect(message.locator(".text")).to_have_text(text)
        expect(message).to_contain_text(self.word("edited"))

    def attach(self, *entries: str, caption: str = "") -> Locator:
        """Sends what is no text, by the entries of the menu that lead to it, and waits for it to stand there."""
        mine = self.messages("mine")
        before = mine.count()
        self.field.fill(caption)
        self.page.locator("#attach").click()
        for entry in entries:
            self.page.get_by_role("menuitem", name=self.word(entry), exact=True).click()
        expect(mine).to_have_count(before + 1)
        return self.pinned(mine.last)

    def bytes_of(self, element: Locator) -> bytes:
        """What an image shows, or what stands behind a link."""
        return self.page.request.get(str(element.evaluate("element => element.href ?? element.src"))).body()

    def choose(self, message: Locator, entry: str) -> None:
        """Picks an entry of a message's menu."""
        message.locator(".meta").click(button="right")
        self.page.get_by_role("menuitem", name=self.word(entry), exact=True).click()

    def choose_in_chat_menu(self, entry: str) -> None:
        """Picks an entry of the menu of the open chat."""
        self.page.get_by_role("button", name=self.word("Chat menu")).click()
        self.page.get_by_role("menuitem", name=self.word(entry), exact=True).click()
