//! The service worker: it keeps the app for times without a network, and is new when a release is.

use js_sys::Reflect;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageEvent;

use super::App;
use crate::browser::build;
use crate::browser::worker::{registration, workers};

const WORKER: &str = "/sw.js";
/// A window that is open for days looks this often, in seconds.
const LOOK: u64 = 3_600;

impl App {
    /// To be called once.
    pub fn install_worker(self) {
        let Some(workers) = workers() else { return };
        let told = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let word = |name: &str| Reflect::get(&message.data(), &name.into()).ok()?.as_string();
            if word("build").is_some_and(|new| new != build()) {
                self.session.outdated.set(true);
            }
            if let Some(path) = word("open") {
                self.go(&path);
            }
        });
        workers.set_onmessage(Some(told.as_ref().unchecked_ref()));
        told.forget();
        spawn_local(async move {
            let _ = JsFuture::from(workers.register(WORKER)).await;
        });
        set_interval(look_for_release, std::time::Duration::from_secs(LOOK));
    }
}

/// A server that was away may have come back as a new release.
pub fn look_for_release() {
    spawn_local(async move {
        if let Some(registration) = registration().await
            && let Ok(update) = registration.update()
        {
            let _ = JsFuture::from(update).await;
        }
    });
}
