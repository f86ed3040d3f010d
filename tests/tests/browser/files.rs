//! Files, as people share them.

use natter_tests::Gateway;
use natter_tests::browser::Browser;
use natter_tests::folder::Folder;
use natter_tests::patience::eventually;
use natter_tests::person_files::{picture, something};
use thirtyfour::prelude::*;

use crate::visit::{follows, invitation, owner};

/// Chooses a file as the system's dialog would hand it over.
pub async fn chooses(browser: &Browser, folder: &Folder, name: &str, content: &[u8]) {
    chooses_for(browser, "file-input", folder, name, content).await;
}

/// Chooses a file for the field of that name.
pub async fn chooses_for(browser: &Browser, field: &str, folder: &Folder, name: &str, content: &[u8]) {
    let path = folder.path().join(name);
    std::fs::write(&path, content).expect("a file");
    let input = browser.driver.find(By::Testid(field)).await.expect("the field");
    input.send_keys(path.to_string_lossy().into_owned()).await.expect("chosen");
}

/// Drops a file on the room or the thread, or pastes it into its composer.
async fn hands_over(browser: &Browser, kind: &str, name: &str, place: &str) {
    let script = "return (async () => {
        const data = new DataTransfer();
        data.items.add(new File(['words of ' + arguments[1]], arguments[1], { type: 'text/plain' }));
        const place = document.querySelector(`[data-testid=${arguments[2]}]`);
        const at = selector => place.querySelector(selector);
        const about = { bubbles: true, cancelable: true };
        if (arguments[0] === 'paste')
            at('textarea').dispatchEvent(new ClipboardEvent('paste', { ...about, clipboardData: data }));
        else {
            place.dispatchEvent(new DragEvent('dragenter', { ...about, dataTransfer: data }));
            while (getComputedStyle(at('.drop-place')).display === 'none')
                await new Promise(requestAnimationFrame);
            at('.drop-place').dispatchEvent(new DragEvent('drop', { ...about, dataTransfer: data }));
        } })()";
    browser.asks::<()>(script, vec![kind.into(), name.into(), place.into()]).await;
}

pub async fn is_uploaded(browser: &Browser, files: usize) {
    let script = "const all = [...document.querySelectorAll('[data-testid=upload]')];
        return all.filter(one => !one.hasAttribute('data-percent') && !one.classList.contains('bad')).length";
    eventually(&format!("{files} files are uploaded"), async || {
        (browser.asks::<usize>(script, Vec::new()).await == files).then_some(())
    })
    .await;
}

async fn sends(browser: &Browser) {
    browser.clicks("send").await;
    eventually("the chips are gone", async || browser.finds("uploads").await.is_none().then_some(())).await;
}

#[tokio::test]
async fn a_picture_is_shared_and_looked_at() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    let folder = Folder::new();
    chooses(&ana, &folder, "holiday.png", &picture(900, 600)).await;
    is_uploaded(&ana, 1).await;
    ana.types("composer", "look at this").await;
    sends(&ana).await;
    bo.reads("look at this").await;
    bo.reads("holiday.png").await;
    // The box has its size before the picture is there, and keeps it.
    let shown = bo.sees("picture").await.find(By::Css("img")).await.expect("a picture");
    eventually("the picture is loaded", async || {
        let wide: f64 = bo
            .asks("return document.querySelector('[data-testid=picture] img').naturalWidth", Vec::new())
            .await;
        (wide > 0.0).then_some(())
    })
    .await;
    let rect = shown.rect().await.expect("a box");
    assert!((rect.width - 404.0).abs() < 2.0 && (rect.height - 269.0).abs() < 2.0, "{rect:?}");
    bo.clicks("picture").await;
    bo.sees("viewer-picture").await;
    bo.clicks("viewer-picture").await;
    bo.clicks("close-dialog").await;
    eventually("the viewer is closed", async || bo.finds("viewer-picture").await.is_none().then_some(()))
        .await;
}

/// One empty page.
const DOCUMENT: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj \
    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n\
    trailer<</Root 1 0 R>>\n%%EOF\n";

#[tokio::test]
async fn a_document_is_read_in_its_place() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let folder = Folder::new();
    chooses(&ana, &folder, "Contract.pdf", DOCUMENT).await;
    is_uploaded(&ana, 1).await;
    sends(&ana).await;
    ana.clicks("open-file").await;
    ana.sees("viewer-page").await;
    // What the browser's own viewer shows; were it kept from that, the page could not look inside.
    let kind =
        "return document.querySelector('[data-testid=viewer-page]').contentDocument?.contentType ?? ''";
    eventually("the document is shown", async || {
        (ana.asks::<String>(kind, Vec::new()).await == "application/pdf").then_some(())
    })
    .await;
    ana.reads("Contract.pdf").await;
    ana.clicks("close-dialog").await;
    eventually("the viewer is closed", async || ana.finds("viewer-page").await.is_none().then_some(())).await;
}

