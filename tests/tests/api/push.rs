//! Pushes to browsers that sleep.

use natter_protocol::command::SetDnd;
use natter_protocol::notifications::{Notifications, PushKey, PushSubscription, QuietHours, Told};
use natter_protocol::{Body, Code, Event, NotifyLevel, Room, RoomId, RoomKind, RoomPrefs, UserId, routes};
use natter_tests::{Answer, Call, Cluster, Gateway, Person, PushEndpoint, Seen, eventually};

/// Someone whose browser is closed and takes pushes.
struct Sleeper {
    id: UserId,
    token: String,
    endpoint: PushEndpoint,
}

impl Sleeper {
    async fn falls_asleep(person: Person) -> Self {
        let endpoint = PushEndpoint::open().await;
        let _ = person.put(routes::MY_PUSH, &endpoint.subscription()).await.is(204);
        Self { id: person.id, token: person.token.clone(), endpoint }
    }

    async fn sets(&self, gateway: &Gateway, settings: &Notifications) {
        let call = Call::new("PUT", routes::MY_NOTIFICATIONS).bearer(&self.token).json(settings);
        let _ = gateway.answers(call).await.is(204);
    }

    /// The text of the next push.
    async fn is_told(&mut self) -> String {
        let push = self.endpoint.takes().await;
        self.endpoint.reads(&push).text
    }
}

/// Pushes may go to the test's own endpoint, and whoever closes everything is soon away.
const SETTINGS: [&str; 3] = ["--push-loopback", "--linger-seconds", "1"];

async fn server() -> (Gateway, Person, RoomId) {
    let gateway = Gateway::with(&SETTINGS).await;
    let ana = gateway.owner("ana").await;
    let general = ana.general().await;
    (gateway, ana, general)
}

/// Opens a conversation, and waits until the other one's joining stands in the log: what is said before counts as read.
async fn opens_direct(ana: &Person, other: UserId) -> RoomId {
    let room = ana.opens_direct(&[other]).await.json::<Room>().id;
    let joined = |seen: &Seen| {
        let joins = |event: &Event| {
            event.room == Some(room)
                && matches!(&event.body, Body::MemberJoined { user, .. } if user.id == other)
        };
        seen.events.iter().any(joins).then_some(())
    };
    ana.live.until("the other has joined", joined).await;
    room
}

async fn is_offline(watcher: &Person, user: UserId) {
    let offline = async || (!watcher.syncs().await.presence.contains_key(&user)).then_some(());
    eventually("the person is offline", offline).await;
}

#[tokio::test]
async fn a_mention_wakes_a_browser_that_sleeps_and_leaves_one_that_looks_alone() {
    let (_gateway, ana, general) = server().await;
    let bo = ana.invites("bo").await;
    let key: PushKey = bo.get(routes::MY_PUSH).await.is(200).json();
    ana.posts(general, "@bo while you look").await;
    bo.sees("@bo while you look").await;
    let mut bo = Sleeper::falls_asleep(bo).await;
    is_offline(&ana, bo.id).await;
    ana.posts(general, "nothing to do with you").await;
    let said = ana.posts(general, "@bo wake up").await;
    let push = bo.endpoint.takes().await;
    bo.endpoint.knows_the_sender(&push, &key.key);
    assert_eq!(push.headers["topic"].to_str().ok(), Some(&*general.to_string()));
    assert!(push.headers["ttl"].to_str().is_ok_and(|ttl| ttl.parse::<u32>().is_ok()));
    let push = bo.endpoint.reads(&push);
    assert_eq!((push.room, push.message, &*push.text), (general, said.id, "@bo wake up"));
    assert_eq!(push.title, "ana in #general");
}

#[tokio::test]
async fn a_direct_message_is_for_its_people_only() {
    let (_gateway, ana, _) = server().await;
    let (bo, mallory) = (ana.invites("bo").await, ana.invites("mallory").await);
    let room = opens_direct(&ana, bo.id).await;
    let with_mallory = opens_direct(&ana, mallory.id).await;
    let (mut bo, mut mallory) = (Sleeper::falls_asleep(bo).await, Sleeper::falls_asleep(mallory).await);
    is_offline(&ana, bo.id).await;
    is_offline(&ana, mallory.id).await;
    ana.posts(room, "only for you").await;
    assert_eq!(bo.is_told().await, "only for you");
    ana.posts(with_mallory, "something else").await;
    assert_eq!(mallory.is_told().await, "something else");
    assert!(bo.endpoint.is_quiet() && mallory.endpoint.is_quiet());
}

