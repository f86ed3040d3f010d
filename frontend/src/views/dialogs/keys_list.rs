//! The keys that work.

use leptos::prelude::*;

use super::Head;
use crate::browser::is_mac;
use crate::text::t;

#[component]
pub fn KeysList() -> impl IntoView {
    let ctrl = if is_mac() { "⌘" } else { "Ctrl" };
    let everywhere = [
        (t().key_switcher, vec![ctrl, "K"]),
        (t().key_search, vec!["/"]),
        (t().key_next_room, vec!["Alt", "↓"]),
        (t().key_previous_room, vec!["Alt", "↑"]),
        (t().key_next_unread, vec!["Alt", "Shift", "↓"]),
        (t().key_previous_unread, vec!["Alt", "Shift", "↑"]),
        (t().key_mark_read, vec!["Esc"]),
        (t().key_inbox, vec![ctrl, "Shift", "A"]),
        (t().key_mentions, vec![ctrl, "Shift", "M"]),
        (t().key_unread, vec![ctrl, "J"]),
        (t().key_pane, vec![ctrl, "."]),
        (t().key_end, vec!["End"]),
        (t().key_regions, vec!["F6"]),
        (t().key_list, vec![ctrl, "/"]),
    ];
    let writing = [
        (t().key_send, vec!["Enter"]),
        (t().key_line, vec!["Shift", "Enter"]),
        (t().key_attach, vec![ctrl, "U"]),
        (t().key_edit_last, vec!["↑"]),
        (t().key_thread_last, vec!["Shift", "↑"]),
        (t().key_react_last, vec![ctrl, "Shift", "\\"]),
        (t().key_accept, vec!["Tab"]),
    ];
    let on_message = [
        (t().key_move, vec!["↑", "↓"]),
        (t().key_react, vec!["R"]),
        (t().key_reply, vec!["T"]),
        (t().key_unread_from, vec!["U"]),
        (t().key_pin, vec!["P"]),
        (t().key_save, vec!["A"]),
        (t().key_edit, vec!["E"]),
        (t().key_delete, vec!["Del"]),
    ];
    let groups = [
        (t().keys_everywhere, everywhere.to_vec()),
        (t().keys_writing, writing.to_vec()),
        (t().keys_message, on_message.to_vec()),
    ];
    view! {
        <Head title=t().keys/>
        <div class="keys">
            {groups.into_iter().map(|(heading, keys)| view! {
                <section>
                    <h3>{heading}</h3>
                    <dl>
                        {keys.into_iter().map(|(what, keys)| view! {
                            <div>
                                <dt>{what}</dt>
                                <dd>{keys.into_iter().map(|key| view! { <kbd>{key}</kbd> }).collect_view()}</dd>
                            </div>
                        }).collect_view()}
                    </dl>
                </section>
            }).collect_view()}
        </div>
    }
}
