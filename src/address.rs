//! Addresses: 3GPP TS 23.040 clause 9.1.2.5, and the service centre in front of the PDUs of AT commands.
//!
//! An [`Address`] keeps its octets as they came, so that building gives them back; number, plan and value are views of
//! them. What a receiver must take is taken: reserved types and plans, a type-of-address octet without its fixed bit,
//! spare bits behind an alphanumeric value. A length that no address has and a filler among the digits are errors.
//!
//! Left out: what a number means, and which plans a network routes.

use std::fmt;

use crate::alphabet::{Alphabet, ESCAPE, Septets};
use crate::decode;
use crate::error::{DecodeError, DecodeErrorKind};
use crate::septet;
use crate::text::Text;

/// Octets of an address value: 20 digits, or 11 septets.
const VALUE_OCTETS: usize = 10;

/// Digits of an address value.
pub const ADDRESS_DIGITS: usize = 2 * VALUE_OCTETS;

/// Septets of an alphanumeric address; a character of the extension table takes two.
pub const ADDRESS_SEPTETS: usize = VALUE_OCTETS * 8 / 7;

/// The digits by their semi-octet (clause 9.1.2.3); 1111 is the filler.
const DIGITS: &[u8; 15] = b"0123456789*#abc";

/// The semi-octet that fills the last octet of an odd number of digits.
const FILLER: u8 = 0xF;

/// The type of number: bits 6 to 4 of the type-of-address octet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum TypeOfNumber {
    /// The network knows from the digits.
    Unknown,
    /// A country code comes first, no prefix.
    International,
    /// A national number, no prefix.
    National,
    /// A number of the serving network.
    NetworkSpecific,
    /// A subscriber number.
    Subscriber,
    /// Text in the GSM 7 bit default alphabet.
    Alphanumeric,
    /// An abbreviated number.
    Abbreviated,
    /// Reserved for extension.
    Reserved,
}

impl TypeOfNumber {
    /// The type in the three lowest bits.
    #[must_use]
    pub fn from_bits(bits: u8) -> Self {
        use TypeOfNumber::*;
        [Unknown, International, National, NetworkSpecific, Subscriber, Alphanumeric, Abbreviated, Reserved]
            [usize::from(bits & 7)]
    }
}

/// The numbering plan identification: bits 3 to 0 of the type-of-address octet. Values without a name are reserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NumberingPlan(pub u8);

impl NumberingPlan {
    /// Unknown; also what stands with an alphanumeric address.
    pub const UNKNOWN: Self = Self(0);
    /// ISDN and telephone numbers, E.164.
    pub const E164: Self = Self(1);
    /// Data, X.121.
    pub const X121: Self = Self(3);
    /// Telex.
    pub const TELEX: Self = Self(4);
    /// National.
    pub const NATIONAL: Self = Self(8);
    /// Private.
    pub const PRIVATE: Self = Self(9);
    /// ERMES.
    pub const ERMES: Self = Self(10);
}

/// Why there is no such address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// A character that is no digit; of an alphanumeric address, one that the default alphabet does not hold.
    Character {
        /// The character.
        character: u32,
        /// Its position in the value.
        position: usize,
        /// Whether the address is alphanumeric.
        alphanumeric: bool,
    },
    /// More digits, or more septets, than an address has.
    TooLong {
        /// Digits or septets of the value.
        units: usize,
        /// What an address has.
        limit: usize,
    },
    /// A service centre has a number.
    Alphanumeric,
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AddressError::Character { character, position, alphanumeric: false } => {
                write!(f, "U+{character:04X} at {position} is none of the digits 0-9 * # a b c")
            }
            AddressError::Character { character, position, alphanumeric: true } => {
                write!(f, "U+{character:04X} at {position} is not in the GSM 7 bit default alphabet")
            }
            AddressError::TooLong { units, limit } => write!(f, "{units} digits or septets, an address has {limit}"),
            AddressError::Alphanumeric => f.write_str("a service centre has a number, not a name"),
        }
    }
}

impl std::error::Error for AddressError {}

