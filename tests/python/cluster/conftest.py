"""A Spark of our own: a master and two executors as processes of this machine.

The executors run in an environment that has everything but smsenc. They get it as a user would give it to them: the
installed package in an archive, which Spark ships and unpacks (see docs/spark.md).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
from pathlib import Path

import pytest

import smsenc

WHERE = "sh scripts/ci.sh cluster"


def shipped(place: Path) -> Path:
    """The archive that is shipped."""
    package = Path(smsenc.__file__).parent
    archive = place / "smsenc.tar.gz"
    with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
        tar.add(package, "smsenc", filter=lambda file: None if "__pycache__" in file.name else file)
    return archive


def executor_python(place: Path) -> Path:
    """The interpreter of the executors: it finds all packages of this one, but not smsenc."""
    venv.create(place, symlinks=True, with_pip=False)
    python = place / "bin" / "python"
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip())
    for source in {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}:
        for entry in source.iterdir():
            if not entry.name.startswith(("smsenc", "pyspark", "_")) and entry.suffix != ".pth":
                (site / entry.name).symlink_to(entry)
    found = subprocess.run([python, "-c", "import pyarrow, smsenc"], check=False, capture_output=True, text=True)
    assert "No module named 'smsenc'" in found.stderr
    return python


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """The session; skipped where Spark or Java is missing."""
    pytest.importorskip("pyspark", reason=f"pyspark is not installed: {WHERE}")
    pytest.importorskip("pyarrow", reason=f"pyarrow is not installed: {WHERE}")
    if shutil.which("java") is None:
        pytest.skip(f"there is no Java: {WHERE}")
    from pyspark.sql import SparkSession

    place = tmp_path_factory.mktemp("cluster")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", str(executor_python(place / "executor")))
        patch.setenv("PYSPARK_DRIVER_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        # What was inherited would be the driver's own packages.
        patch.delenv("PYTHONPATH", raising=False)
        patch.chdir(place)
        builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("smsenc")
        for name, value in {
            "spark.archives": f"{shipped(place)}#smsenc_lib",
            "spark.executorEnv.PYTHONPATH": "./smsenc_lib",
            "spark.log.level": "OFF",
            "spark.sql.shuffle.partitions": "2",
            "spark.sql.warehouse.dir": str(place / "warehouse"),
            "spark.task.maxFailures": "1",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
        }.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        work = Path(os.environ.get("SPARK_HOME") or Path(sys.modules["pyspark"].__file__).parent) / "work"
        work /= session.sparkContext.applicationId
        yield session
        session.stop()
        shutil.rmtree(work, ignore_errors=True)
