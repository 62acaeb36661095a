//! What in a text is an address, a placeholder or a number: ranges that nothing may alter, and that a segment keeps
//! whole where it can.
//!
//! No standard says what a reader, or the software of a handset, takes for a link in running text. The rules are
//! simple and on the safe side: to spare a word that is no link costs little, to break a link makes the message
//! useless. Each pass takes time linear in the text, whatever the text.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

/// What a range is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A URL (`https://…`, `www.…`, a bare domain with a path such as `bit.ly/abc`) or an e-mail address.
    Address,
    /// `{name}`, `{{name}}`, `${name}`: a field that somebody else fills.
    Placeholder,
    /// Digits with what groups and marks them: a telephone number, an amount, a date, a code.
    Number,
}

/// A range of characters and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) kind: Kind,
    pub(crate) range: Range<usize>,
}

/// All links of a text, by position; no two overlap. A number in an address is a part of the address.
pub(crate) fn find(characters: &[u32]) -> Vec<Link> {
    let text = Chars(characters);
    let mut links = Vec::new();
    let mut from = 0;
    for link in fixed(characters) {
        text.numbers(from..link.range.start, &mut links);
        from = link.range.end;
        links.push(link);
    }
    text.numbers(from..characters.len(), &mut links);
    links
}

/// The addresses and placeholders of a text, which no policy may alter: by position, no two overlap.
pub(crate) fn fixed(characters: &[u32]) -> Vec<Link> {
    let text = Chars(characters);
    let mut links = Vec::new();
    // `floor` is where the last link ended: no other reaches back over it.
    let (mut floor, mut at) = (0, 0);
    while at < characters.len() {
        let mut kind = Kind::Address;
        let found = match text.at(at) {
            ':' => text.with_scheme(floor, at).or_else(|| text.with_port(floor, at)),
            'w' | 'W' => text.with_www(floor, at),
            '/' => text.domain_before(floor, at).map(|start| start..text.url_end(at + 1)),
            '@' => text.mailbox(floor, at),
            '{' => {
                kind = Kind::Placeholder;
                let inner = text.run(at, |c| c == '{');
                let field = text.field(floor, at, inner);
                at = inner - 1;
                field
            }
            _ => None,
        };
        at += 1;
        if let Some(range) = found {
            (floor, at) = (range.end, range.end);
            links.push(Link { kind, range });
        }
    }
    links
}

/// Whether a text in UTF-8 can have any of [`fixed`]: `://`, `:80/` and what follows a domain have a slash, a mailbox its
/// sign, a placeholder its brace, and `www.` two letters of a kind.
#[cfg(feature = "survey")]
pub(crate) fn may_be_fixed(text: &[u8]) -> bool {
    const STEP: usize = 16;
    let is_w = |octet: u8| octet | 0x20 == b'w';
    let is_mark = |octet: u8| (octet == b'/') | (octet == b'@') | (octet == b'{');
    let begins = |one: u8, next: u8| is_mark(one) | is_w(one) & is_w(next);
    let Some((&last, ones)) = text.split_last() else { return false };
    let nexts = &text[1..];
    // Pieces of one size, all that is found put together, without a way out: the compiler looks at all octets of a piece at
    // once. The last piece ends with the text.
    let (whole, rest) = ones.as_chunks::<STEP>();
    let mut found = [false; STEP];
    let mut look = |ones: &[u8; STEP], nexts: &[u8; STEP]| {
        for place in 0..STEP {
            found[place] |= begins(ones[place], nexts[place]);
        }
    };
    whole.iter().zip(nexts.as_chunks().0).for_each(|(ones, nexts)| look(ones, nexts));
    let found_in_rest = match (ones.last_chunk(), nexts.last_chunk()) {
        (Some(ones), Some(nexts)) => {
            look(ones, nexts);
            false
        }
        _ => rest.iter().zip(nexts).any(|(&one, &next)| begins(one, next)),
    };
    found_in_rest | is_mark(last) | found.into_iter().fold(false, |any, found| any | found)
}