#[tokio::test]
async fn whoever_does_not_want_to_be_disturbed_is_not() {
    let (gateway, ana, general) = server().await;
    let mut bo = Sleeper::falls_asleep(ana.invites("bo").await).await;
    is_offline(&ana, bo.id).await;
    let minute =
        u16::try_from(natter_protocol::Millis::now().0 / 60_000 % 1440).expect("a minute of the day");
    let now = QuietHours { from: (minute + 1430) % 1440, to: (minute + 60) % 1440, utc_offset: 0 };
    for settings in [
        Notifications { told: Told::Nothing, ..Notifications::default() },
        Notifications { quiet_hours: Some(now), ..Notifications::default() },
    ] {
        bo.sets(&gateway, &settings).await;
        ana.posts(general, "@bo not now").await;
        // The queue is worked off in order: what comes after proves the silence before.
        let mut other = Sleeper::falls_asleep(ana.invites(&format!("c{}", rand_name())).await).await;
        is_offline(&ana, other.id).await;
        let direct = opens_direct(&ana, other.id).await;
        ana.posts(direct, "for the other").await;
        assert_eq!(other.is_told().await, "for the other");
        assert!(bo.endpoint.is_quiet(), "{settings:?}");
    }
    bo.sets(&gateway, &Notifications::default()).await;
    let until = natter_protocol::Millis::now().plus_seconds(3600);
    let call = Call::new("PUT", routes::MY_DND).bearer(&bo.token).json(&SetDnd { until });
    let _ = gateway.answers(call).await.is(200);
    ana.posts(general, "@bo still not").await;
    // What is noted is looked at once a second; only then may the peace end.
    let direct = opens_direct(&ana, bo.id).await;
    ana.posts(direct, "nor here").await;
    let mut other = Sleeper::falls_asleep(ana.invites("dora").await).await;
    is_offline(&ana, other.id).await;
    ana.posts(general, "@dora hello").await;
    assert_eq!(other.is_told().await, "@dora hello");
    assert!(bo.endpoint.is_quiet(), "do not disturb");
    let _ = gateway.answers(Call::new("DELETE", routes::MY_DND).bearer(&bo.token)).await.is(200);
    ana.posts(general, "@bo now").await;
    assert_eq!(bo.is_told().await, "@bo now");
}

fn rand_name() -> String {
    natter_tests::person::new_message_id().to_string()[16..].to_lowercase()
}

#[tokio::test]
async fn a_room_of_which_nothing_is_wanted_pushes_nothing_and_a_muted_one_only_mentions() {
    let (gateway, ana, general) = server().await;
    let mut bo = Sleeper::falls_asleep(ana.invites("bo").await).await;
    let direct = opens_direct(&ana, bo.id).await;
    is_offline(&ana, bo.id).await;
    let sets = async |prefs: RoomPrefs, room: RoomId| {
        let call = Call::new("PUT", routes::preferences(room)).bearer(&bo.token).json(&prefs);
        let answer = gateway.answers(call).await;
        assert!(answer.status < 300, "{}: {}", answer.what, answer.status);
    };
    sets(RoomPrefs { level: Some(NotifyLevel::Nothing), ..RoomPrefs::default() }, general).await;
    ana.posts(general, "@bo not from here").await;
    sets(RoomPrefs { muted: true, ..RoomPrefs::default() }, direct).await;
    ana.posts(direct, "muted").await;
    ana.posts(direct, "@bo but this").await;
    let push = bo.endpoint.takes().await;
    assert_eq!(bo.endpoint.reads(&push).text, "@bo but this");
    assert!(bo.endpoint.is_quiet());
}

async fn all_of_a_room_is_pushed_where_that_is_wanted(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let general = ana.general().await;
    let mut bo = Sleeper::falls_asleep(ana.invites("bo").await).await;
    let direct = opens_direct(&ana, bo.id).await;
    is_offline(&ana, bo.id).await;
    let token = bo.token.clone();
    let sets = async |room: RoomId, level: NotifyLevel| {
        let prefs = RoomPrefs { level: Some(level), ..RoomPrefs::default() };
        let call = Call::new("PUT", routes::preferences(room)).bearer(&token).json(&prefs);
        let answer = cluster.a().answers(call).await;
        assert!(answer.status < 300, "{}: {}", answer.what, answer.status);
    };
    // Whom a message concerns is noted once it is written, so the next may come only then.
    ana.posts(general, "not yet").await;
    ana.posts(general, "@bo first").await;
    assert_eq!(bo.is_told().await, "@bo first");
    sets(general, NotifyLevel::All).await;
    sets(direct, NotifyLevel::Mentions).await;
    ana.posts(direct, "not here").await;
    ana.posts(general, "just talking").await;
    let first = bo.endpoint.takes().await;
    assert_eq!(bo.endpoint.reads(&first).text, "just talking");
    // Everything everywhere, but for the rooms where something else was chosen.
    let all = Notifications { told: Told::All, ..Notifications::default() };
    bo.sets(cluster.a(), &all).await;
    sets(general, NotifyLevel::Mentions).await;
    ana.posts(general, "not this").await;
    let square = ana.makes_room(RoomKind::Public, "square").await.id;
    let joins = Call::post(routes::join(square)).bearer(&bo.token);
    assert!(cluster.a().answers(joins).await.status < 300);
    ana.posts(square, "but this").await;
    assert_eq!(bo.is_told().await, "but this");
    assert!(bo.endpoint.is_quiet());
}

