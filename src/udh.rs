//! The user data header: 3GPP TS 23.040 clause 9.2.3.24.
//!
//! A header is a list of information elements. Building and parsing of the list stand here, what the elements mean
//! stands in [`crate::element`]. `parse` is strict; `read` is the receiver's rule, which never fails.

use std::hash::{Hash, Hasher};

use crate::alphabet::Alphabet;
use crate::element::{Concatenation, Ports, iei, shift_language};
use crate::error::{DecodeError, DecodeErrorKind, HeaderError};

/// Octets of user data in one short message (clause 9.2.3.24).
pub const USER_DATA_OCTETS: usize = 140;

/// One information element: an identifier and at most 255 octets.
#[derive(Clone, Debug)]
pub struct InformationElement {
    iei: u8,
    data: Data,
}

/// Most elements are short: such are made without asking for memory.
#[derive(Clone, Debug)]
enum Data {
    Short { length: u8, octets: [u8; SHORT] },
    Long(Box<[u8]>),
}

/// Octets of data that stand in the element itself.
const SHORT: usize = 6;

impl From<&[u8]> for Data {
    fn from(data: &[u8]) -> Self {
        let mut octets = [0; SHORT];
        match octets.get_mut(..data.len()) {
            None => Data::Long(data.into()),
            Some(first) => {
                first.copy_from_slice(data);
                Data::Short { length: data.len() as u8, octets }
            }
        }
    }
}

impl PartialEq for InformationElement {
    fn eq(&self, other: &Self) -> bool {
        (self.iei, self.data()) == (other.iei, other.data())
    }
}

impl Eq for InformationElement {}

impl Hash for InformationElement {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.iei, self.data()).hash(state);
    }
}

impl InformationElement {
    /// An element of any identifier and data.
    ///
    /// # Errors
    /// [`HeaderError::ElementTooLong`] for more than 255 octets.
    pub fn new(iei: u8, data: &[u8]) -> Result<Self, HeaderError> {
        if data.len() > 255 {
            return Err(HeaderError::ElementTooLong(data.len()));
        }
        Ok(InformationElement { iei, data: data.into() })
    }

    /// An element whose data is known to be short.
    pub(crate) fn short<const N: usize>(iei: u8, data: [u8; N]) -> Self {
        const { assert!(N <= SHORT) };
        InformationElement { iei, data: data.as_slice().into() }
    }

    /// The information element identifier.
    #[must_use]
    pub fn iei(&self) -> u8 {
        self.iei
    }

    /// The information element data.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        match &self.data {
            Data::Short { length, octets } => &octets[..usize::from(*length).min(SHORT)],
            Data::Long(data) => data,
        }
    }

    /// Octets in a header: identifier, length and data.
    #[must_use]
    pub fn octets(&self) -> usize {
        2 + self.data().len()
    }
}

/// The elements of a header, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct UserDataHeader {
    elements: Vec<InformationElement>,
}

/// What a receiver had to overlook in a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderFault {
    /// UDHL goes beyond the user data: there is no header.
    LengthBeyondData,
    /// An element goes beyond UDHL: the whole header is ignored.
    ElementBeyondLength,
}

impl UserDataHeader {
    /// A header of these elements.
    #[must_use]
    pub fn new(elements: Vec<InformationElement>) -> Self {
        UserDataHeader { elements }
    }

    /// The elements, in order.
    #[must_use]
    pub fn elements(&self) -> &[InformationElement] {
        &self.elements
    }

    /// Whether there is no element, and so no header.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    /// Octets with UDHL; 0 for a header without elements, which is not sent.
    #[must_use]
    pub fn octets(&self) -> usize {
        header_octets(self.elements.iter().map(InformationElement::octets).sum())
    }

    /// UDHL and the elements; nothing for a header without elements.
    ///
    /// # Errors
    /// [`HeaderError::TooLong`] if UDHL cannot express the length.
    pub fn to_octets(&self) -> Result<Vec<u8>, HeaderError> {
        let octets = self.octets();
        let mut out = Vec::with_capacity(octets);
        if octets > 0 {
            out.push(u8::try_from(octets - 1).map_err(|_| HeaderError::TooLong(octets))?);
            for element in &self.elements {
                // An element cannot be made with more than 255 octets.
                out.extend_from_slice(&[element.iei, element.data().len() as u8]);
                out.extend_from_slice(element.data());
            }
        }
        Ok(out)
    }

