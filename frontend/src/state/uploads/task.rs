//! One upload from its first byte to its last.

use leptos::prelude::*;
use natter_client::backoff::Backoff;
use natter_protocol::{Code, FileId, Millis};

use super::{Progress, Refusal, Source, Upload};
use crate::api::{Failure, files};
use crate::browser::{later, now, sleep};
use crate::text::problem_text;

/// Bytes of a piece: small ones show progress, large ones cost fewer requests.
const FIRST_PIECE: u64 = 128 * 1024;
const MOST: u64 = 4 * 1024 * 1024;
/// A piece that takes less than this, in milliseconds, is followed by a larger one; …
const QUICK: i64 = 600;
/// … one that takes more, by a smaller one; …
const SLOW: i64 = 2_500;
/// … and one that takes this long is given up and tried again smaller.
const PATIENCE: u64 = 30_000;

/// What came of one request.
enum Step {
    /// So much is there.
    At(u64),
    Done,
    /// Perhaps later.
    Trouble {
        wait_ms: u32,
    },
    Refused(Refusal),
}

pub async fn run(upload: Upload, source: Source) {
    let (mut at, mut piece, mut failures) = (0, FIRST_PIECE, 0);
    let mut is_certain = source.place.get().is_none();
    while !source.abort.signal().aborted() {
        let begun = now();
        let step = match source.place.get() {
            Some(file) if !is_certain => asked(&upload, &source, file).await,
            place => sent(&upload, &source, place, at, piece).await,
        };
        if source.abort.signal().aborted() {
            return;
        }
        match step {
            Step::At(there) => {
                let took = now().0 - begun.0;
                piece = if took < QUICK {
                    (piece * 2).min(MOST)
                } else if took > SLOW {
                    halved(piece)
                } else {
                    piece
                };
                (at, failures, is_certain) = (there, 0, true);
                upload.progress.set(Progress::Going(at));
            }
            Step::Done => return,
            Step::Refused(refusal) => return upload.progress.set(Progress::Refused(refusal)),
            Step::Trouble { wait_ms } => {
                piece = halved(piece);
                is_certain = false;
                upload.progress.set(Progress::Waiting(at));
                pause(failures, wait_ms).await;
                failures += 1;
            }
        }
    }
}

fn halved(piece: u64) -> u64 {
    (piece / 2).max(FIRST_PIECE / 4)
}

async fn pause(failures: u32, wait_ms: u32) {
    let at = now();
    let next = Backoff { base_ms: 500, cap_ms: 8_000 }.next_try(failures, at, &mut js_sys::Math::random);
    let Millis(wait) = Millis(next.0 - at.0);
    sleep(i32::try_from(wait.max(i64::from(wait_ms)).max(100)).unwrap_or(8_000)).await;
}

/// Asks how much the server has.
async fn asked(upload: &Upload, source: &Source, file: FileId) -> Step {
    match files::progress(file, &source.abort.signal()).await {
        Ok(there) if there == upload.size => finished(upload, source, file).await,
        Ok(there) => Step::At(there),
        Err(failure) => judged(source, &failure),
    }
}

/// Sends the next piece.
async fn sent(upload: &Upload, source: &Source, place: Option<FileId>, at: u64, piece: u64) -> Step {
    let end = (at + piece).min(upload.size);
    let Ok(bytes) = source.file.slice_with_f64_and_f64(at as f64, end as f64) else {
        return Step::Refused(Refusal::default());
    };
    let Ok(abort) = web_sys::AbortController::new() else { return Step::Trouble { wait_ms: 0 } };
    let patience = {
        let abort = abort.clone();
        later(PATIENCE, move || abort.abort())
    };
    // Cancelling ends the request at hand, too.
    let cancel = source.abort.signal();
    let ends = wasm_bindgen::closure::Closure::<dyn Fn()>::new({
        let abort = abort.clone();
        move || abort.abort()
    });
    cancel.set_onabort(Some(wasm_bindgen::JsCast::unchecked_ref(ends.as_ref())));
    let signal = abort.signal();
    let outcome = match place {
        None => match files::begin(&upload.name, upload.size, &bytes, &signal).await {
            Ok((file, there, whole)) => {
                source.place.set(Some(file));
                match whole {
                    Some(whole) => {
                        upload.progress.set(Progress::Done(Box::new(whole)));
                        Ok(Step::Done)
                    }
                    None => Ok(Step::At(there)),
                }
            }
            Err(failure) => Err(failure),
        },
        Some(file) => match files::go_on(file, at, &bytes, &signal).await {
            Ok(there) if there == upload.size => Ok(finished(upload, source, file).await),
            Ok(there) => Ok(Step::At(there)),
            Err(failure) => Err(failure),
        },
    };
    cancel.set_onabort(None);
    if let Some(patience) = patience {
        patience.clear();
    }
    outcome.unwrap_or_else(|failure| judged(source, &failure))
}

/// All of it is there: what is it?
async fn finished(upload: &Upload, source: &Source, file: FileId) -> Step {
    match files::info(file).await {
        Ok(whole) => {
            if !source.abort.signal().aborted() {
                upload.progress.set(Progress::Done(Box::new(whole)));
            }
            Step::Done
        }
        Err(failure) => judged(source, &failure),
    }
}

/// Whether another try makes sense.
fn judged(source: &Source, failure: &Failure) -> Step {
    let Failure::Refused { status, problem, retry_after_ms } = failure else {
        return Step::Trouble { wait_ms: 0 };
    };
    match (status, problem.as_ref().map(|problem| problem.code)) {
        // Somewhere else than we thought; or signed out, which a sign-in ends.
        (401 | 408 | 429 | 500.., _) | (_, Some(Code::UploadOffset | Code::UploadUnfinished)) => {
            Step::Trouble { wait_ms: retry_after_ms.unwrap_or(0) }
        }
        (404, _) => {
            // It was swept away meanwhile: from the beginning, when the person says so.
            source.place.set(None);
            Step::Refused(Refusal { why: problem_text(failure), is_final: false })
        }
        (_, code) => {
            Step::Refused(Refusal { why: problem_text(failure), is_final: code == Some(Code::FileTooLarge) })
        }
    }
}
