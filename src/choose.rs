//! The choice of the encoding: the cheapest among the permitted ones.
//!
//! Fewest segments; then GSM 7 bit before UCS-2; then fewest septets, header and fill bits included; then fewest shift
//! elements; then the caller's order of languages, single shift before locking shift. All segments of a message carry
//! the same elements, so its capacity is one number.
//!
//! One pass over the text keeps, for every permitted locking table, the set of single shift tables that can still hold
//! what it lacks; no combination of tables is tried by itself (TS 23.038 clause 6.2.1.2).

use crate::alphabet::{Alphabet, NationalLanguage, holders, with_locking_tables};
use crate::encoding::{Encoding, header_septets};
use crate::error::{Addition, EncodeError, EncodingName, HeaderError};
use crate::kernel::{Counts, Level, Second};
use crate::options::{Coding, Family, Splitting};
use crate::segment::{Count, Cut, NoRoom, Sent, count, count_septets, even, lay_out};
use crate::text::{Source, Stored, Text, with_source};

const DEFAULT: Encoding = Encoding::Gsm7(Alphabet::DEFAULT);

/// A decision: the encoding and what the text takes in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) encoding: Encoding,
    pub(crate) segments: usize,
    pub(crate) units: usize,
    /// Units that each segment of this message holds.
    pub(crate) capacity: usize,
    /// Units in the last segment.
    pub(crate) last: usize,
    /// Units that the same header would leave if the message were one segment, or several.
    pub(crate) room: Room,
}

impl Plan {
    /// Of what fits into one segment.
    #[inline(always)]
    fn of_one(encoding: Encoding, units: usize, room: Room) -> Self {
        Plan { encoding, segments: 1, units, capacity: room.single, last: units, room }
    }

    #[inline(always)]
    fn of_several(encoding: Encoding, units: usize, count: Count, room: Room) -> Self {
        Plan { encoding, segments: count.segments, units, capacity: room.concatenated, last: count.last, room }
    }
}

/// The capacities that an encoding has under a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Room {
    pub(crate) single: usize,
    pub(crate) concatenated: usize,
}

impl Room {
    #[inline(always)]
    pub(crate) fn new(encoding: Encoding, splitting: &Splitting) -> Self {
        let octets = splitting.both_header_octets(encoding.alphabet().elements());
        let [single, concatenated] = octets.map(|octets| encoding.capacity(octets));
        Room { single, concatenated }
    }
}

/// What a text takes that is laid out in a given encoding, and where its segments end; the units of its characters must
/// be known there.
pub(crate) fn lay(sent: Sent<'_>, encoding: Encoding, splitting: &Splitting) -> Result<(Plan, Vec<Cut>), NoRoom> {
    let room = Room::new(encoding, splitting);
    let total = sent.units(sent.kept, encoding);
    if total <= room.single {
        return Ok((Plan::of_one(encoding, total, room), vec![Cut { end: sent.characters(), units: total }]));
    }
    let cuts = lay_out(sent, encoding, room.concatenated, splitting)?;
    let (units, last) = (cuts.iter().map(|cut| cut.units).sum(), cuts.last().map_or(0, |cut| cut.units));
    Ok((Plan { encoding, segments: cuts.len(), units, capacity: room.concatenated, last, room }, cuts))
}

/// Chooses among the permitted encodings. Always inline, as is what it calls for most texts: a caller that asks for the
/// number of segments alone then makes no plan at all, and a text stays in registers. (A `Text` in memory is written in
/// words and read in pairs of them, for which a processor waits longer than many a text takes.)
#[inline(always)]
pub(crate) fn choose(text: Text<'_>, coding: &Coding, splitting: &Splitting) -> Result<Plan, EncodeError> {
    if coding.family == Family::Auto && coding.languages.is_empty() && splitting.is_plain() {
        let kernels = Level::active();
        // No table holds a character above U+FFFF: where one is, the units are known and nothing else need be read.
        let astral = kernels.astral(text);
        // The default alphabet never needs more segments than UCS-2: it holds at least 8/7 characters an octet pair.
        if astral == 0
            && let Ok(tally) = kernels.scan(text)
            && let Ok(plan) = plain(text, DEFAULT, tally.characters + tally.wide, || tally.wide > 0, splitting)
        {
            return Ok(plan);
        }
        let units = if astral > 0 { text.end() + astral } else { kernels.utf16_units(text) };
        return plain(text, Encoding::Ucs2, units, || kernels.has_pairs(text), splitting)
            .map_err(|what| refusal(what, EncodingName::Ucs2, splitting));
    }
    with_source!(text, source => choose_among(source, coding, splitting))
}

