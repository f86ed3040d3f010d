//! Files in messages: who may attach one, who may have it, and how it is given.

use natter_protocol::command::HistoryQuery;
use natter_protocol::file::RoomFileList;
use natter_protocol::{Attachment, Code, Message, RoomKind, routes};
use natter_tests::person::new_message_id;
use natter_tests::person_files::{picture, something};
use natter_tests::{Cluster, Gateway, eventually, on_both};
use serde_json::json;

on_both! {
    a_picture_is_seen_by_those_in_the_room,
    who_is_not_in_the_room_learns_nothing_of_its_files,
    a_file_belongs_to_one_message,
    a_message_that_is_taken_back_takes_its_files_along,
}

/// Several gateways need a place that they share.
pub async fn sharing(cluster: Cluster) -> Cluster {
    let mut cluster = cluster;
    let shared = cluster.a().data().join("files").to_string_lossy().into_owned();
    for gateway in cluster.gateways.iter_mut().skip(1) {
        gateway.set("--files", &shared);
        gateway.restart().await;
    }
    cluster
}

async fn a_picture_is_seen_by_those_in_the_room(cluster: Cluster) {
    let cluster = sharing(cluster).await;
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let content = picture(900, 600);
    let file = ana.uploads("holiday.png", content.clone()).await;
    assert_eq!(
        (&*file.name, &*file.media_type, file.size),
        ("holiday.png", "image/png", content.len() as u64)
    );
    assert_eq!((file.width, file.height), (Some(900), Some(600)));
    let preview = file.preview.expect("it is worth a preview");
    assert_eq!((preview.width, preview.height), (720, 480));
    let general = ana.general().await;
    let said = ana.posts_with(general, "", &[file.id]).await;
    assert_eq!(said.attachments, std::slice::from_ref(&file));

    let seen = bo.live.until("bo sees the picture", |seen| {
        let timeline = seen.chat.timeline(general)?;
        timeline.message(said.id).cloned()
    });
    assert_eq!(seen.await.attachments, std::slice::from_ref(&file));
    let page = bo.history(general, HistoryQuery::default()).await;
    let found = page.messages.iter().find(|message| message.id == said.id).expect("in history");
    assert_eq!(found.attachments, std::slice::from_ref(&file));
    assert_eq!(bo.downloads(file.id).await.is(200).body, content);
    let small = bo.get(routes::file_preview(file.id)).await.is(200);
    assert_eq!(small.header("content-type"), Some("image/jpeg"));
    assert!(small.body.starts_with(b"\xff\xd8\xff") && small.body.len() < content.len());
    assert_eq!(bo.get(routes::file_info(file.id)).await.is(200).json::<Attachment>(), file);
    // At once, and at another gateway.
    let list: RoomFileList = bo.get(routes::room_files(general)).await.is(200).json();
    assert_eq!((&list.files[0].file, list.files[0].by, list.files[0].message), (&file, ana.id, said.id));
    assert!(!list.more && list.files.len() == 1);
    bo.sees_what_a_snapshot_shows().await;
}

async fn who_is_not_in_the_room_learns_nothing_of_its_files(cluster: Cluster) {
    let cluster = sharing(cluster).await;
    let ana = cluster.owner("ana").await;
    let bo = ana.invites("bo").await;
    let mallory = ana.invites_at("mallory", cluster.b()).await;
    let club = ana.makes_room(RoomKind::Private, "club").await.id;
    ana.adds(club, &bo).await;
    let square = ana.makes_room_in_the_shard_of(club).await.id;
    mallory.joins(square).await;
    mallory.finds(square).await;
    let file = ana.uploads("secret.txt", "between us").await;
    for stranger in [&bo, &mallory] {
        for path in [routes::file(file.id), routes::file_info(file.id), routes::file_preview(file.id)] {
            stranger.get(path).await.is_refused(Code::FileNotFound);
        }
        let _ = stranger.tries_to_post_with(square, "mine", &[file.id]).await.problem();
        stranger.does("DELETE", routes::file(file.id)).await.is_refused(Code::FileNotFound);
        stranger.sends_piece(file.id, 10, b"more").await.is_refused(Code::FileNotFound);
        assert_eq!(stranger.does("HEAD", routes::file(file.id)).await.status, 404);
    }
    mallory.tries_to_post_with(square, "mine", &[file.id]).await.is_refused(Code::FileNotFound);

    ana.posts_with(club, "look", &[file.id]).await;
    assert_eq!(bo.downloads(file.id).await.is(200).body, "between us");
    mallory.downloads(file.id).await.is_refused(Code::FileNotFound);
    mallory.get(routes::room_files(club)).await.is_refused(Code::RoomNotFound);
    ana.joins(square).await;
    ana.posts(square, "marker").await;
    mallory.sees("marker").await;
    mallory.has_heard_nothing_of(club);
    // Who is removed has it no more.
    ana.removes(club, &bo).await;
    bo.downloads(file.id).await.is_refused(Code::FileNotFound);
    // Without a sign-in there is nothing at all.
    let nobody = natter_tests::Call::get(routes::file(file.id));
    cluster.a().answers(nobody).await.is_refused(Code::Unauthenticated);
}

