//! Running the server: roles, locking out, new passwords, rooms, names; and who may not.

use natter_protocol::administration::{
    AccountList, AuditAction, AuditPage, ManagedRoomList, NewPassword, PasswordReset, ServerHealth,
    UpdateServer, UpdateUser,
};
use natter_protocol::command::Login;
use natter_protocol::own::{ScheduledList, ScheduledState};
use natter_protocol::room::RoomList;
use natter_protocol::{Code, Millis, RoomKind, ServerInfo, ServerRole, User, UserId, routes};
use natter_tests::person::PASSWORD;
use natter_tests::person_own::put_off;
use natter_tests::{Answer, Call, Cluster, Gateway, Person, Seen, eventually, on_both};

pub async fn gives(by: &Person, person: UserId, role: ServerRole) -> Answer {
    by.patch(routes::user(person), &UpdateUser { role }).await
}

async fn sign_in(at: &Gateway, name: &str, password: &str) -> Answer {
    let login = Login { username: name.to_owned(), password: password.to_owned(), totp: None };
    at.answers(Call::post(routes::LOGIN).json(&login)).await
}

/// Waits until a person's role counts at the gateway where they are.
async fn may(person: &Person, path: &str, status: u16) {
    eventually(&format!("{} gets {status} for {path}", person.name), async || {
        (person.get(path).await.status == status).then_some(())
    })
    .await;
}

pub async fn audit(by: &Person) -> Vec<AuditAction> {
    let page: AuditPage = by.get(routes::AUDIT).await.is(200).json();
    page.entries.iter().map(|entry| entry.action).collect()
}

on_both! {
    roles_are_given_by_owners_and_count_everywhere,
    who_is_locked_out_is_out_at_once_and_stays_an_author,
    what_someone_put_off_is_not_said_once_they_are_locked_out,
    a_link_sets_a_new_password_once,
    an_archived_room_can_only_be_read,
    the_server_is_called_as_its_admins_say,
}

async fn roles_are_given_by_owners_and_count_everywhere(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let mei = ana.invites("mei").await;
    bo.get(routes::ACCOUNTS).await.is_refused(Code::Forbidden);
    gives(&bo, bo.id, ServerRole::Owner).await.is_refused(Code::Forbidden);
    gives(&ana, ana.id, ServerRole::Member).await.is_refused(Code::LastOwner);
    let user: User = gives(&ana, bo.id, ServerRole::Admin).await.is(200).json();
    assert_eq!(user.role, ServerRole::Admin);
    let shown = |seen: &Seen| (seen.chat.user(bo.id)?.role == ServerRole::Admin).then_some(());
    mei.live.until("bo is an admin", shown).await;
    may(&bo, routes::ACCOUNTS, 200).await;
    // Admins give no roles, not even lower ones.
    gives(&bo, mei.id, ServerRole::Admin).await.is_refused(Code::Forbidden);
    gives(&bo, bo.id, ServerRole::Member).await.is_refused(Code::Forbidden);
    let _ = gives(&ana, mei.id, ServerRole::Owner).await.is(200);
    let _ = gives(&mei, ana.id, ServerRole::Member).await.is(200);
    may(&ana, routes::ACCOUNTS, 403).await;
    gives(&mei, mei.id, ServerRole::Admin).await.is_refused(Code::LastOwner);
    let _ = gives(&mei, bo.id, ServerRole::Member).await.is(200);
    may(&bo, routes::ACCOUNTS, 403).await;
    assert_eq!(audit(&mei).await, [AuditAction::RoleGiven; 4], "refusals and repeats are no deeds");
    mei.sees_what_a_snapshot_shows().await;
}

