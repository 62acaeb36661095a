//! What would make a text cheaper, each thing applied and measured by the stages that encode.
//!
//! A suggestion saves a segment; only where none does, those are made that bring the text to GSM 7 bit and free room.
//! What may be replaced or dropped is the business of [`crate::replace`], which breaks neither emoji nor scripts whose
//! letters join.

use super::characters::is_invisible;
use super::{estimate_or_error, settled};
use crate::alphabet::NationalLanguage;
use crate::error::EncodingName;
use crate::estimate::{Estimate, estimate, settle};
use crate::options::{Boundary, Family, Options, Prepare};
use crate::prepare::Replacement;
use crate::replace::{Level, Replace, ReplaceWhen};
use crate::segment::reader_boundaries;
use crate::text::Text;

/// What a suggestion does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SuggestionKind {
    /// Several of the steps that keep the meaning, where they do more together than each alone.
    Combination,
    /// Compose accents (Unicode normalization form C).
    Nfc,
    /// CR LF and lone CR become LF.
    LineBreaks,
    /// Drop what cannot be seen; spaces and line breaks of other kinds become plain ones.
    Invisibles,
    /// Replace look-alikes that nobody misses.
    Smart,
    /// Replace whatever looks like characters of the default alphabet.
    SmartWide,
    /// Let GSM 7 bit be chosen.
    Gsm7,
    /// Permit the tables of a national language, or of two.
    Language,
    /// Replace letters by the nearest ones of the default alphabet.
    Transliterate,
    /// Delete characters at the end.
    Shorten,
}

impl SuggestionKind {
    /// Every kind, in the order of suggestions.
    pub const ALL: [SuggestionKind; 10] = [
        SuggestionKind::Combination,
        SuggestionKind::Nfc,
        SuggestionKind::LineBreaks,
        SuggestionKind::Invisibles,
        SuggestionKind::Smart,
        SuggestionKind::SmartWide,
        SuggestionKind::Gsm7,
        SuggestionKind::Language,
        SuggestionKind::Transliterate,
        SuggestionKind::Shorten,
    ];

    /// The name in results.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            SuggestionKind::Combination => "combination",
            SuggestionKind::Nfc => "nfc",
            SuggestionKind::LineBreaks => "line-breaks",
            SuggestionKind::Invisibles => "invisibles",
            SuggestionKind::Smart => "smart",
            SuggestionKind::SmartWide => "smart-wide",
            SuggestionKind::Gsm7 => "gsm7",
            SuggestionKind::Language => "language",
            SuggestionKind::Transliterate => "transliterate",
            SuggestionKind::Shorten => "shorten",
        }
    }

    /// Whether a reader sees the same text, or as good as the same.
    #[must_use]
    pub fn keeps_meaning(self) -> bool {
        !matches!(self, SuggestionKind::Transliterate | SuggestionKind::Shorten)
    }
}

/// Something that makes a text cheaper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What is done.
    pub kind: SuggestionKind,
    /// The steps of a combination; of everything else the kind alone.
    pub steps: Vec<SuggestionKind>,
    /// The text to be sent instead.
    pub text: Vec<u32>,
    /// What is changed of the caller's text, by the caller's positions.
    pub changes: Vec<Replacement>,
    /// The options under which the text takes what is promised: the caller's, with more permitted where the kind says so.
    pub options: Options,
    /// What the text takes under these options: exactly what [`estimate`] says.
    pub estimate: Estimate,
    /// Segments that the whole text takes less.
    pub segments_saved: usize,
    /// Where no segment is saved: units that more are free in the last one.
    pub room_gained: usize,
}

