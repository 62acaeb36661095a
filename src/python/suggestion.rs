//! `Suggestion`: something that makes a text cheaper, applied and measured.

use std::hash::{DefaultHasher, Hash, Hasher};

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};

use super::convert::{Reduced, new_string, string};
use super::estimate::{Estimate, replacements};
use super::lean::object;
use super::{error, kept, options};
use crate::Options;
use crate::explain::{Suggestion as Core, SuggestionKind};

/// Something that makes a text cheaper.
#[pyclass(frozen, module = "smsenc")]
pub(super) struct Suggestion {
    kind: SuggestionKind,
    steps: Vec<SuggestionKind>,
    #[pyo3(get)]
    text: Py<PyString>,
    #[pyo3(get)]
    estimate: Py<Estimate>,
    #[pyo3(get)]
    segments_saved: usize,
    #[pyo3(get)]
    room_gained: usize,
    #[pyo3(get)]
    changes: Py<PyTuple>,
    /// Handed out as copies.
    options: Py<PyDict>,
}

impl Suggestion {
    /// A suggestion for a text under these options.
    pub(super) fn new(given: &Bound<'_, PyString>, base: &Options, core: &Core) -> PyResult<Self> {
        let py = given.py();
        let text = if core.changes.is_empty() { given.clone() } else { new_string(py, &core.text)? };
        let more = PyDict::new(py);
        let before = options::to_dict(py, base)?;
        for (name, value) in options::to_dict(py, &core.options)? {
            if !value.eq(before.get_item(&name)?)? {
                more.set_item(name, value)?;
            }
        }
        Ok(Suggestion {
            kind: core.kind,
            steps: core.steps.clone(),
            text: text.unbind(),
            estimate: object(py, Estimate::new(py, &core.estimate)?)?.unbind(),
            segments_saved: core.segments_saved,
            room_gained: core.room_gained,
            changes: replacements(py, &core.changes)?.unbind(),
            options: more.unbind(),
        })
    }

    pub(super) fn keeps_meaning(&self) -> bool {
        self.kind.keeps_meaning()
    }

    pub(super) fn segments_saved(&self) -> usize {
        self.segments_saved
    }

    /// Everything, in the order of the constructor.
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let steps: Vec<_> = self.steps.iter().map(|step| step.as_str()).collect();
        (
            self.kind.as_str(),
            PyTuple::new(py, steps)?,
            &self.text,
            &self.estimate,
            self.segments_saved,
            self.room_gained,
            &self.changes,
            self.options(py)?,
        )
            .into_pyobject(py)
    }
}

fn parse_kind(value: &Bound<'_, PyAny>) -> PyResult<SuggestionKind> {
    let name = string("kind", value)?.to_string_lossy();
    let known = SuggestionKind::ALL.into_iter().find(|kind| kind.as_str() == name);
    known.ok_or_else(|| {
        error::invalid_option("kind", value, &SuggestionKind::ALL.map(SuggestionKind::as_str).join(", "))
    })
}

#[pymethods]
impl Suggestion {
    #[new]
    #[pyo3(signature = (kind, steps, text, estimate, segments_saved, room_gained, changes, options))]
    #[allow(clippy::too_many_arguments)]
    fn restored(
        kind: &Bound<'_, PyAny>,
        steps: &Bound<'_, PyAny>,
        text: Py<PyString>,
        estimate: Py<Estimate>,
        segments_saved: usize,
        room_gained: usize,
        changes: Py<PyTuple>,
        options: &Bound<'_, PyDict>,
    ) -> PyResult<Self> {
        let steps = steps.try_iter()?.map(|step| parse_kind(&step?)).collect::<PyResult<_>>()?;
        let options = options.copy()?.unbind();
        Ok(Suggestion { kind: parse_kind(kind)?, steps, text, estimate, segments_saved, room_gained, changes, options })
    }

    #[getter]
    fn kind(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        kept::suggestion_kind(py, self.kind)
    }

    #[getter]
    fn steps<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.steps.iter().map(|&step| kept::suggestion_kind(py, step)).collect::<PyResult<Vec<_>>>()?)
    }

    #[getter]
    fn options<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        self.options.bind(py).copy()
    }

    pub(super) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("kind", self.kind.as_str())?;
        dict.set_item("steps", self.steps.iter().map(|step| step.as_str()).collect::<Vec<_>>())?;
        dict.set_item("text", &self.text)?;
        dict.set_item("segments_saved", self.segments_saved)?;
        dict.set_item("room_gained", self.room_gained)?;
        dict.set_item("estimate", self.estimate.get().to_dict(py)?)?;
        let changes = self.changes.bind(py).iter().map(|change| Ok(change.cast_into::<PyTuple>()?.to_list()));
        dict.set_item("changes", changes.collect::<PyResult<Vec<_>>>()?)?;
        let options = PyDict::new(py);
        for (name, value) in self.options.bind(py) {
            match value.cast::<PyTuple>() {
                Ok(names) => options.set_item(name, names.to_list())?,
                Err(_) => options.set_item(name, value)?,
            }
        }
        dict.set_item("options", options)?;
        Ok(dict)
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let Ok(other) = other.cast::<Suggestion>() else { return Ok(py.NotImplemented()) };
        let same = self.fields(py)?.eq(other.get().fields(py)?)?;
        Ok(same.into_pyobject(py)?.to_owned().into_any().unbind())
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<u64> {
        let mut hasher = DefaultHasher::new();
        (self.kind, self.text.bind(py).hash()?, self.segments_saved).hash(&mut hasher);
        Ok(hasher.finish())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let estimate = self.estimate.get().__repr__(py)?;
        let gain = match self.segments_saved {
            0 => format!("room_gained={}", self.room_gained),
            saved => format!("segments_saved={saved}"),
        };
        let options = self.options.bind(py);
        let options = if options.is_empty() { String::new() } else { format!(", options={}", options.repr()?) };
        Ok(format!("<Suggestion '{}': {gain}, {estimate}{options}>", self.kind.as_str()))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py, Bound<'py, PyTuple>> {
        Ok((py.get_type::<Suggestion>().into_any(), self.fields(py)?))
    }
}
