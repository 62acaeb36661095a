//! UTF-8. The contract is that of the module above.
//!
//! An octet is *explained* if it is a character of ASCII that the alphabet holds, the lead of a character that it may
//! hold, or completes one that it holds. In well formed UTF-8 the first octet that is not is part of a foreign
//! character. Where nothing is known, see `marks.rs`.

#![allow(unsafe_op_in_unsafe_fn, reason = "as above")]

use std::arch::x86_64::*;

use super::{BLOCK, bits, classify_ascii, high_half, is_zero, load, octet, spaces, table};
use crate::kernel::Tally;
use crate::kernel::tables::nibbles::UTF8;

/// The octet before each octet of a block, or the `N`th before; `before` is the block before.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(super) unsafe fn shifted<const INDEX: i32>(block: __m256i, before: __m256i) -> __m256i {
    _mm256_alignr_epi8::<INDEX>(block, _mm256_permute2x128_si256::<0x21>(before, block))
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(super) unsafe fn is(octets: __m256i, value: u8) -> __m256i {
    _mm256_cmpeq_epi8(octets, octet(value))
}

/// The pairs of UTF-8 that an octet may begin, as bits; 0 for one that begins none.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn leads(octets: __m256i) -> __m256i {
    let row_c = is(_mm256_and_si256(octets, octet(0xF0)), 0xC0);
    let sets = _mm256_shuffle_epi8(table(&UTF8.lead), _mm256_and_si256(octets, octet(0x0F)));
    _mm256_and_si256(sets, row_c)
}

/// What the octets of a block with some above 0x7F are, all masks.
struct Octets {
    /// Part of a character of more than one octet that the alphabet may hold.
    explained: u32,
    /// The last octet of a euro sign.
    euro: u32,
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn classify(block: __m256i, before: __m256i) -> Octets {
    let previous = shifted::<15>(block, before);
    let one_before = shifted::<14>(block, before);
    let high_sets = _mm256_shuffle_epi8(table(&UTF8.high), high_half(block));
    let low_sets = _mm256_shuffle_epi8(table(&UTF8.low), _mm256_and_si256(block, octet(0x0F)));
    let completes = bits(is_zero(_mm256_and_si256(leads(previous), _mm256_and_si256(high_sets, low_sets))));
    // U+20AC, E2 82 AC.
    let behind_first = is(previous, 0xE2);
    let behind_second = _mm256_and_si256(is(previous, 0x82), is(one_before, 0xE2));
    let second = bits(_mm256_and_si256(is(block, 0x82), behind_first));
    let euro = bits(_mm256_and_si256(is(block, 0xAC), behind_second));
    Octets { explained: !(bits(is_zero(leads(block))) & completes) | bits(is(block, 0xE2)) | second | euro, euro }
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(in crate::kernel) unsafe fn scan_utf8(octets: &[u8]) -> Result<Tally, usize> {
    let (mut at, mut continuations, mut wide) = (0, 0, 0);
    let (mut before, mut all_ascii) = (_mm256_setzero_si256(), true);
    while at < octets.len() {
        // 32 octets are left from `at` on, or they are copied, with spaces behind.
        let block = match octets[at..].first_chunk::<BLOCK>() {
            Some(whole) => load(whole.as_ptr()),
            None => spaces(&octets[at..]),
        };
        let (held, extended) = classify_ascii(block);
        let mut unexplained = bits(is_zero(held));
        wide += bits(is_zero(extended)).count_zeros() as usize;
        // From the first octet above 0x7F on, every block: a branch that is foreseen costs less than what it spares, and
        // the octets before may have begun a character, of which this block has to have the rest.
        all_ascii &= bits(block) == 0;
        if !all_ascii {
            let found = classify(block, before);
            unexplained &= !found.explained;
            wide += found.euro.count_ones() as usize;
            continuations += bits(_mm256_cmpgt_epi8(octet(0xC0), block)).count_ones() as usize;
        }
        if unexplained != 0 {
            let mut position = at + unexplained.trailing_zeros() as usize;
            while octets[position] & 0xC0 == 0x80 {
                position -= 1;
            }
            return Err(position);
        }
        before = block;
        at += BLOCK;
    }
    Ok(Tally { characters: octets.len() - continuations, wide })
}
