"""A whole environment, packed and shipped: executors on which there is an interpreter, and nothing else of ours."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import smsenc

PROGRAM = """
import json
from pyspark.sql import SparkSession
import smsenc.spark

builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("packed")
for name, value in {
    "spark.archives": "environment.tar.gz#environment",
    "spark.log.level": "OFF",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}.items():
    builder = builder.config(name, value)
spark = builder.getOrCreate()

def where(_):
    import sys, time, pyarrow, smsenc
    time.sleep(0.2)  # so that one executor does not take all
    return sys.prefix, smsenc.__file__, pyarrow.__file__

files = sorted(set(spark.sparkContext.parallelize(range(16), 16).map(where).collect()))
texts = spark.range(1000).selectExpr("id", "repeat('x', cast(id % 200 as int)) as text").repartition(4)
rows = smsenc.spark.estimate(texts, "text", fields=["segments"], keep=["id"]).collect()
application = spark.sparkContext.applicationId
spark.stop()
print(json.dumps([files, sum(row.segments for row in rows), len(rows), application]))
"""


def packed(place: Path) -> None:
    """The archive: an environment with pyarrow and smsenc, as ``pip install smsenc pyarrow`` would leave it."""
    environment = place / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    code = "import sysconfig; print(sysconfig.get_path('platlib'))"
    found = subprocess.run([environment / "bin" / "python", "-c", code], check=True, capture_output=True, text=True)
    site, source = Path(found.stdout.strip()), Path(sysconfig.get_path("platlib"))
    shutil.copytree(Path(smsenc.__file__).parent, site / "smsenc", ignore=shutil.ignore_patterns("__pycache__"))
    for entry in source.iterdir():
        if entry.name.startswith("pyarrow"):
            shutil.copytree(entry, site / entry.name, ignore=shutil.ignore_patterns("__pycache__", "include", "tests"))
    pack = [sys.executable, "-m", "venv_pack", "-q", "-p", environment, "-o", place / "environment.tar.gz"]
    subprocess.run([*pack, "--compress-level", "1"], check=True)


def test_a_packed_environment_is_all_that_executors_need(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="pyspark is not installed: sh scripts/ci.sh cluster")
    pytest.importorskip("pyarrow", reason="pyarrow is not installed: sh scripts/ci.sh cluster")
    pytest.importorskip("venv_pack", reason="venv-pack is not installed: sh scripts/ci.sh cluster")
    if shutil.which("java") is None:
        pytest.skip("there is no Java: sh scripts/ci.sh cluster")
    packed(tmp_path)
    shutil.rmtree(tmp_path / "environment")
    (tmp_path / "campaign.py").write_text(PROGRAM)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {
        "PYSPARK_PYTHON": "./environment/bin/python",
        "PYSPARK_DRIVER_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    run = subprocess.run(
        [sys.executable, "campaign.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr[-3000:]
    places, segments, rows, application = json.loads(run.stdout.splitlines()[-1])
    home = Path(os.environ.get("SPARK_HOME") or Path(sys.modules["pyspark"].__file__ or "").parent)
    shutil.rmtree(home / "work" / application, ignore_errors=True)
    assert len(places) == 2
    assert all("/environment" in file and smsenc.__file__ != file for place in places for file in place)
    assert (rows, segments) == (1000, sum(smsenc.count_segments("x" * (number % 200)) for number in range(1000)))
