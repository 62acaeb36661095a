//! Marks of octets that are said to be UTF-8. The contract is that of the module above.

#![allow(unsafe_op_in_unsafe_fn, reason = "as above")]

use std::arch::x86_64::*;
use std::mem::MaybeUninit;
use std::ops::Range;

use super::utf8::{is, shifted};
use super::{MISSING, all_or_none, bit, bits, classify_ascii, high_half, highest, is_zero, load, octet, store, table};
use crate::kernel::marks::{self, BLOCK, Counts, GREEK, HELD, MARKS, Mark, Place, Second, View, Whole};
use crate::kernel::tables::nibbles::{BIT, EXTENSION, FOLLOWING, HELD_LOW, PLAIN, UTF8};

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(in crate::kernel) unsafe fn take(octets: usize, texts: &[Place], held: &mut [u64; HELD]) -> (usize, usize, bool) {
    marks::take(octets, texts, held)
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(in crate::kernel) unsafe fn mark(
    octets: &[u8],
    part: Range<usize>,
    held: Option<&[u64; HELD]>,
    checked: bool,
    marks: &mut [Mark],
) -> Whole {
    let octets = &octets[part];
    match (held, checked) {
        (None, false) => mark_held::<false, false>(octets, &[u64::MAX; HELD], marks),
        (None, true) => mark_held::<false, true>(octets, &[u64::MAX; HELD], marks),
        (Some(held), false) => mark_held::<true, false>(octets, held, marks),
        (Some(held), true) => mark_held::<true, true>(octets, held, marks),
    }
}

/// Half a mark: as many octets as a register holds.
const HALF: usize = BLOCK / 2;
/// Halves that are listed at once.
const AT_ONCE: usize = 8;
/// All halves, and as many more as are read and written with the last ones.
const HALVES: usize = 2 * HELD + AT_ONCE;

/// Each octet is held, but where there are `GAPS`; and well formed, if it was `CHECKED`.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn mark_held<const GAPS: bool, const CHECKED: bool>(
    octets: &[u8],
    held: &[u64; HELD],
    marks: &mut [Mark],
) -> Whole {
    let blocks = octets.len() / BLOCK;
    assert!(marks.len() == blocks + 1 && marks.len() <= MARKS);
    // 64 octets can be read of each block but the last one, which is copied, with spaces behind its end.
    let mut end = [b' '; BLOCK];
    end[..octets.len() % BLOCK].copy_from_slice(&octets[blocks * BLOCK..]);
    // Which halves are more than one septet for each octet nobody can foresee: a way out for each of them would cost as
    // much as the look at it. So they are listed first.
    let mut odd = [const { MaybeUninit::uninit() }; HALVES];
    let (mut most, mut least) = (_mm256_setzero_si256(), octet(u8::MAX));
    let mut look_at = |number: usize, from: *const u8, mark: &mut Mark| {
        for half in [0, 1] {
            let block = load(from.add(half * HALF));
            most = _mm256_max_epu8(most, block);
            let plain = _mm256_and_si256(_mm256_shuffle_epi8(table(&PLAIN), block), bit(block));
            if !GAPS {
                least = _mm256_min_epu8(least, plain);
            }
            odd[2 * number + half] = MaybeUninit::new(bits(is_zero(plain)));
        }
        // What is not 0 is written over.
        *mark = Mark::default();
    };
    let (whole, last) = marks.split_at_mut(blocks);
    for (number, mark) in whole.iter_mut().enumerate() {
        let from = octets.as_ptr().add(number * BLOCK);
        // What is marked next stands behind, as a rule. A hint reads nothing, whatever the address.
        _mm_prefetch::<_MM_HINT_T1>(from.wrapping_add(octets.len()).cast());
        look_at(number, from, mark);
    }
    look_at(blocks, end.as_ptr(), &mut last[0]);
    if !GAPS && bits(is_zero(least)) == 0 {
        return Whole { well_formed: true, greek: false };
    }
    let mut listed = [const { MaybeUninit::uninit() }; HALVES];
    let count = list::<GAPS>(&mut odd, held, 2 * blocks + 2, &mut listed);
    // What no half has, is asked for in none.
    let (ascii, long) = (bits(most) == 0, bits(at_least(most, 0xE0)) != 0);
    if count == 0 {
        return Whole { well_formed: true, greek: false };
    }
    let mut listed = Listed::<GAPS, CHECKED> { octets, end: &end, held, marks: &mut *marks, halves: &listed[..count] };
    let (wrong, pairs) = match (ascii, long) {
        (true, _) => listed.look_at(|block, _| look_at_ascii(block)),
        (_, true) => listed.look_at(|block, before| look::<true>(block, before)),
        (_, false) => listed.look_at(|block, before| look::<false>(block, before)),
    };
    let mut before = Counts::default();
    for mark in marks {
        let own = mark.before;
        mark.before = before;
        before = before.plus(own);
    }
    let greek = _mm256_and_si256(pairs, octet(UTF8.lead[usize::from(GREEK & 0x0F)]));
    Whole { well_formed: _mm256_testz_si256(wrong, wrong) == 1, greek: _mm256_testz_si256(greek, greek) == 0 }
}

