"""The shape of the code: sizes, names, signatures, and what never occurs in it."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import needskit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SOURCE = Path(__file__).parents[2] / "src" / "needskit"
MODULES = {path.relative_to(SOURCE).as_posix(): path for path in sorted(SOURCE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}

MOST_LINES = 300
MOST_STATEMENTS = 40
SAYS_NOTHING = {"utils", "helpers", "common", "core"}
TAKES_ANY_CONDITION = "Cohort.where"
THE_ONE_PRINT = ["cli/console.py"]
MUTABLE = {"dict", "list", "set"}
NEVER_CAUGHT = {"Exception", "BaseException"}
ASKS_THE_CLOCK = {"today", "now", "utcnow"}


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Go through every function and method, with where it is."""
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield f"{name}: {node.name}", node


def nodes() -> Iterator[tuple[str, ast.AST]]:
    """Go through all of the code, with where it is."""
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            yield name, node


def names_in(node: ast.AST | None) -> set[str]:
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name)} if node else set()


def statements_in(function: ast.FunctionDef) -> int:
    """Count statements, those of functions within among them; the docstring is none."""
    found = sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1
    return found - (ast.get_docstring(function) is not None)


def is_mutable(default: ast.expr | None) -> bool:
    if isinstance(default, ast.Call):
        return bool(names_in(default.func) & MUTABLE)
    return isinstance(default, ast.Dict | ast.List | ast.Set)


def is_boolean(argument: ast.arg) -> bool:
    return isinstance(argument.annotation, ast.Name) and argument.annotation.id == "bool"


def public_functions() -> Iterator[tuple[str, Callable[..., object]]]:
    """Go through the functions that a user can call: of the package, its public modules and public classes."""
    for name in needskit.__all__:
        public = getattr(needskit, name)
        if inspect.isfunction(public):
            yield name, public
        elif inspect.ismodule(public) or inspect.isclass(public):
            home = public.__name__ if inspect.ismodule(public) else public.__module__
            for title, member in inspect.getmembers(public, inspect.isfunction):
                if member.__module__ == home and not title.startswith("_"):
                    yield f"{name}.{title}", member


def test_a_file_has_no_more_than_300_lines() -> None:
    sizes = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}

    assert {name: size for name, size in sizes.items() if size > MOST_LINES} == {}


def test_a_function_has_no_more_than_40_statements() -> None:
    sizes = {where: statements_in(function) for where, function in functions()}

    assert {where: size for where, size in sizes.items() if size > MOST_STATEMENTS} == {}


def test_a_module_is_named_for_what_it_holds() -> None:
    assert [name for name in MODULES if SAYS_NOTHING & set(name.removesuffix(".py").split("/"))] == []


def test_a_public_function_names_every_argument() -> None:
    kinds = {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}
    open_ended = [
        name
        for name, function in public_functions()
        if kinds & {parameter.kind for parameter in inspect.signature(function).parameters.values()}
    ]

    assert open_ended == [TAKES_ANY_CONDITION]


def test_a_public_function_takes_two_arguments_by_position_at_most() -> None:
    by_position = {inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD}
    counts = {
        name: sum(parameter.kind in by_position for parameter in inspect.signature(function).parameters.values())
        for name, function in public_functions()
    }

    # Two where the second cannot be mistaken: what to write and where to, or the instance and its one argument.
    assert {name: count for name, count in counts.items() if count > 2} == {}


def test_no_function_takes_a_boolean_by_position() -> None:
    found = [where for where, f in functions() if any(map(is_boolean, (*f.args.posonlyargs, *f.args.args)))]

    assert found == []


def test_no_default_can_be_changed() -> None:
    found = [where for where, f in functions() if any(map(is_mutable, (*f.args.defaults, *f.args.kw_defaults)))]

    assert found == []


def test_nothing_is_asserted() -> None:
    assert [name for name, node in nodes() if isinstance(node, ast.Assert)] == []


