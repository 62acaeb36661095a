//! Segments that end where the caller prefers, with a number in each and a suffix in the last.

use super::boundary::Breaks;
use super::{Cut, NoRoom};
use crate::choose::Room;
use crate::encoding::Encoding;
use crate::numbering::{Numbering, digits};
use crate::options::{Boundary, Splitting};

/// What is to be laid out: a text, or so much of it as is kept, and what stands behind it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sent<'a> {
    /// The whole text: what was cut off still says where words and clusters end.
    pub(crate) body: &'a [u32],
    /// The characters of it that are sent.
    pub(crate) kept: usize,
    /// Behind them, if something was cut off.
    pub(crate) ellipsis: &'a [u32],
    /// At the end of the message, never cut.
    pub(crate) suffix: &'a [u32],
}

impl Sent<'_> {
    /// Units with so many characters of the body, numbers not counted.
    pub(crate) fn units(&self, kept: usize, encoding: Encoding) -> usize {
        let parts = [&self.body[..kept], self.ellipsis, self.suffix];
        parts.into_iter().flatten().map(|&character| encoding.units(character).unwrap_or(1)).sum()
    }

    /// Characters, numbers not counted.
    pub(crate) fn characters(&self) -> usize {
        self.kept + self.ellipsis.len() + self.suffix.len()
    }
}

/// Cuts a message that is longer than one segment. The ends count characters of what is sent, the units of a segment
/// those of its number, too.
pub(crate) fn lay_out(
    sent: Sent<'_>,
    encoding: Encoding,
    capacity: usize,
    splitting: &Splitting,
) -> Result<Vec<Cut>, NoRoom> {
    let breaks = Breaks::new(sent.body, splitting.layout().boundary);
    let mut total_digits = 1;
    loop {
        // The more digits the total has, the less room is left: the fewest digits that suffice give the fewest segments.
        let shape = Shape::concatenated(encoding, capacity, splitting, total_digits)?;
        let mut cuts = shape.cuts(sent, &breaks)?;
        let needed = digits(cuts.len());
        let Some(numbering) = &splitting.layout().numbering else { return Ok(cuts) };
        if needed <= total_digits {
            for (index, cut) in cuts.iter_mut().enumerate() {
                cut.units += numbering.units(encoding, digits(index + 1), needed).ok_or(NoRoom::Numbering)?;
            }
            return Ok(cuts);
        }
        total_digits += 1;
    }
}

/// How many characters of the body can stay so that they, the ellipsis and the suffix make at most `limit` segments,
/// cut off where a segment may end. `None` if not even the ellipsis fits or the encoding cannot hold it.
pub(crate) fn longest_prefix(
    sent: Sent<'_>,
    encoding: Encoding,
    room: Room,
    splitting: &Splitting,
    limit: usize,
) -> Option<usize> {
    let breaks = Breaks::new(sent.body, splitting.layout().boundary);
    // One segment may hold more than several small ones do together, so all shapes are tried.
    let alone = Shape::alone(encoding, room.single, splitting).prefix(sent, &breaks, 1);
    let several = |total_digits: usize| {
        let shape = Shape::concatenated(encoding, room.concatenated, splitting, total_digits).ok()?;
        let kept = shape.prefix(sent, &breaks, limit.min(10usize.saturating_pow(total_digits as u32) - 1))?;
        // What fits into one segment is sent as one, which may keep more together.
        (sent.units(kept, encoding) > room.single).then_some(kept)
    };
    let shapes = match splitting.layout().numbering {
        Some(_) => 1..=digits(limit),
        None => digits(limit)..=digits(limit),
    };
    shapes.filter(|_| limit > 1).map(several).chain([alone]).flatten().max()
}

/// Digits of the most segments that can be sent: 255.
const DIGITS: usize = 3;

/// The room in the segments of a message whose total has so many digits.
struct Shape<'a> {
    encoding: Encoding,
    capacity: usize,
    boundary: Boundary,
    numbering: Option<&'a Numbering>,
    total_digits: usize,
    /// What a segment has room for beside the longest number of a message that can be sent: a part that fits there is
    /// kept whole. That is the same whatever the total turns out to be; if fewer parts were kept whole where its
    /// digits leave less room, a message could need fewer segments with more digits, and have none that is right.
    most: usize,
}

