//! `smsenc.explain`, `Explanation`, and the costly characters of a text, which are made when they are read.
//!
//! What is kept forms no cycle: an explanation does not know the sequence that it hands out, and makes its exception
//! anew each time, since a raised one would hold the frames that hold the explanation.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PySlice, PyString, PyTuple};

use super::convert::{Reduced, SCHEMA, new_string, sequence_index, shorten, string, text};
use super::estimate::Estimate;
use super::functions::{encoded, with};
use super::lean::object;
use super::message::Message;
use super::suggestion::Suggestion;
use super::{convert, error, kept, options};
use crate::explain::{Costly, CostlyCharacter as CoreCharacter, Place, Reason, estimate_or_error, suggestions};
use crate::{EncodeError, Options};

/// Explain what a text takes.
#[pyfunction(pass_module)]
#[pyo3(signature = (text, /, **options))]
pub(super) fn explain(
    _module: &Bound<'_, PyModule>,
    text: &Bound<'_, PyAny>,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<Explanation> {
    explained(text, with(options)?)
}

pub(super) fn explained(value: &Bound<'_, PyAny>, options: Arc<Options>) -> PyResult<Explanation> {
    let py = value.py();
    let given = string("text", value)?;
    let (estimate, refused) = estimate_or_error(text(given)?, &options).map_err(|wrong| error::encode(py, wrong))?;
    // A subclass of `str` may be anything: the explanation keeps the plain string.
    let plain = if given.is_exact_instance_of::<PyString>() { given.clone() } else { given.str()? };
    Ok(Explanation {
        text: plain.unbind(),
        options,
        estimate: object(py, Estimate::new(py, &estimate)?)?.unbind(),
        refused: refused.map(Box::new),
        costly: OnceLock::new(),
        suggestions: PyOnceLock::new(),
    })
}

/// What a text takes, and why.
#[pyclass(frozen, module = "smsenc")]
pub(super) struct Explanation {
    #[pyo3(get)]
    text: Py<PyString>,
    options: Arc<Options>,
    #[pyo3(get)]
    estimate: Py<Estimate>,
    refused: Option<Box<EncodeError>>,
    costly: OnceLock<Costly>,
    suggestions: PyOnceLock<Py<PyTuple>>,
}

impl Explanation {
    fn costly(&self, py: Python<'_>) -> PyResult<&Costly> {
        if let Some(costly) = self.costly.get() {
            return Ok(costly);
        }
        let costly = Costly::new(text(self.text.bind(py))?, &self.options);
        Ok(self.costly.get_or_init(|| costly))
    }

    fn is_same(&self, py: Python<'_>, other: &Explanation) -> PyResult<bool> {
        Ok(self.options == other.options && self.text.bind(py).as_any().eq(other.text.bind(py))?)
    }

    fn hashed(&self, py: Python<'_>) -> PyResult<u64> {
        let mut hasher = DefaultHasher::new();
        (self.text.bind(py).hash()?, &self.options).hash(&mut hasher);
        Ok(hasher.finish())
    }
}

