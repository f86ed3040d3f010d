use proptest::prelude::*;
use serde::Deserialize;

use super::{Json, Read, from_str};

#[derive(Debug, PartialEq, Deserialize, Read)]
struct Inner {
    inside: String,
    #[serde(default)]
    left_out: bool,
}

#[derive(Debug, PartialEq, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
enum Choice {
    OnlyAName,
    AroundOne(Box<Inner>),
    WithParts {
        number: i64,
    },
    #[serde(other)]
    Unknown,
}

fn seven() -> u32 {
    7
}

#[derive(Debug, PartialEq, Deserialize, Read)]
struct Outer {
    #[serde(rename = "type")]
    kind: Option<u16>,
    #[serde(flatten)]
    inner: Inner,
    #[serde(default)]
    choices: Vec<Choice>,
    #[serde(default = "seven")]
    number: u32,
    #[serde(skip)]
    never: bool,
}

fn both_read(text: &str) {
    assert_eq!(from_str::<Outer>(text), serde_json::from_str(text).ok(), "{text}");
}

#[test]
fn the_same_is_read_as_by_serde() {
    for text in [
        r#"{"inside":"a"}"#,
        r#"{"type":1,"inside":"a","left_out":true,"choices":["only_a_name","new",{"with_parts":{"number":-3}}],"number":9}"#,
        r#"{"inside":"\u00e4\n\ud83d\ude00","choices":[{"around_one":{"inside":"b","more":[1,2.5,null]}}],"x":{}}"#,
        r#"{"type":null,"inside":""}"#,
        r#"{"type":70000,"inside":""}"#,
        r#"{"type":"1","inside":""}"#,
        r#"{"inside":1}"#,
        r#"{"inside":"a","left_out":null}"#,
        r#"{"inside":"a","choices":[{"with_parts":{}}]}"#,
        r#"{"inside":"a","number":-1}"#,
        r#"{"inside":"a","number":1.0}"#,
        r#"{"inside":"a"} x"#,
        "[]",
        "",
    ] {
        both_read(text);
    }
}

proptest! {
    #[test]
    fn nothing_panics_and_what_is_json_is_taken_apart(text in ".{0,60}") {
        let json: Option<serde_json::Value> = serde_json::from_str(&text).ok();
        prop_assert_eq!(Json::parse(&text).is_some(), json.is_some());
        both_read(&text);
    }
}
