"""The document on reliability says what the tests prove, and each fault in it is proven by a test."""

import re
from pathlib import Path

from tests.reliability.table import DOCUMENT, TESTS, kept_results, marked, marks, passed_cases, proofs, rewritten, rows


def test_the_document_is_up_to_date() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    assert document == rewritten(document, kept_results()), "python tests/reliability/table.py writes it anew"


def test_every_fault_is_proven_by_a_test_and_no_test_proves_another_one() -> None:
    assert set(proofs()) == {row.number for row in rows()}


def test_every_mark_stands_on_a_test_function() -> None:
    for file in sorted(TESTS.rglob("*.py")):
        source = file.read_text(encoding="utf-8")
        found = marks(source)
        assert [name for name in found if not name.startswith("test_")] == [], file
        assert len(re.findall(r"^\s*@?pytest\.mark\.fault\(", source, re.MULTILINE)) == len(found), file


def test_a_mark_is_read_with_all_its_numbers() -> None:
    source = (
        '@pytest.mark.slow\n@pytest.mark.fault("7", "31a")\nasync def test_it() -> None: ...\ndef test_other(): ...\n'
    )
    assert marks(source) == {"test_it": ("7", "31a")}


def test_every_number_is_there_once_and_in_order() -> None:
    numbers = [row.number for row in rows()]
    first = [*(str(number) for number in range(1, 32)), "31a", *(str(number) for number in range(32, 43))]
    later = [int(number) for number in numbers[len(first) :]]
    assert numbers[: len(first)] == first
    assert later == sorted(set(later))


def test_a_test_that_failed_or_was_skipped_in_one_case_counts_as_not_passed(tmp_path: Path) -> None:
    failed, skipped, missing, *passed = sorted(marked())

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
