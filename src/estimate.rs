//! Where the first stages meet: text, prepare, choose, segment. What a text or octets take, and what is sent of them.

use crate::candidates::decide;
use crate::choose::{Plan, Plans, Room, choose, lay, refusal};
use crate::encoding::Encoding;
use crate::error::{Addition, EncodeError, EncodingName, HeaderError};
use crate::options::{Family, Options, Overflow, Splitting};
use crate::prepare::{Prepared, Replacement};
use crate::segment::{Count, Cut, Sent, even, longest_prefix};
use crate::text::{Stored, Text, with_source};

/// What a message will take, before any octet is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// The chosen encoding.
    pub encoding: Encoding,
    /// Segments; an empty message is one.
    pub segments: usize,
    /// Septets, octets or UTF-16 units of the content, headers not counted.
    pub units: usize,
    /// Units that one segment of this message holds.
    pub capacity: usize,
    /// Units free in the last segment.
    pub remaining: usize,
    /// Where the content was cut off, if it was.
    pub truncation: Option<Truncation>,
    /// What was changed in the text.
    pub replacements: Vec<Replacement>,
}

/// A message that was cut off to fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Truncation {
    /// The position in the caller's text or data behind what was kept.
    pub position: usize,
    /// The segments that all of it would have needed.
    pub needed: usize,
}

impl Estimate {
    #[inline(always)]
    pub(crate) fn new(plan: &Plan, truncation: Option<Truncation>, replacements: Vec<Replacement>) -> Self {
        Estimate {
            encoding: plan.encoding,
            segments: plan.segments,
            units: plan.units,
            capacity: plan.capacity,
            remaining: plan.capacity - plan.last,
            truncation,
            replacements,
        }
    }
}

/// The number of segments of a text.
///
/// # Errors
/// As [`estimate`].
#[inline(always)]
pub fn count_segments(text: Text<'_>, options: &Options) -> Result<usize, EncodeError> {
    match plain_plan(text, options)? {
        Some(plan) => Ok(plan.segments),
        None => with_source!(text, source => count_slowly(source, options)),
    }
}

/// What a text takes.
///
/// # Errors
/// [`EncodeError`]: a character that no permitted encoding holds, too many segments, a header that leaves no room.
#[inline(always)]
pub fn estimate(text: Text<'_>, options: &Options) -> Result<Estimate, EncodeError> {
    match plain_plan(text, options)? {
        Some(plan) => Ok(Estimate::new(&plan, None, Vec::new())),
        None => with_source!(text, source => estimate_slowly(source, options)),
    }
}

/// What a text takes that is sent as it is, and whole; `None` for any other text, and for one that cannot be sent. For
/// callers that have another way to go then: their result stays in registers.
#[inline(always)]
#[must_use]
pub fn estimate_plain(text: Text<'_>, options: &Options) -> Option<Estimate> {
    match plain_plan(text, options) {
        Ok(Some(plan)) => Some(Estimate::new(&plan, None, Vec::new())),
        _ => None,
    }
}

#[inline(never)]
fn count_slowly<'a>(source: impl Stored<'a>, options: &Options) -> Result<usize, EncodeError> {
    resolve(source.text(), options).map(|resolved| resolved.plan.segments)
}

#[inline(never)]
fn estimate_slowly<'a>(source: impl Stored<'a>, options: &Options) -> Result<Estimate, EncodeError> {
    let resolved = resolve(source.text(), options)?;
    let replacements = resolved.prepared.as_ref().map_or_else(Vec::new, Prepared::replacements);
    Ok(Estimate::new(&resolved.plan, resolved.truncation, replacements))
}

/// What octets take.
///
/// # Errors
/// [`EncodeError`]: too many segments, a header that leaves no room.
pub fn estimate_binary(data: &[u8], options: &Options) -> Result<Estimate, EncodeError> {
    let (plan, truncation) = resolve_binary(data, options)?;
    Ok(Estimate::new(&plan, truncation, Vec::new()))
}

/// A text decided upon: what is sent, in which encoding.
pub(crate) struct Resolved {
    pub(crate) plan: Plan,
    pub(crate) truncation: Option<Truncation>,
    /// What is sent, if that is not the caller's text.
    pub(crate) prepared: Option<Prepared>,
    /// Its segments, if they are laid out.
    pub(crate) laid: Option<Vec<Cut>>,
}

/// The plan of a text that is sent as it is, and whole: of most. Everything else is for [`resolve`].
#[inline(always)]
fn plain_plan(text: Text<'_>, options: &Options) -> Result<Option<Plan>, EncodeError> {
    if options.prepare.changes_nothing() && options.splitting.is_plain() {
        let plan = choose(text, &options.coding, &options.splitting)?;
        return Ok((plan.segments <= usize::from(options.splitting.max_segments)).then_some(plan));
    }
    Ok(None)
}

/// What plans texts from their counts, if these options permit that.
pub(crate) fn plans(options: &Options) -> Option<Plans> {
    default_alphabet_first(options).then(|| Plans::new(options.coding.family == Family::Auto, &options.splitting))
}

