//! Marks of octets that are said to be UTF-8. The contract is that of the module above.

#![allow(unsafe_op_in_unsafe_fn, reason = "as above")]

use std::arch::x86_64::*;
use std::mem::MaybeUninit;
use std::ops::Range;

use super::utf8::{is, shifted};
use super::{bit, bits, classify_ascii, high_half, is_zero, load, octet, table};
use crate::kernel::marks::{BLOCK, Counts, GREEK, MARKS, Mark, Place, Second, View, Whole};
use crate::kernel::tables::nibbles::{BIT, EXTENSION, FOLLOWING, HELD_LOW, PLAIN, UTF8};

/// Two blocks of this module: 64 octets.
pub(super) type Pair = [__m256i; 2];

/// One bit for each octet of a pair, from the highest bit of each.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(super) unsafe fn both(pair: Pair) -> u64 {
    u64::from(bits(pair[0])) | u64::from(bits(pair[1])) << 32
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(in crate::kernel) unsafe fn mark(
    octets: &[u8],
    part: Range<usize>,
    held: Option<&[u64]>,
    marks: &mut [Mark],
) -> Whole {
    match held {
        None => mark_held::<false>(&octets[part], &[], marks),
        Some(held) => mark_held::<true>(&octets[part], held, marks),
    }
}

/// Room for the numbers of all blocks: a power of two, so that each count is in it.
const LISTED: usize = MARKS.next_power_of_two();

/// Each octet is held, but where there are `GAPS`.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn mark_held<const GAPS: bool>(octets: &[u8], held: &[u64], marks: &mut [Mark]) -> Whole {
    let blocks = octets.len() / BLOCK;
    assert!(marks.len() == blocks + 1 && marks.len() <= MARKS && (!GAPS || held.len() == marks.len()));
    // 64 octets can be read of each block but the last one, which is copied, with spaces behind its end.
    let mut end = [b' '; BLOCK];
    end[..octets.len() % BLOCK].copy_from_slice(&octets[blocks * BLOCK..]);
    let block = |number: usize| match number < blocks {
        true => octets.as_ptr().wrapping_add(number * BLOCK),
        false => end.as_ptr(),
    };
    // Which blocks are more than one septet for each octet nobody can foresee: a way out for each of them would cost as
    // much as the look at it. So they are listed first, each written, and the next one over it if it is plain.
    let (mut odd_blocks, mut count, mut breaks_off) = ([const { MaybeUninit::uninit() }; LISTED], 0, 0u8);
    let mut most = _mm256_setzero_si256();
    let mut list = |number: usize, from: *const u8, mark: &mut Mark| {
        let pair = load_pair(from);
        most = _mm256_max_epu8(most, _mm256_max_epu8(pair[0], pair[1]));
        let plain = pair.map(|block| _mm256_and_si256(_mm256_shuffle_epi8(table(&PLAIN), block), bit(block)));
        let odd = match GAPS {
            true => both(plain.map(|block| is_zero(block))) & held[number],
            false => bits(is_zero(_mm256_min_epu8(plain[0], plain[1]))).into(),
        };
        odd_blocks[count % LISTED] = MaybeUninit::new(number as u16);
        // What is not 0 is written over.
        *mark = Mark { before: Counts(odd), ..Mark::default() };
        count += usize::from(odd | u64::from(breaks_off) != 0);
        // A character that does not end in the block has its last octet.
        breaks_off = *from.add(BLOCK - 1) >> 7;
    };
    let (whole, last) = marks.split_at_mut(blocks);
    for (number, mark) in whole.iter_mut().enumerate() {
        let from = octets.as_ptr().add(number * BLOCK);
        // What is marked next stands behind, as a rule. A hint reads nothing, whatever the address.
        _mm_prefetch::<_MM_HINT_T1>(from.wrapping_add(octets.len()).cast());
        list(number, from, mark);
    }
    list(blocks, end.as_ptr(), &mut last[0]);
    // What no block has, is asked for in none.
    let (ascii, long) = (bits(most) == 0, bits(at_least(most, 0xE0)) != 0);
    if count == 0 {
        return Whole { well_formed: true, greek: false };
    }
    let zero = _mm256_setzero_si256();
    let (mut wrong, mut pairs, mut last, mut next) = (zero, zero, zero, 0);
    for number in &odd_blocks[..count] {
        // SAFETY: one was written each time that the count grew.
        let number = usize::from(unsafe { number.assume_init() });
        let mut pair = load_pair(block(number));
        if GAPS {
            let held = held[number];
            let held = [held as u32, (held >> 32) as u32].map(|held| lanes(held));
            pair = [0, 1].map(|half| _mm256_blendv_epi8(octet(b' '), pair[half], held[half]));
        }
        // A block that is not listed is ASCII.
        let before = if number == next { last } else { zero };
        (last, next) = (pair[1], number + 1);
        let mark = &mut marks[number];
        if ascii {
            let ascii = pair.map(|block| classify_ascii(block));
            mark.foreign = both(ascii.map(|(held, _)| is_zero(held)));
            mark.wide = !both(ascii.map(|(_, extended)| is_zero(extended)));
            mark.before = mark.counts(u64::MAX);
            continue;
        }
        let [first, second] = match long {
            true => [look::<true>(pair[0], before), look::<true>(pair[1], pair[0])],
            false => [look::<false>(pair[0], before), look::<false>(pair[1], pair[0])],
        };
        wrong = _mm256_or_si256(wrong, _mm256_or_si256(first.wrong, second.wrong));
        pairs = _mm256_or_si256(pairs, _mm256_or_si256(first.pairs, second.pairs));
        mark.foreign = both([first.foreign, second.foreign]);
        mark.wide = !both([first.narrow, second.narrow]);
        mark.continuation = both([first.continuation, second.continuation]);
        mark.astral = both([first.astral, second.astral]);
        mark.before = mark.counts(u64::MAX);
    }
    let mut before = Counts::default();
    for mark in marks {
        let own = mark.before;
        mark.before = before;
        before = before.plus(own);
    }
    let greek = _mm256_and_si256(pairs, octet(UTF8.lead[usize::from(GREEK & 0x0F)]));
    Whole { well_formed: _mm256_testz_si256(wrong, wrong) == 1, greek: _mm256_testz_si256(greek, greek) == 0 }
}

