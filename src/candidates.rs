//! Which of the texts that may be sent is sent: the prepared one, or one with its replacements.
//!
//! The fewest segments decide, then the text that is nearest to the caller's: as prepared, with replacements of what no
//! permitted table holds, with replacements of all that the default alphabet lacks. The last is there because the
//! elements of a national table take room: to permit a language never makes a message longer.

use crate::alphabet::Alphabet;
use crate::choose::{Plan, choose, refusal};
use crate::encoding::Encoding;
use crate::error::EncodeError;
use crate::options::Options;
use crate::prepare::{Prepared, prepare};
use crate::replace::{Replace, ReplaceWhen, Spared, replaced};
use crate::segment::NoRoom;
use crate::text::Text;

/// The text that is sent, if it is not the caller's own, and what it takes.
pub(crate) fn decide(text: Text<'_>, options: &Options) -> Result<(Plan, Option<Prepared>), EncodeError> {
    let base = prepare(text, &options.prepare);
    let policy = &options.prepare.replace;
    if *policy == Replace::Nothing {
        return Ok((planned(text, base.as_ref(), options)?, base));
    }
    let mut best = Best { plan: None, replaced: None };
    if options.prepare.replace_when == ReplaceWhen::Saves {
        best.enter(planned(text, base.as_ref(), options), None);
    }
    let spared = [Spared::permitted(&options.coding), Spared::DEFAULT];
    // A map spares no table, and without languages the two are one.
    let candidates = if matches!(policy, Replace::Map(_)) || spared[0] == spared[1] { 1 } else { 2 };
    for &spared in &spared[..candidates] {
        if best.is_final(policy) {
            break;
        }
        match replaced(text, base.as_ref(), policy, spared) {
            Some(replaced) => best.enter(planned(text, Some(&replaced), options), Some(replaced)),
            None if best.plan.is_none() => best.enter(planned(text, base.as_ref(), options), None),
            None => {}
        }
    }
    // There is always a candidate.
    let plan = best.plan.unwrap_or_else(|| planned(text, base.as_ref(), options))?;
    Ok((plan, best.replaced.or(base)))
}

/// The best candidate so far; without any that can be sent, the failure of the last.
struct Best {
    plan: Option<Result<Plan, EncodeError>>,
    /// Its text, if that is not the prepared one.
    replaced: Option<Prepared>,
}

impl Best {
    fn enter(&mut self, plan: Result<Plan, EncodeError>, replaced: Option<Prepared>) {
        let better = match (&self.plan, &plan) {
            (Some(Ok(best)), Ok(plan)) => plan.segments < best.segments,
            (Some(Ok(_)), Err(_)) => false,
            (Some(Err(_)) | None, _) => true,
        };
        if better {
            (self.plan, self.replaced) = (Some(plan), replaced);
        }
    }

    /// Whether no candidate that is left can be better.
    fn is_final(&self, policy: &Replace) -> bool {
        let Some(Ok(plan)) = &self.plan else { return false };
        // A level replaces nothing in a text of the default alphabet.
        let plain = plan.encoding == Encoding::Gsm7(Alphabet::DEFAULT) && matches!(policy, Replace::Level(_));
        plan.segments == 1 || plain
    }
}

/// What a text takes, with the suffix behind it; a failure speaks of the caller's positions.
fn planned(text: Text<'_>, prepared: Option<&Prepared>, options: &Options) -> Result<Plan, EncodeError> {
    let splitting = &options.splitting;
    let suffixed = (!splitting.layout().suffix.is_empty()).then(|| {
        let mut whole = prepared.cloned().unwrap_or_else(|| Prepared::copy(text));
        let end = whole.characters().len();
        whole.append(&splitting.layout().suffix_characters());
        (whole, end)
    });
    let prepared = suffixed.as_ref().map(|(whole, _)| whole).or(prepared);
    let sent = prepared.map_or(text, |prepared| Text::Ucs4(prepared.characters()));
    choose(sent, &options.coding, splitting).map_err(|error| match (error, prepared) {
        (EncodeError::Unmappable { position, encoding, .. }, _)
            if suffixed.as_ref().is_some_and(|&(_, end)| position >= end) =>
        {
            refusal(NoRoom::Suffix, encoding, splitting)
        }
        (EncodeError::Unmappable { character, position, encoding }, Some(prepared)) => {
            EncodeError::Unmappable { character, position: prepared.origin(position), encoding }
        }
        (error, _) => error,
    })
}
