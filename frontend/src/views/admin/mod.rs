//! Running the server, for admins and owners. What one may not do is not offered; the server decides.

mod audit;
mod emoji;
mod invitations;
mod people;
mod person;
mod rooms;
mod server;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::Failure;
use crate::text::problem_text;
use crate::views::form::alert;
pub use audit::AuditLog;
pub use emoji::EmojiPage;
pub use invitations::InvitationList;
pub use people::PeopleList;
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
        view! {
            <div class="sure" role="alertdialog" aria-label=question.clone()>
                <p><b>{question.clone()}</b> " " {note}</p>
                <button class="button small" class:danger=danger data-testid=format!("{testid}-sure")
                    on:click=move |_| {
                        asking.set(false);
                        does.run(());
                    }>{text}</button>
                <button class="button small quiet" on:click=move |_| asking.set(false)>
                    {crate::text::t().cancel}
                </button>
            </div>
        }
        .into_any()
    }
}
