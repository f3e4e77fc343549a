"""Numbers of protobuf in JSON."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.yandex import protojson
from sandbox.yandex.errors import ServiceError

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.integers(-(2**63), 2**63 - 1))
def test_a_whole_number_of_64_bits_is_read_from_a_string_and_a_number(number: int) -> None:
    assert protojson.int64(str(number), "seed") == protojson.int64(number, "seed") == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_double_is_read_from_a_string_and_a_number(number: float) -> None:
    assert protojson.double(repr(number), "weight") == protojson.double(number, "weight") == number


@given(ANY_JSON)
def test_anything_else_is_an_invalid_argument_and_nothing_worse(value: object) -> None:
    for reading in (protojson.int64, protojson.double):
        with contextlib.suppress(ServiceError):
            assert math.isfinite(reading(value, "field"))


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**400, 1e999, True, "", "1_000", " 1", "٣", "0x10", "nan"])
def test_a_number_that_is_none_is_refused(number: object) -> None:
    with pytest.raises(ServiceError):
        protojson.int64(number, "seed")


def test_a_missing_number_is_zero() -> None:
    assert (protojson.int64(None, "seed"), protojson.double(None, "weight")) == (0, 0.0)
