//! Web Locks (W3C): what only one tab of a browser may do at a time. A lock is free again as soon as its tab is
//! closed or crashes.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use super::window;

/// How a lock is asked for.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    /// When those who asked before have given it back; until then it can be given up.
    InTurn(&'a AbortSignal),
    /// From whoever has it.
    AtOnce,
}

/// Browsers offer none to pages that came without HTTPS from another computer.
pub fn are_offered() -> bool {
    manager().is_some()
}

/// Holds a lock from when it is granted, which comes with what gives it back. Ends when it was given back, or lost to
/// someone who took it at once.
pub async fn hold(name: &str, wanted: Wanted<'_>, granted: impl FnOnce(Function) + 'static) {
    let options = Object::new();
    let (key, value) = match wanted {
        Wanted::InTurn(signal) => ("signal", JsValue::from(signal.clone())),
        Wanted::AtOnce => ("steal", JsValue::TRUE),
    };
    let _ = Reflect::set(&options, &key.into(), &value);
    let held = move |_lock: JsValue| -> JsValue {
        let (held, give_back) = promise();
        granted(give_back);
        held.into()
    };
    if let Some(request) = request(name, &options, held) {
        let _ = JsFuture::from(request).await;
    }
}

/// Holds a lock as long as the page lives, unless someone has it. Whether it is held now.
pub async fn hold_if_free(name: &str) -> bool {
    let (answer, tell) = promise();
    let held = move |lock: JsValue| -> JsValue {
        let is_free = !lock.is_null();
        let _ = tell.call1(&JsValue::NULL, &is_free.into());
        if is_free { for_ever().into() } else { JsValue::UNDEFINED }
    };
    if request(name, &if_available(), held).is_none() {
        return true;
    }
    JsFuture::from(answer).await.is_ok_and(|is_free| is_free.is_truthy())
}

/// Does something under a lock, unless someone has it.
pub async fn while_free(name: &str, what: impl FnOnce() + 'static) {
    let held = move |lock: JsValue| -> JsValue {
        if !lock.is_null() {
            what();
        }
        JsValue::UNDEFINED
    };
    if let Some(request) = request(name, &if_available(), held) {
        let _ = JsFuture::from(request).await;
    }
}

fn if_available() -> Object {
    let options = Object::new();
    let _ = Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);
    options
}

fn request(name: &str, options: &Object, held: impl FnOnce(JsValue) -> JsValue + 'static) -> Option<Promise> {
    let manager = manager()?;
    let request: Function = Reflect::get(&manager, &"request".into()).ok()?.dyn_into().ok()?;
    let held = Closure::once_into_js(held);
    request.call3(&manager, &name.into(), options, &held).ok()?.dyn_into().ok()
}

fn manager() -> Option<JsValue> {
    Reflect::get(&window().navigator(), &"locks".into()).ok().filter(JsValue::is_object)
}

fn for_ever() -> Promise {
    Promise::new(&mut |_, _| {})
}

fn promise() -> (Promise, Function) {
    let mut tell = None;
    let promise = Promise::new(&mut |done, _| tell = Some(done));
    (promise, tell.unwrap_or_default())
}
