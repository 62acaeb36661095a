//! Blocks: 64 octets that are said to be UTF-8, in the registers of a level that has vectors.
//!
//! What walks over blocks stands once, in `marks.rs` and `kinds.rs`, and is compiled for each level with the instructions of
//! that level.

use super::kinds::Table;
use super::marks::{BLOCK, Mark};

/// 64 octets. Masks have a bit for each, the first in the lowest.
///
/// # Safety
/// Every function asks for the processor of its level, and for nothing else.
pub(super) trait Block: Copy {
    unsafe fn load(octets: &[u8; BLOCK]) -> Self;
    /// So many octets at most, of which there must not be fewer; spaces behind them.
    unsafe fn part(octets: &[u8], length: usize) -> Self;

    /// Those of that value.
    unsafe fn is(self, value: u8) -> u64;
    /// Those of that value or above.
    unsafe fn at_least(self, value: u8) -> u64;
    /// The letters of ASCII.
    unsafe fn letters(self) -> u64;
    /// Those of which [`super::kinds::is_uncommon`] is true.
    unsafe fn uncommon(self) -> u64;
    /// Those of which a table says this kind, by their six low bits.
    unsafe fn find(self, table: &Table, kind: u8) -> u64;

    /// The octets of the mask; spaces instead of the others.
    unsafe fn within(self, mask: u64) -> Self;
    /// Those that are more than a character of one septet.
    unsafe fn odd(self) -> u64;
    /// What the octets are, by those of the block before.
    unsafe fn look(self, last: Self) -> Look;
}

/// What a block has come to.
pub(super) struct Look {
    /// Its mark, without the counts of the blocks before.
    pub(super) mark: Mark,
    /// Not zero, if it is not well formed.
    pub(super) wrong: u64,
    /// Not zero, if there may be a Greek capital, which begins with [`super::marks::GREEK`].
    pub(super) greek: u64,
}