/// An address field: length, type of address, and at most ten octets of value.
///
/// ```
/// use smsenc::Address;
///
/// let address = Address::detect("+4915112345678".into())?;
/// assert_eq!(address.octets(), [0x0D, 0x91, 0x94, 0x51, 0x11, 0x32, 0x54, 0x76, 0xF8]);
/// assert_eq!(address.to_string(), "+4915112345678");
/// # Ok::<(), smsenc::AddressError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// Useful semi-octets of the value.
    length: u8,
    type_of_address: u8,
    /// The octets of the value; zero behind them.
    value: [u8; VALUE_OCTETS],
}

impl Address {
    /// An address of digits: 0 to 9, `*`, `#`, `a`, `b`, `c`. With [`TypeOfNumber::Alphanumeric`] it is
    /// [`Address::alphanumeric`], and the plan is unknown.
    ///
    /// # Errors
    /// [`AddressError`]: another character, or more than 20 digits.
    pub fn number(digits: Text<'_>, ton: TypeOfNumber, plan: NumberingPlan) -> Result<Self, AddressError> {
        if ton == TypeOfNumber::Alphanumeric {
            return Self::alphanumeric(digits);
        }
        let mut value = [0; VALUE_OCTETS];
        let mut count = 0;
        for (position, character) in digits.characters() {
            let Some(digit) = DIGITS.iter().position(|&digit| u32::from(digit) == character) else {
                return Err(AddressError::Character { character, position, alphanumeric: false });
            };
            if let Some(octet) = value.get_mut(count / 2) {
                *octet |= (digit as u8) << (count % 2 * 4);
            }
            count += 1;
        }
        if count > ADDRESS_DIGITS {
            return Err(AddressError::TooLong { units: count, limit: ADDRESS_DIGITS });
        }
        if count % 2 == 1 {
            value[count / 2] |= FILLER << 4;
        }
        Ok(Address { length: count as u8, type_of_address: 0x80 | (ton as u8) << 4 | plan.0 & 0xF, value })
    }

    /// An address of text in the GSM 7 bit default alphabet with its extension table, at most 11 septets.
    ///
    /// # Errors
    /// [`AddressError`]: a character that the alphabet does not hold, or too many septets.
    pub fn alphanumeric(text: Text<'_>) -> Result<Self, AddressError> {
        let mut septets = Vec::new();
        for (position, character) in text.characters() {
            match Alphabet::DEFAULT.septets(character) {
                Some(Septets::Plain(septet)) => septets.push(septet),
                Some(Septets::Escaped(septet)) => septets.extend([ESCAPE, septet]),
                None => return Err(AddressError::Character { character, position, alphanumeric: true }),
            }
        }
        if septets.len() > ADDRESS_SEPTETS {
            return Err(AddressError::TooLong { units: septets.len(), limit: ADDRESS_SEPTETS });
        }
        let mut value = [0; VALUE_OCTETS];
        for (octet, packed) in value.iter_mut().zip(septet::pack(&septets, 0)) {
            *octet = packed;
        }
        // Useful semi-octets: those that the septets reach into.
        Ok(Address { length: (septets.len() * 7).div_ceil(4) as u8, type_of_address: 0xD0, value })
    }

    /// The address that a person means: `+` and digits are an international number of E.164, 0 to 9, `*` and `#` a
    /// number of unknown type in E.164, and anything with a letter is alphanumeric. (The digits `a`, `b` and `c` are
    /// letters here; [`Address::number`] takes them.)
    ///
    /// # Errors
    /// [`AddressError`]: what is neither, such as digits with a space.
    pub fn detect(text: Text<'_>) -> Result<Self, AddressError> {
        let is_letter = |character| char::from_u32(character).is_some_and(char::is_alphabetic);
        if text.characters().any(|(_, character)| is_letter(character)) {
            return Self::alphanumeric(text);
        }
        let Some((0, 0x2B)) = text.characters().next() else {
            return Self::number(text, TypeOfNumber::Unknown, NumberingPlan::E164);
        };
        let digits = text.slice(1..text.end());
        Self::number(digits, TypeOfNumber::International, NumberingPlan::E164).map_err(|error| match error {
            AddressError::Character { character, position, alphanumeric } => {
                AddressError::Character { character, position: position + 1, alphanumeric }
            }
            error => error,
        })
    }

