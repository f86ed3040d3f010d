//! Bringing files: limits, names, and uploads that are cut.

use std::time::Duration;

use natter_protocol::own::Schedule;
use natter_protocol::{Attachment, Code, Millis, limits, routes};
use natter_tests::person_files::something;
use natter_tests::person_own::put_off;
use natter_tests::{Cluster, Dice, Gateway, Person, eventually, in_time};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

#[tokio::test]
async fn a_file_comes_in_pieces() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let content = something(3 * 1024 * 1024 + 7);
    let id = ana.begins_upload("big.bin", content.len()).await;
    assert_eq!(ana.offset_of(id).await, 0);
    ana.downloads(id).await.is_refused(Code::UploadUnfinished);
    ana.tries_to_post_with(ana.general().await, "", &[id]).await.is_refused(Code::UploadUnfinished);
    let half = content.len() / 2;
    let first = ana.sends_piece(id, 0, &content[..half]).await.is(204);
    assert_eq!(first.header("upload-offset"), Some(&*half.to_string()));
    assert_eq!(first.header("tus-resumable"), Some("1.0.0"));
    for wrong in [0, half - 1, half + 1, content.len()] {
        let refused = ana.sends_piece(id, wrong, b"x").await;
        assert_eq!(refused.header("upload-offset"), Some(&*half.to_string()));
        refused.is_refused(Code::UploadOffset);
    }
    let mut too_much = content[half..].to_vec();
    too_much.push(0);
    ana.sends_piece(id, half, &too_much).await.is_refused(Code::FileTooLarge);
    let at = ana.offset_of(id).await;
    let _ = ana.sends_piece(id, at, &content[at..]).await.is(204);
    let file: Attachment = ana.get(routes::file_info(id)).await.is(200).json();
    assert_eq!(file.size, content.len() as u64);
    assert!(ana.downloads(id).await.is(200).body == content);
    ana.sends_piece(id, content.len(), b"").await.is_refused(Code::UploadOffset);
}

#[tokio::test]
async fn headers_that_are_not_of_the_protocol_are_refused() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let id = ana.begins_upload("a", 10).await;
    let tries = async |call: natter_tests::Call| ana.tries(call).await.expect("an answer");
    let creation = |name: &str, value: &str| ana.call("POST", routes::FILES).header(name, value);
    tries(creation("upload-length", "-5")).await.is_refused(Code::InvalidHeader);
    tries(creation("upload-length", "ten")).await.is_refused(Code::InvalidHeader);
    tries(creation("upload-length", "99999999999999999999")).await.is_refused(Code::InvalidHeader);
    tries(creation("tus-resumable", "0.2.2")).await.is_refused(Code::UnsupportedVersion);
    tries(ana.piece(id, 0, b"x").header("upload-offset", "zero")).await.is_refused(Code::InvalidHeader);
    tries(ana.piece(id, 0, b"x").header("content-type", "text/plain"))
        .await
        .is_refused(Code::UnsupportedMediaType);
    ana.get(routes::file("00000000000000000000000000".parse().expect("an id")))
        .await
        .is_refused(Code::FileNotFound);
    ana.get(format!("{}/nothing", routes::FILES)).await.is_refused(Code::FileNotFound);
    let named = creation("upload-length", "0").header("upload-metadata", "filename U3RyYcOfZS5wZGY=");
    assert_eq!(tries(named).await.is(201).json::<Attachment>().name, "Straße.pdf");
}

#[tokio::test]
async fn names_are_only_names() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    for (given, kept) in [
        ("../../../etc/passwd", "passwd"),
        (r"C:\evil\cat.png", "cat.png"),
        ("..", "file"),
        ("", "file"),
        ("naïve 'quote\" 猫.txt", "naïve 'quote\" 猫.txt"),
    ] {
        let file = ana.uploads(given, "x").await;
        assert_eq!(file.name, kept, "{given:?}");
        let answer = ana.downloads(file.id).await.is(200);
        let disposition = answer.header("content-disposition").expect("ASCII");
        assert!(!disposition.contains(['/', '\\']), "{disposition}");
    }
    for bad in ["a\0b", "a\nb", "gnp.\u{202e}exe", &"x".repeat(limits::FILE_NAME_CHARS + 1)] {
        ana.tries_to_upload(bad, "x").await.is_refused(Code::InvalidField);
    }
}

