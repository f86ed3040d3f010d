//! Films and sounds in their place.

use natter_tests::Gateway;
use natter_tests::folder::Folder;
use natter_tests::patience::eventually;
use natter_tests::person_files::silence;

use crate::files::{chooses, is_uploaded};
use crate::visit::{follows, invitation, owner};

/// Records what a canvas shows, and drops the film on the room.
const FILMS: &str = "const done = arguments[0]; \
    const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 90 }); \
    const paint = canvas.getContext('2d'); let step = 0; \
    const paints = setInterval(() => { paint.fillStyle = step % 2 ? 'teal' : 'gold'; \
        paint.fillRect(step++ % 160, 0, 40, 90); }, 30); \
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' }); \
    const pieces = []; \
    recorder.ondataavailable = event => { if (event.data.size) pieces.push(event.data); \
        if (pieces.length === 3) recorder.stop(); }; \
    recorder.onstop = () => { clearInterval(paints); const data = new DataTransfer(); \
        data.items.add(new File(pieces, 'film.webm', { type: 'video/webm' })); \
        document.querySelector('[data-testid=room] .drop-place').dispatchEvent( \
            new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data })); done(true); }; \
    recorder.start(200);";

#[tokio::test]
async fn a_sound_and_a_film_play_in_their_place() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    let folder = Folder::new();
    chooses(&ana, &folder, "silence.wav", &silence()).await;
    ana.driver.execute_async(FILMS, Vec::new()).await.expect("a film");
    is_uploaded(&ana, 2).await;
    ana.clicks("send").await;
    bo.sees("audio").await;
    bo.sees("video").await;
    let lasts = "return document.querySelector('[data-testid=audio]').duration";
    eventually("the sound lasts a second", async || {
        let seconds: Option<f64> = bo.asks(lasts, Vec::new()).await;
        seconds.filter(|seconds| (seconds - 1.0).abs() < 0.1)
    })
    .await;
    let size = "const film = document.querySelector('[data-testid=video]'); \
        return [film.videoWidth, film.videoHeight]";
    eventually("the film has its size", async || {
        (bo.asks::<(u32, u32)>(size, Vec::new()).await == (160, 90)).then_some(())
    })
    .await;
    let play = "const film = document.querySelector('[data-testid=video]'); film.muted = true; film.play()";
    bo.asks::<()>(&format!("{play}; return null"), Vec::new()).await;
    eventually("it plays", async || {
        let at = "return document.querySelector('[data-testid=video]').currentTime";
        (bo.asks::<f64>(at, Vec::new()).await > 0.0).then_some(())
    })
    .await;
}
