//! Single rows: the group of each, with what a kernel knows of it already, or by all that is known of single texts.

use super::causes::{Causes, Met};
use super::class::{Classes, LATIN, Member, Seen, is_latin_at_home};
use super::groups::{Group, Packed};
use super::savings::Savings;
use super::{NO_CAUSE, Survey, TOO_LONG};
use crate::Text;
use crate::choose::{Plan, Plans};
use crate::columns::batch::Run;
use crate::columns::{ErrorCode, Row, Rows, encoding_code};
use crate::encoding::Encoding;
use crate::estimate::{Estimate, estimate, settle};
use crate::kernel::Counts;
use crate::options::Options;

/// What is foreign in what the options add.
pub(super) struct Added {
    suffix: Vec<Member>,
    /// In the numbers of messages of several segments.
    numbering: Vec<Member>,
}

impl Added {
    pub(super) fn new(options: &Options, classes: &Classes) -> Self {
        let layout = options.splitting.layout();
        let number = layout.numbering.as_ref().map_or_else(Vec::new, |numbering| numbering.around(1, 2).concat());
        let foreign = |characters: &[u32]| {
            let mut seen = Seen::default();
            classes.look_at(Text::Ucs4(characters), &mut seen);
            seen.members
        };
        Added { suffix: foreign(&layout.suffix_characters()), numbering: foreign(&number) }
    }

    /// Adds it to what has been seen of a text in so many segments.
    fn add(&self, segments: usize, seen: &mut Seen) {
        let numbering: &[Member] = if segments > 1 { &self.numbering } else { &[] };
        self.suffix.iter().chain(numbering).for_each(|&member| seen.add(member, 1));
    }
}

/// What is known of a text in UTF-8 before it is looked at.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) octets: &'a [u8],
    pub(super) counts: Counts,
}

/// What a piece of the work needs.
pub(super) struct Desk<'a> {
    survey: &'a Survey,
    plans: Option<&'a Plans>,
    pub(super) met: Met<'a>,
    seen: Seen,
    memory: String,
}

impl<'a> Desk<'a> {
    pub(super) fn new(survey: &'a Survey, known: &'a Causes, plans: Option<&'a Plans>) -> Self {
        let met = Met::new(known, &survey.savings);
        Desk { survey, plans, met, seen: Seen::default(), memory: String::new() }
    }

    /// The group of a row, and its units.
    #[inline(always)]
    pub(super) fn settle(
        &mut self,
        run: &Run<'_>,
        index: usize,
        rows: &dyn Rows,
        row: usize,
        prefix: i32,
    ) -> (Packed, usize) {
        let known = self.plans.and_then(|plans| {
            let plan = run.plan(index, plans)?;
            let octets = run.text(index).filter(|octets| octets.len() <= self.survey.longest)?;
            Some((plan, Known { octets, counts: run.counts(index) }))
        });
        match known {
            Some((plan, Known { octets, counts }))
                if plan.encoding != Encoding::Ucs2 && is_latin_at_home(octets, counts.continuations() == 0) =>
            {
                let group = Packed::plain(encoding_code(plan.encoding), segments(plan.segments), Some(LATIN), prefix);
                (group, plan.units)
            }
            known => {
                let (group, taken) = self.group(known, || rows.row(row));
                (Group { prefix, ..group }.into(), taken)
            }
        }
    }

    /// The group of a row but for its prefix, and its units. What a kernel knows of it already is its plan, and octets
    /// that are UTF-8.
    #[inline(never)]
    fn group<'t>(&mut self, known: Option<(Plan, Known<'t>)>, row: impl FnOnce() -> Row<'t>) -> (Group, usize) {
        if let Some((plan, known)) = known
            && let Some(script) = self.survey.classes.look_at_octets(known.octets, &mut self.seen)
        {
            let mut group = told(plan.encoding, plan.segments, script);
            if plan.encoding == Encoding::Ucs2 {
                self.blame(&mut group, Some(&known), || std::str::from_utf8(known.octets).ok().map(Text::Utf8));
            }
            return (group, plan.units);
        }
        self.look_at(row())
    }

    fn look_at(&mut self, row: Row<'_>) -> (Group, usize) {
        let Survey { options, classes, longest, .. } = self.survey;
        let failed = |error| (Group { error, ..Group::default() }, 0);
        let text = match row {
            Ok(text) if octets_of(text) > *longest => return failed(TOO_LONG),
            Ok(text) => text,
            Err(code) => return failed(code as u8),
        };
        let estimate: Estimate = match estimate(text, options) {
            Ok(estimate) => estimate,
            Err(error) => return failed(ErrorCode::from(&error) as u8),
        };
        let script = classes.look_at(text, &mut self.seen);
        let mut group = told(estimate.encoding, estimate.segments, script);
        group.cut = estimate.truncation.is_some();
        if estimate.encoding == Encoding::Ucs2 {
            if !options.prepare.changes_nothing() {
                // What is sent may lack what the caller's text has.
                if let Some(sent) = settle(text, options).ok().and_then(|settled| settled.prepared) {
                    classes.look_at(Text::Ucs4(sent.characters()), &mut self.seen);
                }
            }
            self.survey.added.add(estimate.segments, &mut self.seen);
            self.blame(&mut group, None, || Some(text));
        }
        (group, estimate.units)
    }

    /// The cause of a row in UCS-2, which has been looked at, and what replacements save of it.
    fn blame<'t>(&mut self, group: &mut Group, known: Option<&Known<'_>>, text: impl FnOnce() -> Option<Text<'t>>) {
        group.cause = self.met.number(&self.seen.members);
        if group.segments > 1 && group.cause != NO_CAUSE {
            let help = self.met.help(group.cause);
            let quickly = known
                .zip(self.plans)
                .and_then(|(known, plans)| Savings::after_counts(known, &self.seen, plans, group.segments, help));
            if let Some(after) = quickly {
                group.after = after;
            } else if let (true, Some(text)) = (help.is_any(), text()) {
                let (savings, memory) = (&self.survey.savings, &mut self.memory);
                group.after = savings.after(text, !group.cut, group.segments, help, memory);
            }
        }
    }
}

/// A group of which that is known.
#[inline]
fn told(encoding: Encoding, count: usize, script: Option<u8>) -> Group {
    let count = segments(count);
    Group { encoding: encoding_code(encoding), segments: count, after: count, script, ..Group::default() }
}

/// At most 255 segments leave an estimate.
#[inline(always)]
fn segments(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}

/// The octets of a text in UTF-8.
fn octets_of(text: Text<'_>) -> usize {
    match text {
        Text::Utf8(text) => text.len(),
        Text::Latin1(octets) if octets.is_ascii() => octets.len(),
        text => text.characters().map(|(_, code)| char::from_u32(code).map_or(3, char::len_utf8)).sum(),
    }
}
