//! Columns of results in Arrow's layout.

use std::sync::Arc;

use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer};
use arrow_data::{ArrayData, ArrayDataBuilder};
use arrow_schema::{DataType, Field, Fields};

use crate::NationalLanguage;
use crate::columns::{ENCODINGS, Encoded, ErrorCode, Estimates};

/// Null where a code is not 0.
pub(super) fn nulls(codes: &[u8]) -> Option<NullBuffer> {
    let failed = codes.iter().any(|&code| code != 0);
    failed.then(|| NullBuffer::new(BooleanBuffer::collect_bool(codes.len(), |row| codes[row] == 0)))
}

/// Builds an array.
///
/// # Safety
/// The buffers and children must be those of the type and the length.
unsafe fn built(builder: ArrayDataBuilder) -> ArrayData {
    // SAFETY: as the caller promises.
    unsafe { builder.build_unchecked() }
}

/// int32.
pub(super) fn numbers(numbers: Vec<i32>, nulls: Option<NullBuffer>) -> ArrayData {
    let builder = ArrayData::builder(DataType::Int32).len(numbers.len()).nulls(nulls);
    // SAFETY: 32-bit numbers, as many as the length says.
    unsafe { built(builder.add_buffer(Buffer::from_vec(numbers))) }
}

/// int32 of small codes.
pub(super) fn codes(codes: &[u8], nulls: Option<NullBuffer>) -> ArrayData {
    numbers(codes.iter().map(|&code| code.into()).collect(), nulls)
}

/// dictionary<int8, string>: names by code, from the code `first` on; any other code is null.
fn named(codes: &[u8], first: u8, names: &[&str]) -> ArrayData {
    let known = |code: u8| code >= first && usize::from(code - first) < names.len();
    let unknown: Vec<u8> = codes.iter().map(|&code| u8::from(!known(code))).collect();
    let keys: Vec<i8> = codes.iter().map(|&code| if known(code) { (code - first) as i8 } else { 0 }).collect();
    let mut offsets = vec![0i32];
    offsets.extend(names.iter().scan(0, |end, name| {
        *end += name.len() as i32;
        Some(*end)
    }));
    let values = ArrayData::builder(DataType::Utf8).len(names.len()).add_buffer(Buffer::from_vec(offsets));
    // SAFETY: one offset more than there are names, and the octets of the names.
    let values = unsafe { built(values.add_buffer(Buffer::from_vec(names.concat().into_bytes()))) };
    let builder = ArrayData::builder(name_type()).len(keys.len()).nulls(nulls(&unknown));
    // SAFETY: every key is below the number of names.
    unsafe { built(builder.add_buffer(Buffer::from_vec(keys)).add_child_data(values)) }
}

fn name_type() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8))
}

/// The names of encodings.
pub(super) fn encodings(codes: &[u8]) -> ArrayData {
    let names: Vec<_> = ENCODINGS.iter().flatten().map(|name| name.as_str()).collect();
    named(codes, 1, &names)
}

/// The names of languages, null for the default tables.
pub(super) fn languages(codes: &[u8]) -> ArrayData {
    named(codes, 1, &NationalLanguage::ALL.map(NationalLanguage::name))
}

/// The names of errors; null where there is none, and where the row was null before.
pub(super) fn errors(codes: &[u8]) -> ArrayData {
    let first = ErrorCode::Missing as u8 + 1;
    let names: Vec<_> = ErrorCode::ALL.iter().filter(|&&code| code as u8 >= first).map(|code| code.name()).collect();
    named(codes, first, &names)
}

/// list<binary>: the user data of the segments of each row.
pub(super) fn user_data(encoded: Encoded) -> ArrayData {
    let nulls = nulls(&encoded.errors);
    // A run of octets is cut off before it needs more than 31 bits.
    let narrow =
        |offsets: Vec<i64>| Buffer::from_vec(offsets.into_iter().map(|offset| offset as i32).collect::<Vec<_>>());
    let (rows, segments) = (encoded.errors.len(), encoded.segment_offsets.len() - 1);
    let builder = ArrayData::builder(DataType::Binary).len(segments).add_buffer(narrow(encoded.segment_offsets));
    // SAFETY: one offset more than there are segments, rising to the number of octets.
    let each = unsafe { built(builder.add_buffer(Buffer::from_vec(encoded.octets))) };
    let builder = ArrayData::builder(user_data_type()).len(rows).nulls(nulls);
    // SAFETY: one offset more than there are rows, rising to the number of segments.
    unsafe { built(builder.add_buffer(narrow(encoded.row_offsets)).add_child_data(each)) }
}

pub(super) fn user_data_type() -> DataType {
    DataType::List(Arc::new(Field::new("item", DataType::Binary, false)))
}

