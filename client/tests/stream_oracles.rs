//! Our parser beside those of npm, on the same random streams. Needs node and the packages that
//! `cargo xtask test` installs.

mod streams;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use natter_client::sse::{Frame, Parser};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde::Deserialize;

const STREAMS: usize = 1_500;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Understood {
    Retry { retry: u64 },
    Event { name: String, data: String, id: Option<String> },
}

fn folder() -> PathBuf {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/oracles");
    let folder = std::env::var_os("NATTER_TEST_ORACLES").map_or(scripts, PathBuf::from);
    let installed = folder.join("node_modules/eventsource-parser").is_dir();
    assert!(
        installed,
        "the npm parsers are not installed in {}: run `cargo xtask test`, which installs them",
        folder.display()
    );
    folder.canonicalize().expect("the folder of the npm parsers")
}

/// What the oracle makes of the streams, each cut into the given chunks.
fn asks(oracle: &str, streams: &[Vec<Vec<u8>>]) -> Vec<Vec<Understood>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/oracles/understand.mjs");
    let mut node = Command::new("node")
        .arg(script)
        .arg(oracle)
        .arg(folder())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node runs: `cargo xtask test` says how to get it");
    let mut stdin = node.stdin.take().expect("a pipe");
    let lines: Vec<String> = streams.iter().map(|s| serde_json::to_string(s).expect("bytes")).collect();
    let writer = std::thread::spawn(move || stdin.write_all((lines.join("\n") + "\n").as_bytes()));
    let output = node.wait_with_output().expect("node ends");
    writer.join().expect("the writer ends").expect("node reads all of it");
    assert!(output.status.success(), "node failed");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

fn ours(stream: &[Vec<u8>]) -> Vec<Understood> {
    let mut parser = Parser::new();
    let frames = stream.iter().flat_map(|chunk| parser.push(chunk));
    frames
        .filter_map(|frame| match frame {
            Frame::Event { name, data, last_id } => Some(Understood::Event { name, data, id: Some(last_id) }),
            Frame::Retry(retry) => Some(Understood::Retry { retry }),
            Frame::Id(_) => None,
            Frame::TooLong => panic!("a short stream"),
        })
        .collect()
}

fn random_streams() -> Vec<Vec<Vec<u8>>> {
    let mut runner = TestRunner::default();
    let mut stream = || streams::chunked().new_tree(&mut runner).expect("a stream").current();
    (0..STREAMS).map(|_| stream()).collect()
}

fn must_agree(oracle: &str, shows_retry: bool) {
    let streams = random_streams();
    let theirs = asks(oracle, &streams);
    assert_eq!(theirs.len(), streams.len());
    let mut events = 0;
    for (stream, theirs) in streams.iter().zip(theirs) {
        let mut ours = ours(stream);
        ours.retain(|part| shows_retry || matches!(part, Understood::Event { .. }));
        // They show the id of the block alone; ours is the last of the stream, as the standard has it.
        for (ours, theirs) in ours.iter_mut().zip(&theirs) {
            if let (Understood::Event { id, .. }, Understood::Event { id: None, .. }) = (ours, theirs) {
                *id = None;
            }
        }
        let text: Vec<_> = stream.iter().map(|chunk| chunk.escape_ascii().to_string()).collect();
        assert_eq!(ours, theirs, "ours and theirs on {text:?}");
        events += ours.len();
    }
    assert!(events > STREAMS, "the streams say something: {events}");
}

#[test]
fn eventsource_parser_understands_what_we_do() {
    must_agree("parser", true);
}

#[test]
fn eventsource_understands_what_we_do() {
    must_agree("eventsource", false);
}
