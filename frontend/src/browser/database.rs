//! A small store of texts by name in the browser's database (IndexedDB 3.0). Where it is forbidden or full, nothing
//! is kept, and nothing fails.

use std::pin::pin;

use futures_util::future::{Either, select};
use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbFactory, IdbObjectStore, IdbRequest, IdbTransactionMode};

use super::{sleep, window};

const DATABASE: &str = "natter";
const STORE: &str = "kept";

/// A database that does not answer, since another page blocks it, holds nothing; after so many milliseconds.
const PATIENCE: i32 = 1_000;

pub async fn read(name: &str) -> Option<String> {
    match select(pin!(look_up(name)), pin!(sleep(PATIENCE))).await {
        Either::Left((text, _)) => text,
        Either::Right(_) => None,
    }
}

async fn look_up(name: &str) -> Option<String> {
    let database = open().await?;
    let text = done(&store(&database, IdbTransactionMode::Readonly)?.get(&name.into()).ok()?).await;
    database.close();
    text?.as_string()
}

/// Writes all of them; none stands for removing.
pub async fn write(entries: &[(String, Option<String>)]) {
    let Some(database) = open().await else { return };
    if let Some(store) = store(&database, IdbTransactionMode::Readwrite) {
        let mut last = None;
        for (name, text) in entries {
            last = match text {
                Some(text) => store.put_with_key(&text.into(), &name.into()).ok(),
                None => store.delete(&name.into()).ok(),
            };
        }
        if let Some(last) = last {
            done(&last).await;
        }
    }
    database.close();
}

pub async fn clear() {
    let Some(database) = open().await else { return };
    if let Some(request) =
        store(&database, IdbTransactionMode::Readwrite).and_then(|store| store.clear().ok())
    {
        done(&request).await;
    }
    database.close();
}

async fn open() -> Option<IdbDatabase> {
    let factory = Reflect::get(&window(), &"indexedDB".into()).ok()?.dyn_into::<IdbFactory>().ok()?;
    let request = factory.open_with_u32(DATABASE, 1).ok()?;
    let opening = request.clone();
    // It is not called where the store is there already, so this side has to free it.
    let create = Closure::once(move || {
        if let Some(database) = opening.result().ok().and_then(|it| it.dyn_into::<IdbDatabase>().ok()) {
            let _ = database.create_object_store(STORE);
        }
    });
    request.set_onupgradeneeded(Some(create.as_ref().unchecked_ref()));
    done(&request).await?.dyn_into().ok()
}

fn store(database: &IdbDatabase, mode: IdbTransactionMode) -> Option<IdbObjectStore> {
    database.transaction_with_str_and_mode(STORE, mode).ok()?.object_store(STORE).ok()
}

/// What a request ends with; none where it fails.
async fn done(request: &IdbRequest) -> Option<JsValue> {
    let answer = Promise::new(&mut |done, failed| {
        request.set_onsuccess(Some(&done));
        request.set_onerror(Some(&failed));
    });
    JsFuture::from(answer).await.ok()?;
    request.result().ok()
}
