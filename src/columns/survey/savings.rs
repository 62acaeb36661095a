//! What replacements would save.

use super::class::Member;
use super::desk::Known;
use crate::Text;
use crate::choose::Plans;
use crate::estimate::{count_segments, estimate};
use crate::kernel::Level;
use crate::links::may_be_fixed;
use crate::options::{Coding, Family, Options, Prepare};
use crate::replace::{Replace, ReplaceWhen, Rewriting};

/// Whether replacements help against a cause.
#[derive(Clone, Debug)]
pub(super) enum Help {
    /// They do not: some of its members have none.
    None,
    /// They may: each text has to be tried.
    Perhaps,
    /// They do, and each character is replaced by itself, but for links.
    Simple(Simple),
}

/// Replacements of single characters.
#[derive(Clone, Debug)]
pub(super) struct Simple {
    rewriting: Rewriting,
    /// The septets of each, and whether some of its characters take two; none, if the default alphabet lacks one.
    septets: Option<Vec<(char, usize, bool)>>,
}

impl Simple {
    fn new(rewriting: Rewriting) -> Self {
        let septets = rewriting.to().map(|(character, to)| {
            let tally = Level::PORTABLE.scan(Text::Utf8(to)).ok()?;
            Some((character, tally.characters + tally.wide, tally.wide > 0))
        });
        let septets = septets.collect();
        Simple { rewriting, septets }
    }

    /// The segments that a text takes when its foreign characters, which are these, so often, are replaced; `None` if
    /// more must be known than its counts.
    fn segments(
        &self,
        known: &Known<'_>,
        often: impl Iterator<Item = (Member, usize)>,
        plans: &Plans,
    ) -> Option<usize> {
        let (mut wide, mut foreign) = (known.counts.wide() > 0, 0);
        let mut septets = known.text().len() - known.counts.continuations() + known.counts.wide();
        for (member, often) in often {
            let is = |(character, _, _): &&(char, usize, bool)| member == Member::Character(*character);
            let &(_, each, has_wide) = self.septets.as_ref()?.iter().find(is)?;
            foreign += often;
            septets += often * each;
            wide |= has_wide;
        }
        if foreign != known.counts.foreign() || may_be_fixed(known.text()) {
            return None;
        }
        plans.of_septets(septets - foreign, wide)
    }
}

impl Help {
    /// Whether a text has to be tried.
    pub(super) fn is_any(&self) -> bool {
        !matches!(self, Help::None)
    }
}

/// The options with replacements, and those without, if that is another matter.
pub(super) struct Savings {
    plain: Options,
    replacing: Option<Options>,
    /// Whether a replaced text is sent as it is, so that its estimate is the plain one.
    simple: bool,
}

impl Savings {
    pub(super) fn new(plain: &Options, replacing: Option<&Options>) -> Self {
        let replacing = replacing.filter(|&replacing| replacing != plain).cloned();
        let simple = replacing.as_ref().is_some_and(|replacing| {
            let alone = Prepare { replace: Replace::Nothing, ..replacing.prepare.clone() };
            let same = Options { prepare: plain.prepare.clone(), ..replacing.clone() } == *plain;
            same && plain.prepare.changes_nothing()
                && alone.changes_nothing()
                && replacing.prepare.replace_when == ReplaceWhen::Saves
                && replacing.coding.family == Family::Auto
                && replacing.coding.languages.is_empty()
        });
        Savings { plain: plain.clone(), replacing, simple }
    }

    /// Whether they help against a text of which nothing more is known.
    pub(super) fn help_with_any(&self) -> Help {
        if self.replacing.is_some() { Help::Perhaps } else { Help::None }
    }

    /// Whether they help against a cause of these members: if the default alphabet, or one that is permitted, holds
    /// what stands for each of them.
    pub(super) fn help_with(&self, members: &[Member]) -> Help {
        let Some(replacing) = &self.replacing else { return Help::None };
        let mut characters = String::new();
        for member in members {
            match member {
                Member::Character(character) => characters.push(*character),
                Member::Letters(_) => return Help::None,
            }
        }
        let forced = Options {
            coding: Coding { family: Family::Gsm7, ..replacing.coding.clone() },
            prepare: Prepare { replace_when: ReplaceWhen::Always, ..replacing.prepare.clone() },
            ..replacing.clone()
        };
        if estimate(Text::Utf8(&characters), &forced).is_err() {
            return Help::None;
        }
        match Rewriting::new(&replacing.prepare.replace, characters.chars()) {
            Some(rewriting) if self.simple => Help::Simple(Simple::new(rewriting)),
            _ => Help::Perhaps,
        }
    }

    /// The segments that a text takes with its replacements, of which only counts are known, and how often its members occur;
    /// `None` if more must be known.
    #[inline]
    pub(super) fn after_counts<Often: Iterator<Item = (Member, usize)>>(
        known: &Known<'_>,
        often: impl FnOnce() -> Often,
        plans: &Plans,
        before: u8,
        help: &Help,
    ) -> Option<u8> {
        match help {
            Help::None => Some(before),
            Help::Perhaps => None,
            Help::Simple(simple) => {
                let segments = simple.segments(known, often(), plans)?;
                Some(u8::try_from(segments).map_or(before, |segments| segments.min(before)))
            }
        }
    }

    /// The segments that a text takes with its replacements, which has a cause and takes so many without.
    pub(super) fn after(&self, text: Text<'_>, whole: bool, before: u8, help: &Help, memory: &mut String) -> u8 {
        let Some(replacing) = &self.replacing else { return before };
        // What takes one segment takes no fewer.
        if before <= 1 {
            return before;
        }
        let fewer = |segments: usize| u8::try_from(segments).map_or(before, |segments| segments.min(before));
        match (help, text) {
            (Help::None, _) => before,
            (Help::Simple(simple), Text::Utf8(utf8)) if whole && simple.rewriting.rewrite(utf8, memory) => {
                count_segments(Text::Utf8(memory), &self.plain).map_or(before, fewer)
            }
            _ => match count_segments(text, replacing) {
                Ok(segments) => u8::try_from(segments).unwrap_or(before),
                Err(_) => before,
            },
        }
    }
}
