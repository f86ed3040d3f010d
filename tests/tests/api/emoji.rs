//! Emoji of the server's own: who adds them, who sees them, what may become one.

use std::io::Cursor;

use image::{Frame, ImageFormat, Rgba, RgbaImage};
use natter_protocol::administration::{AuditAction, AuditPage, UpdateUser};
use natter_protocol::emoji::{AddEmoji, CustomEmojiList};
use natter_protocol::{Code, CustomEmoji, FileId, Message, ServerRole, limits, routes};
use natter_tests::http::Answer;
use natter_tests::person_files::picture;
use natter_tests::{Call, Cluster, Person, on_both};

use crate::files::sharing;

on_both! {
    an_emoji_is_there_for_everyone_until_it_is_removed,
    only_admins_add_and_remove_emoji,
    not_every_name_and_not_every_file_becomes_an_emoji,
}

async fn adds(person: &Person, name: &str, file: FileId) -> Answer {
    person.post(routes::EMOJI, &AddEmoji { name: name.to_owned(), file }).await
}

async fn added(person: &Person, name: &str, content: Vec<u8>) -> CustomEmoji {
    let file = person.uploads("picture", content).await;
    adds(person, name, file.id).await.is(201).json()
}

async fn listed(person: &Person) -> Vec<CustomEmoji> {
    person.get(routes::EMOJI).await.is(200).json::<CustomEmojiList>().emoji
}

fn moving(side: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut gif = image::codecs::gif::GifEncoder::new(&mut bytes);
    let frame = |shade| Frame::new(RgbaImage::from_pixel(side, side, Rgba([shade, 80, 90, 255])));
    gif.encode_frames([frame(0), frame(255)]).expect("a GIF");
    drop(gif);
    bytes
}