#[tokio::test]
async fn all_of_a_room_is_pushed_where_that_is_wanted_on_sqlite() {
    all_of_a_room_is_pushed_where_that_is_wanted(Cluster::alone_with(&SETTINGS).await).await;
}

#[tokio::test]
async fn all_of_a_room_is_pushed_where_that_is_wanted_on_postgres() {
    all_of_a_room_is_pushed_where_that_is_wanted(Cluster::of_with(2, &SETTINGS).await).await;
}

#[tokio::test]
async fn a_push_service_that_is_down_is_tried_again_and_one_that_forgot_is_not() {
    let (_gateway, ana, general) = server().await;
    let mut bo = Sleeper::falls_asleep(ana.invites("bo").await).await;
    is_offline(&ana, bo.id).await;
    bo.endpoint.will_answer(503);
    ana.posts(general, "@bo once").await;
    assert_eq!(bo.is_told().await, "@bo once");
    assert_eq!(bo.is_told().await, "@bo once", "it was not taken");
    bo.endpoint.will_answer(410);
    ana.posts(general, "@bo twice").await;
    assert_eq!(bo.is_told().await, "@bo twice");
    let mut cleo = Sleeper::falls_asleep(ana.invites("cleo").await).await;
    is_offline(&ana, cleo.id).await;
    ana.posts(general, "@bo @cleo thrice").await;
    assert_eq!(cleo.is_told().await, "@bo @cleo thrice");
    assert!(bo.endpoint.is_quiet(), "it said that it is gone");
}

#[tokio::test]
async fn signing_out_ends_pushes() {
    let (gateway, ana, general) = server().await;
    let mut bo = Sleeper::falls_asleep(ana.invites("bo").await).await;
    let mut cleo = Sleeper::falls_asleep(ana.invites("cleo").await).await;
    is_offline(&ana, bo.id).await;
    is_offline(&ana, cleo.id).await;
    let _ = gateway.answers(Call::post(routes::LOGOUT).bearer(&bo.token)).await.is(204);
    ana.posts(general, "@bo @cleo anyone?").await;
    assert_eq!(cleo.is_told().await, "@bo @cleo anyone?");
    assert!(bo.endpoint.is_quiet());
}

#[tokio::test]
async fn settings_reach_all_devices_and_nonsense_is_refused() {
    let gateway = Gateway::start().await;
    let ana = gateway.owner("ana").await;
    let bo = ana.invites("bo").await;
    let phone = ana.signs_in_again().await;
    let read = async |person: &Person| -> Notifications {
        person.get(routes::MY_NOTIFICATIONS).await.is(200).json()
    };
    assert_eq!(read(&ana).await, Notifications::default());
    let settings = Notifications { told: Told::All, sound: false, ..Notifications::default() };
    let _ = ana.put(routes::MY_NOTIFICATIONS, &settings).await.is(204);
    phone.live.until("the phone knows", |seen| (seen.chat.notifications() == settings).then_some(())).await;
    assert_eq!((read(&phone).await, phone.syncs().await.notifications), (settings, settings));
    assert_eq!(bo.syncs().await.notifications, Notifications::default(), "nobody else's");
    let hours = QuietHours { from: 1440, to: 0, utc_offset: 0 };
    let wrong = Notifications { quiet_hours: Some(hours), ..settings };
    ana.put(routes::MY_NOTIFICATIONS, &wrong).await.is_refused(Code::InvalidField);

    let good = PushEndpoint::open().await.subscription();
    let tries = async |change: fn(&mut PushSubscription)| -> Answer {
        let mut subscription = good.clone();
        subscription.endpoint = "https://push.example/1".to_owned();
        change(&mut subscription);
        ana.put(routes::MY_PUSH, &subscription).await
    };
    let _ = tries(|_| {}).await.is(204);
    tries(|s| s.endpoint = "http://127.0.0.1:1/x".to_owned()).await.is_refused(Code::InvalidField);
    tries(|s| s.endpoint = "https://10.0.0.1/x".to_owned()).await.is_refused(Code::InvalidField);
    tries(|s| s.endpoint = "file:///etc/passwd".to_owned()).await.is_refused(Code::InvalidField);
    tries(|s| s.keys.p256dh = "AAAA".to_owned()).await.is_refused(Code::InvalidField);
    tries(|s| s.keys.auth = "AAAA".to_owned()).await.is_refused(Code::InvalidField);
    let _ = ana.does("DELETE", routes::MY_PUSH).await.is(204);
}
