use proptest::prelude::*;
use serde::Deserialize;

use super::{Json, Object, Read, from_str};

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
        r#"{"inside":"a","choices":[],"x":[[],{},-0,01]}"#,
        r#"{"inside":"a","x":[1,]}"#,
        r#"{"inside":"a",}"#,
        r#"{"inside":"a" "x":1}"#,
        r#"{"inside":"\ud83d"}"#,
        r#"{"inside":"\ude00"}"#,
        r#"{"inside":"\ud83d\u0041"}"#,
        r#"{"inside":"\u+041"}"#,
        r#"{"inside":"\x"}"#,
        "{\"inside\":\"a\nb\"}",
        "[]",
        "",
    ] {
        both_read(text);
    }
}

/// What serde makes of the same document.
fn of_serde(value: serde_json::Value) -> Json {
    use serde_json::Value;
    match value {
        Value::Null => Json::Null,
        Value::Bool(is) => Json::Bool(is),
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(number), _) => Json::Natural(number),
            (_, Some(number)) => Json::Negative(number),
            _ => Json::Fraction,
        },
        Value::String(text) => Json::Text(text),
        Value::Array(items) => Json::List(items.into_iter().map(of_serde).collect()),
        Value::Object(parts) => {
            Json::Object(Object(parts.into_iter().map(|(name, value)| (name, of_serde(value))).collect()))
        }
    }
}

#[test]
fn what_nests_too_deep_is_not_read() {
    for depth in [126, 127, 128, 100_000] {
        let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let theirs = serde_json::from_str::<serde_json::Value>(&text).ok();
        assert_eq!(Json::parse(&text).is_some(), theirs.is_some(), "{depth}");
    }
}

/// Serde orders names, and of one that comes twice another counts: there is one only.
/// It refuses numbers beyond those of floating point: no exponent is long.
const PIECES: &[&str] = &[
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    r#""a":"#,
    r#""ä\n""#,
    r#""\u00e4""#,
    r#""\ud83d\ude00""#,
    r#""\ud83d""#,
    " ",
    "\n",
    "0",
    "-",
    "1",
    "23",
    ".5",
    "e3 ",
    "E-2 ",
    "-7",
    "true",
    "false",
    "null",
    "nul",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775808",
    "-9223372036854775809",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn pieces_of_json_are_taken_apart_as_by_serde(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..9)) {
        let text = pieces.concat();
        if text.matches(':').count() < 2 {
            let theirs: Option<serde_json::Value> = serde_json::from_str(&text).ok();
            prop_assert_eq!(Json::parse(&text), theirs.map(of_serde), "{}", text);
        }
    }

    #[test]
    fn nothing_panics_and_what_is_json_is_taken_apart(text in ".{0,60}") {
        let json: Option<serde_json::Value> = serde_json::from_str(&text).ok();
        prop_assert_eq!(Json::parse(&text).is_some(), json.is_some());
        both_read(&text);
    }
}
