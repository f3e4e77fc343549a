"""Selection of a model from a list, whatever stands in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import CloudSettings
from bot.model_selection import candidates, listed, name_of

ALICE_ART, YANDEX_ART = "aliceai-image-art-3.0", "yandex-art/latest"


def settings_of(**values: str) -> CloudSettings:
    values = {"yc_folder_id": "b1g", "yc_api_key": "AQVNkey", "generator": "auto", **values}
    return CloudSettings(_env_file=None, **values)  # type: ignore[call-arg, arg-type]


def first(*names: str, **settings: str) -> tuple[str, str, str]:
    """Generator, model and language model of the first candidate, for a list of names of models."""
    text = ("yandexgpt", "aliceai-llm", "qwen", "deepseek")
    known = listed(f"{'gpt' if name.startswith(text) else 'art'}://b1g/{name}" for name in names)
    choice = next(candidates(settings_of(**settings), known if names else None))
    return choice.generator, name_of(choice.model), name_of(choice.text_model)


@pytest.mark.parametrize(
    ("names", "generator", "model"),
    [
        ([YANDEX_ART, ALICE_ART], "alice", ALICE_ART),
        ([ALICE_ART], "alice", ALICE_ART),
        ([YANDEX_ART], "yandexart", "yandex-art"),
        (["yandex-art/rc", YANDEX_ART], "yandexart", "yandex-art"),
        (
            ["aliceai-image-art-9.2", "aliceai-image-art-10.0", "aliceai-image-art-9.10"],
            "alice",
            "aliceai-image-art-10.0",
        ),
        (["aliceai-image-art-3.0", "aliceai-image-art-4.0-edit"], "alice", ALICE_ART),
        (["aliceai-image-art-4.0-preview"], "alice", "aliceai-image-art-4.0-preview"),
        (["aliceai-image-art/latest", YANDEX_ART], "alice", "aliceai-image-art"),
        (["some-other-art-9", YANDEX_ART], "yandexart", "yandex-art"),
        (["yandexgpt-lite/latest"], "alice", ALICE_ART),
        ([], "alice", ALICE_ART),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, list) else None,
)
def test_the_newest_of_the_living_family_comes_first(names: list[str], generator: str, model: str) -> None:
    assert first(*names)[:2] == (generator, model)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"generator": "yandexart"}, ("yandexart", "yandex-art")),
        ({"generator": "alice"}, ("alice", ALICE_ART)),
        ({"generator": "alice", "model": "aliceai-image-art-2.0"}, ("alice", "aliceai-image-art-2.0")),
        ({"model": "yandex-art/rc"}, ("yandexart", "yandex-art/rc")),
        ({"model": "art://other/yandex-art/latest"}, ("yandexart", "yandex-art")),
        ({"model": "somebodys-own"}, ("alice", "somebodys-own")),
    ],
)
def test_what_the_owner_has_fixed_goes_before_any_list(settings: dict[str, str], expected: tuple[str, str]) -> None:
    assert first(ALICE_ART, YANDEX_ART, **settings)[:2] == expected
    assert first(**settings)[:2] == expected


@pytest.mark.parametrize(
    ("names", "model"),
    [
        (["yandexgpt-lite/latest", "yandexgpt-5-lite/latest", "yandexgpt/latest"], "yandexgpt-5-lite"),
        (["yandexgpt-5.1-lite", "yandexgpt-5-lite"], "yandexgpt-5.1-lite"),
        (["yandexgpt-lite/deprecated", "yandexgpt-lite/rc"], "yandexgpt-lite"),
        (["yandexgpt/latest", "qwen3.6-35b-a3b"], "yandexgpt-lite"),
        ([], "yandexgpt-lite"),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, list) else None,
)
def test_prompts_are_enhanced_by_the_newest_lite_model_of_the_list(names: list[str], model: str) -> None:
    assert first(*names)[2] == model
    assert first(*names, enhance_model="aliceai-llm-flash")[2] == "aliceai-llm-flash"


@given(st.lists(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60).map("art://b1g/".__add__)))
def test_any_list_leaves_somebody_to_ask(addresses: list[str]) -> None:
    found = list(candidates(settings_of(), listed(addresses)))
    assert {one.generator for one in found} == {"alice", "yandexart"}
