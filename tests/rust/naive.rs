//! A slow, obvious twin of the core: the oracle of the property tests.
//!
//! Written from 3GPP TS 23.038 clause 6 (alphabet, packing) and TS 23.040 clause 9.2.3.24 (header, fill
//! bits, concatenation). It takes and returns plain values and shares nothing with the crate: bits stand
//! in a `Vec<bool>`, capacities are counted one unit at a time, text is cut one character at a time. It
//! leaves out the choice among languages, preparation and decoding of headers.
//!
//! A text is a slice of code points as CPython holds them, so lone surrogates may occur. A high
//! surrogate directly followed by a low one is one character; see [`merge_pairs`].

#![allow(dead_code, reason = "each test takes what it needs")]

/// The escape to the extension table (TS 23.038 clause 6.2.1).
const ESCAPE: u8 = 0x1B;

/// TP-UD holds at most 140 octets (TS 23.040 clause 9.2.3.24).
const OCTETS: usize = 140;

/// The default alphabet by rows of sixteen (TS 23.038 clause 6.2.1). U+001B marks the escape.
const DEFAULT: [&str; 8] = [
    "@£$¥èéùìòÇ\nØø\rÅå",
    "Δ_ΦΓΛΩΠΨΣΘΞ\u{1B}ÆæßÉ",
    " !\"#¤%&'()*+,-./",
    "0123456789:;<=>?",
    "¡ABCDEFGHIJKLMNO",
    "PQRSTUVWXYZÄÖÑÜ§",
    "¿abcdefghijklmno",
    "pqrstuvwxyzäöñüà",
];

/// The default extension table (TS 23.038 clause 6.2.1.1).
const EXTENSION: [(u8, char); 10] = [
    (0x0A, '\u{C}'),
    (0x14, '^'),
    (0x28, '{'),
    (0x29, '}'),
    (0x2F, '\\'),
    (0x3C, '['),
    (0x3D, '~'),
    (0x3E, ']'),
    (0x40, '|'),
    (0x65, '€'),
];

/// National tables: 128 cells each, `None` for an empty one; a missing table is the default one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tables<'a> {
    pub(crate) locking: Option<&'a [Option<u32>]>,
    pub(crate) single: Option<&'a [Option<u32>]>,
}

/// How a text is coded.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Coding<'a> {
    Gsm7(Tables<'a>),
    Ucs2,
    EightBit,
}

fn locking_cell(tables: Tables<'_>, code: u8) -> Option<u32> {
    if code == ESCAPE {
        return None;
    }
    match tables.locking {
        Some(table) => table.get(usize::from(code)).copied().flatten(),
        None => {
            let row = DEFAULT.get(usize::from(code / 16))?;
            row.chars().nth(usize::from(code % 16)).map(u32::from)
        }
    }
}

fn single_cell(tables: Tables<'_>, code: u8) -> Option<u32> {
    match tables.single {
        Some(table) => table.get(usize::from(code)).copied().flatten(),
        None => EXTENSION.iter().find(|(cell, _)| *cell == code).map(|(_, c)| u32::from(*c)),
    }
}

/// The septets of one character; upwards, so that one that stands twice is sent as the lower septet.
pub(crate) fn septets_of(character: u32, tables: Tables<'_>) -> Option<Vec<u8>> {
    for code in 0..128 {
        if locking_cell(tables, code) == Some(character) {
            return Some(vec![code]);
        }
    }
    for code in 0..128 {
        if single_cell(tables, code) == Some(character) {
            return Some(vec![ESCAPE, code]);
        }
    }
    None
}

/// The septets of a text, or the index of the first character that the tables lack.
pub(crate) fn septets(text: &[u32], tables: Tables<'_>) -> Result<Vec<u8>, usize> {
    let mut all = Vec::new();
    for (index, character) in text.iter().enumerate() {
        match septets_of(*character, tables) {
            Some(some) => all.extend(some),
            None => return Err(index),
        }
    }
    Ok(all)
}

/// The text of septets with the fall-back of TS 23.038 clause 6.2.1.1; `missing` stands for empty cells.
pub(crate) fn text_of(septets: &[u8], tables: Tables<'_>, missing: Option<u32>) -> Vec<u32> {
    let mut text = Vec::new();
    let mut rest = septets.iter().copied();
    while let Some(septet) = rest.next() {
        if septet != ESCAPE {
            text.extend(locking_cell(tables, septet).or(missing));
            continue;
        }
        match rest.next() {
            None => {}                                 // a lone escape at the end shows nothing
            Some(ESCAPE) => text.push(u32::from(' ')), // note 1: reserved for a further table
            Some(code) => text.extend(single_cell(tables, code).or_else(|| locking_cell(tables, code)).or(missing)),
        }
    }
    text
}

