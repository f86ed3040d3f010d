//! The second part of the program: all that a first list of messages does without. It comes right after it.
//!
//! A view belongs there when a plain function of owned arguments that is marked `#[wasm_split(later)]` draws it,
//! and [`later`] shows it. Whatever only such functions reach is not in the first part.

use futures_util::FutureExt as _;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::browser::sleep;
use crate::native;
use crate::state::{App, Phase};

/// In milliseconds after the chat is open: what it asks for itself goes first.
const HEAD_START: i32 = 300;
/// In milliseconds between two attempts.
const AGAIN: i32 = 2_000;

/// Whether the second part is here.
#[derive(Debug, Clone, Copy)]
struct Here(RwSignal<bool>);

/// Gets the second part: at once for those at the door, who need it, and for the others once they are in. Says
/// whether it is here.
pub fn fetch_later(app: App) -> RwSignal<bool> {
    let here = RwSignal::new(false);
    provide_context(Here(here));
    let asked = StoredValue::new(false);
    Effect::new(move |_| {
        let (starting, in_chat) =
            app.session.phase.with(|phase| (matches!(phase, Phase::Starting { .. }), *phase == Phase::Chat));
        if (starting && native::was_signed_in()) || asked.get_value() {
            return;
        }
        asked.set_value(true);
        spawn_local(async move {
            if in_chat {
                sleep(HEAD_START).await;
            }
            while is_here().await.is_err() {
                sleep(AGAIN).await;
            }
            here.set(true);
        });
    });
    here
}

/// Asking for it is what fetches the part.
#[wasm_split(later, fallible)]
fn is_here() -> Result<(), SplitLoaderError> {
    Ok(())
}

/// What a function of the second part draws; nothing until the part is here.
pub fn later<View>(draw: impl Fn() -> View + Send + 'static) -> AnyView
where
    View: Future<Output = AnyView>,
{
    let here = expect_context::<Here>().0;
    // Behind a pointer, so that showing it is compiled once. What has arrived is ready without waiting.
    let shown: Box<dyn FnMut() -> Option<AnyView> + Send> =
        Box::new(move || here.get().then(|| untrack(|| draw().now_or_never())).flatten());
    shown.into_any()
}
