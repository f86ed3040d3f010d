//! How the types are read that everything else is made of.

use std::collections::BTreeMap;

use ulid::Ulid;

use super::{Anything, Json, Read};

impl Read for Anything {
    fn read(_: Json) -> Option<Self> {
        Some(Self)
    }
}

impl Read for bool {
    fn read(json: Json) -> Option<Self> {
        if let Json::Bool(value) = json { Some(value) } else { None }
    }
}

impl Read for String {
    fn read(json: Json) -> Option<Self> {
        json.text()
    }
}

impl Read for Ulid {
    fn read(json: Json) -> Option<Self> {
        Self::from_string(&json.text()?).ok()
    }
}

impl Read for u64 {
    fn read(json: Json) -> Option<Self> {
        if let Json::Natural(value) = json { Some(value) } else { None }
    }
}

impl Read for i64 {
    fn read(json: Json) -> Option<Self> {
        match json {
            Json::Natural(value) => value.try_into().ok(),
            Json::Negative(value) => Some(value),
            _ => None,
        }
    }
}

macro_rules! smaller_numbers {
    ($($number:ty),+) => {$(
        impl Read for $number {
            fn read(json: Json) -> Option<Self> {
                i64::read(json)?.try_into().ok()
            }
        }
    )+};
}

smaller_numbers!(u8, u16, u32, usize, i16, i32);

impl<T: Read> Read for Option<T> {
    fn read(json: Json) -> Option<Self> {
        if json == Json::Null { Some(None) } else { T::read(json).map(Some) }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Read> Read for Box<T> {
    fn read(json: Json) -> Option<Self> {
        T::read(json).map(Self::new)
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(json: Json) -> Option<Self> {
        let Json::List(items) = json else { return None };
        let mut list = Self::with_capacity(items.len());
        for item in items {
            list.push(T::read(item)?);
        }
        Some(list)
    }
}

impl<K: Read + Ord, V: Read> Read for BTreeMap<K, V> {
    fn read(json: Json) -> Option<Self> {
        let mut map = Self::new();
        for (name, value) in json.object()?.into_parts() {
            map.insert(K::read(Json::Text(name))?, V::read(value)?);
        }
        Some(map)
    }
}