/// The characters of a text; a surrogate is read as U+FFFD, and behind the end stands NUL.
///
/// Every look back ends at the character which made an earlier look back begin, or at the last link; every look ahead
/// that finds nothing ends before the next character that may begin one. So each part is read only a few times.
#[derive(Clone, Copy)]
struct Chars<'a>(&'a [u32]);

impl Chars<'_> {
    fn at(self, position: usize) -> char {
        self.0.get(position).map_or('\0', |&unit| char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// The end of the run of such characters that begins at a position.
    fn run(self, start: usize, belongs: impl Fn(char) -> bool) -> usize {
        (start..self.0.len()).find(|&at| !belongs(self.at(at))).unwrap_or(self.0.len())
    }

    /// The beginning of the run of such characters that ends at a position.
    fn run_back(self, floor: usize, end: usize, belongs: impl Fn(char) -> bool) -> usize {
        (floor..end).rev().find(|&at| !belongs(self.at(at))).map_or(floor, |at| at + 1)
    }

    /// `scheme://…` with its colon at a position (RFC 3986 clause 3.1).
    fn with_scheme(self, floor: usize, colon: usize) -> Option<Range<usize>> {
        let begins = |c: char| is_letter_or_digit(c) || matches!(c, '[' | '{' | '$');
        if self.at(colon + 1) != '/' || self.at(colon + 2) != '/' || !begins(self.at(colon + 3)) {
            return None;
        }
        let start = self.run_back(floor, colon, |c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        let start = self.run(start, |c| !c.is_ascii_alphabetic() && c != ':');
        (start < colon).then(|| start..self.url_end(colon + 3))
    }

    /// `domain:port/…` with its colon at a position.
    fn with_port(self, floor: usize, colon: usize) -> Option<Range<usize>> {
        const DIGITS: usize = 5;
        let end = (colon + 1..=colon + 1 + DIGITS).find(|&at| !self.at(at).is_ascii_digit())?;
        if end == colon + 1 || self.at(end) != '/' {
            return None;
        }
        self.domain_before(floor, colon).map(|start| start..self.url_end(end + 1))
    }

    /// `www.…` with its first letter at a position.
    fn with_www(self, floor: usize, start: usize) -> Option<Range<usize>> {
        let is_w = |at| matches!(self.at(at), 'w' | 'W');
        let begins = start == floor || !is_letter_or_digit(self.at(start - 1));
        let www = begins && is_w(start + 1) && is_w(start + 2) && self.at(start + 3) == '.';
        (www && is_letter_or_digit(self.at(start + 4))).then(|| start..self.url_end(start + 4))
    }

    /// The beginning of the domain that ends at a position.
    fn domain_before(self, floor: usize, end: usize) -> Option<usize> {
        let run = self.run_back(floor, end, is_of_domain);
        let label = (run..end).rev().find(|&at| self.at(at) == '.' && self.at(at + 1) == '.').map_or(run, |at| at + 1);
        let start = (label..end).find(|&at| is_letter_or_digit(self.at(at)))?;
        self.is_domain(start..end).then_some(start)
    }

    /// Whether a range that holds no empty label is a domain: two labels or more, the last of letters.
    fn is_domain(self, range: Range<usize>) -> bool {
        let Some(dot) = range.clone().rev().find(|&at| self.at(at) == '.') else { return false };
        let last = dot + 1..range.end;
        let punycode = "xn--".chars().enumerate().all(|(offset, c)| self.at(last.start + offset) == c);
        dot > range.start && last.len() >= 2 && (punycode || last.clone().all(|at| is_letter(self.at(at))))
    }

    /// An e-mail address with its `@` at a position.
    fn mailbox(self, floor: usize, sign: usize) -> Option<Range<usize>> {
        let local = |c: char| is_letter_or_digit(c) || "._%+-'&=".contains(c);
        let start = self.run_back(floor, sign, local);
        let start = self.run(start, |c| ".%'&=-".contains(c));
        let run = self.run(sign + 1, is_of_domain);
        let label = (sign + 1..run).find(|&at| self.at(at) == '.' && self.at(at + 1) == '.').unwrap_or(run);
        let end = self.run_back(sign + 1, label, |c| !is_letter_or_digit(c));
        (start < sign && self.at(sign + 1) != '.' && self.is_domain(sign + 1..end)).then_some(start..end)
    }

    /// Where a URL ends whose path or domain goes on at a position: what closes a sentence or a bracket does not
    /// belong to it.
    fn url_end(self, from: usize) -> usize {
        const BRACKETS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];
        let mut end = self.run(from, is_of_url);
        let mut unopened = [0isize; 3];
        for at in from..end {
            for (open, &(opening, closing)) in unopened.iter_mut().zip(&BRACKETS) {
                *open += isize::from(self.at(at) == closing) - isize::from(self.at(at) == opening);
            }
        }
        while end > from {
            let last = self.at(end - 1);
            match BRACKETS.iter().position(|&(_, closing)| closing == last) {
                Some(kind) if unopened[kind] > 0 => unopened[kind] -= 1,
                None if ".,;:!?'*\u{2019}".contains(last) || is_dash(last) => {}
                _ => break,
            }
            end -= 1;
        }
        end
    }

    /// `{name}`, `{{ name }}`, `${name}`, `{}`, whose braces open from `opening` up to `inner`.
    fn field(self, floor: usize, opening: usize, inner: usize) -> Option<Range<usize>> {
        const BRACES: usize = 3;
        let name = |c: char| is_letter_or_digit(c) || "_.-:| ".contains(c);
        let end = self.run(inner, name);
        let first = self.at(self.run(inner, |c| c == ' '));
        let braces = (inner - opening).min(self.run(end, |c| c == '}') - end).min(BRACES);
        if braces == 0 || !(end == inner || is_letter_or_digit(first) || first == '_') {
            return None;
        }
        let start = inner - braces;
        let marked = start > floor && start == opening && "$%#".contains(self.at(start - 1));
        Some(start - usize::from(marked)..end + braces)
    }

    /// The numbers of a part that holds nothing else.
    fn numbers(self, part: Range<usize>, links: &mut Vec<Link>) {
        let Chars(units) = self;
        let text = Chars(&units[..part.end]);
        let (mut floor, mut at) = (part.start, part.start);
        while at < part.end {
            if !text.at(at).is_numeric() {
                at += 1;
                continue;
            }
            let range = text.number_start(floor, at)..text.number_end(at);
            (floor, at) = (range.end, range.end);
            links.push(Link { kind: Kind::Number, range });
        }
    }

    /// Where a number begins whose first digit stands at a position: at a sign, a bracket or a currency before it.
    fn number_start(self, floor: usize, digit: usize) -> usize {
        const SIGNS: usize = 3;
        let reach = floor.max(digit.saturating_sub(SIGNS));
        let start = self.run_back(reach, digit, |c| is_currency(c) || "+-#(\u{2212}".contains(c));
        let spaced = start >= reach + 2 && is_gap(self.at(start - 1)) && is_currency(self.at(start - 2));
        if spaced { start - 2 } else { start }
    }

    /// Where it ends: groups of digits and the letters at them, each after a grouping sign, then what marks the whole.
    fn number_end(self, digit: usize) -> usize {
        let mut end = digit;
        loop {
            end = self.run(end, |c| c.is_numeric() || c.is_ascii_alphabetic());
            match self.group(end) {
                Some(next) => end = next,
                None => break,
            }
        }
        let marks = |c: char| is_currency(c) || "%\u{2030}\u{B0}".contains(c);
        match (self.at(end), self.at(end + 1)) {
            (mark, _) if marks(mark) => end + 1,
            (gap, mark) if is_gap(gap) && marks(mark) => end + 2,
            _ => end,
        }
    }

    /// The first digit of a further group behind a grouping sign at a position. A space groups two digits or more, so
    /// that "5 of 10" and "room 4 9 guests" stay apart.
    fn group(self, at: usize) -> Option<usize> {
        let digit = |at| self.at(at).is_numeric();
        match (self.at(at), self.at(at + 1)) {
            (' ', _) if digit(at + 1) && digit(at + 2) => Some(at + 1),
            (' ', '(') | (')', ' ' | '-' | '.') if digit(at + 2) => Some(at + 2),
            (c, _) if c != ' ' && (is_gap(c) || is_dash(c) || ".,:/')\u{2019}".contains(c)) && digit(at + 1) => {
                Some(at + 1)
            }
            _ => None,
        }
    }
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || (!c.is_ascii() && (c.is_alphabetic() || is_combining_mark(c)))
}

fn is_letter_or_digit(c: char) -> bool {
    is_letter(c) || c.is_numeric()
}

fn is_of_domain(c: char) -> bool {
    is_letter_or_digit(c) || matches!(c, '.' | '-')
}

/// Whether a URL may go on with it: what RFC 3986 permits, placeholders, and what people paste from an address bar.
fn is_of_url(c: char) -> bool {
    match c {
        '"' | '<' | '>' | '\\' | '^' | '`' => false,
        _ if c.is_ascii() => c.is_ascii_graphic(),
        _ => is_letter_or_digit(c) || is_dash(c) || c == '\u{2019}',
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}')
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '\u{A2}'..='\u{A5}' | '\u{20A0}'..='\u{20CF}')
}

