//! Rows counted by what they have in common.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// What rows have in common that are counted together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// See [`crate::columns::ErrorCode`], and [`super::TOO_LONG`]. Where it is not 0, the fields below are.
    pub error: u8,
    /// See [`crate::columns::ENCODINGS`].
    pub encoding: u8,
    /// At most 255, as everywhere.
    pub segments: u8,
    /// Segments with the replacements that may be tried; as many as without, where none help.
    pub after: u8,
    /// Whether the text was cut off to fit.
    pub cut: bool,
    /// The script that most letters are in, another one before Latin if equal; `None` in texts without letters.
    pub script: Option<u8>,
    /// The number of the cause in [`super::Survey::causes`].
    pub cause: u32,
    /// What was found of the row's number, see [`crate::columns::Prefixes`]; also where there is an error.
    pub prefix: i32,
}

/// All fields of a group in two words, which stay in registers: none is written by octets and read as a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Packed {
    small: u64,
    cause: u32,
    prefix: i32,
}

impl Packed {
    /// A text that is sent whole, and has no cause.
    #[inline(always)]
    pub(super) const fn plain(encoding: u8, segments: u8, script: Option<u8>, prefix: i32) -> Self {
        let (encoding, segments) = (encoding as u64, segments as u64);
        let script = match script {
            Some(script) => 1 << 8 | script as u64,
            None => 0,
        };
        Packed { small: encoding << 8 | segments << 16 | segments << 24 | script << 40, cause: 0, prefix }
    }

    /// A row that has no result.
    pub(super) const fn failed(error: u8) -> Self {
        Packed { small: error as u64, cause: 0, prefix: 0 }
    }

    /// The same with a cause.
    #[inline(always)]
    pub(super) fn blamed(self, cause: u32) -> Self {
        Packed { cause, ..self }
    }

    /// The same with so many segments after replacement.
    #[inline(always)]
    pub(super) fn saved(self, after: u8) -> Self {
        Packed { small: self.small & !(0xFF << 24) | u64::from(after) << 24, ..self }
    }

    /// The same of a text that was cut off, or not.
    #[inline(always)]
    pub(super) fn cut(self, cut: bool) -> Self {
        Packed { small: self.small | u64::from(cut) << 32, ..self }
    }

    /// The same with what was found of the number.
    #[inline(always)]
    pub(super) fn with(self, prefix: i32) -> Self {
        Packed { prefix, ..self }
    }

    #[inline(always)]
    fn hash(self) -> u64 {
        let large = u64::from(self.cause) << 32 | u64::from(self.prefix as u32);
        (self.small ^ large.rotate_left(17)).wrapping_mul(ODD)
    }
}

impl From<Group> for Packed {
    #[inline]
    fn from(group: Group) -> Self {
        let packed = Packed::plain(group.encoding, group.segments, group.script, group.prefix);
        let packed = packed.saved(group.after).cut(group.cut).blamed(group.cause);
        Packed { small: packed.small | u64::from(group.error), ..packed }
    }
}

impl From<Packed> for Group {
    fn from(Packed { small, cause, prefix }: Packed) -> Self {
        let octet = |number: u32| (small >> (8 * number)) as u8;
        Group {
            error: octet(0),
            encoding: octet(1),
            segments: octet(2),
            after: octet(3),
            cut: octet(4) != 0,
            script: (octet(6) != 0).then_some(octet(5)),
            cause,
            prefix,
        }
    }
}

/// How many rows, and their units together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Rows.
    pub rows: u64,
    /// Septets, octets or UTF-16 units.
    pub units: u64,
}

/// Groups in the order in which they were met, and their counts.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    numbers: HashMap<Packed, u32, Quick>,
    pub(super) counts: Vec<(Group, Count)>,
    /// The first rows of each group, as many as are kept.
    pub(super) first: Vec<Vec<usize>>,
    kept: usize,
    /// The groups that were asked for last, by some bits of their hash.
    recent: [(Packed, u32); RECENT],
}

const RECENT: usize = 64;

