//! What the targets share that take a text and options: how they are read from octets.

use std::collections::BTreeMap;

use smsenc::element::ReferenceSize;
use smsenc::replace::{Level, Replace, ReplaceWhen};

use smsenc::{
    Boundary, Family, InformationElement, Layout, LoneSurrogates, MessageClass, NationalLanguage, Numbering, Options,
    Overflow, Splitting, Text,
};

/// A text under options.
pub struct Case {
    octets: Vec<u8>,
    units: Option<Vec<u16>>,
    /// The options.
    pub options: Options,
}

impl Case {
    /// Of octets: four of options, then the text, as Latin-1 or as code units of two octets. `None` if there are too few.
    #[must_use]
    pub fn read(octets: &[u8]) -> Option<Self> {
        let [first, second, third, limit, text @ ..] = octets else { return None };
        let pairs = || text.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        let mut options = Options::default();
        options.coding.family = [Family::Auto, Family::Gsm7, Family::Ucs2, Family::Auto][usize::from(first >> 1 & 3)];
        options.coding.languages = NationalLanguage::ALL
            .into_iter()
            .filter(|language| second >> (language.identifier() % 7) & 1 == 1)
            .collect();
        options.coding.message_class = (second & 0x80 != 0).then_some(MessageClass::Class1);
        options.prepare.fold_line_breaks = first & 8 != 0;
        options.prepare.compose = first & 16 != 0;
        options.prepare.lone_surrogates = if first & 32 != 0 { LoneSurrogates::Replace } else { LoneSurrogates::Keep };
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
        if third & 7 >= 6 {
            // Ports; or so much that little room is left, or none.
            let data = vec![0; if third & 7 == 6 { 4 } else { 100 + usize::from(limit % 40) }];
            let element = InformationElement::new(0x05, &data).expect("at most 255 octets");
            options.splitting.header = Splitting::check_header(vec![element]).unwrap_or_default();
        }
        if first & 64 != 0 {
            options.splitting.reference_size = ReferenceSize::Sixteen;
        }
        let layout = Layout {
            boundary: [Boundary::Character, Boundary::Grapheme, Boundary::Word, Boundary::Word]
                [usize::from(third >> 4 & 3)],
            suffix: if third & 64 != 0 { "\nStop: 12345 €".into() } else { String::new() },
            numbering: (third & 128 != 0).then(|| Numbering::parse("({sequence}/{total}) {text}").expect("a form")),
        };
        options.splitting = options.splitting.with_layout(layout);
        options.splitting.max_segments = (*limit).max(1);
        if first & 128 != 0 {
            options.splitting.overflow = Overflow::Truncate { ellipsis: "...".into() };
        }
        Some(Case { units: (first & 1 == 0).then(pairs), octets: text.to_vec(), options })
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> Text<'_> {
        self.units.as_ref().map_or(Text::Latin1(&self.octets), |units| Text::Ucs2(units))
    }
}
