//! Mails about what one missed: the address, its code, on and off.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::email::{MyEmail, Pace};

use crate::api::calls;
use crate::state::app;
use crate::text::{s, t};
use crate::views::form::{Form, TextField, WholeWrong, Wrong};

/// Nothing where the server sends no mail.
#[component]
pub fn EmailRules() -> impl IntoView {
    let mine = RwSignal::new(MyEmail::default());
    spawn_local(async move {
        if let Ok(found) = calls::my_email().await {
            mine.try_set(found);
        }
    });
    // Choosing a pace draws nothing anew: the focus stays where it is.
    let places =
        Memo::new(move |_| mine.with(|mine| (mine.offered, mine.address.clone(), mine.pending.clone())));
    move || {
        let (offered, address, pending) = places.get();
        offered.then(|| {
            view! {
                <fieldset class="group email-rules" data-testid="email-rules">
                    <legend>{s().email}</legend>
                    <p class="hint">{s().email_note}</p>
                    {match (address, pending) {
                        (address, Some(pending)) => view! {
                            {address.map(|address| view! { <Proven mine address/> })}
                            <Code mine pending/>
                        }.into_any(),
                        (Some(address), None) => view! { <Proven mine address/> }.into_any(),
                        (None, None) => view! { <Address mine/> }.into_any(),
                    }}
                </fieldset>
            }
        })
    }
}

/// The address that mail goes to, and how soon.
#[component]
fn Proven(mine: RwSignal<MyEmail>, address: String) -> impl IntoView {
    let app = app();
    let choose = move |event: leptos::ev::Event| {
        let word = event_target_value(&event);
        let Some((pace, ..)) = paces().into_iter().find(|(_, value, _)| *value == word) else { return };
        app.attempt(async move {
            mine.try_set(calls::set_pace(pace).await?);
            Ok(())
        });
    };
    let forget = move |_| {
        app.attempt(async move {
            calls::forget_email().await?;
            mine.try_set(MyEmail { offered: true, ..MyEmail::default() });
            Ok(())
        });
    };
    let chosen = mine.with_untracked(|mine| mine.pace);
    view! {
        <div class="switch-row">
            <b class="grow cut" dir="auto" data-testid="email-address">{address}</b>
            <button type="button" class="button small" data-testid="forget-email" on:click=forget>{t().remove}</button>
        </div>
        <div class="field">
            <label for="email-pace">{s().email_pace}</label>
            <select class="input" id="email-pace" data-testid="email-pace" on:change=choose>
                {paces().map(|(pace, value, text)| view! {
                    <option value=value selected=pace == chosen>{text}</option>
                }).collect_view()}
            </select>
        </div>
    }
    .into_any()
}

fn paces() -> [(Pace, &'static str, &'static str); 4] {
    [
        (Pace::Off, "off", s().email_off),
        (Pace::Soon, "soon", s().email_soon),
        (Pace::Hourly, "hourly", s().email_hourly),
        (Pace::Daily, "daily", s().email_daily),
    ]
}

/// Where a code is sent.
#[component]
fn Address(mine: RwSignal<MyEmail>) -> impl IntoView {
    let app = app();
    let address = RwSignal::new(String::new());
    let form = Form::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let given = address.get();
        form.send(Wrong::default(), &["address"], async move {
            calls::set_email(given, app.settings.reader()).await?;
            mine.try_set(calls::my_email().await?);
            Ok(())
        });
    };
    view! {
        <form novalidate on:submit=submit data-testid="email-form">
            <WholeWrong wrong=form.wrong/>
            <TextField name="address" label=s().email_address value=address wrong=form.wrong autocomplete="email"
                placeholder=s().email_example/>
            <div class="group-foot">
                <button class="button" type="submit" disabled=form.busy data-testid="send-email-code">{s().email_send_code}</button>
            </div>
        </form>
    }
    .into_any()
}

/// The code that was sent.
#[component]
fn Code(mine: RwSignal<MyEmail>, pending: String) -> impl IntoView {
    let code = RwSignal::new(String::new());
    let form = Form::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let given = code.get();
        form.send(Wrong::default(), &["code"], async move {
            mine.try_set(calls::verify_email(given).await?);
            Ok(())
        });
    };
    let another = move |_| mine.update(|mine| mine.pending = None);
    view! {
        <form novalidate on:submit=submit data-testid="email-code-form">
            <p>{(s().email_code_sent)(&pending)}</p>
            <WholeWrong wrong=form.wrong/>
            <TextField name="code" label=s().email_code value=code wrong=form.wrong autocomplete="one-time-code"/>
            <div class="group-foot">
                <button class="button main" type="submit" disabled=form.busy data-testid="verify-email">{s().confirm}</button>
                <button class="button quiet" type="button" data-testid="another-email" on:click=another>
                    {s().email_another}
                </button>
            </div>
        </form>
    }
    .into_any()
}
