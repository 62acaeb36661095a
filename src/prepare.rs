//! What may be changed in a text before it is encoded: line breaks, then normalization form C. Replacement comes behind
//! them: what it gives is a candidate beside the prepared text, not instead of it (`candidates.rs`).
//!
//! Nothing is changed unless an option says so, and every change is listed. A prepared text remembers for each of its
//! characters the position in the caller's text, so that later stages can speak of the caller's positions.

use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::options::{LoneSurrogates, Prepare};
use crate::text::{Text, is_surrogate, pair};

/// One change of the text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Replacement {
    /// Where the replaced characters stand in the caller's text.
    pub position: usize,
    /// The characters that stand there.
    pub from: Vec<u32>,
    /// The characters that are sent instead.
    pub to: Vec<u32>,
}

/// A text that is not the caller's any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prepared {
    pub(crate) characters: Vec<u32>,
    /// The caller's position of each character, and of the end.
    pub(crate) origins: Vec<usize>,
    pub(crate) changes: Changes,
}

/// Changes, packed: a text of any length may have as many as it has characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    /// Position, characters before, characters after.
    places: Vec<(usize, u32, u32)>,
    /// The characters before and after, one change behind the other.
    characters: Vec<u32>,
}

impl Changes {
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    fn push(&mut self, position: usize, from: &[u32], to: &[u32]) {
        // Runs of more than 2^32 characters would not fit in memory.
        self.places.push((position, from.len() as u32, to.len() as u32));
        self.characters.extend_from_slice(from);
        self.characters.extend_from_slice(to);
    }

    fn iter(&self) -> impl Iterator<Item = (usize, &[u32], &[u32])> {
        let mut rest = &self.characters[..];
        self.places.iter().map(move |&(position, before, after)| {
            let (from, behind) = rest.split_at(before as usize);
            let (to, behind) = behind.split_at(after as usize);
            rest = behind;
            (position, from, to)
        })
    }

    fn before(&self, end: usize) -> Changes {
        let mut kept = Changes::default();
        for (position, from, to) in self.iter().filter(|&(position, ..)| position < end) {
            kept.push(position, from, to);
        }
        kept
    }
}

impl Prepared {
    /// The characters that are sent.
    #[must_use]
    pub fn characters(&self) -> &[u32] {
        &self.characters
    }

    /// What was changed, in the order of the text within each step.
    #[must_use]
    pub fn replacements(&self) -> Vec<Replacement> {
        let change = |(position, from, to): (usize, &[u32], &[u32])| Replacement {
            position,
            from: from.to_vec(),
            to: to.to_vec(),
        };
        self.changes.iter().map(change).collect()
    }

    /// The caller's position of each character, and of the end.
    #[must_use]
    pub fn origins(&self) -> &[usize] {
        &self.origins
    }

    /// The caller's position of a position in the prepared text.
    pub(crate) fn origin(&self, position: usize) -> usize {
        self.origins[position]
    }

    /// A copy of a text, pairs of surrogates joined.
    pub(crate) fn copy(text: Text<'_>) -> Self {
        let mut copy = Prepared::default();
        copy.characters.reserve(text.end());
        copy.origins.reserve(text.end() + 1);
        for (position, character) in text.characters() {
            copy.characters.push(character);
            copy.origins.push(position);
        }
        copy.origins.push(text.end());
        copy
    }

    /// The first characters only. A change in what was cut off is no change of what is sent.
    pub(crate) fn truncate(&mut self, characters: usize) {
        let end = self.origins[characters];
        self.characters.truncate(characters);
        self.origins.truncate(characters + 1);
        self.changes = self.changes.before(end);
    }

    /// Puts characters behind the text that stand nowhere in the caller's.
    pub(crate) fn append(&mut self, characters: &[u32]) {
        let end = self.origins[self.characters.len()];
        self.characters.extend_from_slice(characters);
        self.origins.resize(self.characters.len() + 1, end);
    }

