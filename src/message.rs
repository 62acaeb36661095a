//! Where the stages meet: text, prepare, choose, segment, user data.

use std::ops::Range;
use std::sync::Arc;

use crate::candidates::decide;
use crate::choose::{Plan, Room, choose, lay, refusal};
use crate::dcs::DataCodingScheme;
use crate::element::{Concatenation, ReferenceSize, iei, shift};
use crate::encoding::Encoding;
use crate::error::{Addition, EncodeError, EncodingName, HeaderError};
use crate::kernel::Level;
use crate::options::{LoneSurrogates, Options, Overflow, Splitting};
use crate::prepare::{Prepared, Replacement};
use crate::reference::content_reference;
use crate::segment::{Cut, Cuts, Sent, longest_prefix};
use crate::text::{Text, is_surrogate};
use crate::udh::{InformationElement, UserDataHeader};
use crate::user_data::Template;

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
    fn new(plan: &Plan, truncation: Option<Truncation>, replacements: Vec<Replacement>) -> Self {
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
#[inline]
pub fn count_segments(text: Text<'_>, options: &Options) -> Result<usize, EncodeError> {
    match plain_plan(text, options)? {
        Some(plan) => Ok(plan.segments),
        None => resolve(text, options).map(|resolved| resolved.plan.segments),
    }
}

/// What a text takes.
///
/// # Errors
/// [`EncodeError`]: a character that no permitted encoding holds, too many segments, a header that leaves no room.
pub fn estimate(text: Text<'_>, options: &Options) -> Result<Estimate, EncodeError> {
    if let Some(plan) = plain_plan(text, options)? {
        return Ok(Estimate::new(&plan, None, Vec::new()));
    }
    let resolved = resolve(text, options)?;
    let replacements = resolved.prepared.map_or_else(Vec::new, |prepared| prepared.replacements);
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
struct Resolved {
    plan: Plan,
    truncation: Option<Truncation>,
    /// What is sent, if that is not the caller's text.
    prepared: Option<Prepared>,
    /// Where its segments end, if they are laid out.
    ends: Option<Vec<usize>>,
}

/// The plan of a text that is sent as it is, and whole: of most. Everything else is for [`resolve`].
#[inline(always)]
fn plain_plan(text: Text<'_>, options: &Options) -> Result<Option<Plan>, EncodeError> {
    if options.prepare.changes_nothing() & options.splitting.suffix.is_empty() {
        let plan = choose(text, &options.coding, &options.splitting)?;
        return Ok((plan.segments <= usize::from(options.splitting.max_segments)).then_some(plan));
    }
    Ok(None)
}

#[inline(never)]
fn resolve(text: Text<'_>, options: &Options) -> Result<Resolved, EncodeError> {
    let splitting = &options.splitting;
    if splitting.is_plain() {
        if let Some(plan) = plain_plan(text, options)? {
            return Ok(Resolved { plan, truncation: None, prepared: None, ends: None });
        }
    }
    let (plan, prepared) = decide(text, options)?;
    let (needed, limit) = (plan.segments, usize::from(splitting.max_segments));
    let encoding = plan.encoding.name();
    let ellipsis = match &splitting.overflow {
        _ if needed <= limit && splitting.is_plain() => {
            return Ok(Resolved { plan, truncation: None, prepared, ends: None });
        }
        _ if needed <= limit => None,
        Overflow::Error => return Err(EncodeError::TooManySegments { needed, limit, encoding }),
        Overflow::Truncate { ellipsis } => Some(ellipsis),
    };
    let mut whole = prepared.unwrap_or_else(|| Prepared::copy(text));
    let suffix: Vec<u32> = splitting.suffix.chars().map(u32::from).collect();
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
    let ends = number(&mut whole, &cuts, splitting);
    Ok(Resolved { plan, truncation, prepared: Some(whole), ends: Some(ends) })
}

/// Puts the numbers into a message of several segments, and says where these end.
fn number(sent: &mut Prepared, cuts: &[Cut], splitting: &Splitting) -> Vec<usize> {
    let ends = cuts.iter().map(|cut| cut.end);
    match &splitting.numbering {
        Some(numbering) if cuts.len() > 1 => sent.surround(ends, |segment| numbering.around(segment + 1, cuts.len())),
        _ => ends.collect(),
    }
}

fn resolve_binary(data: &[u8], options: &Options) -> Result<(Plan, Option<Truncation>), EncodeError> {
    let splitting = &options.splitting;
    let room = Room::new(Encoding::EightBit, splitting);
    let planned = |octets: usize| {
        let (capacity, segments) = match (octets <= room.single, room.concatenated) {
            (true, _) => (room.single, 1),
            (false, 0) => return Err(HeaderError::NoRoom(splitting.header_octets(true, 0))),
            (false, capacity) => (capacity, octets.div_ceil(capacity)),
        };
        let last = octets - (segments - 1) * capacity;
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

/// An encoded message: its content once, and where the segments end in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    body: Arc<Body>,
    reference: u16,
}

#[derive(Debug)]
struct Body {
    estimate: Estimate,
    dcs: DataCodingScheme,
    /// What is sent, if that is not the caller's text.
    prepared: Option<Prepared>,
    /// One septet an octet, UTF-16BE, or the data.
    content: Vec<u8>,
    ends: Vec<End>,
    header: UserDataHeader,
    reference_size: ReferenceSize,
}

impl PartialEq for Body {
    /// Whether the same octets are sent and the same is said of them: where the text stood before does not matter.
    fn eq(&self, other: &Self) -> bool {
        let ends = |body: &Body| body.ends.iter().map(|end| end.content).collect::<Vec<_>>();
        (&self.estimate, self.dcs, &self.header, self.reference_size)
            == (&other.estimate, other.dcs, &other.header, other.reference_size)
            && self.content == other.content
            && ends(self) == ends(other)
    }
}

impl Eq for Body {}

/// Where a segment ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct End {
    text: usize,
    content: usize,
}

impl Message {
    /// Encodes a text; without a reference one is derived from the content.
    ///
    /// # Errors
    /// As [`estimate`], and a lone surrogate is [`EncodeError::Unmappable`] unless the options keep or replace it.
    pub fn encode(text: Text<'_>, options: &Options, reference: Option<u16>) -> Result<Self, EncodeError> {
        let mut resolved = resolve(text, options)?;
        if resolved.prepared.is_none() && text.has_surrogate_pair() {
            resolved.prepared = Some(Prepared::copy(text));
        }
        let Resolved { plan, truncation, prepared, ends } = resolved;
        let sent = prepared.as_ref().map_or(text, |prepared| Text::Ucs4(&prepared.characters));
        let keep_lone = options.prepare.lone_surrogates == LoneSurrogates::Keep;
        let (content, ends) = translate(sent, &plan, ends.as_deref()).and_then(|(content, ends, lone)| match lone {
            Some((position, character)) if !keep_lone => {
                let position = prepared.as_ref().map_or(position, |prepared| prepared.origin(position));
                Err(EncodeError::Unmappable { character, position, encoding: EncodingName::Ucs2 })
            }
            _ => Ok((content, ends)),
        })?;
        let replacements = prepared.as_ref().map_or_else(Vec::new, |prepared| prepared.replacements.clone());
        let estimate = Estimate::new(&plan, truncation, replacements);
        Ok(Self::assemble(estimate, prepared, content, ends, options, reference))
    }

    /// Encodes octets.
    ///
    /// # Errors
    /// As [`estimate_binary`].
    pub fn encode_binary(data: &[u8], options: &Options, reference: Option<u16>) -> Result<Self, EncodeError> {
        let (plan, truncation) = resolve_binary(data, options)?;
        let content = data[..plan.units].to_vec();
        let ends = (1..=plan.segments).map(|number| (number * plan.capacity).min(plan.units));
        let ends = ends.map(|end| End { text: end, content: end }).collect();
        let estimate = Estimate::new(&plan, truncation, Vec::new());
        Ok(Self::assemble(estimate, None, content, ends, options, reference))
    }

    fn assemble(
        estimate: Estimate,
        prepared: Option<Prepared>,
        content: Vec<u8>,
        ends: Vec<End>,
        options: &Options,
        reference: Option<u16>,
    ) -> Self {
        let (header, reference_size) = (options.splitting.header.clone(), options.splitting.reference_size);
        let reference = match reference {
            Some(reference) => reference & reference_size.max(),
            None if ends.len() > 1 => content_reference(&content, reference_size),
            None => 0,
        };
        let dcs = DataCodingScheme::new(estimate.encoding.name(), options.coding.message_class);
        Message { body: Arc::new(Body { estimate, dcs, prepared, content, ends, header, reference_size }), reference }
    }

    /// The same message under another reference; a high octet that the reference has no room for is dropped.
    #[must_use]
    pub fn with_reference(&self, reference: u16) -> Self {
        Message { body: Arc::clone(&self.body), reference: reference & self.body.reference_size.max() }
    }

    /// What the message takes.
    #[must_use]
    pub fn estimate(&self) -> &Estimate {
        &self.body.estimate
    }

    /// The data coding scheme.
    #[must_use]
    pub fn dcs(&self) -> DataCodingScheme {
        self.body.dcs
    }

    /// The size of the concatenation reference, whether one is needed or not.
    #[must_use]
    pub fn reference_size(&self) -> ReferenceSize {
        self.body.reference_size
    }

    /// The number of segments.
    #[must_use]
    pub fn len(&self) -> usize {
        self.body.ends.len()
    }

    /// A message has at least one segment.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The concatenation reference; `None` for a message of one segment.
    #[must_use]
    pub fn reference(&self) -> Option<u16> {
        (self.len() > 1).then_some(self.reference)
    }

    /// The characters that are sent, if they are not the caller's text.
    #[must_use]
    pub fn changed_text(&self) -> Option<&[u32]> {
        self.body.prepared.as_ref().map(|prepared| &*prepared.characters)
    }

    /// The whole content: one septet an octet, UTF-16BE, or the data.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        &self.body.content
    }

    /// Where a segment's text stands in what is sent, or its octets in the data. Segments count from 0.
    #[must_use]
    pub fn text_range(&self, segment: usize) -> Range<usize> {
        let start = segment.checked_sub(1).map_or(0, |before| self.body.ends[before].text);
        start..self.body.ends[segment].text
    }

    /// A segment's content: one septet an octet, UTF-16BE, or the data.
    #[must_use]
    pub fn payload(&self, segment: usize) -> &[u8] {
        let start = segment.checked_sub(1).map_or(0, |before| self.body.ends[before].content);
        &self.body.content[start..self.body.ends[segment].content]
    }

    /// Septets, octets or UTF-16 units of a segment's content.
    #[must_use]
    pub fn units(&self, segment: usize) -> usize {
        match self.body.estimate.encoding {
            Encoding::Ucs2 => self.payload(segment).len() / 2,
            Encoding::Gsm7(_) | Encoding::EightBit => self.payload(segment).len(),
        }
    }

    /// A segment's header: the caller's elements, the concatenation, single shift, locking shift.
    #[must_use]
    pub fn header(&self, segment: usize) -> UserDataHeader {
        let mut elements: Vec<InformationElement> = self.body.header.elements().to_vec();
        if let Some(reference) = self.reference() {
            let size = self.body.reference_size;
            // At most 255 segments leave `resolve`, so total and sequence fit an octet.
            let (total, sequence) = (self.len() as u8, (segment + 1) as u8);
            elements.push(Concatenation { reference, size, total, sequence }.element());
        }
        let alphabet = self.body.estimate.encoding.alphabet();
        elements.extend(alphabet.single.map(|language| shift(iei::SINGLE_SHIFT, language)));
        elements.extend(alphabet.locking.map(|language| shift(iei::LOCKING_SHIFT, language)));
        UserDataHeader::new(elements)
    }

    /// What is common to the user data of all segments.
    #[must_use]
    pub fn template(&self) -> Template {
        Template::new(&self.header(0), self.body.estimate.encoding)
    }

    /// TP-UD of a segment: header, fill bits, packed septets or octets.
    #[must_use]
    pub fn user_data(&self, segment: usize) -> Vec<u8> {
        self.template().user_data(self.payload(segment), (segment + 1) as u8)
    }

    /// TP-UDL of a segment: septets with header and fill for GSM 7 bit, octets otherwise.
    #[must_use]
    pub fn user_data_length(&self, segment: usize) -> usize {
        self.template().user_data_length(self.payload(segment))
    }
}

/// A lone surrogate that was met, and where.
type Lone = Option<(usize, u32)>;

/// The content and the ends of the segments.
fn translate(text: Text<'_>, plan: &Plan, laid: Option<&[usize]>) -> Result<(Vec<u8>, Vec<End>, Lone), EncodeError> {
    let (encoding, width) = (plan.encoding, if plan.encoding == Encoding::Ucs2 { 2 } else { 1 });
    let mut ends = Vec::with_capacity(plan.segments);
    if plan.segments == 1 {
        ends.push(End { text: text.end(), content: plan.units * width });
    } else if let Some(laid) = laid {
        let (mut start, mut content) = (0, 0);
        for &end in laid {
            let part = text.slice(start..end).characters();
            content += width * part.map(|(_, c)| encoding.units(c).unwrap_or(1)).sum::<usize>();
            ends.push(End { text: end, content });
            start = end;
        }
    } else {
        let mut content = 0;
        for cut in Cuts::new(text, encoding, plan.capacity, plan.units) {
            let cut = cut.map_err(|_| HeaderError::NoRoom(0))?;
            content += cut.units * width;
            ends.push(End { text: cut.end, content });
        }
    }
    let mut content = Vec::with_capacity(plan.units * width + Level::SLACK);
    let mut lone = None;
    match encoding {
        Encoding::Gsm7(alphabet) => alphabet.translate(text, &mut content).map_err(|position| {
            // `choose` has seen every character in this alphabet.
            EncodeError::Unmappable { character: text.character(position), position, encoding: encoding.name() }
        })?,
        Encoding::Ucs2 | Encoding::EightBit => {
            let kernels = Level::active();
            if kernels.has_surrogate(text) {
                lone = text.characters().find(|&(_, character)| is_surrogate(character));
            }
            kernels.utf16be(text, &mut content);
        }
    }
    Ok((content, ends, lone))
}