#[tokio::test]
async fn what_is_too_much_is_refused() {
    let cluster = Cluster::alone_with(&["--file-bytes", "1000", "--file-space-bytes", "2500"]).await;
    let ana = cluster.owner("ana").await;
    ana.tries_to_upload("a", something(1001)).await.is_refused(Code::FileTooLarge);
    let announced = ana.call("POST", routes::FILES).header("upload-length", "1001");
    ana.tries(announced).await.expect("an answer").is_refused(Code::FileTooLarge);
    let kept = ana.uploads("a", something(1000)).await;
    ana.uploads("b", something(1000)).await;
    ana.tries_to_upload("c", something(501)).await.is_refused(Code::LimitReached);
    let _ = ana.does("DELETE", routes::file(kept.id)).await.is(204);
    ana.uploads("c", something(501)).await;
    // Somebody else has space of her own.
    ana.invites("bo").await.uploads("d", something(1000)).await;
}

/// Sends the head of a request for a piece, and some bytes of it, and hangs up.
async fn cut_off(ana: &Person, id: natter_protocol::FileId, content: &[u8], sent: usize) {
    let head = format!(
        "PATCH {} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nUpload-Offset: 0\r\n\
         Content-Type: application/offset+octet-stream\r\nContent-Length: {}\r\n\r\n",
        routes::file(id),
        ana.token,
        content.len()
    );
    let mut socket = TcpStream::connect(ana.address()).await.expect("a connection");
    socket.write_all(head.as_bytes()).await.expect("sent");
    socket.write_all(&content[..sent]).await.expect("sent");
    socket.shutdown().await.expect("hung up");
}

#[tokio::test]
async fn of_a_connection_that_breaks_what_arrived_is_kept() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let content = something(3_000_000);
    let id = ana.begins_upload("big.bin", content.len()).await;
    cut_off(&ana, id, &content, 2_500_000).await;
    let at = eventually("what arrived is kept", async || {
        Some(ana.offset_of(id).await).filter(|&at| at == 2_500_000)
    });
    let at = at.await;
    let _ = ana.sends_piece(id, at, &content[at..]).await.is(204);
    assert!(ana.downloads(id).await.is(200).body == content);
}

/// Sends a file in small pieces, through whatever happens, and says how often it had to begin anew.
async fn brings(ana: &Person, id: natter_protocol::FileId, content: &[u8]) {
    let mut at = 0;
    while at < content.len() {
        let end = content.len().min(at + 100_000);
        match ana.tries(ana.piece(id, at, &content[at..end])).await {
            Ok(answer) if answer.status == 204 => at = end,
            _ => {
                at = eventually("the server says how far it is", async || {
                    let answer = ana.tries(ana.call("HEAD", routes::file(id))).await.ok()?;
                    answer.header("upload-offset")?.parse().ok()
                })
                .await;
            }
        }
    }
}

#[tokio::test]
async fn an_upload_outlives_the_gateway() {
    let mut server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let content = something(4_000_000);
    let id = ana.begins_upload("big.bin", content.len()).await;
    let killing = async {
        for _ in 0..3 {
            tokio::time::sleep(Duration::from_millis(150)).await;
            server.kill9();
            server.restart().await;
        }
    };
    let bringing = async { tokio::join!(brings(&ana, id, &content), killing) };
    Box::pin(in_time("the upload", Box::pin(bringing))).await;
    assert!(ana.downloads(id).await.is(200).body == content);
    let said = ana.posts_with(ana.general().await, "phew", &[id]).await;
    assert_eq!(said.attachments[0].size, content.len() as u64);
}

#[tokio::test]
async fn an_upload_goes_on_at_another_gateway() {
    let mut cluster = Cluster::of(2).await;
    let shared = cluster.a().data().join("files").to_string_lossy().into_owned();
    cluster.gateways[1].set("--files", &shared);
    cluster.gateways[1].restart().await;
    let ana = cluster.owner("ana").await;
    let elsewhere = ana.also_at(cluster.b()).await;
    let content = something(1_000_000);
    let id = ana.begins_upload("big.bin", content.len()).await;
    let _ = ana.sends_piece(id, 0, &content[..600_000]).await.is(204);
    cluster.gateways[0].kill9();
    assert_eq!(elsewhere.offset_of(id).await, 600_000);
    let _ = elsewhere.sends_piece(id, 600_000, &content[600_000..]).await.is(204);
    let answer = elsewhere.downloads(id).await.is(200);
    assert!(answer.body == content);
    // The same as if it had come at once, also its hash.
    let at_once = elsewhere.uploads("big.bin", content).await;
    let tag = elsewhere.downloads(at_once.id).await.is(200).header("etag").map(str::to_owned);
    assert_eq!(answer.header("etag"), tag.as_deref());
}

