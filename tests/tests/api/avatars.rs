//! The pictures of people.

use natter_protocol::command::SetAvatar;
use natter_protocol::{Code, User, routes};
use natter_tests::person_files::picture;
use natter_tests::{Call, Gateway, eventually};

#[tokio::test]
async fn everyone_sees_a_persons_picture() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let bo = ana.invites("bo").await;
    let file = ana.uploads("me.png", picture(900, 500)).await;
    let shown: User = ana.put(routes::MY_AVATAR, &SetAvatar { file: file.id }).await.is(200).json();
    let first = shown.avatar.expect("a picture");
    let seen = bo.live.until("bo sees it", |seen| seen.chat.user(ana.id)?.avatar);
    assert_eq!(seen.await, first);
    let answer = bo.get(routes::avatar(first)).await.is(200);
    assert_eq!(answer.header("content-type"), Some("image/jpeg"));
    assert_eq!(answer.header("cache-control"), Some("private, max-age=31536000, immutable"));
    server.answers(Call::get(routes::avatar(first))).await.is_refused(Code::Unauthenticated);
    // The upload is used up.
    ana.downloads(file.id).await.is_refused(Code::FileNotFound);

    let other = ana.uploads("me.png", picture(300, 300)).await;
    let shown: User = ana.put(routes::MY_AVATAR, &SetAvatar { file: other.id }).await.is(200).json();
    assert!(shown.avatar.is_some_and(|second| second != first));
    ana.get(routes::avatar(first)).await.is_refused(Code::FileNotFound);
    let shown: User = ana.does("DELETE", routes::MY_AVATAR).await.is(200).json();
    assert_eq!(shown.avatar, None);
    eventually("bo sees it no more", async || {
        bo.live.look(|seen| seen.chat.user(ana.id).is_some_and(|user| user.avatar.is_none())).then_some(())
    })
    .await;
    bo.sees_what_a_snapshot_shows().await;
}

#[tokio::test]
async fn only_ones_own_picture_becomes_ones_face() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let bo = ana.invites("bo").await;
    let tries = async |file| ana.put(routes::MY_AVATAR, &SetAvatar { file }).await;
    tries(bo.uploads("bo.png", picture(40, 40)).await.id).await.is_refused(Code::FileNotFound);
    tries(ana.uploads("words.png", "no picture").await.id).await.is_refused(Code::InvalidField);
    tries(ana.begins_upload("half.png", 100).await).await.is_refused(Code::UploadUnfinished);
    let attached = ana.uploads("said.png", picture(40, 40)).await;
    ana.posts_with(ana.general().await, "", &[attached.id]).await;
    tries(attached.id).await.is_refused(Code::FileTaken);
    // An id of a file is none of a picture of a person.
    bo.get(routes::avatar(attached.id)).await.is_refused(Code::FileNotFound);
}
