//! Rows of text in an Arrow array, whichever layout it has.
//!
//! The C data interface hands over pointers: that they hold what they must is the producer's word, and all that this
//! relies on. Offsets, views, keys and UTF-8 are checked row by row.

use std::ops::Range;

use arrow_buffer::NullBuffer;
use arrow_data::ArrayData;
use arrow_schema::DataType;

use crate::columns::{ErrorCode, Row, Rows, utf8_text};
use crate::kernel::{Place, fetch};

/// An array read as rows of text.
pub(super) struct Texts<'a> {
    layout: Layout<'a>,
    nulls: Option<NullBuffer>,
    length: usize,
}

enum Layout<'a> {
    /// Nothing but nulls.
    Nulls,
    /// string: 32-bit offsets into octets.
    Strings(&'a [i32], &'a [u8]),
    /// large_string: 64-bit offsets into octets.
    LargeStrings(&'a [i64], &'a [u8]),
    /// string_view: 16 octets a row, which hold a short text, or say where a long one is.
    Views(&'a [u8], Vec<&'a [u8]>),
    /// dictionary: a key into other texts.
    Dictionary(Keys<'a>, Box<Texts<'a>>),
}

/// The keys of a dictionary-encoded array.
enum Keys<'a> {
    I8(&'a [i8]),
    I16(&'a [i16]),
    I32(&'a [i32]),
    I64(&'a [i64]),
    U8(&'a [u8]),
    U16(&'a [u16]),
    U32(&'a [u32]),
    U64(&'a [u64]),
}

impl<'a> Keys<'a> {
    fn new(data: &'a ArrayData, key: &DataType) -> Option<Self> {
        Some(match key {
            DataType::Int8 => Keys::I8(data.buffer(0)),
            DataType::Int16 => Keys::I16(data.buffer(0)),
            DataType::Int32 => Keys::I32(data.buffer(0)),
            DataType::Int64 => Keys::I64(data.buffer(0)),
            DataType::UInt8 => Keys::U8(data.buffer(0)),
            DataType::UInt16 => Keys::U16(data.buffer(0)),
            DataType::UInt32 => Keys::U32(data.buffer(0)),
            DataType::UInt64 => Keys::U64(data.buffer(0)),
            _ => return None,
        })
    }

    fn get(&self, index: usize) -> Option<usize> {
        match self {
            Keys::I8(keys) => keys.get(index).and_then(|&key| key.try_into().ok()),
            Keys::I16(keys) => keys.get(index).and_then(|&key| key.try_into().ok()),
            Keys::I32(keys) => keys.get(index).and_then(|&key| key.try_into().ok()),
            Keys::I64(keys) => keys.get(index).and_then(|&key| key.try_into().ok()),
            Keys::U8(keys) => keys.get(index).map(|&key| key.into()),
            Keys::U16(keys) => keys.get(index).map(|&key| key.into()),
            Keys::U32(keys) => keys.get(index).and_then(|&key| key.try_into().ok()),
            Keys::U64(keys) => keys.get(index).and_then(|&key| key.try_into().ok()),
        }
    }
}

/// Whether an array of a type can be read as texts.
pub(super) fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

impl<'a> Texts<'a> {
    /// Reads an array whose type [`is_text`]; rows that are null in `others` are null as well. `None` for any other.
    pub(super) fn new(data: &'a ArrayData, others: Option<&NullBuffer>) -> Option<Self> {
        let length = data.len();
        let layout = match data.data_type() {
            // A producer need not give any buffers to an empty array.
            data_type if length == 0 => is_text(data_type).then_some(Layout::Nulls)?,
            DataType::Null => Layout::Nulls,
            DataType::Utf8 => Layout::Strings(data.buffer(0), data.buffers().get(1)?),
            DataType::LargeUtf8 => Layout::LargeStrings(data.buffer(0), data.buffers().get(1)?),
            DataType::Utf8View => {
                let (views, octets) = data.buffers().split_first()?;
                let views = views.get(data.offset() * VIEW..)?;
                Layout::Views(views, octets.iter().map(|buffer| buffer.as_slice()).collect())
            }
            DataType::Dictionary(key, _) => {
                let values = Texts::new(data.child_data().first()?, None)?;
                Layout::Dictionary(Keys::new(data, key)?, Box::new(values))
            }
            _ => return None,
        };
        Some(Texts { layout, nulls: NullBuffer::union(data.nulls(), others), length })
    }
}

/// The octets of one view.
const VIEW: usize = 16;
/// A text of up to so many octets stands in its view.
const INLINE: usize = 12;

/// One of the four numbers of a view.
#[inline]
fn number(view: &[u8], at: usize) -> Option<usize> {
    let octets = view.get(at..at + 4)?.try_into().ok()?;
    usize::try_from(i32::from_ne_bytes(octets)).ok()
}

fn view<'a>(view: &'a [u8], buffers: &[&'a [u8]]) -> Option<&'a [u8]> {
    let length = number(view, 0)?;
    if length <= INLINE {
        return view.get(4..4 + length);
    }
    let (buffer, start) = (number(view, 8)?, number(view, 12)?);
    buffers.get(buffer)?.get(start..start.checked_add(length)?)
}

/// The places of those texts of some rows that stand in the buffer of the first long one.
fn viewed<'a>(views: &[u8], buffers: &[&'a [u8]], rows: Range<usize>, places: &mut [Place]) -> &'a [u8] {
    let (views, _) = views.get(rows.start * VIEW..rows.end * VIEW).unwrap_or_default().as_chunks::<VIEW>();
    // What is asked for next stands behind, as a rule.
    fetch(views.as_ptr_range().end.cast(), size_of_val(views));
    let long = |view: &&[u8; VIEW]| number(&view[..], 0).is_some_and(|length| length > INLINE);
    let common = views.iter().find(long).and_then(|view| number(view, 8));
    let octets = common.and_then(|buffer| buffers.get(buffer).copied()).unwrap_or_default();
    let common = common.map_or(u64::MAX, |buffer| buffer as u64);
    let reach = octets.len().min(i32::MAX as usize) as u64;
    let place = |view: &[u8; VIEW]| {
        // A number below 0 becomes one that no text reaches.
        let number = |at: usize| u64::from(u32::from_ne_bytes([view[at], view[at + 1], view[at + 2], view[at + 3]]));
        let (length, buffer, start) = (number(0), number(8), number(12));
        let end = start + length;
        match (length > INLINE as u64) & (buffer == common) & (end <= reach) {
            true => Place { start: start as usize, end: end as usize },
            false => Place::NOWHERE,
        }
    };
    let (given, missing) = places.split_at_mut(views.len().min(places.len()));
    given.iter_mut().zip(views).for_each(|(to, view)| *to = place(view));
    missing.fill(Place::NOWHERE);
    octets
}

/// Where a text stands in so many octets.
#[inline]
fn between<O: Copy + TryInto<usize>>(offsets: &[O], octets: usize, index: usize) -> Option<Range<usize>> {
    let offset = |index: usize| offsets.get(index).and_then(|&offset| offset.try_into().ok());
    let (start, end) = (offset(index)?, offset(index + 1)?);
    (start <= end && end <= octets).then_some(start..end)
}

impl Rows for Texts<'_> {
    fn len(&self) -> usize {
        self.length
    }

    fn row(&self, index: usize) -> Row<'_> {
        if self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(index)) {
            return Err(ErrorCode::Missing);
        }
        let octets = match &self.layout {
            Layout::Nulls => return Err(ErrorCode::Missing),
            Layout::Strings(offsets, octets) => between(offsets, octets.len(), index).map(|part| &octets[part]),
            Layout::LargeStrings(offsets, octets) => between(offsets, octets.len(), index).map(|part| &octets[part]),
            Layout::Views(views, buffers) => {
                views.get(index * VIEW..(index + 1) * VIEW).and_then(|octets| view(octets, buffers))
            }
            Layout::Dictionary(keys, values) => {
                return match keys.get(index) {
                    Some(key) if key < values.length => values.row(key),
                    _ => Err(ErrorCode::WrongType),
                };
            }
        };
        octets.map_or(Err(ErrorCode::WrongType), utf8_text)
    }

    #[inline]
    fn octets(&self, index: usize) -> Option<(&[u8], Range<usize>)> {
        if self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(index)) {
            return None;
        }
        match &self.layout {
            Layout::Strings(offsets, octets) => Some((octets, between(offsets, octets.len(), index)?)),
            Layout::LargeStrings(offsets, octets) => Some((octets, between(offsets, octets.len(), index)?)),
            Layout::Views(views, buffers) => {
                let octets = view(views.get(index * VIEW..(index + 1) * VIEW)?, buffers)?;
                Some((octets, 0..octets.len()))
            }
            Layout::Dictionary(keys, values) => values.octets(keys.get(index).filter(|&key| key < values.length)?),
            Layout::Nulls => None,
        }
    }

    fn places(&self, rows: Range<usize>, places: &mut [Place]) -> &[u8] {
        let common = match &self.layout {
            Layout::Strings(offsets, octets) => placed(offsets, octets, rows.clone(), places),
            Layout::LargeStrings(offsets, octets) => placed(offsets, octets, rows.clone(), places),
            Layout::Views(views, buffers) => viewed(views, buffers, rows.clone(), places),
            Layout::Nulls | Layout::Dictionary(..) => {
                places.fill(Place::NOWHERE);
                return &[];
            }
        };
        if let Some(nulls) = &self.nulls {
            for (row, place) in rows.zip(places) {
                if nulls.is_null(row) {
                    *place = Place::NOWHERE;
                }
            }
        }
        common
    }
}

/// The places that offsets give of some rows.
#[inline]
fn placed<'a, O: Copy + TryInto<usize>>(
    offsets: &[O],
    octets: &'a [u8],
    rows: Range<usize>,
    places: &mut [Place],
) -> &'a [u8] {
    let offset = |offset: O| offset.try_into().unwrap_or(usize::MAX);
    let pairs = offsets.get(rows.start..).unwrap_or_default().windows(2);
    let given = pairs.map(|pair| match (offset(pair[0]), offset(pair[1])) {
        (start, end) if start <= end && end <= octets.len() => Place { start, end },
        _ => Place::NOWHERE,
    });
    let given = given.chain(std::iter::repeat(Place::NOWHERE));
    for (place, given) in places.iter_mut().zip(given) {
        *place = given;
    }
    octets
}
