//! What a caller may decide, grouped by the stage that obeys it.

use crate::alphabet::NationalLanguage;
use crate::dcs::MessageClass;
use crate::element::{ReferenceSize, iei};
use crate::error::HeaderError;
use crate::numbering::Numbering;
use crate::replace::{Replace, ReplaceWhen};
use crate::udh::{InformationElement, UserDataHeader, header_octets};

/// All options of an encoding; `Options::default()` is what a caller gets who decides nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    /// What may be changed in the text.
    pub prepare: Prepare,
    /// Which codings are permitted.
    pub coding: Coding,
    /// How the message is divided.
    pub splitting: Splitting,
}

/// Changes of the text before it is encoded, in this order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Prepare {
    /// Whether CR LF and lone CR become LF.
    pub fold_line_breaks: bool,
    /// Whether the text is brought to Unicode normalization form C.
    pub compose: bool,
    /// What becomes of lone surrogates.
    pub lone_surrogates: LoneSurrogates,
    /// Which characters may be replaced, in the text as the other options leave it.
    pub replace: Replace,
    /// When they are.
    pub replace_when: ReplaceWhen,
}

impl Prepare {
    /// Whether every text is sent as it is.
    #[inline]
    pub(crate) fn changes_nothing(&self) -> bool {
        // No short cuts: one test of all is cheaper than one of each.
        !(self.fold_line_breaks
            | self.compose
            | (self.lone_surrogates == LoneSurrogates::Replace)
            | !matches!(self.replace, Replace::Nothing))
    }
}

/// What becomes of a surrogate without its other half.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LoneSurrogates {
    /// Counted as one UTF-16 unit, refused when encoded.
    #[default]
    Error,
    /// Replaced by U+FFFD.
    Replace,
    /// Sent as it is.
    Keep,
}

/// The codings that the caller permits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Coding {
    /// Which of the two families.
    pub family: Family,
    /// National languages whose tables may be used, in order of preference.
    pub languages: Vec<NationalLanguage>,
    /// The message class in the data coding scheme.
    pub message_class: Option<MessageClass>,
}

/// GSM 7 bit, UCS-2 or the cheaper of the two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Family {
    /// Whichever needs fewer segments, GSM 7 bit when equal.
    #[default]
    Auto,
    /// GSM 7 bit only.
    Gsm7,
    /// UCS-2 only.
    Ucs2,
}

/// How the message is divided into segments.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Splitting {
    /// The size of the concatenation reference.
    pub reference_size: ReferenceSize,
    /// The caller's control elements, in every segment alike. Made by [`Splitting::check_header`].
    pub header: UserDataHeader,
    /// The segments permitted, 1 to 255.
    pub max_segments: u8,
    /// What happens to a message that needs more.
    pub overflow: Overflow,
    /// What readers of single segments get; nothing for the plain layout, which most callers want. See
    /// [`Splitting::with_layout`].
    pub layout: Option<Box<Layout>>,
}

/// What readers of single segments get. The default is plain: segments as full as whole characters allow, with nothing
/// but the text in them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Layout {
    /// What is kept whole where it fits into one segment.
    pub boundary: Boundary,
    /// A text at the end of the message that is never cut, often empty.
    pub suffix: String,
    /// A number in every segment of a message of several.
    pub numbering: Option<Numbering>,
}

impl Layout {
    /// The suffix as it is sent.
    pub(crate) fn suffix_characters(&self) -> Vec<u32> {
        self.suffix.chars().map(u32::from).collect()
    }
}

static PLAIN: Layout = Layout { boundary: Boundary::Character, suffix: String::new(), numbering: None };

/// Where a segment may end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Boundary {
    /// Between any two characters: the fewest segments.
    #[default]
    Character,
    /// Between two extended grapheme clusters (UAX #29), where they fit into one segment.
    Grapheme,
    /// Between two words, and not in an address, a placeholder or a number, where they fit into one segment; else
    /// between two clusters.
    Word,
}

/// What happens to a message that needs more segments than permitted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Overflow {
    /// It is refused.
    #[default]
    Error,
    /// The longest prefix that fits is kept, with this text behind it.
    Truncate {
        /// The text behind the prefix, often empty or an ellipsis.
        ellipsis: String,
    },
}

impl Default for Splitting {
    fn default() -> Self {
        Splitting {
            reference_size: ReferenceSize::default(),
            header: UserDataHeader::default(),
            max_segments: u8::MAX,
            overflow: Overflow::default(),
            layout: None,
        }
    }
}

impl Splitting {
    /// Whether segments hold the text alone and are as full as whole characters allow.
    #[inline(always)]
    pub(crate) fn is_plain(&self) -> bool {
        self.layout.is_none()
    }

    /// What readers of single segments get.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        self.layout.as_deref().unwrap_or(&PLAIN)
    }

    /// The same with another layout.
    #[must_use]
    pub fn with_layout(mut self, layout: Layout) -> Self {
        self.layout = (layout != PLAIN).then(|| Box::new(layout));
        self
    }

    /// A header that a caller may set: concatenation and shift elements are the library's.
    ///
    /// # Errors
    /// [`HeaderError::Reserved`] for one of those, [`HeaderError::TooLong`] for more than 140 octets.
    pub fn check_header(elements: Vec<InformationElement>) -> Result<UserDataHeader, HeaderError> {
        for element in &elements {
            if let iei::CONCATENATION_8 | iei::CONCATENATION_16 | iei::SINGLE_SHIFT | iei::LOCKING_SHIFT = element.iei()
            {
                return Err(HeaderError::Reserved(element.iei()));
            }
        }
        let header = UserDataHeader::new(elements);
        match header.octets() {
            octets if octets > crate::udh::USER_DATA_OCTETS => Err(HeaderError::TooLong(octets)),
            _ => Ok(header),
        }
    }

    /// Octets of the header of a segment, UDHL included, with so many shift elements.
    #[inline(always)]
    #[must_use]
    pub fn header_octets(&self, concatenated: bool, shifts: usize) -> usize {
        self.both_header_octets(shifts)[usize::from(concatenated)]
    }

    /// The same for one segment and for several.
    #[inline(always)]
    pub(crate) fn both_header_octets(&self, shifts: usize) -> [usize; 2] {
        const SHIFT: usize = 3;
        let caller: usize = self.header.elements().iter().map(InformationElement::octets).sum();
        let elements = caller + shifts * SHIFT;
        [header_octets(elements), header_octets(elements + self.reference_size.element_octets())]
    }
}