async fn who_is_locked_out_is_out_at_once_and_stays_an_author(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites("bo").await;
    let mallory = ana.invites_at("mallory", cluster.b()).await;
    let general = ana.general().await;
    mallory.posts(general, "mine").await;
    bo.sees("mine").await;
    let path = routes::deactivate(mallory.id);
    bo.does("POST", &path).await.is_refused(Code::Forbidden);
    ana.does("POST", routes::deactivate(ana.id)).await.is_refused(Code::Forbidden);
    let user: User = ana.does("POST", &path).await.is(200).json();
    assert!(user.deactivated_at.is_some());
    let locked_out = std::time::Instant::now();
    mallory.live.until("204 at the other gateway", |seen| seen.signed_out.then_some(())).await;
    println!("the stream ended after {:?}", locked_out.elapsed());
    mallory.get(routes::ME).await.is_refused(Code::Unauthenticated);
    sign_in(cluster.b(), "mallory", PASSWORD).await.is_refused(Code::WrongCredentials);
    let shown = |seen: &Seen| seen.chat.user(mallory.id)?.deactivated_at.map(|_| ());
    bo.live.until("mallory is shown as gone", shown).await;
    ana.posts(general, "later").await;
    bo.sees("later").await;
    let heard = mallory.live.look(|seen| format!("{:?}", seen.events).contains("later"));
    assert!(!heard, "nothing reaches who is locked out");
    let history = bo.whole_history(general).await;
    assert!(history.iter().any(|message| message.author == mallory.id && message.text == "mine"));
    bo.opens_direct(&[mallory.id]).await.is_refused(Code::UserNotFound);
    ana.does("POST", routes::password_reset(mallory.id)).await.is_refused(Code::Forbidden);
    let _ = ana.does("POST", &path).await.is(200);
    let user: User = ana.does("POST", routes::reactivate(mallory.id)).await.is(200).json();
    assert_eq!(user.deactivated_at, None);
    let _ = sign_in(cluster.b(), "mallory", PASSWORD).await.is(200);
    mallory.get(routes::ME).await.is_refused(Code::Unauthenticated);
    assert_eq!(audit(&ana).await, [AuditAction::Reactivated, AuditAction::Deactivated]);
    bo.sees_what_a_snapshot_shows().await;
}

async fn what_someone_put_off_is_not_said_once_they_are_locked_out(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let mallory = ana.invites_at("mallory", cluster.b()).await;
    let general = ana.general().await;
    let soon = |ms: i64| Millis(Millis::now().0 + ms);
    let _ = mallory.post(routes::SCHEDULED, &put_off(general, "from outside", soon(2_000))).await.is(201);
    let _ = ana.does("POST", routes::deactivate(mallory.id)).await.is(200);
    // What comes due later is said later: then the other's time is over.
    let _ = ana.post(routes::SCHEDULED, &put_off(general, "marker", soon(3_000))).await.is(201);
    ana.sees("marker").await;
    assert!(ana.live.look(|seen| seen.on_screen("from outside").is_none()));
    let _ = ana.does("POST", routes::reactivate(mallory.id)).await.is(200);
    let back = mallory.signs_in_again().await;
    let listed: ScheduledList = back.get(routes::SCHEDULED).await.is(200).json();
    let found: Vec<_> = listed.scheduled.iter().map(|item| (item.state, item.problem)).collect();
    assert_eq!(found, [(ScheduledState::Failed, Some(Code::UserNotFound))]);
}

async fn a_link_sets_a_new_password_once(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let mei = ana.invites("mei").await;
    let _ = gives(&ana, mei.id, ServerRole::Admin).await.is(200);
    may(&mei, routes::ACCOUNTS, 200).await;
    bo.does("POST", routes::password_reset(mei.id)).await.is_refused(Code::Forbidden);
    mei.does("POST", routes::password_reset(ana.id)).await.is_refused(Code::Forbidden);
    mei.does("POST", routes::password_reset(mei.id)).await.is_refused(Code::Forbidden);
    let make = async || mei.does("POST", routes::password_reset(bo.id)).await.is(201).json::<PasswordReset>();
    let void = make().await;
    let link = make().await;
    let asks = async |code: &str| cluster.b().answers(Call::get(routes::reset(code))).await;
    asks(&void.code).await.is_refused(Code::ResetInvalid);
    asks("made-up").await.is_refused(Code::ResetInvalid);
    assert!(String::from_utf8_lossy(&asks(&link.code).await.is(200).body).contains("\"bo\""));
    let sets = async |code: &str, password: &str| {
        let body = NewPassword { password: password.to_owned() };
        cluster.b().answers(Call::post(routes::reset(code)).json(&body)).await
    };
    sets(&link.code, "short").await.is_refused(Code::InvalidField);
    let _ = sets(&link.code, "staple staple staple").await.is(204);
    sets(&link.code, "another one here").await.is_refused(Code::ResetInvalid);
    bo.live.until("204", |seen| seen.signed_out.then_some(())).await;
    sign_in(cluster.a(), "bo", PASSWORD).await.is_refused(Code::WrongCredentials);
    let _ = sign_in(cluster.a(), "bo", "staple staple staple").await.is(200);
    assert_eq!(audit(&ana).await[..2], [AuditAction::PasswordResetMade; 2]);
}

