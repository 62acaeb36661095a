//! Marks: what the octets of many texts in UTF-8 are that stand in one buffer, a bit each.
//!
//! A text of a message is short, and one after the other differs in length: a kernel that begins and ends with every
//! one of them spends its time on beginnings and ends. So all octets are marked in one go, whatever text they belong
//! to, and what a text takes is the difference of two counts: at its end, and at its beginning.

use std::ops::Sub;

use super::Level;

/// Octets that a mark tells of.
pub(super) const BLOCK: usize = 64;
/// See [`Marks::SPAN`]. Counts of so many octets fit 16 bits, and the marks the first-level cache.
pub(super) const SPAN: usize = 16 * 1024;

/// Octets between two texts that are read with them, although they belong to none.
const GAP: usize = BLOCK;

/// Marks of so many octets, and one for their end.
pub(super) const MARKS: usize = SPAN / BLOCK + 1;

/// The same in words that a register of four can read to the end.
pub(super) const HELD: usize = MARKS.next_multiple_of(4);

/// What 64 octets are, the first in the lowest bit. What is told of a character is told at one of its octets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub(super) struct Mark {
    /// A character that the default alphabet does not hold.
    pub(super) foreign: u64,
    /// A character of the extension table.
    pub(super) wide: u64,
    /// An octet behind the first of its character.
    pub(super) continuation: u64,
    /// A character above U+FFFF.
    pub(super) astral: u64,
    /// The counts of all blocks before.
    pub(super) before: Counts,
}

impl Mark {
    /// The counts of the octets that are chosen.
    #[inline(always)]
    pub(super) fn counts(&self, chosen: u64) -> Counts {
        Counts::of([self.foreign, self.wide, self.continuation, self.astral].map(|bits| bits & chosen))
    }

    /// The counts behind this block.
    #[inline(always)]
    pub(super) fn behind(&self) -> Counts {
        self.before.plus(self.counts(u64::MAX))
    }
}

/// How many of each there are among some octets: four numbers of 16 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts(pub(super) u64);

impl Counts {
    /// What is said of octets of which nothing is known.
    pub const BROKEN: Counts = Counts(u64::MAX);
    /// What can be asked for: characters that the default alphabet does not hold; and these, or more octets than
    /// characters.
    pub const FOREIGN: Counts = Counts(0xFFFF);
    /// See [`Counts::FOREIGN`].
    pub const FOREIGN_OR_LONG: Counts = Counts(0xFFFF_0000_FFFF);

    /// Those of the marks of some octets.
    #[inline(always)]
    pub(super) fn of([foreign, wide, continuation, astral]: [u64; 4]) -> Counts {
        let count = |bits: u64| u64::from(bits.count_ones());
        Counts(count(foreign) | count(wide) << 16 | count(continuation) << 32 | count(astral) << 48)
    }

    #[inline(always)]
    pub(super) fn plus(self, other: Counts) -> Counts {
        Counts(self.0 + other.0)
    }

    /// Whether there are any of those that are asked for.
    #[inline(always)]
    #[must_use]
    pub fn any(self, asked: Counts) -> bool {
        self.0 & asked.0 != 0
    }

    /// Characters that the default alphabet does not hold.
    #[inline(always)]
    #[must_use]
    pub fn foreign(self) -> usize {
        usize::from(self.0 as u16)
    }

    /// Characters of the extension table.
    #[inline(always)]
    #[must_use]
    pub fn wide(self) -> usize {
        usize::from((self.0 >> 16) as u16)
    }

    /// Octets behind the first of a character.
    #[inline(always)]
    #[must_use]
    pub fn continuations(self) -> usize {
        usize::from((self.0 >> 32) as u16)
    }

    /// Characters above U+FFFF.
    #[inline(always)]
    #[must_use]
    pub fn astral(self) -> usize {
        usize::from((self.0 >> 48) as u16)
    }
}

impl Sub for Counts {
    type Output = Counts;

    /// What stands between two places, of which the second is not before the first: no number is less there.
    #[inline(always)]
    fn sub(self, first: Counts) -> Counts {
        Counts(self.0 - first.0)
    }
}

/// The marks of some texts, which stand one behind the other in some octets.
pub struct Marks {
    marks: Box<[Mark; MARKS]>,
    /// The octets that are to be marked, a bit each: all, but for `gaps`.
    held: Box<[u64; HELD]>,
    gaps: bool,
    /// What was taken.
    start: usize,
    end: usize,
    /// How much of it is marked: all or nothing.
    length: usize,
    greek: bool,
}

