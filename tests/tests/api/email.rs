//! Mails to people who are away.

use natter_protocol::command::{SetDnd, UpdateMe};
use natter_protocol::email::{MyEmail, Pace, Reader, SetEmail, UpdateEmail, VerifyEmail};
use natter_protocol::{Code, Message, Millis, NotifyLevel, Room, RoomKind, RoomPrefs, routes};
use natter_tests::mailbox::{Mail, Mailbox, Mood};
use natter_tests::{Call, Cluster, Gateway, Person, eventually};

/// Gateways that send mail through a mailbox, a second after something was missed by someone who is away.
fn settings(mailbox: &Mailbox) -> [String; 10] {
    let given = [
        "--smtp-url",
        &mailbox.url(),
        "--smtp-from",
        "Natter <natter@example.org>",
        "--public-url",
        "https://chat.example.org",
        "--digest-after-seconds",
        "1",
        "--linger-seconds",
        "1",
    ];
    given.map(ToOwned::to_owned)
}

/// Makes two tests of each function: on one gateway with SQLite, and on two with PostgreSQL.
macro_rules! on_both_with_mail {
    ($($play:ident),+ $(,)?) => {$(
        mod $play {
            use super::*;

            #[tokio::test]
            async fn on_one_gateway_with_sqlite() {
                let mailbox = Mailbox::open().await;
                let cluster = Cluster::alone_with(&settings(&mailbox).each_ref().map(String::as_str)).await;
                super::$play(cluster, mailbox).await;
            }

            #[tokio::test]
            async fn on_two_gateways_with_postgresql() {
                let mailbox = Mailbox::open().await;
                let cluster = Cluster::of_with(2, &settings(&mailbox).each_ref().map(String::as_str)).await;
                super::$play(cluster, mailbox).await;
            }
        }
    )+};
}

on_both_with_mail! {
    whoever_is_away_is_mailed_once_about_all_that_was_missed,
    nobody_is_mailed_who_does_not_want_it,
    whoever_is_not_to_be_disturbed_is_told_afterwards,
    an_address_counts_once_its_code_came_back,
    what_the_mail_server_refuses_is_tried_again,
    a_gateway_that_died_over_a_mail_does_not_send_it_again,
    mails_are_in_the_language_and_the_time_of_who_reads_them,
    whoever_wants_mails_again_is_not_told_what_came_before,
}

async fn of(person: &Person) -> MyEmail {
    person.get(routes::MY_EMAIL).await.is(200).json()
}

async fn gives(person: &Person, address: &str) {
    let address = SetEmail { address: address.to_owned(), reader: None };
    let _ = person.put(routes::MY_EMAIL, &address).await.is(202);
}

fn code_in(mail: &Mail) -> String {
    mail.header("Subject").expect("a subject").chars().take(6).collect()
}

/// Gives an address and proves it with the code that comes there.
async fn proves(person: &Person, mailbox: &mut Mailbox, pace: Pace) {
    let address = format!("{}@example.org", person.name);
    gives(person, &address).await;
    let mail = mailbox.takes().await;
    assert_eq!(mail.to, address);
    let code = code_in(&mail);
    let verified: MyEmail = person.post(routes::MY_EMAIL_VERIFY, &VerifyEmail { code }).await.is(200).json();
    assert_eq!(
        verified,
        MyEmail { offered: true, address: Some(address), pace: Pace::Hourly, ..MyEmail::default() }
    );
    chooses(person, pace).await;
}

async fn chooses(person: &Person, pace: Pace) {
    let chosen = UpdateEmail { pace: Some(pace), reader: None };
    let mine: MyEmail = person.patch(routes::MY_EMAIL, &chosen).await.is(200).json();
    assert_eq!(mine.pace, pace);
}

/// Someone who closes everything; the token still opens the account.
async fn leaves(person: Person, watcher: &Person) -> String {
    let (id, token) = (person.id, person.token.clone());
    drop(person);
    let offline = async || (!watcher.syncs().await.presence.contains_key(&id)).then_some(());
    eventually("the person is offline", offline).await;
    token
}