def test_no_exception_is_caught_blindly() -> None:
    handlers = [(name, node.type) for name, node in nodes() if isinstance(node, ast.ExceptHandler)]

    assert [name for name, kind in handlers if kind is None or names_in(kind) & NEVER_CAUGHT] == []


def test_nothing_prints_but_the_command_line_in_one_place() -> None:
    calls = [(name, node.func) for name, node in nodes() if isinstance(node, ast.Call)]

    assert [name for name, called in calls if isinstance(called, ast.Name) and called.id == "print"] == THE_ONE_PRINT


def test_nothing_asks_the_clock_what_day_it_is() -> None:
    found = [name for name, node in nodes() if isinstance(node, ast.Attribute) and node.attr in ASKS_THE_CLOCK]

    assert found == []


def test_every_package_is_on_the_map_and_nothing_else() -> None:
    page = (SOURCE.parents[1] / "ARCHITECTURE.md").read_text(encoding="utf-8")
    packages = {
        name.removesuffix("/__init__.py").replace("/", ".") for name in MODULES if name.endswith("/__init__.py")
    }
    alone = {name.removesuffix(".py") for name in MODULES if "/" not in name and not name.startswith("__")}

    on_map = [line.split("`")[1] for line in page.splitlines() if line.startswith("| `needskit.")]
    assert sorted(on_map) == sorted(f"needskit.{name}" for name in packages | alone)


def test_the_public_names_are_those_that_can_be_loaded() -> None:
    for_types = {
        alias.name
        for node in TREES["__init__.py"].body
        if isinstance(node, ast.If)
        for part in node.body
        if isinstance(part, ast.ImportFrom)
        for alias in part.names
    }

    assert len(set(needskit.__all__)) == len(needskit.__all__)
    assert set(needskit.__all__) == set(vars(needskit)["_HOMES"]) == for_types


@pytest.mark.parametrize("name", needskit.__all__)
def test_a_public_name_says_what_it_is(name: str) -> None:
    assert inspect.getdoc(getattr(needskit, name))


def test_every_public_function_says_what_it_answers() -> None:
    assert [name for name, function in public_functions() if not inspect.getdoc(function)] == []


HOLDING = {
    *("pd.DataFrame", "pd.Series", "pd.Index", "bytes", "memoryview", "Dates", "Whole"),
    *("tuple[tuple[str, ...], ...]", "Sequence[tuple[str | int, ...]]", "Rows"),
    *("npt.NDArray[np.object_]", "npt.NDArray[np.str_]", "parquet.ParquetFile", "CalamineWorkbook", "Workbook"),
}
"""Annotations of what holds texts, dates, identifiers or the bytes of a file."""

HIDING = {"Tokens", "RawTable", "Typed", "Mapping[str, Tokens]", "Mapping[str, pd.Series]", "dict[str, pd.Series]"}
"""What is to be hidden once more by a dataclass, though some of it shows nothing by itself."""

READS = ("cohort/", "extract/", "guess/", "check_report/")
"""Where records are."""


def test_what_holds_records_shows_none_of_them_in_its_repr() -> None:
    """A repr ends up in a traceback or a log. A class with a frame, texts, bytes or rows in it has none of its own."""
    shown = [
        f"{name}: {node.name}"
        for name, node in nodes()
        if name.startswith(READS) and isinstance(node, ast.ClassDef)
        for field in node.body
        if isinstance(field, ast.AnnAssign) and ast.unparse(field.annotation) in _shown(node) and not _hidden(field)
    ]

    assert shown == []


def _shown(node: ast.ClassDef) -> set[str]:
    """Return the annotations that a class may not have, since it writes its fields into its repr."""
    made = [ast.unparse(each) for each in node.decorator_list if "dataclass" in ast.unparse(each)]
    if any(isinstance(each, ast.FunctionDef) and each.name == "__repr__" for each in node.body):
        return set()
    if any(ast.unparse(base) == "NamedTuple" for base in node.bases):
        return HOLDING
    return HOLDING | HIDING if made and "repr=False" not in made[0] else set()


def _hidden(field: ast.AnnAssign) -> bool:
    return field.value is not None and "repr=False" in ast.unparse(field.value)