/// The text with every surrogate pair as the one character that it encodes.
pub(crate) fn merge_pairs(text: &[u32]) -> Vec<u32> {
    let mut merged: Vec<u32> = Vec::new();
    let mut may_join = false; // the last character is a high surrogate of the text itself
    for &code in text {
        match merged.last_mut() {
            Some(high) if may_join && (0xDC00..=0xDFFF).contains(&code) => {
                *high = 0x1_0000 + ((*high - 0xD800) << 10) + (code - 0xDC00);
                may_join = false;
            }
            _ => {
                merged.push(code);
                may_join = (0xD800..=0xDBFF).contains(&code);
            }
        }
    }
    merged
}

/// UTF-16BE of a text; lone surrogates stay what they are.
pub(crate) fn utf16be(text: &[u32]) -> Vec<u8> {
    let mut octets = Vec::new();
    for &character in text {
        let units = if character > 0xFFFF {
            vec![0xD800 + ((character - 0x1_0000) >> 10), 0xDC00 + ((character - 0x1_0000) & 0x3FF)]
        } else {
            vec![character]
        };
        for unit in units {
            octets.push((unit >> 8) as u8);
            octets.push((unit & 0xFF) as u8);
        }
    }
    octets
}

/// What one character costs; `None` when the coding lacks it.
pub(crate) fn units(character: u32, coding: Coding<'_>) -> Option<usize> {
    match coding {
        Coding::Gsm7(tables) => septets_of(character, tables).map(|septets| septets.len()),
        Coding::Ucs2 if character > 0xFFFF => Some(2),
        Coding::Ucs2 | Coding::EightBit => Some(1),
    }
}

/// Octets of a header whose elements take `elements` octets: UDHL is one more; no elements, no header.
pub(crate) fn header_octets(elements: usize) -> usize {
    if elements == 0 { 0 } else { 1 + elements }
}

/// Bits from the end of a header to the next septet boundary.
pub(crate) fn fill_bits(header_octets: usize) -> usize {
    (0..7).find(|fill| (8 * header_octets + fill).is_multiple_of(7)).unwrap_or(0)
}

/// How many units fit behind a header of so many octets, counted one by one; `None` when the header
/// alone is too long.
pub(crate) fn capacity(coding: Coding<'_>, header_octets: usize) -> Option<usize> {
    if header_octets > OCTETS {
        return None;
    }
    let (width, fill) = match coding {
        Coding::Gsm7(_) => (7, fill_bits(header_octets)),
        Coding::Ucs2 => (16, 0),
        Coding::EightBit => (8, 0),
    };
    let mut bits = 8 * header_octets + fill + width;
    let mut units = 0;
    while bits <= 8 * OCTETS {
        bits += width;
        units += 1;
    }
    Some(units)
}

/// The end of each segment as an index of the text (pairs merged), cut as late as possible and never
/// inside a character.
///
/// `elements` is the length of the elements that every segment carries anyway, `concatenation` the
/// length of the concatenation element (5 or 6). `None` when the coding lacks a character, or when the
/// header leaves no room for one.
pub(crate) fn cuts(text: &[u32], coding: Coding<'_>, elements: usize, concatenation: usize) -> Option<Vec<usize>> {
    let mut costs = Vec::new();
    for character in text {
        costs.push(units(*character, coding)?);
    }
    let alone = capacity(coding, header_octets(elements));
    if alone.is_some_and(|room| costs.iter().sum::<usize>() <= room) {
        return Some(vec![text.len()]);
    }
    let room = capacity(coding, header_octets(elements + concatenation))?;
    let mut ends = Vec::new();
    let mut used = 0;
    for (index, cost) in costs.iter().enumerate() {
        if *cost > room {
            return None;
        }
        if used + cost > room {
            ends.push(index);
            used = 0;
        }
        used += cost;
    }
    ends.push(text.len());
    Some(ends)
}

/// The number of segments by default options: fewest segments, and UCS-2 only when GSM-7 cannot be.
pub(crate) fn count(text: &[u32]) -> usize {
    count_with(text, Tables::default(), 0, 5).unwrap_or(0)
}

/// The number of segments in the cheaper of GSM-7 with these very tables and UCS-2.
///
/// `elements` counts the caller's elements; the shift elements of the tables come on top, for GSM-7 only.
pub(crate) fn count_with(text: &[u32], tables: Tables<'_>, elements: usize, concatenation: usize) -> Option<usize> {
    let text = merge_pairs(text);
    let shifts = 3 * (usize::from(tables.locking.is_some()) + usize::from(tables.single.is_some()));
    let gsm7 = cuts(&text, Coding::Gsm7(tables), elements + shifts, concatenation);
    let ucs2 = cuts(&text, Coding::Ucs2, elements, concatenation);
    [gsm7, ucs2].into_iter().flatten().map(|ends| ends.len()).min()
}