/// A space between the groups of a number, or between it and its mark.
fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{2009}' | '\u{202F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, kind: Kind) -> Vec<String> {
        let characters: Vec<u32> = text.chars().map(u32::from).collect();
        let links = find(&characters);
        assert!(links.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start), "{links:?}");
        assert!(links.iter().all(|link| !link.range.is_empty()), "{links:?}");
        let of_kind = links.into_iter().filter(|link| link.kind == kind);
        of_kind.map(|link| characters[link.range].iter().filter_map(|&c| char::from_u32(c)).collect()).collect()
    }

    #[test]
    #[cfg(feature = "survey")]
    fn what_can_have_links_has_their_signs_wherever_they_stand() {
        for length in (0..70).chain([159, 160, 161]) {
            let plain: Vec<u8> = b"awbWc.".iter().copied().cycle().take(length).collect();
            assert!(!may_be_fixed(&plain), "{length}");
            for place in 0..length {
                for sign in [&b"/"[..], b"@", b"{", b"ww", b"Ww"] {
                    let mut text = plain.clone();
                    text.resize(text.len().max(place + sign.len()), b'.');
                    text[place..place + sign.len()].copy_from_slice(sign);
                    assert!(may_be_fixed(&text), "{length} {place} {sign:?}");
                }
            }
        }
    }

    #[test]
    fn addresses_are_found_and_end_before_punctuation() {
        let cases: [(&str, &[&str]); 24] = [
            ("See https://example.com/a?b=c#d.", &["https://example.com/a?b=c#d"]),
            ("(http://example.com/a_(b))", &["http://example.com/a_(b)"]),
            ("“https://example.com/”", &["https://example.com/"]),
            ("<https://example.com>, or", &["https://example.com"]),
            ("go to www.example.com!", &["www.example.com"]),
            ("WWW.EXAMPLE.COM", &["WWW.EXAMPLE.COM"]),
            ("bit.ly/3xYz9 now", &["bit.ly/3xYz9"]),
            ("at localhost.test:8080/x", &["localhost.test:8080/x"]),
            ("example.com alone has no path", &[]),
            ("km/h, and/or, 1.5/2, e.g./etc", &[]),
            ("ask jane.o'neill+sms@mail.example.co.uk.", &["jane.o'neill+sms@mail.example.co.uk"]),
            ("a@b.com,c@d.com", &["a@b.com", "c@d.com"]),
            ("mailto:a@b.com", &["a@b.com"]),
            ("@name and a@b and a@b.1", &[]),
            ("ftp://10.0.0.1/x http://[::1]/", &["ftp://10.0.0.1/x", "http://[::1]/"]),
            ("https://x.example/{code}?n={{n}} end", &["https://x.example/{code}?n={{n}}"]),
            ("https://en.example.org/wiki/A–B’s", &["https://en.example.org/wiki/A–B’s"]),
            ("https://a.example/x – then", &["https://a.example/x"]),
            ("https://пример.рф/путь", &["https://пример.рф/путь"]),
            ("bücher.de/neu", &["bücher.de/neu"]),
            ("请看https://a.cn/b。好", &["https://a.cn/b"]),
            ("..a..b.com/x", &["b.com/x"]),
            (":// http:// www. / @ ", &[]),
            ("not awww.example.com here", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(found(text, Kind::Address), expected, "{text}");
        }
    }

    #[test]
    fn placeholders_are_found_with_their_braces() {
        let cases: [(&str, &[&str]); 8] = [
            ("Hi {name}, {{ code }}!", &["{name}", "{{ code }}"]),
            ("{{{raw}}} ${cost} %{x} #{y}", &["{{{raw}}}", "${cost}", "%{x}", "#{y}"]),
            (
                "{} {0} {user.name} {price:.2f} {vorname|upper}",
                &["{}", "{0}", "{user.name}", "{price:.2f}", "{vorname|upper}"],
            ),
            ("{{{{{x}}", &["{{x}}"]),
            ("{x", &[]),
            ("{x\ny} { } {!}", &[]),
            ("{größe}", &["{größe}"]),
            ("{a}{b}", &["{a}", "{b}"]),
        ];
        for (text, expected) in cases {
            assert_eq!(found(text, Kind::Placeholder), expected, "{text}");
        }
    }

    #[test]
    fn numbers_are_found_with_their_groups_and_marks() {
        let cases: [(&str, &[&str]); 14] = [
            ("call +44 20 7946 0958 today", &["+44 20 7946 0958"]),
            ("(020) 7946-0958, +44 (0)20 7946 0958", &["(020) 7946-0958", "+44 (0)20 7946 0958"]),
            ("£1,234.56 or € 12 or 12 € or 1 234 567,00", &["£1,234.56", "€ 12", "12 €", "1 234 567,00"]),
            ("1\u{A0}234\u{202F}567.", &["1\u{A0}234\u{202F}567"]),
            ("12/05/2024 10:30, 2024-05-12", &["12/05/2024 10:30", "2024-05-12"]),
            ("5 of 10, room 4 9 guests", &["5", "10", "4", "9"]),
            ("code 12AB-34cd.", &["12AB-34cd"]),
            ("50 % off, 5%", &["50 %", "5%"]),
            ("no digits", &[]),
            ("١٢٣ ४५", &["١٢٣ ४५"]),
            ("第12回", &["12"]),
            ("-5, −5", &["-5", "−5"]),
            ("x/2", &["2"]),
            ("https://a.example/1 2", &["2"]),
        ];
        for (text, expected) in cases {
            assert_eq!(found(text, Kind::Number), expected, "{text}");
        }
    }

    /// Linear time: these take minutes if any look back or look ahead is repeated for every character.
    #[test]
    fn hostile_texts_are_read_in_linear_time() {
        let seeds = [
            "{",
            "}",
            "{a",
            "a",
            ".",
            "a.",
            "@",
            "a@",
            "a@a.",
            ":",
            "a:",
            "://",
            "a://",
            "http://a",
            "w",
            "www.",
            "/",
            "a/",
            "a.b/",
            "1",
            "1 ",
            "1 1",
            "(",
            ")",
            "1)",
            "€ ",
            "http://a.b/(",
            "))",
            "?.",
            "{{a}",
            "-",
            "a:1",
            "'",
            "\u{301}",
            "a..b/",
        ];
        let mut total = 0;
        for seed in seeds {
            for tail in ["", "/", "@", "://x", "}", "1"] {
                let text = seed.repeat(200_000 / seed.len()) + tail;
                let characters: Vec<u32> = text.chars().map(u32::from).collect();
                total += find(&characters).len();
            }
        }
        assert!(total > 100_000);
    }

    #[test]
    fn surrogates_and_what_is_no_character_are_passed_over() {
        let mut text: Vec<u32> = "http://a.example/".chars().map(u32::from).collect();
        text.splice(0..0, [0xD800, 0xDC00, u32::MAX]);
        text.extend([0xD83D, 0x61]);
        assert_eq!(find(&text), [Link { kind: Kind::Address, range: 3..20 }]);
    }
}
