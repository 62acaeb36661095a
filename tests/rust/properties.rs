//! What holds for every text and every option.

use proptest::prelude::*;
use smsenc::{
    Alphabet, Content, EncodeError, Encoding, EncodingName, Family, LoneSurrogates, Message, NationalLanguage, Options,
    Reading, Reassembler, Text, count_segments, decode, estimate, septet,
};

use crate::naive;
use crate::texts::{gsm7_text, laid_options, options, plain_options, prose, text};

/// The same text in every storage that can hold it.
fn storages(characters: &[u32]) -> (Vec<u16>, Option<Vec<u8>>, Option<String>) {
    let mut utf16 = Vec::new();
    for &character in characters {
        match char::from_u32(character) {
            Some(character) => utf16.extend_from_slice(character.encode_utf16(&mut [0; 2])),
            None => utf16.push(character as u16),
        }
    }
    let latin1 = characters.iter().map(|&c| u8::try_from(c).ok()).collect();
    let utf8 = naive::merge_pairs(characters).iter().map(|&c| char::from_u32(c)).collect();
    (utf16, latin1, utf8)
}

fn segments(message: &Message) -> Vec<smsenc::Decoded> {
    (0..message.len())
        .map(|segment| {
            let reading = Reading {
                dcs: message.dcs(),
                user_data_length: Some(message.user_data_length(segment)),
                has_header: !message.header(segment).is_empty(),
                strip_bom: false,
            };
            decode(&message.user_data(segment), reading)
        })
        .collect()
}

