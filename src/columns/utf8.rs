//! Octets that are said to be UTF-8, as an Arrow column has them.

use super::{ErrorCode, Row};
use crate::Text;

/// The text of octets, which are checked: nothing that another library says of its octets is relied on.
#[inline]
pub fn utf8_text(octets: &[u8]) -> Row<'_> {
    // Most rows are ASCII, which is Latin-1 as well: cheaper to check, and cheaper to scan.
    if octets.is_ascii() {
        return Ok(Text::Latin1(octets));
    }
    std::str::from_utf8(octets).map(Text::Utf8).map_err(|_| ErrorCode::InvalidUtf8)
}
