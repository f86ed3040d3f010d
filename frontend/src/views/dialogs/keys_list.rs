//! The keys that work.

use leptos::prelude::*;

use super::Head;
use crate::browser::is_mac;
use crate::text::t;

/// What is done, and the keys for it: any of some combinations.
type Entry<'a> = (&'static str, &'a [&'a [&'static str]]);

#[component]
pub fn KeysList() -> impl IntoView {
    let ctrl = if is_mac() { "⌘" } else { "Ctrl" };
    let everywhere: &[Entry<'_>] = &[
        (t().key_switcher, &[&[ctrl, "K"]]),
        (t().key_search, &[&["/"], &[ctrl, "Shift", "F"]]),
        (t().key_next_room, &[&["Alt", "↓"]]),
        (t().key_previous_room, &[&["Alt", "↑"]]),
        (t().key_next_unread, &[&["N"], &["Alt", "Shift", "↓"]]),
        (t().key_previous_unread, &[&["Alt", "Shift", "↑"]]),
        (t().key_back, &[&["Alt", "←"]]),
        (t().key_forward, &[&["Alt", "→"]]),
        (t().key_mark_read, &[&["Esc"]]),
        (t().key_inbox, &[&[ctrl, "Shift", "A"]]),
        (t().key_mentions, &[&[ctrl, "Shift", "M"]]),
        (t().key_unread, &[&[ctrl, "J"]]),
        (t().key_pane, &[&[ctrl, "."]]),
        (t().key_regions, &[&["F6"]]),
        (t().key_end, &[&["End"]]),
        (t().key_list, &[&["?"], &[ctrl, "/"]]),
    ];
    let writing: &[Entry<'_>] = &[
        (t().key_send, &[&["Enter"]]),
        (t().key_line, &[&["Shift", "Enter"]]),
        (t().key_attach, &[&[ctrl, "U"]]),
        (t().key_edit_last, &[&["↑"]]),
        (t().key_thread_last, &[&["Shift", "↑"]]),
        (t().key_react_last, &[&[ctrl, "Shift", "\\"]]),
        (t().key_accept, &[&["Tab"]]),
        (t().bold, &[&[ctrl, "B"]]),
        (t().italic, &[&[ctrl, "I"]]),
        (t().strike, &[&[ctrl, "Shift", "X"]]),
        (t().code, &[&[ctrl, "Shift", "C"]]),
        (t().link, &[&[ctrl, "Shift", "L"]]),
        (t().list_ordered, &[&[ctrl, "Shift", "7"]]),
        (t().list, &[&[ctrl, "Shift", "8"]]),
        (t().quote, &[&[ctrl, "Shift", "9"]]),
    ];
    let on_message: &[Entry<'_>] = &[
        (t().key_move, &[&["↑", "↓"], &["J", "K"]]),
        (t().key_react, &[&["R"]]),
        (t().key_reply, &[&["T"]]),
        (t().key_unread_from, &[&["U"]]),
        (t().key_pin, &[&["P"]]),
        (t().key_save, &[&["A"]]),
        (t().key_edit, &[&["E"]]),
        (t().key_delete, &[&["Del"]]),
    ];
    let groups =
        [(t().keys_everywhere, everywhere), (t().keys_writing, writing), (t().keys_message, on_message)];
    view! {
        <Head title=t().keys/>
        <div class="keys">
            {groups.into_iter().map(|(heading, keys)| view! {
                <section>
                    <h3>{heading}</h3>
                    <dl>
                        {keys.iter().map(|(what, ways)| view! {
                            <div>
                                <dt>{*what}</dt>
                                <dd>{ways.iter().enumerate().map(|(at, keys)| view! {
                                    {(at > 0).then(|| view! { <span>{t().key_or}</span> })}
                                    {keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect_view()}
                                }).collect_view()}</dd>
                            </div>
                        }).collect_view()}
                    </dl>
                </section>
            }).collect_view()}
        </div>
    }
}
