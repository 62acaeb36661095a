//! Columns in, columns out: the Arrow PyCapsule interface over the C data interface, for `smsenc.arrow`.
//!
//! Strings of Python are never made. The lock of the interpreter is released while rows are worked on, by all threads
//! that the caller permits, and while another library is asked for its next array.

mod build;
mod campaign;
mod export;
mod import;
mod texts;

use std::num::NonZeroUsize;
use std::sync::Arc;

use arrow_buffer::NullBuffer;
use arrow_data::ArrayData;
use arrow_schema::{DataType, Field, Fields as ArrowFields};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::error::invalid_option;
use super::functions::Profile;
use super::options::integer;
use crate::Options;
use crate::columns::{self, Encoded, Estimates, Fields, Rows, threads_for};
use build::Column;
pub(super) use campaign::{Looked, Prefixes, Survey, Surveyed};
pub(super) use export::{Array, Stream};
use import::{Place, Source};
use texts::Texts;

/// Rows of a stream that are collected before they are worked on: enough for all threads.
const GROUP: usize = 1 << 20;
/// A block of this size is the largest from which glibc learns.
const BLOCK: usize = 31 << 20;
/// To put so many rows together takes less time than to let go of the lock and wait for it.
const FEW: usize = 4096;
/// Octets of user data in one chunk at most: what 31 bits can point to, less one piece of work of any size.
const CHUNK: usize = 1 << 30;

/// The columns that a caller wants.
struct Wanted {
    columns: Vec<(String, Column)>,
    /// Whether one column is wanted by itself and not in a struct.
    alone: bool,
}

impl Wanted {
    /// One name, or several.
    fn new(given: &Bound<'_, PyAny>, known: &[(&str, Column)]) -> PyResult<Self> {
        let names = || known.iter().map(|&(name, _)| name).collect::<Vec<_>>().join(", ");
        let one = |name: String| match known.iter().find(|&&(known, _)| known == name) {
            Some(&(_, column)) => Ok((name, column)),
            None => Err(invalid_option("fields", given, &names())),
        };
        if let Ok(name) = given.extract::<String>() {
            return Ok(Wanted { columns: vec![one(name)?], alone: true });
        }
        let mut columns: Vec<(String, Column)> = Vec::new();
        for name in given.try_iter()? {
            let column = one(name?.extract::<String>()?)?;
            if columns.iter().any(|(name, _)| *name == column.0) {
                return Err(invalid_option("fields", given, "each field once"));
            }
            columns.push(column);
        }
        match columns.is_empty() {
            true => Err(invalid_option("fields", given, "at least one field")),
            false => Ok(Wanted { columns, alone: false }),
        }
    }

    fn needs(&self) -> Fields {
        self.columns.iter().filter_map(|(_, column)| column.needs()).fold(Fields::NONE, Fields::and)
    }

    fn fields(&self) -> Vec<Field> {
        self.columns.iter().map(|(name, column)| column.field(name.clone())).collect()
    }

    /// The field of the result: the only column, or a struct of all.
    fn field(&self) -> Field {
        let mut fields = self.fields();
        match (self.alone, fields.pop()) {
            (true, Some(field)) => field,
            (_, last) => {
                fields.extend(last);
                Field::new("", DataType::Struct(fields.into()), false)
            }
        }
    }

    /// The columns as one array of [`Wanted::field`].
    fn assemble(&self, mut columns: Vec<ArrayData>, rows: usize) -> ArrayData {
        match (self.alone, columns.pop()) {
            (true, Some(column)) => column,
            (_, last) => {
                columns.extend(last);
                build::table(self.fields().into(), columns, rows, None)
            }
        }
    }

    fn of_estimates(&self, mut estimates: Estimates) -> Vec<ArrayData> {
        let failed = build::nulls(&estimates.errors);
        self.columns.iter().map(|(_, column)| column.of_estimates(&mut estimates, &failed)).collect()
    }
}

/// `None` for one thread per core.
fn permitted(threads: Option<&Bound<'_, PyAny>>) -> PyResult<Option<NonZeroUsize>> {
    match threads {
        Some(threads) if !threads.is_none() => Ok(NonZeroUsize::new(integer("threads", threads, 1, 1024)? as usize)),
        _ => Ok(None),
    }
}

/// Works on the texts of some arrays, without the lock of the interpreter.
fn work<T: Send>(
    py: Python<'_>,
    arrays: &[(ArrayData, Option<NullBuffer>)],
    threads: Option<NonZeroUsize>,
    work: impl FnOnce(&[&dyn Rows], usize) -> T + Send,
) -> T {
    py.detach(|| with_texts(arrays, threads, work))
}

