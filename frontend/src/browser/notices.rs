//! Notifications of the browser (WHATWG Notifications), shown through the service worker, so that a click finds its
//! way also when the tab is gone; and its push service (W3C Push API).

use js_sys::{Array, Function, Object, Promise, Reflect};
use natter_protocol::notifications::PushSubscription;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::window;
use super::worker::registration;

const ICON: &str = "/assets/icons/icon-192.png";

#[derive(Debug)]
pub struct Notice {
    pub title: String,
    pub text: String,
    /// A later one with the same tag takes its place.
    pub tag: String,
    /// Where a click leads.
    pub open: String,
}

/// What the person has allowed, by the browser's own word; empty where there are no notifications.
pub fn permission() -> String {
    let word = || Reflect::get(&kind()?, &"permission".into()).ok()?.as_string();
    word().unwrap_or_default()
}

/// Asks the person; to be called for a click only.
pub async fn ask() -> String {
    let asked = || call(&kind()?, "requestPermission", &[])?.dyn_into::<Promise>().ok();
    if let Some(asked) = asked() {
        let _ = JsFuture::from(asked).await;
    }
    permission()
}

pub async fn show(notice: &Notice) {
    let Some(registration) = registration().await else { return };
    let data = Object::new();
    set(&data, "open", &notice.open.as_str().into());
    let options = Object::new();
    for (name, value) in [("body", notice.text.as_str()), ("tag", notice.tag.as_str()), ("icon", ICON)] {
        set(&options, name, &value.into());
    }
    set(&options, "renotify", &JsValue::TRUE);
    // The app has a sound of its own.
    set(&options, "silent", &JsValue::TRUE);
    set(&options, "data", &data);
    wait(call(&registration, "showNotification", &[&notice.title.as_str().into(), &options])).await;
}

/// What it told of was read.
pub async fn close(tag: String) {
    let Some(registration) = registration().await else { return };
    let filter = Object::new();
    set(&filter, "tag", &tag.into());
    let shown = wait(call(&registration, "getNotifications", &[&filter])).await;
    for notification in shown.map(|shown| Array::from(&shown)).unwrap_or_default() {
        call(&notification, "close", &[]);
    }
}

/// The browser's push service for this server's key; none where there is none.
pub async fn subscribe(key: &str) -> Option<PushSubscription> {
    let registration = registration().await?;
    let manager = Reflect::get(&registration, &"pushManager".into()).ok().filter(JsValue::is_object)?;
    let options = Object::new();
    set(&options, "userVisibleOnly", &JsValue::TRUE);
    set(&options, "applicationServerKey", &key.into());
    let subscription = match wait(call(&manager, "subscribe", &[&options])).await {
        Some(subscription) => subscription,
        // One that was made with another key stands in the way.
        None => {
            let old = wait(call(&manager, "getSubscription", &[])).await.filter(JsValue::is_object)?;
            wait(call(&old, "unsubscribe", &[])).await?;
            wait(call(&manager, "subscribe", &[&options])).await?
        }
    };
    let text = js_sys::JSON::stringify(&subscription).ok()?;
    natter_protocol::read::from_str(&String::from(text))
}

fn kind() -> Option<JsValue> {
    Reflect::get(&window(), &"Notification".into()).ok().filter(JsValue::is_function)
}

fn set(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}

fn call(on: &JsValue, name: &str, given: &[&JsValue]) -> Option<JsValue> {
    let function: Function = Reflect::get(on, &name.into()).ok()?.dyn_into().ok()?;
    let given: Array = given.iter().copied().collect();
    function.apply(on, &given).ok()
}

async fn wait(promise: Option<JsValue>) -> Option<JsValue> {
    JsFuture::from(promise?.dyn_into::<Promise>().ok()?).await.ok()
}
