//! The hostile cases of reassembly, by name.

use smsenc::{Content, Decoded, Limits, Message, Options, Reading, Reassembler, Text, decode};

fn segments(text: &str, reference: u16) -> Vec<Decoded> {
    let message = Message::encode(Text::from(text), &Options::default(), Some(reference)).unwrap();
    let read = |segment| {
        let reading = Reading {
            dcs: message.dcs(),
            user_data_length: Some(message.user_data_length(segment)),
            has_header: !message.header(segment).is_empty(),
            strip_bom: false,
        };
        decode(&message.user_data(segment), reading)
    };
    (0..message.len()).map(read).collect()
}

#[test]
fn all_255_segments_out_of_order_each_one_twice() {
    let text = "0123456789".repeat(255 * 153 / 10 + 1)[..255 * 153].to_owned();
    let parts = segments(&text, 200);
    assert_eq!(parts.len(), 255);
    let mut reassembler = Reassembler::default();
    let mut whole = Vec::new();
    for step in 0..255 {
        // 97 has no factor in common with 255, so every segment comes.
        let part = &parts[step * 97 % 255];
        whole.extend(reassembler.add(part, "+123", step as f64));
        whole.extend(reassembler.add(part, "+123", step as f64));
    }
    assert_eq!(whole.len(), 1);
    assert_eq!(whole[0].content, Content::Text(text.chars().map(u32::from).collect()));
    assert_eq!(reassembler.statistics().duplicates, 255);
    assert_eq!(reassembler.open(), 0);
}

#[test]
fn the_total_changes_midway() {
    let (three, two) = (segments(&"a".repeat(400), 9), segments(&"b".repeat(200), 9));
    let mut reassembler = Reassembler::default();
    assert!(reassembler.add(&three[0], "1", 0.0).is_none());
    assert!(reassembler.add(&two[1], "1", 0.0).is_none());
    assert!(reassembler.add(&three[1], "1", 0.0).is_none());
    let whole = reassembler.add(&three[2], "1", 0.0).unwrap();
    assert_eq!(whole.content, Content::Text(vec!['a'.into(); 400]));
    assert_eq!((reassembler.open(), reassembler.statistics().conflicts), (1, 1));
}

#[test]
fn a_million_open_messages_against_a_bound_of_ten_thousand() {
    let part = &segments(&"a".repeat(200), 9)[0];
    let mut reassembler = Reassembler::new(Limits { messages: 10_000, ..Limits::default() });
    for number in 0..1_000_000u32 {
        assert!(reassembler.add(part, &number.to_string(), 0.0).is_none());
    }
    assert_eq!(reassembler.open(), 10_000);
    assert_eq!(reassembler.octets(), 10_000 * 153);
    assert_eq!(reassembler.statistics().evicted, 990_000);
}
