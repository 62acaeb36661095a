//! Rows that are told from their counts alone: most, and many at a time.

use std::ops::Range;

use super::Rows;
use crate::choose::{Plan, Plans};
#[cfg(feature = "survey")]
use crate::encoding::Encoding;
use crate::kernel::{Counts, Level, Marks, Place, Second};
use crate::segment::{Count, NoRoom, count_by};

/// Rows whose places are asked for at once.
const ROWS: usize = 128;

/// What tells rows from their counts, and the memory that it needs.
pub(super) struct Batch {
    level: Level,
    /// Whether it has been checked that octets which are said to be UTF-8 are that.
    checked: bool,
    marks: Marks,
    places: [Place; ROWS],
    counts: [Counts; ROWS],
    /// The next so many texts are marked one by one: among them is one that is no UTF-8.
    alone: usize,
}

/// Rows in order, and what is known of them from their counts.
pub(super) struct Run<'a> {
    /// The number of the first of them in the range.
    pub(super) first: usize,
    #[cfg_attr(not(feature = "survey"), expect(dead_code, reason = "surveys alone read it"))]
    octets: &'a [u8],
    places: &'a [Place],
    counts: &'a [Counts],
    level: Level,
    marks: &'a Marks,
}

/// What a row takes.
#[cfg(feature = "survey")]
#[derive(Clone, Copy)]
pub(super) struct Taken {
    pub(super) encoding: Encoding,
    pub(super) segments: usize,
    pub(super) units: usize,
}

impl<'a> Run<'a> {
    /// The number of rows.
    #[inline(always)]
    pub(super) fn len(&self) -> usize {
        self.counts.len()
    }

    #[cfg(feature = "survey")]
    #[inline(always)]
    pub(super) fn counts(&self, index: usize) -> Counts {
        self.counts[index]
    }

    /// The plan of a row; `None` if more of it must be known.
    #[inline(always)]
    pub(super) fn plan(&self, index: usize, plans: &Plans) -> Option<Plan> {
        plans.of_counts(self.octets_of(index), self.counts[index], |_, second, capacity| {
            self.count_segments(index, second, capacity)
        })
    }

    /// What a row takes, as its plan says.
    #[cfg(feature = "survey")]
    #[inline(always)]
    pub(super) fn taken(&self, index: usize, plans: &Plans) -> Option<Taken> {
        let plan = plans.of_counts(self.octets_of(index), self.counts[index], |units, second, capacity| {
            // Each segment but the last one may leave a unit, if a character of two does not fit.
            let segments = units.div_ceil(capacity.max(1));
            match units + segments - 1 <= segments * capacity {
                true => Ok(Count { segments, last: 0 }), // which is not told
                false => self.count_segments(index, second, capacity),
            }
        })?;
        Some(Taken { encoding: plan.encoding, segments: plan.segments, units: plan.units })
    }

    #[inline(always)]
    fn octets_of(&self, index: usize) -> usize {
        let Place { start, end } = self.places[index];
        end.wrapping_sub(start)
    }

    fn count_segments(&self, index: usize, second: Second, capacity: usize) -> Result<Count, NoRoom> {
        let place = self.places[index];
        let reach = |from| self.marks.reach(self.level, Place { start: from, ..place }, second, capacity);
        count_by(place.start, place.end, reach)
    }

    /// The octets that a row with a plan stands in, and where it does.
    #[cfg(feature = "survey")]
    #[inline(always)]
    pub(super) fn text(&self, index: usize) -> Option<(&'a [u8], Place)> {
        let place = self.places[index];
        (place.start <= place.end && place.end <= self.octets.len()).then_some((self.octets, place))
    }

    /// Parts the rows: those that begin with a letter of ASCII, and are letters of the default alphabet, none of them
    /// Greek, in at most so many septets, together take so many; the others are put into a list.
    #[cfg(feature = "survey")]
    #[inline]
    pub(super) fn part(&self, room: usize, others: &mut Others) -> usize {
        let without = if self.marks.may_be_greek() { Counts::FOREIGN_OR_LONG } else { Counts::FOREIGN };
        let (septets, count) = self.level.part(self.octets, self.places, self.counts, without, room, &mut others.rows);
        others.count = count;
        septets
    }
}

/// Numbers of some rows of a run.
#[cfg(feature = "survey")]
pub(super) struct Others {
    /// At every place that a number of 8 bits tells, so that none is outside.
    rows: [u8; 256],
    count: usize,
}

