//! How others see one.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::command::UpdateMe;
use natter_protocol::limits;

use crate::api::{Failure, calls, files};
use crate::state::app;
use crate::text::{problem_text, s, t, time_zone_here, time_zones};
use crate::views::avatar::Avatar;
use crate::views::form::{Form, TextField, WholeWrong, Wrong};
use crate::views::handle::handle;

#[component]
pub fn EditProfile() -> impl IntoView {
    let app = app();
    let Some(me) = app.replica.peek(|chat| chat.me().user.clone()) else { return ().into_any() };
    let name = RwSignal::new(me.display_name.clone());
    let title = RwSignal::new(me.title.unwrap_or_default());
    let pronouns = RwSignal::new(me.pronouns.unwrap_or_default());
    let zone = RwSignal::new(me.time_zone.unwrap_or_default());
    let form = Form::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = UpdateMe {
            display_name: Some(name.get()),
            title: Some(title.get()),
            pronouns: Some(pronouns.get()),
            time_zone: Some(zone.get()),
        };
        form.send(Wrong::default(), &["display_name", "title", "pronouns"], async move {
            calls::update_me(&body).await?;
            app.overlay.notice(s().saved);
            Ok(())
        });
    };
    view! {
        <form novalidate on:submit=submit data-testid="profile-form">
            <div class="own-card">
                <Avatar user=me.id size=64/>
                <div class="grow">
                    <b class="cut" dir="auto">{move || name.get()}</b>
                    <span>{handle(me.username)}</span>
                    <small>{s().username_fixed}</small>
                    <PictureButtons/>
                </div>
            </div>
            <WholeWrong wrong=form.wrong/>
            <TextField name="display_name" label=t().your_name value=name wrong=form.wrong autocomplete="name"
                max=limits::DISPLAY_NAME_CHARS/>
            <TextField name="title" label=s().title value=title wrong=form.wrong placeholder=s().title_example
                max=limits::PROFILE_LINE_CHARS optional=true/>
            <TextField name="pronouns" label=s().pronouns value=pronouns wrong=form.wrong placeholder=s().pronouns_example
                max=limits::PROFILE_LINE_CHARS optional=true/>
            <ZoneField zone/>
            <div class="group-foot">
                <button class="button main" type="submit" disabled=form.busy data-testid="save-profile">{t().save}</button>
                <span class="hint">{s().profile_note}</span>
            </div>
        </form>
    }
    .into_any()
}

/// Choosing the picture that others see, and taking it away.
#[component]
fn PictureButtons() -> impl IntoView {
    let app = app();
    let input = NodeRef::<leptos::html::Input>::new();
    let busy = RwSignal::new(false);
    let has_one = Memo::new(move |_| {
        let me = app.replica.me();
        me.and_then(|me| app.replica.user(me, |user| user.avatar.is_some())) == Some(true)
    });
    let told = move |outcome: Result<(), Failure>| {
        match outcome {
            Ok(()) => app.overlay.notice(s().saved),
            Err(failure) => app.overlay.trouble(problem_text(&failure)),
        }
        busy.try_set(false);
    };
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let Some(file) = input.files().and_then(|files| files.item(0)) else { return };
        input.set_value("");
        busy.set(true);
        spawn_local(async move {
            let outcome = match files::bring(&file).await {
                Ok(picture) => calls::set_avatar(picture.id).await,
                Err(failure) => Err(failure),
            };
            told(outcome);
        });
    };
    let choose = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let remove = move |_| {
        busy.set(true);
        spawn_local(async move { told(calls::remove_avatar().await) });
    };
    view! {
        <input node_ref=input type="file" accept="image/png,image/jpeg,image/gif,image/webp" hidden
            data-testid="avatar-input" on:change=chosen/>
        <div class="picture-buttons">
            <button type="button" class="button small" disabled=busy data-testid="choose-avatar" on:click=choose>
                {s().choose_picture}
            </button>
            {move || has_one.get().then(|| view! {
                <button type="button" class="button small" disabled=busy data-testid="remove-avatar" on:click=remove>
                    {s().remove_picture}
                </button>
            })}
        </div>
    }
}

/// The zones that this browser knows, the one of this device first.
#[component]
fn ZoneField(zone: RwSignal<String>) -> impl IntoView {
    let here = time_zone_here();
    let mut zones = time_zones();
    let chosen = zone.get_untracked();
    zones.retain(|zone| *zone != here);
    zones.insert(0, here);
    if !chosen.is_empty() && !zones.contains(&chosen) {
        zones.push(chosen.clone());
    }
    view! {
        <div class="field">
            <label for="time_zone">{s().time_zone} <span class="optional">" · "{t().optional}</span></label>
            <select class="input" id="time_zone" data-testid="time-zone"
                on:change=move |event| zone.set(event_target_value(&event))>
                <option value="">{s().time_zone_none}</option>
                {zones.into_iter().map(|name| {
                    let shown = name.replace('_', " ");
                    let selected = name == chosen;
                    view! { <option value=name selected=selected>{shown}</option> }
                }).collect_view()}
            </select>
            <p class="hint">{s().time_zone_hint}</p>
        </div>
    }
}