/// Suggestions for a text under these options, the more useful before the less.
#[must_use]
pub fn suggestions(text: Text<'_>, options: &Options) -> Vec<Suggestion> {
    let Some(desk) = Desk::new(text, options) else { return Vec::new() };
    let mut found = Vec::new();
    // Each rung changes more than the one before, so it must do more to be worth it.
    for rungs in [
        &[Step::Nfc][..],
        &[Step::LineBreaks],
        &[
            Step::Invisibles,
            Step::Level(Level::Smart),
            Step::Level(Level::SmartWide),
            Step::Level(Level::Transliterate),
        ],
    ] {
        let mut best = desk.rank_now();
        for &rung in rungs {
            let changed = desk.rewritten(&[rung], options);
            let measured = changed.and_then(|changed| desk.measured(changed, vec![rung.kind()], options));
            if let Some(suggestion) = measured {
                let rank = rank(&suggestion.estimate);
                if rank < best {
                    best = rank;
                    found.push(suggestion);
                }
            }
        }
    }
    found.extend(desk.gsm7());
    found.extend(desk.languages());
    let best = found.iter().filter(|s| s.kind.keeps_meaning()).map(|s| rank(&s.estimate)).min();
    found.extend(desk.combination().filter(|s| best.is_none_or(|best| rank(&s.estimate) < best)));
    found.extend(desk.shortened());
    // Letters are replaced by others only where nothing that keeps the meaning does as much in the same encodings.
    let kept = found.iter().filter(|s| s.kind.keeps_meaning() && s.options == *options);
    let kept = kept.map(|s| rank(&s.estimate)).min().unwrap_or(desk.rank_now());
    found.retain(|s| s.kind != SuggestionKind::Transliterate || rank(&s.estimate) < kept);
    let saves = found.iter().any(|suggestion| suggestion.segments_saved > 0);
    found.retain(|suggestion| match saves {
        true => suggestion.segments_saved > 0,
        false => desk.brings_gsm7(&suggestion.estimate) && suggestion.room_gained > 0,
    });
    found.sort_by_key(|suggestion| SuggestionKind::ALL.iter().position(|&kind| kind == suggestion.kind));
    found
}

/// The segments of the whole text.
fn needed(estimate: &Estimate) -> usize {
    estimate.truncation.map_or(estimate.segments, |cut| cut.needed)
}

/// Fewer segments are better, then GSM 7 bit.
fn rank(estimate: &Estimate) -> (usize, bool) {
    (needed(estimate), estimate.encoding.name() != EncodingName::Gsm7)
}

/// One change of the text that keeps its meaning, or nearly so.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Nfc,
    LineBreaks,
    Invisibles,
    Level(Level),
}

impl Step {
    fn kind(self) -> SuggestionKind {
        match self {
            Step::Nfc => SuggestionKind::Nfc,
            Step::LineBreaks => SuggestionKind::LineBreaks,
            Step::Invisibles => SuggestionKind::Invisibles,
            Step::Level(Level::Smart) => SuggestionKind::Smart,
            Step::Level(Level::SmartWide) => SuggestionKind::SmartWide,
            Step::Level(Level::Transliterate) => SuggestionKind::Transliterate,
        }
    }
}

/// A text and what is changed in it.
struct Changed {
    text: Vec<u32>,
    changes: Vec<Replacement>,
}

/// Where suggestions are tried out.
struct Desk<'a> {
    text: Text<'a>,
    options: &'a Options,
    now: Estimate,
    /// What is sent, with the caller's position of each character and of the end.
    sent: Vec<u32>,
    origins: Vec<usize>,
    /// What the options have changed already.
    done: Vec<Replacement>,
}

impl<'a> Desk<'a> {
    fn new(text: Text<'a>, options: &'a Options) -> Option<Self> {
        let (now, _) = estimate_or_error(text, options).ok()?;
        let prepared = settled(text, options).ok()?.prepared;
        let (sent, origins, done) = match &prepared {
            Some(prepared) => (prepared.characters().to_vec(), prepared.origins().to_vec(), prepared.replacements()),
            None => {
                let (mut origins, sent): (Vec<_>, Vec<_>) = text.characters().unzip();
                origins.push(text.end());
                (sent, origins, Vec::new())
            }
        };
        Some(Desk { text, options, now, sent, origins, done })
    }

    fn rank_now(&self) -> (usize, bool) {
        rank(&self.now)
    }

    fn brings_gsm7(&self, estimate: &Estimate) -> bool {
        self.now.encoding.name() == EncodingName::Ucs2 && estimate.encoding.name() == EncodingName::Gsm7
    }

