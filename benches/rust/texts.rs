//! The texts of the benches: our own, a kind each of what senders send.

/// A text of so many characters, by repeating a phrase.
fn repeated(phrase: &str, length: usize) -> String {
    phrase.chars().cycle().take(length).collect()
}

/// Name and text, of so many characters.
pub(crate) fn scripts(length: usize) -> Vec<(&'static str, String)> {
    [
        ("ascii", "The quick brown fox jumps over 13 lazy dogs, then rests. "),
        ("accents", "Grüße aus Köln: Señor Ångström möchte à la carte essen. "),
        ("brackets", "{\"id\": [1234], \"state\": \"ok\"} and some plain words. "),
        ("euro", "Zwölf Äpfel für 3 € und fünf Öle für alle Gäste, bitte. "),
        ("greek", "ΣΗΜΕΡΑ ΕΧΕΙ ΠΡΟΣΦΟΡΑ, ΕΛΑ ΣΤΟ ΜΑΓΑΖΙ ΣΤΙΣ 5. "),
        ("cyrillic", "Ваша посылка готова, код никому не сообщайте. "),
        ("emoji", "Party at eight \u{1F389}, bring cake and your friends! "),
    ]
    .map(|(name, phrase)| (name, repeated(phrase, length)))
    .to_vec()
}

/// The storages of a text as CPython has them: the narrowest that holds all its characters.
pub(crate) enum Stored {
    Latin1(Vec<u8>),
    Ucs2(Vec<u16>),
    Ucs4(Vec<u32>),
}

impl Stored {
    pub(crate) fn new(text: &str) -> Self {
        let characters: Vec<u32> = text.chars().map(u32::from).collect();
        match characters.iter().max() {
            Some(0x1_0000..) => Stored::Ucs4(characters),
            Some(0x100..) => Stored::Ucs2(characters.iter().map(|&c| c as u16).collect()),
            _ => Stored::Latin1(characters.iter().map(|&c| c as u8).collect()),
        }
    }

    pub(crate) fn text(&self) -> smsenc::Text<'_> {
        match self {
            Stored::Latin1(units) => smsenc::Text::Latin1(units),
            Stored::Ucs2(units) => smsenc::Text::Ucs2(units),
            Stored::Ucs4(units) => smsenc::Text::Ucs4(units),
        }
    }
}
