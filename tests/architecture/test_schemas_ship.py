"""The schemas go into the wheel and are found there; a checkout reads its own."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from needskit.schema.location import schemas_folder

if TYPE_CHECKING:
    from pathlib import Path

LOADS = """
import sys
sys.path.insert(0, sys.argv[1])
from needskit.schema import load_table
from needskit.schema.location import schemas_folder
print(load_table("people").fields[0].name, schemas_folder().is_relative_to(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def unpacked(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a wheel without the network and unpack it."""
    built, where = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("unpacked")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(built), str(checkout)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    [wheel] = built.glob("needskit-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(where)
    return where


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.json")}


def test_the_wheel_holds_every_schema_and_says_that_it_is_typed(checkout: Path, unpacked: Path) -> None:
    assert files_in(unpacked / "needskit" / "schemas") == files_in(checkout / "schemas")
    assert (unpacked / "needskit" / "py.typed").is_file()


def test_the_wheel_holds_needskit_and_nothing_else(unpacked: Path) -> None:
    tops = {path.name.split("-")[0] for path in unpacked.iterdir()}

    assert tops == {"needskit"}


def test_an_unpacked_wheel_reads_its_own_schemas(unpacked: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-I", "-W", "error", "-c", LOADS, str(unpacked)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)

    assert (done.stdout.split(), done.stderr) == (["person_id", "True"], "")


def test_a_checkout_reads_the_schemas_at_its_top(checkout: Path) -> None:
    assert schemas_folder() == checkout / "schemas"
    assert not (checkout / "src" / "needskit" / "schemas").exists()
