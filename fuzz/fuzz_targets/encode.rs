//! Any text under many options: encoded and read back, or refused; never more than fits.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smsenc::replace::{Replace, ReplaceWhen};
use smsenc::{Content, Message, Overflow, Reading, Reassembler, count_segments, decode};
use smsenc_fuzz::Case;

fuzz_target!(|octets: &[u8]| {
    let Some(case) = Case::read(octets) else { return };
    let (text, options) = (case.text(), &case.options);
    let counted = count_segments(text, options);
    if options.splitting.overflow == Overflow::Error && options.prepare.replace_when == ReplaceWhen::Saves {
        let mut without = options.clone();
        without.prepare.replace = Replace::Nothing;
        if let Ok(segments) = count_segments(text, &without) {
            assert!(counted.as_ref().is_ok_and(|&counted| counted <= segments));
        }
    }
    let Ok(message) = Message::encode(text, options, None) else {
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
