//! Many texts at once: compact columns instead of a value per text.
//!
//! A row never fails. What is wrong with one is its [`ErrorCode`]; all its other columns then hold 0. The rules stand
//! in the functions for single texts, which every row goes through of which more must be known than counts (see
//! `batch.rs`); here is only the storage, and the division of rows among threads. Where the rows come from (a Python
//! list, an Arrow column) is not known here.

mod batch;
mod code;
mod encoded;
mod estimates;
mod parallel;
#[cfg(feature = "survey")]
mod prefixes;
#[cfg(feature = "survey")]
pub mod survey;
mod utf8;

use std::ops::Range;

use crate::Text;
use crate::kernel::Place;

pub use code::ErrorCode;
pub use encoded::{Encoded, encode};
pub use estimates::{ENCODINGS, Estimates, Field, Fields, Rare, Writer, estimate};
#[cfg(feature = "survey")]
use estimates::{GSM7, encoding_code};
pub use parallel::threads_for;
#[cfg(feature = "survey")]
pub use prefixes::{MISSING, NO_NUMBER, NO_PREFIX, Prefixes};
#[cfg(feature = "survey")]
pub use survey::Survey;
pub use utf8::utf8_text;

/// What stands in a row: a text, or why there is none.
pub type Row<'a> = Result<Text<'a>, ErrorCode>;

/// Rows by number, readable from several threads.
pub trait Rows: Sync {
    /// The number of rows.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row of a number below [`Rows::len`].
    fn row(&self, index: usize) -> Row<'_>;

    /// The octets of a row where they stand, if they are said to be UTF-8: as a part of others, which can be read.
    #[inline]
    fn octets(&self, _index: usize) -> Option<(&[u8], Range<usize>)> {
        None
    }

    /// Where the texts of some rows stand in common octets, which are given back, if they are said to be UTF-8; each
    /// within them, or [`Place::NOWHERE`] if it does not stand there, or is none.
    fn places(&self, _rows: Range<usize>, places: &mut [Place]) -> &[u8] {
        places.fill(Place::NOWHERE);
        &[]
    }
}

impl Rows for Vec<Row<'_>> {
    fn len(&self) -> usize {
        self.as_slice().len()
    }

    fn row(&self, index: usize) -> Row<'_> {
        self[index]
    }
}
