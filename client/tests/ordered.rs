//! The client's maps do what `BTreeMap` does.

use std::collections::BTreeMap;

use natter_client::ordered::OrderedMap;
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Step {
    Insert(u8, u16),
    Remove(u8),
    Enter(u8, u16),
    PopFirst,
    SplitOff(u8),
    Retain(u16),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (any::<u8>(), any::<u16>()).prop_map(|(key, value)| Step::Insert(key, value)),
        1 => any::<u8>().prop_map(Step::Remove),
        2 => (any::<u8>(), any::<u16>()).prop_map(|(key, value)| Step::Enter(key, value)),
        1 => Just(Step::PopFirst),
        1 => any::<u8>().prop_map(Step::SplitOff),
        1 => (1_u16..5).prop_map(Step::Retain),
    ]
}

proptest! {
    #[test]
    fn a_map_answers_as_the_standard_one_does(
        steps in prop::collection::vec(step(), 0..60),
        from in any::<u8>(),
        to in any::<u8>(),
    ) {
        let mut ours = OrderedMap::new();
        let mut theirs = BTreeMap::new();
        for step in steps {
            match step {
                Step::Insert(key, value) => {
                    prop_assert_eq!(ours.insert(key, value), theirs.insert(key, value));
                }
                Step::Remove(key) => prop_assert_eq!(ours.remove(&key), theirs.remove(&key)),
                Step::Enter(key, value) => {
                    prop_assert_eq!(ours.entry(key).or_insert(value), theirs.entry(key).or_insert(value));
                }
                Step::PopFirst => prop_assert_eq!(ours.pop_first(), theirs.pop_first()),
                Step::SplitOff(key) => {
                    let (taken, expected) = (ours.split_off(&key), theirs.split_off(&key));
                    prop_assert!(taken.iter().eq(expected.iter()));
                }
                Step::Retain(by) => {
                    ours.retain(|_, value| *value % by == 0);
                    theirs.retain(|_, value| *value % by == 0);
                }
            }
            prop_assert!(ours.iter().eq(theirs.iter()));
            prop_assert_eq!(ours.get(&from), theirs.get(&from));
            prop_assert_eq!(ours.last_key_value(), theirs.last_key_value());
            prop_assert!(ours.range(..=from).rev().eq(theirs.range(..=from).rev()));
            prop_assert!(ours.range(from..).eq(theirs.range(from..)));
            if from <= to {
                prop_assert!(ours.range(from..to).eq(theirs.range(from..to)));
            }
        }
    }
}