impl<'a> Shape<'a> {
    fn alone(encoding: Encoding, capacity: usize, splitting: &'a Splitting) -> Self {
        Shape {
            encoding,
            capacity,
            boundary: splitting.layout().boundary,
            numbering: None,
            total_digits: 1,
            most: capacity,
        }
    }

    fn concatenated(
        encoding: Encoding,
        capacity: usize,
        splitting: &'a Splitting,
        total_digits: usize,
    ) -> Result<Self, NoRoom> {
        let numbering = splitting.layout().numbering.as_ref();
        let room_beside = |total_digits: usize| {
            let longest = numbering.map_or(Some(0), |n| n.units(encoding, total_digits, total_digits));
            longest.and_then(|units| capacity.checked_sub(units))
        };
        let most = room_beside(total_digits.max(DIGITS)).ok_or(NoRoom::Numbering)?;
        if numbering.is_some() && most == 0 {
            return Err(NoRoom::Numbering);
        }
        Ok(Shape { encoding, capacity, boundary: splitting.layout().boundary, numbering, total_digits, most })
    }

    /// Units for text in a segment, counted from 0.
    fn room(&self, segment: usize) -> usize {
        let number = self.numbering.and_then(|n| n.units(self.encoding, digits(segment + 1), self.total_digits));
        // A sequence number with more digits than the total means that this shape does not suffice anyway.
        self.capacity.saturating_sub(number.unwrap_or(0)).max(self.most)
    }

    fn units(&self, character: u32) -> usize {
        self.encoding.units(character).unwrap_or(1)
    }

    /// The end of the segment of a body that begins at a place, and its units; the place itself if nothing fits.
    fn body_cut(&self, sent: Sent<'_>, breaks: &Breaks<'_>, start: usize, segment: usize) -> Cut {
        let room = self.room(segment);
        let (mut reach, mut units) = (start, 0);
        while reach < sent.kept {
            let more = self.units(sent.body[reach]);
            if units + more > room {
                break;
            }
            units += more;
            reach += 1;
        }
        if reach == sent.kept || reach == start {
            return Cut { end: reach, units };
        }
        let end = breaks.latest(reach, self.most, |character| self.units(character));
        units -= sent.body[end..reach].iter().map(|&character| self.units(character)).sum::<usize>();
        Cut { end, units }
    }

    fn cuts(&self, sent: Sent<'_>, breaks: &Breaks<'_>) -> Result<Vec<Cut>, NoRoom> {
        let mut cuts = Vec::new();
        let mut last = Cut { end: 0, units: 0 };
        while last.end < sent.kept {
            let cut = self.body_cut(sent, breaks, last.end, cuts.len());
            if cut.end == last.end {
                return Err(NoRoom::Character);
            }
            last = cut;
            if last.end < sent.kept {
                cuts.push(last);
            }
        }
        for atom in self.tail(sent)? {
            if last.units + atom.units > self.room(cuts.len()) {
                if last.units == 0 {
                    return Err(NoRoom::Character);
                }
                cuts.push(last);
                last.units = 0;
            }
            last = Cut { end: last.end + atom.end, units: last.units + atom.units };
        }
        cuts.push(last);
        Ok(cuts)
    }

    /// What stands behind the body, in pieces that are not cut: characters and units of each. An ellipsis is one piece,
    /// as a cluster is.
    fn tail(&self, sent: Sent<'_>) -> Result<Vec<Cut>, NoRoom> {
        let piece = |characters: &[u32]| {
            let units = characters.iter().try_fold(0, |sum, &c| Some(sum + self.encoding.units(c)?))?;
            Some(Cut { end: characters.len(), units })
        };
        let whole = piece(sent.ellipsis).ok_or(NoRoom::Character)?;
        let mut pieces = match self.boundary {
            Boundary::Grapheme | Boundary::Word if whole.units <= self.most => vec![whole],
            _ => sent.ellipsis.chunks(1).filter_map(piece).collect(),
        };
        pieces.push(piece(sent.suffix).filter(|piece| piece.units <= self.most).ok_or(NoRoom::Suffix)?);
        pieces.retain(|piece| piece.end > 0);
        Ok(pieces)
    }

