//! The service worker of this page.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ServiceWorkerContainer, ServiceWorkerRegistration};

use super::window;
use crate::native;

/// None in a page that came without HTTPS from another computer, and in the desktop app.
pub fn workers() -> Option<ServiceWorkerContainer> {
    if !native::base().is_empty() {
        return None;
    }
    let workers = Reflect::get(&window().navigator(), &"serviceWorker".into()).ok()?;
    workers.is_object().then(|| workers.unchecked_into())
}

/// The registration, once the worker is active.
pub async fn registration() -> Option<ServiceWorkerRegistration> {
    JsFuture::from(workers()?.ready().ok()?).await.ok()?.dyn_into().ok()
}
