//! Marks of octets that are said to be UTF-8. The contract is that of the module above.

#![allow(unsafe_op_in_unsafe_fn, reason = "as above")]

use std::arch::x86_64::*;
use std::ops::Range;

use super::utf8::{is, leads, shifted};
use super::{bit, bits, high_half, is_zero, load, octet, table};
use crate::kernel::marks::{BLOCK, Carry, Counts, GREEK, Mark, Place, Second, Seen, SeenLong, View, Whole};
use crate::kernel::tables::nibbles::{EXTENSION, HELD_LOW, ILL_FORMED, PLAIN, UTF8};

/// Two blocks of this module: 64 octets.
pub(super) type Pair = [__m256i; 2];

/// One bit for each octet of a pair, from the highest bit of each.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
pub(super) unsafe fn both(pair: Pair) -> u64 {
    u64::from(bits(pair[0])) | u64::from(bits(pair[1])) << 32
}

#[target_feature(enable = "avx2,popcnt")]
pub(in crate::kernel) unsafe fn mark(
    octets: &[u8],
    part: Range<usize>,
    held: Option<&[u64]>,
    marks: &mut [Mark],
) -> Whole {
    match held {
        None => mark_held::<false>(octets, part, &[], marks),
        Some(held) => mark_held::<true>(octets, part, held, marks),
    }
}

/// Each octet of the part is held, but where there are `GAPS`.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn mark_held<const GAPS: bool>(octets: &[u8], part: Range<usize>, held: &[u64], marks: &mut [Mark]) -> Whole {
    debug_assert!(part.start <= part.end && part.end <= octets.len() && marks.len() == part.len() / BLOCK + 1);
    let (mut at, mut before) = (part.start, Counts::default());
    let (mut carry, mut last, mut pairs) = (Carry::default(), _mm256_setzero_si256(), _mm256_setzero_si256());
    for (number, mark) in marks.iter_mut().enumerate() {
        // What is marked next stands behind, as a rule. A hint reads nothing, whatever the address.
        _mm_prefetch::<_MM_HINT_T1>(octets.as_ptr().wrapping_add(at + part.len()).cast());
        // 64 octets are left of all octets from `at` on, or those of the part are copied. What does not belong to the
        // part, or to no text, is masked.
        let rest = part.end - at;
        let (pair, own) = if rest >= BLOCK {
            (load_pair(octets.as_ptr().add(at)), u64::MAX)
        } else {
            let own = (1 << rest) - 1;
            if octets.len() - at >= BLOCK {
                (load_pair(octets.as_ptr().add(at)), own)
            } else {
                let mut block = [b' '; BLOCK];
                block[..rest].copy_from_slice(&octets[at..part.end]);
                (load_pair(block.as_ptr()), own)
            }
        };
        let own = if GAPS { own & held[number] } else { own };
        at += rest.min(BLOCK);
        *mark = Mark { before, ..Mark::default() };
        let bit = pair.map(|block| bit(block));
        let plain = [0, 1].map(|half| _mm256_and_si256(_mm256_shuffle_epi8(table(&PLAIN), pair[half]), bit[half]));
        let odd = match GAPS {
            true => both(plain.map(|block| is_zero(block))) & own,
            false => bits(is_zero(_mm256_min_epu8(plain[0], plain[1]))).into(),
        };
        if odd == 0 && !carry.breaks_off() {
            last = pair[1];
            continue; // one septet each
        }
        let zero = |row| {
            both([0, 1].map(|half| is_zero(_mm256_and_si256(_mm256_shuffle_epi8(table(row), pair[half]), bit[half]))))
        };
        let high = both(pair) & own;
        let ascii = !both(pair) & own;
        let (foreign, wide) = (zero(&HELD_LOW) & ascii, !zero(&EXTENSION) & ascii);
        if high == 0 && !carry.breaks_off() {
            (mark.foreign, mark.wide) = (foreign, wide);
        } else {
            let previous = [shifted::<15>(pair[0], last), shifted::<15>(pair[1], pair[0])];
            let continuation = both(pair.map(|block| _mm256_cmpgt_epi8(octet(0xC0), block))) & own;
            let lead_3 = both(pair.map(|block| at_least(block, 0xE0))) & own;
            let held = [0, 1].map(|half| {
                let high_sets = _mm256_shuffle_epi8(table(&UTF8.high), high_half(pair[half]));
                let low_sets = _mm256_shuffle_epi8(table(&UTF8.low), _mm256_and_si256(pair[half], octet(0x0F)));
                _mm256_and_si256(leads(previous[half]), _mm256_and_si256(high_sets, low_sets))
            });
            pairs = _mm256_or_si256(pairs, _mm256_or_si256(held[0], held[1]));
            let completes = !both(held.map(|sets| is_zero(sets)));
            let seen = Seen { foreign, wide, continuation, lead: high & !continuation, lead_3, completes };
            let overlong = both(pair.map(|block| is(_mm256_and_si256(block, octet(0xFE)), 0xC0))) & own;
            carry.errors |= overlong;
            if carry.may_be_long(&seen) {
                let equal = |value| both(pair.map(|block| is(block, value))) & own;
                let wrong = [0, 1].map(|half| {
                    let low = |block| _mm256_and_si256(block, octet(0x0F));
                    let first_high = _mm256_shuffle_epi8(table(&ILL_FORMED.high), high_half(previous[half]));
                    let first_low = _mm256_shuffle_epi8(table(&ILL_FORMED.low), low(previous[half]));
                    let second = _mm256_shuffle_epi8(table(&ILL_FORMED.second), high_half(pair[half]));
                    is_zero(_mm256_and_si256(_mm256_and_si256(first_high, first_low), second))
                });
                let long = SeenLong {
                    lead_4: both(pair.map(|block| at_least(block, 0xF0))) & own,
                    euro: [equal(0xE2), equal(0x82), equal(0xAC)],
                    wrong: !both(wrong),
                };
                *mark = carry.mark(&seen, Some(&long), before);
            } else {
                *mark = carry.mark(&seen, None, before);
            }
        }
        last = pair[1];
        before = mark.behind();
    }
    let greek = _mm256_and_si256(pairs, octet(UTF8.lead[usize::from(GREEK & 0x0F)]));
    Whole { well_formed: carry.errors == 0, greek: _mm256_testz_si256(greek, greek) == 0 }
}

#[inline]
#[target_feature(enable = "avx2,popcnt")]
pub(super) unsafe fn load_pair(from: *const u8) -> Pair {
    [load(from), load(from.add(32))]
}

#[inline]
#[target_feature(enable = "avx2,popcnt")]
pub(super) unsafe fn at_least(octets: __m256i, value: u8) -> __m256i {
    _mm256_cmpeq_epi8(_mm256_max_epu8(octets, octet(value)), octets)
}

#[target_feature(enable = "avx2,popcnt")]
pub(in crate::kernel) unsafe fn count(marks: View<'_>, texts: &[Place], counts: &mut [Counts]) {
    marks.count(texts, counts);
}

#[target_feature(enable = "avx2,popcnt")]
pub(in crate::kernel) unsafe fn reach(marks: View<'_>, text: Place, second: Second, capacity: usize) -> (usize, usize) {
    marks.reach(text, second, capacity)
}
