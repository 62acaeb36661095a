//! Segmentation: the only place that cuts.
//!
//! [`Cuts`] ends a segment where the next character would not fit: each segment is as full as whole characters allow,
//! and that gives the fewest segments. A character is never divided, so neither is an escape pair nor a surrogate pair
//! (3GPP TS 23.040 clause 9.2.3.24.1). Counting is the number of cuts, without the octets. A caller who wants segments
//! to end at words or clusters, a number in each or a suffix in the last has them laid out by [`lay_out`].

mod boundary;
mod laid;

pub(crate) use boundary::reader_boundaries;
pub(crate) use laid::{Sent, lay_out, longest_prefix};

use crate::alphabet::{Alphabet, ESCAPE};
use crate::encoding::Encoding;
use crate::kernel::{Level, Second};
use crate::text::{Fixed, Source, Stored, Text};

/// One segment of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// The position behind its last character.
    pub(crate) end: usize,
    /// Its units.
    pub(crate) units: usize,
}

/// The segments of a text at a capacity; see [`count`] for the closed form.
pub(crate) struct Cuts<'a> {
    text: Text<'a>,
    encoding: Encoding,
    capacity: usize,
    /// Whether every place of a storage of fixed width is known to be one unit.
    narrow: bool,
    position: usize,
    /// The units from there on.
    left: usize,
}

/// What needs more units than a segment holds, or more than the encoding has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoRoom {
    Character,
    Suffix,
    Numbering,
}

impl<'a> Cuts<'a> {
    /// Cuts from the beginning; `total` is what the text takes in an encoding that holds all its characters.
    pub(crate) fn new(text: Text<'a>, encoding: Encoding, capacity: usize, total: usize) -> Self {
        Cuts { text, encoding, capacity, narrow: total == text.end(), position: 0, left: total }
    }

    /// The longest part from a position on that fits, empty if no character does.
    fn reach(&self, start: usize) -> Cut {
        match self.text {
            Text::Latin1(units) => self.leap(units, start),
            Text::Ucs2(units) => self.leap(units, start),
            Text::Ucs4(units) => self.leap(units, start),
            Text::Utf8(text) => self.walk(text, start),
        }
    }

    /// A kernel finds where the places end that fit; the first half of a pair of surrogates is given back from there.
    fn leap<S: Fixed>(&self, source: S, start: usize) -> Cut {
        let rest = self.text.slice(start..source.end());
        let fill = |second| Level::active().fill(rest, second, self.capacity);
        let filled = match self.encoding {
            _ if self.narrow => Some((rest.end().min(self.capacity), rest.end().min(self.capacity))),
            Encoding::Gsm7(Alphabet::DEFAULT) => fill(Second::Wide),
            Encoding::Ucs2 => fill(Second::Astral),
            Encoding::Gsm7(_) | Encoding::EightBit => None,
        };
        let Some((places, mut units)) = filled else { return self.walk(source, start) };
        let mut end = start + places;
        if end > start && end < source.end() && crate::text::pair(source.unit(end - 1), source.unit(end)).is_some() {
            end -= 1;
            units -= 1;
        }
        Cut { end, units }
    }

    fn walk<S: Source>(&self, source: S, start: usize) -> Cut {
        let mut cut = Cut { end: start, units: 0 };
        while let Some((character, next)) = source.next(cut.end) {
            let units = self.units(character);
            if cut.units + units > self.capacity {
                break;
            }
            cut = Cut { end: next, units: cut.units + units };
        }
        cut
    }

    fn units(&self, character: u32) -> usize {
        self.encoding.units(character).unwrap_or(1)
    }
}

impl Iterator for Cuts<'_> {
    type Item = Result<Cut, NoRoom>;

    fn next(&mut self) -> Option<Self::Item> {
        let (start, end) = (self.position, self.text.end());
        if start == end {
            return None;
        }
        let cut = match self.left {
            left if left <= self.capacity => Cut { end, units: left },
            _ => self.reach(start),
        };
        if cut.end == start {
            self.position = end;
            return Some(Err(NoRoom::Character));
        }
        (self.position, self.left) = (cut.end, self.left - cut.units);
        Some(Ok(cut))
    }
}

/// What a text takes at the capacity that its messages has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) segments: usize,
    /// Units in the last segment.
    pub(crate) last: usize,
}

