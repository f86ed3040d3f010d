//! The picker: what was used lately, groups, a search, a skin tone that is remembered.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::emoji::name_in;
use wasm_bindgen::JsCast as _;

use super::catalog::{Emoji, GROUPS, TONES, name_of, search, toned};
use super::custom::emoji_view;
use super::list::{listed, with_list};
use super::walk::walk;
use crate::native;
use crate::state::app;
use crate::text::{lowercase, t};

const RECENT: &str = "natter.emoji.recent";
const TONE: &str = "natter.emoji.tone";
/// Emoji that are remembered as used lately.
const REMEMBERED: usize = 27;
/// Shown of a search.
const FOUND: usize = 90;
/// Before anything was used.
const FIRST: &str = "👍 ❤️ 🎉 😂 👀 🙏 ✅ 🚀 💯";
/// The group of the server's own emoji, after those of Unicode.
const OWN: usize = GROUPS.len() + 1;
/// What stands for each group.
const SIGNS: [&str; 9] = ["😀", "👋", "🐻", "🍔", "✈️", "⚽", "💡", "🔣", "🏁"];

fn recent() -> Vec<String> {
    let kept = native::read(RECENT).unwrap_or_else(|| FIRST.to_owned());
    kept.split(' ').map(ToOwned::to_owned).collect()
}

fn remember(emoji: &str) {
    let mut all = recent();
    all.retain(|other| other != emoji);
    all.insert(0, emoji.to_owned());
    all.truncate(REMEMBERED);
    native::write(RECENT, &all.join(" "));
}

fn kept_tone() -> Option<char> {
    let kept = native::read(TONE)?.chars().next()?;
    TONES.contains(&kept).then_some(kept)
}

/// What the groups are called, in their order.
fn group_names() -> [&'static str; GROUPS.len()] {
    let t = t();
    [
        t.emoji_smileys,
        t.emoji_people,
        t.emoji_nature,
        t.emoji_food,
        t.emoji_travel,
        t.emoji_activities,
        t.emoji_objects,
        t.emoji_symbols,
        t.emoji_flags,
    ]
}

/// Enter chooses the first that was found, and sends no form.
fn choose_first(event: &leptos::ev::KeyboardEvent, is_asked: bool) {
    if event.key() != "Enter" {
        return;
    }
    event.prevent_default();
    let field = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let picker = field.and_then(|field| field.closest(".emoji-picker").ok()?);
    let first = picker.and_then(|picker| picker.query_selector(".emoji-grid button").ok()?);
    if let Some(first) = first.filter(|_| is_asked) {
        first.unchecked_into::<web_sys::HtmlElement>().click();
    }
}