impl Groups {
    /// No groups yet, of each of which so many first rows are kept.
    pub(super) fn new(kept: usize) -> Self {
        // No group is that: an encoding is a small number.
        let none = Packed { small: u64::MAX, cause: 0, prefix: 0 };
        let (numbers, counts, first) = (HashMap::default(), Vec::new(), Vec::new());
        Groups { numbers, counts, first, kept, recent: [(none, 0); RECENT] }
    }

    /// Counts a row of a group; gives the group's number.
    #[inline(always)]
    pub(super) fn add(&mut self, group: Packed, row: usize, units: u64) -> u32 {
        let number = self.number(group);
        self.count(number, 1, units);
        if self.keeps(number) {
            self.keep(number, row);
        }
        number
    }

    /// The number of a group.
    #[inline(always)]
    pub(super) fn number(&mut self, group: Packed) -> u32 {
        let place = (group.hash() >> (u64::BITS - RECENT.ilog2())) as usize;
        let (known, number) = self.recent[place];
        if known == group { number } else { self.look_up(group, place) }
    }

    /// Counts rows of a group by its number.
    #[inline(always)]
    pub(super) fn count(&mut self, number: u32, rows: u64, units: u64) {
        let count = &mut self.counts[number as usize].1;
        count.rows += rows;
        count.units += units;
    }

    /// Whether the next row of a group is one of its first that are kept.
    #[inline(always)]
    pub(super) fn keeps(&self, number: u32) -> bool {
        self.first[number as usize].len() < self.kept
    }

    /// Keeps a row of a group, which is the next one.
    #[inline(never)]
    pub(super) fn keep(&mut self, number: u32, row: usize) {
        self.first[number as usize].push(row);
    }

    #[inline(never)]
    fn look_up(&mut self, group: Packed, place: usize) -> u32 {
        // There are no more groups than rows, which 32 bits can number in any batch.
        let number = *self.numbers.entry(group).or_insert(self.counts.len() as u32);
        if number as usize == self.counts.len() {
            self.counts.push((group.into(), Count::default()));
            self.first.push(Vec::new());
        }
        self.recent[place] = (group, number);
        number
    }
}

/// An odd number without a pattern: the fraction of the golden ratio.
pub(super) const ODD: u64 = 0x9E37_79B9_7F4A_7C15;

/// A quick hash for small keys. A table that it serves holds what one piece of rows has, so that keys which were made
/// to collide cost little.
pub(super) type Quick = BuildHasherDefault<Mix>;

#[derive(Clone, Copy, Default)]
pub(super) struct Mix(u64);

impl Hasher for Mix {
    #[inline]
    fn write(&mut self, octets: &[u8]) {
        octets.iter().for_each(|&octet| self.write_u64(octet.into()));
    }

    #[inline]
    fn write_u8(&mut self, number: u8) {
        self.write_u64(number.into());
    }

    #[inline]
    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    #[inline]
    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(23) ^ number).wrapping_mul(ODD);
    }

    #[inline]
    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    #[inline]
    fn finish(&self) -> u64 {
        // The table takes its place from the low bits, which a product leaves poor.
        self.0 ^ self.0 >> 32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_unpacked_as_it_was_packed() {
        let plain = Group { encoding: 3, segments: 255, after: 255, script: Some(0), prefix: -2, ..Group::default() };
        assert_eq!(Group::from(Packed::plain(3, 255, Some(0), -2)), plain);
        let all = Group { error: 100, after: 7, cut: true, script: None, cause: u32::MAX, prefix: i32::MIN, ..plain };
        for group in [plain, all, Group::default(), Group { script: Some(255), ..all }] {
            assert_eq!(Group::from(Packed::from(group)), group);
        }
    }

    #[test]
    fn groups_are_counted_apart_however_many_there_are() {
        let mut groups = Groups::new(2);
        let group = |n: i32| Group { prefix: n % 1000, segments: (n % 7) as u8, ..Group::default() };
        for n in 0..21_000 {
            let number = groups.add(group(n).into(), n as usize, 2);
            assert_eq!(groups.counts[number as usize].0, group(n));
        }
        assert_eq!(groups.counts.len(), 7000);
        assert!(groups.counts.iter().all(|&(_, count)| count == Count { rows: 3, units: 6 }));
        assert_eq!(groups.first[6999], [6999, 13_999]);
    }
}
