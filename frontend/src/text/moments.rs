//! Dates and times of day as the reader is used to them.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};

use js_sys::{Array, Function, Object, Reflect};
use natter_client::format::{self, local_day};
use natter_protocol::Millis;
use wasm_bindgen::JsValue;

use super::{Language, t};
use crate::browser::{now, utc_offset_minutes, window};

/// Whether the clock has twelve hours.
static TWELVE: AtomicBool = AtomicBool::new(false);

/// From now on times of day are told with twelve hours, or with 24.
pub fn tell_time_in_twelve(twelve: bool) {
    TWELVE.store(twelve, Ordering::Relaxed);
}

/// `14:02`, or `2:02 PM`.
pub fn clock(at: Millis) -> String {
    format::clock(at, utc_offset_minutes(at), TWELVE.load(Ordering::Relaxed))
}

/// The same where there is no room for more than the numbers.
pub fn clock_numbers(at: Millis) -> String {
    clock(at).split(' ').next().unwrap_or_default().to_owned()
}

/// "Today", "Monday 23 November".
pub fn day_of(at: Millis) -> String {
    day_called(local_day(at, utc_offset_minutes(at)))
}

/// What a local day (see [`local_day`]) is called today.
pub fn day_called(day: i64) -> String {
    let now = now();
    (t().day_name)(format::day(day, local_day(now, utc_offset_minutes(now))))
}

/// "14:02" today, else with its day.
pub fn moment(at: Millis) -> String {
    let local = |at| local_day(at, utc_offset_minutes(at));
    if local(at) == local(now()) { clock(at) } else { format!("{}, {}", day_of(at), clock(at)) }
}

/// Date and time in full.
pub fn full_time(at: Millis) -> String {
    let spoken = (Language::spoken(), TWELVE.load(Ordering::Relaxed));
    let write = FULL.with_borrow_mut(|full| match full {
        Some((known, write)) if *known == spoken => write.clone(),
        _ => full.insert((spoken, full_format(spoken.1))).1.clone(),
    });
    let text = write.call1(&JsValue::NULL, &JsValue::from_f64(at.0 as f64));
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

thread_local! {
    /// What writes date and time in full. To make one takes the browser longer than to draw a message.
    static FULL: RefCell<Option<((Language, bool), Function)>> = const { RefCell::new(None) };
}

fn full_format(twelve: bool) -> Function {
    let options = Object::new();
    for (name, value) in [("dateStyle", JsValue::from("full")), ("timeStyle", JsValue::from("short"))] {
        let _ = Reflect::set(&options, &name.into(), &value);
    }
    let _ = Reflect::set(&options, &"hour12".into(), &twelve.into());
    js_sys::Intl::DateTimeFormat::new(&Array::of1(&locale().into()), &options).format()
}

/// Whether people who speak as the reader does, where the browser comes from, read twelve hours.
pub fn locale_has_twelve_hours() -> bool {
    let options = Object::new();
    let _ = Reflect::set(&options, &"hour".into(), &"numeric".into());
    let format = js_sys::Intl::DateTimeFormat::new(&Array::of1(&locale().into()), &options);
    Reflect::get(&format.resolved_options(), &"hour12".into()).is_ok_and(|twelve| twelve.is_truthy())
}

/// The languages that the reader prefers, best first.
pub fn preferred_tags() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

/// The spoken language as the reader's own country writes it, if that is known.
fn locale() -> String {
    let spoken = Language::spoken();
    let own = preferred_tags().into_iter().find(|tag| Language::of_tag(tag) == Some(spoken));
    own.unwrap_or_else(|| spoken.code().to_owned())
}

/// What time it is in a zone; none where the browser does not know the zone.
pub fn clock_in(zone: &str, at: Millis) -> Option<String> {
    let options = Object::new();
    for (name, value) in [("timeZone", zone), ("hour", "2-digit"), ("minute", "2-digit")] {
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    let _ = Reflect::set(&options, &"hour12".into(), &TWELVE.load(Ordering::Relaxed).into());
    // Made by hand, since an unknown zone is an exception and not a value.
    let maker = Function::from(date_time_format()?);
    let format = Reflect::construct(&maker, &Array::of2(&locale().into(), &options)).ok()?;
    let write = Function::from(Reflect::get(&format, &"format".into()).ok()?);
    write.call1(&format, &JsValue::from_f64(at.0 as f64)).ok()?.as_string()
}

/// The zone that this device is in.
pub fn time_zone_here() -> String {
    let format = js_sys::Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    let zone = Reflect::get(&format.resolved_options(), &"timeZone".into()).ok();
    zone.and_then(|zone| zone.as_string()).unwrap_or_else(|| "UTC".to_owned())
}

/// Every zone that the browser knows, by name.
pub fn time_zones() -> Vec<String> {
    let known = || {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let list = Function::from(Reflect::get(&intl, &"supportedValuesOf".into()).ok()?);
        let zones = Array::from(&list.call1(&intl, &"timeZone".into()).ok()?);
        Some(zones.iter().filter_map(|zone| zone.as_string()).collect())
    };
    known().unwrap_or_default()
}

fn date_time_format() -> Option<JsValue> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    Reflect::get(&intl, &"DateTimeFormat".into()).ok()
}
