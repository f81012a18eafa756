"""The same expressions on Spark: run where Java and PySpark are installed, which the suite itself does not ask for."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import needskit as nk

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(
        shutil.which("java") is None or find_spec("pyspark") is None, reason="Spark wants Java and the package pyspark"
    ),
    pytest.mark.filterwarnings("ignore"),
]


def test_the_cells_of_spark_are_those_of_duckdb(messy: pd.DataFrame, tmp_path: Path) -> None:
    import ibis  # noqa: PLC0415 - skipped where they are not there
    from pyspark.sql import SparkSession  # noqa: PLC0415

    messy.to_parquet(tmp_path / "people.parquet")
    quiet = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "1", "spark.sql.warehouse.dir": str(tmp_path)}
    session = SparkSession.builder.master("local[1]").config(map=quiet).getOrCreate()
    try:
        table = ibis.pyspark.connect(session).read_parquet(str(tmp_path / "people.parquet"))
        by_spark, by_duckdb = (
            nk.count_cohort(source, population="made-up people", as_at="2025-12-31", most_cells=1.0)
            for source in (table, tmp_path / "people.parquet")
        )
    finally:
        session.stop()

    pd.testing.assert_frame_equal(by_spark.people, by_duckdb.people)
    assert by_spark.records == by_duckdb.records
    assert [found.sentence for found in by_spark.problems] == [found.sentence for found in by_duckdb.problems]