/// What a message says: the changed text or the given one, pairs joined.
fn said(message: &Message, given: &[u32]) -> Vec<u32> {
    message.changed_text().map_or_else(|| naive::merge_pairs(given), <[u32]>::to_vec)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_default_count_is_the_naive_twins(text in text()) {
        prop_assert_eq!(count_segments(Text::Ucs4(&text), &Options::default()).unwrap_or(0), {
            let count = naive::count(&text);
            if count > 255 { 0 } else { count }
        });
    }

    #[test]
    fn every_storage_gives_the_same_message(text in text(), options in options()) {
        let of = |text: Text<'_>| Message::encode(text, &options, Some(1)).map_err(|error| match error {
            EncodeError::Unmappable { character, encoding, .. } => format!("{character:X} {encoding:?}"),
            other => other.to_string(),
        });
        let ours = of(Text::Ucs4(&text)).map(|m| (m.content().to_vec(), m.len(), m.dcs()));
        let (utf16, latin1, utf8) = storages(&text);
        let other = |text: Text<'_>| of(text).map(|m| (m.content().to_vec(), m.len(), m.dcs()));
        prop_assert_eq!(&other(Text::Ucs2(&utf16)), &ours);
        if let Some(latin1) = latin1 {
            prop_assert_eq!(&other(Text::Latin1(&latin1)), &ours);
        }
        if let Some(utf8) = utf8 {
            prop_assert_eq!(&other(Text::Utf8(&utf8)), &ours);
        }
    }

    #[test]
    fn count_estimate_and_encode_agree(text in text(), options in options()) {
        let text = Text::Ucs4(&text);
        let counted = count_segments(text, &options);
        let estimated = estimate(text, &options);
        prop_assert_eq!(counted, estimated.clone().map(|estimate| estimate.segments));
        match (Message::encode(text, &options, None), estimated) {
            (Ok(message), Ok(estimated)) => {
                prop_assert_eq!(message.len(), estimated.segments);
                prop_assert_eq!(message.estimate(), &estimated);
            }
            (Err(EncodeError::Unmappable { character, .. }), Ok(_)) => {
                prop_assert!(smsenc::is_surrogate(character));
                prop_assert_eq!(options.prepare.lone_surrogates, LoneSurrogates::Error);
            }
            (Err(error), estimated) => prop_assert_eq!(Some(error), estimated.err()),
            (Ok(_), Err(error)) => prop_assert!(false, "encoded, but {}", error),
        }
    }

    #[test]
    fn no_segment_exceeds_its_capacity(text in text(), options in options()) {
        let Ok(message) = Message::encode(Text::Ucs4(&text), &options, None) else { return Ok(()) };
        let estimate = message.estimate();
        prop_assert!(message.len() <= usize::from(options.splitting.max_segments));
        let mut units = 0;
        for segment in 0..message.len() {
            prop_assert!(message.units(segment) <= estimate.capacity);
            prop_assert!(message.user_data(segment).len() <= 140);
            prop_assert_eq!(estimate.encoding.capacity(message.header(segment).octets()), estimate.capacity);
            units += message.units(segment);
        }
        prop_assert_eq!(units, estimate.units);
        prop_assert_eq!(estimate.remaining, estimate.capacity - message.units(message.len() - 1));
    }

    #[test]
    fn what_is_encoded_is_read_back(text in text(), options in options()) {
        let Ok(message) = Message::encode(Text::Ucs4(&text), &options, None) else { return Ok(()) };
        let expected = said(&message, &text);
        let mut reassembler = Reassembler::default();
        let mut whole = None;
        for segment in segments(&message) {
            let odd = segment.anomalies.iter().find(|a| a.kind != smsenc::AnomalyKind::LoneSurrogate);
            prop_assert_eq!(odd, None);
            prop_assert!(whole.is_none());
            whole = reassembler.add(&segment, "1", 0.0);
        }
        prop_assert_eq!(whole.map(|whole| whole.content), Some(Content::Text(expected)));
    }

    #[test]
    fn segment_texts_join_to_the_text(text in text(), options in plain_options()) {
        let Ok(message) = Message::encode(Text::Ucs4(&text), &options, None) else { return Ok(()) };
        let sent = message.changed_text().unwrap_or(&text);
        let joined: Vec<u32> = (0..message.len()).flat_map(|s| sent[message.text_range(s)].to_vec()).collect();
        prop_assert_eq!(joined, naive::merge_pairs(&text));
    }

    #[test]
    fn permitting_more_never_costs_more(
        text in prop_oneof![text(), prose()],
        options in prop_oneof![plain_options(), laid_options()],
        more in any::<prop::sample::Index>(),
    ) {
        let needed = |options: &Options| count_segments(Text::Ucs4(&text), options);
        let segments = |result: &Result<usize, EncodeError>| match result {
            Ok(segments) => Some(*segments),
            Err(EncodeError::TooManySegments { needed, .. }) => Some(*needed),
            Err(_) => None,
        };
        let before = segments(&needed(&options));
        let mut wider = options.clone();
        wider.coding.languages.push(NationalLanguage::ALL[more.index(13)]);
        let after = segments(&needed(&wider));
        prop_assert!(before.is_none() || after.is_some_and(|after| Some(after) <= before), "{:?} {:?}", before, after);
        let auto = Options { coding: smsenc::Coding { family: Family::Auto, ..options.coding.clone() }, ..options };
        let auto = segments(&needed(&auto));
        prop_assert!(before.is_none() || auto.is_some_and(|auto| Some(auto) <= before), "{:?} {:?}", before, auto);
    }

    #[test]
    fn what_is_added_stands_where_it_should(text in prop_oneof![text(), prose()], options in laid_options()) {
        let Ok(message) = Message::encode(Text::Ucs4(&text), &options, None) else { return Ok(()) };
        let sent = said(&message, &text);
        let mut bodies = Vec::new();
        for segment in 0..message.len() {
            let mut body = &sent[message.text_range(segment)];
            if let Some(numbering) = options.splitting.layout().numbering.as_ref().filter(|_| message.len() > 1) {
                let form = numbering.form().replace("{sequence}", &(segment + 1).to_string());
                let form = form.replace("{total}", &message.len().to_string());
                let (before, after) = form.split_once("{text}").unwrap_or(("", &form));
                let [before, after] = [before, after].map(|text| text.chars().map(u32::from).collect::<Vec<_>>());
                body = body.strip_prefix(&before[..]).unwrap().strip_suffix(&after[..]).unwrap();
            }
            bodies.push(body.to_vec());
        }
        let suffix: Vec<u32> = options.splitting.layout().suffix.chars().map(u32::from).collect();
        prop_assert!(bodies[message.len() - 1].ends_with(&suffix));
        prop_assert_eq!(bodies.concat(), [naive::merge_pairs(&text), suffix].concat());
    }

    /// What is cut does not fit into a segment beside the longest number that a message can have.
    #[test]
    fn no_cluster_word_or_address_is_cut_that_fits(text in prose(), options in laid_options()) {
        let boundary = options.splitting.layout().boundary;
        let Ok(message) = Message::encode(Text::Ucs4(&text), &options, None) else { return Ok(()) };
        if boundary == smsenc::Boundary::Character || message.len() == 1 {
            return Ok(());
        }
        let text = naive::merge_pairs(&text);
        let number = |segment| {
            let numbering = options.splitting.layout().numbering.as_ref();
            numbering.map_or([vec![], vec![]], |numbering| numbering.around(segment + 1, message.len()))
        };
        let encoding = message.estimate().encoding;
        let units = |text: &[u32]| text.iter().map(|&c| encoding.units(c).unwrap_or(1)).sum::<usize>();
        let longest = options.splitting.layout().numbering.as_ref().map_or(vec![], |n| n.around(255, 255).concat());
        let room = message.estimate().capacity - units(&longest);
        let mut place = 0;
        for segment in 0..message.len() - 1 {
            place += message.text_range(segment).len() - number(segment).concat().len();
            if place >= text.len() {
                break; // before or in the suffix
            }
            let readable: Vec<char> = text.iter().map(|&c| char::from_u32(c).unwrap_or('\0')).collect();
            let mut kept: Vec<std::ops::Range<usize>> = Vec::new();
            let mut start = 0;
            let whole: String = readable.iter().collect();
            for cluster in unicode_segmentation::UnicodeSegmentation::graphemes(&*whole, true) {
                let end = start + cluster.chars().count();
                kept.push(start..end);
                start = end;
            }
            if boundary == smsenc::Boundary::Word {
                let is_space = |&at: &usize| matches!(readable[at], ' ' | '\n');
                let is_ascii = |at: usize| readable[at].is_ascii_graphic();
                let start = (0..place).rev().find(is_space).map_or(0, |at| at + 1);
                let end = (place..readable.len()).find(is_space).unwrap_or(readable.len());
                if (start..end).all(is_ascii) {
                    kept.push(start..end);
                }
                for link in ["https://example.com/a?b=c", "+44 20 7946 0958", "{{ first name }}"] {
                    let link: Vec<char> = link.chars().collect();
                    let found = readable.windows(link.len()).enumerate().filter(|(_, part)| *part == link);
                    // What stands between words is no part of something longer.
                    let alone = found.filter(|&(at, part)| {
                        let behind = &readable[at + part.len()..];
                        let ends = matches!(behind, [] | [' '] | [' ', 'a'..='z' | 'A'..='Z', ..]);
                        ends && (at == 0 || (readable[at - 1] == ' ' && at > 1 && readable[at - 2].is_ascii_alphabetic()))
                    });
                    kept.extend(alone.map(|(at, _)| at..at + link.len()));
                }
            }
            for part in kept.into_iter().filter(|part| part.start < place && place < part.end) {
                let needed = units(&text[part.clone()]);
                prop_assert!(needed > room, "{part:?} cut at {place}: {:?}", &readable[part.clone()]);
            }
        }
    }

    #[test]
    fn packing_is_the_naive_twins(septets in prop::collection::vec(0u8..128, 0..400), fill in 0u8..7) {
        let octets = septet::pack(&septets, fill);
        prop_assert_eq!(&octets, &naive::pack(&septets, fill.into()));
        prop_assert_eq!(&septet::unpack(&octets, septets.len(), fill), &septets);
    }

    #[test]
    fn every_alphabet_reads_back_what_it_writes(
        text in gsm7_text(),
        locking in prop::option::of(prop::sample::select(NationalLanguage::ALL.to_vec())),
        single in prop::option::of(prop::sample::select(NationalLanguage::ALL.to_vec())),
    ) {
        let locking = locking.filter(|language| language.has_locking_table());
        let alphabet = Alphabet { locking, single };
        let (mut septets, mut held) = (Vec::new(), Vec::new());
        for character in text {
            match alphabet.septets(character) {
                Some(smsenc::Septets::Plain(septet)) => septets.push(septet),
                Some(smsenc::Septets::Escaped(septet)) => septets.extend([smsenc::ESCAPE, septet]),
                None => continue,
            }
            held.push(character);
        }
        let (characters, anomalies) = decode::septets(&septets, alphabet);
        prop_assert_eq!(characters, held);
        prop_assert!(anomalies.is_empty());
    }

    #[test]
    fn a_truncated_message_is_the_longest_that_fits(text in text(), limit in 1u8..4, ellipsis in "[.€]{0,3}") {
        let mut options = Options::default();
        options.prepare.lone_surrogates = LoneSurrogates::Keep;
        options.splitting.max_segments = limit;
        options.splitting.overflow = smsenc::Overflow::Truncate { ellipsis: ellipsis.clone() };
        let result = estimate(Text::Ucs4(&text), &options).unwrap();
        let Some(cut) = result.truncation else { return Ok(()) };
        prop_assert!(cut.needed > usize::from(limit) && result.segments <= usize::from(limit));
        // One character more does not fit any more, in the same encoding.
        let merged = naive::merge_pairs(&text[..cut.position]).len();
        let mut longer: Vec<u32> = naive::merge_pairs(&text)[..=merged].to_vec();
        longer.extend(ellipsis.chars().map(u32::from));
        let coding = match result.encoding.name() {
            EncodingName::Gsm7 => naive::Coding::Gsm7(naive::Tables::default()),
            _ => naive::Coding::Ucs2,
        };
        let needed = naive::cuts(&longer, coding, 0, 5).map(|cuts| cuts.len());
        prop_assert!(needed > Some(usize::from(limit)), "{:?}", needed);
    }

    #[test]
    fn octets_come_back_whatever_the_header(data in prop::collection::vec(any::<u8>(), 0..700), options in plain_options()) {
        let Ok(message) = Message::encode_binary(&data, &options, None) else { return Ok(()) };
        let mut reassembler = Reassembler::default();
        let whole = segments(&message).iter().filter_map(|part| reassembler.add(part, "", 0.0)).next_back();
        prop_assert_eq!(whole.map(|whole| whole.content), Some(Content::Data(data.clone())));
        prop_assert_eq!(smsenc::estimate_binary(&data, &options), Ok(message.estimate().clone()));
    }
}