#[pymethods]
impl Explanation {
    #[getter]
    fn options<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        options::to_dict(py, &self.options)
    }

    #[getter]
    fn error<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyAny>> {
        let refused = self.refused.as_deref()?.clone();
        Some(error::encode(py, refused).into_value(py).into_bound(py).into_any())
    }

    #[getter]
    fn characters(this: &Bound<'_, Self>) -> PyResult<CostlyCharacters> {
        this.get().costly(this.py())?;
        Ok(CostlyCharacters { explanation: this.clone().unbind(), length: OnceLock::new(), last: Mutex::default() })
    }

    #[getter]
    fn added<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (addition, entries) in self.costly(py)?.added(&self.options) {
            let entries = entries.into_iter().map(|entry| Bound::new(py, CostlyCharacter(entry)));
            dict.set_item(addition.as_str(), PyTuple::new(py, entries.collect::<PyResult<Vec<_>>>()?)?)?;
        }
        Ok(dict)
    }

    #[getter]
    fn suggestions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let made = self.suggestions.get_or_try_init(py, || {
            let given = self.text.bind(py);
            let made = suggestions(text(given)?, &self.options);
            let made = made.iter().map(|one| Bound::new(py, Suggestion::new(given, &self.options, one)?));
            Ok::<_, PyErr>(PyTuple::new(py, made.collect::<PyResult<Vec<_>>>()?)?.unbind())
        })?;
        Ok(made.bind(py).clone())
    }

    #[getter]
    fn best<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, Suggestion>>> {
        let all =
            self.suggestions(py)?.into_iter().map(Bound::cast_into::<Suggestion>).collect::<Result<Vec<_>, _>>()?;
        let keeping = all.into_iter().filter(|one| one.get().keeps_meaning()).rev();
        Ok(keeping.max_by_key(|one| one.get().segments_saved()))
    }

    #[pyo3(signature = (*, reference = None))]
    fn encode(&self, py: Python<'_>, reference: Option<&Bound<'_, PyAny>>) -> PyResult<Message> {
        encoded(self.text.bind(py).as_any(), Arc::clone(&self.options), reference)
    }

    fn _repr_html_<'py>(this: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        convert::picture(this)
    }

    fn to_dict<'py>(this: &Bound<'py, Self>) -> PyResult<Bound<'py, PyDict>> {
        let (py, explanation) = (this.py(), this.get());
        let dict = PyDict::new(py);
        dict.set_item("schema", SCHEMA)?;
        dict.set_item("type", "explanation")?;
        dict.set_item("text", &explanation.text)?;
        dict.set_item("estimate", explanation.estimate.get().to_dict(py)?)?;
        dict.set_item("error", explanation.refused.as_ref().map(|refused| refused.to_string()))?;
        let each = CostlyCharacters::tuple(&Bound::new(py, Self::characters(this)?)?)?;
        let each = each.iter().map(|entry| entry.cast_into::<CostlyCharacter>()?.get().to_dict(py));
        dict.set_item("characters", each.collect::<PyResult<Vec<_>>>()?)?;
        let added = PyDict::new(py);
        for (option, entries) in explanation.added(py)? {
            let each = entries.cast::<PyTuple>()?.iter();
            let each = each.map(|entry| entry.cast_into::<CostlyCharacter>()?.get().to_dict(py));
            added.set_item(option, each.collect::<PyResult<Vec<_>>>()?)?;
        }
        dict.set_item("added", added)?;
        let each = explanation.suggestions(py)?;
        let each = each.iter().map(|one| one.cast_into::<Suggestion>()?.get().to_dict(py));
        dict.set_item("suggestions", each.collect::<PyResult<Vec<_>>>()?)?;
        Ok(dict)
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let Ok(other) = other.cast::<Explanation>() else { return Ok(py.NotImplemented()) };
        Ok(self.is_same(py, other.get())?.into_pyobject(py)?.to_owned().into_any().unbind())
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<u64> {
        self.hashed(py)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = shorten(&self.text.bind(py).repr()?.to_string_lossy());
        let estimate = self.estimate.get().__repr__(py)?;
        let refused = self.refused.as_ref().map_or(String::new(), |refused| format!(", error='{refused}'"));
        Ok(format!("Explanation({shown}, {estimate}{refused})"))
    }

    fn __str__<'py>(this: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        this.py().import("smsenc._prose")?.getattr("explanation")?.call1((this,))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py, (Py<PyString>,)> {
        // Explaining is a pure function: the arguments are the explanation.
        let function = py.import("smsenc._core")?.getattr("explain")?;
        let partial = py.import("functools")?.getattr("partial")?;
        Ok((partial.call((function,), Some(&self.options(py)?))?, (self.text.clone_ref(py),)))
    }
}