async fn an_emoji_is_there_for_everyone_until_it_is_removed(cluster: Cluster) {
    let cluster = sharing(cluster).await;
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    assert_eq!(listed(&bo).await, []);
    let parrot = added(&ana, "party-parrot", picture(200, 100)).await;
    let wave = added(&ana, "big+wave_2", moving(64)).await;
    assert_eq!(listed(&bo).await, [wave.clone(), parrot.clone()]);
    let seen = bo.live.until("bo sees it", |seen| seen.chat.emoji().get("party-parrot").cloned());
    assert_eq!(seen.await, parrot);

    let answer = bo.get(routes::emoji_picture(parrot.picture)).await.is(200);
    assert_eq!(answer.header("content-type"), Some("image/jpeg"));
    assert_eq!(answer.header("cache-control"), Some("private, max-age=31536000, immutable"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert!(
        answer.header("content-security-policy").is_some_and(|policy| policy.contains("default-src 'none'"))
    );
    let small = image::load_from_memory(&answer.body).expect("a picture");
    assert_eq!((small.width(), small.height()), (128, 64));
    let answer = bo.get(routes::emoji_picture(wave.picture)).await.is(200);
    assert_eq!((answer.header("content-type"), &answer.body[..]), (Some("image/gif"), &moving(64)[..]));
    let call = Call::get(routes::emoji_picture(parrot.picture));
    call.send(ana.address()).await.expect("an answer").is_refused(Code::Unauthenticated);

    let said = ana.posts(general, "hello :party-parrot:").await;
    bo.reacts(general, said.id, ":big_wave:").await.is_refused(Code::InvalidField);
    let reacted: Message = bo.reacts(general, said.id, ":big+wave_2:").await.is(200).json();
    assert_eq!(reacted.reactions[0].emoji, ":big+wave_2:");
    ana.live
        .until("ana sees the reaction", |seen| {
            let message = seen.chat.timeline(general)?.message(said.id)?;
            message.reactions.iter().any(|reaction| reaction.emoji == ":big+wave_2:").then_some(())
        })
        .await;

    let _ = ana.does("DELETE", routes::emoji("big+wave_2")).await.is(204);
    let _ = ana.does("DELETE", routes::emoji("big+wave_2")).await.is(204);
    assert_eq!(listed(&bo).await, [parrot]);
    let gone = |seen: &natter_tests::Seen| seen.chat.emoji().get("big+wave_2").is_none().then_some(());
    bo.live.until("bo sees it no more", gone).await;
    bo.get(routes::emoji_picture(wave.picture)).await.is_refused(Code::FileNotFound);
    ana.reacts(general, said.id, ":big+wave_2:").await.is_refused(Code::InvalidField);
    let left: Message = bo.unreacts(general, said.id, ":big+wave_2:").await.is(200).json();
    assert_eq!(left.reactions, []);
    bo.sees_what_a_snapshot_shows().await;
}

async fn only_admins_add_and_remove_emoji(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let parrot = added(&ana, "parrot-2", picture(20, 20)).await;
    let file = bo.uploads("mine.png", picture(30, 30)).await;
    adds(&bo, "mine", file.id).await.is_refused(Code::Forbidden);
    bo.does("DELETE", routes::emoji("parrot-2")).await.is_refused(Code::Forbidden);
    assert_eq!(listed(&bo).await, [parrot]);
    let _ = ana.patch(routes::user(bo.id), &UpdateUser { role: ServerRole::Admin }).await.is(200);
    let is_admin = |seen: &natter_tests::Seen| (seen.chat.me().user.role == ServerRole::Admin).then_some(());
    bo.live.until("bo is an admin", is_admin).await;
    let _ = adds(&bo, "mine", file.id).await.is(201);
    let _ = bo.does("DELETE", routes::emoji("parrot-2")).await.is(204);
    let deeds: AuditPage = ana.get(routes::AUDIT).await.is(200).json();
    let deeds: Vec<_> = deeds.entries.into_iter().map(|deed| (deed.action, deed.detail)).collect();
    assert_eq!(deeds[0], (AuditAction::EmojiRemoved, Some("parrot-2".to_owned())));
    assert_eq!(deeds[1], (AuditAction::EmojiAdded, Some("mine".to_owned())));
}

async fn not_every_name_and_not_every_file_becomes_an_emoji(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let file = ana.uploads("good.png", picture(20, 20)).await.id;
    for bad in ["", "a", "Parrot", "a b", ":parrot:", "pärrot", &"a".repeat(33)] {
        adds(&ana, bad, file).await.is_refused(Code::InvalidField);
    }
    for taken in ["+1", "thumbs_up", "tada"] {
        adds(&ana, taken, file).await.is_refused(Code::EmojiTaken);
    }
    adds(&ana, "parrot-2", bo.uploads("bo.png", picture(20, 20)).await.id)
        .await
        .is_refused(Code::FileNotFound);
    let words = ana.uploads("words.png", "no picture").await.id;
    adds(&ana, "parrot-2", words).await.is_refused(Code::InvalidField);
    let wide = ana.uploads("wide.png", picture(1025, 4)).await.id;
    adds(&ana, "parrot-2", wide).await.is_refused(Code::InvalidField);
    let large = ana.uploads("large.png", picture(400, 400)).await;
    assert!(large.size > limits::EMOJI_FILE_BYTES);
    adds(&ana, "parrot-2", large.id).await.is_refused(Code::FileTooLarge);
    adds(&ana, "parrot-2", ana.begins_upload("half.png", 100).await).await.is_refused(Code::UploadUnfinished);
    let mut bitmap = Cursor::new(Vec::new());
    RgbaImage::from_pixel(9, 9, Rgba([1, 2, 3, 255])).write_to(&mut bitmap, ImageFormat::Png).expect("a PNG");
    let _ = adds(&ana, "parrot-2", file).await.is(201);
    let other = ana.uploads("other.png", bitmap.into_inner()).await.id;
    adds(&ana, "parrot-2", other).await.is_refused(Code::EmojiTaken);
    // The upload that became one is used up, the other one is not.
    adds(&ana, "parrot-3", file).await.is_refused(Code::FileNotFound);
    let _ = adds(&ana, "parrot-3", other).await.is(201);
}
