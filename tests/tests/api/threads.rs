//! Threads: what the message they answer says of them, who is told, what is unread.

use natter_protocol::command::{HistoryQuery, MarkRead, PostMessage};
use natter_protocol::thread::ThreadsPage;
use natter_protocol::{Code, Message, MessageId, RoomId, RoomKind, ThreadMark, routes};
use natter_tests::person::new_message_id;
use natter_tests::{Cluster, Gateway, Person, on_both};

on_both! {
    a_message_says_what_was_answered,
    only_those_who_take_part_are_told_of_a_reply,
    a_reply_counts_for_the_room_only_when_it_shows_there_or_names_one,
    threads_come_in_pages_the_newest_first,
}

async fn replies(person: &Person, room: RoomId, root: MessageId, text: &str) -> Message {
    person.answers_in_thread(room, root, text).await.is(201).json()
}

async fn loud(person: &Person, room: RoomId, root: MessageId, text: &str) -> Message {
    let id = new_message_id();
    let (text, attachments) = (text.to_owned(), Vec::new());
    let command = PostMessage { id, text, thread: Some(root), attachments, broadcast: true, poll: None };
    let said: Message = person.post(routes::messages(room), &command).await.is(201).json();
    let other = PostMessage { broadcast: false, ..command };
    person.post(routes::messages(room), &other).await.is_refused(Code::IdReused);
    said
}

async fn threads(person: &Person) -> ThreadsPage {
    person.get(routes::THREADS).await.is(200).json()
}

async fn marks(person: &Person) -> Vec<ThreadMark> {
    let threads = threads(person).await.threads;
    threads.into_iter().map(|thread| thread.mark).collect()
}

fn is_unread(mark: &ThreadMark) -> bool {
    mark.last_seq > mark.read_seq
}

async fn a_message_says_what_was_answered(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    let root = ana.posts(general, "what do you think?").await;
    replies(&bo, general, root.id, "one").await;
    let second = replies(&ana, general, root.id, "two").await;
    let third = replies(&bo, general, root.id, "three").await;
    let read: Message = ana.get(routes::message(general, root.id)).await.is(200).json();
    let sum = read.replies.expect("replies");
    assert_eq!((sum.count, sum.last_at, sum.users), (3, third.at, vec![bo.id, ana.id]));
    // Whoever was there all the time, and whoever asks anew, sees the same.
    ana.sees("three").await;
    let _ = ana.deletes(general, second.id).await.is(200);
    let _ = ana.deletes(general, second.id).await.is(200);
    let page = bo.history(general, HistoryQuery::default()).await;
    let again = page.messages.iter().find(|message| message.id == root.id).expect("the root");
    assert_eq!(again.replies.as_ref().map(|replies| replies.count), Some(2));
    let what = "the count goes down";
    let seen = ana.live.until(what, |seen| {
        let replies = seen.chat.timeline(general)?.message(root.id)?.replies.clone()?;
        (replies.count == 2).then_some(replies)
    });
    assert_eq!(Some(seen.await), again.replies);
    let thread = HistoryQuery { thread: Some(root.id), ..HistoryQuery::default() };
    let page = bo.history(general, thread).await;
    assert_eq!(page.messages.len(), 3);
    ana.sees_what_a_snapshot_shows().await;
}

