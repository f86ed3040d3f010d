//! Starts that must not succeed.

use std::os::unix::fs::PermissionsExt as _;

use natter_tests::folder::Folder;
use natter_tests::{Gateway, in_time};

#[tokio::test]
async fn a_second_gateway_on_the_same_folder_refuses_to_start() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let mut command = server.command();
    let second = tokio::task::spawn_blocking(move || command.args(["--listen", "127.0.0.1:0"]).output());
    let output = in_time("the second one gives up", second).await.expect("a thread").expect("an output");
    assert!(!output.status.success());
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(words.contains("another Natter is using the folder"), "{words}");
    assert!(output.stdout.is_empty());
    ana.posts(ana.general().await, "undisturbed").await;
    ana.sees("undisturbed").await;
}

#[tokio::test]
async fn an_old_nats_server_is_refused_with_the_reason() {
    let folder = Folder::new();
    let script = folder.path().join("nats-server");
    std::fs::write(&script, "#!/bin/sh\necho 'nats-server: v2.9.10'\n").expect("a script");
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).expect("to be run");
    let mut server = Gateway::stopped(&["--nats-server", script.to_str().expect("a path")]);
    assert_eq!(server.try_restart().await, None);
    assert!(!server.ended().await);
    let words = server.log();
    assert!(words.contains("2.9.10") && words.contains("2.14"), "{words}");
}

#[tokio::test]
async fn a_gateway_without_its_database_or_its_log_says_so_and_ends() {
    for settings in [
        ["--database-url", "postgres://natter@127.0.0.1:1/natter"],
        ["--nats-url", "nats://127.0.0.1:1"],
        ["--nats-server", "/nowhere/nats-server"],
    ] {
        let mut server = Gateway::stopped(&settings);
        assert_eq!(server.try_restart().await, None, "{settings:?}");
        assert!(!server.ended().await, "{settings:?}");
        assert!(server.log().contains("ERROR"), "{settings:?}: {}", server.log());
    }
}

#[tokio::test]
async fn a_taken_port_is_named() {
    let server = Gateway::start().await;
    let mut other = Gateway::stopped(&[]);
    let mut command = other.command();
    command.args(["--listen", &server.address().to_string()]);
    let output = tokio::task::spawn_blocking(move || command.output());
    let output = in_time("it gives up", output).await.expect("a thread").expect("an output");
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && words.contains(&server.address().to_string()), "{words}");
    // Nothing of the failed start is in the way of the next.
    other.restart().await;
}