/// Reads some arrays as texts. To be called without the lock of the interpreter.
fn with_texts<T>(
    arrays: &[(ArrayData, Option<NullBuffer>)],
    threads: Option<NonZeroUsize>,
    work: impl FnOnce(&[&dyn Rows], usize) -> T,
) -> T {
    // Only types that are texts leave `Source::place`, so that nothing is left out here.
    let texts: Vec<_> = arrays.iter().filter_map(|(data, nulls)| Texts::new(data, nulls.as_ref())).collect();
    let parts: Vec<&dyn Rows> = texts.iter().map(|texts| texts as &dyn Rows).collect();
    let rows = parts.iter().map(|rows| rows.len()).sum();
    work(&parts, threads_for(rows, threads))
}

/// Hands on all arrays of a source, some at a time: enough rows for all threads, and no more in memory than that.
fn in_groups(
    py: Python<'_>,
    source: &mut Source,
    place: Place,
    mut group: impl FnMut(&[(ArrayData, Option<NullBuffer>)]) -> PyResult<()>,
) -> PyResult<()> {
    let mut arrays: Vec<(ArrayData, Option<NullBuffer>)> = Vec::new();
    let mut rows = 0;
    loop {
        let array = source.next(py)?;
        let last = array.is_none();
        if let Some(array) = array {
            rows += array.len();
            arrays.push(place.find(&array));
        }
        if last || rows >= GROUP {
            group(&arrays)?;
            py.check_signals()?;
            arrays.clear();
            rows = 0;
        }
        if last {
            return Ok(());
        }
    }
}

/// What the texts of a column take, for `smsenc.arrow`.
#[pyfunction(pass_module)]
pub(super) fn arrow_estimate(
    module: &Bound<'_, PyModule>,
    texts: &Bound<'_, PyAny>,
    profile: &Profile,
    fields: &Bound<'_, PyAny>,
    column: Option<&str>,
    threads: Option<&Bound<'_, PyAny>>,
) -> PyResult<Array> {
    let py = module.py();
    let (wanted, threads) = (Wanted::new(fields, Column::ESTIMATE)?, permitted(threads)?);
    let mut source = Source::new(texts)?;
    let place = source.place(column)?;
    let mut estimates = Estimates::new(wanted.needs());
    in_groups(py, &mut source, place, |arrays| {
        let options: &Options = &profile.0;
        let more = work(py, arrays, threads, |rows, threads| columns::estimate(rows, options, wanted.needs(), threads));
        estimates.append(more);
        Ok(())
    })?;
    let rows = estimates.len();
    let assemble = || wanted.assemble(wanted.of_estimates(estimates), rows);
    let array = if rows <= FEW { assemble() } else { py.detach(assemble) };
    Ok(Array::new(wanted.field(), vec![array]))
}

/// The encoded messages of a column, for `smsenc.arrow`.
#[pyfunction(pass_module)]
pub(super) fn arrow_encode(
    module: &Bound<'_, PyModule>,
    texts: &Bound<'_, PyAny>,
    profile: &Profile,
    fields: &Bound<'_, PyAny>,
    column: Option<&str>,
    threads: Option<&Bound<'_, PyAny>>,
) -> PyResult<Array> {
    let py = module.py();
    let (wanted, threads) = (Wanted::new(fields, Column::ENCODED)?, permitted(threads)?);
    let mut source = Source::new(texts)?;
    let place = source.place(column)?;
    let mut runs: Vec<Encoded> = Vec::new();
    in_groups(py, &mut source, place, |arrays| {
        let options: &Options = &profile.0;
        let more = work(py, arrays, threads, |rows, threads| columns::encode(rows, options, threads, CHUNK));
        for run in more {
            match runs.last_mut() {
                Some(last) if last.octets.len() + run.octets.len() <= CHUNK => last.append(&run),
                _ => runs.push(run),
            }
        }
        Ok(())
    })?;
    let chunks = py.detach(|| {
        let chunks = runs.into_iter().map(|mut run| {
            let rows = run.len();
            let mut columns: Vec<Option<ArrayData>> = vec![None; wanted.columns.len()];
            // The user data takes the offsets with it.
            let last = |place: &usize| wanted.columns[*place].1 == Column::UserData;
            let (first, rest): (Vec<_>, Vec<_>) = (0..columns.len()).partition(|place| !last(place));
            for place in first.into_iter().chain(rest) {
                columns[place] = Some(wanted.columns[place].1.of_encoded(&mut run));
            }
            wanted.assemble(columns.into_iter().flatten().collect(), rows)
        });
        chunks.collect()
    });
    Ok(Array::new(wanted.field(), chunks))
}