    /// Parses the address field that octets begin with, and tells its octets. `field` is its name in errors.
    ///
    /// # Errors
    /// [`DecodeError`]: a length beyond 20 semi-octets, octets that end too early, a filler among the digits or
    /// something else in its place.
    pub fn parse(octets: &[u8], field: &'static str) -> Result<(Self, usize), DecodeError> {
        let (&[length, type_of_address], rest) = head(octets, field)?;
        let count = usize::from(length);
        if count > ADDRESS_DIGITS {
            return Err(DecodeError::new(DecodeErrorKind::BadLength(count), 0, field));
        }
        let address = Self::of_octets(length, type_of_address, rest).ok_or(DecodeError::new(
            DecodeErrorKind::Truncated,
            octets.len(),
            field,
        ))?;
        if !address.is_alphanumeric() {
            address
                .check_digits()
                .map_err(|(octet, at)| DecodeError::new(DecodeErrorKind::BadValue(octet), 2 + at, field))?;
        }
        Ok((address, 2 + address.value_octets().len()))
    }

    /// Parses octets that are an address field and nothing else.
    ///
    /// # Errors
    /// As [`Address::parse`], and [`DecodeErrorKind::Excess`].
    pub fn parse_all(octets: &[u8], field: &'static str) -> Result<Self, DecodeError> {
        match Self::parse(octets, field)? {
            (address, used) if used == octets.len() => Ok(address),
            (_, used) => Err(DecodeError::new(DecodeErrorKind::Excess, used, field)),
        }
    }

    /// The address of a length and the octets that its value begins with, if there are enough.
    fn of_octets(length: u8, type_of_address: u8, octets: &[u8]) -> Option<Self> {
        let used = octets.get(..usize::from(length).div_ceil(2))?;
        let mut value = [0; VALUE_OCTETS];
        value.get_mut(..used.len())?.copy_from_slice(used);
        Some(Address { length, type_of_address, value })
    }

    /// The octet that holds a filler among the digits, or no filler behind them, and its index in the value.
    fn check_digits(&self) -> Result<(), (u8, usize)> {
        let odd = self.length % 2 == 1;
        for (at, &octet) in self.value_octets().iter().enumerate() {
            let filled = odd && at == self.value_octets().len() - 1;
            if octet & 0xF == FILLER || (octet >> 4 == FILLER) != filled {
                return Err((octet, at));
            }
        }
        Ok(())
    }

    /// The octets of the field: length, type of address, value.
    #[must_use]
    pub fn octets(&self) -> Vec<u8> {
        let mut octets = Vec::with_capacity(2 + VALUE_OCTETS);
        self.write(&mut octets);
        octets
    }

    /// Appends the field to octets.
    pub fn write(&self, octets: &mut Vec<u8>) {
        octets.extend([self.length, self.type_of_address]);
        octets.extend_from_slice(self.value_octets());
    }

    /// The octets of the value alone.
    fn value_octets(&self) -> &[u8] {
        // The length is at most twice the octets that there are.
        &self.value[..usize::from(self.length).div_ceil(2).min(VALUE_OCTETS)]
    }

    /// The type-of-address octet, fixed bit included.
    #[must_use]
    pub fn type_of_address(&self) -> u8 {
        self.type_of_address
    }

    /// The type of number.
    #[must_use]
    pub fn type_of_number(&self) -> TypeOfNumber {
        TypeOfNumber::from_bits(self.type_of_address >> 4)
    }

    /// The numbering plan.
    #[must_use]
    pub fn numbering_plan(&self) -> NumberingPlan {
        NumberingPlan(self.type_of_address & 0xF)
    }

    /// Whether the value is text.
    #[must_use]
    pub fn is_alphanumeric(&self) -> bool {
        self.type_of_number() == TypeOfNumber::Alphanumeric
    }

    /// Whether an alphanumeric value of eight septets ends in septet 00. Peers that write twice the octets as the
    /// length give seven characters the length of eight, and the eighth septet is what remains of the last octet:
    /// such a value is read as seven characters. The same octets are what a sender whose name ends in `@` would send.
    #[must_use]
    pub fn has_spare_septet(&self) -> bool {
        self.is_alphanumeric() && self.length == 14 && self.value[6] >> 1 == 0
    }

