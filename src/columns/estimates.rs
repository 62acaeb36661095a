//! What texts take, one array per field.

use super::batch::Batch;
use super::parallel::{piece, pieces, work_off};
use super::{ErrorCode, Row, Rows};
use crate::encoding::Encoding;
use crate::error::EncodingName;
use crate::estimate::{Estimate, Truncation, count_segments, estimate as estimate_one, plans};
use crate::options::Options;
use crate::prepare::Replacement;

/// The encodings by their codes in a column; 0 stands in rows without a result.
pub const ENCODINGS: [Option<EncodingName>; 4] =
    [None, Some(EncodingName::Gsm7), Some(EncodingName::EightBit), Some(EncodingName::Ucs2)];

/// The code of GSM 7 bit.
pub(super) const GSM7: u8 = 1;

/// The code of an encoding, see [`ENCODINGS`].
#[inline]
pub(super) fn encoding_code(encoding: Encoding) -> u8 {
    match encoding.name() {
        EncodingName::Gsm7 => GSM7,
        EncodingName::EightBit => 2,
        EncodingName::Ucs2 => 3,
    }
}

/// A column of an estimate. Error codes are always kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Field {
    Encoding,
    Segments,
    Units,
    Capacity,
    Remaining,
    Locking,
    Single,
}

/// A set of columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fields(u8);

impl Fields {
    /// Every column.
    pub const ALL: Fields = Fields(0x7F);
    /// No column.
    pub const NONE: Fields = Fields(0);

    /// The set with one more column.
    #[must_use]
    pub const fn and(self, field: Field) -> Self {
        Fields(self.0 | 1 << field as u8)
    }

    /// Whether a column is in the set.
    #[must_use]
    pub const fn has(self, field: Field) -> bool {
        self.0 >> field as u8 & 1 == 1
    }
}

/// The number of segments alone.
const SEGMENTS: Fields = Fields::NONE.and(Field::Segments);

/// What few rows have: a text that was cut off, or changed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rare {
    /// Where the text was cut off, if it was.
    pub truncation: Option<Truncation>,
    /// What was changed in it.
    pub replacements: Vec<Replacement>,
}

/// Estimates as columns. A column that is not wanted is empty, any other has one entry per row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Estimates {
    /// See [`ENCODINGS`].
    pub encoding: Vec<u8>,
    pub segments: Vec<i32>,
    pub units: Vec<i32>,
    pub capacity: Vec<i32>,
    pub remaining: Vec<i32>,
    /// National language identifiers, 0 for the default alphabet.
    pub locking: Vec<u8>,
    /// National language identifiers, 0 for the default extension table.
    pub single: Vec<u8>,
    /// See [`ErrorCode`].
    pub errors: Vec<u8>,
    /// What few rows have, by row.
    pub rare: Vec<(usize, Rare)>,
    fields: Fields,
}

impl Estimates {
    /// Columns without rows.
    #[must_use]
    pub fn new(fields: Fields) -> Self {
        Estimates { fields, ..Estimates::default() }
    }

    /// Columns of so many rows, all zero.
    #[must_use]
    pub fn zeroed(rows: usize, fields: Fields) -> Self {
        // Zero pages come from the system, and are first touched by the thread that fills them.
        let octets = |field| if fields.has(field) { vec![0; rows] } else { Vec::new() };
        let numbers = |field| if fields.has(field) { vec![0; rows] } else { Vec::new() };
        Estimates {
            encoding: octets(Field::Encoding),
            segments: numbers(Field::Segments),
            units: numbers(Field::Units),
            capacity: numbers(Field::Capacity),
            remaining: numbers(Field::Remaining),
            locking: octets(Field::Locking),
            single: octets(Field::Single),
            errors: vec![0; rows],
            rare: Vec::new(),
            fields,
        }
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.errors.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// Cuts off rows behind a number, or adds rows of zeros up to it.
    pub fn resize(&mut self, rows: usize) {
        fn to<T: Clone + Default>(column: &mut Vec<T>, rows: usize, wanted: bool) {
            if wanted {
                column.resize(rows, T::default());
            }
        }
        let fields = self.fields;
        to(&mut self.encoding, rows, fields.has(Field::Encoding));
        to(&mut self.segments, rows, fields.has(Field::Segments));
        to(&mut self.units, rows, fields.has(Field::Units));
        to(&mut self.capacity, rows, fields.has(Field::Capacity));
        to(&mut self.remaining, rows, fields.has(Field::Remaining));
        to(&mut self.locking, rows, fields.has(Field::Locking));
        to(&mut self.single, rows, fields.has(Field::Single));
        to(&mut self.errors, rows, true);
    }

    /// What writes the rows that are there.
    pub fn writer(&mut self) -> Writer<'_> {
        let fields = self.fields;
        let (slots, rare) = self.slots();
        Writer { slots, rare, fields }
    }

    fn slots(&mut self) -> (Slots<'_>, &mut Vec<(usize, Rare)>) {
        let slots = Slots {
            encoding: &mut self.encoding,
            segments: &mut self.segments,
            units: &mut self.units,
            capacity: &mut self.capacity,
            remaining: &mut self.remaining,
            locking: &mut self.locking,
            single: &mut self.single,
            errors: &mut self.errors,
        };
        (slots, &mut self.rare)
    }