async fn whoever_is_away_is_mailed_once_about_all_that_was_missed(cluster: Cluster, mut mailbox: Mailbox) {
    let ana = cluster.owner("ana").await;
    let (bo, cleo) = (ana.invites_at("bo", cluster.b()).await, ana.invites("cleo").await);
    let general = ana.general().await;
    proves(&bo, &mut mailbox, Pace::Hourly).await;
    proves(&cleo, &mut mailbox, Pace::Soon).await;
    let direct = ana.opens_direct(&[bo.id]).await.json::<Room>().id;
    bo.finds(direct).await;
    // Read in time, it is no news.
    let seen = ana.posts(general, "@bo while you look").await;
    bo.sees("@bo while you look").await;
    bo.reads(general, seen.seq).await;
    ana.posts(general, "nothing to do with you").await;
    let named = ana.posts(general, "@bo are you <there>?").await;
    ana.posts(direct, "grüß dich").await;
    let gone = ana.posts(direct, "not for you").await;
    let _ = ana.deletes(direct, gone.id).await.is(200);
    leaves(bo, &ana).await;
    let mail = mailbox.takes().await;
    assert_eq!(
        (mail.to.as_str(), mail.header("Subject").as_deref()),
        ("bo@example.org", Some("Natter: 2 messages for you"))
    );
    assert_eq!(mail.header("From").as_deref(), Some("Natter <natter@example.org>"));
    let (text, html) = (mail.text(), mail.html());
    let link = format!("https://chat.example.org/r/{general}/{}", named.id);
    assert!(text.contains("ana in #general, ") && text.contains(" UTC:\n> @bo are you <there>?\n"), "{text}");
    assert!(text.contains(&link) && text.contains("> grüß dich\n"), "{text}");
    assert!(html.contains(&link) && html.contains("@bo are you &lt;there&gt;?"), "{html}");
    for unwanted in ["nothing to do", "while you look", "not for you"] {
        assert!(!text.contains(unwanted) && !html.contains(unwanted), "{text}");
    }
    // What comes within the hour waits; whoever wants it soon has it soon, each message once.
    leaves(cleo, &ana).await;
    for number in 1..=2 {
        ana.posts(general, &format!("@bo and @cleo, {number}")).await;
        let next = mailbox.takes().await;
        assert_eq!((next.to.as_str(), next.text().matches("> @bo").count()), ("cleo@example.org", 1));
    }
    assert!(mailbox.is_empty(), "one mail an hour");
}

async fn nobody_is_mailed_who_does_not_want_it(cluster: Cluster, mut mailbox: Mailbox) {
    let ana = cluster.owner("ana").await;
    let [bo, cleo, dora, emil] = [
        ana.invites("bo").await,
        ana.invites("cleo").await,
        ana.invites("dora").await,
        ana.invites("emil").await,
    ];
    let club = ana.makes_room(RoomKind::Private, "club").await.id;
    for person in [&bo, &cleo, &dora, &emil] {
        proves(person, &mut mailbox, Pace::Soon).await;
        ana.adds(club, person).await;
        person.finds(club).await;
    }
    // Not from this room, be it silent or muted; and no more after the link of a mail.
    let level = RoomPrefs { level: Some(NotifyLevel::Nothing), ..RoomPrefs::default() };
    let _ = cleo.keeps(club, level).await.is(204);
    let _ = emil.keeps(club, RoomPrefs { muted: true, ..RoomPrefs::default() }).await.is(204);
    let bo_token = leaves(bo, &ana).await;
    leaves(cleo, &ana).await;
    leaves(emil, &ana).await;
    ana.posts(club, "@bo @cleo @emil come in").await;
    let mail = mailbox.takes().await;
    assert_eq!(mail.to, "bo@example.org");
    let link = mail.header("List-Unsubscribe").expect("a link");
    assert_eq!(mail.header("List-Unsubscribe-Post").as_deref(), Some("List-Unsubscribe=One-Click"));
    let path = link.trim_matches(['<', '>']).trim_start_matches("https://chat.example.org").to_owned();
    let _ = cluster.a().answers(Call::get(&path)).await.is(200);
    let mine = async || -> MyEmail {
        cluster.a().answers(Call::get(routes::MY_EMAIL).bearer(&bo_token)).await.is(200).json()
    };
    assert_eq!(mine().await.pace, Pace::Soon, "looking at the link changes nothing");
    let _ = cluster.a().answers(Call::post(&path)).await.is(200);
    assert_eq!(mine().await.pace, Pace::Off);
    leaves(dora, &ana).await;
    ana.posts(club, "@bo @cleo @dora @emil again").await;
    assert_eq!(mailbox.takes().await.to, "dora@example.org");
    assert!(mailbox.is_empty());
}

