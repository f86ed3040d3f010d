//! Emoji of the server's own.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::{CustomEmoji, limits};

use super::Sure;
use crate::api::{Failure, calls, files};
use crate::state::app;
use crate::text::{a, lowercase, problem_text, t};
use crate::views::emoji::picture_view;
use crate::views::form::{Form, TextField, WholeWrong, Wrong};

#[component]
pub fn EmojiPage() -> impl IntoView {
    let app = app();
    let all = Memo::new(move |_| app.custom_emoji());
    view! {
        <p class="dialog-note">{a().emoji_note}</p>
        <NewEmoji/>
        <ul class="plain sheet" data-testid="custom-emoji-list">
            <For each=move || all.get() key=|emoji| (emoji.name.clone(), emoji.picture) let:emoji>
                <Row emoji/>
            </For>
        </ul>
        {move || all.with(Vec::is_empty).then(|| view! { <p class="empty-note">{a().no_emoji}</p> })}
    }
}

#[component]
fn NewEmoji() -> impl IntoView {
    let name = RwSignal::new(String::new());
    let chosen = RwSignal::new(String::new());
    let form = Form::new();
    let input = NodeRef::<leptos::html::Input>::new();
    let file = move || input.get_untracked().and_then(|input| input.files()).and_then(|all| all.item(0));
    let choose = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let note = move |_| {
        let Some(file) = file() else { return };
        chosen.set(file.name());
        if name.with_untracked(String::is_empty) {
            name.set(name_of(&file.name()));
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(picture) = file() else { return };
        form.send(Wrong::default(), &["name"], async move {
            bring(&picture, name.get_untracked()).await?;
            name.try_set(String::new());
            chosen.try_set(String::new());
            if let Some(input) = input.get_untracked() {
                input.set_value("");
            }
            Ok(())
        });
    };
    view! {
        <form novalidate on:submit=submit data-testid="new-emoji">
            <WholeWrong wrong=form.wrong/>
            <input node_ref=input type="file" class="unseen" tabindex="-1" aria-hidden="true"
                accept="image/png,image/gif,image/webp,image/jpeg" data-testid="emoji-file" on:change=note/>
            <TextField name="name" label=t().name value=name wrong=form.wrong hint=a().emoji_name_hint max=limits::EMOJI_NAME_CHARS/>
            <div class="group-foot">
                <button type="button" class="button" data-testid="choose-emoji" on:click=choose>{a().choose_picture}</button>
                <button type="submit" class="button main" data-testid="add-emoji"
                    disabled=move || form.busy.get() || chosen.with(String::is_empty)>{a().add_emoji}</button>
                <span class="hint cut">{chosen}</span>
            </div>
        </form>
    }
}

async fn bring(picture: &web_sys::File, name: String) -> Result<(), Failure> {
    let file = files::bring(picture).await?.id;
    let name = lowercase(name.trim().trim_matches(':'));
    calls::add_emoji(name, file).await
}

/// What a picture may be called, by the name of its file.
fn name_of(file: &str) -> String {
    let bare = lowercase(file.rsplit_once('.').map_or(file, |(bare, _)| bare));
    let fits = |c: char| if c.is_ascii_alphanumeric() || "_+-".contains(c) { c } else { '_' };
    bare.chars().map(fits).take(limits::EMOJI_NAME_CHARS).collect()
}

#[component]
fn Row(emoji: CustomEmoji) -> impl IntoView {
    let app = app();
    let (name, by) = (emoji.name.clone(), emoji.by);
    app.meet([by]);
    let remove = Callback::new(move |()| {
        let name = name.clone();
        spawn_local(async move {
            if let Err(failure) = calls::remove_emoji(&name).await {
                app.overlay.trouble(problem_text(&failure));
            }
        });
    });
    let text = format!(":{}:", emoji.name);
    view! {
        <li class="sheet-row" data-testid="custom-emoji" data-name=emoji.name>
            <span class="list-mark">{picture_view(text.clone(), emoji.picture)}</span>
            <div class="grow">
                <b class="cut mono">{text.clone()}</b>
                <span class="cut">
                    {move || (a().made_by)(&app.replica.name_of(by).unwrap_or_else(|| t().someone.to_owned()))}
                </span>
            </div>
            <Sure text=t().delete question=(a().remove_emoji_question)(&text) note=a().remove_emoji_note
                testid="remove-emoji" does=remove/>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn a_file_suggests_a_name() {
        assert_eq!(name_of("Party Parrot.gif"), "party_parrot");
        assert_eq!(name_of("größe"), "gr__e");
    }
}
