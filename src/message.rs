//! Where the last stages meet: what a text takes, its content, the ends of its segments, user data.

use std::ops::Range;

use crate::alphabet::ESCAPE;
use crate::choose::{self, Plan};
use crate::dcs::DataCodingScheme;
use crate::element::{Concatenation, ReferenceSize, iei, shift};
use crate::encoding::Encoding;
use crate::error::{EncodeError, EncodingName, HeaderError};
use crate::estimate::{Estimate, Resolved, Truncation, default_alphabet_first, resolve, resolve_binary};
use crate::kernel::Level;
use crate::options::{LoneSurrogates, Options};
use crate::prepare::Prepared;
use crate::reference::{Digest, content_reference, reference_of};
use crate::segment::{Cut, Cuts, NoRoom, septet_ends};
use crate::text::{Stored, Text, is_surrogate, with_source};
use crate::udh::{InformationElement, UserDataHeader};
use crate::user_data::{BEFORE, Template, Unwritten};

/// An encoded message: its content once, and where the segments end in it.
#[derive(Clone, Debug)]
pub struct Message {
    estimate: Estimate,
    dcs: DataCodingScheme,
    /// What is sent, if that is not the caller's text.
    prepared: Option<Box<Prepared>>,
    /// `BEFORE` zeros, and then one septet an octet, UTF-16BE, or the data.
    content: Vec<u8>,
    ends: Ends,
    header: UserDataHeader,
    reference_size: ReferenceSize,
    reference: u16,
}

impl PartialEq for Message {
    /// Whether the same octets are sent and the same is said of them: where the text stood before does not matter.
    fn eq(&self, other: &Self) -> bool {
        (&self.estimate, self.dcs, &self.header, self.reference_size, self.reference())
            == (&other.estimate, other.dcs, &other.header, other.reference_size, other.reference())
            && self.content == other.content
            && (0..self.len()).all(|segment| self.ends.of(segment).content == other.ends.of(segment).content)
    }
}

impl Eq for Message {}

/// Where a segment ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct End {
    text: usize,
    content: usize,
}

/// Where the segments end.
#[derive(Clone, Debug)]
enum Ends {
    /// Every place of the text is one unit of `width` octets: all segments but the last are full.
    Even { segments: usize, capacity: usize, places: usize, width: usize },
    /// Each by itself.
    Listed(Vec<End>),
}

impl Ends {
    fn len(&self) -> usize {
        match self {
            Ends::Even { segments, .. } => *segments,
            Ends::Listed(ends) => ends.len(),
        }
    }

    /// Where a segment ends.
    fn of(&self, segment: usize) -> End {
        match *self {
            Ends::Even { segments, capacity, places, width } => {
                assert!(segment < segments, "no such segment");
                let text = ((segment + 1) * capacity).min(places);
                End { text, content: text * width }
            }
            Ends::Listed(ref ends) => ends[segment],
        }
    }

    /// Where a segment begins.
    fn before(&self, segment: usize) -> End {
        segment.checked_sub(1).map_or(End { text: 0, content: 0 }, |before| self.of(before))
    }
}

impl Message {
    /// Encodes a text; without a reference one is derived from the content.
    ///
    /// # Errors
    /// As [`estimate`](crate::estimate()), and a lone surrogate is [`EncodeError::Unmappable`] unless the options keep or replace it.
    #[inline(always)]
    pub fn encode(text: Text<'_>, options: &Options, reference: Option<u16>) -> Result<Self, EncodeError> {
        if let Some(message) = Self::encode_plain(text, options, reference) {
            return Ok(message);
        }
        with_source!(text, source => Self::of_any(source, options, reference))
    }