    /// Parses a whole header: UDHL and elements that end exactly with it.
    ///
    /// # Errors
    /// [`DecodeError`] with the octet and the field (UDHL, IEI, IEDL, IED).
    pub fn parse(octets: &[u8]) -> Result<Self, DecodeError> {
        let Some((&length, rest)) = octets.split_first() else {
            return Err(DecodeError::new(DecodeErrorKind::Truncated, 0, "UDHL"));
        };
        let length = usize::from(length);
        if rest.len() < length {
            return Err(DecodeError::new(DecodeErrorKind::Truncated, octets.len(), "UDHL"));
        }
        if rest.len() > length {
            return Err(DecodeError::new(DecodeErrorKind::Excess, 1 + length, "UDHL"));
        }
        parse_elements(rest).map(UserDataHeader::new).map_err(|error| error.shifted(1))
    }

    /// Reads the header in front of user data as a receiver does: the header, its octets, and what was wrong with it.
    /// Clause 9.2.3.24: when the elements do not fill UDHL exactly the whole header is ignored; the text still begins
    /// behind it. A UDHL beyond the user data is no header at all.
    #[must_use]
    pub fn read(user_data: &[u8]) -> (Self, usize, Option<HeaderFault>) {
        let none = UserDataHeader::default;
        let Some((&length, rest)) = user_data.split_first() else {
            return (none(), 0, Some(HeaderFault::LengthBeyondData));
        };
        let Some(elements) = rest.get(..usize::from(length)) else {
            return (none(), 0, Some(HeaderFault::LengthBeyondData));
        };
        let octets = 1 + elements.len();
        match parse_elements(elements) {
            Ok(elements) => (UserDataHeader { elements }, octets, None),
            Err(_) => (none(), octets, Some(HeaderFault::ElementBeyondLength)),
        }
    }

    /// The last usable value among the elements of the given identifiers: a repeated element that may not be, and
    /// elements that exclude each other, count in their last usable occurrence (clause 9.2.3.24).
    pub(crate) fn last<T>(&self, read: impl Fn(&InformationElement) -> Option<T>) -> Option<T> {
        self.elements.iter().rev().find_map(read)
    }

    /// The concatenation in force (clauses 9.2.3.24.1 and 9.2.3.24.8): elements with total 0, sequence 0 or a
    /// sequence beyond the total are ignored.
    #[must_use]
    pub fn concatenation(&self) -> Option<Concatenation> {
        self.last(Concatenation::read)
    }

    /// The application ports in force (clauses 9.2.3.24.3 and 9.2.3.24.4).
    #[must_use]
    pub fn ports(&self) -> Option<Ports> {
        self.last(Ports::read)
    }

    /// The tables in force (clauses 9.2.3.24.15 and 9.2.3.24.16): an identifier that names no language is ignored.
    #[must_use]
    pub fn alphabet(&self) -> Alphabet {
        let language = |wanted: u8| self.last(|element| shift_language(element, wanted));
        Alphabet { locking: language(iei::LOCKING_SHIFT), single: language(iei::SINGLE_SHIFT) }
    }
}

/// Octets of a header whose elements take so many: UDHL comes on top when there are any.
#[inline]
#[must_use]
pub fn header_octets(elements: usize) -> usize {
    if elements == 0 { 0 } else { 1 + elements }
}

fn parse_elements(octets: &[u8]) -> Result<Vec<InformationElement>, DecodeError> {
    let mut elements = Vec::new();
    let mut at = 0;
    while at < octets.len() {
        let Some(&length) = octets.get(at + 1) else {
            return Err(DecodeError::new(DecodeErrorKind::Truncated, at + 1, "IEDL"));
        };
        let end = at + 2 + usize::from(length);
        let Some(data) = octets.get(at + 2..end) else {
            return Err(DecodeError::new(DecodeErrorKind::BadLength(length.into()), at + 1, "IEDL"));
        };
        elements.push(InformationElement { iei: octets[at], data: data.into() });
        at = end;
    }
    Ok(elements)
}
