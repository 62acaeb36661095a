//! The state of a [`Reassembler`] as octets, so that a process can restart and lose nothing.
//!
//! The form is our own and has a version; reading checks everything, since the octets come from a disk.

use std::collections::BTreeMap;

use crate::alphabet::{Alphabet, NationalLanguage};
use crate::decode::{Anomaly, AnomalyKind};
use crate::element::{Ports, ReferenceSize};
use crate::error::{DecodeError, DecodeErrorKind, EncodingName};
use crate::reassembly::{DIGEST_OCTETS, Done, Key, Limits, Open, Part, Reassembler, Slot, Statistics};
#[cfg(feature = "python")]
use crate::{decode::Content, element::Concatenation, reassembly::Whole};

const MAGIC: &[u8; 8] = b"smsencR\x01";
const FIELD: &str = "snapshot";

impl Reassembler {
    /// Writes the whole state down.
    #[must_use]
    pub fn snapshot(&self) -> Vec<u8> {
        let mut out = Writer(MAGIC.to_vec());
        out.number(self.limits.messages as u64);
        out.number(self.limits.octets as u64);
        out.optional(self.limits.expiry, |out, expiry| out.float(expiry));
        out.float(self.limits.memory);
        let Statistics { completed, duplicates, conflicts, superseded, expired, evicted } = self.statistics;
        for count in [completed, duplicates, conflicts, superseded, expired, evicted] {
            out.number(count);
        }
        out.number(self.open.len() as u64);
        for (key, total) in self.open.values() {
            // Both indexes and the slots are changed together, so each number names a message.
            if let Some(open) = self.slots.get(key).and_then(|slot| slot.open.get(total)) {
                out.key(key, *total);
                out.float(open.opened);
                out.octets(open.originator.as_bytes());
                out.number(open.parts.len() as u64);
                for (&sequence, part) in &open.parts {
                    out.number(sequence.into());
                    out.part(part);
                }
            }
        }
        out.number(self.done.len() as u64);
        for (key, total) in self.done.values() {
            if let Some(done) = self.slots.get(key).and_then(|slot| slot.done.get(total)) {
                out.key(key, *total);
                out.float(done.completed);
                done.digests.iter().for_each(|&digest| out.number(digest));
            }
        }
        out.0
    }

    /// Reads a state back.
    ///
    /// # Errors
    /// [`DecodeError`] for octets that no [`Reassembler::snapshot`] wrote.
    pub fn restore(octets: &[u8]) -> Result<Self, DecodeError> {
        let mut input = Reader { octets, at: 0 };
        if input.take(MAGIC.len())? != MAGIC {
            return Err(DecodeError::new(DecodeErrorKind::BadLength(octets.len()), 0, FIELD));
        }
        let limits = Limits {
            messages: input.size()?,
            octets: input.size()?,
            expiry: input.optional(Reader::float)?,
            memory: input.float()?,
        };
        let mut reassembler = Reassembler::new(limits);
        reassembler.statistics = Statistics {
            completed: input.number()?,
            duplicates: input.number()?,
            conflicts: input.number()?,
            superseded: input.number()?,
            expired: input.number()?,
            evicted: input.number()?,
        };
        for _ in 0..input.number()? {
            let (key, total) = input.key()?;
            let (opened, originator) = (input.float()?, input.string()?);
            let mut parts = BTreeMap::new();
            for _ in 0..input.number()? {
                let sequence = input.octet_from_to(1, total)?;
                parts.insert(sequence, input.part(&key)?);
            }
            reassembler.next += 1;
            let number = reassembler.next;
            reassembler.octets += parts.values().map(|part| part.payload.len()).sum::<usize>();
            let slot: &mut Slot = reassembler.slots.entry(key.clone()).or_default();
            if parts.is_empty() || parts.len() >= usize::from(total) || slot.open.contains_key(&total) {
                return Err(input.wrong(total));
            }
            slot.open.insert(total, Open { number, opened, originator, parts });
            reassembler.open.insert(number, (key, total));
        }
        for _ in 0..input.number()? {
            let (key, total) = input.key()?;
            let completed = input.float()?;
            let digests = (0..total).map(|_| input.number()).collect::<Result<Vec<_>, _>>()?;
            reassembler.next += 1;
            let number = reassembler.next;
            reassembler.octets += digests.len() * DIGEST_OCTETS;
            let slot = reassembler.slots.entry(key.clone()).or_default();
            if slot.done.contains_key(&total) {
                return Err(input.wrong(total));
            }
            slot.done.insert(total, Done { number, completed, digests });
            reassembler.done.insert(number, (key, total));
        }
        if input.at < octets.len() {
            return Err(DecodeError::new(DecodeErrorKind::Excess, input.at, FIELD));
        }
        Ok(reassembler)
    }
}