/// All bits of each octet whose bit is set.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn lanes(set: u32) -> __m256i {
    let numbers = _mm256_set_epi64x(0x0303_0303_0303_0303, 0x0202_0202_0202_0202, 0x0101_0101_0101_0101, 0);
    let bits = _mm256_set1_epi64x(0x8040_2010_0804_0201_u64 as i64);
    let set = _mm256_shuffle_epi8(_mm256_set1_epi32(set as i32), numbers);
    _mm256_cmpeq_epi8(_mm256_and_si256(set, bits), bits)
}

/// What the octets of a block are, by the highest bit of each: all that is told of a character is told at its last octet.
struct Look {
    foreign: __m256i,
    /// Not the last octet of a character of the extension table.
    narrow: __m256i,
    continuation: __m256i,
    astral: __m256i,
    /// Not 0 anywhere if it is no UTF-8.
    wrong: __m256i,
    /// Characters of two octets that the alphabet holds, by sets.
    pairs: __m256i,
}

/// Looks at a block behind another one; characters of three and four octets must not be there, unless it is for `LONG` ones.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn look<const LONG: bool>(block: __m256i, before: __m256i) -> Look {
    let and = |a, b| _mm256_and_si256(a, b);
    let or = |a, b| _mm256_or_si256(a, b);
    let one = shifted::<15>(block, before);
    let (high, low) = (high_half(block), and(block, octet(0x0F)));
    let bit = _mm256_shuffle_epi8(table(&BIT), high);
    // All octets above 0x7F as well.
    let foreign = is_zero(and(_mm256_shuffle_epi8(table(&HELD_LOW), block), bit));
    let narrow = is_zero(and(_mm256_shuffle_epi8(table(&EXTENSION), block), bit));
    // The highest bit of an index is set but for C0 to CF, and looks up 0.
    let lead = _mm256_adds_epu8(_mm256_sub_epi8(one, octet(0xC0)), octet(0x70));
    let completing = and(_mm256_shuffle_epi8(table(&UTF8.high), high), _mm256_shuffle_epi8(table(&UTF8.low), low));
    let pairs = and(_mm256_shuffle_epi8(table(&UTF8.lead), lead), completing);
    let of_two = and(is_zero(pairs), is(and(one, octet(0xE0)), 0xC0));
    let first_sets = and(
        _mm256_shuffle_epi8(table(&FOLLOWING.high), high_half(one)),
        _mm256_shuffle_epi8(table(&FOLLOWING.low), and(one, octet(0x0F))),
    );
    let wrong = and(first_sets, _mm256_shuffle_epi8(table(&FOLLOWING.second), high));
    let continuation = _mm256_cmpgt_epi8(octet(0xC0), block);
    if !LONG {
        let (foreign, astral) = (_mm256_blendv_epi8(foreign, of_two, block), _mm256_setzero_si256());
        return Look { foreign, narrow, continuation, astral, wrong, pairs };
    }
    // The highest bit is set behind E0 and more, and behind F0 and more.
    let (two, three) = (shifted::<14>(block, before), shifted::<13>(block, before));
    let third = _mm256_subs_epu8(two, octet(0xE0 - 0x80));
    let fourth = _mm256_subs_epu8(three, octet(0xF0 - 0x80));
    // U+20AC, E2 82 AC.
    let euro = and(is(block, 0xAC), and(is(one, 0x82), is(two, 0xE2)));
    let multiple = or(of_two, _mm256_andnot_si256(euro, third));
    Look {
        foreign: _mm256_blendv_epi8(foreign, multiple, block),
        narrow: _mm256_andnot_si256(euro, narrow),
        continuation,
        astral: fourth,
        wrong: _mm256_xor_si256(wrong, and(or(third, fourth), octet(0x80))),
        pairs,
    }
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(super) unsafe fn load_pair(from: *const u8) -> Pair {
    [load(from), load(from.add(32))]
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(super) unsafe fn at_least(octets: __m256i, value: u8) -> __m256i {
    _mm256_cmpeq_epi8(_mm256_max_epu8(octets, octet(value)), octets)
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(in crate::kernel) unsafe fn count(marks: View<'_>, texts: &[Place], counts: &mut [Counts]) {
    marks.count(texts, counts);
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(in crate::kernel) unsafe fn reach(marks: View<'_>, text: Place, second: Second, capacity: usize) -> (usize, usize) {
    marks.reach(text, second, capacity)
}
