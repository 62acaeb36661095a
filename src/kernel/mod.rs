//! Kernels: many characters at a time. They classify (what a text needs in the default alphabet, where the first
//! character stands that it does not hold) and translate (characters, septets, octets), and know no rule of
//! segmentation.
//!
//! Every kernel exists twice: in plain Rust, and for processors with AVX2; those of columns for AVX-512 as well. The
//! processor is asked when the program runs. All give the same for every input. `SMSENC_KERNEL` in the environment, read
//! once, permits no better ones than it names: `portable`, `avx2`, `avx512`.
//!
//! Public for the benches and tests of this crate only: nothing here is stable.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod gather;
mod kinds;
mod marks;
pub(crate) mod portable;
mod tables;

use std::ops::Range;
use std::sync::atomic::{AtomicU8, Ordering};

use crate::text::Text;
pub use gather::Gathered;
pub use kinds::Kinds;
#[cfg(feature = "survey")]
pub(crate) use marks::GREEK;
pub use marks::{Counts, Marks, Place, Second};
use marks::{HELD, Mark, View, Whole};

/// A family of kernels that this processor can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level(Inner);

/// Private: a `Level(Inner::Avx2)` is made by [`Level::avx2`] alone, and proves that the processor has AVX2; in the
/// same way `Inner::Avx512` proves AVX-512 and AVX2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inner {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

/// What a text takes in the default alphabet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Its characters.
    pub characters: usize,
    /// Those among them that take two septets.
    pub wide: usize,
}

/// 0: not known yet; 1: portable; 2: AVX2; 3: AVX-512.
static ACTIVE: AtomicU8 = AtomicU8::new(0);

/// Calls the kernel of a level. The AVX2 twin of a function has its name.
macro_rules! dispatch {
    ($level:expr, $function:ident($($argument:expr),*)) => {
        match $level.0 {
            Inner::Portable => portable::$function($($argument),*),
            // SAFETY: such a level exists only on a processor that has AVX2, BMI and POPCNT; nothing else is asked.
            #[cfg(target_arch = "x86_64")]
            Inner::Avx2 | Inner::Avx512 => unsafe { avx2::$function($($argument),*) },
        }
    };
}

/// The same of a function that has a twin for AVX-512 as well.
macro_rules! dispatch_all {
    ($level:expr, $function:ident($($argument:expr),*)) => {
        match $level.0 {
            // SAFETY: such a level exists only on a processor that has all that is asked of it.
            #[cfg(target_arch = "x86_64")]
            Inner::Avx512 => unsafe { avx512::$function($($argument),*) },
            _ => dispatch!($level, $function($($argument),*)),
        }
    };
}