/// What a kernel says of all octets that it has marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Whole {
    /// Whether they are well formed UTF-8.
    pub(super) well_formed: bool,
    /// Whether there may be a Greek capital, which begins with [`GREEK`].
    pub(super) greek: bool,
}

/// The first octet of U+0380 to U+03BF, where all Greek capitals of the alphabet are.
pub(crate) const GREEK: u8 = 0xCE;

impl Default for Marks {
    fn default() -> Self {
        let (marks, held) = (Box::new([Mark::default(); MARKS]), Box::new([u64::MAX; HELD]));
        Marks { marks, held, gaps: false, start: 0, end: 0, length: 0, greek: false }
    }
}

impl Marks {
    /// Octets that can be marked at once.
    pub const SPAN: usize = SPAN;

    /// Takes the first of some texts, as many as can be marked at once: they stand in the octets in order, with little
    /// between them, and take no more than [`Marks::SPAN`] together. Says how many; none, if the first one is too long, or
    /// ends outside. Nothing is known of them until they are marked.
    #[inline]
    pub fn take(&mut self, level: Level, octets: &[u8], texts: &[Place]) -> usize {
        if self.gaps {
            self.held[..=(self.end - self.start) / BLOCK].fill(u64::MAX);
        }
        let (count, end, gaps) = level.take(octets.len(), texts, &mut self.held);
        (self.start, self.end, self.length) = (texts.first().map_or(end, |text| text.start), end, 0);
        self.gaps = gaps;
        count
    }

    /// Marks the texts that were taken. What stands between two of them belongs to none, and is not looked at. Says whether
    /// they are well formed UTF-8; nothing is known of them otherwise. If that is known, because they were `checked`, it may
    /// be taken as it is.
    ///
    /// # Panics
    /// If they end outside of the octets.
    #[inline]
    pub fn mark(&mut self, level: Level, octets: &[u8], checked: bool) -> bool {
        let (length, part) = (self.end - self.start, self.start..self.end);
        let blocks = length / BLOCK + 1;
        let held = self.gaps.then_some(&*self.held);
        let Whole { well_formed, greek } = level.mark(octets, part, held, checked, &mut self.marks[..blocks]);
        self.greek = greek;
        self.length = if well_formed { length } else { 0 };
        well_formed
    }

    /// Whether there may be a Greek capital among the octets: without one, all letters of the default alphabet are
    /// Latin.
    #[inline(always)]
    #[must_use]
    pub fn may_be_greek(&self) -> bool {
        self.greek
    }

    /// Whether every octet is a character of one septet.
    #[inline]
    fn is_plain(&self) -> bool {
        self.marks[self.length / BLOCK].behind() == Counts::default()
    }

    /// The counts of the texts that have been marked; [`Counts::BROKEN`] for one that begins or ends within a character.
    ///
    /// # Panics
    /// If one of the texts ends outside of what has been marked, or there are fewer counts than texts.
    #[inline]
    pub fn count(&self, level: Level, texts: &[Place], counts: &mut [Counts]) {
        let counts = &mut counts[..texts.len()];
        match self.is_plain() {
            true => counts.fill(Counts::default()),
            false => level.count(self.view(), texts, counts),
        }
    }

    /// The end of as many whole characters of a text as take no more units than `capacity`, and what they take.
    ///
    /// # Panics
    /// If the text does not lie within the part.
    #[inline]
    #[must_use]
    pub fn reach(&self, level: Level, text: Place, second: Second, capacity: usize) -> (usize, usize) {
        level.reach(self.view(), text, second, capacity)
    }

    #[inline]
    fn view(&self) -> View<'_> {
        View { marks: &self.marks[..=self.length / BLOCK], start: self.start }
    }
}

/// See [`Marks::take`]: how many of some texts are taken, where the last one ends, and whether anything stands between
/// them; this is taken out of `held`. The same for every level, as [`View`].
#[inline(always)]
pub(super) fn take(octets: usize, texts: &[Place], held: &mut [u64; HELD]) -> (usize, usize, bool) {
    let start = texts.first().map_or(0, |text| text.start);
    let reach = start.saturating_add(SPAN).min(octets);
    let (mut end, mut gaps) = (start, false);
    for (number, text) in texts.iter().enumerate() {
        let gap = text.start.wrapping_sub(end);
        if (gap > GAP) | (text.end < text.start) | (text.end > reach) {
            return (number, end, gaps);
        }
        if gap > 0 {
            let (word, bit) = ((end - start) / BLOCK, (end - start) % BLOCK);
            let bits = u64::MAX >> (BLOCK - gap);
            held[word] &= !(bits << bit);
            held[word + 1] &= !(bits >> 1 >> (BLOCK - 1 - bit));
            gaps = true;
        }
        end = text.end;
    }
    (texts.len(), end, gaps)
}