    /// Puts characters around each part that ends at one of these places, and gives the new ends.
    pub(crate) fn surround(
        &mut self,
        ends: impl IntoIterator<Item = usize>,
        around: impl Fn(usize) -> [Vec<u32>; 2],
    ) -> Vec<usize> {
        let (before, origins) = (std::mem::take(&mut self.characters), std::mem::take(&mut self.origins));
        let mut start = 0;
        let mut new_ends = Vec::new();
        for (index, end) in ends.into_iter().enumerate() {
            let [first, last] = around(index);
            self.origins.extend(first.iter().map(|_| origins[start]));
            self.origins.extend_from_slice(&origins[start..end]);
            self.origins.extend(last.iter().map(|_| origins[end]));
            self.characters.extend(first);
            self.characters.extend_from_slice(&before[start..end]);
            self.characters.extend(last);
            new_ends.push(self.characters.len());
            start = end;
        }
        self.origins.push(origins[before.len()]);
        new_ends
    }

    /// No characters yet, and the changes that there were before.
    pub(crate) fn emptied(&self) -> Self {
        let (characters, origins) = (Vec::with_capacity(self.characters.len()), Vec::with_capacity(self.origins.len()));
        Prepared { changes: self.changes.clone(), characters, origins }
    }

    /// Adds characters of another text as they are. Halves of a pair of surrogates that meet, because what stood between
    /// them was dropped, are the character that they encode: so a receiver reads them.
    pub(crate) fn keep(&mut self, other: &Prepared, mut range: Range<usize>) {
        if let (Some(high), Some(&low)) = (self.characters.last_mut(), other.characters[range.clone()].first())
            && let Some(character) = pair(*high, low)
        {
            *high = character;
            range.start += 1;
        }
        self.characters.extend_from_slice(&other.characters[range.clone()]);
        self.origins.extend_from_slice(&other.origins[range]);
    }

    /// Adds others in place of characters of another text.
    pub(crate) fn change(&mut self, other: &Prepared, range: Range<usize>, to: impl Iterator<Item = char>) {
        let (position, start) = (other.origins[range.start], self.characters.len());
        self.characters.extend(to.map(u32::from));
        let from = &other.characters[range.clone()];
        if self.characters[start..] == *from {
            self.origins.extend_from_slice(&other.origins[range]);
            return;
        }
        self.origins.resize(self.characters.len(), position);
        self.changes.push(position, from, &self.characters[start..]);
    }

    /// Ends where another text ends.
    pub(crate) fn end_as(&mut self, other: &Prepared) {
        self.origins.push(other.origins[other.characters.len()]);
    }

    /// The place at or before another at which a character of the caller's begins: what stands for one is not divided.
    pub(crate) fn boundary(&self, place: usize) -> usize {
        let origin = self.origins[place];
        self.origins[..place].iter().rposition(|&before| before < origin).map_or(0, |before| before + 1)
    }

    /// Rewrites the text; `rewrite` is given the rest of the characters and returns how many it takes and what it puts
    /// in their place, or `None` to keep one.
    fn rewrite(&mut self, mut rewrite: impl FnMut(&[u32]) -> Option<(usize, Vec<u32>)>) {
        let before = std::mem::take(&mut self.characters);
        let origins = std::mem::take(&mut self.origins);
        let mut at = 0;
        while at < before.len() {
            let (taken, put) = match rewrite(&before[at..]) {
                Some((taken, put)) => (taken, put),
                None => (1, vec![before[at]]),
            };
            if before[at..at + taken] == put[..] {
                self.origins.extend_from_slice(&origins[at..at + taken]);
            } else {
                self.origins.extend(put.iter().map(|_| origins[at]));
                self.changes.push(origins[at], &before[at..at + taken], &put);
            }
            self.characters.extend(put);
            at += taken;
        }
        self.origins.push(origins[before.len()]);
    }
}

/// The text as it is to be sent, or `None` when that is the caller's own.
pub(crate) fn prepare(text: Text<'_>, options: &Prepare) -> Option<Prepared> {
    let lone = options.lone_surrogates == LoneSurrogates::Replace && has(text, is_surrogate);
    let breaks = options.fold_line_breaks && has(text, |character| character == CR);
    let compose = options.compose && !is_composed(text);
    if !(lone || breaks || compose) {
        return None;
    }
    let mut prepared = Prepared::copy(text);
    if lone {
        prepared.rewrite(|rest| is_surrogate(rest[0]).then(|| (1, vec![REPLACEMENT_CHARACTER])));
    }
    if breaks {
        prepared.rewrite(|rest| match rest {
            [CR, LF, ..] => Some((2, vec![LF])),
            [CR, ..] => Some((1, vec![LF])),
            _ => None,
        });
    }
    if compose {
        prepared.rewrite(|rest| {
            let taken = 1 + rest[1..].iter().take_while(|&&character| !starts_anew(character)).count();
            let composed = composed(&rest[..taken]);
            Some((taken, composed))
        });
    }
    Some(prepared)
}

