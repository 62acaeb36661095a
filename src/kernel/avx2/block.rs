//! Blocks of UTF-8, and what walks over them. The contract is that of the module above.

#![allow(unsafe_op_in_unsafe_fn, reason = "as above")]

use std::arch::x86_64::*;
use std::ops::Range;

use super::utf8::{is, leads, shifted};
use super::{BLOCK as HALF, bit, bits, high_half, is_zero, last, load, octet, table};
use crate::kernel::block::{Block, Look};
use crate::kernel::kinds::{self, Ascii, Kinds, Table};
use crate::kernel::marks::{self, BLOCK, Counts, GREEK, Mark, Place, Second, View, Whole};
use crate::kernel::tables::nibbles::{BIT, EXTENSION, HELD_LOW, ILL_FORMED, PLAIN, UTF8};

/// Two blocks of the module above.
#[derive(Clone, Copy)]
struct Octets([__m256i; 2]);

/// One bit for each octet of two blocks, from the highest bit of each.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn both(halves: [__m256i; 2]) -> u64 {
    u64::from(bits(halves[0])) | u64::from(bits(halves[1])) << 32
}

#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn at_least(octets: __m256i, value: u8) -> __m256i {
    _mm256_cmpeq_epi8(_mm256_max_epu8(octets, octet(value)), octets)
}

/// The low half of each octet.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn low_half(octets: __m256i) -> __m256i {
    _mm256_and_si256(octets, octet(0x0F))
}

/// An octet for each bit: all its bits are set if that one is.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn each(mask: u32) -> __m256i {
    let eighths = _mm256_setr_epi64x(0, 0x0101_0101_0101_0101, 0x0202_0202_0202_0202, 0x0303_0303_0303_0303);
    let bit = _mm256_set1_epi64x(0x8040_2010_0804_0201_u64 as i64);
    let spread = _mm256_shuffle_epi8(_mm256_set1_epi32(mask as i32), eighths);
    _mm256_cmpeq_epi8(_mm256_and_si256(spread, bit), bit)
}

/// Octets behind the first so many, by spaces.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn cut(block: __m256i, count: usize) -> __m256i {
    _mm256_blendv_epi8(block, octet(b' '), last(HALF - count.min(HALF)))
}

impl Octets {
    #[inline]
    #[target_feature(enable = "avx2,popcnt")]
    unsafe fn mask(self, test: impl Fn(__m256i) -> __m256i) -> u64 {
        both([test(self.0[0]), test(self.0[1])])
    }
}

impl Block for Octets {
    #[inline]
    #[target_feature(enable = "avx2,popcnt")]
    unsafe fn load(octets: &[u8; BLOCK]) -> Self {
        Octets([load(octets.as_ptr()), load(octets.as_ptr().add(HALF))])
    }

    #[inline]
    #[target_feature(enable = "avx2,popcnt")]
    unsafe fn part(octets: &[u8], length: usize) -> Self {
        let Some(whole) = octets.first_chunk() else {
            let mut block = [b' '; BLOCK];
            block[..length].copy_from_slice(&octets[..length]);
            return Self::load(&block);
        };
        let Octets([first, second]) = Self::load(whole);
        match length {
            BLOCK.. => Octets([first, second]),
            _ => Octets([cut(first, length), cut(second, length.saturating_sub(HALF))]),
        }
    }

    #[inline]
    #[target_feature(enable = "avx2,popcnt")]
    unsafe fn is(self, value: u8) -> u64 {
        self.mask(|block| is(block, value))
    }

    #[inline]
    #[target_feature(enable = "avx2,popcnt")]
    unsafe fn at_least(self, value: u8) -> u64 {
        self.mask(|block| at_least(block, value))
    }

    #[inline]
    #[target_feature(enable = "avx2,popcnt")]
    unsafe fn letters(self) -> u64 {
        self.mask(|block| {
            let letter = _mm256_sub_epi8(_mm256_or_si256(block, octet(0x20)), octet(b'a'));
            _mm256_cmpeq_epi8(_mm256_min_epu8(letter, octet(25)), letter)
        })
    }

    #[inline]
    #[target_feature(enable = "avx2,popcnt")]
    unsafe fn uncommon(self) -> u64 {
        self.mask(|block| {
            let control = _mm256_cmpeq_epi8(_mm256_min_epu8(block, octet(b' ' - 1)), block);
            let line = _mm256_or_si256(is(block, b'\n'), is(block, b'\r'));
            let other = _mm256_or_si256(is(block, b'`'), is(block, 0x7F));
            _mm256_or_si256(_mm256_andnot_si256(line, control), other)
        })
    }

    #[inline]
    #[target_feature(enable = "avx2,popcnt")]
    unsafe fn find(self, kinds: &Table, kind: u8) -> u64 {
        // A register looks up 16 octets; which of the four parts of the table counts, the next two bits say.
        let (rows, _) = kinds.0.as_chunks();
        let [first, second, third, fourth] = [table(&rows[0]), table(&rows[1]), table(&rows[2]), table(&rows[3])];
        self.mask(|block| {
            let low = low_half(block);
            let (bit_4, bit_5) = (_mm256_slli_epi16::<3>(block), _mm256_slli_epi16::<2>(block));
            let half = |even, odd| {
                let (even, odd) = (_mm256_shuffle_epi8(even, low), _mm256_shuffle_epi8(odd, low));
                _mm256_blendv_epi8(even, odd, bit_4)
            };
            is(_mm256_blendv_epi8(half(first, second), half(third, fourth), bit_5), kind)
        })
    }