/// Whether a text that the default alphabet holds is sent in it, unchanged and plainly split.
#[inline(always)]
pub(crate) fn default_alphabet_first(options: &Options) -> bool {
    let Options { prepare, coding, splitting } = options;
    prepare.changes_nothing() && splitting.is_plain() && coding.family != Family::Ucs2 && coding.languages.is_empty()
}

/// A text decided upon, however many segments it takes: what is sent of it, and what that takes.
#[derive(Clone, Debug)]
pub struct Settled {
    /// What the whole text takes; [`Splitting::max_segments`](crate::Splitting::max_segments) is set aside.
    pub estimate: Estimate,
    /// What is sent, if that is not the caller's text.
    pub prepared: Option<Prepared>,
}

/// What is sent of a text and what it takes, whole, without a limit on the segments.
///
/// # Errors
/// As [`estimate`], but for too many segments.
pub fn settle(text: Text<'_>, options: &Options) -> Result<Settled, EncodeError> {
    let (plan, prepared) = decide(text, options)?;
    let replacements = prepared.as_ref().map_or_else(Vec::new, Prepared::replacements);
    Ok(Settled { estimate: Estimate::new(&plan, None, replacements), prepared })
}

#[inline(never)]
pub(crate) fn resolve(text: Text<'_>, options: &Options) -> Result<Resolved, EncodeError> {
    let splitting = &options.splitting;
    if let Some(plan) = plain_plan(text, options)? {
        return Ok(Resolved { plan, truncation: None, prepared: None, laid: None });
    }
    let (plan, prepared) = decide(text, options)?;
    let (needed, limit) = (plan.segments, usize::from(splitting.max_segments));
    let encoding = plan.encoding.name();
    let ellipsis = match &splitting.overflow {
        _ if needed <= limit && (splitting.is_plain() || (needed == 1 && splitting.layout().suffix.is_empty())) => {
            return Ok(Resolved { plan, truncation: None, prepared, laid: None });
        }
        _ if needed <= limit => None,
        Overflow::Error => return Err(EncodeError::TooManySegments { needed, limit, encoding }),
        Overflow::Truncate { ellipsis } => Some(ellipsis),
    };
    let mut whole = prepared.unwrap_or_else(|| Prepared::copy(text));
    let suffix = splitting.layout().suffix_characters();
    let body = whole.characters.clone();
    let mut sent = Sent { body: &body, kept: body.len(), ellipsis: &[], suffix: &suffix };
    let characters: Vec<u32>;
    let mut truncation = None;
    if let Some(ellipsis) = ellipsis {
        characters = ellipsis.chars().map(u32::from).collect();
        sent.ellipsis = &characters;
        sent.kept = longest_prefix(sent, plan.encoding, plan.room, splitting, limit)
            .ok_or_else(|| EncodeError::Addition { addition: Addition::Ellipsis, text: ellipsis.clone(), encoding })?;
        sent.kept = whole.boundary(sent.kept);
        truncation = Some(Truncation { position: whole.origin(sent.kept), needed });
        whole.truncate(sent.kept);
    }
    whole.append(sent.ellipsis);
    whole.append(sent.suffix);
    let (plan, cuts) = lay(sent, plan.encoding, splitting).map_err(|what| refusal(what, encoding, splitting))?;
    let laid = number(&mut whole, cuts, splitting);
    Ok(Resolved { plan, truncation, prepared: Some(whole), laid: Some(laid) })
}

/// Puts the numbers into a message of several segments, and says where these end then.
fn number(sent: &mut Prepared, mut cuts: Vec<Cut>, splitting: &Splitting) -> Vec<Cut> {
    let total = cuts.len();
    if let Some(numbering) = splitting.layout().numbering.as_ref().filter(|_| total > 1) {
        let ends = sent.surround(cuts.iter().map(|cut| cut.end), |segment| numbering.around(segment + 1, total));
        cuts.iter_mut().zip(ends).for_each(|(cut, end)| cut.end = end);
    }
    cuts
}

pub(crate) fn resolve_binary(data: &[u8], options: &Options) -> Result<(Plan, Option<Truncation>), EncodeError> {
    let splitting = &options.splitting;
    let room = Room::new(Encoding::EightBit, splitting);
    let planned = |octets: usize| {
        let (capacity, Count { segments, last }) = match (octets <= room.single, room.concatenated) {
            (true, _) => (room.single, Count { segments: 1, last: octets }),
            (false, 0) => return Err(HeaderError::NoRoom(splitting.header_octets(true, 0))),
            (false, capacity) => (capacity, even(octets, capacity)),
        };
        Ok(Plan { encoding: Encoding::EightBit, segments, units: octets, capacity, last, room })
    };
    let plan = planned(data.len())?;
    let limit = usize::from(splitting.max_segments);
    match &splitting.overflow {
        _ if plan.segments <= limit => Ok((plan, None)),
        Overflow::Error => {
            Err(EncodeError::TooManySegments { needed: plan.segments, limit, encoding: EncodingName::EightBit })
        }
        Overflow::Truncate { .. } => {
            let several = if limit > 1 { limit * room.concatenated } else { 0 };
            let position = room.single.max(several);
            Ok((planned(position)?, Some(Truncation { position, needed: plan.segments })))
        }
    }
}
