//! Random event streams: lines that matter and lines that almost do, in all the ways lines end.

use proptest::prelude::*;

fn line() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        6 => Just("data"), 2 => Just("event"), 2 => Just("id"), 1 => Just("retry"),
        1 => prop_oneof![Just("Data"), Just(""), Just("data "), Just("x")],
    ];
    let colon =
        prop_oneof![2 => Just(": "), 2 => Just(":"), 1 => Just(""), 1 => Just(":  "), 1 => Just(" :")];
    let value = prop_oneof![
        4 => "[a-c0-3 :äß漢😀]{0,6}".prop_map(String::into_bytes),
        2 => "[0-9]{1,6}".prop_map(String::into_bytes),
        1 => Just(Vec::new()),
        1 => Just(b"a\0b".to_vec()),
        1 => prop::collection::vec(prop_oneof![Just(0xC3), Just(0xE6), Just(0xF0), Just(0x9F), Just(0xFF), Just(b'a')], 1..5),
        1 => Just("\u{FEFF}".as_bytes().to_vec()),
    ];
    (word, colon, value).prop_map(|(word, colon, value)| [word.as_bytes(), colon.as_bytes(), &value].concat())
}

fn stream() -> impl Strategy<Value = Vec<u8>> {
    let end = || prop_oneof![3 => Just("\n"), 1 => Just("\r"), 1 => Just("\r\n")];
    let part = prop_oneof![
        3 => (line(), end()).prop_map(|(line, end)| [line, end.as_bytes().to_vec()].concat()),
        1 => end().prop_map(|end| end.as_bytes().to_vec()),
    ];
    (prop::bool::weighted(0.2), prop::collection::vec(part, 0..16)).prop_map(|(bom, parts)| {
        let bom: &[u8] = if bom { "\u{FEFF}".as_bytes() } else { b"" };
        // Ends in a whole block: what becomes of half a one differs, and is tested elsewhere.
        [bom, &parts.concat(), b"\n:\n\n"].concat()
    })
}

/// A stream and a way to cut it.
pub fn chunked() -> impl Strategy<Value = Vec<Vec<u8>>> {
    (stream(), prop::collection::vec(0.0..1.0f64, 0..6)).prop_map(|(stream, cuts)| {
        let mut cuts: Vec<usize> = cuts.into_iter().map(|at| (stream.len() as f64 * at) as usize).collect();
        cuts.extend([0, stream.len()]);
        cuts.sort_unstable();
        cuts.windows(2).map(|cut| stream[cut[0]..cut[1]].to_vec()).collect()
    })
}