/// A record batch with columns of estimates behind those of its own that are kept.
#[pyfunction(pass_module)]
#[allow(clippy::too_many_arguments)]
pub(super) fn arrow_estimate_batch(
    module: &Bound<'_, PyModule>,
    batch: &Bound<'_, PyAny>,
    profile: &Profile,
    fields: &Bound<'_, PyAny>,
    column: Option<&str>,
    keep: Option<Vec<String>>,
    prefix: &str,
    threads: Option<&Bound<'_, PyAny>>,
) -> PyResult<Array> {
    let py = module.py();
    let (wanted, threads) = (Wanted::new(fields, Column::ESTIMATE)?, permitted(threads)?);
    let mut source = Source::new(batch)?;
    let batches = Batches::new(&source, wanted, column, keep.as_deref(), prefix)?;
    let mut chunks = Vec::new();
    while let Some(array) = source.next(py)? {
        chunks.push(py.detach(|| batches.estimate(&array, &profile.0, threads)));
    }
    if chunks.is_empty() {
        chunks.push(ArrayData::new_empty(batches.field().data_type()));
    }
    Ok(Array::new(batches.field(), chunks))
}

/// The same of a stream of record batches, each when it is asked for, and without the lock of the interpreter.
#[pyfunction(pass_module)]
#[allow(clippy::too_many_arguments)]
pub(super) fn arrow_estimate_stream(
    _module: &Bound<'_, PyModule>,
    batches: &Bound<'_, PyAny>,
    profile: &Profile,
    fields: &Bound<'_, PyAny>,
    column: Option<&str>,
    keep: Option<Vec<String>>,
    prefix: &str,
    threads: Option<&Bound<'_, PyAny>>,
) -> PyResult<Stream> {
    let (wanted, threads) = (Wanted::new(fields, Column::ESTIMATE)?, permitted(threads)?);
    let mut source = Source::new(batches)?;
    let batches = Batches::new(&source, wanted, column, keep.as_deref(), prefix)?;
    let options = profile.0.clone();
    keep_memory();
    Stream::new(
        batches.field(),
        std::iter::from_fn(move || {
            Some(source.take().transpose()?.map(|array| batches.estimate(&array, &options, threads)))
        }),
    )
}

/// Batches come and go at the end of the heap, where glibc gives memory back to the system behind each and takes it anew,
/// page by page, for the next: a quarter of the time of a query of DuckDB. It leaves that once it has seen a large block
/// being freed (mallopt(3), `M_MMAP_THRESHOLD`), as any program with one large array shows it. The block is not touched;
/// other allocators do not care.
fn keep_memory() {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(BLOCK)));
}

/// How a record batch becomes one with estimates.
struct Batches {
    wanted: Wanted,
    /// Where the texts are.
    place: Place,
    /// The numbers of the columns that are kept.
    kept: Vec<usize>,
    /// The columns of the result.
    fields: ArrowFields,
}

impl Batches {
    fn new(
        source: &Source,
        wanted: Wanted,
        column: Option<&str>,
        keep: Option<&[String]>,
        prefix: &str,
    ) -> PyResult<Self> {
        let place = source.place(column)?;
        let Some(own) = source.children() else {
            return Err(PyValueError::new_err("a record batch is needed, not a single column"));
        };
        let number = |name: &String| {
            let found = own.find(name).map(|(number, _)| number);
            found.ok_or_else(|| PyValueError::new_err(format!("the record batch has no column '{name}'")))
        };
        let kept: Vec<usize> = match keep {
            None => (0..own.len()).collect(),
            Some(names) => names.iter().map(number).collect::<PyResult<_>>()?,
        };
        let mut fields: Vec<Arc<Field>> = kept.iter().map(|&number| Arc::clone(&own[number])).collect();
        for field in wanted.fields() {
            let name = format!("{prefix}{}", field.name());
            if fields.iter().any(|other| *other.name() == name) {
                return Err(PyValueError::new_err(format!("there is a column '{name}' already: choose a prefix")));
            }
            fields.push(Arc::new(field.with_name(name)));
        }
        Ok(Batches { wanted, place, kept, fields: fields.into() })
    }

    fn field(&self) -> Field {
        Field::new("", DataType::Struct(self.fields.clone()), false)
    }

    /// To be called without the lock of the interpreter.
    fn estimate(&self, batch: &ArrayData, options: &Options, threads: Option<NonZeroUsize>) -> ArrayData {
        let needs = self.wanted.needs();
        let estimates = with_texts(&[self.place.find(batch)], threads, |rows, threads| {
            columns::estimate(rows, options, needs, threads)
        });
        let mut columns: Vec<ArrayData> = self.kept.iter().map(|&number| import::child(batch, number)).collect();
        columns.extend(self.wanted.of_estimates(estimates));
        build::table(self.fields.clone(), columns, batch.len(), batch.nulls().cloned())
    }
}
