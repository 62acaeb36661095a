"""What runs on the executors: generators from record batch to record batch, and functions of one column.

They are pickled by the driver as what made them, with the version that did: a driver and an executor of different
versions could count differently, so an executor refuses the work of another version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from smsenc import Profile, __version__, arrow

if TYPE_CHECKING:
    import pyarrow as pa
    from typing_extensions import Unpack

    from smsenc.options import Options

__all__ = ["Batches", "Function", "PandasFunction", "made_by"]


class Batches:
    """What ``mapInArrow`` calls on every partition: record batches in, record batches out, one in memory at a time.

    ``frame.mapInArrow(Batches("text", keep=["id"]), schema(keep=frame.select("id").schema))``

    The arguments are those of ``smsenc.arrow.estimate_batches``; names (``encoding``, ``error``, ...) come as strings,
    since Spark reads no dictionaries. One thread, as Spark counts its tasks by cores. Raises ``InvalidOption`` for a
    wrong option or field.
    """

    def __init__(
        self,
        column: str,
        /,
        *,
        fields: Iterable[str] = arrow.ESTIMATE_FIELDS,
        keep: Iterable[str] | None = None,
        prefix: str = "",
        profile: Profile | None = None,
        **options: Unpack[Options],
    ) -> None:
        self.column = column
        self.fields = tuple(fields)
        self.keep = None if keep is None else tuple(keep)
        self.prefix = prefix
        self.profile = arrow.compiled(profile, options)

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        estimated = arrow.estimate_batches(
            batches,
            self.column,
            fields=self.fields,
            keep=self.keep,
            prefix=self.prefix,
            threads=1,
            profile=self.profile,
        )
        return map(_plain, estimated)

    def __repr__(self) -> str:
        return f"Batches({self.column!r}, fields={self.fields!r}, keep={self.keep!r}, prefix={self.prefix!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        arguments: dict[str, Any] = {
            "fields": self.fields,
            "keep": self.keep,
            "prefix": self.prefix,
            "profile": self.profile,
        }
        return made_by, (__version__, partial(Batches, self.column, **arguments))


class Function:
    """A function of a column, for a user-defined function: an array of pyarrow in, one out."""

    def __init__(self, work: Callable[..., Any], fields: str | tuple[str, ...], profile: Profile) -> None:
        self.work = work
        self.fields = fields
        self.profile = profile

    def __call__(self, texts: Any) -> Any:
        import pyarrow as pa

        result = pa.array(self.work(texts, fields=self.fields, threads=1, profile=self.profile))
        if isinstance(self.fields, str):
            return _plain_array(result)
        columns = [_plain_array(column) for column in result.flatten()]
        return pa.StructArray.from_arrays(columns, fields=list(_plain_fields(result.type)))

    def __reduce__(self) -> tuple[Any, ...]:
        return made_by, (__version__, partial(type(self), self.work, self.fields, self.profile))


class PandasFunction(Function):
    """The same with a series of pandas in and a series or a data frame out."""

    def __call__(self, texts: Any) -> Any:
        import smsenc.pandas

        accessor = smsenc.pandas.SmsAccessor(texts)
        method = accessor.estimate if self.work is arrow.estimate else accessor.encode
        result = method(fields=self.fields, threads=1, profile=self.profile)
        return result.astype(object).where(result.notna(), None)


def made_by(version: str, make: Callable[[], Any]) -> Any:
    """What ``make`` makes, if the driver has the version that is installed here."""
    if version != __version__:
        raise RuntimeError(f"smsenc is {version} on the driver, {__version__} here: they could count differently")
    return make()


def _plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with strings for dictionaries, which Spark does not read."""
    import pyarrow as pa

    return pa.RecordBatch.from_arrays(
        [_plain_array(column) for column in batch.columns], schema=pa.schema(_plain_fields(batch.schema))
    )


def _plain_array(array: pa.Array) -> pa.Array:
    """Strings for a dictionary of them; anything else as it is."""
    import pyarrow as pa

    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


def _plain_fields(fields: Iterable[pa.Field]) -> Iterator[pa.Field]:
    import pyarrow as pa

    for field in fields:
        yield field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field