async fn only_those_who_take_part_are_told_of_a_reply(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let mei = ana.invites("mei").await;
    let sam = ana.invites_at("sam", cluster.b()).await;
    let general = ana.general().await;
    for person in [&bo, &mei, &sam] {
        person.finds(general).await;
    }
    let root = ana.posts(general, "a plan").await;
    let reply = replies(&bo, general, root.id, "@mei, yours?").await;
    for person in [&ana, &mei] {
        // The other gateway has it no later than it tells of it.
        let what = format!("{} is told", person.name);
        person.live.until(&what, |seen| seen.chat.unread_threads().next()).await;
        let marks = marks(person).await;
        assert!(marks.len() == 1 && is_unread(&marks[0]), "{}: {marks:?}", person.name);
        assert_eq!(marks[0].last_seq, reply.seq);
    }
    assert!(marks(&bo).await.iter().all(|mark| !is_unread(mark)), "one's own reply is read");
    sam.sees("a plan").await;
    assert_eq!(marks(&sam).await, []);
    assert_eq!(sam.syncs().await.threads, []);
    // Reading it is told to one's own devices.
    let path = routes::thread_read(general, root.id);
    let _ = ana.put(&path, &MarkRead { seq: reply.seq }).await.is(204);
    ana.live.until("it is read", |seen| seen.chat.unread_threads().next().is_none().then_some(())).await;
    assert!(!is_unread(&marks(&ana).await[0]));
    assert_eq!(ana.syncs().await.threads, []);
    let later = replies(&mei, general, root.id, "mine").await;
    ana.live.until("it is unread again", |seen| seen.chat.unread_threads().next()).await;
    assert_eq!(ana.syncs().await.threads[0].last_seq, later.seq);
    // Whoever left is not told any more, and sees nothing of the thread.
    let club = ana.makes_room(RoomKind::Private, "club").await.id;
    ana.adds(club, &mei).await;
    let secret = mei.posts(club, "between us").await;
    ana.removes(club, &mei).await;
    replies(&ana, club, secret.id, "without mei").await;
    assert!(marks(&mei).await.iter().all(|mark| mark.room_id == general));
    mei.put(routes::thread_read(club, secret.id), &MarkRead { seq: 1 }).await.is_refused(Code::RoomNotFound);
}

async fn a_reply_counts_for_the_room_only_when_it_shows_there_or_names_one(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    let root = ana.posts(general, "the root").await;
    bo.sees("the root").await;
    bo.reads(general, root.seq).await;
    replies(&ana, general, root.id, "quietly").await;
    assert_eq!((bo.summary(general).await.unread, bo.summary(general).await.mentions), (0, 0));
    replies(&ana, general, root.id, "@bo look").await;
    let seen_by_all = loud(&ana, general, root.id, "for everyone").await;
    assert!(seen_by_all.broadcast);
    let summary = bo.summary(general).await;
    assert_eq!((summary.unread, summary.mentions), (2, 1));
    bo.sees("for everyone").await;
    bo.sees_what_a_snapshot_shows().await;
}

async fn threads_come_in_pages_the_newest_first(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    let other = ana.makes_room(RoomKind::Public, "other").await.id;
    bo.joins(other).await;
    let mut roots = Vec::new();
    for n in 0..5 {
        let room = if n % 2 == 0 { general } else { other };
        let root = ana.posts(room, &format!("root {n}")).await;
        replies(&bo, room, root.id, &format!("reply {n}")).await;
        roots.push(root.id);
    }
    roots.reverse();
    let mut found = Vec::new();
    let mut next: Option<String> = None;
    loop {
        let before = next.map_or_else(String::new, |next| format!("&before={next}"));
        let page: ThreadsPage = ana.get(format!("{}?limit=2{before}", routes::THREADS)).await.is(200).json();
        found.extend(page.threads.iter().map(|thread| thread.root.id));
        next = page.next;
        if next.is_none() {
            break;
        }
    }
    assert_eq!(found, roots);
}

#[tokio::test]
async fn what_is_asked_of_threads_is_checked() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let general = ana.general().await;
    for bad in ["limit=0", "limit=101", "before=x", "before=1-x"] {
        ana.get(format!("{}?{bad}", routes::THREADS)).await.is_refused(Code::InvalidQuery);
    }
    let root = ana.posts(general, "root").await;
    let beyond = MarkRead { seq: root.seq + 1_000_000 };
    ana.put(routes::thread_read(general, root.id), &beyond).await.is_refused(Code::InvalidField);
    let unknown = routes::thread_read(general, new_message_id());
    ana.put(unknown, &MarkRead { seq: 1 }).await.is_refused(Code::MessageNotFound);
}