async fn an_archived_room_can_only_be_read(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let mei = ana.invites_at("mei", cluster.b()).await;
    let plans = bo.makes_room(RoomKind::Private, "plans").await.id;
    bo.adds(plans, &mei).await;
    let said = bo.posts(plans, "before").await;
    mei.sees("before").await;
    let managed: ManagedRoomList = ana.get(routes::MANAGED_ROOMS).await.is(200).json();
    let found = managed.rooms.iter().find(|managed| managed.room.id == plans).expect("admins know of it");
    assert_eq!(found.member_count, 2);
    ana.get(routes::room(plans)).await.is_refused(Code::RoomNotFound);
    bo.get(routes::MANAGED_ROOMS).await.is_refused(Code::Forbidden);
    bo.does("POST", routes::archive(plans)).await.is_refused(Code::Forbidden);
    let _ = ana.does("POST", routes::archive(plans)).await.is(200);
    let archived = |seen: &Seen| seen.chat.room(plans)?.details().archived_at.map(|_| ());
    mei.live.until("it is archived", archived).await;
    bo.live.until("it is archived", archived).await;
    bo.sends(plans, natter_tests::person::new_message_id(), "after").await.is_refused(Code::RoomArchived);
    bo.edits(plans, said.id, "after").await.is_refused(Code::RoomArchived);
    mei.reacts(plans, said.id, "👍").await.is_refused(Code::RoomArchived);
    bo.deletes(plans, said.id).await.is_refused(Code::RoomArchived);
    bo.puts(plans, &ana, None).await.is_refused(Code::RoomArchived);
    bo.patch(routes::room(plans), &serde_json::json!({"topic": "x"})).await.is_refused(Code::RoomArchived);
    assert!(mei.whole_history(plans).await.iter().any(|message| message.id == said.id));
    mei.reads(plans, said.seq).await;
    mei.leaves(plans).await;
    let _ = ana.does("POST", routes::unarchive(plans)).await.is(200);
    bo.live
        .until("it is in use", |seen| seen.chat.room(plans)?.details().archived_at.is_none().then_some(()))
        .await;
    bo.posts(plans, "again").await;
    assert_eq!(audit(&ana).await, [AuditAction::RoomUnarchived, AuditAction::RoomArchived]);
    let direct = bo.opens_direct(&[mei.id]).await.is(201).json::<natter_protocol::Room>().id;
    ana.does("POST", routes::archive(direct)).await.is_refused(Code::Forbidden);
    let listed: ManagedRoomList = ana.get(routes::MANAGED_ROOMS).await.is(200).json();
    assert!(listed.rooms.iter().all(|managed| managed.room.kind != RoomKind::Direct));
    bo.sees_what_a_snapshot_shows().await;
    ana.has_heard_nothing_of(plans);
}

