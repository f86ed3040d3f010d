//! JSON that was taken apart.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::Read;

#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    Natural(u64),
    Negative(i64),
    /// A number with a fraction or an exponent: nothing on the wire is one.
    Fraction,
    Text(String),
    List(Vec<Json>),
    Object(Object),
}

/// Names and what they stand for; of a name that comes twice the first counts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Object(pub(super) Vec<(String, Json)>);

impl Json {
    /// None where it is not JSON (RFC 8259).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    #[must_use]
    pub fn object(self) -> Option<Object> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }

    #[must_use]
    pub fn text(self) -> Option<String> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The name of a variant, and what it holds: a text, or an object with only that.
    #[must_use]
    pub fn variant(self) -> Option<(String, Self)> {
        match self {
            Self::Text(name) => Some((name, Self::Null)),
            Self::Object(Object(mut parts)) if parts.len() == 1 => parts.pop(),
            _ => None,
        }
    }
}

impl Object {
    fn take(&mut self, name: &str) -> Option<Json> {
        let at = self.0.iter().position(|(other, _)| other == name)?;
        Some(self.0.swap_remove(at).1)
    }

    /// All that is left.
    pub fn into_parts(self) -> impl Iterator<Item = (String, Json)> {
        self.0.into_iter()
    }

    /// None where it is of another form, or missing and must not be.
    pub fn part<T: Read>(&mut self, name: &str) -> Option<T> {
        match self.take(name) {
            Some(json) => T::read(json),
            None => T::absent(),
        }
    }

    /// None where it is of another form.
    pub fn part_or_default<T: Read + Default>(&mut self, name: &str) -> Option<T> {
        self.part_or(name, T::default)
    }

    /// None where it is of another form.
    pub fn part_or<T: Read>(&mut self, name: &str, missing: fn() -> T) -> Option<T> {
        match self.take(name) {
            Some(json) => T::read(json),
            None => Some(missing()),
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Natural(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(u64::try_from(value).map_or(Json::Negative(value), Json::Natural))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Fraction)
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut parts = Vec::new();
        while let Some(part) = entries.next_entry()? {
            parts.push(part);
        }
        Ok(Json::Object(Object(parts)))
    }
}