    /// The septets of an alphanumeric value, one an octet; without the spare one.
    #[must_use]
    pub fn septets(&self) -> Vec<u8> {
        if !self.is_alphanumeric() {
            return Vec::new();
        }
        let count = usize::from(self.length) * 4 / 7 - usize::from(self.has_spare_septet());
        septet::unpack(self.value_octets(), count, 0)
    }

    /// The digits, or the text; no plus sign.
    #[must_use]
    pub fn value(&self) -> String {
        if self.is_alphanumeric() {
            let (characters, _) = decode::septets(&self.septets(), Alphabet::DEFAULT);
            return characters.into_iter().filter_map(char::from_u32).collect();
        }
        let nibbles = self.value_octets().iter().flat_map(|octet| [octet & 0xF, octet >> 4]);
        let digits = nibbles.take(usize::from(self.length)).filter_map(|nibble| DIGITS.get(usize::from(nibble)));
        digits.map(|&digit| char::from(digit)).collect()
    }
}

impl fmt::Display for Address {
    /// The value; an international number with its plus sign.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.type_of_number() == TypeOfNumber::International {
            f.write_str("+")?;
        }
        f.write_str(&self.value())
    }
}

/// The first two octets and the rest.
fn head<'a>(octets: &'a [u8], field: &'static str) -> Result<(&'a [u8; 2], &'a [u8]), DecodeError> {
    octets.split_first_chunk().ok_or(DecodeError::new(DecodeErrorKind::Truncated, octets.len(), field))
}

/// The service centre's number in front of the PDU of an AT command (3GPP TS 27.005, address as in TS 24.011): its
/// length counts octets, the type of address included. No service centre is the octet 00: the device's own is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ServiceCentre(Address);

impl ServiceCentre {
    /// The field's name in errors.
    const FIELD: &'static str = "SCA";

    /// A service centre of an address.
    ///
    /// # Errors
    /// [`AddressError::Alphanumeric`]: type 5 is no text in TS 24.011, so a name cannot stand here.
    pub fn new(address: Address) -> Result<Self, AddressError> {
        if address.is_alphanumeric() { Err(AddressError::Alphanumeric) } else { Ok(ServiceCentre(address)) }
    }

    /// The address.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.0
    }

    /// Parses the service centre that octets begin with, and tells its octets.
    ///
    /// # Errors
    /// [`DecodeError`] of the field SCA: a length beyond 11 octets, octets that end too early, type of number 5, a
    /// filler among the digits.
    pub fn parse(octets: &[u8]) -> Result<(Option<Self>, usize), DecodeError> {
        let error = |kind, offset| DecodeError::new(kind, offset, Self::FIELD);
        let length = usize::from(*octets.first().ok_or(error(DecodeErrorKind::Truncated, 0))?);
        if length == 0 {
            return Ok((None, 1));
        }
        if length > 1 + VALUE_OCTETS {
            return Err(error(DecodeErrorKind::BadLength(length), 0));
        }
        let Some([type_of_address, value @ ..]) = octets.get(1..=length) else {
            return Err(error(DecodeErrorKind::Truncated, octets.len()));
        };
        let filled = value.last().is_some_and(|octet| octet >> 4 == FILLER);
        let digits = 2 * value.len() - usize::from(filled);
        let address = Address::of_octets(digits as u8, *type_of_address, value)
            .ok_or(error(DecodeErrorKind::BadLength(length), 0))?;
        let centre = Self::new(address).map_err(|_| error(DecodeErrorKind::BadValue(*type_of_address), 1))?;
        address.check_digits().map_err(|(octet, at)| error(DecodeErrorKind::BadValue(octet), 2 + at))?;
        Ok((Some(centre), 1 + length))
    }

    /// Appends the field; `None` is the octet 00.
    pub fn write(centre: Option<&Self>, octets: &mut Vec<u8>) {
        let Some(ServiceCentre(address)) = centre else { return octets.push(0) };
        let value = address.value_octets();
        octets.extend([1 + value.len() as u8, address.type_of_address]);
        octets.extend_from_slice(value);
    }
}
