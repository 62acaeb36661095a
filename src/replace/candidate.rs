//! A text with everything replaced that a policy replaces: the candidate that may be sent instead of the caller's.
//!
//! Addresses and placeholders stay as they are, whatever the policy. A character of a level is replaced if no table
//! that is spared holds it; a caller's map is the caller's word and spares nothing. One pass, and one look ahead over
//! each run of characters that depend on what stands around them: linear, whatever the text.

use std::ops::Range;

use unicode_normalization::char::compose;

use super::{Cyrillic, Kind, Level, Replace, Substitute, replacement, replacement_in};
use crate::alphabet::{holders, with_locking_tables};
use crate::links::{Link, fixed};
use crate::options::Coding;
use crate::prepare::Prepared;
use crate::text::Text;

/// Tables whose characters need no replacement, as sets of bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spared {
    locking: u16,
    single: u16,
}

impl Spared {
    /// The default alphabet and its extension table.
    pub(crate) const DEFAULT: Spared = Spared { locking: 1, single: 1 };

    /// These and all tables of the permitted languages.
    pub(crate) fn permitted(coding: &Coding) -> Self {
        let single = coding.languages.iter().fold(1, |set, language| set | 1 << language.identifier());
        Spared { locking: with_locking_tables(single), single }
    }

    fn holds(self, character: u32) -> bool {
        let (locking, single) = holders(character);
        locking & self.locking != 0 || single & self.single != 0
    }
}

/// The text with its replacements, or `None` if the policy replaces nothing in it. `base` is the prepared text, if that
/// is not the caller's own.
pub(crate) fn replaced(text: Text<'_>, base: Option<&Prepared>, policy: &Replace, spared: Spared) -> Option<Prepared> {
    let changes = |character: u32| match policy {
        Replace::Nothing => false,
        Replace::Level(level) => !spared.holds(character) && replacement(*level, character).is_some(),
        Replace::Map(map) => map.contains_key(&character),
    };
    let sent = base.map_or(text, |base| Text::Ucs4(base.characters()));
    if !sent.characters().any(|(_, character)| changes(character)) {
        return None;
    }
    let copy;
    let base = match base {
        Some(base) => base,
        None => {
            copy = Prepared::copy(text);
            &copy
        }
    };
    let links = fixed(&base.characters);
    let mut rewriting = Rewriting { base, all_links: &links, links: &links, to: base.emptied() };
    match policy {
        Replace::Nothing => {}
        Replace::Level(level) => {
            let language = match level {
                Level::Transliterate => Cyrillic::of(base.characters.iter().copied()),
                Level::Smart | Level::SmartWide => Cyrillic::default(),
            };
            rewriting.by_level(|character| {
                if spared.holds(character) {
                    // What joins or turns letters of some scripts is a part of the text, whichever table holds them.
                    return if is_shaped(character) { Fate::Foreign } else { Fate::Held };
                }
                match replacement_in(language, *level, character) {
                    None => Fate::Foreign,
                    Some(Substitute { kind: Kind::Plain, to, .. }) => Fate::Replaced(to),
                    Some(Substitute { kind, .. }) => Fate::Depends(kind),
                }
            });
        }
        Replace::Map(map) => rewriting.each(|character| map.get(&character).map(String::as_str)),
    }
    let mut replaced = rewriting.to;
    replaced.end_as(base);
    (replaced.changes.len() > base.changes.len()).then_some(replaced)
}

/// The first combining mark: nothing below can be one.
const FIRST_MARK: u32 = 0x300;

/// What is known of a character by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It is sent as it is, in the spared tables.
    Held,
    /// It is sent as it is; no spared table holds it, or what depends on its neighbours may depend on it.
    Foreign,
    /// A text stands for it, empty if it is dropped.
    Replaced(&'static str),
    /// It is dropped, or not, by what stands around it.
    Depends(Kind),
}

/// Whether a character is of the scripts, from Hebrew and Arabic to those of India and beyond, on whose letters joiners
/// and marks of direction have an effect.
fn is_shaped(character: u32) -> bool {
    (0x590..0x1E00).contains(&character)
}

struct Rewriting<'a> {
    base: &'a Prepared,
    all_links: &'a [Link],
    /// The links that end behind the place that has been reached.
    links: &'a [Link],
    to: Prepared,
}