#[inline(never)]
fn choose_among<'a>(source: impl Stored<'a>, coding: &Coding, splitting: &Splitting) -> Result<Plan, EncodeError> {
    let text = source.text();
    if coding.family == Family::Ucs2 {
        return utf16(text, splitting).map_err(|what| refusal(what, EncodingName::Ucs2, splitting));
    }
    let found = septets(text, coding, splitting);
    if let Ok(plan) = found {
        // Where parts are kept whole that fit into a segment of septets and are cut in UCS-2, that may need fewer.
        if plan.segments == 1 || (plan.encoding.alphabet() == Alphabet::DEFAULT && splitting.is_plain()) {
            return Ok(plan);
        }
    }
    let permitted = (coding.family == Family::Auto).then(|| utf16(text, splitting));
    match (found, permitted) {
        (Ok(plan), Some(Ok(other))) if other.segments < plan.segments => Ok(other),
        (Ok(plan), _) => Ok(plan),
        (Err(_), Some(Ok(other))) => Ok(other),
        // What does not fit into septets does not fit into UCS-2: that is no better reason.
        (Err(Failure::NoRoom(what)), _) => Err(refusal(what, EncodingName::Gsm7, splitting)),
        (Err(Failure::Foreign(_)), Some(Err(what))) => Err(refusal(what, EncodingName::Ucs2, splitting)),
        (Err(Failure::Foreign(position)), None) => {
            let encoding = EncodingName::Gsm7;
            Err(EncodeError::Unmappable { character: text.character(position), position, encoding })
        }
    }
}

/// The cheapest of the permitted alphabets.
fn septets(text: Text<'_>, coding: &Coding, splitting: &Splitting) -> Result<Plan, Failure> {
    if coding.languages.is_empty() {
        default_alphabet(text, splitting)
    } else {
        with_source!(text, source => national(text, source, coding, splitting))
    }
}

/// What a caller is told when something has no room in any permitted encoding.
#[cold]
#[inline(never)]
pub(crate) fn refusal(what: NoRoom, encoding: EncodingName, splitting: &Splitting) -> EncodeError {
    let (addition, text) = match (what, &splitting.layout().numbering) {
        (NoRoom::Suffix, _) => (Addition::Suffix, splitting.layout().suffix.clone()),
        (NoRoom::Numbering, Some(numbering)) => (Addition::Numbering, numbering.form().to_owned()),
        _ => return EncodeError::Header(HeaderError::NoRoom(splitting.header_octets(true, 0))),
    };
    EncodeError::Addition { addition, text, encoding }
}

enum Failure {
    /// The position of the first character at which no permitted alphabet is left.
    Foreign(usize),
    NoRoom(NoRoom),
}

impl From<NoRoom> for Failure {
    fn from(what: NoRoom) -> Self {
        Failure::NoRoom(what)
    }
}

/// `has_wide` tells whether a character takes two units; it is asked only if that matters.
fn plan(
    text: Text<'_>,
    encoding: Encoding,
    total: usize,
    has_wide: impl FnOnce() -> bool,
    splitting: &Splitting,
) -> Result<Plan, NoRoom> {
    if splitting.is_plain() || total <= Room::new(encoding, splitting).single {
        plain(text, encoding, total, has_wide, splitting)
    } else {
        laid(text, encoding, splitting)
    }
}

/// The plan of a text whose segments are as full as whole characters allow.
#[inline(always)]
fn plain(
    text: Text<'_>,
    encoding: Encoding,
    total: usize,
    has_wide: impl FnOnce() -> bool,
    splitting: &Splitting,
) -> Result<Plan, NoRoom> {
    let room = Room::new(encoding, splitting);
    if total <= room.single {
        return Ok(Plan::of_one(encoding, total, room));
    }
    let has_wide = has_wide();
    let count = with_source!(text, source => count(source, encoding, room.concatenated, total, has_wide))?;
    Ok(Plan::of_several(encoding, total, count, room))
}

/// The plan of a text of several segments that are not as full as they could be. The suffix is its end.
#[inline(never)]
fn laid(text: Text<'_>, encoding: Encoding, splitting: &Splitting) -> Result<Plan, NoRoom> {
    let characters: Vec<u32> = text.characters().map(|(_, character)| character).collect();
    let kept = characters.len().saturating_sub(splitting.layout().suffix.chars().count());
    let (body, suffix) = characters.split_at(kept);
    lay(Sent { body, kept, ellipsis: &[], suffix }, encoding, splitting).map(|(plan, _)| plan)
}

