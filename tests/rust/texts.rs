//! Texts and options that the properties draw from: every script and every odd character, often near a boundary.

use std::collections::BTreeMap;

use proptest::prelude::*;
use smsenc::replace::{Level, Replace, ReplaceWhen};
use smsenc::{
    Boundary, Coding, Family, Layout, LoneSurrogates, NationalLanguage, Numbering, Options, Overflow, Prepare,
    Splitting, element,
};

/// Characters worth meeting, as code points; lone surrogates among them.
fn character() -> impl Strategy<Value = u32> {
    let default =
        prop::sample::select("@£$¥èéàΔΩ\n\r ABCxyz019äöüÄÖÜ§¿¡ÇßåÆ".chars().map(u32::from).collect::<Vec<_>>());
    let extension = prop::sample::select("€[]{}^~|\\\u{c}".chars().map(u32::from).collect::<Vec<_>>());
    let national = prop::sample::select("ğĞşŞıİçáíóúãõâêôกनमस्तेবাংলাதமிழ்اردو".chars().map(u32::from).collect::<Vec<_>>());
    let foreign = prop::sample::select(
        "жЯ你好`\t\u{1b}\u{a0}\u{301}“”–…\u{0}щЮäάﬁ½²ａ\u{200D}\u{FE0F}\u{AD}\u{200F}"
            .chars()
            .map(u32::from)
            .collect::<Vec<_>>(),
    );
    let astral = prop::sample::select("😀👨\u{1F3FD}🇩🇪𝒳".chars().map(u32::from).collect::<Vec<_>>());
    prop_oneof![
        30 => default,
        6 => extension,
        4 => national,
        2 => foreign,
        2 => astral,
        1 => 0xD800u32..0xE000,
        1 => any::<char>().prop_map(u32::from),
    ]
}

/// A text as CPython may hold it: any characters, with a run of one character to reach the boundaries.
pub(crate) fn text() -> impl Strategy<Value = Vec<u32>> {
    let lengths = prop_oneof![Just(0usize), 0usize..12, 60usize..72, 125usize..165, 290usize..330, 440usize..480];
    let pieces = prop::collection::vec(character(), 0..20);
    (pieces, character(), lengths, 0usize..20).prop_map(|(pieces, filler, length, place)| {
        let place = place.min(pieces.len());
        let mut text = pieces[..place].to_vec();
        text.extend(std::iter::repeat_n(filler, length));
        text.extend(&pieces[place..]);
        text
    })
}

/// A text of GSM 7 bit characters only.
pub(crate) fn gsm7_text() -> impl Strategy<Value = Vec<u32>> {
    text().prop_map(|text| text.into_iter().filter(|&c| smsenc::Alphabet::DEFAULT.septets(c).is_some()).collect())
}

/// Elements of a caller, from none to a header that leaves little room.
pub(crate) fn header() -> impl Strategy<Value = Vec<smsenc::InformationElement>> {
    let ports = element::Ports { destination: 0x0B84, originator: 0x23F0, wide: true }.element();
    let raw = (0x70u8..0x90, 0usize..136)
        .prop_map(|(iei, octets)| smsenc::InformationElement::new(iei, &vec![0xA5; octets]).unwrap());
    prop_oneof![
        4 => Just(vec![]),
        2 => Just(vec![ports]),
        2 => prop::collection::vec(raw, 1..2),
    ]
}

/// Options without anything that changes the text.
pub(crate) fn plain_options() -> impl Strategy<Value = Options> {
    let languages = prop::sample::subsequence(NationalLanguage::ALL.to_vec(), 0..=13).prop_shuffle();
    let languages = prop_oneof![2 => Just(vec![]), 3 => languages];
    let family = prop_oneof![4 => Just(Family::Auto), 1 => Just(Family::Gsm7), 1 => Just(Family::Ucs2)];
    (languages, family, any::<bool>(), header()).prop_map(|(languages, family, wide, header)| Options {
        prepare: Prepare { lone_surrogates: LoneSurrogates::Keep, ..Prepare::default() },
        coding: Coding { family, languages, message_class: None },
        splitting: Splitting {
            reference_size: if wide { element::ReferenceSize::Sixteen } else { element::ReferenceSize::Eight },
            header: Splitting::check_header(header).unwrap_or_default(),
            ..Splitting::default()
        },
    })
}