/// The costly characters of a text, found when they are read.
#[pyclass(frozen, sequence, module = "smsenc")]
pub(super) struct CostlyCharacters {
    explanation: Py<Explanation>,
    length: OnceLock<usize>,
    /// The number of an entry, and the place where it is looked for: reading one after the other is one walk.
    last: Mutex<(usize, Place)>,
}

impl CostlyCharacters {
    /// The next entry from a place on, and the place behind it.
    fn next(&self, py: Python<'_>, place: Place, skipped: usize) -> PyResult<Option<(CoreCharacter, Place)>> {
        let explanation = self.explanation.get();
        let mut characters = explanation.costly(py)?.characters_from(text(explanation.text.bind(py))?, place);
        Ok(characters.nth(skipped).map(|entry| (entry, characters.place())))
    }

    fn entry(&self, py: Python<'_>, index: usize) -> PyResult<Option<CoreCharacter>> {
        let (number, place) = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let (number, place) = if number <= index { (number, place) } else { (0, Place::default()) };
        let Some((entry, place)) = self.next(py, place, index - number)? else { return Ok(None) };
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = (index + 1, place);
        Ok(Some(entry))
    }

    fn tuple<'py>(this: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let (py, explanation) = (this.py(), this.get().explanation.get());
        let entries: Vec<_> = explanation.costly(py)?.characters(text(explanation.text.bind(py))?).collect();
        PyTuple::new(py, entries.into_iter().map(|e| Bound::new(py, CostlyCharacter(e))).collect::<PyResult<Vec<_>>>()?)
    }
}

#[pymethods]
impl CostlyCharacters {
    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        if let Some(length) = self.length.get() {
            return Ok(*length);
        }
        let explanation = self.explanation.get();
        let length = explanation.costly(py)?.characters(text(explanation.text.bind(py))?).count();
        Ok(*self.length.get_or_init(|| length))
    }

    fn __bool__(&self, py: Python<'_>) -> PyResult<bool> {
        Ok(self.next(py, Place::default(), 0)?.is_some())
    }

    fn __getitem__<'py>(this: &Bound<'py, Self>, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let (py, characters) = (this.py(), this.get());
        if index.is_instance_of::<PySlice>() {
            return Self::tuple(this)?.as_any().get_item(index);
        }
        // A length is a walk of its own, so only an index from the end asks for it.
        let number = match index.extract::<usize>() {
            Ok(number) => Some(number),
            Err(_) => options::index(index, characters.__len__(py)?)?,
        };
        let entry = number.map(|number| characters.entry(py, number)).transpose()?.flatten();
        let entry = entry.ok_or_else(|| PyIndexError::new_err("no such costly character"))?;
        Ok(Bound::new(py, CostlyCharacter(entry))?.into_any())
    }

    fn __iter__(this: &Bound<'_, Self>) -> CostlyCharacterIterator {
        CostlyCharacterIterator { characters: this.clone().unbind(), place: Mutex::default() }
    }

    fn __reversed__<'py>(this: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let backwards = PySlice::new(this.py(), isize::MAX, isize::MIN, -1);
        Ok(Self::tuple(this)?.as_any().get_item(backwards)?.try_iter()?.into_any())
    }

    #[pyo3(signature = (character, /, *range))]
    fn index(this: &Bound<'_, Self>, character: Py<PyAny>, range: &Bound<'_, PyTuple>) -> PyResult<usize> {
        sequence_index(Self::tuple(this)?.as_any(), character, range)
    }

    #[pyo3(signature = (character, /))]
    fn count(this: &Bound<'_, Self>, character: Py<PyAny>) -> PyResult<usize> {
        Self::tuple(this)?.call_method1("count", (character,))?.extract()
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let Ok(other) = other.cast::<CostlyCharacters>() else { return Ok(py.NotImplemented()) };
        let same = self.explanation.get().is_same(py, other.get().explanation.get())?;
        Ok(same.into_pyobject(py)?.to_owned().into_any().unbind())
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<u64> {
        self.explanation.get().hashed(py)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("<CostlyCharacters: {}>", self.__len__(py)?))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py, (Py<Explanation>,)> {
        let attribute = py.import("operator")?.getattr("attrgetter")?.call1(("characters",))?;
        Ok((attribute, (self.explanation.clone_ref(py),)))
    }
}

