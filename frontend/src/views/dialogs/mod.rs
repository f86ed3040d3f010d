//! Dialogs: one at a time, above everything.

mod browse;
mod directory;
mod forward;
mod invite;
mod keys_list;
mod people_picker;
mod room_forms;
mod status;
mod switcher;
mod viewer;

use leptos::prelude::*;

use super::focus::give_back_focus;
use super::icon::{Glyph, Icon};
use super::later::{Part, later};
use super::polls::AskPoll;
use super::settings::SettingsDialog;
use super::toasts::Toasts;
use crate::state::{Dialog, app};
use crate::text::t;
use browse::Browse;
use forward::Forward;
use invite::InvitePeople;
use keys_list::KeysList;
use people_picker::{AddPeople, NewDirect};
use room_forms::{CreateRoom, EditRoom, LeaveRoom};
use status::SetStatus;
pub use status::local_time;
use switcher::Switcher;
use viewer::Viewer;

#[component]
pub fn Dialogs() -> impl IntoView {
    let app = app();
    move || app.overlay.dialog.get().map(|dialog| later(Part::Dialog(dialog)))
}

#[component]
pub fn OneDialog(dialog: Dialog) -> impl IntoView {
    let app = app();
    let node = NodeRef::<leptos::html::Dialog>::new();
    give_back_focus();
    node.on_load(|dialog| {
        let _ = dialog.show_modal();
    });
    // A press that begins and ends on the scrim closes; one that drags out of a field does not.
    let on_scrim = |event: &web_sys::Event| {
        event.target().zip(event.current_target()).is_some_and(|(target, own)| target == own)
    };
    let class = match dialog {
        Dialog::Switcher => "dialog switcher",
        Dialog::Keys => "dialog wide",
        Dialog::Viewer(..) => "dialog viewer",
        Dialog::Settings => "dialog settings-dialog",
        _ => "dialog",
    };
    let is_read = matches!(dialog, Dialog::Keys);
    view! {
        <dialog
            node_ref=node
            class=class
            aria-labelledby="dialog-title"
            data-testid="dialog"
            on:cancel=move |event: leptos::ev::Event| {
                event.prevent_default();
                app.overlay.close_dialog();
            }
            on:close=move |_| app.overlay.close_dialog()
            on:pointerdown=move |event: leptos::ev::PointerEvent| {
                if on_scrim(&event) {
                    app.overlay.close_dialog();
                }
            }
        >
            // Where there is nothing to fill in, what is read has the focus: not the way out of it.
            <div class="dialog-body" tabindex=is_read.then_some("-1") autofocus=is_read>
                {match dialog {
                    Dialog::Switcher => view! { <Switcher/> }.into_any(),
                    Dialog::Keys => view! { <KeysList/> }.into_any(),
                    Dialog::Invite => view! { <InvitePeople/> }.into_any(),
                    Dialog::Browse => view! { <Browse/> }.into_any(),
                    Dialog::CreateRoom => view! { <CreateRoom/> }.into_any(),
                    Dialog::NewDirect => view! { <NewDirect/> }.into_any(),
                    Dialog::AddPeople(room) => view! { <AddPeople room/> }.into_any(),
                    Dialog::EditRoom(room) => view! { <EditRoom room/> }.into_any(),
                    Dialog::Viewer(room, message, file) => view! { <Viewer room message file/> }.into_any(),
                    Dialog::Settings => view! { <SettingsDialog/> }.into_any(),
                    Dialog::Status => view! { <SetStatus/> }.into_any(),
                    Dialog::Forward(room, id) => view! { <Forward room id/> }.into_any(),
                    Dialog::Poll(room) => view! { <AskPoll room/> }.into_any(),
                    Dialog::LeaveRoom(room) => view! { <LeaveRoom room/> }.into_any(),
                }}
            </div>
            <Toasts/>
        </dialog>
    }
}

/// A dialog's title and the way out.
#[component]
pub fn Head(#[prop(into)] title: Signal<String>) -> impl IntoView {
    let app = app();
    view! {
        <header class="dialog-head">
            <h2 id="dialog-title" class="cut">{title}</h2>
            <button
                class="icon-button"
                aria-label=t().close
                data-testid="close-dialog"
                on:click=move |_| app.overlay.close_dialog()
            >
                <Glyph icon=Icon::Close/>
            </button>
        </header>
    }
}
