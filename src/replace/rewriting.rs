//! The replaced text of many texts with the same few foreign characters, without what becomes of positions.

use unicode_normalization::char::is_combining_mark;

use super::{Kind, Level, Replace, replacement};
use crate::links::{fixed, may_be_fixed};

/// What stands for the only foreign characters of a text, each by itself.
#[derive(Clone, Debug)]
pub(crate) struct Rewriting {
    to: Vec<(char, &'static str)>,
    /// The first octets of the characters in UTF-8.
    leads: Box<[bool; 256]>,
}

impl Rewriting {
    /// The replacements of characters; `None` if one has none, or depends on what stands around it.
    pub(crate) fn new(policy: &Replace, characters: impl Iterator<Item = char>) -> Option<Self> {
        // How Cyrillic is transliterated depends on the language of the text.
        let level = match policy {
            Replace::Level(level @ (Level::Smart | Level::SmartWide)) => *level,
            _ => return None,
        };
        let simple = |character: char| {
            let substitute = replacement(level, character.into()).filter(|found| found.kind == Kind::Plain)?;
            (!is_combining_mark(character)).then_some((character, substitute.to))
        };
        let to: Vec<_> = characters.map(simple).collect::<Option<_>>()?;
        let mut leads = Box::new([false; 256]);
        for (character, _) in &to {
            leads[usize::from(character.encode_utf8(&mut [0; 4]).as_bytes()[0])] = true;
        }
        Some(Rewriting { to, leads })
    }

    /// The characters and what replaces them.
    pub(crate) fn to(&self) -> impl Iterator<Item = (char, &'static str)> {
        self.to.iter().copied()
    }

    /// Writes a text with its replacements, of which these are all, over another one. `false` if a character of them
    /// stands in a link, and would not be replaced.
    pub(crate) fn rewrite(&self, text: &str, over: &mut String) -> bool {
        if may_be_fixed(text.as_bytes()) && self.is_linked(text) {
            return false;
        }
        over.clear();
        let mut rest = text;
        while let Some(at) = rest.as_bytes().iter().position(|octet| self.leads[usize::from(*octet)]) {
            let (kept, behind) = rest.split_at(at);
            over.push_str(kept);
            match self.to.iter().find(|(character, _)| behind.starts_with(*character)) {
                Some((character, to)) => {
                    over.push_str(to);
                    rest = &behind[character.len_utf8()..];
                }
                None => {
                    let mut characters = behind.chars();
                    over.extend(characters.next());
                    rest = characters.as_str();
                }
            }
        }
        over.push_str(rest);
        true
    }

    #[cold]
    fn is_linked(&self, text: &str) -> bool {
        let characters: Vec<u32> = text.chars().map(u32::from).collect();
        let is_replaced = |&code: &u32| self.to.iter().any(|&(character, _)| u32::from(character) == code);
        fixed(&characters).into_iter().any(|link| characters[link.range].iter().any(is_replaced))
    }
}
