//! Sudden deaths, under load.

use natter_protocol::Message;
use natter_tests::{Cluster, Gateway, in_time};
use rustix::process::{Signal, kill_process};

use crate::talk::{everyone_has_it_all, talks};

const WORDS: usize = 60;

async fn nothing(_: usize) {}

#[tokio::test]
async fn a_gateway_that_is_killed_again_and_again_loses_nothing() {
    let mut server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let bo = ana.invites("bo").await;
    let general = ana.general().await;
    let killing = async {
        for _ in 0..4 {
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            server.kill9();
            server.restart().await;
        }
    };
    let (by_ana, by_bo, ()) =
        tokio::join!(talks(&ana, general, WORDS, nothing), talks(&bo, general, WORDS, nothing), killing);
    everyone_has_it_all(&[&ana, &bo], general, &[&by_ana, &by_bo]).await;
    assert!(ana.live.look(|seen| seen.resets.is_empty()), "resumed, not begun anew");
}

#[tokio::test]
async fn a_nats_server_that_is_killed_is_started_again_and_loses_nothing() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let bo = ana.invites("bo").await;
    let general = ana.general().await;
    let mut killed = Vec::new();
    let kill = async |n: usize| {
        if n % 15 == 5 {
            let child = natter_tests::eventually("a nats-server runs", async || server.nats_child()).await;
            killed.push(child);
            kill_process(child, Signal::KILL).expect("it ran");
        }
    };
    let (by_ana, by_bo) =
        tokio::join!(talks(&ana, general, WORDS / 2, kill), talks(&bo, general, WORDS / 2, nothing));
    killed.dedup();
    assert!(killed.len() > 1, "several were killed");
    everyone_has_it_all(&[&ana, &bo], general, &[&by_ana, &by_bo]).await;
    assert!(ana.live.look(|seen| seen.resets.is_empty()));
    let _ = server.answers(natter_tests::Call::get("/readyz")).await.is(200);
}

#[tokio::test]
async fn of_two_gateways_one_dies_and_the_other_takes_over() {
    let mut cluster = Cluster::of(2).await;
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let mei = ana.invites("mei").await;
    let general = ana.general().await;
    let before = talks(&ana, general, 10, nothing).await;
    let dying = async {
        cluster.gateways[0].kill9();
        ana.moves_to(&cluster.gateways[1]);
        mei.moves_to(&cluster.gateways[1]);
    };
    let (by_ana, by_bo, ()) =
        tokio::join!(talks(&ana, general, WORDS, nothing), talks(&bo, general, WORDS, nothing), dying);
    let by_ana: Vec<Message> = before.into_iter().chain(by_ana).collect();
    everyone_has_it_all(&[&ana, &bo, &mei], general, &[&by_ana, &by_bo]).await;
    // It comes back, and people go to it again.
    cluster.gateways[0].restart().await;
    bo.moves_to(cluster.a());
    let after = talks(&mei, general, 10, nothing).await;
    everyone_has_it_all(&[&ana, &bo, &mei], general, &[&by_ana, &by_bo, &after]).await;
    for person in [&ana, &bo, &mei] {
        assert!(person.live.look(|seen| seen.resets.is_empty()), "{}", person.name);
    }
}

#[tokio::test]
async fn a_shared_nats_server_that_dies_and_comes_back_loses_nothing() {
    let mut cluster = Cluster::of(2).await;
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    let nats = cluster.nats.as_mut().expect("a nats-server");
    let dying = async {
        for _ in 0..2 {
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            nats.kill9();
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            nats.restart().await;
        }
    };
    let (by_ana, by_bo, ()) =
        tokio::join!(talks(&ana, general, WORDS, nothing), talks(&bo, general, WORDS, nothing), dying);
    everyone_has_it_all(&[&ana, &bo], general, &[&by_ana, &by_bo]).await;
}

#[tokio::test]
async fn a_database_that_crashes_and_recovers_loses_nothing() {
    let cluster = Cluster::of(2).await;
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    let postgres = cluster.postgres.as_ref().expect("a database");
    let crash = async |n: usize| {
        if n == 10 || n == 30 {
            in_time("a crash and a recovery", async {
                postgres.crash();
                tokio::time::sleep(std::time::Duration::from_millis(300)).await;
                postgres.resume();
            })
            .await;
        }
    };
    let (by_ana, by_bo) =
        tokio::join!(talks(&ana, general, WORDS, crash), talks(&bo, general, WORDS, nothing));
    everyone_has_it_all(&[&ana, &bo], general, &[&by_ana, &by_bo]).await;
    natter_tests::eventually("both are ready again", async || {
        let (a, b) = tokio::join!(
            natter_tests::Call::get("/readyz").send(cluster.a().address()),
            natter_tests::Call::get("/readyz").send(cluster.b().address()),
        );
        (a.ok()?.status == 200 && b.ok()?.status == 200).then_some(())
    })
    .await;
}
