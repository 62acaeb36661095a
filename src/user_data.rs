//! TP-UD and TP-UDL: header, fill bits and content (3GPP TS 23.040 clauses 9.2.3.16 and 9.2.3.24).

use crate::element::iei;
use crate::encoding::{Encoding, header_septets};
use crate::septet::pack_aligned;
use crate::udh::UserDataHeader;

/// The header octets of a message, made once; only the sequence number differs from segment to segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    header: Vec<u8>,
    /// Where the sequence number stands, in a concatenated message.
    sequence: Option<usize>,
    encoding: Encoding,
}

impl Template {
    /// The template of a header of any segment. A header that is too long for user data gives an empty one: such a
    /// header never leaves the options.
    #[must_use]
    pub fn new(header: &UserDataHeader, encoding: Encoding) -> Self {
        let (mut at, mut sequence) = (1, None);
        for element in header.elements() {
            at += element.octets();
            if let iei::CONCATENATION_8 | iei::CONCATENATION_16 = element.iei() {
                sequence = Some(at - 1);
            }
        }
        Template { header: header.to_octets().unwrap_or_default(), sequence, encoding }
    }

    /// TP-UD of the segment with this sequence number, from 1.
    #[must_use]
    pub fn user_data(&self, payload: &[u8], sequence: u8) -> Vec<u8> {
        let mut octets = Vec::with_capacity(crate::udh::USER_DATA_OCTETS + 8);
        self.write(payload, sequence, &mut octets);
        octets
    }

    /// Appends TP-UD to octets.
    pub fn write(&self, payload: &[u8], sequence: u8, octets: &mut Vec<u8>) {
        let start = octets.len();
        match self.encoding {
            Encoding::Gsm7(_) if self.header.is_empty() => pack_aligned(payload, octets),
            Encoding::Gsm7(_) => {
                // As many zero septets as header and fill bits take: the text then packs from bit 0 on, and the header
                // goes over the zeros. 140 octets of header are 160 septets.
                let mut septets = [0u8; 320];
                let prefix = header_septets(self.header.len());
                let end = (prefix + payload.len()).min(septets.len());
                septets[prefix..end].copy_from_slice(&payload[..end - prefix]);
                pack_aligned(&septets[..end], octets);
                octets[start..start + self.header.len()].copy_from_slice(&self.header);
            }
            Encoding::EightBit | Encoding::Ucs2 => {
                octets.extend_from_slice(&self.header);
                octets.extend_from_slice(payload);
            }
        }
        if let Some(at) = self.sequence {
            octets[start + at] = sequence;
        }
    }

    /// TP-UDL: septets with header and fill bits for GSM 7 bit, octets with the header otherwise.
    #[must_use]
    pub fn user_data_length(&self, payload: &[u8]) -> usize {
        payload.len()
            + match self.encoding {
                Encoding::Gsm7(_) => header_septets(self.header.len()),
                Encoding::EightBit | Encoding::Ucs2 => self.header.len(),
            }
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
