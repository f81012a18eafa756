"""Every rule that the code raises is described, and every rule described is raised; the page says so."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import needskit as nk
from needskit.cohort.rules import GROUPS, RULES, mend
from needskit.extract import in_order, offences, records
from needskit.extract.needs import choose
from needskit.reference.rules_page import rules_page

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).parents[3]
SOURCE = CHECKOUT / "src" / "needskit"
TREES = {
    path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(SOURCE.rglob("*.py"))
}
RAISE = {"problem", "Problem", "Refused"}
NAME = re.compile("[a-z]+(_[a-z]+)+")

FROM_ELSEWHERE = {
    "extract/records.py": {fate.replace(" ", "_") for fate in records.SET_ASIDE},
    "extract/needs/choose.py": {
        *(fate.replace(" ", "_") for fate in choose.FATES if fate != choose.TAKEN),
        *(f"no_{column}" for column in (choose.TYPE, choose.STATUS)),
    },
    "extract/in_order.py": {rule for _, _, rule, _ in in_order.ORDERS},
    "extract/values/column.py": set(),  # passes on the name that it is given
    "extract/offences.py": {each.rule for each in (*offences.SET_ASIDE, *offences.LEFT_OPEN)},
    "engine/assessments.py": {
        *(fate.replace(" ", "_") for fate in choose.FATES if fate != choose.TAKEN),
        *(f"no_{column}" for column in (choose.TYPE, choose.STATUS)),
    },
    "engine/days.py": {rule for _, _, rule, _ in in_order.ORDERS},
    "engine/rows.py": set(),  # names of rules that reading has too
}
"""Where a call does not spell out the rule: the names that it can be given."""


def calls() -> Iterator[tuple[str, ast.Call]]:
    for module, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISE:
                yield module, node


def names_in(call: ast.Call) -> set[str]:
    """Give the rules spelled out in a call: the first argument, the second after a column's field."""
    words = (node for argument in call.args[:2] for node in ast.walk(argument))
    found = [str(word.value) for word in words if isinstance(word, ast.Constant)]
    return {found[0]} if found and NAME.fullmatch(found[0]) else set()


def test_every_rule_that_the_code_raises_is_described() -> None:
    spelled = {name for _, call in calls() for name in names_in(call)}
    raised = spelled.union(*FROM_ELSEWHERE.values())

    assert raised - set(RULES) == set()


def test_a_call_spells_its_rule_out_or_is_known_not_to() -> None:
    silent = {module for module, call in calls() if not names_in(call)}

    assert silent - set(FROM_ELSEWHERE) == set()


def test_every_rule_described_is_raised_somewhere() -> None:
    texts = {
        str(node.value)
        for module, tree in TREES.items()
        if module != "cohort/rules.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert set(RULES) - texts - set().union(*FROM_ELSEWHERE.values()) == set()


def test_a_rule_has_one_place_and_whole_sentences() -> None:
    described = [rule for rules in GROUPS.values() for rule in rules]

    assert len(described) == len(RULES)
    for rule in described:
        assert rule.severity.startswith(("error", "warning", "note")), rule.name
        assert all(words[0].isupper() and words.endswith(".") for words in (rule.meaning, rule.mend)), rule.name
        assert "|" not in rule.meaning + rule.mend, rule.name


def test_a_rule_that_is_not_there_is_refused_with_the_nearest_named() -> None:
    with pytest.raises(nk.UsageError, match="did you mean 'no_identifier'"):
        mend("no_identifer")


def test_the_page_names_every_rule_in_plain_ascii() -> None:
    page = rules_page()

    assert all(f"| `{name}` |" in page for name in RULES)
    assert page.isascii()
    assert page.endswith("|\n")
