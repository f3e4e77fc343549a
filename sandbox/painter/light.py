"""The light of a scene: the colours of its sky, its ground and its air."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from sandbox.painter.colour import Colour
from sandbox.painter.vocabulary import Light


@dataclass(frozen=True, slots=True)
class Mood:
    """The colours of one light."""

    sky: tuple[Colour, ...]  # from the zenith to the horizon
    sun: Colour
    cloud: Colour
    far: Colour  # hills and mountains in the distance
    middle: Colour
    near: Colour  # the ground in front
    water: tuple[Colour, Colour]  # at the horizon, at the shore
    air: Colour  # what tints everything, by the share `haze`
    haze: float
    dark: bool = False  # windows are lit and stars are out


_DAYS = (
    Mood(
        sky=((104, 178, 226), (168, 214, 236), (244, 236, 214)), sun=(255, 226, 132), cloud=(255, 253, 246),
        far=(142, 184, 180), middle=(124, 178, 120), near=(98, 156, 92),
        water=((112, 186, 206), (58, 142, 184)), air=(255, 244, 214), haze=0.04,
    ),
    Mood(
        sky=((82, 190, 200), (150, 220, 212), (252, 240, 206)), sun=(255, 206, 104), cloud=(255, 250, 238),
        far=(120, 178, 172), middle=(150, 186, 98), near=(120, 162, 78),
        water=((120, 206, 200), (44, 148, 168)), air=(255, 240, 200), haze=0.05,
    ),
)  # fmt: skip

_MOODS: Mapping[Light, tuple[Mood, ...]] = {
    Light.DAY: _DAYS,
    Light.DAWN: (
        Mood(
            sky=((146, 166, 214), (234, 186, 198), (254, 226, 186)), sun=(255, 240, 206), cloud=(255, 232, 226),
            far=(178, 160, 190), middle=(146, 164, 148), near=(112, 146, 116),
            water=((236, 196, 196), (124, 148, 190)), air=(255, 206, 196), haze=0.10,
        ),
    ),
    Light.SUNSET: (
        Mood(
            sky=((86, 74, 132), (224, 112, 108), (252, 190, 104)), sun=(255, 226, 142), cloud=(250, 164, 130),
            far=(148, 96, 132), middle=(122, 92, 106), near=(88, 76, 86),
            water=((244, 152, 110), (98, 84, 142)), air=(255, 150, 90), haze=0.14,
        ),
        Mood(
            sky=((58, 82, 142), (186, 122, 168), (255, 178, 148)), sun=(255, 214, 170), cloud=(244, 168, 176),
            far=(116, 98, 152), middle=(104, 106, 122), near=(76, 88, 92),
            water=((238, 162, 160), (74, 88, 148)), air=(255, 150, 140), haze=0.13,
        ),
    ),
    Light.NIGHT: (
        Mood(
            sky=((20, 26, 66), (40, 54, 112), (92, 98, 158)), sun=(250, 240, 204), cloud=(96, 106, 164),
            far=(58, 66, 118), middle=(44, 66, 98), near=(34, 56, 76),
            water=((92, 104, 164), (30, 46, 98)), air=(40, 48, 120), haze=0.17, dark=True,
        ),
        Mood(
            sky=((26, 20, 60), (64, 44, 108), (128, 88, 148)), sun=(255, 236, 210), cloud=(112, 92, 156),
            far=(74, 60, 116), middle=(58, 62, 100), near=(44, 52, 78),
            water=((126, 96, 156), (44, 42, 98)), air=(60, 40, 120), haze=0.16, dark=True,
        ),
    ),
    Light.WINTER: (
        Mood(
            sky=((130, 170, 206), (188, 210, 226), (242, 240, 238)), sun=(255, 244, 214), cloud=(250, 251, 253),
            far=(176, 196, 214), middle=(214, 226, 236), near=(240, 245, 249),
            water=((186, 208, 222), (112, 152, 186)), air=(220, 234, 250), haze=0.10,
        ),
    ),
    Light.RAIN: (
        Mood(
            sky=((92, 108, 128), (136, 150, 164), (190, 196, 196)), sun=(226, 228, 220), cloud=(168, 176, 186),
            far=(122, 138, 146), middle=(102, 130, 116), near=(80, 112, 94),
            water=((150, 164, 172), (82, 108, 130)), air=(120, 140, 160), haze=0.14,
        ),
    ),
    Light.AUTUMN: (
        Mood(
            sky=((136, 176, 190), (206, 208, 190), (250, 228, 184)), sun=(255, 220, 140), cloud=(255, 246, 230),
            far=(182, 146, 118), middle=(206, 142, 72), near=(174, 112, 58),
            water=((190, 190, 176), (104, 134, 146)), air=(255, 200, 120), haze=0.08,
        ),
    ),
}  # fmt: skip

SPACE = Mood(
    sky=((14, 12, 40), (40, 24, 78), (88, 44, 112)), sun=(255, 230, 180), cloud=(96, 70, 150),
    far=(92, 76, 138), middle=(118, 98, 152), near=(148, 124, 168),
    water=((92, 76, 138), (60, 40, 100)), air=(70, 40, 130), haze=0.14, dark=True,
)  # fmt: skip


def mood_of(light: Light, choice: Random) -> Mood:
    """One of the moods of a light."""
    return choice.choice(_MOODS[light])
