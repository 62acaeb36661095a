//! The longest prefix of a text that fits with an ellipsis behind it.

use crate::choose::Room;
use crate::encoding::Encoding;

/// A place in a message: complete segments before it and units used in the one it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    segments: usize,
    used: usize,
}

impl Place {
    /// The place behind a character of so many units.
    fn after(self, units: usize, capacity: usize) -> Option<Place> {
        match self.used + units {
            used if used <= capacity => Some(Place { used, ..self }),
            _ if units <= capacity => Some(Place { segments: self.segments + 1, used: units }),
            _ => None,
        }
    }
}

/// How many characters can stay so that they and the ellipsis make at most `limit` segments; `None` if not even the
/// ellipsis fits, or the encoding cannot hold it.
pub(crate) fn longest_prefix(
    characters: &[u32],
    ellipsis: &str,
    encoding: Encoding,
    room: Room,
    limit: usize,
) -> Option<usize> {
    let ellipsis: Vec<usize> = ellipsis.chars().map(|c| encoding.units(c.into())).collect::<Option<_>>()?;
    // One segment may hold more than several small ones do together, so both shapes are tried.
    let shapes = [(room.single, 1), (room.concatenated, limit)];
    shapes.into_iter().filter_map(|(capacity, limit)| prefix(characters, &ellipsis, encoding, capacity, limit)).max()
}

fn prefix(characters: &[u32], ellipsis: &[usize], encoding: Encoding, capacity: usize, limit: usize) -> Option<usize> {
    let mut places = vec![Place { segments: 0, used: 0 }];
    for &character in characters {
        let units = encoding.units(character).unwrap_or(1);
        match places[places.len() - 1].after(units, capacity) {
            Some(place) if place.segments < limit => places.push(place),
            _ => break,
        }
    }
    places.iter().rposition(|&place| {
        let end = ellipsis.iter().try_fold(place, |place, &units| place.after(units, capacity));
        end.is_some_and(|end| end.segments < limit)
    })
}
