//! Rows of text in an Arrow array, whichever layout it has.
//!
//! The C data interface hands over pointers: that they hold what they must is the producer's word, and all that this
//! relies on. Offsets, views, keys and UTF-8 are checked row by row.

use std::ops::Range;

use arrow_buffer::NullBuffer;
use arrow_data::ArrayData;
use arrow_schema::DataType;

use crate::columns::{ErrorCode, Row, Rows, utf8_text};

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

fn view<'a>(view: &'a [u8], buffers: &[&'a [u8]]) -> Option<&'a [u8]> {
    let number = |at: usize| -> Option<usize> {
        let octets = view.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(i32::from_ne_bytes(octets)).ok()
    };
    let length = number(0)?;
    if length <= INLINE {
        return view.get(4..4 + length);
    }
    let (buffer, start) = (number(8)?, number(12)?);
    buffers.get(buffer)?.get(start..start.checked_add(length)?)
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
            Layout::Nulls | Layout::Dictionary(..) => None,
        }
    }
}