    #[inline(never)]
    fn of_any<'a>(source: impl Stored<'a>, options: &Options, reference: Option<u16>) -> Result<Self, EncodeError> {
        let text = source.text();
        let mut resolved = resolve(text, options)?;
        if resolved.prepared.is_none() && text.has_surrogate_pair() {
            resolved.prepared = Some(Prepared::copy(text));
        }
        let Resolved { plan, truncation, prepared, laid } = resolved;
        let sent = prepared.as_ref().map_or(text, |prepared| Text::Ucs4(&prepared.characters));
        let keep_lone = options.prepare.lone_surrogates == LoneSurrogates::Keep;
        let (content, lone) = translate(sent, &plan)?;
        if let (Some((position, character)), false) = (lone, keep_lone) {
            let position = prepared.as_ref().map_or(position, |prepared| prepared.origin(position));
            return Err(EncodeError::Unmappable { character, position, encoding: EncodingName::Ucs2 });
        }
        let ends = match laid {
            Some(cuts) => Ends::Listed(summed(cuts.into_iter().map(Ok), &plan)?),
            None => ends(sent, &content, &plan)?,
        };
        Ok(Self::assemble(&plan, truncation, prepared, content, ends, options, reference))
    }

    /// As [`Message::encode`], of most texts that are sent as they are; `None` for others. For callers that have another
    /// way to go then, as [`estimate_plain`](crate::estimate_plain).
    #[inline(always)]
    #[must_use]
    pub fn encode_plain(text: Text<'_>, options: &Options, reference: Option<u16>) -> Option<Self> {
        match text {
            Text::Latin1(units) => Self::of_latin1(units, options, reference),
            _ => None,
        }
    }

    /// The message of a text whose characters are one octet each, by the options that permit nothing but the default
    /// alphabet and UCS-2, if it is sent whole in the former: the translation then is the scan as well.
    #[inline(always)]
    fn of_latin1(units: &[u8], options: &Options, reference: Option<u16>) -> Option<Self> {
        if !default_alphabet_first(options) {
            return None;
        }
        let splitting = &options.splitting;
        let text = Text::Latin1(units);
        let mut content = room(units.len());
        let digest = septets_and_digest(units, reference.is_none(), &mut content)?;
        let reference = reference.or(digest.map(reference_of));
        let septets = &content[BEFORE..];
        let plan = choose::of_septets(septets, septets.len() > units.len(), splitting).ok()?;
        if plan.segments > usize::from(splitting.max_segments) {
            return None;
        }
        let ends = ends(text, &content, &plan).ok()?;
        Some(Self::assemble(&plan, None, None, content, ends, options, reference))
    }

    /// Encodes octets.
    ///
    /// # Errors
    /// As [`estimate_binary`](crate::estimate_binary).
    pub fn encode_binary(data: &[u8], options: &Options, reference: Option<u16>) -> Result<Self, EncodeError> {
        let (plan, truncation) = resolve_binary(data, options)?;
        let mut content = room(plan.units);
        content.extend_from_slice(&data[..plan.units]);
        let ends = Ends::Even { segments: plan.segments, capacity: plan.capacity, places: plan.units, width: 1 };
        Ok(Self::assemble(&plan, truncation, None, content, ends, options, reference))
    }

    #[inline(always)]
    fn assemble(
        plan: &Plan,
        truncation: Option<Truncation>,
        prepared: Option<Prepared>,
        content: Vec<u8>,
        ends: Ends,
        options: &Options,
        reference: Option<u16>,
    ) -> Self {
        let (header, reference_size) = (options.splitting.header.clone(), options.splitting.reference_size);
        let reference = match reference {
            _ if ends.len() == 1 => 0,
            Some(reference) => reference & reference_size.max(),
            None => content_reference(&content[BEFORE..], reference_size),
        };
        let dcs = DataCodingScheme::new(plan.encoding.name(), options.coding.message_class);
        let replacements = prepared.as_ref().map_or_else(Vec::new, Prepared::replacements);
        let estimate = Estimate::new(plan, truncation, replacements);
        let prepared = prepared.map(Box::new);
        Message { estimate, dcs, prepared, content, ends, header, reference_size, reference }
    }

    /// The same message under another reference; a high octet that the reference has no room for is dropped.
    #[must_use]
    pub fn with_reference(&self, reference: u16) -> Self {
        Message { reference: reference & self.reference_size.max(), ..self.clone() }
    }

    /// What the message takes.
    #[must_use]
    pub fn estimate(&self) -> &Estimate {
        &self.estimate
    }

    /// The data coding scheme.
    #[must_use]
    pub fn dcs(&self) -> DataCodingScheme {
        self.dcs
    }

    /// The size of the concatenation reference, whether one is needed or not.
    #[must_use]
    pub fn reference_size(&self) -> ReferenceSize {
        self.reference_size
    }

    /// The number of segments.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
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
        self.prepared.as_ref().map(|prepared| &*prepared.characters)
    }

    /// For each character that is sent, and for the end, its position in the caller's text, if the two differ. What was
    /// added has the position of what stands behind it.
    #[must_use]
    pub fn origins(&self) -> Option<&[usize]> {
        self.prepared.as_ref().map(|prepared| prepared.origins())
    }

    /// The whole content: one septet an octet, UTF-16BE, or the data.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        &self.content[BEFORE..]
    }

    /// Where a segment's text stands in what is sent, or its octets in the data. Segments count from 0.
    #[must_use]
    pub fn text_range(&self, segment: usize) -> Range<usize> {
        self.ends.before(segment).text..self.ends.of(segment).text
    }

    /// A segment's content: one septet an octet, UTF-16BE, or the data.
    #[must_use]
    pub fn payload(&self, segment: usize) -> &[u8] {
        &self.content[self.payload_range(segment)]
    }

    #[inline(always)]
    fn payload_range(&self, segment: usize) -> Range<usize> {
        BEFORE + self.ends.before(segment).content..BEFORE + self.ends.of(segment).content
    }

    /// Septets, octets or UTF-16 units of a segment's content.
    #[must_use]
    pub fn units(&self, segment: usize) -> usize {
        match self.estimate.encoding {
            Encoding::Ucs2 => self.payload(segment).len() / 2,
            Encoding::Gsm7(_) | Encoding::EightBit => self.payload(segment).len(),
        }
    }

    /// A segment's header: the caller's elements, the concatenation, single shift, locking shift.
    #[must_use]
    pub fn header(&self, segment: usize) -> UserDataHeader {
        let mut elements = Vec::new();
        self.elements(segment, |element| elements.push(element.clone()));
        UserDataHeader::new(elements)
    }

    #[inline(always)]
    fn elements(&self, segment: usize, mut each: impl FnMut(&InformationElement)) {
        self.header.elements().iter().for_each(&mut each);
        if let Some(reference) = self.reference() {
            let size = self.reference_size;
            // At most 255 segments leave `resolve`, so total and sequence fit an octet.
            let (total, sequence) = (self.len() as u8, (segment + 1) as u8);
            each(&Concatenation { reference, size, total, sequence }.element());
        }
        let alphabet = self.estimate.encoding.alphabet();
        if let Some(language) = alphabet.single {
            each(&shift(iei::SINGLE_SHIFT, language));
        }
        if let Some(language) = alphabet.locking {
            each(&shift(iei::LOCKING_SHIFT, language));
        }
    }

    /// What is common to the user data of all segments.
    #[inline(always)]
    #[must_use]
    pub fn template(&self) -> Template {
        let mut template = Template::without_header(self.estimate.encoding);
        self.elements(0, |element| template.push(element));
        template
    }

    /// TP-UD of a segment: header, fill bits, packed septets or octets.
    #[must_use]
    pub fn user_data(&self, segment: usize) -> Vec<u8> {
        let template = self.template();
        let unwritten = self.unwritten(&template, segment);
        let mut octets = vec![0; unwritten.octets()];
        unwritten.write_over(&mut octets);
        octets
    }

    /// TP-UD of a segment, by [`Message::template`], to be written where the caller wants it.
    #[inline(always)]
    #[must_use]
    pub fn unwritten<'a>(&'a self, template: &'a Template, segment: usize) -> Unwritten<'a> {
        // At most 255 segments leave `resolve`, so a sequence fits an octet.
        Unwritten::new(template, &self.content, self.payload_range(segment), (segment + 1) as u8)
    }

    /// TP-UDL of a segment: septets with header and fill for GSM 7 bit, octets otherwise.
    #[must_use]
    pub fn user_data_length(&self, segment: usize) -> usize {
        self.template().user_data_length(self.payload(segment))
    }
}

