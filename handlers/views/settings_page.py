"""The panel of `/settings`, a person's or a group's: a first page that sums up, and a page for each subject. Pure."""

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from drawing.defaults import SeedMode, SeedSetting
from drawing.people import Group, Person
from drawing.prompt.clean import clean
from drawing.records import Traits
from handlers.views.settings_changes import DAILY_LIMITS, RATIOS, Page, PageButton, Setting, SettingButton
from handlers.views.texts import LANGUAGES, Html, Texts, cut, plain

_SHOWN: Final = 100  # of words that were set
_STYLES_SHOWN: Final = 5
_SWITCHES: Final = {Page.PROMPT: (Setting.ENHANCE, Setting.RAW), Page.DELIVERY: (Setting.FILE, Setting.SPOILER)}

_Row = list[InlineKeyboardButton]


@dataclass(frozen=True, slots=True)
class Settled:
    """Whose settings a panel shows, and what it shows beside them."""

    whose: Person | Group
    traits: Traits
    styles: tuple[str, ...] = ()  # the names of those that were saved
    is_open: bool = True  # everybody in the group may draw, as far as the owner of the bot is concerned

    @property
    def of(self) -> str:
        """Whose they are, as the sentences call it."""
        return "person" if isinstance(self.whose, Person) else "group"

    @property
    def subjects(self) -> tuple[Page, ...]:
        """The pages that the first one leads to."""
        common = (Page.PICTURE, Page.PROMPT, Page.DELIVERY, Page.LANGUAGE)
        return common if isinstance(self.whose, Person) else (*common, Page.GROUP)

    @property
    def switches(self) -> Mapping[Setting, bool]:
        """What is either on or off."""
        defaults = self.whose.defaults
        switches = {
            Setting.ENHANCE: bool(defaults.enhance),
            Setting.RAW: bool(defaults.raw),
            Setting.FILE: bool(defaults.as_file),
            Setting.SPOILER: bool(defaults.spoiler),
        }
        own = (
            {Setting.NOTIFY: self.whose.notify}
            if isinstance(self.whose, Person)
            else {Setting.DRAWING: not self.whose.is_off}
        )
        return switches | own


def settings_page(settled: Settled, page: Page, texts: Texts) -> tuple[Html, InlineKeyboardMarkup]:
    """A page of the panel: what is set, how to set the rest by words, and the buttons."""
    lines, keys = _Lines(settled, texts), _Keys(settled, texts)
    if page not in settled.subjects:
        parts = [lines.heading(), *(lines.summary(subject) for subject in settled.subjects), lines.about(Page.HOME)]
        rows = keys.home()
    else:
        parts = [lines.heading(page), Html("\n".join(lines.of(page))), lines.about(page)]
        rows = [*keys.of(page), [keys.leading_to(Page.HOME)]]
    return Html("\n\n".join(parts)), InlineKeyboardMarkup(inline_keyboard=rows)


class _Lines:
    """What a page says."""

    def __init__(self, settled: Settled, texts: Texts) -> None:
        self._settled = settled
        self._texts = texts

    def heading(self, page: Page | None = None) -> Html:
        title = self._texts("settings-title", of=self._settled.of)
        return title if page is None else Html(f"{title} › {self._texts(f'settings-page-{page}')}")

    def summary(self, subject: Page) -> Html:
        return Html("\n".join([f"<b>{self._texts(f'settings-page-{subject}')}</b>", *self.of(subject)]))

    def about(self, page: Page) -> Html:
        seeds = "yes" if self._settled.traits.keeps_seed else "no"
        return self._texts(f"settings-about-{page}", of=self._settled.of, seeds=seeds)

    def of(self, page: Page) -> Iterable[Html]:
        """Everything of a subject that can be set, with the value it has."""
        match page:
            case Page.PICTURE:
                yield from self._picture()
            case Page.LANGUAGE:
                yield self._value("language", language_name(self._settled.whose.language, self._texts))
            case Page.GROUP:
                yield from self._group()
            case _:
                for setting in switches_on(page, self._settled):
                    yield switch_line(setting, self._settled, self._texts)

    def _picture(self) -> Iterable[Html]:
        defaults, nothing = self._settled.whose.defaults, self._texts("settings-nothing")
        ratio = defaults.aspect_ratio
        yield self._value("ratio", self._texts("settings-ratio-none") if ratio is None else str(ratio))
        if self._settled.traits.keeps_seed:
            yield self._value("seed", _seed(defaults.seed or SeedSetting(), self._texts))
        yield self._value("suffix", nothing if defaults.suffix is None else _words(defaults.suffix))
        yield self._value("no", nothing if defaults.negatives is None else _words(defaults.negatives))
        yield self._value("styles", self._styles() or self._texts("settings-styles-none"))

    def _styles(self) -> Html:
        styles = self._settled.styles
        shown = [_words(style) for style in styles[:_STYLES_SHOWN]]
        if len(styles) > _STYLES_SHOWN:
            shown.append(self._texts("styles-more", count=len(styles) - _STYLES_SHOWN))
        return Html(", ".join(shown))

    def _group(self) -> Iterable[Html]:
        group = self._settled.whose
        if isinstance(group, Group):
            yield switch_line(Setting.DRAWING, self._settled, self._texts)
            yield self._value(
                "who", self._texts("settings-who-all" if self._settled.is_open else "settings-who-invited")
            )
            yield self._value("limit", limit_name("" if group.per_day is None else str(group.per_day), self._texts))

    def _value(self, thing: str, value: str) -> Html:
        return self._texts(f"settings-{thing}", value=value)