/// Septets packed behind `fill_bits` zero bits, lowest bit first; spare bits are zero, and no carriage
/// return is put in (TS 23.038 clause 6.1.2.1).
pub(crate) fn pack(septets: &[u8], fill_bits: usize) -> Vec<u8> {
    let mut bits = vec![false; fill_bits];
    for septet in septets {
        for place in 0..7 {
            bits.push((septet >> place) & 1 == 1);
        }
    }
    let mut octets = Vec::new();
    for eight in bits.chunks(8) {
        let mut octet = 0;
        for (place, bit) in eight.iter().enumerate() {
            octet |= u8::from(*bit) << place;
        }
        octets.push(octet);
    }
    octets
}

/// `count` septets behind `fill_bits` bits; `None` when the octets hold fewer.
pub(crate) fn unpack(octets: &[u8], count: usize, fill_bits: usize) -> Option<Vec<u8>> {
    let mut bits = Vec::new();
    for octet in octets {
        for place in 0..8 {
            bits.push((octet >> place) & 1 == 1);
        }
    }
    let mut septets = Vec::new();
    for number in 0..count {
        let mut septet = 0;
        for place in 0..7 {
            septet |= u8::from(*bits.get(fill_bits + 7 * number + place)?) << place;
        }
        septets.push(septet);
    }
    Some(septets)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GSM7: Coding<'static> = Coding::Gsm7(Tables { locking: None, single: None });

    fn points(text: &str) -> Vec<u32> {
        text.chars().map(u32::from).collect()
    }

    #[test]
    fn capacities_are_those_of_the_clause() {
        let by_header =
            |octets| (capacity(GSM7, octets), capacity(Coding::EightBit, octets), capacity(Coding::Ucs2, octets));
        assert_eq!(by_header(0), (Some(160), Some(140), Some(70)));
        assert_eq!(by_header(6), (Some(153), Some(134), Some(67)));
        assert_eq!(by_header(7), (Some(152), Some(133), Some(66)));
        assert_eq!(by_header(19), (Some(138), Some(121), Some(60)));
        assert_eq!(by_header(140), (Some(0), Some(0), Some(0)));
        assert_eq!(by_header(141), (None, None, None));
    }

    #[test]
    fn packs_as_other_tools_do() {
        let packed = |text: &str| septets(&points(text), Tables::default()).map(|s| pack(&s, 0));
        assert_eq!(packed("Jakarta"), Ok(vec![0xCA, 0xF0, 0x3A, 0x2C, 0xA7, 0x87, 0x01]));
        assert_eq!(packed("hello €"), Ok(vec![0xE8, 0x32, 0x9B, 0xFD, 0x06, 0x6D, 0xCA]));
        assert_eq!(pack(b"bcd", 1), vec![0xC4, 0x63, 0x32]);
        assert_eq!(unpack(&[0xC4, 0x63, 0x32], 3, 1), Some(b"bcd".to_vec()));
    }

    #[test]
    fn cuts_keep_escapes_and_pairs_whole() {
        let long = "a".repeat(152) + "€" + &"a".repeat(20);
        assert_eq!(cuts(&points(&long), GSM7, 0, 5), Some(vec![152, 173]));
        let emoji = "ж".repeat(66) + "😀" + &"ж".repeat(10);
        assert_eq!(cuts(&points(&emoji), Coding::Ucs2, 0, 5), Some(vec![66, 77]));
        assert_eq!(count(&points("")), 1);
        assert_eq!(count(&points(&"a".repeat(161))), 2);
        assert_eq!(count(&[0xD83D, 0xDE00].repeat(35)), 1);
        assert_eq!(count(&[0xDE00, 0xD83D].repeat(35)), 1);
        assert_eq!(merge_pairs(&[0xD83D, 0xD83D, 0xDE00, 0xDE00]), vec![0xD83D, 0x1_F600, 0xDE00]);
    }

    #[test]
    fn escapes_fall_back_to_the_character_of_the_code() {
        let shown = |septets: &[u8]| text_of(septets, Tables::default(), None);
        assert_eq!(shown(&[0x61, 0x1B, 0x61, 0x62]), points("aab"));
        assert_eq!(shown(&[0x1B, 0x1B, 0x61, 0x1B]), points(" a"));
        assert_eq!(shown(&[0x1B, 0x65, 0x09]), points("€Ç"));
    }
}