#[component]
pub fn EmojiPicker(
    pick: Callback<String>,
    /// With the server's own, as `:name:`.
    #[prop(default = false)]
    custom: bool,
) -> impl IntoView {
    let app = app();
    let here = RwSignal::new(false);
    let wanted = RwSignal::new(String::new());
    // 0 is what was used lately.
    let group = RwSignal::new(0_usize);
    let tone = RwSignal::new(kept_tone());
    let failed = RwSignal::new(false);
    spawn_local(async move {
        if listed().await {
            here.try_set(true);
        } else {
            failed.try_set(true);
        }
    });
    let choose = move |emoji: String| {
        remember(&emoji);
        pick.run(emoji);
    };
    let own = Memo::new(move |_| if custom { app.custom_emoji() } else { Vec::new() });
    let own_like = move |wanted: &str| -> Vec<(String, String)> {
        let wanted = lowercase(wanted.trim().trim_matches(':')).replace(' ', "_");
        let fit = |own: &Vec<natter_protocol::CustomEmoji>| {
            let fit = own.iter().filter(|emoji| emoji.name.contains(&wanted));
            fit.map(|emoji| (format!(":{}:", emoji.name), emoji.name.clone())).collect()
        };
        own.with(fit)
    };
    let is_there = move |emoji: &String| match name_in(emoji) {
        Some(name) => own.with(|own| own.iter().any(|emoji| emoji.name == name)),
        None => true,
    };
    // Each part with its heading, or none.
    let shown = move || -> Vec<(&'static str, Vec<(String, String)>)> {
        here.track();
        let tone = tone.get();
        let pair = |emoji: &Emoji| (toned(emoji, tone), emoji.name.clone());
        let of_group = |group| {
            with_list(|all| all.iter().filter(|emoji| emoji.group == group).map(pair).collect::<Vec<_>>())
        };
        let search_for = wanted.get();
        match group.get() {
            _ if !search_for.trim().is_empty() => {
                let mut found = own_like(&search_for);
                found.extend(with_list(|all| search(all, &search_for, FOUND)).iter().map(pair));
                vec![("", found)]
            }
            // They alone would leave the picker nearly empty.
            0 => {
                let called = |emoji: &String| {
                    let name = with_list(|all| name_of(all, emoji).map(ToOwned::to_owned));
                    name.unwrap_or_else(|| emoji.clone())
                };
                let lately =
                    recent().into_iter().filter(is_there).map(|emoji| (emoji.clone(), called(&emoji)));
                vec![(t().emoji_recent, lately.collect()), (t().emoji_smileys, of_group(0))]
            }
            OWN => vec![("", own_like(""))],
            group => vec![("", of_group(group - 1))],
        }
    };
    let tab = move |at: usize, sign: &'static str, group_name: &'static str, name: &'static str| {
        let is_shown = move || group.get() == at && wanted.with(String::is_empty);
        view! {
            <button type="button" role="tab" title=name aria-label=name data-group=group_name
                aria-selected=move || is_shown().to_string()
                tabindex=move || if group.get() == at { 0 } else { -1 }
                on:click=move |_| {
                    wanted.set(String::new());
                    group.set(at);
                }>{sign}</button>
        }
    };
    view! {
        <div class="emoji-picker" data-testid="emoji-picker" on:keydown=move |event| walk(&event)>
            <div class="emoji-bar">
                <input class="input" type="search" placeholder=t().find_emoji aria-label=t().find_emoji
                    data-testid="emoji-search" bind:value=wanted on:keydown=move |event| choose_first(&event, wanted.with_untracked(|wanted| !wanted.is_empty()))/>
                <Tones tone/>
            </div>
            <div class="emoji-tabs" role="tablist" aria-label=t().emoji>
                {tab(0, "🕘", "recent", t().emoji_recent)}
                {GROUPS.into_iter().zip(group_names()).enumerate().map(|(at, (group, name))| tab(at + 1, SIGNS[at], group, name)).collect_view()}
                {move || own.with(|own| !own.is_empty()).then(|| tab(OWN, "🏠", "own", t().emoji_own))}
            </div>
            <div class="emoji-grid" role="group" aria-label=t().emoji data-testid="emoji-grid">
                {move || failed.get().then(|| view! { <p class="quiet-note">{t().no_answer}</p> })}
                {move || {
                    // Tab stops once in all of them.
                    let mut stop = std::iter::once(0).chain(std::iter::repeat(-1));
                    shown().into_iter().map(|(heading, part)| {
                        let part = part.into_iter().zip(&mut stop).map(|((emoji, name), stop)| {
                            let (chosen, named) = (emoji.clone(), emoji.clone());
                            view! {
                                <button type="button" class="emoji" title=name data-emoji=named tabindex=stop
                                    on:click=move |_| choose(chosen.clone())>{emoji_view(app, &emoji)}</button>
                            }
                        });
                        view! {
                            {(!heading.is_empty()).then(|| view! { <h3>{heading}</h3> })}
                            {part.collect_view()}
                        }
                    }).collect_view()
                }}
            </div>
        </div>
    }
}

/// The skin tone of hands and people.
#[component]
fn Tones(tone: RwSignal<Option<char>>) -> impl IntoView {
    let next = move |_| {
        let at = tone.get_untracked().and_then(|tone| TONES.iter().position(|known| *known == tone));
        let next = at.map_or(Some(TONES[0]), |at| TONES.get(at + 1).copied());
        match next {
            Some(tone) => {
                native::write(TONE, &tone.to_string());
            }
            None => native::remove(TONE),
        }
        tone.set(next);
    };
    view! {
        <button type="button" class="icon-button tone" title=t().skin_tone aria-label=t().skin_tone data-testid="skin-tone" on:click=next>
            {move || format!("✋{}", tone.get().map(String::from).unwrap_or_default())}
        </button>
    }
}
