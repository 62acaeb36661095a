//! The generated tables against the table data, cell by cell.

use std::collections::BTreeMap;

use serde_json::Value;
use smsenc::{Alphabet, ESCAPE, NationalLanguage};

fn data() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/gsm0338.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn character(cell: &Value) -> Option<char> {
    let code = cell.as_str()?.strip_prefix("U+")?;
    char::from_u32(u32::from_str_radix(code, 16).unwrap())
}

fn language(name: &str) -> Option<NationalLanguage> {
    (name != "default").then(|| NationalLanguage::from_name(name).unwrap())
}

#[test]
fn every_cell_is_the_standards() {
    let data = data();
    let mut compared = 0;
    for (name, table) in data["locking"].as_object().unwrap() {
        let alphabet = Alphabet { locking: language(name), single: None };
        for septet in 0..128u8 {
            let expected = if septet == ESCAPE { None } else { character(&table[usize::from(septet)]) };
            assert_eq!(alphabet.plain(septet), expected, "{name} locking {septet:02X}");
            compared += 1;
        }
    }
    for (name, table) in data["single"].as_object().unwrap() {
        let cells: BTreeMap<_, _> = table.as_object().unwrap().iter().collect();
        let alphabet = Alphabet { locking: None, single: language(name) };
        for septet in 0..128u8 {
            let expected = cells.get(&format!("0x{septet:02X}")).and_then(|cell| character(cell));
            assert_eq!(alphabet.escaped(septet), expected, "{name} single {septet:02X}");
            compared += 1;
        }
    }
    assert_eq!(compared, 27 * 128);
}

#[test]
fn identifiers_are_the_standards() {
    let data = data();
    for (name, identifier) in data["language_ids"].as_object().unwrap() {
        let language = NationalLanguage::from_name(name).unwrap();
        assert_eq!(u64::from(language.identifier()), identifier.as_u64().unwrap());
        assert_eq!(NationalLanguage::from_identifier(language.identifier()), Some(language));
        assert_eq!(language.has_locking_table(), data["locking"].get(name).is_some());
    }
    assert_eq!(NationalLanguage::from_identifier(0), None);
    assert_eq!(NationalLanguage::from_identifier(14), None);
}

#[test]
fn corrected_misprints_and_alternates_are_as_documented() {
    let data = data();
    for (kind, wanted) in [("errata", "value"), ("alternates", "value")] {
        for entry in data[kind].as_array().unwrap() {
            let name = language(entry["language"].as_str().unwrap());
            let septet = u8::from_str_radix(entry["septet"].as_str().unwrap().trim_start_matches("0x"), 16).unwrap();
            let cell = match entry["table"].as_str().unwrap() {
                "locking" => Alphabet { locking: name, single: None }.plain(septet),
                _ => Alphabet { locking: None, single: name }.escaped(septet),
            };
            assert_eq!(cell, character(&entry[wanted]), "{entry}");
        }
    }
}