const CR: u32 = 0x0D;
const LF: u32 = 0x0A;
const REPLACEMENT_CHARACTER: u32 = 0xFFFD;

fn has(text: Text<'_>, test: impl Fn(u32) -> bool) -> bool {
    text.characters().any(|(_, character)| test(character))
}

fn is_composed(text: Text<'_>) -> bool {
    if let Text::Latin1(_) = text {
        return true; // every character below U+0300 is composed already
    }
    let scalars = || text.characters().filter_map(|(_, character)| char::from_u32(character));
    match is_nfc_quick(scalars()) {
        IsNormalized::Yes => true,
        IsNormalized::No => false,
        IsNormalized::Maybe => scalars().nfc().eq(scalars()),
    }
}

/// Whether nothing before a character can combine with it: normalization can be done up to here and from here on.
fn starts_anew(character: u32) -> bool {
    match char::from_u32(character) {
        None => true, // a lone surrogate
        Some(character) => {
            canonical_combining_class(character) == 0 && is_nfc_quick(std::iter::once(character)) == IsNormalized::Yes
        }
    }
}

/// Normalization form C of a character and of what combines with it.
#[must_use]
pub fn composed(run: &[u32]) -> Vec<u32> {
    if let [only] = run
        && starts_anew(*only)
    {
        return vec![*only];
    }
    // Only the first of a run can be a lone surrogate: it is kept, and what follows is composed without it.
    let kept = run.iter().take_while(|&&character| is_surrogate(character)).count();
    let composed = run[kept..].iter().filter_map(|&character| char::from_u32(character)).nfc().map(u32::from);
    run[..kept].iter().copied().chain(composed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Prepare {
        Prepare {
            fold_line_breaks: true,
            compose: true,
            lone_surrogates: LoneSurrogates::Replace,
            ..Prepare::default()
        }
    }

    fn prepared(text: &str) -> Option<(String, Vec<usize>)> {
        prepare(Text::Utf8(text), &all()).map(|prepared| {
            let characters = prepared.characters.iter().filter_map(|&c| char::from_u32(c)).collect();
            (characters, prepared.replacements().iter().map(|r| r.position).collect())
        })
    }

    #[test]
    fn a_text_that_needs_no_change_is_not_copied() {
        assert_eq!(prepared("été\n"), None);
        assert_eq!(prepared("नमस्ते"), None);
        assert_eq!(prepare(Text::Utf8("a\r\nb"), &Prepare::default()), None);
    }

    #[test]
    fn line_breaks_become_line_feeds() {
        assert_eq!(prepared("a\r\nb\rc\n"), Some(("a\nb\nc\n".into(), vec![1, 4])));
    }

    #[test]
    fn accents_are_composed_where_they_stand() {
        assert_eq!(prepared("xe\u{301}y"), Some(("xéy".into(), vec![1])));
        assert_eq!(prepared("\u{301}a"), None);
        assert_eq!(prepared("A\u{30A}\u{212B}"), Some(("ÅÅ".into(), vec![0])));
        assert_eq!(prepared("\u{1112}\u{1161}\u{11AB}!"), Some(("한!".into(), vec![0])));
    }

    #[test]
    fn composition_in_runs_is_composition_of_the_whole() {
        for text in
            ["a\u{301}\u{327}b\u{212B}\u{301}", "\u{9C7}\u{9BE}x", "q\u{323}\u{307}", "\u{1100}\u{1161}\u{11A8}"]
        {
            let whole: String = text.nfc().collect();
            assert_eq!(prepared(text).map(|p| p.0).unwrap_or_else(|| text.into()), whole, "{text:?}");
        }
    }

    #[test]
    fn lone_surrogates_are_replaced_one_by_one() {
        let units = [0xD83Du16, 0x61, 0xD83D, 0xDE00, 0xDE00];
        let prepared = prepare(Text::Ucs2(&units), &all()).unwrap_or_default();
        assert_eq!(prepared.characters, [0xFFFD, 0x61, 0x1F600, 0xFFFD]);
        assert_eq!(prepared.origins, [0, 1, 2, 4, 5]);
    }
}