/// The number of cuts of a text whose units are known to be `total`; `has_wide` tells whether a character of two units
/// is among them.
#[inline(never)]
pub(crate) fn count<'a>(
    source: impl Stored<'a>,
    encoding: Encoding,
    capacity: usize,
    total: usize,
    has_wide: bool,
) -> Result<Count, NoRoom> {
    if !has_wide && capacity > 0 {
        return Ok(even(total, capacity));
    }
    let mut count = Count { segments: 0, last: 0 };
    for cut in Cuts::new(source.text(), encoding, capacity, total) {
        count = Count { segments: count.segments + 1, last: cut?.units };
    }
    Ok(count)
}

/// Where the segments of septets end, one an octet: an escape stays with the septet behind it, which is never one.
#[inline]
pub(crate) fn septet_ends(septets: &[u8], capacity: usize) -> impl Iterator<Item = Result<usize, NoRoom>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let most = septets.len().min(start + capacity);
        let divides = most < septets.len() && most > start && septets[most - 1] == ESCAPE;
        let end = if divides { most - 1 } else { most };
        match std::mem::replace(&mut start, end) {
            before if before == septets.len() => None,
            before if before == end => Some(Err(NoRoom::Character)),
            _ => Some(Ok(end)),
        }
    })
}

/// The number of cuts of septets.
#[inline(never)]
pub(crate) fn count_septets(septets: &[u8], capacity: usize) -> Result<Count, NoRoom> {
    let (mut count, mut start) = (Count { segments: 0, last: 0 }, 0);
    for end in septet_ends(septets, capacity) {
        let end = end?;
        count = Count { segments: count.segments + 1, last: end - start };
        start = end;
    }
    Ok(count)
}

/// The number of cuts of a text that stands at `start..end`; `reach` gives the end of as many whole characters from a
/// place on as fit one segment, and their units.
#[inline]
pub(crate) fn count_by(start: usize, end: usize, reach: impl Fn(usize) -> (usize, usize)) -> Result<Count, NoRoom> {
    let mut count = Count { segments: 0, last: 0 };
    let mut position = start;
    while position < end {
        let (next, units) = reach(position);
        if next == position {
            return Err(NoRoom::Character);
        }
        position = next;
        count = Count { segments: count.segments + 1, last: units };
    }
    Ok(count)
}

