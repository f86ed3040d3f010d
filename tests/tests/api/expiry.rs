//! What is good for a time only. Nobody waits for it here: the time is turned back in the database.

use natter_protocol::account::Invite;
use natter_protocol::command::{CreateInvite, Login};
use natter_protocol::stream::Ticket;
use natter_protocol::{Code, SignedIn, routes};
use natter_tests::person::PASSWORD;
use natter_tests::{Call, Cluster, EventStream, Person, Postgres};

fn turn_back(cluster: &Cluster, table: &str) {
    let postgres: &Postgres = cluster.postgres.as_ref().expect("a cluster with PostgreSQL");
    let changed = postgres.sql(&format!(
        "WITH late AS (UPDATE {table} SET expires_at = 1000 RETURNING 1) SELECT count(*) FROM late"
    ));
    assert_ne!(changed, "0", "there was something in {table}");
}

#[tokio::test]
async fn invitations_sessions_and_tickets_expire() {
    let cluster = Cluster::of(1).await;
    let ana = cluster.owner("ana").await;

    let invite: Invite = ana.post(routes::INVITES, &CreateInvite::default()).await.is(201).json();
    turn_back(&cluster, "invites");
    let late = Person::tries_to_register(cluster.a().address(), "bo", Some(&invite.code.0)).await;
    late.is_refused(Code::InviteInvalid);
    cluster.a().answers(Call::get(routes::invite(&invite.code.0))).await.is_refused(Code::InviteInvalid);

    let ticket: Ticket = ana.does("POST", routes::EVENTS_TICKET).await.is(200).json();
    turn_back(&cluster, "tickets");
    let call = Call::get(format!("{}?ticket={}", routes::EVENTS, ticket.ticket));
    let opened = EventStream::from_call(call, cluster.a().address()).await.expect("an answer");
    assert_eq!(opened.answer().status, 204);

    let login = Login { username: "ana".into(), password: PASSWORD.into(), totp: None };
    let old: SignedIn = cluster.a().answers(Call::post(routes::LOGIN).json(&login)).await.is(200).json();
    turn_back(&cluster, "sessions");
    let call = Call::get(routes::ME).bearer(&old.token);
    cluster.a().answers(call).await.is_refused(Code::Unauthenticated);
    let stream = EventStream::open(cluster.a().address(), &old.token, None).await.expect("an answer");
    assert_eq!(stream.answer().status, 204);
}
