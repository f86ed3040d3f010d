use std::time::{Duration, Instant};

use natter::http::Failure;
use natter::store::Store;
use natter_protocol::{Code, Millis, UserId};
use natter_tests::postgres::Postgres;

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_crashes_is_unavailable_and_comes_back_without_a_restart() {
    let postgres = tokio::task::spawn_blocking(Postgres::start).await.expect("a server");
    let store = Store::connect(&postgres.url).await.expect("connected");
    let nobody = UserId::from_parts(Millis(1), 1);
    assert_eq!(store.user(nobody).await, Ok(None));
    postgres.crash();
    let error = store.user(nobody).await.expect_err("it is gone");
    assert_eq!(Failure::from(error).code(), Code::Unavailable);
    assert!(store.ping().await.is_err());
    postgres.resume();
    let since = Instant::now();
    while store.user(nobody).await.is_err() {
        assert!(since.elapsed() < Duration::from_secs(10), "still away");
    }
}
