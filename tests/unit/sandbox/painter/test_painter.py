"""The pictures: repeatable, of the right size, and made from what was asked for."""

import hashlib
import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from sandbox.painter import Part, paint, picture_size
from sandbox.painter.composition import Scene, compose
from sandbox.painter.legend import legend
from sandbox.painter.painting import illustrate
from sandbox.painter.reading import read
from sandbox.painter.scene import PAINTERS
from sandbox.painter.traits import TRAITS
from sandbox.painter.vocabulary import Light, Subject

ROOT = Path(__file__).parents[4]


def picture(text: str, *negatives: str, size: tuple[int, int] = (240, 240), seed: int = 42) -> Image.Image:
    """A picture without its legend, and small, which is quick."""
    return illustrate(read([Part(text)], [Part(negative, -1) for negative in negatives]), size, seed)


def difference(one: Image.Image, other: Image.Image) -> float:
    """The distance of two pictures, 0 for equal to 255 for black against white."""
    thumbs = [image.resize((64, 64)).convert("L") for image in (one, other)]
    histogram = ImageChops.difference(*thumbs).histogram()
    return sum(level * count for level, count in enumerate(histogram)) / 64**2


def scene(text: str, *negatives: str, seed: int = 42) -> Scene:
    return compose(read([Part(text)], [Part(each, -1) for each in negatives]), 1024, 960, seed)


def subjects(one: Scene) -> list[Subject]:
    return [placement.subject for placement in one.placements]


def test_a_fresh_process_paints_the_same_bytes() -> None:
    call = "paint([Part('рыжий кот, wizard'), Part('sea', 2.0)], [Part('hat', -1.0)], (3, 2), 7)"
    program = f"import hashlib; from sandbox.painter import Part, paint; print(hashlib.sha256({call}).hexdigest())"
    finished = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    here = paint([Part("рыжий кот, wizard"), Part("sea", 2.0)], [Part("hat", -1.0)], (3, 2), 7)
    assert finished.stdout.strip() == hashlib.sha256(here).hexdigest()


@pytest.mark.parametrize("ratio", [(1, 1), (16, 9), (2, 3), (4, 1), (1, 20), (10**18, 10**18 + 1)])
def test_the_area_stays_and_the_ratio_is_kept(ratio: tuple[int, int]) -> None:
    width, height = picture_size(ratio)
    assert abs(width * height / 1024**2 - 1) < 0.1
    assert abs(width / height / (ratio[0] / ratio[1]) - 1) < 0.05


def test_the_bytes_are_a_jpeg_of_the_promised_size() -> None:
    jpeg = paint([Part("a cat")], [], (16, 9), 1)
    image = Image.open(io.BytesIO(jpeg))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", picture_size((16, 9)))


def test_another_seed_is_another_picture() -> None:
    pictures = [picture("a cat", seed=seed) for seed in range(1, 5)]
    pairs = [(one, other) for index, one in enumerate(pictures) for other in pictures[:index]]
    assert min(difference(one, other) for one, other in pairs) > 8


def test_another_subject_is_another_picture_in_the_same_light() -> None:
    cat, robot = scene("a cat"), scene("a robot")
    assert (cat.light, cat.mood, cat.horizon) == (robot.light, robot.mood, robot.horizon)
    assert difference(picture("a cat"), picture("a robot")) > 3


@pytest.mark.parametrize(
    ("name", "channel"), [("red", 0), ("green", 1), ("blue", 2), ("красный", 0), ("зелёный", 1), ("синий", 2)]
)
def test_a_colour_that_is_named_is_seen(name: str, channel: int) -> None:
    plain, coloured = picture("grey cat", seed=3), picture(f"{name} cat", seed=3)
    patch = ImageChops.difference(plain, coloured).convert("L").point([255 if v > 24 else 0 for v in range(256)])
    means = [sum(v * n for v, n in enumerate(band.histogram(patch))) for band in coloured.split()]
    assert means.index(max(means)) == channel


def test_what_is_barred_is_not_placed() -> None:
    assert scene("a cat in a hat").placements[0].hat is not None
    assert scene("a cat in a hat", "hat").placements[0].hat is None
    assert Subject.BALLOON in subjects(scene("a flabbergasting cat"))
    assert Subject.BALLOON not in subjects(scene("a flabbergasting cat", "balloons"))
    lights = {scene("a cat", "night, winter, autumn", seed=seed).light for seed in range(40)}
    assert not lights & {Light.NIGHT, Light.WINTER, Light.AUTUMN}


@pytest.mark.parametrize("scenery", ["clouds", "trees", "sun", "flowers", "облака", "деревья"])
def test_what_the_scenery_brings_along_can_be_barred_too(scenery: str) -> None:
    seed = next(seed for seed in range(99) if scene("a cat", seed=seed).light is Light.DAY)
    assert picture("a cat", seed=seed).tobytes() != picture("a cat", scenery, seed=seed).tobytes()
    assert picture("a cat", seed=seed).tobytes() == picture("a cat", "hat", seed=seed).tobytes()


def test_everybody_stands_inside_the_picture() -> None:
    for seed in range(30):
        for placement in scene("a dog, two cats and a car by a house", seed=seed).placements:
            assert 0 < placement.x < 1024
            assert 0 < placement.y <= 960


def test_every_subject_has_a_painter_and_traits() -> None:
    assert set(PAINTERS) == set(TRAITS) == set(Subject)


def test_the_legend_tells_prompt_negatives_ratio_and_seed() -> None:
    def strip(
        text: str = "a cat", negatives: tuple[str, ...] = (), ratio: tuple[int, int] = (1, 1), seed: int = 1
    ) -> bytes:
        return legend((1024, 56), [Part(text)], [Part(each) for each in negatives], ratio, seed).tobytes()

    usual = strip()
    assert usual == strip()
    others = [strip(text="a dog"), strip(negatives=("hat",)), strip(ratio=(16, 9)), strip(seed=2)]
    assert len({usual, *others}) == 5


def test_cyrillic_letters_are_letters_and_not_boxes() -> None:
    strips = [legend((600, 56), [Part(letter * 5)], [], (1, 1), 1).tobytes() for letter in "абвгдеёжзийклмнопщъыьэюя"]
    assert len(set(strips)) == len(strips)


@settings(max_examples=60)
@given(st.text(max_size=600), st.lists(st.text(max_size=80), max_size=30), st.integers(1, 2**63 - 1))
def test_any_text_fits_into_the_legend(text: str, negatives: list[str], seed: int) -> None:
    strip = legend((512, 40), [Part(text)], [Part(each) for each in negatives], (2**62, 2**62 + 1), seed)
    assert strip.size == (512, 40)


@pytest.mark.parametrize("subject", list(Subject))
def test_every_subject_can_be_painted_at_night_and_by_day(subject: Subject) -> None:
    by_day, by_night = picture(f"{subject} by day", seed=5), picture(f"{subject} at night", seed=5)
    assert difference(by_day, by_night) > 8


@pytest.mark.parametrize(
    "text", ["city in the rain", "desert", "winter forest", "space", "sea", "autumn mountains", "meadow", "\ud800"]
)
def test_every_place_can_be_painted_in_every_shape(text: str) -> None:
    assert (
        difference(picture(text, size=(40, 800)).resize((240, 240)), picture(text, size=(800, 40)).resize((240, 240)))
        > 1
    )


@pytest.mark.parametrize("seed", range(8))
def test_words_without_a_picture_become_an_abstraction_of_their_own(seed: int) -> None:
    one, other = picture("hope", seed=seed), picture("entropy", seed=seed)
    assert difference(one, other) > 8
