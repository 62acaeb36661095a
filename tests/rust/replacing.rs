//! Replacement: what holds for every text, and what each policy does.

use std::collections::BTreeMap;

use proptest::prelude::*;
use smsenc::replace::{Level, Replace, ReplaceWhen};
use smsenc::{
    Alphabet, EncodeError, EncodingName, Family, LoneSurrogates, Message, NationalLanguage, Options, Overflow, Text,
    count_segments, estimate,
};

use crate::naive;
use crate::texts::{options, plain_options, replacing, text};

fn policy(replace: Replace, replace_when: ReplaceWhen) -> Options {
    let mut options = Options::default();
    options.prepare.replace = replace;
    options.prepare.replace_when = replace_when;
    options
}

fn always(level: Level) -> Options {
    policy(Replace::Level(level), ReplaceWhen::Always)
}

/// What is sent, and what was changed by position.
fn sent(text: &str, options: &Options) -> (String, Vec<(usize, String, String)>) {
    let characters: Vec<u32> = text.chars().map(u32::from).collect();
    let message = Message::encode(Text::Ucs4(&characters), options, None).unwrap();
    let said = |characters: &[u32]| characters.iter().filter_map(|&c| char::from_u32(c)).collect::<String>();
    let changes = message.estimate().replacements.iter();
    let changes = changes.map(|change| (change.position, said(&change.from), said(&change.to))).collect();
    (message.changed_text().map_or_else(|| text.to_owned(), said), changes)
}

fn replaced(level: Level, text: &str) -> String {
    sent(text, &always(level)).0
}

#[test]
fn look_alikes_are_replaced_by_level() {
    let text = "“Hi” – it’s\u{A0}5 o’clock… ａ ½ ç Привет";
    assert_eq!(replaced(Level::Smart, text), "\"Hi\" - it's 5 o'clock... ａ ½ ç Привет");
    assert_eq!(replaced(Level::SmartWide, text), "\"Hi\" - it's 5 o'clock... a 1/2 ç Привет");
    assert_eq!(replaced(Level::Transliterate, text), "\"Hi\" - it's 5 o'clock... a 1/2 c Privet");
}

#[test]
fn letters_become_the_nearest_letters_of_the_alphabet() {
    for (text, expected) in [
        ("Łódź, Škoda, Ağrı, Reşat", "Lodz, Skoda, Agri, Resat"),
        ("erdőszél fűzfa", "erdöszél füzfa"),
        ("Καλημέρα σας, Ωραία", "KAΛHMEPA ΣAΣ, ΩPAIA"),
        ("Щёлково БОРЩ! Щ Я", "Shchyolkovo BORSHCH! Shch Ya"),
        ("Київ, Щастя", "Kyyiv, Shchastya"),
        ("Къде е Щастие", "Kade e Shtastie"),
        ("ŒUVRE Œuvre STRAẞE", "OEUVRE Oeuvre STRASSE"),
        ("სალამი", "salami"),
        ("1½ ½ 5² m² x³²", "1 1/2 1/2 5^2 m2 x32"),
        ("cafe\u{301} q\u{303}", "café q"),
        ("ﬁn 𝐁𝐨𝐥𝐝 №5 ™", "fin Bold No5 TM"),
    ] {
        assert_eq!(replaced(Level::Transliterate, text), expected);
    }
}

#[test]
fn what_would_lose_its_meaning_stays() {
    for text in ["你好", "שלום", "سلام", "नमस्ते", "สวัสดี", "안녕", "😀👍🏽", "1\u{FE0F}\u{20E3}"]
    {
        assert_eq!(replaced(Level::Transliterate, text), text);
    }
}

#[test]
fn no_joiner_is_taken_from_where_it_joins() {
    for text in
        ["👩\u{200D}⚕\u{FE0F}", "❤\u{FE0F}\u{200D}🔥", "می\u{200C}خواهم", "क्\u{200D}ष", "ا\u{200F}!", "x\u{200D}😀"]
    {
        for level in [Level::Smart, Level::SmartWide, Level::Transliterate] {
            assert_eq!(replaced(level, text), text);
        }
    }
    assert_eq!(replaced(Level::Smart, "a\u{200B}b\u{200D}\u{FE0F}c\u{FEFF}\u{AD}\u{200E}"), "abc");
    // A soft hyphen joins nothing, and goes from between emoji, too.
    assert_eq!(replaced(Level::Smart, "😀\u{AD}\u{200D}😀"), "😀\u{200D}😀");
    // Directions go only if the text has one direction.
    assert_eq!(replaced(Level::Smart, "\u{202A}abc\u{202C} “x”"), "abc \"x\"");
    assert_eq!(replaced(Level::Smart, "\u{202A}abc\u{202C} سلام"), "\u{202A}abc\u{202C} سلام");
}