    /// See [`longest_prefix`].
    fn prefix(&self, sent: Sent<'_>, breaks: &Breaks<'_>, limit: usize) -> Option<usize> {
        let tail = self.tail(sent).ok()?;
        // Behind each number of characters: complete segments before that place, and units used in the one it is in.
        let mut places = vec![(0, 0)];
        for segment in 0..limit {
            let start = places.len() - 1;
            let cut = self.body_cut(sent, breaks, start, segment);
            let mut used = 0;
            for &character in &sent.body[start..cut.end] {
                used += self.units(character);
                places.push((segment, used));
            }
            if cut.end == start || cut.end == sent.kept {
                break;
            }
        }
        let tail_fits = |&(mut segment, mut used): &(usize, usize)| {
            for piece in &tail {
                if used + piece.units > self.room(segment) {
                    (segment, used) = (segment + 1, 0);
                }
                used += piece.units;
                if segment >= limit || used > self.room(segment) {
                    return false;
                }
            }
            true
        };
        // The further the text goes, the further its tail.
        let fitting = places.partition_point(tail_fits);
        let is_break = |&place: &usize| breaks.latest(place, self.most, |character| self.units(character)) == place;
        (0..fitting).rev().find(is_break)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Alphabet, Layout};

    const GSM7: Encoding = Encoding::Gsm7(Alphabet::DEFAULT);

    /// Texts of words, links, clusters and long runs, all different.
    fn texts(count: u64) -> impl Iterator<Item = Vec<u32>> {
        let pieces = [
            "a",
            "word ",
            "it's ",
            "  ",
            "€",
            "[",
            "bit.ly/abc ",
            "1 234 567 ",
            "\r\n",
            "{name} ",
            "longerword",
            ". ",
            "e\u{301}",
            "👨\u{200D}👩\u{200D}👧",
            "🇩🇪",
            "你好，",
            "क\u{94D}ष",
            "x y ",
            "\u{A0}",
            "I ",
        ];
        let mut random = 3u64;
        (0..count).map(move |case| {
            let mut next = |bound: usize| {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (random >> 33) as usize % bound
            };
            let kinds = if case % 2 == 0 { 12 } else { pieces.len() };
            let length = next(30);
            (0..length).flat_map(|_| pieces[next(kinds)].chars()).map(u32::from).collect()
        })
    }

    fn splitting(case: usize) -> Splitting {
        let boundary = [Boundary::Character, Boundary::Grapheme, Boundary::Word][case % 3];
        let numbering = [None, Some("{sequence}"), Some("{sequence}/{total}{text}"), Some("{{{sequence}{text}")];
        let numbering = numbering[case / 3 % 4].and_then(Numbering::parse);
        let suffix = ["", "s", " €x"][case / 12 % 3].to_owned();
        Splitting::default().with_layout(Layout { boundary, numbering, suffix })
    }

    /// The fewest segments of all ways to cut where a segment may end, found by trying every one.
    fn fewest(sent: Sent<'_>, shape: &Shape<'_>, breaks: &Breaks<'_>) -> Option<usize> {
        let tail = shape.tail(sent).ok()?;
        let mut atoms = Vec::new();
        let mut units = 0;
        for place in 1..=sent.kept {
            units += shape.units(sent.body[place - 1]);
            if place == sent.kept || breaks.latest(place, shape.most, |c| shape.units(c)) == place {
                atoms.push(std::mem::take(&mut units));
            }
        }
        atoms.extend(tail.iter().map(|piece| piece.units));
        // How far each number of segments can reach, in atoms.
        let mut reached = vec![0];
        for segment in 0..atoms.len() {
            let mut next = Vec::new();
            for &start in &reached {
                let mut used = 0;
                for (end, atom) in atoms.iter().enumerate().skip(start) {
                    used += atom;
                    if used > shape.room(segment) {
                        break;
                    }
                    next.push(end + 1);
                }
            }
            next.sort_unstable();
            next.dedup();
            if next.contains(&atoms.len()) {
                return Some(segment + 1);
            }
            reached = next;
        }
        None
    }

