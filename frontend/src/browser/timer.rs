//! What is to happen later. A closure that is handed to the browser and never called is never freed by it, and
//! most timers here are put off again and again: so the browser gets numbers, and the closures stay on this side.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use wasm_bindgen::prelude::*;
use web_sys::IdleDeadline;

use super::window;

thread_local! {
    static WAITING: RefCell<BTreeMap<u32, Box<dyn FnOnce()>>> = const { RefCell::new(BTreeMap::new()) };
    static LAST: Cell<u32> = const { Cell::new(0) };
    static CALL: Closure<dyn Fn(u32)> = Closure::new(|number| {
        if let Some(then) = take(number) {
            then();
        }
    });
}

fn take(number: u32) -> Option<Box<dyn FnOnce()>> {
    WAITING.with_borrow_mut(|waiting| waiting.remove(&number))
}

/// Something that waits for its time. Dropping this changes nothing about it.
#[derive(Debug, Clone, Copy)]
pub struct Timer {
    number: u32,
    handle: i32,
}

impl Timer {
    /// It does not happen any more.
    pub fn clear(self) {
        window().clear_timeout_with_handle(self.handle);
        drop(take(self.number));
    }
}

/// Runs `then` when the browser has nothing else to do; never where it does not tell that (Safari).
pub fn when_idle(then: impl FnOnce(IdleDeadline) + 'static) {
    let then = Closure::once_into_js(then);
    let _ = window().request_idle_callback(then.unchecked_ref());
}

/// Runs `then` later; none where the browser refuses.
pub fn later(milliseconds: u64, then: impl FnOnce() + 'static) -> Option<Timer> {
    wait(milliseconds, Box::new(then))
}

fn wait(milliseconds: u64, then: Box<dyn FnOnce()>) -> Option<Timer> {
    let number = LAST.get().wrapping_add(1);
    LAST.set(number);
    let handle = CALL.with(|call| {
        let arguments = js_sys::Array::of1(&number.into());
        let milliseconds = i32::try_from(milliseconds).unwrap_or(i32::MAX);
        let call = call.as_ref().unchecked_ref();
        window().set_timeout_with_callback_and_timeout_and_arguments(call, milliseconds, &arguments).ok()
    })?;
    WAITING.with_borrow_mut(|waiting| waiting.insert(number, then));
    Some(Timer { number, handle })
}
