//! Why a text costs what it costs, and what would make it cheaper.
//!
//! An outer room: it asks the same stages that encode, and adds reasons. [`explain`] itself does what
//! [`estimate`] does and no more; costly characters are found one by one when they are read, and
//! suggestions are made, applied and measured when they are asked for.
//!
//! ```
//! use smsenc::{Options, Text, explain::{Reason, explain}};
//!
//! let options = Options::default();
//! let explanation = explain(Text::from("5 o’clock"), &options)?;
//! let costly: Vec<_> = explanation.costly().characters(explanation.text()).collect();
//! assert_eq!((costly.len(), costly[0].position), (1, 3));
//! # Ok::<(), smsenc::EncodeError>(())
//! ```

mod characters;
mod suggestions;

pub use characters::{Characters, Costly, CostlyCharacter, Place, Reason};
pub use suggestions::{Suggestion, SuggestionKind, suggestions};

use std::borrow::Cow;

use crate::error::EncodeError;
use crate::estimate::{Estimate, Settled, estimate, settle};
use crate::options::{Family, Options};
use crate::text::Text;

/// What a text takes, and why.
#[derive(Clone, Debug)]
pub struct Explanation<'a> {
    text: Text<'a>,
    options: &'a Options,
    estimate: Estimate,
    error: Option<EncodeError>,
}

/// Explains a text. One that the options refuse, because it needs too many segments or because the forced encoding
/// lacks a character, is explained all the same: see [`Explanation::error`].
///
/// # Errors
/// A header that leaves no room for a character, an ellipsis that cannot be sent.
pub fn explain<'a>(text: Text<'a>, options: &'a Options) -> Result<Explanation<'a>, EncodeError> {
    let (estimate, error) = estimate_or_error(text, options)?;
    Ok(Explanation { text, options, estimate, error })
}

/// What a text takes; with the error, if the options refuse it, and then what it would take without the limit of
/// segments and in whichever encoding holds it.
///
/// # Errors
/// As [`explain`].
pub fn estimate_or_error(text: Text<'_>, options: &Options) -> Result<(Estimate, Option<EncodeError>), EncodeError> {
    match estimate(text, options) {
        Ok(estimate) => Ok((estimate, None)),
        Err(error @ (EncodeError::TooManySegments { .. } | EncodeError::Unmappable { .. })) => {
            Ok((settled(text, options)?.estimate, Some(error)))
        }
        Err(error) => Err(error),
    }
}

/// The text as it would be sent, whole, in the encoding that the options permit or else in one that holds it.
pub(crate) fn settled(text: Text<'_>, options: &Options) -> Result<Settled, EncodeError> {
    match settle(text, options) {
        Err(EncodeError::Unmappable { .. }) => settle(text, &with_any_encoding(options)),
        settled => settled,
    }
}

fn with_any_encoding(options: &Options) -> Cow<'_, Options> {
    if options.coding.family == Family::Auto {
        return Cow::Borrowed(options);
    }
    let mut options = options.clone();
    options.coding.family = Family::Auto;
    Cow::Owned(options)
}

impl<'a> Explanation<'a> {
    /// The caller's text.
    #[must_use]
    pub fn text(&self) -> Text<'a> {
        self.text
    }

    /// The options it was explained under.
    #[must_use]
    pub fn options(&self) -> &'a Options {
        self.options
    }

    /// What the text takes. If the options refuse it: what it would take without the limit of segments, and in UCS-2 if
    /// the forced encoding lacks a character.
    #[must_use]
    pub fn estimate(&self) -> &Estimate {
        &self.estimate
    }

    /// Why the text cannot be encoded under these options, if so: too many segments, or a character that the forced
    /// encoding lacks.
    #[must_use]
    pub fn error(&self) -> Option<&EncodeError> {
        self.error.as_ref()
    }

    /// What makes characters costly here; its [`characters`](Costly::characters) are found as they are read.
    #[must_use]
    pub fn costly(&self) -> Costly {
        Costly::new(self.text, self.options)
    }

    /// What would make the text cheaper, applied and measured.
    #[must_use]
    pub fn suggestions(&self) -> Vec<Suggestion> {
        suggestions(self.text, self.options)
    }
}
