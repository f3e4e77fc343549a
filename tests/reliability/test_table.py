"""The document on reliability says what the tests prove, and names no test that is not there."""

from pathlib import Path

import pytest

from tests.reliability.table import DOCUMENT, Row, exists, kept_results, passed_cases, rewritten, rows


def test_the_document_is_up_to_date() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    assert document == rewritten(document, kept_results()), "python tests/reliability/table.py writes it anew"


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.number)
def test_every_fault_has_its_tests_and_they_are_there(row: Row) -> None:
    assert row.tests
    assert [test for test in row.tests if not exists(test)] == []


def test_every_number_is_there_once_and_in_order() -> None:
    numbers = [row.number for row in rows()]
    assert numbers == [*(str(number) for number in range(1, 32)), "31a", *(str(number) for number in range(32, 43))]


def test_a_test_that_failed_or_was_skipped_in_one_case_counts_as_not_passed(tmp_path: Path) -> None:
    named = sorted({test for row in rows() for test in row.tests})
    failed, skipped, missing, *passed = named

    def case(test: str, verdict: str = "") -> str:
        path, _, name = test.partition("::")
        classname = path.removesuffix(".py").replace("/", ".")
        return f'<testcase classname="{classname}" name="{name}[one case]">{verdict}</testcase>'

    cases = [*map(case, passed), case(failed, "<failure/>"), case(failed), case(skipped, "<skipped/>")]
    results = tmp_path / "results.xml"
    results.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")

    counted = passed_cases([results, results])
    assert [test for test, cases in counted.items() if cases == 0] == sorted([failed, skipped])
    assert missing not in counted
    assert {counted[test] for test in passed} == {2}
