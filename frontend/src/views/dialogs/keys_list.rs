//! The keys that work.

use leptos::prelude::*;

use super::Head;
use crate::browser::is_mac;
use crate::text::t;
use crate::views::room::Mark;

/// What is done, and the keys for it, with bars between different ways.
type Entry = (&'static str, &'static str);

#[component]
pub fn KeysList() -> impl IntoView {
    let shown = |key| if key == "Ctrl" && is_mac() { "⌘" } else { key };
    let marks = Mark::ALL.into_iter().filter_map(|mark| Some((mark.name(), mark.keys()?)));
    let everywhere = [
        (t().key_switcher, "Ctrl K"),
        (t().key_search, "/ | Ctrl Shift F"),
        (t().key_next_room, "Alt ↓"),
        (t().key_previous_room, "Alt ↑"),
        (t().key_next_unread, "N | Alt Shift ↓"),
        (t().key_previous_unread, "Alt Shift ↑"),
        (t().key_back, "Alt ←"),
        (t().key_forward, "Alt →"),
        (t().key_mark_read, "Esc"),
        (t().key_inbox, "Ctrl Shift A"),
        (t().key_mentions, "Ctrl Shift M"),
        (t().key_unread, "Ctrl J"),
        (t().key_pane, "Ctrl ."),
        (t().key_regions, "F6"),
        (t().key_end, "End"),
        (t().key_list, "? | Ctrl /"),
    ];
    let writing = [
        (t().key_send, "Enter"),
        (t().key_line, "Shift Enter"),
        (t().key_attach, "Ctrl U"),
        (t().key_edit_last, "↑"),
        (t().key_thread_last, "Shift ↑"),
        (t().key_react_last, "Ctrl Shift \\"),
        (t().key_accept, "Tab"),
    ];
    let on_message = [
        (t().key_move, "↑ ↓ | J K"),
        (t().key_react, "R"),
        (t().key_reply, "T"),
        (t().key_unread_from, "U"),
        (t().key_pin, "P"),
        (t().key_save, "A"),
        (t().key_edit, "E"),
        (t().key_delete, "Del"),
    ];
    let groups: [(_, Vec<Entry>); 3] = [
        (t().keys_everywhere, everywhere.to_vec()),
        (t().keys_writing, writing.into_iter().chain(marks).collect()),
        (t().keys_message, on_message.to_vec()),
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
                                    {(at > 0).then(|| view! { <span>{t().key_or}</span> })}
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