/// Where a text stands: from an octet up to another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Its first octet.
    pub start: usize,
    /// The one behind its last.
    pub end: usize,
}

impl Place {
    /// That of a text that stands nowhere.
    pub const NOWHERE: Place = Place { start: usize::MAX, end: 0 };
}

/// Which characters take two units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Second {
    /// Those of the extension table: the units are septets.
    Wide,
    /// Those above U+FFFF: the units are UTF-16 units.
    Astral,
}

/// Marks, and where the part begins that they are of. The same for every level: the compiler takes the instructions of
/// each.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) marks: &'a [Mark],
    pub(super) start: usize,
}

impl View<'_> {
    /// The counts before a place, and whether a character is divided there: 0 or 1.
    #[inline(always)]
    fn before(self, place: usize) -> (Counts, u64) {
        let place = place - self.start;
        let (mark, bit) = (&self.marks[place / BLOCK], place % BLOCK);
        (mark.before.plus(mark.counts((1 << bit) - 1)), mark.continuation >> bit & 1)
    }

    #[inline(always)]
    pub(super) fn count(self, texts: &[Place], counts: &mut [Counts]) {
        // What stands between two texts counts nothing.
        let (mut last, mut any_divided) = (Counts::default(), 0);
        for (text, counts) in texts.iter().zip(counts.iter_mut()) {
            let (before, divided) = self.before(text.end);
            *counts = before - last;
            (last, any_divided) = (before, any_divided | divided);
        }
        if any_divided != 0 {
            self.tell_divided(texts, counts);
        }
    }

    /// Tells which texts begin or end within a character.
    #[cold]
    fn tell_divided(self, texts: &[Place], counts: &mut [Counts]) {
        let mut last = 0;
        for (text, counts) in texts.iter().zip(counts) {
            let (_, divided) = self.before(text.end);
            if last | divided != 0 {
                *counts = Counts::BROKEN;
            }
            last = divided;
        }
    }

    /// The units of what the part has before a place.
    #[inline(always)]
    fn units(self, place: usize, second: Second) -> usize {
        let place = place - self.start;
        let (mark, below) = (&self.marks[place / BLOCK], (1 << (place % BLOCK)) - 1);
        let (bits, before) = match second {
            Second::Wide => (mark.wide, mark.before.wide()),
            Second::Astral => (mark.astral, mark.before.astral()),
        };
        let count = |bits: u64| (bits & below).count_ones() as usize;
        place + before + count(bits) - (mark.before.continuations() + count(mark.continuation))
    }

    /// Looks for the end by halves: units never become less from one place to the next.
    #[inline(always)]
    pub(super) fn reach(self, text: Place, second: Second, capacity: usize) -> (usize, usize) {
        let before = |place: usize| self.units(place, second);
        let first = before(text.start);
        let units = |place: usize| before(place) - first;
        let rest = units(text.end);
        if rest <= capacity {
            return (text.end, rest);
        }
        // An octet is at most two units, and four octets are one at least. `low` is reached, `high` is not.
        let mut low = text.start + capacity / 2;
        let mut high = text.end.min(text.start + 4 * capacity + 1);
        while high - low > 1 {
            let middle = low.midpoint(high);
            (low, high) = if units(middle) <= capacity { (middle, high) } else { (low, middle) };
        }
        // Here a character may have begun whose second unit does not fit.
        while low > text.start && self.before(low).1 == 1 {
            low -= 1;
        }
        (low, units(low))
    }
}

/// How many of so many places are filled with no more units than `capacity`, and these units. `word` tells which of the 64
/// places from one on take two units, the first in the lowest bit; every other place takes one.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub(super) fn filled(places: usize, capacity: usize, word: impl Fn(usize) -> u64) -> (usize, usize) {
    let (mut at, mut units) = (0, 0);
    while at < places {
        let wide = word(at);
        let here = BLOCK.min(places - at);
        let more = here + wide.count_ones() as usize;
        if units + more > capacity {
            // By halves: fewer places than are here, so at most 63.
            let mut end = 0;
            for step in [32, 16, 8, 4, 2, 1] {
                let more = step + (wide >> end & ((1 << step) - 1)).count_ones() as usize;
                if units + more <= capacity {
                    (end, units) = (end + step, units + more);
                }
            }
            return (at + end, units);
        }
        (at, units) = (at + here, units + more);
    }
    (places, units)
}