/// What characters of one unit each take: all segments but the last are full. The capacity must not be 0.
#[inline]
pub(crate) fn even(total: usize, capacity: usize) -> Count {
    let segments = total.div_ceil(capacity);
    Count { segments, last: total - (segments.max(1) - 1) * capacity }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alphabet::{NationalLanguage, Septets};

    const GSM7: Encoding = Encoding::Gsm7(Alphabet::DEFAULT);

    fn cuts(text: Text<'_>, encoding: Encoding, capacity: usize) -> Result<Vec<(usize, usize)>, NoRoom> {
        let total = text.characters().map(|(_, character)| encoding.units(character).unwrap_or(1)).sum();
        Cuts::new(text, encoding, capacity, total).map(|cut| cut.map(|cut| (cut.end, cut.units))).collect()
    }

    #[test]
    fn a_segment_is_as_full_as_whole_characters_allow() {
        let cuts = |text, capacity| cuts(Text::Utf8(text), GSM7, capacity);
        assert_eq!(cuts("abc", 2), Ok(vec![(2, 2), (3, 1)]));
        assert_eq!(cuts("a€b", 2), Ok(vec![(1, 1), (4, 2), (5, 1)]));
        assert_eq!(cuts("", 2), Ok(vec![]));
        assert_eq!(cuts("a€", 1), Err(NoRoom::Character));
        assert_eq!(cuts("a", 0), Err(NoRoom::Character));
    }

    #[test]
    fn the_closed_form_counts_the_cuts() {
        for length in 0..40usize {
            let text = "x".repeat(length);
            for capacity in 1..9 {
                let walked = cuts(Text::Utf8(&text), GSM7, capacity).unwrap_or_default();
                let counted = count(text.as_str(), GSM7, capacity, length, false);
                let last = walked.last().map_or(0, |cut| cut.1);
                assert_eq!(counted, Ok(Count { segments: walked.len(), last }));
            }
        }
    }

    /// A leap from the end of a segment gives what a walk along its characters gives.
    #[test]
    fn leaps_cut_where_walks_do() {
        let mut compared = 0;
        let mut random = 1u64;
        let pieces: [&[u32]; 6] = [&[0x61], &[0x5B], &[0x20AC], &[0x1F600], &[0xD83D, 0xDE00], &[0xDE00]];
        for case in 0..4000 {
            let mut text: Vec<u32> = Vec::new();
            let encoding = if case % 2 == 0 { GSM7 } else { Encoding::Ucs2 };
            let kinds = if encoding == GSM7 { 3 } else { 6 };
            for _ in 0..case % 37 {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                text.extend(pieces[(random >> 33) as usize % kinds]);
            }
            let ucs2: Vec<u16> = text.iter().filter(|&&unit| unit <= 0xFFFF).map(|&unit| unit as u16).collect();
            let narrow: Vec<u8> = text.iter().filter(|&&unit| unit <= 0x7F).map(|&unit| unit as u8).collect();
            for capacity in 0..12 {
                for source in [Text::Ucs4(&text), Text::Ucs2(&ucs2), Text::Latin1(&narrow)] {
                    let walked = Walked(Cuts::new(source, encoding, capacity, usize::MAX)).cuts();
                    assert_eq!(cuts(source, encoding, capacity), walked, "{source:X?} {capacity}");
                    compared += 1;
                }
            }
        }
        assert!(compared > 100_000);
    }

    /// Texts that are longer than the words of bits which kernels look at, at the capacities that messages have.
    #[test]
    fn long_texts_are_cut_where_walks_cut_them() {
        let mut random = 1u64;
        let mut compared = 0;
        for case in 0..600usize {
            let encoding = if case % 2 == 0 { GSM7 } else { Encoding::Ucs2 };
            let kinds: &[&[u32]] = match encoding {
                Encoding::Ucs2 => &[&[0x61], &[0x1F600], &[0x44F], &[0xD83D, 0xDE00], &[0xDE00], &[0xD83D]],
                _ => &[&[0x61], &[0x5B], &[0xE9], &[0x20AC], &[0x3A9]],
            };
            // Few kinds in a text, and long runs of one of them, so that many units are given back.
            let (first, few) = (case / 2 % kinds.len(), 1 + case / 7 % kinds.len());
            let mut text: Vec<u32> = Vec::new();
            while text.len() < case * 7 % 700 {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let piece = kinds[(first + (random >> 33) as usize % few) % kinds.len()];
                (0..1 + (random >> 40) as usize % 70).for_each(|_| text.extend(piece));
            }
            let ucs2: Vec<u16> = text.iter().filter(|&&unit| unit <= 0xFFFF).map(|&unit| unit as u16).collect();
            let latin1: Vec<u8> = text.iter().filter(|&&unit| unit <= 0xFF).map(|&unit| unit as u8).collect();
            for capacity in [1, 2, 63, 64, 65, 66, 67, 127, 128, 129, 152, 153] {
                for source in [Text::Ucs4(&text), Text::Ucs2(&ucs2), Text::Latin1(&latin1)] {
                    let walked = Walked(Cuts::new(source, encoding, capacity, usize::MAX)).cuts();
                    assert_eq!(cuts(source, encoding, capacity), walked, "{source:X?} {capacity}");
                    let mut septets = Vec::new();
                    if encoding == GSM7 && Alphabet::DEFAULT.translate(source, &mut septets).is_ok() {
                        let ends: Result<Vec<_>, _> = septet_ends(&septets, capacity).collect();
                        let behind = |sum: &mut usize, cut: (usize, usize)| {
                            *sum += cut.1;
                            Some(*sum)
                        };
                        assert_eq!(ends, walked.map(|cuts| cuts.into_iter().scan(0, behind).collect()), "{capacity}");
                    }
                    compared += 1;
                }
            }
        }
        assert!(compared > 20_000);
    }

    /// An octet of 0x1B is an escape wherever it stands among septets.
    #[test]
    fn no_character_has_the_septet_of_the_escape() {
        let languages = || std::iter::once(None).chain(NationalLanguage::ALL.into_iter().map(Some));
        let mut seen = 0;
        for (locking, single) in languages().flat_map(|locking| languages().map(move |single| (locking, single))) {
            let alphabet = Alphabet { locking, single };
            for character in 0..0x1_0000 {
                let septet = match alphabet.septets(character) {
                    Some(Septets::Plain(septet) | Septets::Escaped(septet)) => septet,
                    None => continue,
                };
                assert_ne!(septet, ESCAPE, "{alphabet:?} {character:04X}");
                seen += 1;
            }
        }
        assert!(seen > 14 * 14 * 100);
    }

    /// Cuts by [`Cuts::walk`] alone.
    struct Walked<'a>(Cuts<'a>);

    impl Walked<'_> {
        fn cuts(&self) -> Result<Vec<(usize, usize)>, NoRoom> {
            let (mut cuts, mut start) = (Vec::new(), 0);
            while start < self.0.text.end() {
                let cut = crate::text::with_source!(self.0.text, source => self.0.walk(source, start));
                if cut.end == start {
                    return Err(NoRoom::Character);
                }
                start = cut.end;
                cuts.push((cut.end, cut.units));
            }
            Ok(cuts)
        }
    }
}