    #[inline]
    #[target_feature(enable = "avx2,popcnt")]
    unsafe fn within(self, mask: u64) -> Self {
        let [first, second] = self.0;
        Octets([
            _mm256_blendv_epi8(octet(b' '), first, each(mask as u32)),
            _mm256_blendv_epi8(octet(b' '), second, each((mask >> 32) as u32)),
        ])
    }

    #[inline]
    #[target_feature(enable = "avx2,popcnt")]
    unsafe fn odd(self) -> u64 {
        self.mask(|block| is_zero(_mm256_and_si256(_mm256_shuffle_epi8(table(&PLAIN), block), bit(block))))
    }

    #[inline]
    #[target_feature(enable = "avx2,popcnt")]
    unsafe fn look(self, last: Self) -> Look {
        let ([first, second], [_, before]) = (self.0, last.0);
        let [one, two] = [classify(first, before), classify(second, first)];
        let mark = Mark {
            foreign: both([one.foreign, two.foreign]),
            wide: !both([one.narrow, two.narrow]),
            continuation: both([one.continuation, two.continuation]),
            astral: both([one.astral, two.astral]),
            before: Counts::default(),
        };
        let either = |one, two| u64::from(bits(_mm256_or_si256(one, two)));
        Look { mark, wrong: either(one.wrong, two.wrong), greek: either(one.greek, two.greek) }
    }
}

/// What each octet of a block of the module above is, told by its highest bit; the others say nothing.
struct Found {
    foreign: __m256i,
    /// Not the end of a character of the extension table.
    narrow: __m256i,
    continuation: __m256i,
    astral: __m256i,
    wrong: __m256i,
    greek: __m256i,
}

#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn classify(block: __m256i, before: __m256i) -> Found {
    let (and, or, without) = (_mm256_and_si256, _mm256_or_si256, |a, b| _mm256_andnot_si256(b, a));
    // Whether an octet is so much or more, which is more than 0x80.
    let from = |octets, value: u8| _mm256_subs_epu8(octets, octet(value - 0x80));
    let look = _mm256_shuffle_epi8;
    // The octets one, two and three places before each.
    let one = shifted::<15>(block, before);
    let two = shifted::<14>(block, before);
    let three = shifted::<13>(block, before);
    let (high, low, one_high, one_low) = (high_half(block), low_half(block), high_half(one), low_half(one));
    let bit = look(table(&BIT), high);
    let (second, third, fourth) = (from(one, 0xC0), from(two, 0xE0), from(three, 0xF0));
    let continuation = _mm256_cmpgt_epi8(octet(0xC0), block);
    // An index of 0x80 and more looks up 0.
    let held = and(look(table(&HELD_LOW), block), bit);
    let extended = and(look(table(&EXTENSION), block), bit);
    let foreign = without(is_zero(held), block);
    let pair = and(leads(one), and(look(table(&UTF8.high), high), look(table(&UTF8.low), low)));
    let foreign_pair = and(without(second, from(one, 0xE0)), is_zero(pair));
    let euro = and(is(block, 0xAC), and(is(one, 0x82), is(two, 0xE2)));
    let first = and(look(table(&ILL_FORMED.high), one_high), look(table(&ILL_FORMED.low), one_low));
    let well_formed = is_zero(and(first, look(table(&ILL_FORMED.second), high)));
    let expected = or(second, or(third, fourth));
    Found {
        foreign: or(foreign, or(foreign_pair, without(third, euro))),
        narrow: without(is_zero(extended), euro),
        continuation,
        astral: fourth,
        wrong: or(_mm256_xor_si256(expected, continuation), without(second, well_formed)),
        greek: is(block, GREEK),
    }
}

/// See [`kinds::meet`].
#[target_feature(enable = "avx2,popcnt")]
pub(in crate::kernel) unsafe fn meet(octets: &[u8], kinds: &Kinds, met: &mut impl FnMut(u8, u32, usize)) -> Ascii {
    kinds::meet::<Octets>(octets, kinds, met)
}

/// See [`marks::mark`].
#[target_feature(enable = "avx2,popcnt")]
pub(in crate::kernel) unsafe fn mark(octets: &[u8], part: Range<usize>, held: &[u64], marks: &mut [Mark]) -> Whole {
    marks::mark::<Octets>(octets, part, held, marks)
}

#[target_feature(enable = "avx2,popcnt")]
pub(in crate::kernel) unsafe fn count(marks: View<'_>, texts: &[Place], counts: &mut [Counts]) {
    marks.count(texts, counts);
}

#[target_feature(enable = "avx2,popcnt")]
pub(in crate::kernel) unsafe fn reach(marks: View<'_>, text: Place, second: Second, capacity: usize) -> (usize, usize) {
    marks.reach(text, second, capacity)
}
