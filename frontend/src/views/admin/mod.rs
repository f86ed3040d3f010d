//! Running the server, for admins and owners. What one may not do is not offered; the server decides.

mod audit;
mod bot;
mod emoji;
mod given;
mod integrations;
mod invitations;
mod once;
mod people;
mod person;
mod policy;
mod retention;
mod rooms;
mod server;
mod tokens;
mod webhooks;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::Failure;
use crate::state::App;
use crate::text::{problem_text, t};
use crate::views::form::alert;
pub use audit::AuditLog;
pub use emoji::EmojiPage;
pub use integrations::Integrations;
pub use invitations::InvitationList;
pub use people::PeopleList;
pub use policy::PolicyPage;
pub use rooms::RoomsList;
pub use server::ServerPage;

/// What a page shows, once it is there; again and again until it is left.
struct Fetched<T: Send + Sync + 'static>(RwSignal<Option<Result<T, Failure>>>);

impl<T: Send + Sync + 'static> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Fetched<T> {}

impl<T: Clone + Send + Sync + 'static> Fetched<T> {
    fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// What is shown stays until the answer is there.
    fn fetch(self, what: impl Future<Output = Result<T, Failure>> + 'static) {
        spawn_local(async move {
            let found = what.await;
            self.0.try_set(Some(found));
        });
    }

    /// Bones, trouble, or the thing itself.
    fn show(self, how: impl Fn(T) -> AnyView + Send + 'static) -> impl IntoView {
        move || match self.0.get() {
            None => view! { <div class="bone-row"><i class="bone w8"></i></div> }.into_any(),
            Some(Err(failure)) => alert(problem_text(&failure)).into_any(),
            Some(Ok(found)) => how(found),
        }
    }
}

/// Does it, says what went wrong, and shows the list as it is then.
fn act(app: App, load: Callback<()>, what: impl Future<Output = Result<(), Failure>> + 'static) {
    spawn_local(async move {
        if let Err(failure) = what.await {
            app.overlay.trouble(problem_text(&failure));
        }
        // The list may have gone meanwhile.
        load.try_run(());
    });
}

/// A question before something that is not taken back easily: its button becomes two.
#[component]
fn Sure(
    /// What the first button says.
    text: &'static str,
    question: String,
    note: &'static str,
    testid: &'static str,
    #[prop(default = true)] danger: bool,
    #[prop(into)] does: Callback<()>,
) -> impl IntoView {
    let asking = RwSignal::new(false);
    move || {
        if !asking.get() {
            return view! {
                <button class="button small" data-testid=testid on:click=move |_| asking.set(true)>{text}</button>
            }
            .into_any();
        }
        let answer = move |sure| {
            asking.set(false);
            if sure {
                does.run(());
            }
        };
        view! { <Question text question=question.clone() note testid danger answer/> }.into_any()
    }
}

/// The question itself, as long as it is being asked.
#[component]
fn Question(
    /// What the button says that does it.
    text: &'static str,
    question: String,
    note: &'static str,
    testid: &'static str,
    #[prop(default = true)] danger: bool,
    /// Whether it is to be done.
    #[prop(into)]
    answer: Callback<bool>,
) -> impl IntoView {
    view! {
        <div class="sure" role="alertdialog" aria-label=question.clone()>
            <p><b>{question.clone()}</b> " " {note}</p>
            <button type="button" class="button small" class:danger=danger data-testid=format!("{testid}-sure")
                on:click=move |_| answer.run(true)>{text}</button>
            <button type="button" class="button small quiet" on:click=move |_| answer.run(false)>{t().cancel}</button>
        </div>
    }
}