/// Writes a whole message down.
#[cfg(feature = "python")]
pub(crate) fn write_whole(whole: &Whole) -> Vec<u8> {
    let mut out = Writer(Vec::new());
    out.octets(whole.originator.as_bytes());
    out.optional(whole.concatenation, |out, place| {
        out.number(place.reference.into());
        out.0.extend([u8::from(place.size == ReferenceSize::Sixteen), place.total, place.sequence]);
    });
    out.optional(whole.ports, Writer::ports);
    out.0.push(whole.encoding as u8);
    match &whole.content {
        Content::Data(octets) => out.octets(octets),
        Content::Text(characters) => {
            out.number(characters.len() as u64);
            characters.iter().for_each(|&character| out.number(character.into()));
        }
    }
    out.number(whole.anomalies.len() as u64);
    for (sequence, anomaly) in &whole.anomalies {
        out.0.push(*sequence);
        out.anomaly(anomaly);
    }
    out.0
}

/// Reads a whole message back.
#[cfg(feature = "python")]
pub(crate) fn read_whole(octets: &[u8]) -> Result<Whole, DecodeError> {
    let mut input = Reader { octets, at: 0 };
    let originator = input.string()?;
    let concatenation = input.optional(|input| {
        let reference = input.number16()?;
        let size = if input.flag()? { ReferenceSize::Sixteen } else { ReferenceSize::Eight };
        Ok(Concatenation { reference, size, total: input.octet()?, sequence: input.octet()? })
    })?;
    let ports = input.optional(Reader::ports)?;
    let encoding = input.encoding()?;
    let length = input.size()?;
    let content = if encoding == EncodingName::EightBit {
        Content::Data(input.take(length)?.to_vec())
    } else {
        let character = |input: &mut Reader<'_>| {
            let number = input.number()?;
            u32::try_from(number).ok().filter(|&c| c <= 0x10_FFFF).ok_or_else(|| input.wrong(0))
        };
        Content::Text((0..length).map(|_| character(&mut input)).collect::<Result<_, _>>()?)
    };
    let anomalies = (0..input.number()?).map(|_| Ok((input.octet()?, input.anomaly()?))).collect::<Result<_, _>>()?;
    Ok(Whole { originator, concatenation, ports, encoding, content, anomalies })
}

struct Writer(Vec<u8>);

