//! Lists in, columns out: the `_many` functions.
//!
//! The lock of the interpreter is held: the strings of a list are reached through it. What costs is not the scan but
//! the way to each string in memory, so the strings ahead are called into the cache while others are read.

use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::critical_section::with_critical_section;
use pyo3::types::{PyDict, PyList, PyString};

use super::column::Column;
use super::column_results::{EstimateColumns, MessageColumns, nulls};
use super::convert::{text, wrong_type};
use super::functions::{defaults, with};
use super::options;
use crate::Options;
use crate::columns::{Encoded, ErrorCode, Estimates, Field, Fields, Row};
use crate::kernel::fetch;

/// Rows that are read before they are worked on: their strings fit the first-level cache.
const BLOCK: usize = 64;
/// How many items ahead a string is called into the cache. Any distance from 8 to 64 works.
const AHEAD: usize = 16;
/// Octets of a string that are asked for: where it stands, and the first of its characters.
const OBJECT: usize = 256;
/// The blocks between two looks for a signal, such as Ctrl-C.
const BLOCKS_UNINTERRUPTED: usize = 1024;

/// What a row is made of: `None` is null, and what is not a `str` is an error of its row alone.
#[inline]
fn row<'a>(item: &'a Bound<'_, PyAny>) -> Row<'a> {
    match item.cast::<PyString>() {
        Ok(string) => text(string).map_err(|_| ErrorCode::WrongType),
        Err(_) if item.is_none() => Err(ErrorCode::Missing),
        Err(_) => Err(ErrorCode::WrongType),
    }
}

/// Hands all rows on, some at a time, each time with the number of the first one; returns how many there were.
fn in_blocks(texts: &Bound<'_, PyAny>, mut block: impl FnMut(usize, &[Row<'_>]) -> PyResult<()>) -> PyResult<usize> {
    if texts.is_instance_of::<PyString>() {
        // A str is an iterable of its characters, and that is never what was meant.
        return Err(wrong_type("texts", "a list or another iterable of str", texts));
    }
    match texts.cast_exact::<PyList>() {
        Ok(list) => in_blocks_of_list(list, block),
        Err(_) => {
            let (mut done, mut items) = (0, Vec::with_capacity(BLOCK));
            let mut iterator = texts.try_iter().map_err(|_| wrong_type("texts", "an iterable of str", texts))?;
            loop {
                items.extend(iterator.by_ref().take(BLOCK).collect::<PyResult<Vec<_>>>()?);
                if items.is_empty() {
                    return Ok(done);
                }
                block(done, &items.iter().map(row).collect::<Vec<_>>())?;
                done += items.len();
                items.clear();
            }
        }
    }
}