/// One walk through the costly characters.
#[pyclass(frozen, module = "smsenc._core")]
pub(super) struct CostlyCharacterIterator {
    characters: Py<CostlyCharacters>,
    place: Mutex<Place>,
}

#[pymethods]
impl CostlyCharacterIterator {
    fn __iter__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<CostlyCharacter>> {
        let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((entry, next)) = self.characters.get().next(py, *place, 0)? else { return Ok(None) };
        *place = next;
        Ok(Some(CostlyCharacter(entry)))
    }
}

/// One costly character.
#[pyclass(frozen, eq, hash, module = "smsenc")]
#[derive(PartialEq, Eq, Hash)]
pub(super) struct CostlyCharacter(CoreCharacter);

#[pymethods]
impl CostlyCharacter {
    #[new]
    #[pyo3(signature = (character, position, reason, cost, replacement = None))]
    fn new(
        character: &Bound<'_, PyAny>,
        position: usize,
        reason: &Bound<'_, PyAny>,
        cost: usize,
        replacement: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let characters = |name: &str, value: &Bound<'_, PyAny>| -> PyResult<Vec<u32>> {
            Ok(text(string(name, value)?)?.characters().map(|(_, character)| character).collect())
        };
        let [character] = characters("character", character)?[..] else {
            return Err(error::invalid_option("character", character, "one character"));
        };
        let name = string("reason", reason)?.to_string_lossy();
        let known = Reason::ALL.into_iter().find(|reason| reason.as_str() == name);
        let names = || Reason::ALL.map(Reason::as_str).join(", ");
        let reason = known.ok_or_else(|| error::invalid_option("reason", reason, &names()))?;
        let replacement = replacement.map(|value| characters("replacement", value)).transpose()?;
        Ok(CostlyCharacter(CoreCharacter { character, position, reason, cost, replacement }))
    }

    #[getter]
    fn character<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        new_string(py, &[self.0.character])
    }

    #[getter]
    fn code_point(&self) -> u32 {
        self.0.character
    }

    #[getter]
    fn position(&self) -> usize {
        self.0.position
    }

    #[getter]
    fn name<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("smsenc._prose")?.getattr("name")?.call1((self.character(py)?,))
    }

    #[getter]
    fn reason(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        kept::reason(py, self.0.reason)
    }

    #[getter]
    fn cost(&self) -> usize {
        self.0.cost
    }

    #[getter]
    fn replacement<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyString>>> {
        self.0.replacement.as_deref().map(|replacement| new_string(py, replacement)).transpose()
    }

    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("character", self.character(py)?)?;
        dict.set_item("code_point", self.code_point())?;
        dict.set_item("position", self.position())?;
        dict.set_item("name", self.name(py)?)?;
        dict.set_item("reason", self.0.reason.as_str())?;
        dict.set_item("cost", self.cost())?;
        dict.set_item("replacement", self.replacement(py)?)?;
        Ok(dict)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (character, name) = (self.character(py)?.repr()?.to_string_lossy().into_owned(), self.name(py)?);
        let replacement = match self.replacement(py)? {
            None => String::new(),
            Some(replacement) => format!(", replacement={}", replacement.repr()?.to_string_lossy()),
        };
        let (position, reason, cost) = (self.0.position, self.0.reason.as_str(), self.0.cost);
        Ok(format!(
            "<{character} U+{:04X} {name}: position={position}, reason='{reason}', cost={cost}{replacement}>",
            self.0.character
        ))
    }

    fn __getnewargs__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let CoreCharacter { position, reason, cost, .. } = self.0;
        (self.character(py)?, position, reason.as_str(), cost, self.replacement(py)?).into_pyobject(py)
    }
}
