//! The keys that work.

use leptos::prelude::*;

use super::Head;
use crate::browser::is_mac;
use crate::text::{s, t};
use crate::views::room::Mark;

/// What is done, and the keys for it, with bars between different ways.
type Entry = (&'static str, &'static str);

#[component]
pub fn KeysList() -> impl IntoView {
    let shown = |key| if key == "Ctrl" && is_mac() { "⌘" } else { key };
    let marks = Mark::ALL.into_iter().filter_map(|mark| Some((mark.name(), mark.keys()?)));
    let everywhere = [
        (s().key_switcher, "Ctrl K"),
        (s().key_search, "/ | Ctrl Shift F"),
        (s().key_next_room, "Alt ↓"),
        (s().key_previous_room, "Alt ↑"),
        (s().key_next_unread, "N | Alt Shift ↓"),
        (s().key_previous_unread, "Alt Shift ↑"),
        (s().key_back, "Alt ←"),
        (s().key_forward, "Alt →"),
        (s().key_mark_read, "Esc"),
        (s().key_inbox, "Ctrl Shift A"),
        (s().key_mentions, "Ctrl Shift M"),
        (s().key_unread, "Ctrl J"),
        (s().key_pane, "Ctrl ."),
        (s().key_regions, "F6"),
        (s().key_end, "End"),
        (s().key_list, "? | Ctrl /"),
    ];
    let writing = [
        (s().key_send, "Enter"),
        (s().key_line, "Shift Enter"),
        (s().key_attach, "Ctrl U"),
        (s().key_edit_last, "↑"),
        (s().key_thread_last, "Shift ↑"),
        (s().key_react_last, "Ctrl Shift \\"),
        (s().key_accept, "Tab"),
    ];
    let on_message = [
        (s().key_move, "↑ ↓ | J K"),
        (s().key_react, "R"),
        (s().key_reply, "T"),
        (s().key_unread_from, "U"),
        (s().key_pin, "P"),
        (s().key_save, "A"),
        (s().key_edit, "E"),
        (s().key_delete, "Del"),
    ];
    let groups: [(_, Vec<Entry>); 3] = [
        (s().keys_everywhere, everywhere.to_vec()),
        (s().keys_writing, writing.into_iter().chain(marks).collect()),
        (s().keys_message, on_message.to_vec()),
    ];
    view! {
        <Head title=t().keys/>
        <div class="keys">
            {groups.into_iter().map(|(heading, keys)| view! {
                <section>
                    <h3>{heading}</h3>
                    <dl>
                        {keys.into_iter().map(|(what, ways)| view! {
                            <div>
                                <dt>{what}</dt>
                                <dd>{ways.split(" | ").enumerate().map(|(at, keys)| view! {
                                    {(at > 0).then(|| view! { <span>{s().key_or}</span> })}
                                    {keys.split(' ').map(|key| view! { <kbd>{shown(key)}</kbd> }).collect_view()}
                                }).collect_view()}</dd>
                            </div>
                        }).collect_view()}
                    </dl>
                </section>
            }).collect_view()}
        </div>
    }
}