/// A struct of columns of the same length.
pub(super) fn table(fields: Fields, columns: Vec<ArrayData>, rows: usize, nulls: Option<NullBuffer>) -> ArrayData {
    let builder = ArrayData::builder(DataType::Struct(fields)).len(rows).nulls(nulls);
    // SAFETY: every column has as many rows as the struct, and is of the type of its field.
    unsafe { built(builder.child_data(columns)) }
}

/// A column of an estimate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Encoding,
    EncodingCode,
    Segments,
    Units,
    Capacity,
    Remaining,
    Locking,
    LockingCode,
    Single,
    SingleCode,
    UserData,
    Dcs,
    Reference,
    Error,
    ErrorCode,
}

impl Column {
    /// The columns that an estimate can have.
    pub(super) const ESTIMATE: &[(&str, Column)] = &[
        ("encoding", Column::Encoding),
        ("encoding_code", Column::EncodingCode),
        ("segments", Column::Segments),
        ("units", Column::Units),
        ("capacity", Column::Capacity),
        ("remaining", Column::Remaining),
        ("locking", Column::Locking),
        ("locking_code", Column::LockingCode),
        ("single", Column::Single),
        ("single_code", Column::SingleCode),
        ("error", Column::Error),
        ("error_code", Column::ErrorCode),
    ];

    /// The columns that encoded messages can have.
    pub(super) const ENCODED: &[(&str, Column)] = &[
        ("user_data", Column::UserData),
        ("segments", Column::Segments),
        ("dcs", Column::Dcs),
        ("reference", Column::Reference),
        ("error", Column::Error),
        ("error_code", Column::ErrorCode),
    ];

    /// What the core keeps for it, beside the error codes.
    pub(super) fn needs(self) -> Option<crate::columns::Field> {
        use crate::columns::Field as Kept;
        match self {
            Column::Encoding | Column::EncodingCode => Some(Kept::Encoding),
            Column::Segments => Some(Kept::Segments),
            Column::Units => Some(Kept::Units),
            Column::Capacity => Some(Kept::Capacity),
            Column::Remaining => Some(Kept::Remaining),
            Column::Locking | Column::LockingCode => Some(Kept::Locking),
            Column::Single | Column::SingleCode => Some(Kept::Single),
            Column::UserData | Column::Dcs | Column::Reference | Column::Error | Column::ErrorCode => None,
        }
    }

    /// The type and whether nulls are possible.
    pub(super) fn field(self, name: String) -> Field {
        let data_type = match self {
            Column::Encoding | Column::Locking | Column::Single | Column::Error => name_type(),
            Column::UserData => user_data_type(),
            _ => DataType::Int32,
        };
        Field::new(name, data_type, self != Column::ErrorCode)
    }

    /// The column of estimates; a column of numbers is taken out of them.
    pub(super) fn of_estimates(self, estimates: &mut Estimates, failed: &Option<NullBuffer>) -> ArrayData {
        let taken = |column: &mut Vec<i32>| numbers(std::mem::take(column), failed.clone());
        match self {
            Column::Encoding => encodings(&estimates.encoding),
            Column::EncodingCode => codes(&estimates.encoding, failed.clone()),
            Column::Segments => taken(&mut estimates.segments),
            Column::Units => taken(&mut estimates.units),
            Column::Capacity => taken(&mut estimates.capacity),
            Column::Remaining => taken(&mut estimates.remaining),
            Column::Locking => languages(&estimates.locking),
            Column::LockingCode => codes(&estimates.locking, failed.clone()),
            Column::Single => languages(&estimates.single),
            Column::SingleCode => codes(&estimates.single, failed.clone()),
            Column::Error => errors(&estimates.errors),
            // Nothing else is in the list that names are looked up in.
            _ => codes(&estimates.errors, None),
        }
    }

    /// The column of encoded messages; the user data is taken out of them, and must come last.
    pub(super) fn of_encoded(self, encoded: &mut Encoded) -> ArrayData {
        match self {
            Column::UserData => {
                let rest = Encoded { errors: encoded.errors.clone(), ..std::mem::take(encoded) };
                user_data(rest)
            }
            Column::Segments => {
                let counts = encoded.row_offsets.windows(2).map(|pair| (pair[1] - pair[0]) as i32);
                numbers(counts.collect(), nulls(&encoded.errors))
            }
            Column::Dcs => codes(&encoded.dcs, nulls(&encoded.errors)),
            Column::Reference => numbers(std::mem::take(&mut encoded.reference), nulls(&encoded.single)),
            Column::Error => errors(&encoded.errors),
            _ => codes(&encoded.errors, None),
        }
    }
}