#[tokio::test]
async fn files_are_dropped_and_pasted_several_at_once() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    hands_over(&ana, "drop", "dropped.txt", "room").await;
    hands_over(&ana, "paste", "pasted.txt", "room").await;
    is_uploaded(&ana, 2).await;
    hands_over(&ana, "drop", "regretted.txt", "room").await;
    is_uploaded(&ana, 3).await;
    let regretted = ana.driver.find_all(By::Testid("cancel-upload")).await.expect("three");
    regretted[2].click().await.expect("cancelled");
    is_uploaded(&ana, 2).await;
    // Without a word.
    sends(&ana).await;
    for name in ["dropped.txt", "pasted.txt"] {
        ana.reads(name).await;
    }
    let files = ana.driver.find_all(By::Testid("file")).await.expect("files").len();
    assert_eq!(files, 2);
    let link = ana.sees("download").await.attr("href").await.expect("an address").expect("an address");
    let script = "return fetch(arguments[0]).then(answer => answer.text())";
    assert_eq!(ana.asks::<String>(script, vec![link.into()]).await, "words of dropped.txt");
}

#[tokio::test]
async fn a_reply_brings_files() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    let folder = Folder::new();
    ana.says("shall we go?").await;
    bo.reads("shall we go?").await;
    ana.clicks("composer").await;
    ana.presses(Key::Shift + Key::Up).await;
    ana.sees("thread-composer").await;
    chooses_for(&ana, "thread-file-input", &folder, "map.png", &picture(300, 200)).await;
    hands_over(&ana, "drop", "tickets.txt", "thread-pane").await;
    hands_over(&ana, "paste", "list.txt", "thread-pane").await;
    is_uploaded(&ana, 3).await;
    // They wait in the thread, not in the room.
    let in_room = "return document.querySelectorAll('[data-testid=room] [data-testid=upload]').length";
    assert_eq!(ana.asks::<usize>(in_room, Vec::new()).await, 0);
    ana.clicks("thread-send").await;
    eventually("the chips are gone", async || ana.finds("uploads").await.is_none().then_some(())).await;
    bo.reads("1 reply").await;
    bo.clicks("thread-line").await;
    for name in ["map.png", "tickets.txt", "list.txt"] {
        bo.reads(name).await;
    }
    let in_room = "return document.querySelectorAll('[data-testid=room] [data-testid=attachments]').length";
    assert_eq!(bo.asks::<usize>(in_room, Vec::new()).await, 0);
}

#[tokio::test]
async fn an_upload_goes_on_by_itself_when_the_server_is_back() {
    let mut gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    let folder = Folder::new();
    gateway.kill9();
    chooses(&ana, &folder, "big.bin", &something(3_000_000)).await;
    chooses(&ana, &folder, "regretted.bin", &something(3_000)).await;
    ana.reads("Waiting for the server").await;
    let regretted = ana.driver.find_all(By::Testid("cancel-upload")).await.expect("two");
    regretted[1].click().await.expect("cancelled");
    // It is sent now, and goes once the file is there.
    ana.types("composer", "here it is").await;
    ana.clicks("send").await;
    gateway.restart().await;
    bo.reads("here it is").await;
    bo.reads("big.bin").await;
    bo.reads("3.0 MB").await;
    assert!(!bo.asks::<bool>("return document.body.innerText.includes('regretted')", Vec::new()).await);
}

#[tokio::test]
async fn what_the_server_does_not_take_says_why() {
    let gateway = Gateway::with(&["--file-bytes", "1000", "--file-space-bytes", "1500"]).await;
    let ana = owner(&gateway, "ana").await;
    let folder = Folder::new();
    chooses(&ana, &folder, "large.bin", &something(2_000)).await;
    ana.reads("too large for this server").await;
    let retries = "return document.querySelectorAll('[data-testid=retry-upload]').length";
    assert_eq!(ana.asks::<usize>(retries, Vec::new()).await, 0, "it stays too large");
    ana.clicks("cancel-upload").await;
    chooses(&ana, &folder, "first.bin", &something(1_000)).await;
    let is_there = "return !!document.querySelector('[data-testid=upload]:not([data-percent])')";
    ana.becomes("the first is there", is_there, Vec::new()).await;
    chooses(&ana, &folder, "second.bin", &something(900)).await;
    ana.sees("retry-upload").await;
    ana.clicks("cancel-upload").await;
    ana.becomes("one is left", "return !document.body.innerText.includes('first.bin')", Vec::new()).await;
    // Until the server has given up the first one, it says no again.
    eventually("the second is taken", async || {
        if let Some(retry) = ana.finds("retry-upload").await {
            let _ = retry.click().await;
        }
        ana.asks::<bool>("return document.body.innerText.includes('900 B')", Vec::new()).await.then_some(())
    })
    .await;
    ana.says("then only this").await;
    ana.reads("then only this").await;
    ana.sees("attachments").await;
}
