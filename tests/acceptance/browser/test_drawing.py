"""Somebody writes /draw, and the picture appears where it was asked for."""

import pytest
from playwright.sync_api import Locator, expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import BORIS, Messenger

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PLACES = ["Artbot", "Painters", "General", "Cats"]
BY_PLACE = pytest.mark.parametrize("place", PLACES)


def natural_size(message: Locator) -> tuple[int, int]:
    width, height = message.locator("img").evaluate("image => [image.naturalWidth, image.naturalHeight]")
    return width, height


@BY_PLACE
def test_the_picture_appears_where_it_was_asked_for(alice: Messenger, place: str) -> None:
    alice.open(place)
    subject = f"a red cat in {place}"

    picture = alice.draw(f"{subject} --no hat --ar 16:9", shown=subject)

    width, height = natural_size(picture)
    assert width > height
    caption = picture.locator(".text")
    for words in (subject, "--no hat", "--ar 16:9", "--seed"):
        expect(caption).to_contain_text(words)
    expect(picture.locator(".quote")).to_contain_text(f"/draw {subject}")
    for other in PLACES:
        if other != place:
            alice.open(other)
            expect(alice.picture(subject)).to_have_count(0)


def test_the_frame_of_a_picture_has_its_proportions_before_it_is_loaded(alice: Messenger) -> None:
    alice.open("Artbot")
    alice.page.route("**/api/file/*", lambda route: None)  # the picture never comes
    alice.say("/draw an owl --ar 2:1")
    frame = alice.picture("an owl").locator(".photo:not(.loaded)")
    expect(frame).to_be_visible()
    box = frame.bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(2, rel=0.05)
    alice.page.unroute_all(behavior="ignoreErrors")


def test_the_caption_is_copied_by_a_click_and_draws_the_same_picture_again(windows: Windows) -> None:
    alice = windows.open(permissions=["clipboard-read", "clipboard-write"])
    alice.open("Artbot")
    first = alice.draw("a lighthouse --ar 3:2", shown="a lighthouse")
    first.locator("code").click()
    expect(alice.page.get_by_text("Copied")).to_be_visible()
    copied = alice.page.evaluate("navigator.clipboard.readText()")

    alice.say(f"/draw {copied}")

    pictures = alice.messages("theirs", copied).filter(has=alice.page.locator(".photo.loaded"))
    expect(pictures).to_have_count(2)
    first_bytes, second_bytes = [
        picture.locator("img").evaluate(
            "async image => Array.from(new Uint8Array(await (await fetch(image.src)).arrayBuffer())).join()"
        )
        for picture in pictures.all()
    ]
    assert first_bytes == second_bytes


def test_a_picture_opens_large_and_the_arrow_keys_go_through_all_of_them(alice: Messenger) -> None:
    alice.open("Landscapes")
    alice.draw("a blue mountain --ar 1:1", shown="a blue mountain")
    second = alice.draw("a green sea --ar 16:9", shown="a green sea")
    shown_small = second.locator(".photo").bounding_box()

    second.locator(".photo").click()

    viewer = alice.page.get_by_role("dialog", name="Picture")
    large = viewer.get_by_role("img")
    expect(large).to_have_js_property("complete", True)
    shown_large = large.bounding_box()
    assert shown_small is not None
    assert shown_large is not None
    assert shown_large["width"] > 2 * shown_small["width"]
    assert shown_large["height"] <= 800
    expect(viewer).to_contain_text("a green sea")
    alice.page.keyboard.press("ArrowLeft")
    expect(viewer).to_contain_text("a blue mountain")
    alice.page.keyboard.press("ArrowRight")
    expect(viewer).to_contain_text("a green sea")
    with alice.page.expect_download() as download:
        viewer.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.endswith(".jpg")
    alice.page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()


def test_a_spoiler_is_hidden_until_it_is_clicked(alice: Messenger) -> None:
    alice.open("Artbot")
    picture = alice.draw("a surprise --spoiler", shown="a surprise")
    frame = picture.get_by_role("button", name="Show the hidden picture")
    frame.click()
    expect(picture.get_by_role("button", name="Open the picture")).to_be_visible()
    expect(alice.page.get_by_role("dialog", name="Picture")).to_be_hidden()


def test_a_file_shows_its_name_and_can_be_downloaded(alice: Messenger) -> None:
    alice.open("Artbot")
    alice.say("/draw a tin robot --file")
    file = alice.messages("theirs", "a tin robot").locator(".file")
    with alice.page.expect_download() as download:
        file.click()
    name = download.value.suggested_filename
    expect(file).to_contain_text(name)
    assert download.value.path().read_bytes().startswith(b"\xff\xd8\xff")


def test_a_button_is_answered_by_the_bot(windows: Windows) -> None:
    boris = windows.open(BORIS)
    boris.open("Artbot")
    settings = boris.settings("Картинка")
    settings.get_by_role("button", name="Широкий 16:9").click()
    expect(settings.get_by_role("button", name="✓ Широкий 16:9")).to_be_visible()
    expect(settings.locator("[aria-busy=true]")).to_have_count(0)