/// Asks for octets that are read soon, so many from an address on. A hint may name any address: nothing is read.
#[inline(always)]
pub fn fetch(address: *const u8, octets: usize) {
    #[cfg(target_arch = "x86_64")]
    for line in (0..octets).step_by(64) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: as said above.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(address.wrapping_add(line).cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (address, octets);
}

impl Level {
    /// Plain Rust, on every processor.
    pub const PORTABLE: Level = Level(Inner::Portable);

    /// Room behind the result that a vector for [`Level::septets`] had better have, so that it need not grow.
    pub(crate) const SLACK: usize = 96;

    /// AVX2 with BMI 1 and 2 and POPCNT, if this processor has it: all with AVX2 have those as well.
    #[must_use]
    pub fn avx2() -> Option<Level> {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("bmi2")
            && is_x86_feature_detected!("popcnt")
        {
            return Some(Level(Inner::Avx2));
        }
        None
    }

    /// AVX-512 with VBMI, if this processor has it.
    #[must_use]
    pub fn avx512() -> Option<Level> {
        #[cfg(target_arch = "x86_64")]
        if Level::avx2().is_some()
            && is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vbmi")
        {
            return Some(Level(Inner::Avx512));
        }
        None
    }

    /// All levels that can run here.
    #[must_use]
    pub fn available() -> Vec<Level> {
        std::iter::once(Level::PORTABLE).chain(Level::avx2()).chain(Level::avx512()).collect()
    }

    /// The level in use.
    #[inline]
    #[must_use]
    pub fn active() -> Level {
        match ACTIVE.load(Ordering::Relaxed) {
            0 => Self::find(),
            // 2 and 3 are stored only where `avx2` and `avx512` have found them.
            #[cfg(target_arch = "x86_64")]
            2 => Level(Inner::Avx2),
            #[cfg(target_arch = "x86_64")]
            3 => Level(Inner::Avx512),
            _ => Level::PORTABLE,
        }
    }

    /// The name, as `SMSENC_KERNEL` takes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            Inner::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Inner::Avx2 => "avx2",
            #[cfg(target_arch = "x86_64")]
            Inner::Avx512 => "avx512",
        }
    }

    /// The best that this processor has and the environment permits.
    #[cold]
    fn find() -> Level {
        let forced = std::env::var("SMSENC_KERNEL").ok();
        let level = match forced.as_deref() {
            Some("portable") => Level::PORTABLE,
            Some("avx2") => Level::avx2().unwrap_or(Level::PORTABLE),
            _ => Level::available().pop().unwrap_or(Level::PORTABLE),
        };
        let number = match level.0 {
            Inner::Portable => 1,
            #[cfg(target_arch = "x86_64")]
            Inner::Avx2 => 2,
            #[cfg(target_arch = "x86_64")]
            Inner::Avx512 => 3,
        };
        ACTIVE.store(number, Ordering::Relaxed);
        level
    }

    /// What a text takes in the default alphabet, or the position of the first character that it does not hold.
    ///
    /// # Errors
    /// That position.
    #[inline(always)]
    pub fn scan(self, text: Text<'_>) -> Result<Tally, usize> {
        let tally = |characters| move |wide| Tally { characters, wide };
        match text {
            Text::Latin1(units) => dispatch!(self, scan_latin1(units)).map(tally(units.len())),
            Text::Ucs2(units) => dispatch!(self, scan_ucs2(units)).map(tally(units.len())),
            Text::Ucs4(units) => portable::scan_ucs4(units).map(tally(units.len())),
            Text::Utf8(text) => dispatch!(self, scan_utf8(text.as_bytes())),
        }
    }

    #[inline]
    fn take(self, octets: usize, texts: &[Place], held: &mut [u64; HELD]) -> (usize, usize, bool) {
        dispatch!(self, take(octets, texts, held))
    }

    /// Parts texts by their counts: those that begin with a letter of ASCII, have none of what they are to be `without`, and
    /// take at least one septet and no more than `room`, together take so many; the numbers of the others are put into a
    /// list, so many.
    ///
    /// # Panics
    /// If there are more than 128 texts, or not as many counts.
    #[cfg(feature = "survey")]
    #[inline]
    pub fn part(
        self,
        octets: &[u8],
        texts: &[Place],
        counts: &[Counts],
        without: Counts,
        room: usize,
        others: &mut [u8; 256],
    ) -> (usize, usize) {
        assert!(texts.len() <= 128 && texts.len() == counts.len());
        dispatch!(self, part(octets, texts, counts, without, room, others))
    }

    #[inline]
    fn mark(
        self,
        octets: &[u8],
        part: Range<usize>,
        held: Option<&[u64; HELD]>,
        checked: bool,
        marks: &mut [Mark],
    ) -> Whole {
        dispatch_all!(self, mark(octets, part, held, checked, marks))
    }

    #[inline]
    fn count(self, marks: View<'_>, texts: &[Place], counts: &mut [Counts]) {
        dispatch_all!(self, count(marks, texts, counts));
    }

    #[inline]
    fn reach(self, marks: View<'_>, text: Place, second: Second, capacity: usize) -> (usize, usize) {
        dispatch_all!(self, reach(marks, text, second, capacity))
    }

    /// Says of which kinds the characters of a part of some octets are that are not ASCII; it is well formed UTF-8: `met` is told a kind, which
    /// character it is, if those of the kind are told apart (0 if not), and how many more there are than it was told
    /// before. What comes first in the text is told first; how often it is told is not defined. Gives the number of ASCII
    /// letters.
    #[inline]
    pub fn meet(self, octets: &[u8], part: Range<usize>, kinds: &Kinds, met: &mut impl FnMut(u8, u32, usize)) -> usize {
        dispatch_all!(self, meet(octets, part, kinds, met))
    }

    /// Gathers the octets of a text in UTF-8, at a place of some octets, that are not ASCII; says whether there is room for
    /// them. Nothing is known otherwise.
    ///
    /// # Panics
    /// If the place is not in the octets.
    #[inline]
    pub fn gather(self, octets: &[u8], place: Place, to: &mut Gathered) -> bool {
        dispatch!(self, gather(octets, place, to))
    }

    /// Characters above U+FFFF in a text of four octets a character; of others 0, which says nothing.
    #[inline(always)]
    pub(crate) fn astral(self, text: Text<'_>) -> usize {
        match text {
            Text::Ucs4(units) => dispatch!(self, astral_ucs4(units)),
            Text::Latin1(_) | Text::Ucs2(_) | Text::Utf8(_) => 0,
        }
    }

    /// How many places from the beginning of a text on take no more units than `capacity`, and what they take: septets
    /// of the default alphabet, which must hold the text, or UTF-16 units. A half of a surrogate pair is a place. `None`
    /// for UTF-8, which has places that are no character.
    #[inline]
    #[must_use]
    pub fn fill(self, text: Text<'_>, second: Second, capacity: usize) -> Option<(usize, usize)> {
        Some(match (text, second) {
            (Text::Latin1(units), Second::Wide) => dispatch!(self, fill_latin1(units, capacity)),
            (Text::Ucs2(units), Second::Wide) => dispatch!(self, fill_ucs2(units, capacity)),
            (Text::Ucs4(units), Second::Wide) => dispatch!(self, fill_ucs4(units, capacity)),
            (Text::Ucs4(units), Second::Astral) => dispatch!(self, fill_ucs4_utf16(units, capacity)),
            (Text::Latin1(_) | Text::Ucs2(_), Second::Astral) => {
                let places = text.end().min(capacity);
                (places, places)
            }
            (Text::Utf8(_), _) => return None,
        })
    }

    /// UTF-16 units of a text.
    #[inline(always)]
    #[must_use]
    pub fn utf16_units(self, text: Text<'_>) -> usize {
        match text {
            Text::Latin1(units) => units.len(),
            Text::Ucs2(units) => units.len(),
            Text::Ucs4(units) => units.len() + dispatch!(self, astral_ucs4(units)),
            Text::Utf8(text) => dispatch!(self, utf16_units_utf8(text.as_bytes())),
        }
    }

    /// Whether a half of a surrogate pair occurs, alone or not.
    #[inline(always)]
    #[must_use]
    pub fn has_surrogate(self, text: Text<'_>) -> bool {
        match text {
            Text::Latin1(_) | Text::Utf8(_) => false,
            Text::Ucs2(units) => dispatch!(self, has_surrogate_ucs2(units)),
            Text::Ucs4(units) => dispatch!(self, has_surrogate_ucs4(units)),
        }
    }

    /// Whether a character takes two UTF-16 units.
    #[inline(always)]
    #[must_use]
    pub fn has_pairs(self, text: Text<'_>) -> bool {
        match text {
            Text::Latin1(_) => false,
            Text::Ucs2(_) => self.has_surrogate(text),
            Text::Ucs4(units) => dispatch!(self, astral_ucs4(units)) > 0 || self.has_surrogate(text),
            Text::Utf8(text) => text.bytes().any(|octet| octet >= 0xF0),
        }
    }

    /// Appends the septets of a text in the default alphabet, one an octet.
    ///
    /// # Errors
    /// The position of the first character that it does not hold; septets of what stands before may be appended.
    #[inline(always)]
    pub fn septets(self, text: Text<'_>, septets: &mut Vec<u8>) -> Result<(), usize> {
        match text {
            Text::Latin1(units) => dispatch!(self, septets_latin1(units, septets)),
            Text::Ucs2(units) => dispatch!(self, septets_ucs2(units, septets)),
            Text::Ucs4(_) | Text::Utf8(_) => portable::septets_of(text, septets),
        }
    }

    /// Appends a text as UTF-16BE; a lone surrogate as it is.
    #[inline]
    pub fn utf16be(self, text: Text<'_>, octets: &mut Vec<u8>) {
        match text {
            Text::Latin1(units) => dispatch!(self, utf16be_latin1(units, octets)),
            Text::Ucs2(units) => dispatch!(self, utf16be_ucs2(units, octets)),
            Text::Ucs4(units) if dispatch!(self, astral_ucs4(units)) == 0 => {
                dispatch!(self, utf16be_bmp(units, octets));
            }
            Text::Ucs4(_) | Text::Utf8(_) => portable::utf16be_of(text, octets),
        }
    }

    /// Writes UTF-16BE over as many pairs of octets as there are units.
    #[inline]
    pub fn utf16be_over(self, units: &[u16], octets: &mut [u8]) {
        dispatch!(self, utf16be_over(units, octets));
    }

    /// Packs septets, one an octet, from bit 0 of the first octet (3GPP TS 23.038 clause 6.1.2.1). The first `zeros`
    /// (0 to 31) of them count as zero, whatever they are: they stand where a header will.
    ///
    /// # Panics
    /// If there are not as many octets as the septets take.
    #[inline]
    pub fn pack(self, septets: &[u8], zeros: usize, octets: &mut [u8]) {
        assert!(octets.len() == (septets.len() * 7).div_ceil(8) && zeros < 32);
        dispatch!(self, pack(septets, zeros, octets));
    }

    /// Unpacks so many septets behind `fill_bits` (0 to 7) bits; the octets must hold them.
    ///
    /// # Panics
    /// If the octets do not hold so many.
    #[inline]
    pub fn unpack(self, octets: &[u8], count: usize, fill_bits: u8, septets: &mut Vec<u8>) {
        if count == 0 {
            return;
        }
        assert!(fill_bits < 8 && (count * 7 + usize::from(fill_bits)).div_ceil(8) <= octets.len());
        dispatch!(self, unpack(octets, count, fill_bits, septets));
    }

    /// Appends the characters, all below U+0100, of the longest prefix of septets that consists of such plain ones of
    /// the default alphabet; gives its length.
    #[inline]
    pub fn latin1(self, septets: &[u8], characters: &mut Vec<u8>) -> usize {
        dispatch!(self, latin1(septets, characters))
    }

    /// Where the first octet of 0x80 or more stands, which is no septet.
    #[inline]
    #[must_use]
    pub fn no_septet(self, octets: &[u8]) -> Option<usize> {
        dispatch!(self, no_septet(octets))
    }
}