impl Rewriting<'_> {
    /// The end of the link that a place is in, if it is in one. Places are asked for in ascending order.
    fn link_end(&mut self, at: usize) -> Option<usize> {
        while let [first, rest @ ..] = self.links {
            if at < first.range.end {
                return (at >= first.range.start).then_some(first.range.end);
            }
            self.links = rest;
        }
        None
    }

    /// Where the link begins that is in front of a place outside of links.
    fn next_link(&self) -> usize {
        self.links.first().map_or(usize::MAX, |link| link.range.start)
    }

    fn each<'t>(&mut self, to: impl Fn(u32) -> Option<&'t str>) {
        for at in 0..self.base.characters.len() {
            match (self.link_end(at), to(self.base.characters[at])) {
                (None, Some(to)) => self.to.change(self.base, at..at + 1, to.chars()),
                _ => self.to.keep(self.base, at..at + 1),
            }
        }
    }

    fn by_level(&mut self, fate: impl Fn(u32) -> Fate) {
        let characters = &self.base.characters[..];
        let mut all_held = None;
        // Whether the last character that shows something is sent in the spared tables.
        let (mut at, mut settled) = (0, true);
        while let Some(&character) = characters.get(at) {
            if let Some(end) = self.link_end(at) {
                settled = fate(characters[end - 1]) == Fate::Held;
                self.to.keep(self.base, at..end);
                at = end;
                continue;
            }
            match fate(character) {
                Fate::Replaced("") | Fate::Depends(_) => {
                    let end = self.dependent_end(at, &fate);
                    let after = match characters.get(end).map(|&next| fate(next)) {
                        Some(fate) if end == self.next_link() => fate == Fate::Held,
                        Some(fate) => fate != Fate::Foreign,
                        None => true,
                    };
                    for (place, &character) in characters.iter().enumerate().take(end).skip(at) {
                        let dropped = match fate(character) {
                            Fate::Depends(Kind::Joiner) => settled && after,
                            Fate::Depends(Kind::Mark) => settled,
                            Fate::Depends(Kind::Direction) => *all_held.get_or_insert_with(|| self.all_held(&fate)),
                            _ => true,
                        };
                        match dropped {
                            true => self.to.change(self.base, place..place + 1, [].into_iter()),
                            false => self.to.keep(self.base, place..place + 1),
                        }
                    }
                    at = end;
                }
                alone => {
                    let held = if alone == Fate::Held { self.held_end(at, &fate) } else { at };
                    if held > at {
                        self.to.keep(self.base, at..held);
                        (at, settled) = (held, true);
                        continue;
                    }
                    let (end, composed) = self.composed(at, &fate);
                    let becomes = if end > at + 1 { fate(composed) } else { alone };
                    settled = becomes != Fate::Foreign;
                    match becomes {
                        Fate::Replaced(to) => self.put(at..end, to),
                        Fate::Held if end > at + 1 => {
                            self.to.change(self.base, at..end, char::from_u32(composed).into_iter());
                        }
                        _ => self.to.keep(self.base, at..end),
                    }
                    at = end;
                }
            }
        }
    }

    /// The end of the run of characters that stay as they are; the last before a mark may be composed with it.
    fn held_end(&self, start: usize, fate: impl Fn(u32) -> Fate) -> usize {
        let characters = &self.base.characters[..self.base.characters.len().min(self.next_link())];
        match (start..characters.len()).find(|&at| fate(characters[at]) != Fate::Held) {
            Some(end) if fate(characters[end]) == Fate::Depends(Kind::Mark) => end - 1,
            Some(end) => end,
            None => characters.len(),
        }
    }

    /// Whether no character of the text stays that the spared tables lack.
    fn all_held(&self, fate: impl Fn(u32) -> Fate) -> bool {
        let mut reading = Rewriting { to: Prepared::default(), links: self.all_links, ..*self };
        self.base.characters.iter().enumerate().all(|(at, &character)| match fate(character) {
            Fate::Held => true,
            Fate::Foreign => false,
            Fate::Replaced(_) | Fate::Depends(_) => reading.link_end(at).is_none(),
        })
    }

    /// The end of the run of characters that show nothing by themselves.
    fn dependent_end(&self, start: usize, fate: impl Fn(u32) -> Fate) -> usize {
        let end = self.base.characters.len().min(self.next_link());
        let shows = |&at: &usize| !matches!(fate(self.base.characters[at]), Fate::Replaced("") | Fate::Depends(_));
        (start..end).find(shows).unwrap_or(end)
    }

    /// A character composed with the marks upon it, as far as that gives something that can be sent, and where they end.
    fn composed(&self, at: usize, fate: impl Fn(u32) -> Fate) -> (usize, u32) {
        let (mut end, mut composed) = (at + 1, self.base.characters[at]);
        while end < self.next_link() {
            let next = self.base.characters.get(end).copied();
            let mark = next.filter(|&next| next >= FIRST_MARK && fate(next) == Fate::Depends(Kind::Mark));
            let pair = char::from_u32(composed).zip(mark.and_then(char::from_u32));
            match pair.and_then(|(base, mark)| compose(base, mark)) {
                Some(whole) if matches!(fate(whole.into()), Fate::Held | Fate::Replaced(_)) => {
                    (end, composed) = (end + 1, whole.into());
                }
                _ => break,
            }
        }
        (end, composed)
    }

    /// Puts a text for a character. Capitals among capitals become capitals whole; a fraction behind a number is kept
    /// apart from it, and so is an exponent.
    fn put(&mut self, range: Range<usize>, to: &'static str) {
        let character = |at: usize| self.base.characters.get(at).copied().and_then(char::from_u32);
        let before = range.start.checked_sub(1).and_then(character);
        let is = |neighbour: Option<char>, test: fn(char) -> bool| neighbour.is_some_and(test);
        let capital = to.len() > 1 && is(character(range.start), char::is_uppercase) && {
            let after = character(range.end);
            is(after, char::is_uppercase) || !is(after, char::is_lowercase) && is(before, char::is_uppercase)
        };
        let apart = match character(range.start) {
            Some('¼'..='¾' | '⅐'..='⅞') => Some(' '),
            Some('²' | '³' | '¹' | '⁰'..='⁹') => Some('^'),
            _ => None,
        };
        let apart = apart.filter(|_| is(before, |c| c.is_ascii_digit()));
        let upper = |c: char| if capital { c.to_ascii_uppercase() } else { c };
        self.to.change(self.base, range, apart.into_iter().chain(to.chars().map(upper)));
    }
}
