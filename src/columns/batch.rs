//! Rows that are told from their counts alone: most, and many at a time.

use std::ops::Range;

use super::Rows;
use crate::choose::{Plan, Plans};
use crate::kernel::{Counts, Level, Marks, Place};
use crate::segment::count_by;

/// Rows whose places are asked for at once.
const ROWS: usize = 128;
/// Octets between two texts that are marked with them, although they belong to none.
const GAP: usize = 2 * 64;

/// What tells rows from their counts, and the memory that it needs.
pub(super) struct Batch {
    level: Level,
    marks: Marks,
    places: [Place; ROWS],
    counts: [Counts; ROWS],
    /// The next so many texts are marked one by one: among them is one that is no UTF-8.
    alone: usize,
}

impl Batch {
    pub(super) fn new() -> Self {
        let (places, counts) = ([Place::NOWHERE; ROWS], [Counts::BROKEN; ROWS]);
        Batch { level: Level::active(), marks: Marks::default(), places, counts, alone: 0 }
    }

    /// Hands on a plan for each row of a range, in order, with the row's number in the range, and whether all of it is
    /// ASCII; `None` for a row of which more must be known, or for all rows, if there are no plans.
    #[inline(always)]
    pub(super) fn each(
        &mut self,
        rows: &dyn Rows,
        range: Range<usize>,
        plans: Option<&Plans>,
        mut settle: impl FnMut(usize, Option<(Plan, bool)>),
    ) {
        let first = range.start;
        for start in range.clone().step_by(ROWS) {
            let end = range.end.min(start + ROWS);
            let octets = match plans {
                Some(_) => rows.places(start..end, &mut self.places[..end - start]),
                None => &[],
            };
            let mut at = 0;
            while at < end - start {
                let run = match plans {
                    Some(_) => self.count(rows, start, octets, at..end - start),
                    None => end - start,
                };
                for index in at..at + run {
                    let (Place { start: from, end: to }, counts) = (self.places[index], self.counts[index]);
                    let reach = |second, capacity| {
                        let reach =
                            |from| self.marks.reach(self.level, Place { start: from, end: to }, second, capacity);
                        count_by(from, to, reach)
                    };
                    let plan = plans.and_then(|plans| plans.of_counts(to.wrapping_sub(from), counts, reach));
                    settle(start - first + index, plan.map(|plan| (plan, counts.continuations() == 0)));
                }
                at += run;
            }
        }
    }

    /// Counts the first of some texts, as many as can be marked at once; says how many.
    #[inline]
    fn count(&mut self, rows: &dyn Rows, start: usize, octets: &[u8], among: Range<usize>) -> usize {
        let first = among.start;
        let place = self.places[first];
        if place == Place::NOWHERE {
            self.count_one(first, rows.octets(start + first));
            return 1;
        }
        let run = if self.alone > 0 { 1 } else { run(&self.places[among], octets.len()) };
        self.alone = self.alone.saturating_sub(1);
        let places = &self.places[first..first + run];
        if run > 1 && mark(self.level, &mut self.marks, octets, place.start..places[run - 1].end) {
            self.marks.count(self.level, places, &mut self.counts[first..first + run]);
            return run;
        }
        self.alone = self.alone.max(run - 1);
        self.count_one(first, Some((octets, place.start..place.end)));
        1
    }

    #[inline(never)]
    fn count_one(&mut self, index: usize, text: Option<(&[u8], Range<usize>)>) {
        self.counts[index] = Counts::BROKEN;
        if let Some((octets, part)) = text.filter(|(_, part)| part.len() <= Marks::SPAN) {
            let place = Place { start: part.start, end: part.end };
            if mark(self.level, &mut self.marks, octets, part) {
                self.places[index] = place;
                self.marks.count(self.level, &[place], &mut self.counts[index..=index]);
            }
        }
    }
}

/// Marks a part of octets; says whether anything is known of it then. Where kernels are slow, only what is quickly known
/// is marked.
#[inline]
fn mark(level: Level, marks: &mut Marks, octets: &[u8], part: Range<usize>) -> bool {
    (level != Level::PORTABLE || octets[part.clone()].is_ascii()) && marks.mark(level, octets, part)
}

/// How many of the first texts stand one behind the other, so that they can be marked at once: one at least.
#[inline]
fn run(places: &[Place], octets: usize) -> usize {
    let reach = places[0].start.saturating_add(Marks::SPAN).min(octets);
    let follows = |pair: &[Place]| {
        let (last, next) = (pair[0], pair[1]);
        (last.end <= next.start)
            & (next.start.wrapping_sub(last.end) <= GAP)
            & (next.start <= next.end)
            & (next.end <= reach)
    };
    if places[0].end > reach {
        return 1;
    }
    1 + places.windows(2).take_while(|pair| follows(pair)).count()
}
