//! Short labels.

/// `(3) #general`; the number is left out when it is 0. `name` comes with its `#` where it has one.
#[must_use]
pub fn title(badge: u32, name: &str) -> String {
    if badge == 0 { name.to_owned() } else { format!("({}) {name}", count(badge)) }
}

/// A count as a badge shows it: at most `99+`.
#[must_use]
pub fn count(count: u32) -> String {
    if count > 99 { "99+".to_owned() } else { count.to_string() }
}

/// Whom the typing line names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typists<'a> {
    Nobody,
    /// "Ana is typing…"
    One(&'a str),
    /// "Ana and Bo…"
    Two(&'a str, &'a str),
    /// "Several people…"
    Several,
}

#[must_use]
pub fn typists<'a>(names: &[&'a str]) -> Typists<'a> {
    match names {
        [] => Typists::Nobody,
        [one] => Typists::One(one),
        [one, two] => Typists::Two(one, two),
        _ => Typists::Several,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_counts_up_to_ninety_nine() {
        assert_eq!(title(0, "#general"), "#general");
        assert_eq!(title(3, "#general"), "(3) #general");
        assert_eq!(title(100, "Ana"), "(99+) Ana");
    }

    #[test]
    fn the_typing_line_names_at_most_two() {
        assert_eq!(typists(&[]), Typists::Nobody);
        assert_eq!(typists(&["Ana"]), Typists::One("Ana"));
        assert_eq!(typists(&["Ana", "Bo"]), Typists::Two("Ana", "Bo"));
        assert_eq!(typists(&["Ana", "Bo", "Cy"]), Typists::Several);
    }
}
