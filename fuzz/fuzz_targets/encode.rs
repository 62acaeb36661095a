//! Any text under many options: encoded and read back, or refused; never more than fits.

#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use smsenc::element::ReferenceSize;
use smsenc::replace::{Level, Replace, ReplaceWhen};
use smsenc::{
    Content, Family, LoneSurrogates, Message, NationalLanguage, Options, Overflow, Reading, Reassembler, Text,
    count_segments, decode,
};

fuzz_target!(|octets: &[u8]| {
    let [first, second, third, limit, text @ ..] = octets else { return };
    let units: Vec<u16> = text.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    let text = if first & 1 == 0 { Text::Ucs2(&units) } else { Text::Latin1(text) };
    let mut options = Options::default();
    options.coding.family = [Family::Auto, Family::Gsm7, Family::Ucs2, Family::Auto][usize::from(first >> 1 & 3)];
    options.prepare.fold_line_breaks = first & 8 != 0;
    options.prepare.compose = first & 16 != 0;
    options.prepare.lone_surrogates = if first & 32 != 0 { LoneSurrogates::Replace } else { LoneSurrogates::Keep };
    options.coding.languages =
        NationalLanguage::ALL.into_iter().filter(|language| second >> (language.identifier() % 7) & 1 == 1).collect();
    if first & 64 != 0 {
        options.splitting.reference_size = ReferenceSize::Sixteen;
    }
    options.prepare.replace = match third & 7 {
        1 => Replace::Level(Level::Smart),
        2 => Replace::Level(Level::SmartWide),
        3 | 4 => Replace::Level(Level::Transliterate),
        5 => Replace::Map(
            BTreeMap::from([(0x61, String::new()), (0x20AC, "EUR".into()), (0xE7, "\u{1F600}".into())]).into(),
        ),
        _ => Replace::Nothing,
    };
    options.prepare.replace_when = if third & 8 != 0 { ReplaceWhen::Always } else { ReplaceWhen::Saves };
    options.splitting.max_segments = (*limit).max(1);
    if first & 128 != 0 {
        options.splitting.overflow = Overflow::Truncate { ellipsis: "...".into() };
    }
    let counted = count_segments(text, &options);
    if options.splitting.overflow == Overflow::Error && options.prepare.replace_when == ReplaceWhen::Saves {
        let mut without = options.clone();
        without.prepare.replace = Replace::Nothing;
        if let Ok(segments) = count_segments(text, &without) {
            assert!(counted.as_ref().is_ok_and(|&counted| counted <= segments));
        }
    }
    let Ok(message) = Message::encode(text, &options, None) else {
        assert!(counted.is_err());
        return;
    };
    assert_eq!(counted, Ok(message.len()));
    assert!(message.len() <= usize::from(options.splitting.max_segments));
    let mut reassembler = Reassembler::default();
    let mut whole = None;
    for segment in 0..message.len() {
        let user_data = message.user_data(segment);
        assert!(user_data.len() <= 140 && message.units(segment) <= message.estimate().capacity);
        let reading = Reading {
            dcs: message.dcs(),
            user_data_length: Some(message.user_data_length(segment)),
            has_header: !message.header(segment).is_empty(),
            strip_bom: false,
        };
        whole = reassembler.add(&decode(&user_data, reading), "1", 0.0);
    }
    let sent = message.changed_text().map_or_else(|| text.characters().map(|(_, c)| c).collect(), <[u32]>::to_vec);
    assert_eq!(whole.map(|whole| whole.content), Some(Content::Text(sent)));
});