    /// The text that is sent, with these steps done under options; `None` if they change nothing.
    fn rewritten(&self, steps: &[Step], options: &Options) -> Option<Changed> {
        let mut options = options.clone();
        options.prepare = Prepare { replace_when: ReplaceWhen::Always, ..Prepare::default() };
        for step in steps {
            match *step {
                Step::Nfc => options.prepare.compose = true,
                Step::LineBreaks => options.prepare.fold_line_breaks = true,
                Step::Invisibles => options.prepare.replace = Replace::Level(Level::Smart),
                Step::Level(level) => options.prepare.replace = Replace::Level(level),
            }
        }
        let prepared = settled(Text::Ucs4(&self.sent), &options).ok()?.prepared?;
        let (text, mut changes) = match steps {
            [Step::Invisibles] => {
                let is_meant = |change: &&Replacement| matches!(change.from[..], [one] if is_invisible(one));
                let changes: Vec<_> = prepared.replacements().iter().filter(is_meant).cloned().collect();
                (self.with(&changes), changes)
            }
            _ => (prepared.characters().to_vec(), prepared.replacements()),
        };
        for change in &mut changes {
            change.position = self.origins[change.position];
        }
        let changes = self.done.iter().cloned().chain(changes).collect();
        (text != self.sent).then_some(Changed { text, changes })
    }

    /// The text that is sent, with changes of single characters at these places of it, in ascending order.
    fn with(&self, changes: &[Replacement]) -> Vec<u32> {
        let (mut text, mut from) = (Vec::with_capacity(self.sent.len()), 0);
        for change in changes {
            text.extend_from_slice(&self.sent[from..change.position]);
            text.extend_from_slice(&change.to);
            from = change.position + change.from.len();
        }
        text.extend_from_slice(&self.sent[from..]);
        text
    }

    /// The text as it is given.
    fn unchanged(&self) -> Changed {
        Changed { text: self.text.characters().map(|(_, character)| character).collect(), changes: Vec::new() }
    }

    /// A suggestion, unless the options refuse it or it costs more than now.
    fn measured(&self, changed: Changed, steps: Vec<SuggestionKind>, options: &Options) -> Option<Suggestion> {
        let estimate = estimate(Text::Ucs4(&changed.text), options).ok()?;
        let segments_saved = needed(&self.now).checked_sub(needed(&estimate))?;
        let room_gained = if segments_saved > 0 { 0 } else { estimate.remaining.saturating_sub(self.now.remaining) };
        let kind = if let [only] = steps[..] { only } else { SuggestionKind::Combination };
        let Changed { text, changes } = changed;
        Some(Suggestion { kind, steps, text, changes, options: options.clone(), estimate, segments_saved, room_gained })
    }

    /// To let GSM 7 bit be chosen, where UCS-2 is forced.
    fn gsm7(&self) -> Option<Suggestion> {
        if self.options.coding.family != Family::Ucs2 {
            return None;
        }
        let mut options = self.options.clone();
        options.coding.family = Family::Auto;
        self.measured(self.unchanged(), vec![SuggestionKind::Gsm7], &options)
    }

    /// The single languages whose tables do most, or else two that do it together.
    fn languages(&self) -> Vec<Suggestion> {
        let steps = || vec![SuggestionKind::Language];
        let permitted = self.helpful_languages(&Text::Ucs4(&self.sent));
        permitted
            .into_iter()
            .filter_map(|languages| self.measured(self.unchanged(), steps(), &self.permitting(&languages)))
            .filter(|suggestion| rank(&suggestion.estimate) < self.rank_now())
            .collect()
    }

    /// The options with these languages behind those that are permitted already.
    fn permitting(&self, languages: &[NationalLanguage]) -> Options {
        let mut options = self.options.clone();
        let permitted = &self.options.coding.languages;
        options.coding.languages.extend(languages.iter().filter(|language| !permitted.contains(language)));
        options
    }

    /// The languages that are not permitted and of which each brings a text to the fewest segments; or two together.
    fn helpful_languages(&self, text: &Text<'_>) -> Vec<Vec<NationalLanguage>> {
        let missing = |language: &NationalLanguage| !self.options.coding.languages.contains(language);
        let missing: Vec<_> = NationalLanguage::ALL.into_iter().filter(missing).collect();
        let ranked = |languages: &[NationalLanguage]| {
            let settled = settle(*text, &self.permitting(languages)).ok()?;
            Some((rank(&settled.estimate), settled.estimate.encoding.alphabet()))
        };
        let without = ranked(&[]).map(|(rank, _)| rank);
        // Nothing can be better than to permit all; if that is no better, no language is.
        let Some((all, alphabet)) = ranked(&missing) else { return Vec::new() };
        if without.is_some_and(|without| without <= all) || self.options.coding.family == Family::Ucs2 {
            return Vec::new();
        }
        let single = missing.iter().filter(|&&language| ranked(&[language]).is_some_and(|(rank, _)| rank == all));
        let single: Vec<_> = single.map(|&language| vec![language]).collect();
        if !single.is_empty() {
            return single;
        }
        let pair = [alphabet.single, alphabet.locking].into_iter().flatten();
        vec![pair.filter(|language| missing.contains(language)).collect()]
    }

