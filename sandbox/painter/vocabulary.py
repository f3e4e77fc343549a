"""The words that the painter knows, in English and Russian.

A word is known by its stem: what may follow a stem is one of a closed set of endings, so that «кота» and «котом» are
cats, and «который» is none. A stem that ends in `.` takes no ending.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum


class Subject(StrEnum):
    """Subjects that can be painted."""

    CAT = "cat"
    DOG = "dog"
    FOX = "fox"
    RABBIT = "rabbit"
    BEAR = "bear"
    MOUSE = "mouse"
    BIRD = "bird"
    FISH = "fish"
    BUTTERFLY = "butterfly"
    PERSON = "person"
    ROBOT = "robot"
    HOUSE = "house"
    CASTLE = "castle"
    LIGHTHOUSE = "lighthouse"
    TREE = "tree"
    PINE = "pine"
    FLOWER = "flower"
    MUSHROOM = "mushroom"
    CAR = "car"
    BOAT = "boat"
    ROCKET = "rocket"
    HAT = "hat"
    HEART = "heart"
    APPLE = "apple"
    SUN = "sun"
    MOON = "moon"
    STAR = "star"
    CLOUD = "cloud"
    RAINBOW = "rainbow"
    BALLOON = "balloon"


class Place(StrEnum):
    """Places that a scene can have."""

    SEA = "sea"
    MOUNTAINS = "mountains"
    FOREST = "forest"
    CITY = "city"
    DESERT = "desert"
    MEADOW = "meadow"
    SPACE = "space"


class Light(StrEnum):
    """Kinds of light and weather."""

    DAY = "day"
    DAWN = "dawn"
    SUNSET = "sunset"
    NIGHT = "night"
    WINTER = "winter"
    RAIN = "rain"
    AUTUMN = "autumn"


_WORDS: Mapping[StrEnum, str] = {
    Subject.CAT: "cat kitten kitty. kitties. tomcat кот кошк кошек котик котенок котенк котят киск кис. 🐱 🐈 😺 😸",
    Subject.DOG: "dog doggy. puppy puppies. hound собак собач песик пес пс щенок щенк щенят 🐶 🐕 🐩",
    Subject.FOX: "fox vixen лис лисиц лисичк лисенок лисят 🦊",
    Subject.RABBIT: "rabbit bunny bunnies. hare заяц зайц зайч зайк кролик крол 🐰 🐇",
    Subject.BEAR: "bear teddy медвед мишк медвежонок медвежат 🐻 🐼",
    Subject.MOUSE: "mouse mice. мыш мышк мышонок мышат 🐭 🐁",
    Subject.BIRD: "bird sparrow robin owl птиц птичк птах воробей воробь сов снегир 🐦 🐤 🦉",
    Subject.FISH: "fish goldfish рыб рыбк 🐟 🐠 🐡",
    Subject.BUTTERFLY: "butterfly butterflies. бабочк бабочек 🦋",
    Subject.PERSON: (
        "person people. man. men. woman. women. girl boy child children. lady человек человечк люд женщин мужчин "
        "девочк девушк мальчик ребенок ребенк дет. дети. детей. 🧑 👩 👨 👧 👦 🧍"
    ),
    Subject.ROBOT: "robot android droid робот андроид 🤖",
    Subject.HOUSE: "house home cottage hut cabin village дом домик избушк изб хижин деревн 🏠 🏡",
    Subject.CASTLE: "castle palace fortress tower замок. замк дворец дворц крепост башн 🏰",
    Subject.LIGHTHOUSE: "lighthouse маяк маячк",
    Subject.TREE: "tree oak birch дерев деревц дуб берез 🌳",
    Subject.PINE: "pine fir spruce елк ель. ел. ели. елей. елочк сосн 🌲 🎄",
    Subject.FLOWER: (
        "flower rose tulip daisy daisies. succulent цветок цветк цветы. цветов. цветам. цветами. цветах. цветочк роза. "
        "розы. розу. тюльпан ромашк букет 🌸 🌹 🌷 🌻 🌼"
    ),
    Subject.MUSHROOM: "mushroom toadstool гриб грибоч мухомор 🍄",
    Subject.CAR: "car automobile машин машинк автомобил авто. 🚗 🚙",
    Subject.BOAT: "boat ship sailboat yacht лодк лодочк корабл кораблик яхт парусник ⛵",
    Subject.ROCKET: "rocket spaceship ракет звездолет 🚀",
    Subject.HAT: "hat cap. шляп шляпк шапк 🎩 👒",
    Subject.HEART: "heart сердц сердечк ❤ 💖",
    Subject.APPLE: "apple яблок яблочк 🍎",
    Subject.SUN: "sun солнц солнышк ☀ 🌞",
    Subject.MOON: "moon crescent лун лунн полумесяц месяц 🌙 🌕 🌝",
    Subject.STAR: "star звезд звездочк ⭐ 🌟",
    Subject.CLOUD: "cloud облак облач туч 🌥",
    Subject.RAINBOW: "rainbow радуг 🌈",
    Subject.BALLOON: "balloon шарик воздушн 🎈",
    Place.SEA: (
        "sea ocean beach lake shore coast wave river water "
        "мор морск океан пляж озер берег волн рек. река. реки. реке. реку. вод 🌊"
    ),
    Place.MOUNTAINS: "mountain hill alps. peak гор горн холм вершин ⛰ 🏔",
    Place.FOREST: "forest wood jungle grove лес лесн рощ тайг",
    Place.CITY: "city cities. town street skyscraper город городск улиц небоскреб 🏙 🌃",
    Place.DESERT: "desert dune sahara пустын дюн 🏜",
    Place.MEADOW: "meadow field grass garden park лужайк луг. лугу. луга. поле. поля. полях. трав сад парк",
    Place.SPACE: "space cosmos galaxy galaxies. planet orbit космос косм космическ галактик планет орбит 🪐 🌌",
    Light.DAY: "day. noon sunny. sunlight полдень. день. днем. солнечн",
    Light.DAWN: "dawn sunrise morning spring рассвет восход утр утрен утром. весн",
    Light.SUNSET: "sunset dusk evening twilight закат вечер вечерн сумерк",
    Light.NIGHT: "night midnight starry. starlit. moonlit. ночь. ноч ночн полноч звездн 🌠",
    Light.WINTER: "winter snow snowy. frost ice icy. зим зимн снег снежн мороз лед. льд ❄ ☃",
    Light.RAIN: "rain rainy. storm drizzle дожд ливен гроз шторм бур. буря. бурю. ☔ 🌧",
    Light.AUTUMN: "autumn fall. осен осенн 🍂 🍁",
}

_COLOURS: Mapping[str, str] = {
    "red": "red crimson scarlet красн ал. алый. алая. алое. алые. багров",
    "ginger": "ginger рыж",
    "orange": "orange оранжев апельсинов",
    "yellow": "yellow желт лимонн",
    "gold": "gold golden. золот золотист",
    "green": "green emerald lime зелен изумрудн салатов",
    "turquoise": "turquoise teal cyan aqua mint бирюзов мятн",
    "blue": "blue navy indigo син",
    "azure": "azure голуб лазурн",
    "purple": "purple violet lilac lavender фиолетов сиренев лилов пурпурн",
    "pink": "pink magenta coral розов малинов",
    "brown": "brown chocolate коричнев шоколадн",
    "black": "black черн",
    "white": "white бел белоснежн",
    "grey": "grey gray сер",
    "silver": "silver серебр серебрист серебрян",
}

NUMBERS: Mapping[str, int] = {
    number: value
    for value, numbers in enumerate(
        ("two pair couple два две двое пара 2", "three три трое 3", "four четыре 4", "five пять 5"), 2
    )
    for number in numbers.split()
}

WITHOUT = frozenset({"without", "no", "not", "без", "не", "нет"})


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NOISE = _listed(
    "a an the of in on at by with and or to for from as is are its it this that under over near into wearing very some "
    "и в во на у с со к ко о об от до за из под над при по для как или а но это этот его ее их очень где "
    "picture image photo drawing painting art style hd full detailed sharp focus "
    "рисунок картина картинка фото стиль стиле"
)

# Pictures without colour, as they are asked for; in lower case, `ё` written as `е`.
_COLOURLESS = re.compile(
    r"\b(?:black(?: and | & |-and-)white|monochrome|gr[ea]yscale|pencil|черно-?бел\w*|ч/б|монохром\w*|карандаш\w*)\b"
)

_ENGLISH = frozenset({"", "s", "es", "y", "ies"})
_RUSSIAN = {""} | _listed(
    "а у ом ем е ы и ов ев ей ам ям ами ями ах ях я ю ой ою ь ью ия ии ию ие ий ья ье ьи ьев ьям ьями ьях о "
    "ый ого его ому ему ым им ых их ую юю ая яя ое ее ые ыми ими"
)


def _index(words: Mapping[StrEnum, str] | Mapping[str, str]) -> dict[str, str]:
    """Stem -> meaning; a whole word ends in `.`."""
    return {stem: str(meaning) for meaning, stems in words.items() for stem in stems.split()}


_MEANINGS: Mapping[str, Subject | Place | Light] = {
    str(term): term for kind in (Subject, Place, Light) for term in kind
}
_TERMS = _index(_WORDS)
_COLOUR_TERMS = _index(_COLOURS)


def term(word: str) -> Subject | Place | Light | None:
    """The meaning of a word, in lower case, `ё` written as `е`."""
    found = _look_up(word, _TERMS)
    return None if found is None else _MEANINGS[found]


def colour_name(word: str) -> str | None:
    """The name of the colour that a word means, in lower case, `ё` written as `е`."""
    return _look_up(word, _COLOUR_TERMS)


def is_noise(word: str) -> bool:
    """Whether a word says nothing that could be seen."""
    return word in _NOISE or len(word) < 2


def words(text: str) -> list[str]:
    """The words, numbers and marks of a text, in lower case; an emoji is a word of its own."""
    return re.findall(r"\w+|[^\w\s\ufe0e\ufe0f\u200d]", text.casefold().replace("ё", "е"))


def without_tone(text: str) -> tuple[str, bool]:
    """A text without the words that want no colour, and whether it had any: their black and white paint no thing."""
    rest, count = _COLOURLESS.subn(" ", text.casefold().replace("ё", "е"))
    return rest, count > 0


def _look_up(word: str, index: Mapping[str, str]) -> str | None:
    if word + "." in index:
        return index[word + "."]
    endings: Iterable[str] = _ENGLISH if word.isascii() else _RUSSIAN
    candidates = [word[: len(word) - len(ending)] for ending in endings if word.endswith(ending)]
    known = [stem for stem in candidates if stem in index]
    return index[max(known, key=len)] if known else None