class _Keys:
    """The buttons of a page. On a phone, two in a row have room for some 18 letters each, one alone for 36."""

    def __init__(self, settled: Settled, texts: Texts) -> None:
        self._settled = settled
        self._texts = texts

    def home(self) -> list[_Row]:
        return _pairs(self.leading_to(page) for page in self._settled.subjects)

    def of(self, page: Page) -> list[_Row]:
        match page:
            case Page.PICTURE:
                return [*self._ratios(), *self._seeds(), *self._clear()]
            case Page.LANGUAGE:
                return self._languages()
            case Page.GROUP:
                return [[self._switch(Setting.DRAWING)], *self._limits()]
            case _:
                return [[self._switch(setting)] for setting in switches_on(page, self._settled)]

    def leading_to(self, page: Page) -> InlineKeyboardButton:
        name = "settings-back" if page is Page.HOME else f"settings-page-{page}"
        return _key(self._texts(name), PageButton(whose=self._settled.whose.id, page=page))

    def _choice(self, name: Html, setting: Setting, value: str, *, is_chosen: bool = False) -> InlineKeyboardButton:
        data = SettingButton(whose=self._settled.whose.id, setting=setting, value=value)
        return _key(Html(f"✓ {name}") if is_chosen else name, data)

    def _switch(self, setting: Setting) -> InlineKeyboardButton:
        value = "" if self._settled.switches[setting] else "1"
        return self._choice(switch_line(setting, self._settled, self._texts), setting, value)

    def _ratios(self) -> list[_Row]:
        ratio = self._settled.whose.defaults.aspect_ratio
        chosen = "" if ratio is None else str(ratio)

        def key(ratio: str, name: str) -> InlineKeyboardButton:
            return self._choice(self._texts(f"settings-shape-{name}"), Setting.RATIO, ratio, is_chosen=ratio == chosen)

        return [[key("", "any")], *_pairs(key(ratio, name) for ratio, name in RATIOS.items())]

    def _seeds(self) -> list[_Row]:
        if not self._settled.traits.keeps_seed:
            return []
        chosen = (self._settled.whose.defaults.seed or SeedSetting()).mode
        return [
            [
                self._choice(
                    self._texts("settings-seed", value=_seed(SeedSetting(mode), self._texts)),
                    Setting.SEED,
                    mode,
                    is_chosen=mode is chosen,
                )
                for mode in (SeedMode.RANDOM, SeedMode.LAST)
            ]
        ]

    def _clear(self) -> list[_Row]:
        """Buttons that take away what words have set."""
        defaults = self._settled.whose.defaults
        return [
            [self._choice(self._texts(f"settings-clear-{setting}"), setting, "")]
            for setting, value in ((Setting.SUFFIX, defaults.suffix), (Setting.NEGATIVES, defaults.negatives))
            if value is not None
        ]

    def _languages(self) -> list[_Row]:
        chosen = self._settled.whose.language
        return [
            [
                self._choice(
                    self._texts("settings-language", value=language_name(code, self._texts)),
                    Setting.LANGUAGE,
                    code or "",
                    is_chosen=code == chosen,
                )
            ]
            for code in (*LANGUAGES, None)
        ]

    def _limits(self) -> list[_Row]:
        group = self._settled.whose
        chosen = str(group.per_day or "") if isinstance(group, Group) else ""
        return _pairs(
            self._choice(
                self._texts("settings-limit", value=limit_name(limit, self._texts)),
                Setting.LIMIT,
                limit,
                is_chosen=limit == chosen,
            )
            for limit in DAILY_LIMITS
        )


def switches_on(page: Page, settled: Settled) -> Iterable[Setting]:
    """The switches of a page; a group is not notified."""
    yield from _SWITCHES[page]
    if page is Page.DELIVERY and Setting.NOTIFY in settled.switches:
        yield Setting.NOTIFY


def switch_line(setting: Setting, settled: Settled, texts: Texts) -> Html:
    """A switch and its state, as the text of a page and its button say it alike."""
    return texts(f"settings-{setting}", value=texts("settings-on" if settled.switches[setting] else "settings-off"))


def language_name(language: str | None, texts: Texts) -> Html:
    """What a language calls itself; None is that of each person's Telegram."""
    return texts("settings-language-auto") if language is None else Html(LANGUAGES[language])


def limit_name(limit: str, texts: Texts) -> Html:
    """So many a day; an empty text is no limit."""
    return texts("settings-limit-number", limit=int(limit)) if limit else texts("settings-limit-none")


def _seed(setting: SeedSetting, texts: Texts) -> str:
    return str(setting.value) if setting.mode is SeedMode.FIXED else texts(f"settings-seed-{setting.mode}")


def _words(words: str) -> Html:
    """What somebody has set, as a prompt has it, and so that Telegram makes no links in it."""
    return Html(f"<code>{html.escape(cut(clean(words).text, _SHOWN), quote=False)}</code>")


def _key(name: Html, data: CallbackData) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=plain(name), callback_data=data.pack())


def _pairs(keys: Iterable[InlineKeyboardButton]) -> list[_Row]:
    found = list(keys)
    return [found[at : at + 2] for at in range(0, len(found), 2)]