async fn whoever_is_not_to_be_disturbed_is_told_afterwards(cluster: Cluster, mut mailbox: Mailbox) {
    let ana = cluster.owner("ana").await;
    let (bo, cleo) = (ana.invites("bo").await, ana.invites("cleo").await);
    let general = ana.general().await;
    proves(&bo, &mut mailbox, Pace::Soon).await;
    proves(&cleo, &mut mailbox, Pace::Soon).await;
    let until = Millis(Millis::now().0 + 3_600_000);
    let _ = bo.put(routes::MY_DND, &SetDnd { until }).await.is(200);
    let bo_token = leaves(bo, &ana).await;
    ana.posts(general, "@bo when you are back").await;
    leaves(cleo, &ana).await;
    ana.posts(general, "@cleo now").await;
    assert_eq!(mailbox.takes().await.to, "cleo@example.org");
    assert!(mailbox.is_empty(), "bo is not disturbed");
    let enough = Call::new("DELETE", routes::MY_DND).bearer(&bo_token);
    assert!(cluster.b().answers(enough).await.status < 300);
    let mail = mailbox.takes().await;
    assert_eq!(mail.to, "bo@example.org");
    assert!(mail.text().contains("> @bo when you are back"));
}

async fn an_address_counts_once_its_code_came_back(cluster: Cluster, mut mailbox: Mailbox) {
    let ana = cluster.owner("ana").await;
    assert_eq!(of(&ana).await, MyEmail { offered: true, ..MyEmail::default() });
    for bad in ["", "ana", "ana@x.org\r\nBcc: bo@x.org"] {
        let bad = SetEmail { address: bad.to_owned(), reader: None };
        ana.put(routes::MY_EMAIL, &bad).await.is_refused(Code::InvalidField);
    }
    gives(&ana, "ana@x.org").await;
    let right = code_in(&mailbox.takes().await);
    assert_eq!(of(&ana).await.pending.as_deref(), Some("ana@x.org"));
    let again = SetEmail { address: "ana@x.org".to_owned(), reader: None };
    ana.put(routes::MY_EMAIL, &again).await.is_refused(Code::RateLimited);
    let verify =
        async |code: &str| ana.post(routes::MY_EMAIL_VERIFY, &VerifyEmail { code: code.to_owned() }).await;
    let wrong = if right == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        verify(wrong).await.is_refused(Code::InvalidField);
    }
    verify(&right).await.is_refused(Code::InvalidField);
    assert_eq!(of(&ana).await.address, None, "it was tried too often");
    chooses(&ana, Pace::Off).await;
    let _ = ana.does("DELETE", routes::MY_EMAIL).await.is(204);
    assert_eq!(of(&ana).await, MyEmail { offered: true, ..MyEmail::default() });
    assert!(mailbox.is_empty());
}

