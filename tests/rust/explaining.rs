//! Explanations: entries against a naive walk, suggestions against the stages themselves.

use proptest::prelude::*;
use smsenc::explain::{Reason, SuggestionKind, explain, suggestions};
use smsenc::{Alphabet, EncodeError, Encoding, NationalLanguage, Options, Text, estimate};

use crate::texts::{options, text};

fn needed(estimate: &smsenc::Estimate) -> usize {
    estimate.truncation.map_or(estimate.segments, |cut| cut.needed)
}

fn is_default(character: u32) -> bool {
    Alphabet::DEFAULT.septets(character).is_some()
}

/// The reason of the only costly character.
fn reason(text: &str) -> (Reason, Option<String>) {
    let options = Options::default();
    let explanation = explain(Text::from(text), &options).unwrap();
    let costly = explanation.costly();
    let mut all = costly.characters(explanation.text());
    let one = all.next().unwrap();
    assert_eq!(all.next(), None, "{text:?}");
    (one.reason, one.replacement.map(|to| to.into_iter().filter_map(char::from_u32).collect()))
}

#[test]
fn every_reason_has_a_character() {
    let rows = [
        ("a中", Reason::NoGsm7Code, None),
        ("a[", Reason::ExtensionTable, None),
        ("a\u{A0}", Reason::Invisible, Some(" ")),
        ("e\u{301}", Reason::DecomposedAccent, Some("é")),
        ("o’", Reason::LookAlike, Some("'")),
        ("ş", Reason::NeedsNationalTable, Some("s")),
    ];
    assert!(Reason::ALL.iter().all(|reason| rows.iter().any(|row| row.1 == *reason)));
    for (text, expected, replacement) in rows {
        assert_eq!(reason(text), (expected, replacement.map(str::to_owned)), "{text:?}");
    }
}

#[test]
fn positions_are_those_of_each_storage() {
    let text = "é“😀]”";
    let utf16: Vec<u16> = text.encode_utf16().collect();
    let ucs4: Vec<u32> = text.chars().map(u32::from).collect();
    let options = Options::default();
    for (text, expected) in
        [(Text::Utf8(text), vec![2, 5, 10]), (Text::Ucs2(&utf16), vec![1, 2, 5]), (Text::Ucs4(&ucs4), vec![1, 2, 4])]
    {
        let explanation = explain(text, &options).unwrap();
        let costly = explanation.costly();
        assert_eq!(costly.characters(text).map(|one| one.position).collect::<Vec<_>>(), expected);
        // To go on from a place is to go on.
        let mut walk = costly.characters(text);
        walk.next();
        assert_eq!(costly.characters_from(text, walk.place()).count(), expected.len() - 1);
        assert_eq!(costly.characters(text).nth(1).map(|one| one.position), Some(expected[1]));
    }
}

#[test]
fn many_marks_upon_one_character_take_no_more_than_linear_time() {
    let mut text = vec![u32::from('a')];
    text.resize(200_000, 0x301);
    let options = Options::default();
    let explanation = explain(Text::Ucs4(&text), &options).unwrap();
    assert!(matches!(explanation.error(), Some(EncodeError::TooManySegments { .. })));
    let reasons: Vec<_> = explanation.costly().characters(explanation.text()).map(|one| one.reason).collect();
    assert_eq!(reasons.len(), 199_999);
    assert_eq!(reasons.iter().filter(|&&reason| reason == Reason::DecomposedAccent).count(), 1);
}

#[test]
fn a_text_that_is_fine_has_no_suggestions() {
    for text in ["", "fine", "a\r\nb", "😀", "[1]"] {
        assert_eq!(suggestions(Text::from(text), &Options::default()), [], "{text:?}");
    }
}

#[test]
fn a_suggestion_of_one_language_permits_one() {
    let text = "ığdır ".repeat(20);
    let found = suggestions(Text::from(&*text), &Options::default());
    let languages: Vec<_> = found
        .iter()
        .filter(|s| s.kind == SuggestionKind::Language)
        .map(|s| s.options.coding.languages.clone())
        .collect();
    assert_eq!(languages, [vec![NationalLanguage::Turkish]]);
}

proptest! {
    #[test]
    fn costly_characters_are_what_a_naive_walk_finds(text in text(), mut options in options()) {
        options.prepare = Default::default();
        let text = Text::Ucs4(&text);
        let Ok(explanation) = explain(text, &options) else { return Ok(()) };
        let costly = explanation.costly();
        let found: Vec<_> = costly.characters(text).map(|one| (one.position, one.character, one.cost)).collect();
        prop_assert_eq!(costly.characters(text).count(), found.len());
        let naive: Vec<_> = match explanation.estimate().encoding {
            Encoding::Gsm7(alphabet) => text
                .characters()
                .map(|(position, c)| (position, c, Encoding::Gsm7(alphabet).units(c).unwrap()))
                .filter(|&(_, c, units)| units == 2 || !is_default(c))
                .collect(),
            _ => {
                let foreign = |permitted: &[NationalLanguage]| -> Vec<_> {
                    text.characters()
                        .filter(|&(_, c)| !is_default(c) && !permitted.iter().any(|language| language.holds(c)))
                        .map(|(position, c)| (position, c, Encoding::Ucs2.units(c).unwrap()))
                        .collect()
                };
                let forcing = foreign(&options.coding.languages);
                // What is added is sent as well, and may be what forces it.
                let layout = options.splitting.layout();
                let mut added: Vec<u32> = layout.suffix.chars().map(u32::from).collect();
                if let Some(numbering) = layout.numbering.as_ref().filter(|_| needed(explanation.estimate()) > 1) {
                    added.extend(numbering.around(1, 1).concat());
                }
                let holds = |c: u32| is_default(c) || options.coding.languages.iter().any(|language| language.holds(c));
                if forcing.is_empty() && added.into_iter().all(holds) { foreign(&[]) } else { forcing }
            }
        };
        prop_assert_eq!(found, naive);
    }

    #[test]
    fn suggestions_hold_what_they_promise(text in text(), options in options()) {
        let text = Text::Ucs4(&text);
        let Ok(explanation) = explain(text, &options) else { return Ok(()) };
        let now = explanation.estimate();
        let found = explanation.suggestions();
        let saves = found.iter().any(|one| one.segments_saved > 0);
        for one in &found {
            let promised = estimate(Text::Ucs4(&one.text), &one.options);
            prop_assert_eq!(promised.as_ref(), Ok(&one.estimate));
            prop_assert_eq!(needed(&one.estimate) + one.segments_saved, needed(now));
            prop_assert!(one.segments_saved > 0 || !saves && one.room_gained > 0);
            prop_assert_eq!(one.steps.len() > 1, one.kind == SuggestionKind::Combination);
        }
    }
}
