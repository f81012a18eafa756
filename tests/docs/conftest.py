"""Where the tests of prose and examples find the checkout, and the made-up files of three agencies, read once."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.docs.three_agencies import FOLDER, SETTINGS

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.docs.three_agencies import Known

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def checkout() -> Path:
    return CHECKOUT


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Known]:
    """Make the files again, and return where they are and what a right reading finds in them."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(FOLDER.parents[1])
        make_files: Callable[[Path], Known] = runpy.run_module("examples.three_agencies.make_files")["make_files"]
        return folder, make_files(folder)


@pytest.fixture(scope="session")
def known(made: tuple[Path, Known]) -> Known:
    return made[1]


@pytest.fixture(scope="session")
def cohort() -> nk.Cohort:
    return nk.read_cohort(SETTINGS)