async fn what_the_mail_server_refuses_is_tried_again(cluster: Cluster, mut mailbox: Mailbox) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    proves(&bo, &mut mailbox, Pace::Hourly).await;
    leaves(bo, &ana).await;
    mailbox.feels(Mood::Refuses);
    ana.posts(general, "@bo first").await;
    eventually("it was refused twice", async || (mailbox.refused() >= 2).then_some(())).await;
    ana.posts(general, "@bo second").await;
    mailbox.feels(Mood::Takes);
    let mail = mailbox.takes().await;
    assert!(mail.text().contains("> @bo first"), "{}", mail.text());
    assert!(mailbox.is_empty());
}

async fn a_gateway_that_died_over_a_mail_does_not_send_it_again(mut cluster: Cluster, mut mailbox: Mailbox) {
    let ana = cluster.owner("ana").await;
    let (bo, cleo) = (ana.invites("bo").await, ana.invites("cleo").await);
    let general = ana.general().await;
    proves(&bo, &mut mailbox, Pace::Soon).await;
    proves(&cleo, &mut mailbox, Pace::Soon).await;
    leaves(bo, &ana).await;
    mailbox.feels(Mood::SaysNothing);
    ana.posts(general, "@bo only once").await;
    assert_eq!(mailbox.takes().await.to, "bo@example.org");
    // Nobody knows that it was taken.
    for gateway in &mut cluster.gateways {
        gateway.kill9();
    }
    mailbox.feels(Mood::Takes);
    for gateway in &mut cluster.gateways {
        gateway.restart().await;
    }
    leaves(cleo, &ana).await;
    ana.posts(general, "@cleo @bo and on").await;
    let mut texts = std::collections::BTreeMap::new();
    for _ in 0..2 {
        let mail = mailbox.takes().await;
        texts.insert(mail.to.clone(), mail.text());
    }
    assert!(texts["cleo@example.org"].contains("and on"));
    assert!(texts["bo@example.org"].contains("and on") && !texts["bo@example.org"].contains("only once"));
    assert!(mailbox.is_empty());
}

fn reader(language: &str, time_zone: &str) -> Option<Reader> {
    Some(Reader { language: language.to_owned(), time_zone: time_zone.to_owned(), twelve_hours: false })
}

/// The end of the line above what someone said, so many minutes east of UTC.
fn told_at(said: &Message, ahead: i64) -> String {
    let minute = said.at.0 / 60_000 + ahead;
    format!(", {:02}:{:02}:\n> {}", minute / 60 % 24, minute % 60, said.text)
}

