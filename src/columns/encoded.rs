//! Encoded texts: the user data of all segments of all rows in one run of octets.

use std::ops::Range;

use super::parallel::{piece, pieces, work_off};
use super::{ErrorCode, Row, Rows};
use crate::message::Message;
use crate::options::Options;

/// Messages as columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// The user data (TP-UD) of every segment, one after the other.
    pub octets: Vec<u8>,
    /// Where each segment begins in the octets, and where the last one ends.
    pub segment_offsets: Vec<i64>,
    /// Where the segments of each row begin among all, and where those of the last one end.
    pub row_offsets: Vec<i64>,
    /// The data coding scheme of each row.
    pub dcs: Vec<u8>,
    /// The concatenation reference of each row, 0 where there is none.
    pub reference: Vec<i32>,
    /// Whether a row has no reference, as 0 or 1: it is one segment, or has no result.
    pub single: Vec<u8>,
    /// See [`ErrorCode`].
    pub errors: Vec<u8>,
}

impl Default for Encoded {
    fn default() -> Self {
        Encoded {
            octets: Vec::new(),
            segment_offsets: vec![0],
            row_offsets: vec![0],
            dcs: Vec::new(),
            reference: Vec::new(),
            single: Vec::new(),
            errors: Vec::new(),
        }
    }
}

impl Encoded {
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

    /// Adds a row; without a reference one is derived from the content.
    pub fn push(&mut self, row: Row<'_>, options: &Options, reference: Option<u16>) {
        let encoded =
            row.and_then(|text| Message::encode(text, options, reference).map_err(|error| ErrorCode::from(&error)));
        let (dcs, reference, code) = match encoded {
            Err(code) => (0, None, code),
            Ok(message) => {
                let template = message.template();
                for segment in 0..message.len() {
                    let start = self.octets.len();
                    let unwritten = message.unwritten(&template, segment);
                    self.octets.resize(start + unwritten.octets(), 0);
                    unwritten.write_over(&mut self.octets[start..]);
                    self.segment_offsets.push(self.octets.len() as i64);
                }
                (message.dcs().0, message.reference(), ErrorCode::None)
            }
        };
        self.row_offsets.push(self.segment_offsets.len() as i64 - 1);
        self.dcs.push(dcs);
        self.reference.push(reference.map_or(0, i32::from));
        self.single.push(u8::from(reference.is_none()));
        self.errors.push(code as u8);
    }

    /// The segments of a row, as numbers among all segments; none for a row without a result.
    #[must_use]
    pub fn segments(&self, row: usize) -> Range<usize> {
        self.row_offsets[row] as usize..self.row_offsets[row + 1] as usize
    }

    /// The user data of a segment, by its number among all segments.
    #[must_use]
    pub fn user_data(&self, segment: usize) -> &[u8] {
        &self.octets[self.segment_offsets[segment] as usize..self.segment_offsets[segment + 1] as usize]
    }

    /// Adds the rows of another.
    pub fn append(&mut self, other: &Encoded) {
        let (octets, segments) = (self.octets.len() as i64, self.segment_offsets.len() as i64 - 1);
        self.octets.extend_from_slice(&other.octets);
        self.segment_offsets.extend(other.segment_offsets[1..].iter().map(|offset| offset + octets));
        self.row_offsets.extend(other.row_offsets[1..].iter().map(|offset| offset + segments));
        self.dcs.extend_from_slice(&other.dcs);
        self.reference.extend_from_slice(&other.reference);
        self.single.extend_from_slice(&other.single);
        self.errors.extend_from_slice(&other.errors);
    }
}

/// Rows of one piece of work at most: a piece of the longest messages stays below 2 GiB of octets.
const PIECE: usize = 32_768;

/// Encodes the rows of all parts, on so many threads, into runs of at most `limit` octets each, or of one piece that is
/// longer. There is at least one run.
pub fn encode(parts: &[&dyn Rows], options: &Options, threads: usize, limit: usize) -> Vec<Encoded> {
    let total = parts.iter().map(|rows| rows.len()).sum();
    let jobs = pieces(parts, piece(total, threads).min(PIECE));
    let pieces = work_off(jobs, threads, |(rows, range)| {
        let mut encoded = Encoded::default();
        for row in range {
            encoded.push(rows.row(row), options, None);
        }
        encoded
    });
    let mut runs: Vec<Encoded> = Vec::new();
    for piece in pieces {
        match runs.last_mut() {
            Some(last) if last.octets.len() + piece.octets.len() <= limit => last.append(&piece),
            _ => runs.push(piece),
        }
    }
    if runs.is_empty() {
        runs.push(Encoded::default());
    }
    runs
}
