"""SMS counts on Apache Spark: record batches in, record batches out, and functions for SQL.

::

    import smsenc.spark

    smsenc.spark.estimate(frame, "text")                    # a data frame: its columns and what each text takes
    smsenc.spark.totals(frame, "text")                      # the exact sums of all rows
    smsenc.spark.register(spark)                            # select sms_segments(text) from ...

Executors run the code of this package: it must be installed there, or shipped with the job (see the guide). Rows are
counted in place in Arrow's memory by ``mapInArrow``; null texts stay null, and a row that fails is null with an error.

This module itself needs neither pyspark nor pyarrow until it is used.
"""

from __future__ import annotations

from ._batches import Batches
from ._frames import encode_udf, estimate, estimate_udf, register, schema
from ._totals import Counted, partial_totals, totals

__all__ = [
    "Batches",
    "Counted",
    "encode_udf",
    "estimate",
    "estimate_udf",
    "partial_totals",
    "register",
    "schema",
    "totals",
]