#[cfg(feature = "survey")]
impl Others {
    pub(super) fn new() -> Self {
        Others { rows: [0; 256], count: 0 }
    }

    pub(super) fn rows(&self) -> impl ExactSizeIterator<Item = usize> {
        self.rows[..self.count].iter().map(|&row| row.into())
    }
}

impl Batch {
    pub(super) fn new(checked: bool) -> Self {
        let (places, counts) = ([Place::NOWHERE; ROWS], [Counts::BROKEN; ROWS]);
        Batch { level: Level::active(), checked, marks: Marks::default(), places, counts, alone: 0 }
    }

    /// Hands on a plan for each row of a range, in order, with the row's number in the range; `None` for a row of which
    /// more must be known, or for all rows, if there are no plans.
    #[inline(always)]
    pub(super) fn each(
        &mut self,
        rows: &dyn Rows,
        range: Range<usize>,
        plans: Option<&Plans>,
        mut settle: impl FnMut(usize, Option<Plan>),
    ) {
        self.runs(rows, range, plans.is_some(), |run| {
            for index in 0..run.len() {
                settle(run.first + index, plans.and_then(|plans| run.plan(index, plans)));
            }
        });
    }

    /// Hands on the rows of a range in order; uncounted, if their counts are not wanted.
    #[inline(always)]
    pub(super) fn runs(&mut self, rows: &dyn Rows, range: Range<usize>, wanted: bool, mut each: impl FnMut(Run<'_>)) {
        let first = range.start;
        for start in range.clone().step_by(ROWS) {
            let end = range.end.min(start + ROWS);
            let octets = match wanted {
                true => rows.places(start..end, &mut self.places[..end - start]),
                false => &[],
            };
            let mut at = 0;
            while at < end - start {
                let (run, octets) = match wanted {
                    true => self.count(rows, start, octets, at..end - start),
                    false => (end - start, octets),
                };
                let among = at..at + run;
                let (places, counts) = (&self.places[among.clone()], &self.counts[among]);
                let (level, marks) = (self.level, &self.marks);
                each(Run { first: start - first + at, octets, places, counts, level, marks });
                at += run;
            }
        }
    }

    /// Counts the first of some texts, as many as can be marked at once; says how many, and what octets they stand in.
    #[inline]
    fn count<'a>(
        &mut self,
        rows: &'a dyn Rows,
        start: usize,
        octets: &'a [u8],
        among: Range<usize>,
    ) -> (usize, &'a [u8]) {
        let first = among.start;
        let place = self.places[first];
        if place == Place::NOWHERE {
            return (1, self.count_one(first, rows.octets(start + first)));
        }
        let among = if self.alone > 0 { first..first + 1 } else { among };
        self.alone = self.alone.saturating_sub(1);
        let run = self.marks.take(self.level, octets, &self.places[among]);
        let places = &self.places[first..first + run];
        if run > 1 && mark(self.level, &mut self.marks, self.checked, octets, places) {
            self.marks.count(self.level, places, &mut self.counts[first..first + run]);
            return (run, octets);
        }
        self.alone = self.alone.max(run.saturating_sub(1));
        (1, self.count_one(first, Some((octets, place.start..place.end))))
    }

    #[inline(never)]
    fn count_one<'a>(&mut self, index: usize, text: Option<(&'a [u8], Range<usize>)>) -> &'a [u8] {
        self.counts[index] = Counts::BROKEN;
        let Some((octets, part)) = text else { return &[] };
        let place = Place { start: part.start, end: part.end };
        if self.marks.take(self.level, octets, &[place]) == 1
            && mark(self.level, &mut self.marks, self.checked, octets, &[place])
        {
            self.places[index] = place;
            self.marks.count(self.level, &[place], &mut self.counts[index..=index]);
        }
        octets
    }
}

/// Marks texts that were taken; says whether anything is known of them then. Where kernels are slow, only what is quickly
/// known is marked.
#[inline]
fn mark(level: Level, marks: &mut Marks, checked: bool, octets: &[u8], texts: &[Place]) -> bool {
    let is_ascii = |text: &Place| octets[text.start..text.end].is_ascii();
    (level != Level::PORTABLE || texts.iter().all(is_ascii)) && marks.mark(level, octets, checked)
}
