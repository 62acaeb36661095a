"""Data frames, schemas and SQL functions of Spark: what runs on the driver."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from smsenc import Profile, arrow

from ._batches import Batches, Function, PandasFunction

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import DataType, StructType
    from typing_extensions import Unpack

    from smsenc.options import Options

__all__ = ["check_strings", "encode_udf", "estimate", "estimate_udf", "pandas_udf", "register", "schema"]


def schema(
    fields: Iterable[str] = arrow.ESTIMATE_FIELDS, *, keep: StructType | None = None, prefix: str = ""
) -> StructType:
    """The schema of what ``Batches`` gives: the columns that are kept, and behind them the fields behind ``prefix``.

    Numbers are IntegerType (signed, 32 bits), names StringType. Raises ``InvalidOption`` for a name that is no field.
    """
    from pyspark.sql.types import StructField, StructType

    kinds = _type_of(arrow.estimate, list(fields))
    kept = [] if keep is None else list(keep.fields)
    return StructType(kept + [StructField(prefix + field.name, field.dataType, field.nullable) for field in kinds])


def estimate(
    frame: DataFrame,
    column: str,
    /,
    *,
    fields: Iterable[str] = arrow.ESTIMATE_FIELDS,
    keep: Iterable[str] | None = None,
    prefix: str = "",
    profile: Profile | None = None,
    **options: Unpack[Options],
) -> DataFrame:
    """The columns of a data frame, and behind them what the texts of ``column`` take, by ``mapInArrow``.

    ``keep`` names the columns that are kept, all if it is not given; the fewer there are, the less Spark copies. The
    names of the results are those of ``fields`` behind ``prefix``. Raises ``ValueError`` for a column that is not
    there, ``TypeError`` for one that is not of strings, ``InvalidOption`` for a wrong option or field.
    """
    check_strings(frame, column)
    kept = frame.columns if keep is None else list(keep)
    names = tuple(fields)
    batches = Batches(column, fields=names, keep=kept, prefix=prefix, profile=profile, **options)
    result = schema(names, keep=frame.select(*kept).schema, prefix=prefix)
    return frame.select(*dict.fromkeys([*kept, column])).mapInArrow(batches, result)


def estimate_udf(
    fields: str | Iterable[str] = "segments", *, profile: Profile | None = None, **options: Unpack[Options]
) -> Any:
    """A user-defined function of a column of texts: the field by itself when it is one name, else a struct of fields.

    ``frame.select(estimate_udf("segments")("text"))``. It is an ``arrow_udf`` on Spark 4.1 and later, and a
    ``pandas_udf`` before.
    """
    return _udf(arrow.estimate, fields, arrow.compiled(profile, options))


def encode_udf(
    fields: str | Iterable[str] = "user_data", *, profile: Profile | None = None, **options: Unpack[Options]
) -> Any:
    """As ``estimate_udf``, of the fields of ``smsenc.arrow.encode``; ``user_data`` is an array of binary."""
    return _udf(arrow.encode, fields, arrow.compiled(profile, options))


def register(
    spark: SparkSession,
    /,
    *,
    prefix: str = "sms_",
    fields: Iterable[str] = arrow.ESTIMATE_FIELDS,
    encode_fields: Iterable[str] = arrow.ENCODE_FIELDS,
    profile: Profile | None = None,
    **options: Unpack[Options],
) -> None:
    """Give the SQL of a session functions of a text, with these options.

    ``sms_segments`` (INT), ``sms_estimate`` (a STRUCT of ``fields``), ``sms_encode`` (a STRUCT of ``encode_fields``)
    and ``sms_user_data`` (ARRAY<BINARY>). ``prefix`` begins their names, so that a session can have several profiles.
    """
    whole = arrow.compiled(profile, options)
    functions = {
        "segments": _udf(arrow.estimate, "segments", whole),
        "estimate": _udf(arrow.estimate, tuple(fields), whole),
        "encode": _udf(arrow.encode, tuple(encode_fields), whole),
        "user_data": _udf(arrow.encode, "user_data", whole),
    }
    for name, function in functions.items():
        spark.udf.register(prefix + name, function)


def check_strings(frame: DataFrame, column: str) -> None:
    """``ValueError`` unless the column is there, ``TypeError`` unless it is of strings."""
    from pyspark.sql.types import StringType

    kinds = {field.name: field.dataType for field in frame.schema.fields}
    if column not in kinds:
        raise ValueError(f"no column {column!r}; there are: {', '.join(kinds)}")
    if not isinstance(kinds[column], StringType):
        raise TypeError(f"a column of strings is needed, not {kinds[column].simpleString()}: {column}")


def _udf(work: Any, fields: str | Iterable[str], profile: Profile) -> Any:
    from pyspark.sql import functions

    names = fields if isinstance(fields, str) else tuple(fields)
    kind = _type_of(work, names)
    if hasattr(functions, "arrow_udf"):
        import pyarrow as pa

        return functions.arrow_udf(_annotated(Function(work, names, profile), pa.Array, pa.Array), kind)
    return pandas_udf(work, names, profile, kind)


def pandas_udf(work: Any, fields: str | tuple[str, ...], profile: Profile, kind: DataType) -> Any:
    """The same for Spark before 4.1, through pandas."""
    import pandas as pd
    from pyspark.sql import functions

    result = pd.Series if isinstance(fields, str) else pd.DataFrame
    return functions.pandas_udf(_annotated(PandasFunction(work, fields, profile), pd.Series, result), kind)


def _annotated(function: Function, takes: Any, gives: Any) -> Any:
    """The function with the annotations by which Spark tells what kind it is, and a name for columns."""

    def sms(texts: Any) -> Any:
        return function(texts)

    sms.__annotations__ = {"texts": takes, "return": gives}
    sms.__name__ = f"sms_{function.fields}" if isinstance(function.fields, str) else "sms"
    return sms


def _type_of(work: Any, fields: str | Iterable[str]) -> Any:
    """The type of Spark for these fields: that of no rows."""
    import pyarrow as pa

    names = fields if isinstance(fields, str) else tuple(fields)
    return _spark_type(pa.array(work(pa.array([], pa.string()), fields=names)).type)


def _spark_type(kind: pa.DataType) -> Any:
    from pyarrow import types
    from pyspark.sql.types import ArrayType, BinaryType, IntegerType, StringType, StructField, StructType

    if types.is_struct(kind):
        return StructType([StructField(field.name, _spark_type(field.type), field.nullable) for field in kind])
    if types.is_list(kind):
        return ArrayType(_spark_type(kind.value_type), kind.value_field.nullable)
    if types.is_dictionary(kind):
        return StringType()
    return {"int32": IntegerType, "binary": BinaryType}[str(kind)]()
