//! Single rows: the group of each, with what a kernel knows of it already, or by all that is known of single texts.

use super::causes::{Causes, Met};
use super::class::{Classes, LATIN, is_latin_at_home};
use super::groups::Packed;
use super::savings::Savings;
use super::seen::Seen;
use super::{NO_CAUSE, Survey, TOO_LONG};
use crate::Text;
use crate::choose::Plans;
use crate::columns::batch::{Run, Taken};
use crate::columns::{ErrorCode, Row, Rows, encoding_code};
use crate::encoding::Encoding;
use crate::estimate::{Estimate, estimate, settle};
use crate::kernel::{Counts, Place};
use crate::options::Options;

/// What is foreign in what the options add.
pub(super) struct Added {
    suffix: Vec<char>,
    /// In the numbers of messages of several segments.
    numbering: Vec<char>,
}

impl Added {
    pub(super) fn new(options: &Options, classes: &Classes) -> Self {
        let layout = options.splitting.layout();
        let number = layout.numbering.as_ref().map_or_else(Vec::new, |numbering| numbering.around(1, 2).concat());
        let foreign = |characters: &[u32]| {
            let characters = characters.iter().filter_map(|&code| char::from_u32(code));
            characters.filter(|&character| classes.is_foreign(character)).collect()
        };
        Added { suffix: foreign(&layout.suffix_characters()), numbering: foreign(&number) }
    }

    /// Adds it to what has been seen of a text in so many segments.
    fn add(&self, segments: usize, classes: &Classes, seen: &mut Seen) {
        let numbering: &[char] = if segments > 1 { &self.numbering } else { &[] };
        self.suffix.iter().chain(numbering).for_each(|&character| classes.meet(character, seen));
    }
}

/// What is known of a text in UTF-8 before it is looked at.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    /// Those that it stands in, and where.
    pub(super) octets: &'a [u8],
    pub(super) place: Place,
    pub(super) counts: Counts,
}

impl<'a> Known<'a> {
    #[inline(always)]
    pub(super) fn text(&self) -> &'a [u8] {
        &self.octets[self.place.start..self.place.end]
    }
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
            let told = run.taken(index, plans)?;
            let (octets, place) = run.text(index)?;
            let known = Known { octets, place, counts: run.counts(index) };
            (place.end - place.start <= self.survey.longest).then_some((told, known))
        });
        match known {
            Some((told, known))
                if told.encoding != Encoding::Ucs2
                    && is_latin_at_home(known.text(), known.counts.continuations() == 0) =>
            {
                let group = Packed::plain(encoding_code(told.encoding), segments(told.segments), Some(LATIN), prefix);
                (group, told.units)
            }
            known => {
                let (group, taken) = self.group(known, || rows.row(row));
                (group.with(prefix), taken)
            }
        }
    }

    /// The group of a row but for its prefix, and its units. What a kernel knows of it already is what it takes, and
    /// octets that are UTF-8.
    #[inline(never)]
    fn group<'t>(&mut self, known: Option<(Taken, Known<'t>)>, row: impl FnOnce() -> Row<'t>) -> (Packed, usize) {
        let Some((told, known)) = known else { return self.look_at(row()) };
        let classes = &self.survey.classes;
        let (mut sort, mut sums) = self.met.sorts.look_at(classes, known.octets, known.place, &mut self.seen);
        // What is foreign in ASCII, as a rule nothing, is told by what is missing.
        if classes.has_foreign() && sums.foreign != known.counts.foreign() {
            classes.meet_foreign_ascii(known.text(), &mut self.seen);
            (sort, sums) = self.met.sorts.find(&self.seen, classes);
        }
        let count = segments(told.segments);
        let group = Packed::plain(encoding_code(told.encoding), count, sums.script(self.seen.letters), 0);
        if told.encoding != Encoding::Ucs2 {
            return (group, told.units);
        }
        let text = || std::str::from_utf8(known.text()).ok().map(Text::Utf8);
        let (cause, after) = self.blame(count, false, sort, Some(&known), text);
        (group.blamed(cause).saved(after), told.units)
    }

    fn look_at(&mut self, row: Row<'_>) -> (Packed, usize) {
        let Survey { options, classes, longest, .. } = self.survey;
        let failed = |error| (Packed::failed(error), 0);
        let text = match row {
            Ok(text) if octets_of(text) > *longest => return failed(TOO_LONG),
            Ok(text) => text,
            Err(code) => return failed(code as u8),
        };
        let estimate: Estimate = match estimate(text, options) {
            Ok(estimate) => estimate,
            Err(error) => return failed(ErrorCode::from(&error) as u8),
        };
        classes.look_at(text, &mut self.seen);
        let (_, sums) = self.met.sorts.find(&self.seen, classes);
        let script = sums.script(self.seen.letters);
        let (count, cut) = (segments(estimate.segments), estimate.truncation.is_some());
        let mut group = Packed::plain(encoding_code(estimate.encoding), count, script, 0).cut(cut);
        if estimate.encoding == Encoding::Ucs2 {
            if !options.prepare.changes_nothing() {
                // What is sent may lack what the caller's text has.
                if let Some(sent) = settle(text, options).ok().and_then(|settled| settled.prepared) {
                    classes.look_at(Text::Ucs4(sent.characters()), &mut self.seen);
                }
            }
            self.survey.added.add(estimate.segments, classes, &mut self.seen);
            let (sort, _) = self.met.sorts.find(&self.seen, classes);
            let (cause, after) = self.blame(count, cut, sort, None, || Some(text));
            group = group.blamed(cause).saved(after);
        }
        (group, estimate.units)
    }

    /// The cause of a row in UCS-2 of so many segments, which has been looked at, and its segments with replacements.
    fn blame<'t>(
        &mut self,
        count: u8,
        cut: bool,
        sort: u32,
        known: Option<&Known<'_>>,
        text: impl FnOnce() -> Option<Text<'t>>,
    ) -> (u32, u8) {
        let cause = self.met.cause(sort);
        if count == 1 || cause == NO_CAUSE {
            return (cause, count);
        }
        let help = self.met.help(cause);
        let often = || self.met.get(sort).often(&self.seen);
        let quickly =
            known.zip(self.plans).and_then(|(known, plans)| Savings::after_counts(known, often, plans, count, help));
        let after = match (quickly, help.is_any()) {
            (Some(after), _) => after,
            (None, true) => text().map_or(count, |text| {
                let (savings, memory) = (&self.survey.savings, &mut self.memory);
                savings.after(text, !cut, count, help, memory)
            }),
            (None, false) => count,
        };
        (cause, after)
    }
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