    /// Adds the rows of another, whose columns must be the same.
    pub fn append(&mut self, mut other: Estimates) {
        if self.is_empty() && self.fields == other.fields {
            *self = other;
            return;
        }
        let before = self.len();
        self.encoding.append(&mut other.encoding);
        self.segments.append(&mut other.segments);
        self.units.append(&mut other.units);
        self.capacity.append(&mut other.capacity);
        self.remaining.append(&mut other.remaining);
        self.locking.append(&mut other.locking);
        self.single.append(&mut other.single);
        self.errors.append(&mut other.errors);
        self.rare.extend(other.rare.into_iter().map(|(row, rare)| (before + row, rare)));
    }

    /// What a row has that few have.
    #[must_use]
    pub fn rare(&self, row: usize) -> Option<&Rare> {
        let found = self.rare.binary_search_by_key(&row, |&(row, _)| row).ok()?;
        Some(&self.rare[found].1)
    }
}

/// Writes rows into columns, each once, in ascending order.
pub struct Writer<'a> {
    slots: Slots<'a>,
    rare: &'a mut Vec<(usize, Rare)>,
    fields: Fields,
}

impl Writer<'_> {
    /// Writes one row. A row that is not there is not written.
    #[inline]
    pub fn set(&mut self, index: usize, row: Row<'_>, options: &Options) {
        self.slots.fill(index, index, row, options, self.fields, self.rare);
    }
}

/// Rows of columns that one thread fills.
struct Slots<'a> {
    encoding: &'a mut [u8],
    segments: &'a mut [i32],
    units: &'a mut [i32],
    capacity: &'a mut [i32],
    remaining: &'a mut [i32],
    locking: &'a mut [u8],
    single: &'a mut [u8],
    errors: &'a mut [u8],
}

/// Takes the first entries off a column, or nothing off one that is not wanted.
fn take<'a, T>(column: &mut &'a mut [T], rows: usize) -> &'a mut [T] {
    let rows = rows.min(column.len());
    let (first, rest) = std::mem::take(column).split_at_mut(rows);
    *column = rest;
    first
}

/// A column that is not wanted has no entry to set.
#[inline]
fn set<T>(column: &mut [T], index: usize, value: T) {
    if let Some(entry) = column.get_mut(index) {
        *entry = value;
    }
}

/// At most 255 segments leave an estimate, so every count of it fits; this is for the type.
fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

impl<'a> Slots<'a> {
    fn take(&mut self, rows: usize) -> Slots<'a> {
        Slots {
            encoding: take(&mut self.encoding, rows),
            segments: take(&mut self.segments, rows),
            units: take(&mut self.units, rows),
            capacity: take(&mut self.capacity, rows),
            remaining: take(&mut self.remaining, rows),
            locking: take(&mut self.locking, rows),
            single: take(&mut self.single, rows),
            errors: take(&mut self.errors, rows),
        }
    }

    #[inline]
    fn set(&mut self, index: usize, estimate: &Estimate) {
        let alphabet = estimate.encoding.alphabet();
        set(self.encoding, index, encoding_code(estimate.encoding));
        set(self.segments, index, number(estimate.segments));
        set(self.units, index, number(estimate.units));
        set(self.capacity, index, number(estimate.capacity));
        set(self.remaining, index, number(estimate.remaining));
        set(self.locking, index, alphabet.locking.map_or(0, |language| language.identifier()));
        set(self.single, index, alphabet.single.map_or(0, |language| language.identifier()));
    }

    #[inline(never)]
    fn fill(
        &mut self,
        index: usize,
        row: usize,
        text: Row<'_>,
        options: &Options,
        fields: Fields,
        rare: &mut Vec<(usize, Rare)>,
    ) {
        let failed = if fields == SEGMENTS {
            match text.and_then(|text| count_segments(text, options).map_err(|error| ErrorCode::from(&error))) {
                Ok(segments) => return set(self.segments, index, number(segments)),
                Err(code) => code,
            }
        } else {
            match text.and_then(|text| estimate_one(text, options).map_err(|error| ErrorCode::from(&error))) {
                Ok(estimate) => {
                    self.set(index, &estimate);
                    if estimate.truncation.is_some() || !estimate.replacements.is_empty() {
                        let (truncation, replacements) = (estimate.truncation, estimate.replacements);
                        rare.push((row, Rare { truncation, replacements }));
                    }
                    return;
                }
                Err(code) => code,
            }
        };
        set(self.errors, index, failed as u8);
    }
}

/// Estimates the rows of all parts, on so many threads. What few rows have is not kept.
pub fn estimate(parts: &[&dyn Rows], options: &Options, fields: Fields, threads: usize) -> Estimates {
    let total = parts.iter().map(|rows| rows.len()).sum();
    let mut estimates = Estimates::zeroed(total, fields);
    let (mut slots, _) = estimates.slots();
    let jobs = pieces(parts, piece(total, threads)).map(|(rows, range)| {
        let slots = slots.take(range.len());
        (rows, range, slots)
    });
    let plans = plans(options);
    work_off(jobs, threads, |(rows, range, mut slots)| {
        let mut rare = Vec::new();
        let first = range.start;
        Batch::new(false).each(rows, range, plans.as_ref(), |index, plan| match plan {
            Some(plan) if fields == SEGMENTS => set(slots.segments, index, number(plan.segments)),
            Some(plan) => slots.set(index, &Estimate::new(&plan, None, Vec::new())),
            None => {
                slots.fill(index, first + index, rows.row(first + index), options, fields, &mut rare);
                rare.clear();
            }
        });
    });
    estimates
}
