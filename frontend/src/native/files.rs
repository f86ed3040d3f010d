//! Files of the server, where an element is to load them itself. In the browser its request carries the
//! cookie; elsewhere the file is fetched with the token first.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlAnchorElement, Url};

use super::base;
use crate::api::fetch;
use crate::browser::document;

/// The address of a file for `src`; empty until it is there. It holds as long as the calling component.
pub fn source(path: String) -> Signal<String> {
    if base().is_empty() {
        return Signal::stored(path);
    }
    let address = RwSignal::new(String::new());
    spawn_local(async move {
        if let Some(fetched) = fetched(&path).await
            && let Some(late) = address.try_set(fetched)
        {
            let _ = Url::revoke_object_url(&late);
        }
    });
    on_cleanup(move || {
        let _ = Url::revoke_object_url(&address.get_untracked());
    });
    address.into()
}

/// A press on a link that saves a file. The browser follows it by itself.
pub fn download(event: &web_sys::MouseEvent, path: String, name: String) {
    if base().is_empty() {
        return;
    }
    event.prevent_default();
    spawn_local(async move {
        let Some(address) = fetched(&path).await else { return };
        let link =
            document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
        if let Some(link) = link {
            link.set_href(&address);
            link.set_download(&name);
            link.click();
        }
    });
}

async fn fetched(path: &str) -> Option<String> {
    let answer = fetch(path).await.ok().filter(web_sys::Response::ok)?;
    let blob: Blob = JsFuture::from(answer.blob().ok()?).await.ok()?.dyn_into().ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}