fn default_alphabet(text: Text<'_>, splitting: &Splitting) -> Result<Plan, Failure> {
    let tally = Level::active().scan(text).map_err(Failure::Foreign)?;
    let encoding = Encoding::Gsm7(Alphabet::DEFAULT);
    Ok(plan(text, encoding, tally.characters + tally.wide, || tally.wide > 0, splitting)?)
}

fn utf16(text: Text<'_>, splitting: &Splitting) -> Result<Plan, NoRoom> {
    let kernels = Level::active();
    plan(text, Encoding::Ucs2, kernels.utf16_units(text), || kernels.has_pairs(text), splitting)
}

/// The plan of a text by its septets of the default alphabet: by plain splitting, and without languages, nothing is
/// cheaper. `has_wide` tells whether an escape is among them.
#[inline(always)]
pub(crate) fn of_septets(septets: &[u8], has_wide: bool, splitting: &Splitting) -> Result<Plan, NoRoom> {
    let (total, room) = (septets.len(), Room::new(DEFAULT, splitting));
    if total <= room.single {
        return Ok(Plan::of_one(DEFAULT, total, room));
    }
    let count = match room.concatenated {
        capacity if has_wide || capacity == 0 => count_septets(septets, capacity)?,
        capacity => even(total, capacity),
    };
    Ok(Plan::of_several(DEFAULT, total, count, room))
}

/// Plans of texts in UTF-8 of which only counts are known, by options that permit nothing but the default alphabet and
/// UCS-2.
pub(crate) struct Plans {
    gsm7: Room,
    /// Unless GSM 7 bit alone is permitted.
    ucs2: Option<Room>,
    max_segments: usize,
}

impl Plans {
    pub(crate) fn new(ucs2: bool, splitting: &Splitting) -> Self {
        Plans {
            gsm7: Room::new(Encoding::Gsm7(Alphabet::DEFAULT), splitting),
            ucs2: ucs2.then(|| Room::new(Encoding::Ucs2, splitting)),
            max_segments: splitting.max_segments.into(),
        }
    }

    /// Septets of a text in the default alphabet that fit one segment.
    #[cfg(feature = "survey")]
    #[inline(always)]
    pub(crate) fn single(&self) -> usize {
        self.gsm7.single
    }

    /// The segments of a text that the default alphabet holds, by its septets, and whether some of its characters take
    /// two; `None` if more must be known.
    #[cfg(feature = "survey")]
    #[inline]
    pub(crate) fn of_septets(&self, septets: usize, wide: bool) -> Option<usize> {
        let Room { single, concatenated: capacity } = self.gsm7;
        if septets <= single {
            return Some(1);
        }
        let segments = (!wide && capacity > 0).then(|| even(septets, capacity).segments);
        segments.filter(|&segments| segments <= self.max_segments)
    }

    /// The plan of a text of so many octets; `None` if more must be known. `count` counts its segments by its units, if
    /// some of its characters take two.
    #[inline(always)]
    pub(crate) fn of_counts(
        &self,
        octets: usize,
        counts: Counts,
        count: impl FnOnce(usize, Second, usize) -> Result<Count, NoRoom>,
    ) -> Option<Plan> {
        if counts == Counts::BROKEN {
            return None;
        }
        let (encoding, room, kind, second) = match counts.foreign() {
            0 => (Encoding::Gsm7(Alphabet::DEFAULT), self.gsm7, Second::Wide, counts.wide()),
            _ => (Encoding::Ucs2, self.ucs2?, Second::Astral, counts.astral()),
        };
        let units = octets - counts.continuations() + second;
        if units <= room.single {
            return Some(Plan::of_one(encoding, units, room));
        }
        let capacity = room.concatenated;
        let count = match second {
            0 if capacity > 0 => even(units, capacity),
            _ => count(units, kind, capacity).ok()?,
        };
        (count.segments <= self.max_segments).then_some(Plan::of_several(encoding, units, count, room))
    }
}

/// Number of tables of each kind: the default and 13 languages.
const TABLES: usize = 14;

/// What one pass over a text says of all combinations of tables.
struct Survey {
    characters: usize,
    /// By locking table: the single shift tables, as bits, that hold every character which it lacks.
    possible: [u16; TABLES],
    /// By locking table: the characters that it lacks, which cost a second septet.
    lacking: [usize; TABLES],
}