/// What is replaced, and when.
pub(crate) fn replacing() -> impl Strategy<Value = (Replace, ReplaceWhen)> {
    let entries = prop::collection::btree_map(character(), "[a€😀]{0,3}", 0..6).prop_map(|map| {
        Replace::Map(
            map.into_iter().filter(|(key, _)| char::from_u32(*key).is_some()).collect::<BTreeMap<_, _>>().into(),
        )
    });
    let replace = prop_oneof![
        2 => Just(Replace::Nothing),
        1 => Just(Replace::Level(Level::Smart)),
        1 => Just(Replace::Level(Level::SmartWide)),
        3 => Just(Replace::Level(Level::Transliterate)),
        2 => entries,
    ];
    (replace, prop_oneof![Just(ReplaceWhen::Saves), Just(ReplaceWhen::Always)])
}

/// Words, links and clusters, with whatever a text may hold between them.
pub(crate) fn prose() -> impl Strategy<Value = Vec<u32>> {
    let pieces = [
        "Hello ",
        "dear customer, ",
        "don't-touch ",
        "\r\n",
        "  ",
        "€5 ",
        "+44 20 7946 0958 ",
        "{{ first name }}",
        "x",
        "https://example.com/a?b=c ",
        "jane@example.com",
        "👨\u{200D}👩\u{200D}👧",
        "🇩🇪",
        "e\u{301}",
        "नमस्ते ",
        "你好，",
        "ก\u{E34}",
        "internationalisation",
        "[^]",
    ];
    let piece = prop::sample::select(pieces.map(|piece| piece.chars().map(u32::from).collect::<Vec<_>>()).to_vec());
    let piece = prop_oneof![12 => piece, 1 => text()];
    let kinds = prop::collection::vec(piece, 1..6);
    (kinds, prop::collection::vec(any::<prop::sample::Index>(), 0..60))
        .prop_map(|(kinds, order)| order.iter().flat_map(|index| index.get(&kinds).clone()).collect())
}

/// Options without anything that changes the text, but with preferences where it is cut, and with what is added.
pub(crate) fn laid_options() -> impl Strategy<Value = Options> {
    let boundary =
        prop_oneof![1 => Just(Boundary::Character), 1 => Just(Boundary::Grapheme), 2 => Just(Boundary::Word)];
    let suffix = prop::sample::select(vec!["", "", " STOP", "€", "😀", "https://a.b/c d"]);
    let numbering = prop::sample::select(vec![
        None,
        None,
        Some(" ({sequence}/{total})"),
        Some("{sequence}: {text}"),
        Some("№{sequence}{text}[€]"),
    ]);
    (plain_options(), boundary, suffix, numbering).prop_map(|(mut options, boundary, suffix, numbering)| {
        let layout = Layout { boundary, suffix: suffix.into(), numbering: numbering.and_then(Numbering::parse) };
        options.splitting = options.splitting.with_layout(layout);
        options
    })
}

/// Any options.
pub(crate) fn options() -> impl Strategy<Value = Options> {
    let lone = prop_oneof![Just(LoneSurrogates::Error), Just(LoneSurrogates::Replace), Just(LoneSurrogates::Keep)];
    let overflow = prop_oneof![
        Just(Overflow::Error),
        prop_oneof![Just(""), Just("..."), Just("…"), Just("[€]")]
            .prop_map(|ellipsis| Overflow::Truncate { ellipsis: ellipsis.into() })
    ];
    let limit = prop_oneof![Just(1u8), Just(2), Just(3), Just(255)];
    let plain = prop_oneof![plain_options(), laid_options()];
    (plain, any::<(bool, bool)>(), lone, overflow, limit, replacing()).prop_map(
        |(mut options, (fold_line_breaks, compose), lone_surrogates, overflow, limit, (replace, replace_when))| {
            options.prepare = Prepare { fold_line_breaks, compose, lone_surrogates, replace, replace_when };
            options.splitting.overflow = overflow;
            options.splitting.max_segments = limit;
            options
        },
    )
}