    /// The fewest steps that keep the meaning and do together what no other steps surpass.
    fn combination(&self) -> impl Iterator<Item = Suggestion> {
        let everything = [Step::LineBreaks, Step::Nfc, Step::Level(Level::SmartWide)];
        // What joins letters may be dropped only between characters that are sent: with all languages, that is most.
        let all = self.rewritten(&everything, &self.permitting(&NationalLanguage::ALL));
        let helpful = all.and_then(|all| self.helpful_languages(&Text::Ucs4(&all.text)).into_iter().next());
        let permitting = helpful.map(|languages| self.permitting(&languages));
        let mut found: Vec<Suggestion> = Vec::new();
        for folded in [None, Some(Step::LineBreaks)] {
            for composed in [None, Some(Step::Nfc)] {
                for replaced in [None, Some(Step::Level(Level::Smart)), Some(Step::Level(Level::SmartWide))] {
                    let steps: Vec<_> = [folded, composed, replaced].into_iter().flatten().collect();
                    let kinds = || steps.iter().map(|step| step.kind());
                    if let Some(permitting) = &permitting {
                        let kinds = kinds().chain([SuggestionKind::Language]).collect();
                        let changed = self.rewritten(&steps, permitting);
                        found.extend(changed.and_then(|changed| self.measured(changed, kinds, permitting)));
                    }
                    let changed = self.rewritten(&steps, self.options);
                    found.extend(changed.and_then(|changed| self.measured(changed, kinds().collect(), self.options)));
                }
            }
        }
        found.retain(|suggestion| suggestion.steps.len() > 1);
        let weight = |suggestion: &Suggestion| {
            let wide = suggestion.steps.contains(&SuggestionKind::SmartWide);
            let language = suggestion.steps.contains(&SuggestionKind::Language);
            (rank(&suggestion.estimate), language, wide, suggestion.steps.len())
        };
        found.into_iter().min_by_key(weight).into_iter()
    }

    /// The fewest characters deleted at the end, clusters kept whole, that save a segment, or as many as must be saved
    /// for the text to be sent at all. Where segments end at words, so does what is left, if that can be.
    fn shortened(&self) -> Option<Suggestion> {
        let limit = usize::from(self.options.splitting.max_segments);
        let aim = limit.min(needed(&self.now).checked_sub(1)?);
        let end = self.last_end(self.options.splitting.layout().boundary, aim).filter(|&end| end > 0);
        let end = end.or_else(|| self.last_end(Boundary::Grapheme, aim))?;
        let kept = self.text.slice(0..end).characters().map(|(_, character)| character).collect();
        let deleted = self.text.slice(end..self.text.end()).characters().map(|(_, character)| character).collect();
        let changes = vec![Replacement { position: end, from: deleted, to: Vec::new() }];
        self.measured(Changed { text: kept, changes }, vec![SuggestionKind::Shorten], self.options)
    }

    /// The last position at which readers would end the text, and up to which it takes no more segments than these.
    fn last_end(&self, boundary: Boundary, segments: usize) -> Option<usize> {
        let (mut positions, characters): (Vec<_>, Vec<_>) = self.text.characters().unzip();
        positions.push(self.text.end());
        let ends: Vec<_> = reader_boundaries(&characters, boundary).iter().map(|&place| positions[place]).collect();
        let fits = |end: usize| {
            let settled = settle(self.text.slice(0..end), self.options);
            settled.is_ok_and(|settled| settled.estimate.segments <= segments)
        };
        // What fits goes on fitting when it is shortened: the last place that fits can be searched for.
        let fitting = ends.partition_point(|&end| fits(end));
        ends.get(fitting.checked_sub(1)?).copied()
    }
}
