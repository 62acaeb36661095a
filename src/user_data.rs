//! TP-UD and TP-UDL: header, fill bits and content (3GPP TS 23.040 clauses 9.2.3.16 and 9.2.3.24).

use std::ops::Range;

use crate::element::iei;
use crate::encoding::{Encoding, header_septets};
use crate::kernel::Level;
use crate::septet::packed_len;
use crate::udh::{InformationElement, USER_DATA_OCTETS, UserDataHeader};

/// Septets that a kernel packs into whole octets at a time, and those octets.
const SEPTETS: usize = 32;
/// Octets that stand before a payload in what [`Template::write_over`] reads.
pub(crate) const BEFORE: usize = SEPTETS;
/// Octets of the header that most have: UDHL and a concatenation with a reference of 8 bits.
const USUAL: usize = 6;
const OCTETS: usize = 28;

/// The header octets of a message, made once; only the sequence number differs from segment to segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    header: [u8; USER_DATA_OCTETS],
    length: usize,
    /// Where the sequence number stands, in a concatenated message.
    sequence: Option<usize>,
    encoding: Encoding,
}

impl Template {
    /// The template of a header of any segment. A header that is too long for user data gives an empty one: such a
    /// header never leaves the options.
    #[must_use]
    pub fn new(header: &UserDataHeader, encoding: Encoding) -> Self {
        let mut template = Template::without_header(encoding);
        if header.octets() <= USER_DATA_OCTETS {
            header.elements().iter().for_each(|element| template.push(element));
        }
        template
    }

    #[inline(always)]
    pub(crate) fn without_header(encoding: Encoding) -> Self {
        Template { header: [0; USER_DATA_OCTETS], length: 0, sequence: None, encoding }
    }

    /// Adds an element, if it has room.
    #[inline]
    pub(crate) fn push(&mut self, element: &InformationElement) {
        let (start, data) = (self.length.max(1), element.data());
        let end = start + 2 + data.len();
        let Some(octets) = self.header.get_mut(start..end) else { return };
        // An element cannot be made with more than 255 octets, and no header of more than 140 gets here.
        octets[..2].copy_from_slice(&[element.iei(), data.len() as u8]);
        octets[2..].copy_from_slice(data);
        self.header[0] = (end - 1) as u8;
        self.length = end;
        if let iei::CONCATENATION_8 | iei::CONCATENATION_16 = element.iei() {
            self.sequence = Some(end - 1);
        }
    }

    fn header(&self) -> &[u8] {
        &self.header[..self.length]
    }

    /// TP-UD of the segment with this sequence number, from 1.
    #[must_use]
    pub fn user_data(&self, payload: &[u8], sequence: u8) -> Vec<u8> {
        let mut octets = Vec::new();
        self.write(payload, sequence, &mut octets);
        octets
    }

    /// Appends TP-UD to octets.
    pub fn write(&self, payload: &[u8], sequence: u8, octets: &mut Vec<u8>) {
        let mut content = vec![0; SEPTETS];
        content.extend_from_slice(payload);
        let start = octets.len();
        octets.resize(start + self.octets(payload.len()), 0);
        self.write_over(&content, SEPTETS..content.len(), sequence, &mut octets[start..]);
    }

    /// Octets of TP-UD with a payload of so many octets: one septet an octet, UTF-16BE, or data.
    #[inline]
    #[must_use]
    pub fn octets(&self, payload: usize) -> usize {
        match self.encoding {
            Encoding::Gsm7(_) => packed_len(header_septets(self.length) + payload, 0),
            Encoding::EightBit | Encoding::Ucs2 => self.length + payload,
        }
    }

    /// Writes TP-UD over as many octets as it takes. The payload is a part of `content` with at least [`BEFORE`] octets
    /// before it, of whatever value.
    ///
    /// # Panics
    /// If there are not so many octets, of one or the other.
    #[inline]
    pub(crate) fn write_over(&self, content: &[u8], payload: Range<usize>, sequence: u8, octets: &mut [u8]) {
        let header = self.header();
        match self.encoding {
            Encoding::Gsm7(_) => {
                // As many zero septets as header and fill bits take: the text then packs from bit 0 on, and the header
                // goes over the zeros. What septets of the header fill whole blocks need not even be packed.
                let prefix = header_septets(header.len());
                let (blocks, zeros) = (prefix / SEPTETS, prefix % SEPTETS);
                let septets = &content[payload.start - zeros..payload.end];
                Level::active().pack(septets, zeros, &mut octets[blocks * OCTETS..]);
            }
            Encoding::EightBit | Encoding::Ucs2 => octets[header.len()..].copy_from_slice(&content[payload]),
        }
        match header.first_chunk::<USUAL>() {
            Some(usual) if header.len() == USUAL => octets[..USUAL].copy_from_slice(usual),
            _ => octets[..header.len()].copy_from_slice(header),
        }
        if let Some(at) = self.sequence {
            octets[at] = sequence;
        }
    }

    /// TP-UDL: septets with header and fill bits for GSM 7 bit, octets with the header otherwise.
    #[must_use]
    pub fn user_data_length(&self, payload: &[u8]) -> usize {
        payload.len()
            + match self.encoding {
                Encoding::Gsm7(_) => header_septets(self.length),
                Encoding::EightBit | Encoding::Ucs2 => self.length,
            }
    }
}

/// TP-UD of a segment that is known and not yet written.
#[derive(Clone, Debug)]
pub struct Unwritten<'a> {
    template: &'a Template,
    /// The payload and at least [`BEFORE`] octets before it.
    content: &'a [u8],
    payload: Range<usize>,
    sequence: u8,
}

impl<'a> Unwritten<'a> {
    #[inline(always)]
    pub(crate) fn new(template: &'a Template, content: &'a [u8], payload: Range<usize>, sequence: u8) -> Self {
        Unwritten { template, content, payload, sequence }
    }

    /// How many octets it takes.
    #[inline(always)]
    #[must_use]
    pub fn octets(&self) -> usize {
        self.template.octets(self.payload.len())
    }

    /// Writes it over as many octets.
    ///
    /// # Panics
    /// If there are not so many.
    #[inline]
    pub fn write_over(&self, octets: &mut [u8]) {
        self.template.write_over(self.content, self.payload.clone(), self.sequence, octets);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alphabet::Alphabet;
    use crate::septet::{pack, unpack};
    use crate::udh::InformationElement;

    #[test]
    fn septets_stand_behind_the_fill_bits_of_every_header() {
        for length in 0..130usize {
            let data = vec![0xA5; length];
            let element = InformationElement::new(0x70, &data).expect("at most 255 octets");
            let header = UserDataHeader::new(vec![element]);
            let octets = header.octets();
            let encoding = Encoding::Gsm7(Alphabet::DEFAULT);
            let payload: Vec<u8> = (0..encoding.capacity(octets)).map(|i| (i * 11 % 128) as u8).collect();
            let template = Template::new(&header, encoding);
            let user_data = template.user_data(&payload, 1);
            let fill = crate::encoding::fill_bits(octets);
            assert_eq!(user_data[..octets], header.to_octets().expect("short")[..]);
            assert_eq!(user_data[octets..], pack(&payload, fill)[..]);
            assert_eq!(unpack(&user_data[octets..], payload.len(), fill), payload);
            assert_eq!(user_data.len(), (template.user_data_length(&payload) * 7).div_ceil(8));
        }
    }
}