#[test]
fn no_joiner_is_taken_where_a_permitted_table_holds_the_letters() {
    let mut options = always(Level::Transliterate);
    options.coding.languages = NationalLanguage::ALL.to_vec();
    for text in ["می\u{200C}خ", "क्\u{200D}ष", "اب\u{200F}!"] {
        assert_eq!(sent(text, &options).0, text);
    }
    assert_eq!(sent("ş\u{200D}ş\u{200E}“", &options).0, "şş\"");
}

#[test]
fn nothing_is_replaced_in_addresses_and_placeholders() {
    let options = always(Level::Transliterate);
    for kept in ["https://exämple.com/ш–щ", "www.żółw.pl/ą", "{имя}", "{{имя}}", "mañana@correó.es"] {
        let (text, changes) = sent(&format!("щ {kept} щ"), &options);
        assert_eq!(text, format!("shch {kept} shch"));
        assert_eq!(changes.len(), 2);
    }
    let map = BTreeMap::from([(u32::from('o'), "0".to_owned())]);
    let options = policy(Replace::Map(map.into()), ReplaceWhen::Always);
    assert_eq!(sent("go to https://foo.com/oo {oo}", &options).0, "g0 t0 https://foo.com/oo {oo}");
}

#[test]
fn changes_are_listed_by_position_in_the_callers_text() {
    let mut options = always(Level::Smart);
    options.prepare.fold_line_breaks = true;
    options.prepare.compose = true;
    let (text, changes) = sent("a\r\ne\u{301}…\u{200B}b", &options);
    assert_eq!(text, "a\né...b");
    let changes: Vec<_> = changes.iter().map(|(at, from, to)| (*at, from.as_str(), to.as_str())).collect();
    assert_eq!(changes, [(1, "\r\n", "\n"), (3, "e\u{301}", "é"), (5, "…", "..."), (6, "\u{200B}", "")]);
}

#[test]
fn saves_is_all_or_nothing_and_only_where_a_segment_is_saved() {
    let saves = policy(Replace::Level(Level::Smart), ReplaceWhen::Saves);
    assert_eq!(sent("“short”", &saves), ("“short”".into(), vec![]));
    let long = format!("“{}”", "x".repeat(100));
    assert_eq!(sent(&long, &saves).0, long.replace(['“', '”'], "\""));
    // An emoji remains: the same two segments, so the text goes out as it is.
    let emoji = format!("{long}😀");
    assert_eq!(sent(&emoji, &saves), (emoji.clone(), vec![]));
    // What cannot be encoded otherwise needs no segment to be saved.
    let forced = Options { coding: smsenc::Coding { family: Family::Gsm7, ..Default::default() }, ..saves };
    assert_eq!(sent("“short”", &forced).0, "\"short\"");
    let failure = estimate(Text::from("“中”"), &forced);
    let unmappable = EncodeError::Unmappable { character: 0x4E2D, position: 3, encoding: EncodingName::Gsm7 };
    assert_eq!(failure, Err(unmappable)); // the character that is in the way; UTF-8 counts octets
}

#[test]
fn what_a_permitted_table_holds_is_spared_unless_that_costs_a_segment() {
    let mut options = always(Level::Transliterate);
    options.coding.languages = vec![NationalLanguage::Turkish];
    assert_eq!(sent("ağ “щ”", &options).0, "ağ \"shch\"");
    // 158 characters are one segment of the default alphabet, and two with a shift element.
    let long = format!("ağ{}", "x".repeat(156));
    assert_eq!(sent(&long, &options).0, long.replace('ğ', "g"));
    options.prepare.replace_when = ReplaceWhen::Saves;
    assert_eq!(sent(&long, &options).0, long.replace('ğ', "g"));
    assert_eq!(sent("ağ “щ”", &options).0, "ağ “щ”");
    let mixed = format!("ğ“{}", "x".repeat(100));
    assert_eq!(sent(&mixed, &options).0, mixed.replace('“', "\""));
}

#[test]
fn a_text_is_not_cut_within_what_stands_for_one_character() {
    let mut options = always(Level::Transliterate);
    options.splitting.max_segments = 1;
    options.splitting.overflow = Overflow::Truncate { ellipsis: String::new() };
    let text = format!("{}щщ", "x".repeat(155));
    let (sent, changes) = sent(&text, &options);
    assert_eq!(sent, format!("{}shch", "x".repeat(155)));
    assert_eq!(changes.len(), 1);
}

#[test]
fn hostile_texts_are_replaced_in_linear_time() {
    let options = always(Level::Transliterate);
    for unit in ["\u{200D}", "\u{301}", "😀\u{200D}", "\u{202A}ا", "щ", "a\u{301}", "ъ", "{", "\u{AD}\u{FE0F}", "Щ"]
    {
        let text: Vec<u32> = unit.repeat(200_000).chars().map(u32::from).collect();
        assert!(matches!(
            count_segments(Text::Ucs4(&text), &options),
            Ok(_) | Err(EncodeError::TooManySegments { .. })
        ));
    }
}