fn in_blocks_of_list(
    list: &Bound<'_, PyList>,
    mut block: impl FnMut(usize, &[Row<'_>]) -> PyResult<()>,
) -> PyResult<usize> {
    let py = list.py();
    let mut done = 0;
    loop {
        // Between two looks for a signal no Python code runs, so nobody can change the list; without the lock of the
        // interpreter, the critical section keeps others from it. Behind each look its length is read anew.
        let visited = with_critical_section(list, || -> PyResult<usize> {
            // SAFETY: `list` is a list, and a list's items are `ob_size` references to objects, which stay where they
            // are as long as it is not changed. An empty list has no items, and its pointer may be null.
            let items: &[*mut ffi::PyObject] = unsafe {
                match ffi::PyList_GET_SIZE(list.as_ptr()) as usize {
                    0 => &[],
                    length => std::slice::from_raw_parts((*list.as_ptr().cast::<ffi::PyListObject>()).ob_item, length),
                }
            };
            let mut rows: Vec<Row<'_>> = Vec::with_capacity(BLOCK);
            let start = done.min(items.len());
            let end = items.len().min(start + BLOCK * BLOCKS_UNINTERRUPTED);
            for (number, block_of) in items[start..end].chunks(BLOCK).enumerate() {
                let first = start + number * BLOCK;
                rows.clear();
                for (index, item) in block_of.iter().enumerate() {
                    if let Some(&ahead) = items.get(first + index + AHEAD) {
                        fetch(ahead.cast_const().cast(), OBJECT);
                    }
                    // SAFETY: the list holds a reference to the object for as long as it is not changed.
                    rows.push(row(unsafe { Bound::ref_from_ptr(py, item) }));
                }
                block(first, &rows)?;
            }
            Ok(end - start)
        })?;
        if visited == 0 {
            return Ok(done);
        }
        done += visited;
        py.check_signals()?;
    }
}

/// The rows that are known beforehand.
fn expected(texts: &Bound<'_, PyAny>) -> usize {
    texts.cast_exact::<PyList>().map_or(0, |list| list.len())
}

fn estimates(texts: &Bound<'_, PyAny>, options: &Options, fields: Fields) -> PyResult<Estimates> {
    let mut estimates = Estimates::zeroed(expected(texts), fields);
    let rows = in_blocks(texts, |first, rows| {
        if first + rows.len() > estimates.len() {
            estimates.resize(first + rows.len());
        }
        let mut writer = estimates.writer();
        for (index, row) in rows.iter().enumerate() {
            writer.set(first + index, *row, options);
        }
        Ok(())
    })?;
    estimates.resize(rows);
    Ok(estimates)
}

pub(super) fn counted(texts: &Bound<'_, PyAny>, options: &Options) -> PyResult<Column> {
    let estimates = estimates(texts, options, Fields::NONE.and(Field::Segments))?;
    let errors = Arc::new(estimates.errors);
    let nulls = nulls(&errors);
    Ok(Column::new(estimates.segments.into(), nulls))
}

pub(super) fn estimated(texts: &Bound<'_, PyAny>, options: &Options) -> PyResult<EstimateColumns> {
    estimates(texts, options, Fields::ALL).map(EstimateColumns::new)
}

pub(super) fn encoded(
    texts: &Bound<'_, PyAny>,
    references: Option<&Bound<'_, PyAny>>,
    given: &Options,
) -> PyResult<MessageColumns> {
    let mut encoded = Encoded::default();
    match references {
        None => in_blocks(texts, |_, rows| {
            rows.iter().for_each(|row| encoded.push(*row, given, None));
            Ok(())
        })?,
        Some(references) => {
            // Python code runs for each row, and it could change a list: so a list, too, is only iterated.
            let mut references = references.try_iter()?;
            let ended = || PyValueError::new_err("there are fewer references than texts");
            let texts = texts.try_iter().map_err(|_| wrong_type("texts", "an iterable of str", texts))?;
            for item in texts {
                let (item, reference) = (item?, references.next().ok_or_else(ended)??);
                let reference = options::reference(Some(&reference), given.splitting.reference_size)?;
                encoded.push(row(&item), given, reference);
            }
            encoded.len()
        }
    };
    Ok(MessageColumns::new(encoded))
}

/// The number of segments of each text, as a column.
#[pyfunction(pass_module)]
#[pyo3(signature = (texts, /))]
pub(super) fn count_segments_many(_module: &Bound<'_, PyModule>, texts: &Bound<'_, PyAny>) -> PyResult<Column> {
    counted(texts, defaults())
}

/// What each text takes, as columns.
#[pyfunction(pass_module)]
#[pyo3(signature = (texts, /, **options))]
pub(super) fn estimate_many(
    _module: &Bound<'_, PyModule>,
    texts: &Bound<'_, PyAny>,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<EstimateColumns> {
    estimated(texts, &*with(options)?)
}

/// The encoded messages of all texts, as columns.
#[pyfunction(pass_module)]
#[pyo3(signature = (texts, /, *, references = None, **options))]
pub(super) fn encode_many(
    _module: &Bound<'_, PyModule>,
    texts: &Bound<'_, PyAny>,
    references: Option<&Bound<'_, PyAny>>,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<MessageColumns> {
    encoded(texts, references, &*with(options)?)
}