impl Writer {
    /// Seven bits an octet, the lowest first.
    fn number(&mut self, mut number: u64) {
        while number > 0x7F {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    fn float(&mut self, value: f64) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    fn octets(&mut self, octets: &[u8]) {
        self.number(octets.len() as u64);
        self.0.extend_from_slice(octets);
    }

    fn optional<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.0.push(value.is_some().into());
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn key(&mut self, key: &Key, total: u8) {
        self.octets(key.originator.as_bytes());
        self.number(key.reference.into());
        self.0.extend([u8::from(key.size == ReferenceSize::Sixteen), u8::from(key.octets), total]);
        self.optional(key.port, |out, port| out.number(port.into()));
    }

    fn part(&mut self, part: &Part) {
        self.0.push(part.encoding as u8);
        let identifier = |language: Option<NationalLanguage>| language.map_or(0, NationalLanguage::identifier);
        self.0.extend([identifier(part.alphabet.locking), identifier(part.alphabet.single)]);
        self.octets(&part.payload);
        self.number(part.anomalies.len() as u64);
        for anomaly in &part.anomalies {
            self.anomaly(anomaly);
        }
        self.optional(part.ports, Writer::ports);
    }

    fn anomaly(&mut self, anomaly: &Anomaly) {
        self.octets(anomaly.kind.name().as_bytes());
        self.number(anomaly.offset as u64);
    }

    fn ports(&mut self, ports: Ports) {
        self.number(ports.destination.into());
        self.number(ports.originator.into());
        self.0.push(ports.wide.into());
    }
}

struct Reader<'a> {
    octets: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn wrong(&self, value: u8) -> DecodeError {
        DecodeError::new(DecodeErrorKind::BadValue(value), self.at.saturating_sub(1), FIELD)
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let end = self.at.checked_add(count).filter(|&end| end <= self.octets.len());
        let end = end.ok_or_else(|| DecodeError::new(DecodeErrorKind::Truncated, self.octets.len(), FIELD))?;
        let taken = &self.octets[self.at..end];
        self.at = end;
        Ok(taken)
    }

    fn octet(&mut self) -> Result<u8, DecodeError> {
        self.take(1).map(|octet| octet[0])
    }

    fn octet_from_to(&mut self, low: u8, high: u8) -> Result<u8, DecodeError> {
        let octet = u8::try_from(self.number()?).unwrap_or(0);
        if (low..=high).contains(&octet) { Ok(octet) } else { Err(self.wrong(octet)) }
    }

    fn number(&mut self) -> Result<u64, DecodeError> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let octet = self.octet()?;
            number |= u64::from(octet & 0x7F) << shift;
            if octet < 0x80 {
                return Ok(number);
            }
        }
        Err(self.wrong(0x80))
    }

    fn size(&mut self) -> Result<usize, DecodeError> {
        let number = self.number()?;
        usize::try_from(number).map_err(|_| self.wrong(0))
    }

    fn number16(&mut self) -> Result<u16, DecodeError> {
        let number = self.number()?;
        u16::try_from(number).map_err(|_| self.wrong(0))
    }

    fn flag(&mut self) -> Result<bool, DecodeError> {
        match self.octet()? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(self.wrong(other)),
        }
    }

    fn float(&mut self) -> Result<f64, DecodeError> {
        let octets = self.take(8)?;
        Ok(f64::from_le_bytes(octets.try_into().unwrap_or_default()))
    }

    fn string(&mut self) -> Result<String, DecodeError> {
        let length = self.size()?;
        let octets = self.take(length)?;
        String::from_utf8(octets.to_vec()).map_err(|_| self.wrong(0))
    }

    fn optional<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<Option<T>, DecodeError> {
        if self.flag()? { read(self).map(Some) } else { Ok(None) }
    }

    fn key(&mut self) -> Result<(Key, u8), DecodeError> {
        let originator = self.string()?.into();
        let reference = self.number16()?;
        let size = if self.flag()? { ReferenceSize::Sixteen } else { ReferenceSize::Eight };
        let octets = self.flag()?;
        let total = self.octet()?;
        let port = self.optional(Reader::number16)?;
        if total < 2 {
            return Err(self.wrong(total));
        }
        Ok((Key { originator, reference, size, port, octets }, total))
    }

    fn part(&mut self, key: &Key) -> Result<Part, DecodeError> {
        let encoding = self.encoding()?;
        if (encoding == EncodingName::EightBit) != key.octets {
            return Err(self.wrong(encoding as u8));
        }
        let alphabet = Alphabet { locking: self.language()?, single: self.language()? };
        let length = self.size()?;
        let payload = self.take(length)?.to_vec();
        let anomalies = (0..self.number()?).map(|_| self.anomaly()).collect::<Result<_, _>>()?;
        let ports = self.optional(Reader::ports)?;
        Ok(Part { encoding, alphabet, payload, anomalies, ports })
    }

    fn encoding(&mut self) -> Result<EncodingName, DecodeError> {
        use EncodingName::{EightBit, Gsm7, Ucs2};
        let code = self.octet()?;
        [Gsm7, EightBit, Ucs2].into_iter().find(|&name| name as u8 == code).ok_or_else(|| self.wrong(code))
    }

    fn anomaly(&mut self) -> Result<Anomaly, DecodeError> {
        let kind = AnomalyKind::from_name(&self.string()?).ok_or_else(|| self.wrong(0))?;
        Ok(Anomaly { kind, offset: self.size()? })
    }

    fn ports(&mut self) -> Result<Ports, DecodeError> {
        Ok(Ports { destination: self.number16()?, originator: self.number16()?, wide: self.flag()? })
    }

    fn language(&mut self) -> Result<Option<NationalLanguage>, DecodeError> {
        match self.octet()? {
            0 => Ok(None),
            identifier => NationalLanguage::from_identifier(identifier).map(Some).ok_or_else(|| self.wrong(identifier)),
        }
    }
}