/// The segments of a text, beyond the limit, too.
fn needed(text: &[u32], options: &Options) -> Option<usize> {
    match count_segments(Text::Ucs4(text), options) {
        Ok(segments) => Some(segments),
        Err(EncodeError::TooManySegments { needed, .. }) => Some(needed),
        Err(_) => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn saves_never_needs_more_segments(text in text(), options in options()) {
        let mut saves = options.clone();
        saves.prepare.replace_when = ReplaceWhen::Saves;
        saves.splitting.overflow = Overflow::Error;
        let mut nothing = saves.clone();
        nothing.prepare.replace = Replace::Nothing;
        let (with, without) = (needed(&text, &saves), needed(&text, &nothing));
        prop_assert!(without.is_none() || with.is_some_and(|with| Some(with) <= without), "{:?} {:?}", with, without);
    }

    #[test]
    fn saves_is_the_better_of_always_and_nothing(
        text in text(),
        options in plain_options(),
        (replace, _) in replacing(),
    ) {
        let with = |replace: &Replace, replace_when| {
            let mut options = options.clone();
            options.prepare.replace = replace.clone();
            options.prepare.replace_when = replace_when;
            (needed(&text, &options), Message::encode(Text::Ucs4(&text), &options, Some(0)).ok())
        };
        let (nothing, as_given) = with(&Replace::Nothing, ReplaceWhen::Saves);
        let (always, replaced) = with(&replace, ReplaceWhen::Always);
        let (saves, sent) = with(&replace, ReplaceWhen::Saves);
        prop_assert_eq!(saves, nothing.into_iter().chain(always).min());
        // All or nothing: what is sent is one of the two.
        prop_assert_eq!(sent, if saves == nothing { as_given } else { replaced });
    }

    #[test]
    fn permitting_more_never_costs_more_with_replacements(
        text in text(),
        options in plain_options(),
        (replace, replace_when) in replacing(),
        more in any::<prop::sample::Index>(),
    ) {
        let mut options = options;
        options.prepare.replace = replace;
        options.prepare.replace_when = replace_when;
        let before = needed(&text, &options);
        let mut wider = options.clone();
        wider.coding.languages.push(NationalLanguage::ALL[more.index(13)]);
        let after = needed(&text, &wider);
        prop_assert!(before.is_none() || after.is_some_and(|after| Some(after) <= before), "{:?} {:?}", before, after);
    }

    #[test]
    fn replacements_applied_by_hand_give_what_is_sent(text in text(), (replace, replace_when) in replacing()) {
        let mut options = policy(replace, replace_when);
        options.prepare.lone_surrogates = LoneSurrogates::Keep;
        let text = naive::merge_pairs(&text);
        let Ok(message) = Message::encode(Text::Ucs4(&text), &options, None) else { return Ok(()) };
        let (mut by_hand, mut at) = (Vec::new(), 0);
        for change in &message.estimate().replacements {
            by_hand.extend_from_slice(&text[at..change.position]);
            by_hand.extend_from_slice(&change.to);
            at = change.position + change.from.len();
            prop_assert_eq!(&text[change.position..at], &change.from[..]);
            prop_assert_ne!(&change.from, &change.to);
        }
        by_hand.extend_from_slice(&text[at..]);
        prop_assert_eq!(&by_hand[..], message.changed_text().unwrap_or(&text));
    }

    #[test]
    fn what_was_replaced_is_replaced_no_further(text in text(), level in prop::sample::select(
        vec![Level::Smart, Level::SmartWide, Level::Transliterate],
    )) {
        let mut options = always(level);
        options.prepare.lone_surrogates = LoneSurrogates::Keep;
        let Ok(message) = Message::encode(Text::Ucs4(&text), &options, None) else { return Ok(()) };
        let sent = message.changed_text().unwrap_or(&text).to_vec();
        let Ok(again) = Message::encode(Text::Ucs4(&sent), &options, None) else { return Ok(()) };
        prop_assert!(again.estimate().replacements.is_empty());
        for change in &message.estimate().replacements {
            let held = |&c: &u32| Alphabet::DEFAULT.septets(c).is_some();
            prop_assert!(change.to.iter().all(held) && !change.from.iter().all(held));
        }
    }
}

#[test]
fn halves_of_a_pair_that_meet_are_the_character_that_a_receiver_reads() {
    let map = Replace::Map(BTreeMap::from([(u32::from('-'), String::new())]).into());
    let mut options = policy(map, ReplaceWhen::Always);
    for lone_surrogates in [LoneSurrogates::Keep, LoneSurrogates::Error] {
        options.prepare.lone_surrogates = lone_surrogates;
        let message = Message::encode(Text::Ucs2(&[0xD83D, 0x2D, 0x2D, 0xDE00, 0xE7]), &options, None).unwrap();
        assert_eq!(message.changed_text(), Some(&[0x1_F600, 0xE7][..]));
        assert_eq!((message.payload(0), message.estimate().units), (&[0xD8, 0x3D, 0xDE, 0, 0, 0xE7][..], 3));
        assert_eq!(message.estimate().replacements.iter().map(|change| change.position).collect::<Vec<_>>(), [1, 2]);
    }
}