fn survey<S: Source>(source: S, locking: u16, single: u16) -> Result<Survey, Failure> {
    let mut survey = Survey { characters: 0, possible: [0; TABLES], lacking: [0; TABLES] };
    let mut alive = locking;
    for table in bits(locking) {
        survey.possible[table] = single;
    }
    let mut position = 0;
    while let Some((character, next)) = source.next(position) {
        let (in_locking, in_single) = holders(character);
        for table in bits(alive & !in_locking) {
            survey.lacking[table] += 1;
            survey.possible[table] &= in_single;
            if survey.possible[table] == 0 {
                alive &= !(1 << table);
            }
        }
        if alive == 0 {
            return Err(Failure::Foreign(position));
        }
        survey.characters += 1;
        position = next;
    }
    Ok(survey)
}

fn bits(set: u16) -> impl Iterator<Item = usize> {
    (0..TABLES).filter(move |table| set >> table & 1 == 1)
}

/// By locking table: the single shift tables, as bits, that hold what it lacks of the numbers; all without numbers.
fn singles_of_numbers(splitting: &Splitting, locking: u16, single: u16) -> [u16; TABLES] {
    let Some(numbering) = &splitting.layout().numbering else { return [single; TABLES] };
    let characters = numbering.around(1, 1).concat();
    survey(&characters[..], locking, single).map_or([0; TABLES], |survey| survey.possible)
}

#[inline(never)]
fn national<S: Source>(text: Text<'_>, source: S, coding: &Coding, splitting: &Splitting) -> Result<Plan, Failure> {
    let permitted = coding.languages.iter().fold(1u16, |set, language| set | 1 << language.identifier());
    let survey = survey(source, with_locking_tables(permitted), permitted)?;
    // The default table is in nobody's list and before everything; a language repeated counts where it stands first.
    let order = |table: usize| match coding.languages.iter().position(|l| usize::from(l.identifier()) == table) {
        Some(place) if table != 0 => place + 1,
        _ => 0,
    };
    let language = |table: usize| NationalLanguage::from_identifier(table as u8);
    let numbered = singles_of_numbers(splitting, with_locking_tables(permitted), permitted);
    let pairs = bits(with_locking_tables(permitted)).flat_map(|locking| {
        // All single shift tables cost the same beside one locking table, none costs less than another. A message of
        // several segments may need one for its numbers that one segment does not.
        let possible = survey.possible[locking];
        let preferred = |singles: u16| bits(singles).min_by_key(|&single| order(single));
        let (first, second) = (preferred(possible), preferred(possible & numbered[locking]));
        [first, second.filter(|_| second != first)].into_iter().flatten().map(move |single| (locking, single))
    });
    let mut candidates: Vec<_> = pairs
        .map(|(locking, single)| {
            let alphabet = Alphabet { locking: language(locking), single: language(single) };
            let encoding = Encoding::Gsm7(alphabet);
            let total = survey.characters + survey.lacking[locking];
            let room = Room::new(encoding, splitting);
            // No cut can be better than the quotient, whatever is kept whole or added: most candidates need no walk
            // through the text.
            let at_least = if total <= room.single { 1 } else { total.div_ceil(room.concatenated.max(1)) };
            // One element: the language's place decides, then single before locking. Two: the single one's place first.
            let rank = match (locking, single) {
                (0, single) => (order(single), 0),
                (locking, 0) => (order(locking), 1),
                (locking, single) => (order(single), 1 + order(locking)),
            };
            (at_least, alphabet, total, survey.lacking[locking], rank)
        })
        .collect();
    candidates.sort_by_key(|&(at_least, alphabet, total, _, rank)| (at_least, total, alphabet.elements(), rank));
    let mut best = None;
    let mut failure = NoRoom::Character;
    for (at_least, alphabet, total, lacking, rank) in candidates {
        if best.as_ref().is_some_and(|(_, best): &(_, Plan)| at_least > best.segments) {
            break;
        }
        let encoding = Encoding::Gsm7(alphabet);
        let plan = match plan(text, encoding, total, || lacking > 0, splitting) {
            Ok(plan) => plan,
            Err(what) => {
                failure = what;
                continue;
            }
        };
        let header = header_septets(splitting.header_octets(plan.segments > 1, alphabet.elements()));
        let cost = (plan.segments, plan.units + plan.segments * header, alphabet.elements(), rank);
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, plan));
        }
    }
    best.map(|(_, plan)| plan).ok_or(Failure::NoRoom(failure))
}