proptest! {
    // The twin tries every combination by itself, so fewer cases must do.
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_permitted_alphabet_beats_the_chosen_one(text in text(), options in plain_options()) {
        let Ok(chosen) = estimate(Text::Ucs4(&text), &options) else { return Ok(()) };
        if let Encoding::Gsm7(alphabet) = chosen.encoding {
            let held = naive::merge_pairs(&text).iter().all(|&c| alphabet.septets(c).is_some());
            prop_assert!(held);
        }
        for &language in &options.coding.languages {
            for alphabet in [
                Alphabet { locking: None, single: Some(language) },
                Alphabet { locking: Some(language), single: None },
                Alphabet { locking: Some(language), single: Some(language) },
            ] {
                let usable = alphabet.locking.is_none_or(NationalLanguage::has_locking_table);
                if options.coding.family == Family::Ucs2 || !usable {
                    continue;
                }
                let cells = |read: &dyn Fn(u8) -> Option<char>| -> Vec<Option<u32>> {
                    (0..128).map(|septet| read(septet).map(u32::from)).collect()
                };
                let locking = cells(&|septet| alphabet.plain(septet));
                let single = cells(&|septet| alphabet.escaped(septet));
                let tables = naive::Tables {
                    locking: alphabet.locking.map(|_| &*locking),
                    single: alphabet.single.map(|_| &*single),
                };
                let splitting = &options.splitting;
                let elements: usize = splitting.header.elements().iter().map(smsenc::InformationElement::octets).sum();
                let merged = naive::merge_pairs(&text);
                let cuts = naive::cuts(
                    &merged,
                    naive::Coding::Gsm7(tables),
                    elements + 3 * alphabet.elements(),
                    splitting.reference_size.element_octets(),
                );
                if let Some(cuts) = cuts {
                    prop_assert!(chosen.segments <= cuts.len(), "{:?} beats {:?}", alphabet, chosen);
                }
            }
        }
    }
}
