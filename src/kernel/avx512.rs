//! The kernels for AVX-512 with VBMI: 64 octets at a time, looked up in tables of 128.
//!
//! Only what gains by it: octets that are said to be UTF-8, and the kinds of their characters.
//!
//! # Safety
//! Every function here asks for one thing alone: that the processor has what [`super::Level::avx512`] looks for. Whoever
//! reads by pointer says at the place why it stays inside.

use std::arch::x86_64::*;
use std::ops::Range;

use super::block::{Block, Look};
use super::kinds::{self, Ascii, Kinds};
use super::marks::{self, BLOCK, Counts, GREEK, Mark, Place, Second, View, Whole};
use super::tables::octets::{ASCII, FOREIGN, HELD, Half, ILL_FORMED, PAIRS, WIDE};

/// A table of the lower or of the upper half of all octets.
type Table = [__m512i; 2];

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn table(half: &Half) -> Table {
    // SAFETY: a half is 128 octets, which are all that is read.
    unsafe { [_mm512_loadu_si512(half.as_ptr().cast()), _mm512_loadu_si512(half.as_ptr().add(64).cast())] }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn octet(value: u8) -> __m512i {
    _mm512_set1_epi8(value as i8)
}

/// By the low seven bits of each octet.
#[cfg(not(miri))]
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn look_up(table: Table, octets: __m512i) -> __m512i {
    _mm512_permutex2var_epi8(table[0], octets, table[1])
}

/// By the low six bits of each octet.
#[cfg(not(miri))]
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn look_up_half(table: __m512i, octets: __m512i) -> __m512i {
    _mm512_permutexvar_epi8(octets, table)
}

/// The two instructions that Miri does not know.
#[cfg(miri)]
use interpreted::{look_up, look_up_half};

#[cfg(miri)]
mod interpreted {
    use super::{__m512i, Table};

    pub(super) fn look_up(table: Table, octets: __m512i) -> __m512i {
        // SAFETY: vectors are octets, and any octets are a vector.
        unsafe {
            let (table, octets): ([u8; 128], [u8; 64]) = (std::mem::transmute(table), std::mem::transmute(octets));
            std::mem::transmute(octets.map(|octet| table[usize::from(octet & 127)]))
        }
    }

    pub(super) fn look_up_half(table: __m512i, octets: __m512i) -> __m512i {
        // SAFETY: as above.
        unsafe {
            let [table, octets]: [[u8; 64]; 2] = std::mem::transmute([table, octets]);
            std::mem::transmute(octets.map(|octet| table[usize::from(octet & 63)]))
        }
    }
}

/// A block.
#[derive(Clone, Copy)]
struct Octets(__m512i);

impl Block for Octets {
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    unsafe fn load(octets: &[u8; BLOCK]) -> Self {
        // SAFETY: 64 octets, which are all that is read.
        Octets(unsafe { _mm512_loadu_epi8(octets.as_ptr().cast()) })
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    unsafe fn part(octets: &[u8], length: usize) -> Self {
        let from = octets[..length.min(BLOCK)].as_ptr().cast();
        // SAFETY: no more is read than there is of the octets.
        Octets(unsafe {
            match length {
                BLOCK.. => _mm512_loadu_epi8(from),
                _ => _mm512_mask_loadu_epi8(octet(b' '), (1 << length) - 1, from),
            }
        })
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    unsafe fn is(self, value: u8) -> u64 {
        _mm512_cmpeq_epi8_mask(self.0, octet(value))
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    unsafe fn at_least(self, value: u8) -> u64 {
        _mm512_cmpge_epu8_mask(self.0, octet(value))
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    unsafe fn letters(self) -> u64 {
        let letter = _mm512_sub_epi8(_mm512_or_si512(self.0, octet(0x20)), octet(b'a'));
        _mm512_cmplt_epu8_mask(letter, octet(26))
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    unsafe fn uncommon(self) -> u64 {
        let is = |value| _mm512_cmpeq_epi8_mask(self.0, octet(value));
        let control = _mm512_cmplt_epu8_mask(self.0, octet(b' ')) & !is(b'\n') & !is(b'\r');
        control | is(b'`') | is(0x7F)
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    unsafe fn find(self, table: &kinds::Table, kind: u8) -> u64 {
        // SAFETY: a table is 64 octets, which are all that is read.
        let table = unsafe { _mm512_load_si512(table.0.as_ptr().cast()) };
        _mm512_cmpeq_epi8_mask(look_up_half(table, self.0), octet(kind))
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    unsafe fn within(self, mask: u64) -> Self {
        Octets(_mm512_mask_mov_epi8(octet(b' '), mask, self.0))
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    unsafe fn odd(self) -> u64 {
        // The class of an octet above 0x7F says nothing; its own highest bit makes it odd.
        let high = _mm512_and_si512(self.0, octet(0x80));
        _mm512_test_epi8_mask(_mm512_or_si512(look_up(table(&ASCII), self.0), high), octet(0xFF))
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    unsafe fn look(self, last: Self) -> Look {
        let block = self.0;
        let at_least = |octets, value| _mm512_cmpge_epu8_mask(octets, octet(value));
        let is = |octets, value| _mm512_cmpeq_epi8_mask(octets, octet(value));
        // The octets one, two and three places before each.
        let lanes = _mm512_alignr_epi64::<6>(block, last.0);
        let one = _mm512_alignr_epi8::<15>(block, lanes);
        let two = _mm512_alignr_epi8::<14>(block, lanes);
        let three = _mm512_alignr_epi8::<13>(block, lanes);
        let high = _mm512_movepi8_mask(block);
        let class = look_up(table(&ASCII), block);
        let [foreign, wide] = [FOREIGN, WIDE].map(|kind| _mm512_test_epi8_mask(class, octet(kind)) & !high);
        let continuation = _mm512_cmplt_epi8_mask(block, octet(0xC0));
        let (second, third, fourth) = (at_least(one, 0xC0), at_least(two, 0xE0), at_least(three, 0xF0));
        let pair = _mm512_and_si512(look_up(table(&PAIRS[0]), one), look_up(table(&PAIRS[1]), block));
        let ill_formed = _mm512_test_epi8_mask(pair, octet(ILL_FORMED)) & second;
        let euro = is(block, 0xAC) & is(one, 0x82) & is(two, 0xE2);
        let of_two = second & !at_least(one, 0xE0);
        let held = _mm512_test_epi8_mask(pair, octet(HELD));
        let mark = Mark {
            foreign: foreign | of_two & !held | third & !euro,
            wide: wide | euro,
            continuation,
            astral: fourth,
            before: Counts::default(),
        };
        Look { mark, wrong: (second | third | fourth) ^ continuation | ill_formed, greek: is(block, GREEK) }
    }
}

/// See [`kinds::meet`].
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx2,bmi1,bmi2,popcnt")]
pub(super) fn meet(octets: &[u8], kinds: &Kinds, met: &mut impl FnMut(u8, u32, usize)) -> Ascii {
    // SAFETY: the blocks ask for what this function asks for.
    unsafe { kinds::meet::<Octets>(octets, kinds, met) }
}

/// See [`marks::mark`].
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx2,bmi1,bmi2,popcnt")]
pub(super) fn mark(octets: &[u8], part: Range<usize>, held: &[u64], marks: &mut [Mark]) -> Whole {
    // SAFETY: as above.
    unsafe { marks::mark::<Octets>(octets, part, held, marks) }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx2,bmi1,bmi2,popcnt")]
pub(super) fn count(marks: View<'_>, texts: &[Place], counts: &mut [Counts]) {
    marks.count(texts, counts);
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx2,bmi1,bmi2,popcnt")]
pub(super) fn reach(marks: View<'_>, text: Place, second: Second, capacity: usize) -> (usize, usize) {
    marks.reach(text, second, capacity)
}
