"""Several drawn sources and the settings file that names them; what is then known of each person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pandas as pd

    import needskit as nk

COHORT = '[cohort]\npopulation = "people in a test"\nas_at = 2025-12-31\n'


def write_sources(
    draw: Callable[[str], pd.DataFrame],
    folder: Path,
    said: str = "",
    /,
    *,
    cohort: str = COHORT,
    roles: Mapping[str, str] | None = None,
    **drawn: str,
) -> Path:
    """Return the settings file of drawn sources.

    Parameters
    ----------
    draw, folder
        What turns a drawing into a table, and where everything goes.
    said
        Tables of needskit.toml, a blank line between them. Those of a source go on where its file and role stand.
    cohort
        The table of that name.
    roles
        Of sources that are not called as their role is.
    **drawn
        The drawing of each source.
    """
    lines = [cohort]
    for name, drawing in drawn.items():
        draw(drawing).to_csv(folder / f"{name}.csv", index=False)
        role = (roles or {}).get(name, name)
        lines.append(f'[sources.{name}]\nfile = "{name}.csv"\nrole = "{role}"\n')
    text = "\n".join(lines)
    for table in said.split("\n\n"):
        heading = table.strip().split("\n")[0]
        text = text.replace(heading, table.strip(), 1) if heading and heading in text else f"{text}\n{table}"
    path = folder / "needskit.toml"
    path.write_text(text, encoding="utf-8")
    return path


def of(cohort: nk.Cohort, *columns: str) -> dict[str, str]:
    """Return what is known of each person: one answer, or several side by side; dates as texts."""
    frame = cohort.people.set_index("person_id")[list(columns)]
    days = {name: frame[name].dt.strftime("%Y-%m-%d") for name in frame.select_dtypes("datetime").columns}
    texts = frame.assign(**days).astype(object).where(frame.notna(), "-").astype(str)
    return {str(person): " ".join(row) for person, row in zip(texts.index, texts.to_numpy().tolist(), strict=True)}