async fn mails_are_in_the_language_and_the_time_of_who_reads_them(cluster: Cluster, mut mailbox: Mailbox) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    for bad in [reader("d e", "UTC"), reader("de", "no zone")] {
        let bad = SetEmail { address: "bo@x.org".to_owned(), reader: bad };
        bo.put(routes::MY_EMAIL, &bad).await.is_refused(Code::InvalidField);
    }
    // The first mail already: where the clocks show 5 hours and 45 minutes more, all year.
    let german = reader("de-AT", "Asia/Kathmandu");
    let address = SetEmail { address: "bo@example.org".to_owned(), reader: german.clone() };
    let _ = bo.put(routes::MY_EMAIL, &address).await.is(202);
    let mail = mailbox.takes().await;
    assert!(mail.text().contains("Er gilt 30 Minuten lang."), "{}", mail.text());
    assert!(mail.html().contains("<html lang=\"de\">"), "{}", mail.html());
    let _ = bo.post(routes::MY_EMAIL_VERIFY, &VerifyEmail { code: code_in(&mail) }).await.is(200);
    chooses(&bo, Pace::Soon).await;
    assert_eq!(of(&bo).await.reader, german, "another pace leaves it");
    let bo_token = leaves(bo, &ana).await;
    let said = ana.posts(general, "@bo schau mal").await;
    let mail = mailbox.takes().await;
    assert_eq!(mail.header("Subject").as_deref(), Some("Natter: 1 Nachricht =?utf-8?b?ZsO8cg==?= dich"));
    assert!(mail.text().contains(&told_at(&said, 5 * 60 + 45)), "{}", mail.text());
    assert!(mail.text().contains("Während du nicht bei Natter warst, ist eine Nachricht"), "{}", mail.text());
    // The page behind its link speaks as the mail does, whatever the browser prefers.
    let link = mail.header("List-Unsubscribe").expect("a link");
    let path = link.trim_matches(['<', '>']).trim_start_matches("https://chat.example.org").to_owned();
    let page = async |call: Call| {
        let answer = cluster.a().answers(call.header("accept-language", "en")).await.is(200);
        String::from_utf8_lossy(&answer.body).into_owned()
    };
    let asked = page(Call::get(&path)).await;
    assert!(asked.contains("<html lang=\"de\">") && asked.contains("Keine Mails mehr über Verpasstes?"));
    assert!(page(Call::get(routes::unsubscribe("nobodys"))).await.contains("<html lang=\"en\">"));

    // Another device, and a profile that says where its person is: that goes before what the device says.
    let change = |path: &str, body: &serde_json::Value| {
        cluster.a().answers(Call::new("PATCH", path).bearer(&bo_token).json(body))
    };
    let told = UpdateEmail { pace: None, reader: reader("en-GB", "Asia/Kathmandu") };
    let _ = change(routes::MY_EMAIL, &serde_json::to_value(&told).expect("JSON")).await.is(200);
    let zone = UpdateMe { time_zone: Some("Asia/Tokyo".to_owned()), ..UpdateMe::default() };
    let _ = change(routes::ME, &serde_json::to_value(&zone).expect("JSON")).await.is(200);
    let said = ana.posts(general, "@bo and now").await;
    let mail = mailbox.takes().await;
    assert!(mail.text().contains(&told_at(&said, 9 * 60)), "{}", mail.text());
    assert!(mail.text().contains("While you were away"), "{}", mail.text());
    assert!(page(Call::post(&path)).await.contains("You get no more of these mails"));
}

async fn whoever_wants_mails_again_is_not_told_what_came_before(cluster: Cluster, mut mailbox: Mailbox) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites("bo").await;
    let general = ana.general().await;
    proves(&bo, &mut mailbox, Pace::Soon).await;
    let token = leaves(bo, &ana).await;
    ana.posts(general, "@bo first").await;
    let link = mailbox.takes().await.header("List-Unsubscribe").expect("a link");
    let path = link.trim_matches(['<', '>']).trim_start_matches("https://chat.example.org").to_owned();
    // What is refused waits: until its reader wants no more mails.
    mailbox.feels(Mood::Refuses);
    ana.posts(general, "@bo second").await;
    eventually("it was refused", async || (mailbox.refused() >= 1).then_some(())).await;
    let _ = cluster.a().answers(Call::post(&path)).await.is(200);
    let again = UpdateEmail { pace: Some(Pace::Soon), reader: None };
    let _ =
        cluster.a().answers(Call::new("PATCH", routes::MY_EMAIL).bearer(&token).json(&again)).await.is(200);
    mailbox.feels(Mood::Takes);
    ana.posts(general, "@bo third").await;
    let text = mailbox.takes().await.text();
    assert!(text.contains("> @bo third") && !text.contains("> @bo second"), "{text}");
}

#[tokio::test]
async fn a_server_without_mail_says_so() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    assert_eq!(of(&ana).await, MyEmail::default());
    let address = SetEmail { address: "ana@x.org".to_owned(), reader: None };
    ana.put(routes::MY_EMAIL, &address).await.is_refused(Code::NotFound);
}

#[tokio::test]
async fn a_mail_server_that_is_down_is_no_reason_to_wait_for_the_next_code() {
    let server =
        Gateway::with(&["--smtp-url", "smtp://127.0.0.1:1", "--smtp-from", "natter@example.org"]).await;
    let ana = server.owner("ana").await;
    let address = SetEmail { address: "ana@x.org".to_owned(), reader: None };
    for _ in 0..2 {
        ana.put(routes::MY_EMAIL, &address).await.is_refused(Code::Unavailable);
    }
    assert_eq!(of(&ana).await.pending, None);
}
