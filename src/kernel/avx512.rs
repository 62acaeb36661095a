//! The kernels for AVX-512 with VBMI: 64 octets at a time, looked up in tables of 128.
//!
//! Only what gains by it: octets that are said to be UTF-8, and the kinds of their characters.
//!
//! # Safety
//! Every function here asks for one thing alone: that the processor has what [`super::Level::avx512`] looks for. Whoever
//! reads by pointer says at the place why it stays inside.

use std::arch::x86_64::*;
use std::ops::Range;

use super::kinds::{self, Block, Kinds};
use super::marks::{self, BLOCK, Counts, GREEK, MARKS, Mark, Place, Second, View, Whole};
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

/// The first block of some octets; spaces behind their end.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn first_block(octets: &[u8]) -> __m512i {
    let from = octets.as_ptr().cast();
    // SAFETY: no more is read than there is of the octets.
    unsafe {
        match octets.len() {
            BLOCK.. => _mm512_loadu_epi8(from),
            length => _mm512_mask_loadu_epi8(octet(b' '), (1 << length) - 1, from),
        }
    }
}

/// A block of some octets by its number; spaces behind their end.
///
/// # Panics
/// If it begins behind their end.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn block_of(octets: &[u8], number: usize) -> __m512i {
    first_block(&octets[number * BLOCK..])
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx2,bmi1,bmi2,popcnt")]
pub(super) fn mark(
    octets: &[u8],
    part: Range<usize>,
    held: Option<&[u64; marks::HELD]>,
    _checked: bool,
    marks: &mut [Mark],
) -> Whole {
    let octets = &octets[part];
    assert!(marks.len() == octets.len() / BLOCK + 1 && marks.len() <= MARKS);
    let held = |number: usize| held.map_or(u64::MAX, |held| held[number]);
    // Which blocks are more than one septet for each octet nobody can foresee: a way out for each of them would cost as
    // much as the look at it. So they are listed first, each written, and the next one over it if it is plain.
    let (mut odd_blocks, mut count, mut breaks_off) = ([0u16; MARKS], 0, 0);
    let ascii = table(&ASCII);
    for (number, mark) in marks.iter_mut().enumerate() {
        let block = block_of(octets, number);
        // What is marked next stands behind, as a rule.
        let next = octets.as_ptr().wrapping_add(octets.len() + number * BLOCK).cast();
        // SAFETY: a hint, which reads nothing, whatever the address. Newer compilers know that.
        #[allow(unused_unsafe)]
        unsafe {
            _mm_prefetch::<_MM_HINT_T1>(next);
        }
        // The class of an octet above 0x7F says nothing; its own highest bit makes it odd.
        let class = look_up(ascii, block);
        let odd = _mm512_test_epi8_mask(_mm512_or_si512(class, _mm512_and_si512(block, octet(0x80))), octet(0xFF))
            & held(number);
        *mark = Mark::default();
        odd_blocks[count] = number as u16;
        count += usize::from(odd | breaks_off != 0);
        // A character of four octets that begins there does not end in the block.
        breaks_off = odd >> (BLOCK - 3);
    }
    let (leading, following) = (table(&PAIRS[0]), table(&PAIRS[1]));
    let (mut errors, mut greek) = (0, 0);
    for &number in &odd_blocks[..count] {
        let number = usize::from(number);
        let text_of = |number| _mm512_mask_mov_epi8(octet(b' '), held(number), block_of(octets, number));
        let block = text_of(number);
        let last = number.checked_sub(1).map_or(_mm512_setzero_si512(), text_of);
        let at_least = |octets, value| _mm512_cmpge_epu8_mask(octets, octet(value));
        let is = |octets, value| _mm512_cmpeq_epi8_mask(octets, octet(value));
        // The octets one, two and three places before each.
        let lanes = _mm512_alignr_epi64::<6>(block, last);
        let one = _mm512_alignr_epi8::<15>(block, lanes);
        let two = _mm512_alignr_epi8::<14>(block, lanes);
        let three = _mm512_alignr_epi8::<13>(block, lanes);
        let high = _mm512_movepi8_mask(block);
        let class = look_up(ascii, block);
        let [foreign, wide] = [FOREIGN, WIDE].map(|kind| _mm512_test_epi8_mask(class, octet(kind)) & !high);
        let continuation = _mm512_cmplt_epi8_mask(block, octet(0xC0));
        let (second, third, fourth) = (at_least(one, 0xC0), at_least(two, 0xE0), at_least(three, 0xF0));
        let pair = _mm512_and_si512(look_up(leading, one), look_up(following, block));
        errors |= (second | third | fourth) ^ continuation | _mm512_test_epi8_mask(pair, octet(ILL_FORMED)) & second;
        let euro = is(block, 0xAC) & is(one, 0x82) & is(two, 0xE2);
        let of_two = second & !at_least(one, 0xE0);
        let held = _mm512_test_epi8_mask(pair, octet(HELD));
        let mark = &mut marks[number];
        mark.foreign = foreign | of_two & !held | third & !euro;
        mark.wide = wide | euro;
        mark.continuation = continuation;
        mark.astral = fourth;
        mark.before = mark.behind();
        greek |= is(block, GREEK);
    }
    let mut before = Counts::default();
    for mark in marks {
        let own = mark.before;
        mark.before = before;
        before = before.plus(own);
    }
    Whole { well_formed: errors == 0, greek: greek != 0 }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx2,bmi1,bmi2,popcnt")]
pub(super) fn count(marks: View<'_>, texts: &[Place], counts: &mut [Counts]) {
    marks.count(texts, counts);
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx2,bmi1,bmi2,popcnt")]
pub(super) fn reach(marks: View<'_>, text: Place, second: Second, capacity: usize) -> (usize, usize) {
    marks.reach(text, second, capacity)
}

/// 64 octets.
#[derive(Clone, Copy)]
struct Octets(__m512i);

impl Block for Octets {
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    unsafe fn load(octets: &[u8; BLOCK]) -> Self {
        Octets(first_block(octets))
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
    unsafe fn find(octets: &[u8; kinds::AT_ONCE], table: &kinds::Table, kind: u8) -> u128 {
        // SAFETY: a table is 64 octets, which are all that is read.
        let table = unsafe { _mm512_load_si512(table.0.as_ptr().cast()) };
        let find = |half| _mm512_cmpeq_epi8_mask(look_up_half(table, first_block(half)), octet(kind));
        u128::from(find(&octets[..BLOCK])) | u128::from(find(&octets[BLOCK..])) << BLOCK
    }
}

/// See [`kinds::meet`].
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx2,bmi1,bmi2,popcnt")]
pub(super) fn meet(octets: &[u8], part: Range<usize>, kinds: &Kinds, met: &mut impl FnMut(u8, u32, usize)) -> usize {
    // SAFETY: the blocks ask for what this function asks for.
    unsafe { kinds::meet::<Octets>(octets, part, kinds, met) }
}
