//! Any text under many options, explained: it takes what an estimate says, costly characters stand in it in order, and
//! every suggestion, applied, gives exactly what it promises.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smsenc::explain::{Explanation, Suggestion, explain};
use smsenc::{Estimate, LoneSurrogates, Message, Options, Prepare, Text, estimate};
use smsenc_fuzz::Case;

fuzz_target!(|octets: &[u8]| {
    let Some(case) = Case::read(octets) else { return };
    let (text, options) = (case.text(), &case.options);
    let estimated = estimate(text, options);
    let Ok(explanation) = explain(text, options) else {
        assert!(estimated.is_err());
        return;
    };
    match estimated {
        Ok(estimate) => assert_eq!((explanation.estimate(), explanation.error()), (&estimate, None)),
        Err(error) => assert_eq!(explanation.error(), Some(&error)),
    }
    characters_stand_in_the_text(&explanation);
    let found = explanation.suggestions();
    let saves = found.iter().any(|one| one.segments_saved > 0);
    for one in &found {
        assert_eq!(estimate(Text::Ucs4(&one.text), &one.options).as_ref(), Ok(&one.estimate));
        assert_eq!(needed(&one.estimate) + one.segments_saved, needed(explanation.estimate()));
        assert!(one.segments_saved > 0 || !saves && one.room_gained > 0);
        if let Ok(message) = Message::encode(Text::Ucs4(&one.text), &one.options, None) {
            assert_eq!(message.estimate(), &one.estimate);
        }
        // Steps that follow each other, and options that change the text before, change what was changed.
        if one.steps.len() == 1 && !changes_text(options) {
            assert_eq!(applied(text, one), one.text, "{:?}", one.kind);
        }
    }
});

fn needed(estimate: &Estimate) -> usize {
    estimate.truncation.map_or(estimate.segments, |cut| cut.needed)
}

fn changes_text(options: &Options) -> bool {
    options.prepare != Prepare { lone_surrogates: LoneSurrogates::Keep, ..Prepare::default() }
}

fn characters_stand_in_the_text(explanation: &Explanation<'_>) {
    let (text, costly) = (explanation.text(), explanation.costly());
    let mut characters = text.characters();
    // What the options put into the text stands where they have found something else.
    let changed = changes_text(explanation.options());
    let mut before = 0;
    for one in costly.characters(text) {
        assert!(changed || characters.any(|place| place == (one.position, one.character)));
        assert!(before <= one.position && one.position < text.end() && one.cost > 0);
        before = one.position;
    }
}

/// The caller's text with the changes that a suggestion lists.
fn applied(text: Text<'_>, suggestion: &Suggestion) -> Vec<u32> {
    let mut applied = Vec::new();
    let mut characters = text.characters().peekable();
    for change in &suggestion.changes {
        while let Some((_, character)) = characters.next_if(|&(position, _)| position < change.position) {
            applied.push(character);
        }
        for &expected in &change.from {
            assert_eq!(characters.next().map(|(_, character)| character), Some(expected));
        }
        applied.extend_from_slice(&change.to);
    }
    applied.extend(characters.map(|(_, character)| character));
    applied
}