#[tokio::test]
async fn two_that_go_on_at_the_same_place_do_not_mix() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let content = something(50_000);
    let id = ana.begins_upload("x", content.len()).await;
    let piece = || async { ana.sends_piece(id, 0, &content).await.status };
    let (a, b, c, d) = tokio::join!(piece(), piece(), piece(), piece());
    let statuses = [a, b, c, d];
    assert_eq!(statuses.iter().filter(|status| **status == 204).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| [204, 409].contains(status)), "{statuses:?}");
    assert!(ana.downloads(id).await.is(200).body == content);
}

#[tokio::test]
async fn what_nobody_attaches_is_swept_away() {
    let mut cluster = Cluster::of(1).await;
    let ana = cluster.owner("ana").await;
    let general = ana.general().await;
    let begun = ana.begins_upload("begun", 10).await;
    let loose = ana.uploads("loose", "x").await;
    let attached = ana.uploads("attached", "x").await;
    let waiting = ana.uploads("waiting", "x").await;
    let tomorrow = Millis(Millis::now().0 + 24 * 3_600_000);
    let put_off = Schedule { attachments: vec![waiting.id], ..put_off(general, "", tomorrow) };
    let _ = ana.post(routes::SCHEDULED, &put_off).await.is(201);
    ana.posts_with(general, "", &[attached.id]).await;
    let postgres = cluster.postgres.as_ref().expect("a cluster with PostgreSQL");
    eventually("the projection has it", async || {
        (postgres.sql("SELECT count(*) FROM files WHERE seq IS NOT NULL") == "1").then_some(())
    })
    .await;
    let changed = postgres
        .sql("WITH late AS (UPDATE files SET touched_at = 1000 RETURNING 1) SELECT count(*) FROM late");
    assert_eq!(changed, "4");
    // A gateway sweeps when it starts.
    cluster.gateways[0].restart().await;
    eventually("what is loose is gone", async || {
        let gone =
            [begun, loose.id].map(|id| !cluster.a().data().join("files").join(id.to_string()).exists());
        // One that began before is broken off.
        let answer = ana.tries(ana.call("GET", routes::file(loose.id))).await.ok()?;
        (gone == [true, true] && answer.status == 404).then_some(())
    })
    .await;
    for kept in [attached.id, waiting.id] {
        let _ = ana.downloads(kept).await.is(200);
    }
}

#[tokio::test]
async fn random_headers_and_pieces_never_break_the_server() {
    let mut dice = Dice::new();
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let id = ana.begins_upload("x", 1_000_000).await;
    let values = [
        "0",
        "1",
        "10",
        "-1",
        "1000000",
        "18446744073709551615",
        "x",
        "1.0.0",
        "bytes=0-",
        "bytes=-1",
        "filename /w==",
    ];
    let names = [
        "upload-length",
        "upload-offset",
        "tus-resumable",
        "range",
        "if-range",
        "upload-metadata",
        "content-type",
    ];
    for _ in 0..300 {
        let method = *dice.pick(&["GET", "HEAD", "POST", "PATCH", "DELETE"]);
        let path = match dice.below(4) {
            0 => routes::FILES.to_owned(),
            1 => routes::file_info(id),
            2 => routes::file_preview(id),
            _ => routes::file(id),
        };
        let length = dice.below(64);
        let mut call = ana.call(method, &path).body(dice.bytes(length));
        for _ in 0..dice.below(5) {
            let (name, value): (&str, &str) = (*dice.pick::<&str>(&names), *dice.pick::<&str>(&values));
            call = call.header(name, value);
        }
        if dice.one_in(2) {
            call = call.header("content-type", "application/offset+octet-stream");
        }
        let answer = ana.tries(call).await.unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        assert!(answer.status < 500, "{method} {path}: {answer:?}");
    }
    assert!(!server.log().contains("panicked"), "{}", server.log());
    ana.uploads("still.txt", "here").await;
}
