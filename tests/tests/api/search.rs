//! Finding what was said, at any gateway.

use natter_protocol::search::{PartKind, SearchAnswer};
use natter_protocol::{Code, RoomKind, limits, routes};
use natter_tests::{Cluster, Gateway, Person, eventually, on_both};

fn path(query: &str, more: &str) -> String {
    let query: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("{}?q={query}{more}", routes::SEARCH)
}

async fn searches(person: &Person, query: &str) -> SearchAnswer {
    person.get(path(query, "")).await.is(200).json()
}

fn texts(answer: &SearchAnswer) -> Vec<&str> {
    answer.hits.iter().map(|hit| hit.message.text.as_str()).collect()
}

/// Searches until exactly these texts are found.
async fn finds(person: &Person, query: &str, expected: &[&str]) -> SearchAnswer {
    eventually(&format!("{} finds {expected:?} by {query:?}", person.name), async || {
        let answer = searches(person, query).await;
        (texts(&answer) == expected).then_some(answer)
    })
    .await
}

on_both! {
    what_is_said_at_one_gateway_is_found_at_the_other,
    edits_and_deletions_change_what_is_found,
    what_is_pinned_saved_or_in_a_thread_is_found,
    who_is_not_in_a_room_finds_nothing_of_it,
}

async fn what_is_said_at_one_gateway_is_found_at_the_other(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    let said = ana.posts(general, "Die Grüße aus Köln").await;
    ana.posts(general, "something else").await;
    let answer = finds(&bo, "gruße from:@ana -else", &["Die Grüße aus Köln"]).await;
    let hit = &answer.hits[0];
    assert_eq!(hit.message.id, said.id);
    let marked: Vec<_> =
        hit.highlights.iter().map(|span| &hit.message.text[span.from as usize..span.to as usize]).collect();
    assert_eq!(marked, ["Grüße"]);
    let parts: Vec<_> =
        answer.query.iter().map(|part| (part.kind, part.text.as_str(), part.negated)).collect();
    assert_eq!(
        parts,
        [
            (PartKind::Word, "gruße", false),
            (PartKind::From, "from:@ana", false),
            (PartKind::Word, "-else", true)
        ]
    );
    assert_eq!((answer.found, answer.next), (Some(1), None));
}

async fn edits_and_deletions_change_what_is_found(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let general = ana.general().await;
    let said = ana.posts(general, "first version").await;
    finds(&ana, "first", &["first version"]).await;
    let _ = ana.edits(general, said.id, "second version").await.is(200);
    finds(&ana, "second is:edited", &["second version"]).await;
    finds(&ana, "first", &[]).await;
    let _ = ana.reacts(general, said.id, "👍").await.is(200);
    finds(&ana, "version has:reaction", &["second version"]).await;
    let _ = ana.deletes(general, said.id).await;
    finds(&ana, "version", &[]).await;
}

async fn what_is_pinned_saved_or_in_a_thread_is_found(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    let pinned = ana.posts(general, "the pinned plan").await;
    let root = ana.posts(general, "the plan to discuss").await;
    ana.posts(general, "a plan like any other").await;
    let _ = bo.answers_in_thread(general, root.id, "this plan is fine").await.is(201);
    let _ = ana.does("PUT", routes::pin(general, pinned.id)).await;
    let _ = ana.saves(general, root.id).await;
    finds(&bo, "plan has:pin", &["the pinned plan"]).await;
    finds(&bo, "plan is:thread", &["this plan is fine", "the plan to discuss"]).await;
    finds(&bo, "plan -is:thread", &["a plan like any other", "the pinned plan"]).await;
    finds(&ana, "is:saved", &["the plan to discuss"]).await;
    finds(&ana, "plan -is:saved -has:pin -is:thread", &["a plan like any other"]).await;
    finds(&bo, "is:saved", &[]).await;
    let _ = ana.unsaves(general, root.id).await;
    let _ = ana.does("DELETE", routes::pin(general, pinned.id)).await;
    finds(&ana, "is:saved", &[]).await;
    finds(&bo, "has:pin", &[]).await;
}

async fn who_is_not_in_a_room_finds_nothing_of_it(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let mallory = ana.invites_at("mallory", cluster.b()).await;
    let club = ana.makes_room(RoomKind::Private, "club").await.id;
    let square = ana.makes_room(RoomKind::Public, "square").await.id;
    ana.posts(club, "plan of the club").await;
    ana.posts(square, "plan of the square").await;
    finds(&ana, "plan", &["plan of the square", "plan of the club"]).await;
    finds(&mallory, "plan in:#square", &["plan of the square"]).await;
    finds(&mallory, "plan", &[]).await;
    ana.adds(club, &mallory).await;
    finds(&mallory, "plan", &["plan of the club"]).await;
    ana.removes(club, &mallory).await;
    finds(&mallory, "plan", &[]).await;
    let hidden = mallory.get(path("plan in:#club", "")).await.problem();
    let unknown = mallory.get(path("plan in:#nothing", "")).await.problem();
    assert_eq!((hidden.code, hidden.status), (unknown.code, unknown.status));
}

#[tokio::test]
async fn pages_continue_where_the_last_one_ended() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let general = ana.general().await;
    let said: Vec<String> = (0..5).map(|n| format!("number {n}")).collect();
    for text in &said {
        ana.posts(general, text).await;
    }
    let newest: Vec<&str> = said.iter().rev().map(String::as_str).collect();
    finds(&ana, "number", &newest).await;
    let first: SearchAnswer = ana.get(path("number", "&limit=3")).await.is(200).json();
    assert_eq!((texts(&first), first.found), (newest[..3].to_vec(), Some(5)));
    let next = format!("&limit=3&before={}", first.next.expect("more"));
    let second: SearchAnswer = ana.get(path("number", &next)).await.is(200).json();
    assert_eq!((texts(&second), second.found), (newest[3..].to_vec(), None));
    assert_eq!(second.next, None);
}

#[tokio::test]
async fn a_bad_query_is_refused_with_the_part_that_is_wrong() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    for (query, more, field, why) in [
        ("x has:cheese", "", "q", "has:cheese: one of link, file, image, reaction, thread, pin"),
        ("on:2026-02-30", "", "q", "on:2026-02-30: YYYY-MM-DD, today or yesterday"),
        ("from:@nobody", "", "q", "from:@nobody: there is no such person"),
        ("", "", "q", "something to look for is needed: a word, a phrase or a filter"),
        ("x", "&limit=0", "limit", "1 to 50"),
        ("x", "&tz=841", "tz", "-840 to 840 minutes"),
        ("x", "&before=yesterday", "before", "the `next` of an earlier answer"),
    ] {
        let problem = ana.get(path(query, more)).await.problem();
        assert_eq!((problem.code, problem.field.as_deref()), (Code::InvalidQuery, Some(field)), "{query}");
        assert_eq!(problem.detail.as_deref(), Some(why));
    }
    let _ = ana.get(path("\u{0}'\"*:)( AND NEAR/2 x* -", "")).await.is(200);
    let outside = natter_tests::Call::get(path("x", "")).send(ana.address()).await.expect("an answer");
    assert_eq!(outside.problem().code, Code::Unauthenticated);
}

#[tokio::test]
async fn a_flood_of_searches_is_stopped() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let mut refused = None;
    for _ in 0..limits::SEARCHES_BURST * 20 {
        let answer = ana.get(path("nothing", "")).await;
        if answer.status == 429 {
            refused = Some(answer.problem().code);
            break;
        }
    }
    assert_eq!(refused, Some(Code::RateLimited));
}