/// Lists those of so many halves that have an odd octet which is held, or stand behind a character that does not end in the
/// half before: its last octet is odd. Says how many there are.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn list<const GAPS: bool>(
    odd: &mut [MaybeUninit<u32>; HALVES],
    held: &[u64; HELD],
    halves: usize,
    listed: &mut [MaybeUninit<u16>; HALVES],
) -> usize {
    let zero = _mm256_setzero_si256();
    let turn = _mm256_set_epi32(6, 5, 4, 3, 2, 1, 0, 7);
    // Eight are read from each eighth on, of which the last ones may be behind the end: they are not odd. There are no
    // more halves than `held` has, so that there is room for eight more.
    assert!(halves <= 2 * HELD);
    store(odd.as_mut_ptr().add(halves).cast(), zero);
    let (mut count, mut behind) = (0, zero);
    for at in (0..halves).step_by(AT_ONCE) {
        let mut eight = load(odd.as_ptr().add(at).cast());
        if GAPS {
            eight = _mm256_and_si256(eight, load(held.as_ptr().cast::<u32>().add(at).cast()));
        }
        let turned = _mm256_permutevar8x32_epi32(eight, turn);
        let before = _mm256_blend_epi32::<1>(turned, behind);
        behind = turned;
        let flagged = _mm256_or_si256(eight, _mm256_srli_epi32::<31>(before));
        let plain = _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(flagged, zero)));
        let numbers = _mm_cvtepu8_epi16(_mm_loadl_epi64(MISSING[plain as usize].as_ptr().cast()));
        let numbers = _mm_add_epi16(numbers, _mm_set1_epi16(at as i16));
        // No more were listed than there were halves before.
        _mm_storeu_si128(listed.as_mut_ptr().add(count).cast(), numbers);
        count += AT_ONCE - plain.count_ones() as usize;
    }
    count
}

/// The octets of some halves, and what they are to be marked in.
struct Listed<'a, const GAPS: bool, const CHECKED: bool> {
    octets: &'a [u8],
    /// The last block, which ends with the octets.
    end: &'a [u8; BLOCK],
    held: &'a [u64; HELD],
    marks: &'a mut [Mark],
    /// Their numbers, in order. None is behind the last of the marks: it ends with a space, so that no character breaks off.
    halves: &'a [MaybeUninit<u16>],
}

impl<const GAPS: bool, const CHECKED: bool> Listed<'_, GAPS, CHECKED> {
    /// Marks them by what `look` says of each and the one before it; gives what it says of all of them that is wrong, and
    /// the pairs.
    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
    unsafe fn look_at(&mut self, look: impl Fn(__m256i, __m256i) -> Look) -> (__m256i, __m256i) {
        let whole = self.octets.len() / BLOCK * 2;
        let zero = _mm256_setzero_si256();
        let (mut wrong, mut pairs, mut last, mut next) = (zero, zero, zero, 0);
        for half in self.halves {
            // SAFETY: as many were written.
            let half = usize::from(unsafe { half.assume_init() });
            let from = match half < whole {
                true => self.octets.as_ptr().wrapping_add(half * HALF),
                false => self.end.as_ptr().wrapping_add(half % 2 * HALF),
            };
            let mut block = load(from);
            if GAPS {
                let held = *self.held.as_ptr().cast::<u32>().add(half);
                block = _mm256_blendv_epi8(octet(b' '), block, lanes(held));
            }
            // A half that is not listed is ASCII. Which are, nobody can foresee.
            let before = _mm256_and_si256(last, all_or_none(half == next));
            (last, next) = (block, half + 1);
            let told = look(block, before);
            if !CHECKED {
                wrong = _mm256_or_si256(wrong, told.wrong);
            }
            pairs = _mm256_or_si256(pairs, told.pairs);
            let [foreign, narrow, euro] = [told.foreign, told.narrow, told.euro].map(|told| highest(told));
            let [continuation, astral] = [told.continuation, told.astral].map(|told| highest(told));
            let words = [foreign & !euro, !narrow | euro, continuation, astral];
            // SAFETY: there are as many marks as blocks. A mark begins with four words, whose lower half comes first.
            let mark = unsafe { &mut *self.marks.as_mut_ptr().add(half / 2) };
            let halves = (&raw mut *mark).cast::<[[u32; 2]; 4]>();
            for (word, told) in words.into_iter().enumerate() {
                unsafe { (*halves)[word][half % 2] = told };
            }
            mark.before = mark.before.plus(Counts::of(words.map(u64::from)));
        }
        (wrong, pairs)
    }
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
    /// Not a character of the extension table.
    narrow: __m256i,
    /// But for this one, which is not foreign either.
    euro: __m256i,
    continuation: __m256i,
    astral: __m256i,
    /// Not 0 anywhere if it is no UTF-8.
    wrong: __m256i,
    /// Characters of two octets that the alphabet holds, by sets.
    pairs: __m256i,
}

/// Looks at a block that is ASCII.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
unsafe fn look_at_ascii(block: __m256i) -> Look {
    let (held, extended) = classify_ascii(block);
    let zero = _mm256_setzero_si256();
    let (foreign, narrow) = (is_zero(held), is_zero(extended));
    Look { foreign, narrow, euro: zero, continuation: zero, astral: zero, wrong: zero, pairs: zero }
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
        let (foreign, zero) = (_mm256_blendv_epi8(foreign, of_two, block), _mm256_setzero_si256());
        return Look { foreign, narrow, euro: zero, continuation, astral: zero, wrong, pairs };
    }
    // The highest bit is set behind E0 and more, and behind F0 and more.
    let (two, three) = (shifted::<14>(block, before), shifted::<13>(block, before));
    let third = _mm256_subs_epu8(two, octet(0xE0 - 0x80));
    let fourth = _mm256_subs_epu8(three, octet(0xF0 - 0x80));
    // U+20AC, E2 82 AC.
    let euro = and(is(block, 0xAC), and(is(one, 0x82), is(two, 0xE2)));
    Look {
        foreign: _mm256_blendv_epi8(foreign, or(of_two, third), block),
        narrow,
        euro,
        continuation,
        astral: fourth,
        wrong: _mm256_xor_si256(wrong, and(or(third, fourth), octet(0x80))),
        pairs,
    }
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
