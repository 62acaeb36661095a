//! What `smsenc.campaign` asks about columns: rows in groups by what they take, scripts, causes and prefixes of numbers.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use arrow_schema::{DataType, Field};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::{Array, Profile, Source, build, in_groups, permitted, work};
use crate::columns::survey::{self, Count, Group, Looked as CoreLooked, Member, Surveyed as CoreSurveyed, Wanted};
use crate::columns::{Prefixes as Core, Rows, Survey as CoreSurvey};

/// See `_core.pyi`.
#[pyclass(frozen, module = "smsenc._core")]
pub(in crate::python) struct Prefixes(Core);

#[pymethods]
impl Prefixes {
    #[new]
    fn new(prefixes: Vec<String>, whole: Vec<bool>) -> PyResult<Self> {
        let wrong = || pyo3::exceptions::PyValueError::new_err("prefixes must be ASCII digits");
        Core::new(prefixes.iter().map(String::as_str).zip(whole)).map(Prefixes).ok_or_else(wrong)
    }

    #[pyo3(signature = (numbers, threads = None))]
    fn find(&self, py: Python<'_>, numbers: &Bound<'_, PyAny>, threads: Option<&Bound<'_, PyAny>>) -> PyResult<Array> {
        let found = self.found(py, numbers, permitted(threads)?)?;
        let array = build::numbers(found, None);
        Ok(Array::new(Field::new("", DataType::Int32, false), vec![array]))
    }
}

impl Prefixes {
    fn found(&self, py: Python<'_>, numbers: &Bound<'_, PyAny>, threads: Option<NonZeroUsize>) -> PyResult<Vec<i32>> {
        let mut source = Source::new(numbers)?;
        let place = source.place(None)?;
        let mut found = Vec::new();
        in_groups(py, &mut source, place, |arrays| {
            let more = work(py, arrays, threads, |rows, threads| self.0.find_all(rows, threads));
            match found.is_empty() {
                true => found = more,
                false => found.extend(more),
            }
            Ok(())
        })?;
        Ok(found)
    }
}

/// See `_core.pyi`.
#[pyclass(frozen, module = "smsenc._core")]
pub(in crate::python) struct Survey {
    survey: CoreSurvey,
    prefixes: Option<Py<Prefixes>>,
}

#[pymethods]
impl Survey {
    #[new]
    #[pyo3(signature = (profile, replacing = None, prefixes = None, longest = None))]
    fn new(
        py: Python<'_>,
        profile: &Profile,
        replacing: Option<&Profile>,
        prefixes: Option<Py<Prefixes>>,
        longest: Option<usize>,
    ) -> Self {
        let (options, replacing) = (&*profile.0, replacing.map(|profile| &*profile.0));
        // All characters are asked what they are: long enough for others to go on.
        let survey = py.detach(|| CoreSurvey::new(options, replacing, longest.unwrap_or(usize::MAX)));
        Survey { survey, prefixes }
    }

    #[allow(clippy::too_many_arguments)]
    #[pyo3(signature = (texts, numbers = None, threads = None, *, first = 0, rows = false, checked = false))]
    fn look(
        &self,
        py: Python<'_>,
        texts: &Bound<'_, PyAny>,
        numbers: Option<&Bound<'_, PyAny>>,
        threads: Option<&Bound<'_, PyAny>>,
        first: usize,
        rows: bool,
        checked: bool,
    ) -> PyResult<Looked> {
        let wanted = Wanted { rows, first, checked };
        let threads = permitted(threads)?;
        let prefixes = match (&self.prefixes, numbers) {
            (Some(prefixes), Some(numbers)) => Some(prefixes.get().found(py, numbers, threads)?),
            (None, Some(_)) => return Err(PyValueError::new_err("there are no prefixes to find in numbers")),
            (_, None) => None,
        };
        let mut source = Source::new(texts)?;
        let place = source.place(None)?;
        let (mut looked, mut rows_before) = (Vec::new(), 0);
        in_groups(py, &mut source, place, |arrays| {
            let some = prefixes.as_deref().map_or(&[][..], |prefixes| prefixes.get(rows_before..).unwrap_or_default());
            let look = |rows: &[&dyn Rows], threads| self.survey.look(rows, some, threads, wanted);
            looked.push(work(py, arrays, threads, look));
            rows_before += arrays.iter().map(|(array, _)| array.len()).sum::<usize>();
            Ok(())
        })?;
        if prefixes.is_some_and(|prefixes| prefixes.len() != rows_before) {
            return Err(PyValueError::new_err("there must be as many numbers as texts"));
        }
        Ok(Looked { looked: Mutex::new(looked), wanted })
    }

