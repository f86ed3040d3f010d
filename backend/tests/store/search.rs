//! The same corpus and the same queries on both databases: the same is found.

use natter::store::Error;
use natter::store::search::{Asked, Found};
use natter_protocol::file::Attachment;
use natter_protocol::search::Sort;
use natter_protocol::{Body, FileId, Message, Millis, Problem, RoomKind, User};

use crate::archive::{Archive, HOUR, NOON, message};
use crate::on_both_databases;
use crate::town::Town;

fn picture(name: &str) -> Attachment {
    Attachment {
        id: FileId::from_parts(Millis(NOON), 1),
        name: name.to_owned(),
        media_type: "image/png".to_owned(),
        size: 7,
        width: None,
        height: None,
        preview: None,
        color: None,
    }
}

async fn search(
    town: &Town,
    by: &User,
    query: &str,
    change: impl FnOnce(&mut Asked<'_>),
) -> Result<Found, Problem> {
    let query = query.parse().expect(query);
    let mut asked = Asked {
        by: by.id,
        query: &query,
        now: Millis(NOON),
        offset: 0,
        before: None,
        limit: 50,
        sort: Sort::Newest,
    };
    change(&mut asked);
    match town.store.search(&asked).await {
        Ok(found) => Ok(found),
        Err(Error::Refused(problem)) => Err(problem),
        Err(Error::Db(error)) => panic!("{error}"),
    }
}

/// The texts that are found, the newest first.
async fn texts(town: &Town, by: &User, query: &str) -> Vec<String> {
    let found = search(town, by, query, |_| {}).await.expect(query);
    let texts: Vec<String> = found.messages.into_iter().map(|message| message.text).collect();
    assert_eq!(found.count, Some(u32::try_from(texts.len()).expect("a few")), "{query}");
    texts
}

/// What is said, and by which queries it is found; a query in `misses` does not find it.
const CORPUS: &[(&str, &[&str], &[&str])] = &[
    ("Schöne Grüße aus Köln", &["grüße", "GRUSSE", "koln", "schon*", "\"aus Köln\""], &["gru", "schoen"]),
    ("Le café est fermé", &["cafe", "CAFÉ ferm*", "cafe\u{301}"], &["caf", "\"fermé café\""]),
    ("İzmir'de çay içtik", &["izmir", "cay", "ictik", "\"izmir'de\""], &["zmir"]),
    ("東京都に住んでいます", &["東京", "京都", "住んで", "東京都"], &["都京", "大阪", "住て"]),
    ("データベースのｻｰﾊﾞｰ", &["サーバー", "ベース", "データ*"], &["ヘース"]),
    ("我们明天开会", &["明天", "开会 我们"], &["天明"]),
    ("서울에서 만나요", &["서울에서", "서울*"], &["서울"]),
    ("Ship it 🚀🎉", &["🚀", "🎉 ship", "\"it 🚀\"", "🚀🎉"], &["🎉🚀", "🦀"]),
    (
        "call foo_bar(1) twice",
        &["foo_bar", "bar", "\"foo bar\"", "foo_b*", "foo-bar"],
        &["bar_foo", "foobar"],
    ),
    (
        "see https://example.com/a-b?x=1 now",
        &["example", "https://example.com/a-b", "example.com", "a-b?x=1"],
        &["example.org"],
    ),
    (
        "the quick brown fox jumps",
        &["\"quick brown\"", "fox quick", "qui* -lazy", "jump*"],
        &["\"quick fox\"", "quick -fox", "-\"brown fox\" quick", "qui"],
    ),
    ("a lazy dog, lazily", &["lazy", "laz*", "dog -fox"], &["lazyx", "lazy -laz*"]),
    ("' \" \\ & | ! ( ) : * <-> AND OR NOT NEAR", &["and or not near", "\"OR not\"", "NEAR*"], &["nor"]),
    ("नमस्ते दुनिया", &["दुनिया", "नमस्*"], &["दुनय"]),
    ("Привет, МИР", &["привет мир", "\"привет мир\""], &["привета"]),
    ("مَرْحَبًا", &["مرحبا"], &["مرحب"]),
];

on_both_databases! {
    async fn every_text_is_found_by_its_words_and_by_nothing_else(town: &Town) {
        let ana = town.person("ana").await;
        let room = town.room(&ana, "talk", RoomKind::Public).await.id;
        let mut archive = Archive::of(town).await;
        for (at, (text, ..)) in CORPUS.iter().enumerate() {
            archive.says(&ana, room, NOON + at as i64, text).await;
        }
        for (text, hits, misses) in CORPUS {
            for query in *hits {
                let found = texts(town, &ana, query).await;
                assert!(found.iter().any(|found| found == text), "{query:?} finds {text:?}: {found:?}");
            }
            for query in *misses {
                let found = texts(town, &ana, query).await;
                assert!(found.iter().all(|found| found != text), "{query:?} does not find {text:?}");
            }
        }
    }

    async fn filters_narrow_what_is_found(town: &Town) {
        let (ana, bo) = (town.person("ana").await, town.person("bo").await);
        let tea = town.room(&ana, "Tea Time", RoomKind::Public).await.id;
        let lab = town.room(&bo, "lab", RoomKind::Private).await.id;
        town.joins(bo.id, tea).await.expect("joined");
        let mut archive = Archive::of(town).await;
        let plan = archive.says(&ana, tea, NOON - 30 * HOUR, "plan one").await;
        archive.says(&bo, tea, NOON - 2 * HOUR, "plan two https://example.com").await;
        archive.puts(Message { thread: Some(plan.id), ..message(bo.id, tea, "plan three") }).await;
        archive.says(&bo, lab, NOON + 1, "plan four").await;
        archive.puts(Message { attachments: vec![picture("summer-2025.png")], at: Millis(NOON + 2), ..message(bo.id, tea, "pic") }).await;
        let emoji = "👍".to_owned();
        let (message_id, user_id) = (plan.id, bo.id);
        archive.writes(tea, vec![(NOON, Body::ReactionAdded { message_id, user_id, emoji })]).await;
        let cases: &[(&str, &[&str])] = &[
            ("plan from:@ana", &["plan one"]),
            ("plan from:me", &["plan four", "plan three", "plan two https://example.com"]),
            ("plan from:me from:@ana in:\"#tea time\"", &["plan three", "plan two https://example.com", "plan one"]),
            ("-from:me in:\"Tea Time\"", &["plan one"]),
            ("plan -in:lab", &["plan three", "plan two https://example.com", "plan one"]),
            ("in:#LAB", &["plan four"]),
            ("has:link", &["plan two https://example.com"]),
            ("plan -has:link -has:reaction", &["plan four", "plan three"]),
            ("has:reaction", &["plan one"]),
            ("has:thread", &["plan one"]),
            ("has:file", &["pic"]),
            ("has:image", &["pic"]),
            ("summer", &["pic"]),
            ("\"pic summer\"", &[]),
            ("is:reply", &["plan three"]),
            ("-is:reply -has:link -has:file -plan", &[]),
            ("-plan", &["pic"]),
            ("is:edited", &[]),
            ("on:yesterday", &["plan one"]),
            ("after:yesterday plan", &["plan four", "plan three", "plan two https://example.com"]),
            ("before:today", &["plan one"]),
            ("-on:today", &["plan one"]),
        ];
        for (query, expected) in cases {
            assert_eq!(texts(town, &bo, query).await, *expected, "{query}");
        }
    }

    async fn a_day_ends_at_midnight_where_one_is(town: &Town) {
        let ana = town.person("ana").await;
        let room = town.room(&ana, "talk", RoomKind::Public).await.id;
        let mut archive = Archive::of(town).await;
        let midnight = NOON - 12 * HOUR;
        for (at, text) in [(-1, "evening"), (0, "morning"), (24 * HOUR - 1, "night"), (24 * HOUR, "tomorrow")] {
            archive.says(&ana, room, midnight + at, text).await;
        }
        let cases: &[(&str, i32, &[&str])] = &[
            ("on:2025-11-25", 0, &["night", "morning"]),
            ("on:today", 0, &["night", "morning"]),
            ("on:yesterday", 0, &["evening"]),
            ("before:2025-11-25", 0, &["evening"]),
            ("after:2025-11-25", 0, &["tomorrow"]),
            ("after:2025-11-24 before:2025-11-26", 0, &["night", "morning"]),
            // An hour east the day begins an hour earlier, …
            ("on:2025-11-25", 60, &["morning", "evening"]),
            // … and west it ends later.
            ("on:2025-11-25", -60, &["tomorrow", "night"]),
        ];
        for (query, offset, expected) in cases {
            let found = search(town, &ana, query, |asked| asked.offset = *offset).await.expect(query);
            let found: Vec<_> = found.messages.iter().map(|message| message.text.as_str()).collect();
            assert_eq!(found, *expected, "{query} {offset}");
        }
    }

    async fn what_one_may_not_see_is_as_if_it_were_not_there(town: &Town) {
        let (ana, bo) = (town.person("ana").await, town.person("bo").await);
        let club = town.room(&ana, "club", RoomKind::Private).await.id;
        let square = town.room(&ana, "square", RoomKind::Public).await.id;
        let mut archive = Archive::of(town).await;
        archive.says(&ana, club, NOON, "secret plan").await;
        archive.says(&ana, square, NOON + 1, "public plan").await;
        assert_eq!(texts(town, &ana, "plan").await, ["public plan", "secret plan"]);
        assert_eq!(texts(town, &bo, "plan").await, [""; 0], "public, but not joined");
        assert_eq!(texts(town, &bo, "-nothing from:@ana").await, [""; 0]);
        assert_eq!(texts(town, &bo, "plan in:#square").await, ["public plan"]);
        let hidden = search(town, &bo, "plan in:#club", |_| {}).await.expect_err("hidden");
        let unknown = search(town, &bo, "plan in:#klub", |_| {}).await.expect_err("unknown");
        assert_eq!(hidden.detail.map(|why| why.replace("club", "klub")), unknown.detail);
        let by_id = search(town, &bo, &format!("plan in:{club}"), |_| {}).await;
        assert!(by_id.is_err());
        town.joins(bo.id, square).await.expect("joined");
        assert_eq!(texts(town, &bo, "plan").await, ["public plan"]);
        town.leaves(bo.id, square).await.expect("left");
        assert_eq!(texts(town, &bo, "plan").await, [""; 0]);
    }

    async fn edits_change_what_is_found_and_deletions_end_it(town: &Town) {
        let ana = town.person("ana").await;
        let room = town.room(&ana, "talk", RoomKind::Public).await.id;
        let mut archive = Archive::of(town).await;
        let said = archive.says(&ana, room, NOON, "the old words").await;
        let other = archive.says(&ana, room, NOON + 1, "other words").await;
        archive.edits(&said, "a new sentence").await;
        assert_eq!(texts(town, &ana, "old").await, [""; 0]);
        assert_eq!(texts(town, &ana, "new").await, ["a new sentence"]);
        assert_eq!(texts(town, &ana, "is:edited").await, ["a new sentence"]);
        archive.deletes(&said).await;
        assert_eq!(texts(town, &ana, "new").await, [""; 0]);
        assert_eq!(texts(town, &ana, "-nothing").await, ["other words"]);
        archive.edits(&said, "from the dead").await;
        assert_eq!(texts(town, &ana, "dead").await, [""; 0]);
        archive.deletes(&other).await;
        assert_eq!(texts(town, &ana, "words").await, [""; 0]);
    }

    async fn pages_follow_each_other_the_newest_first(town: &Town) {
        let ana = town.person("ana").await;
        let room = town.room(&ana, "talk", RoomKind::Public).await.id;
        let mut archive = Archive::of(town).await;
        for n in 0..25 {
            // Several in the same millisecond.
            archive.says(&ana, room, NOON + n / 5, &format!("word {n}")).await;
        }
        let (mut seen, mut before) = (Vec::new(), None);
        for page in 0.. {
            let found = search(town, &ana, "word", |asked| {
                asked.limit = 10;
                asked.before = before;
            });
            let found = found.await.expect("a page");
            assert_eq!(found.count, (page == 0).then_some(25));
            seen.extend(found.messages.into_iter().map(|message| message.text));
            before = found.next;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(seen, (0..25).rev().map(|n| format!("word {n}")).collect::<Vec<_>>());
    }

    async fn the_best_come_first_when_asked_so(town: &Town) {
        let ana = town.person("ana").await;
        let room = town.room(&ana, "talk", RoomKind::Public).await.id;
        let mut archive = Archive::of(town).await;
        for text in ["plan, plan and plan", "a plan among many other words of no interest at all", "planet"] {
            archive.says(&ana, room, NOON, text).await;
        }
        let found = search(town, &ana, "plan*", |asked| asked.sort = Sort::Relevance).await.expect("found");
        let found: Vec<_> = found.messages.iter().map(|message| &message.text[..6]).collect();
        assert_eq!(found, ["plan, ", "a plan", "planet"]);
    }

    async fn a_query_that_cannot_be_answered_says_which_part(town: &Town) {
        let ana = town.person("ana").await;
        for (query, why) in [
            ("x from:@nobody", "from:@nobody: there is no such person"),
            ("in:@nobody", "in:@nobody: there is no such room"),
            ("in:#nowhere x", "in:#nowhere: there is no such room"),
            ("", "something to look for is needed: a word, a phrase or a filter"),
            ("!? \"...\"", "something to look for is needed: a word, a phrase or a filter"),
        ] {
            let refused = search(town, &ana, query, |_| {}).await.expect_err(query);
            assert_eq!((refused.field.as_deref(), refused.detail.as_deref()), (Some("q"), Some(why)));
        }
    }

    async fn what_was_said_before_there_was_an_index_is_taken_in(town: &Town) {
        use sea_orm::ConnectionTrait as _;
        let ana = town.person("ana").await;
        let room = town.room(&ana, "talk", RoomKind::Public).await.id;
        let mut archive = Archive::of(town).await;
        for n in 0..7 {
            archive.says(&ana, room, NOON + n, &format!("old {n}")).await;
        }
        let gone = archive.says(&ana, room, NOON + 8, "old and gone").await;
        archive.deletes(&gone).await;
        let before = texts(town, &ana, "old").await;
        let database = Box::pin(sea_orm::Database::connect(&town.url)).await.expect("a connection");
        for statement in ["DELETE FROM message_words", "UPDATE messages SET place = NULL"] {
            database.execute_unprepared(statement).await.expect(statement);
        }
        assert_eq!(texts(town, &ana, "old").await, [""; 0]);
        assert!(town.store.lacks_index().await.expect("asked"));
        let mut filled = Vec::new();
        while town.store.lacks_index().await.expect("asked") {
            filled.push(town.store.fill_index(3).await.expect("filled"));
        }
        assert_eq!(filled, [3, 3, 2]);
        assert_eq!(texts(town, &ana, "old").await, before);
    }
}
