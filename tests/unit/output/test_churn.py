"""Two releases side by side: what changed, and which changes tell of few people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import needskit as nk
from needskit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from needskit.disclosure.released import Release


def releases(*, policy: str) -> tuple[Release, Release]:
    """Return the needs of 120 made-up people, and of all but the last three, by sex."""
    people = nk.synthetic_people(people=120, seed=1)
    first, second = (
        nk.needs.prevalence(nk.read_cohort(some, population="made-up people", as_at="2025-12-31"), by="sex")
        for some in (people, people.head(117))
    )
    return nk.release(first, policy=policy), nk.release(second, policy=policy)


def test_true_numbers_tell_of_the_few_who_left_and_rounded_ones_do_not() -> None:
    true = nk.compare_releases(*releases(policy="none"))
    assert true.tells
    told = true.to_frame()
    assert list(told.columns) == ["table", "row", "figure", "old", "new", "at_least", "at_most"]
    assert (told["at_least"] == (told["old"] - told["new"]).abs()).all()
    assert told["at_least"].between(1, 4).all()
    assert nk.compare_releases(*releases(policy="publish")).tells == ()


def test_the_threshold_is_what_few_means() -> None:
    before, after = releases(policy="none")
    told = nk.compare_releases(before, after, threshold=2).to_frame()
    assert set(told["at_least"]) == {1}


def test_what_only_one_release_has_is_new_or_gone() -> None:
    before, after = releases(policy="publish")
    people = nk.synthetic_people(people=120, seed=1)
    cohort = nk.read_cohort(people, population="made-up people", as_at="2025-12-31")
    more = nk.release([nk.needs.prevalence(cohort, by="sex"), nk.needs.prevalence(cohort)])
    there, back = nk.compare_releases(before, more), nk.compare_releases(more, before)
    assert (there.new, there.gone) == (back.gone, back.new)
    assert there.new > 0 == there.gone
    assert before is not after


def test_what_was_hidden_and_is_shown_now_is_counted() -> None:
    before, after = releases(policy="nhs")[0], releases(policy="none")[0]
    there, back = nk.compare_releases(before, after), nk.compare_releases(after, before)
    assert there.uncovered == back.covered > 0 == there.covered


def test_tidy_folders_tell_the_same_as_the_releases(tmp_path: Path) -> None:
    both = releases(policy="none")
    for name, release in zip(("old", "new"), both, strict=True):
        nk.write_tidy(release, tmp_path / name)
    assert nk.compare_releases(tmp_path / "old", tmp_path / "new") == nk.compare_releases(*both)


def test_a_folder_without_tidy_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not say its policy"):
        nk.compare_releases(tmp_path, tmp_path)
    (tmp_path / "about-these-tables.txt").write_text("Policy: publish.\n", encoding="utf-8")
    with pytest.raises(UsageError, match="holds no tidy files"):
        nk.compare_releases(tmp_path, tmp_path)


def test_what_is_no_folder_and_what_is_no_count_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no folder 'none'"):
        nk.compare_releases(tmp_path / "none", tmp_path)
    nk.write_tidy(releases(policy="publish")[0], tmp_path / "tidy")
    [path] = (tmp_path / "tidy").glob("needs*.csv")
    written = path.read_text(encoding="utf-8")
    for old, new, words in ((",count,", ",how many,", "no column of counts"), (",60,", ",sixty,", "a whole number")):
        assert old in written
        path.write_text(written.replace(old, new), encoding="utf-8")
        with pytest.raises(UsageError, match=words):
            nk.compare_releases(tmp_path / "tidy", tmp_path / "tidy")
