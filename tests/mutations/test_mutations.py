"""Whatever is promised can be broken, and then a test fails."""

import pytest

from tests.mutations.run import ROOT, Mutation, mutations, noticed_by


def _id(mutation: Mutation) -> str:
    return mutation.name.replace(" ", "-")


@pytest.mark.parametrize("mutation", mutations(), ids=_id)
def test_what_is_to_be_broken_is_there(mutation: Mutation) -> None:
    assert [edit.occurrences(ROOT) for edit in mutation.edits] == [1] * len(mutation.edits)
    assert all((ROOT / test).exists() for test in mutation.tests)


@pytest.mark.slow
@pytest.mark.parametrize("mutation", mutations()[::60], ids=_id)
def test_what_is_broken_is_noticed(mutation: Mutation) -> None:
    """A sample; `make mutations` tries them all."""
    assert noticed_by(mutation) is not None