    #[test]
    fn no_other_cutting_takes_fewer_segments() {
        let mut compared = 0;
        for (case, body) in texts(3000).enumerate() {
            let splitting = splitting(case);
            let suffix = splitting.layout().suffix_characters();
            let sent = Sent { body: &body, kept: body.len(), ellipsis: &[], suffix: &suffix };
            let breaks = Breaks::new(&body, splitting.layout().boundary);
            for encoding in [GSM7, Encoding::Ucs2] {
                for capacity in [6, 9, 14, 30] {
                    let laid = lay_out(sent, encoding, capacity, &splitting).map(|cuts| cuts.len());
                    let Ok(laid) = laid else { continue };
                    if body.is_empty() && suffix.is_empty() {
                        continue;
                    }
                    let best = (1..9).find_map(|total_digits| {
                        let shape = Shape::concatenated(encoding, capacity, &splitting, total_digits).ok()?;
                        let needed = fewest(sent, &shape, &breaks)?;
                        (splitting.layout().numbering.is_none() || digits(needed) <= total_digits).then_some(needed)
                    });
                    assert_eq!(Some(laid), best, "{encoding:?} {capacity} {splitting:?} {body:X?}");
                    compared += 1;
                }
            }
        }
        assert!(compared > 5000, "{compared}");
    }

    #[test]
    fn the_prefix_is_the_longest_that_fits() {
        let mut compared = 0;
        for (case, body) in texts(3000).enumerate() {
            let splitting = splitting(case);
            let suffix = splitting.layout().suffix_characters();
            let ellipsis: Vec<u32> = ["", ".", "..€"][case / 36 % 3].chars().map(u32::from).collect();
            let sent = Sent { body: &body, kept: body.len(), ellipsis: &ellipsis, suffix: &suffix };
            let breaks = Breaks::new(&body, splitting.layout().boundary);
            for (limit, encoding) in [(1, GSM7), (2, Encoding::Ucs2), (3, GSM7), (12, GSM7)] {
                let room = Room { single: 17, concatenated: 14 };
                let found = longest_prefix(sent, encoding, room, &splitting, limit);
                let fits = |shape: &Shape<'_>, kept: usize, limit: usize| {
                    let is_break = breaks.latest(kept, shape.most, |c| shape.units(c)) == kept;
                    let cuts = shape.cuts(Sent { kept, ..sent }, &breaks);
                    is_break && cuts.is_ok_and(|cuts| cuts.len() <= limit)
                };
                let mut shapes = vec![(Shape::alone(encoding, room.single, &splitting), 1)];
                for total_digits in (1..=digits(limit)).filter(|_| limit > 1) {
                    let most = limit.min(10usize.pow(total_digits as u32) - 1);
                    if let Ok(shape) = Shape::concatenated(encoding, room.concatenated, &splitting, total_digits) {
                        shapes.push((shape, most));
                    }
                }
                let expected = (0..=body.len()).rev().find(|&kept| {
                    let single = sent.units(kept, encoding) <= room.single;
                    shapes.iter().enumerate().any(|(at, (s, most))| (at == 0) == single && fits(s, kept, *most))
                });
                assert_eq!(found, expected, "{encoding:?} {limit} {splitting:?} {ellipsis:?} {body:X?}");
                compared += 1;
            }
        }
        assert!(compared > 5000, "{compared}");
    }

    #[test]
    fn the_digits_of_the_total_take_room_that_is_reserved_exactly() {
        let body = vec![0x61; 1000];
        let numbering = Numbering::parse("{sequence}/{total}");
        let splitting = Splitting::default().with_layout(Layout { numbering, ..Layout::default() });
        let needed = |characters: usize| {
            let sent = Sent { body: &body, kept: characters, ellipsis: &[], suffix: &[] };
            lay_out(sent, GSM7, 10, &splitting).map(|cuts| cuts.iter().map(|cut| cut.units).collect::<Vec<_>>())
        };
        // Nine segments hold 10 - 3 characters; with two digits in the total nine hold 10 - 4 and the others 10 - 5.
        assert_eq!(needed(63), Ok(vec![10; 9]));
        assert_eq!(needed(64), Ok(vec![10; 11]));
        assert_eq!(needed(65), Ok([vec![10; 11], vec![6]].concat()));
    }
}
