//! Saying what one is up to.

use leptos::prelude::*;
use natter_protocol::{Millis, command, limits};
use wasm_bindgen::JsValue;

use super::Head;
use crate::api::calls;
use crate::browser::now;
use crate::state::app;
use crate::text::{clock, day_of, s, t};
use crate::views::emoji::EmojiPicker;
use crate::views::form::{Form, WholeWrong, Wrong, focus_when_shown};
use crate::views::icon::{Glyph, Icon};
use crate::views::status::status_of;

/// When a status ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Never,
    Minutes(i64),
    Today,
    ThisWeek,
    /// As it is now.
    Kept(Millis),
}

impl End {
    fn moment(self) -> Option<Millis> {
        match self {
            Self::Never => None,
            Self::Minutes(minutes) => Some(now().plus_seconds(minutes * 60)),
            Self::Today => Some(local_time(1, 0)),
            Self::ThisWeek => Some(local_time(8 - weekday(), 0)),
            Self::Kept(end) => Some(end),
        }
    }
}

/// The local moment so many days from today, at an hour.
pub fn local_time(days: i32, hour: u32) -> Millis {
    let date = js_sys::Date::new(&JsValue::from_f64(now().0 as f64));
    // The calendar carries over: the 32nd is the first.
    date.set_date((date.get_date() as i32 + days).cast_unsigned());
    date.set_hours(hour);
    date.set_minutes(0);
    date.set_seconds(0);
    date.set_milliseconds(0);
    Millis(date.get_time() as i64)
}

/// 1 on Monday, 7 on Sunday.
fn weekday() -> i32 {
    let day = js_sys::Date::new(&JsValue::from_f64(now().0 as f64)).get_day() as i32;
    if day == 0 { 7 } else { day }
}

#[component]
pub fn SetStatus() -> impl IntoView {
    let app = app();
    let Some(me) = app.replica.me() else { return ().into_any() };
    let current = status_of(app, me);
    let had_one = current.is_some();
    let (emoji_now, text_now, end_now) =
        current.map_or((None, None, None), |c| (c.emoji, c.text, c.expires_at));
    let emoji = RwSignal::new(emoji_now.unwrap_or_else(|| "💬".to_owned()));
    let text = RwSignal::new(text_now.unwrap_or_default());
    let end = RwSignal::new(end_now.map_or(if had_one { End::Never } else { End::Today }, End::Kept));
    let picking = RwSignal::new(false);
    let form = Form::new();
    let input = NodeRef::<leptos::html::Input>::new();
    focus_when_shown(input);
    let presets = [
        ("🗓️", s().meeting, End::Minutes(60), s().in_an_hour),
        ("🚌", s().commuting, End::Minutes(30), s().in_half_an_hour),
        ("🤒", s().sick, End::Today, s().today),
        ("🏖️", s().vacation, End::Never, s().never),
        ("🏡", s().remote, End::Today, s().today),
    ];
    let pick = Callback::new(move |picked: String| {
        emoji.set(picked);
        picking.set(false);
    });
    let send = move |body: Option<command::SetStatus>| {
        form.send(Wrong::default(), &[], async move {
            match &body {
                Some(body) => calls::set_status(body).await,
                None => calls::clear_status().await,
            }?;
            app.overlay.close_dialog();
            Ok(())
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = Some(text.get().trim().to_owned()).filter(|text| !text.is_empty());
        send(Some(command::SetStatus { emoji: Some(emoji.get()), text, expires_at: end.get().moment() }));
    };
    view! {
        <Head title=s().set_status/>
        <form novalidate on:submit=submit data-testid="status-form">
            <WholeWrong wrong=form.wrong/>
            <div class="status-field">
                <button type="button" class="status-emoji" aria-label=s().choose_emoji
                    aria-expanded=move || picking.get().to_string() data-testid="status-emoji"
                    on:click=move |_| picking.update(|open| *open = !*open)>{emoji}</button>
                <input node_ref=input class="input" dir="auto" placeholder=s().status_placeholder aria-label=s().status
                    maxlength=limits::STATUS_CHARS.to_string() data-testid="status-text" bind:value=text/>
            </div>
            {move || picking.get().then(|| view! { <EmojiPicker pick/> })}
            <ul class="plain presets">
                {presets.into_iter().map(|(mark, words, ends, when)| view! {
                    <li>
                        <button type="button" class="choice" data-testid="preset" on:click=move |_| {
                            emoji.set(mark.to_owned());
                            text.set(words.to_owned());
                            end.set(ends);
                        }>
                            <span class="status-mark">{mark}</span>
                            <span class="grow">{words}</span>
                            <small>{when}</small>
                        </button>
                    </li>
                }).collect_view()}
            </ul>
            <EndField end kept=end_now/>
            <div class="dialog-foot">
                {had_one.then(|| view! {
                    <button class="button quiet" type="button" data-testid="remove-status" on:click=move |_| send(None)>
                        {s().clear_status}
                    </button>
                })}
                <button class="button" type="button" on:click=move |_| app.overlay.close_dialog()>{t().cancel}</button>
                <button class="button main" type="submit" disabled=form.busy data-testid="save-status">{t().save}</button>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn EndField(end: RwSignal<End>, kept: Option<Millis>) -> impl IntoView {
    let mut ends = vec![
        (End::Never, s().never.to_owned()),
        (End::Minutes(30), s().in_half_an_hour.to_owned()),
        (End::Minutes(60), s().in_an_hour.to_owned()),
        (End::Minutes(240), s().in_four_hours.to_owned()),
        (End::Today, s().today.to_owned()),
        (End::ThisWeek, s().this_week.to_owned()),
    ];
    if let Some(kept) = kept {
        ends.push((End::Kept(kept), format!("{}, {}", day_of(kept), clock(kept))));
    }
    let values: Vec<End> = ends.iter().map(|(end, _)| *end).collect();
    view! {
        <label class="inline-field">
            <Glyph icon=Icon::Clock size=16/>
            <span>{s().status_until}</span>
            <select class="input" data-testid="status-end" on:change=move |event| {
                let chosen = event_target_value(&event).parse::<usize>().ok();
                if let Some(chosen) = chosen.and_then(|at| values.get(at)) {
                    end.set(*chosen);
                }
            }>
                {ends.into_iter().enumerate().map(|(at, (value, text))| view! {
                    <option value=at.to_string() prop:selected=move || end.get() == value>{text}</option>
                }).collect_view()}
            </select>
        </label>
    }
}