    fn enter(&self, looked: &Looked) -> Surveyed {
        let mut found = CoreSurveyed::new(looked.wanted);
        let looked = std::mem::take(&mut *looked.looked.lock().unwrap_or_else(PoisonError::into_inner));
        looked.into_iter().for_each(|looked| self.survey.enter(looked, &mut found));
        Surveyed(found)
    }

    fn causes(&self) -> Vec<(String, Vec<&'static str>)> {
        self.survey.causes().iter().map(|members| told(members)).collect()
    }

    #[staticmethod]
    fn script_name(number: u8) -> Option<&'static str> {
        CoreSurvey::script_name(number)
    }

    #[classattr]
    const MANY: u32 = survey::MANY;
    #[classattr]
    const TOO_LONG: u8 = survey::TOO_LONG;
}

/// See `_core.pyi`. Nothing is left of it when it has been entered.
#[pyclass(frozen, module = "smsenc._core")]
pub(in crate::python) struct Looked {
    looked: Mutex<Vec<CoreLooked>>,
    wanted: Wanted,
}

/// See `_core.pyi`.
#[pyclass(frozen, module = "smsenc._core")]
pub(in crate::python) struct Surveyed(CoreSurveyed);

/// A group and its counts, as Python takes them.
type Told = ((u8, u8, u8, u8, bool, i32, u32, i32), u64, u64);

#[pymethods]
impl Surveyed {
    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn groups(&self) -> Vec<Told> {
        let groups = self.0.groups().iter();
        let group = |&(group, count): &(Group, Count)| {
            let Group { error, encoding, segments, after, cut, script, cause, prefix } = group;
            let script = script.map_or(-1, i32::from);
            ((error, encoding, segments, after, cut, script, cause, prefix), count.rows, count.units)
        };
        groups.map(group).collect()
    }

    fn first(&self, groups: Vec<u32>, count: usize) -> Vec<usize> {
        let mut rows: Vec<usize> = groups.into_iter().flat_map(|group| self.0.first(group)).copied().collect();
        rows.sort_unstable();
        rows.truncate(count);
        rows
    }

    fn rows(&self) -> PyResult<Array> {
        let not_wanted = || PyValueError::new_err("single rows were not asked for");
        let (groups, units) = self.0.rows.as_ref().ok_or_else(not_wanted)?;
        // There are fewer groups than 31 bits can number: there are fewer rows in a batch.
        let groups = groups.iter().map(|&group| group as i32).collect();
        let fields = ["group", "units"].map(|name| Field::new(name, DataType::Int32, false));
        let columns = vec![build::numbers(groups, None), build::numbers(units.clone(), None)];
        let fields: arrow_schema::Fields = fields.to_vec().into();
        let array = build::table(fields.clone(), columns, self.0.len(), None);
        Ok(Array::new(Field::new("", DataType::Struct(fields), false), vec![array]))
    }
}

/// The characters of a cause, and the names of its scripts.
fn told(members: &[Member]) -> (String, Vec<&'static str>) {
    let mut characters = String::new();
    let mut scripts = Vec::new();
    for member in members {
        match member {
            Member::Character(character) => characters.push(*character),
            Member::Letters(script) => scripts.extend(CoreSurvey::script_name(*script)),
        }
    }
    (characters, scripts)
}