async fn a_file_belongs_to_one_message(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let general = ana.general().await;
    let file = ana.uploads("a.txt", "one").await;
    let other = ana.uploads("b.txt", "two").await;
    let id = new_message_id();
    let body = json!({"id": id, "text": "hi", "attachments": [file.id]});
    let first: Message = ana.post(routes::messages(general), &body).await.is(201).json();
    let again: Message = ana.post(routes::messages(general), &body).await.is(200).json();
    assert_eq!(first, again);
    let body = json!({"id": id, "text": "hi", "attachments": [other.id]});
    ana.post(routes::messages(general), &body).await.is_refused(Code::IdReused);
    ana.tries_to_post_with(general, "again", &[file.id]).await.is_refused(Code::FileTaken);
    ana.does("DELETE", routes::file(file.id)).await.is_refused(Code::FileTaken);
    ana.tries_to_post_with(general, "", &[]).await.is_refused(Code::InvalidField);
    ana.tries_to_post_with(general, "", &[other.id, other.id]).await.is_refused(Code::InvalidField);
    // A refusal ties nothing: the file is still free.
    ana.tries_to_post_with(general, "a\0b", &[other.id]).await.is_refused(Code::InvalidField);
    let second = ana.posts_with(general, "", &[other.id]).await;
    assert_eq!((second.text.as_str(), second.attachments.len()), ("", 1));
    let edited: Message = ana.edits(general, second.id, "with words").await.is(200).json();
    assert_eq!(edited.attachments, second.attachments);
    let _ = ana.edits(general, second.id, "").await.is(200);
    ana.edits(general, ana.posts(general, "words").await.id, "").await.is_refused(Code::InvalidField);
}

async fn a_message_that_is_taken_back_takes_its_files_along(cluster: Cluster) {
    let cluster = sharing(cluster).await;
    let ana = cluster.owner("ana").await;
    let general = ana.general().await;
    let file = ana.uploads("a.png", picture(900, 900)).await;
    let said = ana.posts_with(general, "oh", &[file.id]).await;
    let folder = cluster.a().data().join("files").join(file.id.to_string());
    assert!(folder.exists());
    let deleted: Message = ana.deletes(general, said.id).await.is(200).json();
    assert_eq!(deleted.attachments, []);
    ana.downloads(file.id).await.is_refused(Code::FileNotFound);
    ana.get(routes::file_preview(file.id)).await.is_refused(Code::FileNotFound);
    eventually("its bytes are gone", async || (!folder.exists()).then_some(())).await;
    let loose = ana.uploads("b.txt", "never mind").await;
    let _ = ana.does("DELETE", routes::file(loose.id)).await.is(204);
    ana.downloads(loose.id).await.is_refused(Code::FileNotFound);
}

#[tokio::test]
async fn what_a_stranger_brought_can_do_nothing_in_a_browser() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let page = "<!doctype html><script>fetch('/api/v1/me')</script>";
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    for (name, content, media_type, shown) in [
        ("cat.png", page.as_bytes(), "text/html", None),
        ("cat.svg", drawing.as_bytes(), "image/svg+xml", None),
        ("page.html", b"just words", "text/plain", Some("text/plain; charset=utf-8")),
        ("run.exe", b"MZ\x90\0\x03\0\0\0", "application/vnd.microsoft.portable-executable", None),
        ("words.pdf", b"%PDF-1.7\n", "application/pdf", Some("application/pdf")),
        ("cat.html", &picture(4, 4), "image/png", Some("image/png")),
    ] {
        let file = ana.uploads(name, content.to_vec()).await;
        assert_eq!(file.media_type, media_type, "{name}");
        let answer = ana.downloads(file.id).await.is(200);
        let header = |name| answer.header(name).unwrap_or_default().to_owned();
        let disposition = header("content-disposition");
        assert!(disposition.starts_with(if shown.is_some() { "inline; " } else { "attachment; " }), "{name}");
        assert_eq!(header("content-type"), shown.unwrap_or("application/octet-stream"), "{name}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{name}: {policy}");
        assert_eq!(policy.contains("sandbox"), media_type != "application/pdf", "{name}");
        assert_eq!(header("cache-control"), "private, max-age=31536000, immutable");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin");
    }
}

#[tokio::test]
async fn a_part_of_a_file_can_be_had() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    // More than one object in the storage.
    let content = something(5 * 1024 * 1024);
    let file = ana.uploads("film.bin", content.clone()).await;
    let asks = async |headers: &[(&str, &str)]| {
        let mut call = ana.call("GET", routes::file(file.id));
        for (name, value) in headers {
            call = call.header(name, value);
        }
        ana.tries(call).await.expect("an answer")
    };
    let whole = asks(&[]).await.is(200);
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    assert!(whole.body == content);
    let tag = whole.header("etag").expect("a tag").to_owned();
    for (range, from, to) in [
        ("bytes=0-9", 0, 10),
        ("bytes=2097000-2097300", 2_097_000, 2_097_301),
        ("bytes=-5", content.len() - 5, content.len()),
        ("bytes=100-", 100, content.len()),
    ] {
        let part = asks(&[("range", range), ("if-range", &tag)]).await.is(206);
        assert!(part.body == content[from..to], "{range}");
        let expected = format!("bytes {from}-{}/{}", to - 1, content.len());
        assert_eq!(part.header("content-range"), Some(&*expected));
    }
    let none = asks(&[("range", "bytes=99999999-")]).await;
    assert_eq!(none.header("content-range"), Some(&*format!("bytes */{}", content.len())));
    assert_eq!(none.header("cache-control"), Some("no-store"));
    none.is_refused(Code::RangeNotSatisfiable);
    assert_eq!(
        asks(&[("range", "bytes=0-1"), ("if-range", "\"other\"")]).await.is(200).body.len(),
        content.len()
    );
    let known = asks(&[("if-none-match", &tag)]).await.is(304);
    assert!(known.body.is_empty());
    let head = ana.does("HEAD", routes::file(file.id)).await.is(200);
    assert_eq!(head.header("content-length"), Some(&*content.len().to_string()));
    assert!(head.body.is_empty());
}