async fn the_server_is_called_as_its_admins_say(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let name = UpdateServer { name: "Northwind".to_owned() };
    bo.patch(routes::SERVER, &name).await.is_refused(Code::Forbidden);
    ana.patch(routes::SERVER, &UpdateServer { name: " ".to_owned() }).await.is_refused(Code::InvalidField);
    let info: ServerInfo = ana.patch(routes::SERVER, &name).await.is(200).json();
    assert_eq!(info.name, "Northwind");
    let shown = |seen: &Seen| (seen.chat.server().name == "Northwind").then_some(());
    bo.live.until("the new name", shown).await;
    eventually("the new name for who comes", async || {
        let info: ServerInfo = cluster.b().answers(Call::get(routes::SERVER)).await.is(200).json();
        (info.name == "Northwind").then_some(())
    })
    .await;
    let health: ServerHealth = ana.get(routes::HEALTH).await.is(200).json();
    assert!(health.accounts == 2 && health.streams > 0 && health.dead_letters == 0, "{health:?}");
    assert!(health.shards.iter().any(|shard| shard.read_seq > 0), "{health:?}");
    bo.get(routes::HEALTH).await.is_refused(Code::Forbidden);
    bo.get(routes::AUDIT).await.is_refused(Code::Forbidden);
    let page: AuditPage = ana.get(routes::AUDIT).await.is(200).json();
    assert_eq!((page.entries[0].by, page.entries[0].detail.as_deref()), (ana.id, Some("Northwind")));
    bo.sees_what_a_snapshot_shows().await;
}

#[tokio::test]
async fn accounts_and_deeds_come_in_pages() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let bo = ana.invites("bo").await;
    let _mei = ana.invites("mei").await;
    let page = async |query: &str| {
        let list: AccountList = ana.get(format!("{}?{query}", routes::ACCOUNTS)).await.is(200).json();
        let names: Vec<String> = list.accounts.iter().map(|account| account.user.username.clone()).collect();
        (names.join(" "), list.more)
    };
    assert_eq!(page("limit=2").await, ("ana bo".to_owned(), true));
    assert_eq!(page("limit=2&after=bo").await, ("mei".to_owned(), false));
    assert_eq!(page("q=ME").await, ("mei".to_owned(), false));
    let list: AccountList = ana.get(routes::ACCOUNTS).await.is(200).json();
    assert!(list.accounts.iter().all(|a| a.sessions == 1 && a.last_seen_at.is_some() && !a.two_factor));
    for bad in ["limit=0", "limit=101", "limit=x"] {
        ana.get(format!("{}?{bad}", routes::ACCOUNTS)).await.is_refused(Code::InvalidQuery);
        ana.get(format!("{}?{bad}", routes::AUDIT)).await.is_refused(Code::InvalidQuery);
    }
    for role in [ServerRole::Admin, ServerRole::Member, ServerRole::Admin] {
        let _ = gives(&ana, bo.id, role).await.is(200);
    }
    let newest: AuditPage = ana.get(format!("{}?limit=2", routes::AUDIT)).await.is(200).json();
    let details = |page: &AuditPage| {
        page.entries.iter().map(|e| e.detail.clone().unwrap_or_default()).collect::<Vec<_>>()
    };
    assert_eq!((details(&newest), newest.more), (vec!["admin".to_owned(), "member".to_owned()], true));
    let before = newest.entries[1].id;
    let older: AuditPage = ana.get(format!("{}?before={before}", routes::AUDIT)).await.is(200).json();
    assert_eq!((details(&older), older.more), (vec!["admin".to_owned()], false));
}

#[tokio::test]
async fn what_names_nobody_is_refused() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let nobody = UserId::from_parts(natter_protocol::Millis(1), 1);
    gives(&ana, nobody, ServerRole::Admin).await.is_refused(Code::UserNotFound);
    ana.does("POST", routes::deactivate(nobody)).await.is_refused(Code::UserNotFound);
    ana.does("POST", routes::password_reset(nobody)).await.is_refused(Code::UserNotFound);
    ana.does("DELETE", routes::totp_of(nobody)).await.is_refused(Code::UserNotFound);
    let no_room = natter_protocol::RoomId::from_parts(natter_protocol::Millis(1), 1);
    ana.does("POST", routes::archive(no_room)).await.is_refused(Code::RoomNotFound);
    ana.patch(routes::user(ana.id), &serde_json::json!({"role": "king"})).await.is_refused(Code::BadJson);
    let listed: RoomList = ana.get(routes::ROOMS).await.is(200).json();
    assert_eq!(listed.rooms.len(), 1);
}
