//! Times as people write them: "in 20 minutes", "at 15:00", "tomorrow".

use natter_protocol::Millis;

use crate::text::lowercase;

const MINUTE: i64 = 60 * 1000;

/// A moment, seen from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Milliseconds from now.
    In(i64),
    /// The next time that the clock shows this.
    At {
        hour: u32,
        minute: u32,
    },
    Tomorrow {
        hour: u32,
        minute: u32,
    },
}

impl When {
    /// By the clock of this device; `local` answers a time of day so many days from today.
    pub fn moment(self, now: Millis, local: impl Fn(i32, u32, u32) -> Millis) -> Millis {
        match self {
            Self::In(ms) => Millis(now.0 + ms),
            Self::At { hour, minute } => {
                let today = local(0, hour, minute);
                if today > now { today } else { local(1, hour, minute) }
            }
            Self::Tomorrow { hour, minute } => local(1, hour, minute),
        }
    }
}

/// What to be reminded of, and when: the time stands at the end, or first.
pub fn reminder(text: &str) -> Option<(String, When)> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    if words.first() == Some(&"me") {
        words.remove(0);
    }
    let split = |at: usize| (&words[..at], &words[at..]);
    let last = (0..words.len()).map(split).find_map(|(what, time)| Some((what, when(time)?)));
    let first = || (1..=words.len()).rev().map(split).find_map(|(time, what)| Some((what, when(time)?)));
    let (what, when) = last.or_else(first)?;
    let what = what.strip_prefix(&["to"]).unwrap_or(what);
    (!what.is_empty()).then(|| (what.join(" "), when))
}

fn when(words: &[&str]) -> Option<When> {
    match words {
        ["tomorrow"] => Some(When::Tomorrow { hour: 9, minute: 0 }),
        ["tomorrow", "at", time] => clock(time).map(|(hour, minute)| When::Tomorrow { hour, minute }),
        ["at", time] => clock(time).map(|(hour, minute)| When::At { hour, minute }),
        ["in", "a" | "an", unit] => Some(When::In(length(unit)?)),
        ["in", number, unit] => span(number.parse().ok()?, unit),
        ["in", together] => {
            let digits = together.find(|c: char| !c.is_ascii_digit())?;
            span(together[..digits].parse().ok()?, &together[digits..])
        }
        _ => None,
    }
}

fn span(number: i64, unit: &str) -> Option<When> {
    (1..=10_000).contains(&number).then_some(())?;
    Some(When::In(number.checked_mul(length(unit)?)?))
}

fn length(unit: &str) -> Option<i64> {
    Some(match unit {
        "m" | "min" | "mins" | "minute" | "minutes" => MINUTE,
        "h" | "hour" | "hours" => 60 * MINUTE,
        "d" | "day" | "days" => 24 * 60 * MINUTE,
        "w" | "week" | "weeks" => 7 * 24 * 60 * MINUTE,
        _ => return None,
    })
}

/// "15:00", "9", "3pm", "3:30pm".
fn clock(text: &str) -> Option<(u32, u32)> {
    let lower = lowercase(text);
    let (digits, noon) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(0)),
        (_, Some(digits)) => (digits, Some(12)),
        _ => (lower.as_str(), None),
    };
    let (hour, minute) = digits.split_once(':').unwrap_or((digits, "0"));
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match noon {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(noon) => hour % 12 + noon,
        None => hour,
    };
    (hour < 24 && minute < 60).then_some((hour, minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, When)> {
        reminder(text)
    }

    #[test]
    fn the_time_stands_last_or_first() {
        let tea = |when| Some(("make tea".to_owned(), when));
        assert_eq!(read("me make tea in 20 minutes"), tea(When::In(20 * MINUTE)));
        assert_eq!(read("me to make tea in 2h"), tea(When::In(120 * MINUTE)));
        assert_eq!(read("make tea in an hour"), tea(When::In(60 * MINUTE)));
        assert_eq!(read("make tea at 15:00"), tea(When::At { hour: 15, minute: 0 }));
        assert_eq!(read("make tea at 3:30pm"), tea(When::At { hour: 15, minute: 30 }));
        assert_eq!(read("make tea at 12am"), tea(When::At { hour: 0, minute: 0 }));
        assert_eq!(read("me make tea tomorrow"), tea(When::Tomorrow { hour: 9, minute: 0 }));
        assert_eq!(read("make tea tomorrow at 8"), tea(When::Tomorrow { hour: 8, minute: 0 }));
        assert_eq!(read("me in 5 minutes to make tea"), tea(When::In(5 * MINUTE)));
    }

    #[test]
    fn what_says_no_time_or_no_words_is_none() {
        for text in
            ["", "me", "me in 5 minutes", "make tea", "tea at 25:00", "tea in 0 minutes", "tea in 5 moons"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_of_today_that_is_over_means_tomorrow() {
        let local = |days: i32, hour: u32, minute: u32| {
            Millis((i64::from(days) * 24 * 60 + i64::from(hour * 60 + minute)) * MINUTE)
        };
        let noon = local(0, 12, 0);
        assert_eq!(When::At { hour: 15, minute: 0 }.moment(noon, local), local(0, 15, 0));
        assert_eq!(When::At { hour: 9, minute: 0 }.moment(noon, local), local(1, 9, 0));
        assert_eq!(When::In(MINUTE).moment(noon, local), local(0, 12, 1));
    }
}
