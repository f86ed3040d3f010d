//! From a query to the text that means it.

use std::fmt::{self, Display, Formatter};

use super::{Part, Query, What, Where, Who};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (at, part) in self.parts.iter().enumerate() {
            write!(f, "{}{part}", if at == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

impl Display for Part {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.negated { "-" } else { "" }, self.what)
    }
}

impl Display for What {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word { text, prefix } => write!(f, "{text}{}", if *prefix { "*" } else { "" }),
            Self::Phrase(text) => quote(f, text),
            Self::From(Who::Me) => f.write_str("from:me"),
            Self::From(Who::Named(name)) => value(f, "from:", &format!("@{name}")),
            Self::In(Where::Room(name)) => value(f, "in:", &format!("#{name}")),
            Self::In(Where::Direct(name)) => value(f, "in:", &format!("@{name}")),
            Self::Before(day) => write!(f, "before:{day}"),
            Self::After(day) => write!(f, "after:{day}"),
            Self::On(day) => write!(f, "on:{day}"),
            Self::Has(has) => write!(f, "has:{}", has.word()),
            Self::Is(is) => write!(f, "is:{}", is.word()),
        }
    }
}

fn value(f: &mut Formatter<'_>, key: &str, value: &str) -> fmt::Result {
    f.write_str(key)?;
    if value.contains(|c: char| c == '"' || c.is_whitespace()) { quote(f, value) } else { f.write_str(value) }
}

fn quote(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    write!(f, "\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