/// A lone surrogate that was met, and where.
type Lone = Option<(usize, u32)>;

/// What content of so many octets goes into, with room for an escape before every eighth.
#[inline(always)]
fn room(octets: usize) -> Vec<u8> {
    let mut content = Vec::with_capacity(BEFORE + octets + octets / 8 + Level::SLACK);
    content.extend_from_slice(&[0; BEFORE]);
    content
}

/// Appends the septets of a text, which the default alphabet must hold, to the content. Gives the digest of a content of
/// more than one segment, if it is wanted, and no extension character has come between.
#[inline(always)]
fn septets_and_digest(units: &[u8], is_wanted: bool, content: &mut Vec<u8>) -> Option<Option<u64>> {
    /// Whole blocks of the kernels.
    const PART: usize = 256;
    let kernels = Level::active();
    if units.len() <= 160 || !is_wanted {
        return kernels.septets(Text::Latin1(units), content).ok().map(|()| None);
    }
    // A digest begins with the length. Mostly it is that of the text.
    let mut digest = Some(Digest::new(units.len()));
    for (number, part) in units.chunks(PART).enumerate() {
        kernels.septets(Text::Latin1(part), content).ok()?;
        let is_plain = content.len() - BEFORE == number * PART + part.len();
        digest = digest.filter(|_| is_plain);
        if let Some(digest) = &mut digest {
            digest.read(&content[BEFORE..]);
        }
    }
    Some(digest.map(|digest| digest.finish(&content[BEFORE..])))
}

