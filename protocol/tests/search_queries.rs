//! The language of queries: what is shown means what was read.

use natter_protocol::search::{Date, Day, Has, Is, Part, Query, What, Where, Who};
use proptest::prelude::*;

/// Pieces that matter to the language, and anything else.
fn written() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(" ".to_owned()),
        Just("\"".to_owned()),
        Just("\\".to_owned()),
        Just("-".to_owned()),
        Just("*".to_owned()),
        Just("from:".to_owned()),
        Just("in:".to_owned()),
        Just("@".to_owned()),
        Just("#".to_owned()),
        Just("on:2026-11-25".to_owned()),
        Just("has:link".to_owned()),
        "\\PC{0,5}",
        "[a-zäß日 ]{1,4}",
    ];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

fn name() -> impl Strategy<Value = String> {
    "[a-z0-9\"\\\\#@][a-z0-9\"\\\\ *:-]{0,8}[a-z0-9\"\\\\]"
}

fn day() -> impl Strategy<Value = Day> {
    let date =
        (1970_u16..=9999, 1_u8..=12, 1_u8..=31).prop_filter_map("a day", |(y, m, d)| Date::new(y, m, d));
    prop_oneof![Just(Day::Today), Just(Day::Yesterday), date.prop_map(Day::Date)]
}

fn what() -> impl Strategy<Value = What> {
    prop_oneof![
        ("[\\p{L}0-9_/.]{1,8}", any::<bool>()).prop_map(|(text, prefix)| What::Word { text, prefix }),
        "[\\p{L}\"\\\\*:-][\\p{L} \"\\\\*:-]{0,8}[\\p{L}\"\\\\*:-]".prop_map(What::Phrase),
        Just(What::From(Who::Me)),
        name().prop_map(|name| What::From(Who::Named(name))),
        name().prop_map(|name| What::In(Where::Room(name))),
        name().prop_map(|name| What::In(Where::Direct(name))),
        day().prop_map(What::Before),
        day().prop_map(What::After),
        day().prop_map(What::On),
        prop::sample::select(Has::ALL).prop_map(What::Has),
        prop::sample::select(Is::ALL).prop_map(What::Is),
    ]
}

proptest! {
    #[test]
    fn what_was_read_is_shown_so_that_it_reads_the_same(text in written()) {
        if let Ok(query) = text.parse::<Query>() {
            let shown = query.to_string();
            prop_assert_eq!(shown.parse::<Query>(), Ok(query), "{:?} was shown as {:?}", text, shown);
        }
    }

    #[test]
    fn any_query_can_be_written(parts in prop::collection::vec((any::<bool>(), what()), 0..8)) {
        let query = Query { parts: parts.into_iter().map(|(negated, what)| Part { negated, what }).collect() };
        let shown = query.to_string();
        prop_assert_eq!(shown.parse::<Query>(), Ok(query), "{:?}", shown);
    }
}