/// Octets of a unit in the content.
fn width(encoding: Encoding) -> usize {
    if encoding == Encoding::Ucs2 { 2 } else { 1 }
}

/// The content, and a lone surrogate in it.
fn translate(text: Text<'_>, plan: &Plan) -> Result<(Vec<u8>, Lone), EncodeError> {
    let encoding = plan.encoding;
    let mut content = room(plan.units * width(encoding));
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
    Ok((content, lone))
}

/// The ends of the segments of a text without pairs of surrogates, and of its content.
#[inline(always)]
fn ends(text: Text<'_>, content: &[u8], plan: &Plan) -> Result<Ends, EncodeError> {
    let Plan { segments, capacity, units, .. } = *plan;
    let (places, width) = (text.end(), width(plan.encoding));
    let fixed = !matches!(text, Text::Utf8(_));
    if fixed && places == units {
        return Ok(Ends::Even { segments, capacity, places, width });
    }
    match plan.encoding {
        Encoding::Gsm7(_) if fixed => of_escapes(&content[BEFORE..], plan),
        _ => with_source!(text, source => listed(source, plan)),
    }
    .map(Ends::Listed)
}

/// The escapes among septets. Parts of fewer than 256, so that the compiler can count many octets at a time.
fn escapes(septets: &[u8]) -> usize {
    let count = |part: &[u8]| -> u8 { part.iter().map(|&septet| u8::from(septet == ESCAPE)).sum() };
    septets.chunks(160).map(|part| usize::from(count(part))).sum()
}

#[inline(never)]
fn listed<'a>(source: impl Stored<'a>, plan: &Plan) -> Result<Vec<End>, EncodeError> {
    let Plan { encoding, segments, capacity, units, .. } = *plan;
    let text = source.text();
    if segments == 1 {
        // Also of an empty text, which has no cut.
        return Ok(vec![End { text: text.end(), content: units * width(encoding) }]);
    }
    summed(Cuts::new(text, encoding, capacity, units), plan)
}

/// The ends by septets, of a text in which every place is a character: one septet, or an escape and another one.
#[inline(never)]
fn of_escapes(septets: &[u8], plan: &Plan) -> Result<Vec<End>, EncodeError> {
    let mut ends = Vec::with_capacity(plan.segments);
    let mut before = End { text: 0, content: 0 };
    for end in septet_ends(septets, plan.capacity) {
        let content = end.map_err(|_| HeaderError::NoRoom(0))?;
        let segment = &septets[before.content..content];
        before = End { text: before.text + segment.len() - escapes(segment), content };
        ends.push(before);
    }
    Ok(ends)
}

/// The ends of segments in the text and in the content.
fn summed(cuts: impl Iterator<Item = Result<Cut, NoRoom>>, plan: &Plan) -> Result<Vec<End>, EncodeError> {
    let (mut ends, mut content) = (Vec::with_capacity(plan.segments), 0);
    for cut in cuts {
        let cut = cut.map_err(|_| HeaderError::NoRoom(0))?;
        content += cut.units * width(plan.encoding);
        ends.push(End { text: cut.end, content });
    }
    Ok(ends)
}
