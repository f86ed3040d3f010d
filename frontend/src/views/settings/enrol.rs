//! Setting up an authenticator app.

use leptos::prelude::*;
use natter_protocol::two_factor::{RecoveryCodes, TotpSecret};

use crate::api::calls;
use crate::state::app;
use crate::text::{s, t};
use crate::views::form::{Form, TextField, WholeWrong, Wrong};
use crate::views::icon::{Glyph, Icon};

/// Brings the secret into an authenticator app, and proves with a code that it is there.
#[component]
pub fn Enrol(
    secret: TotpSecret,
    #[prop(into)] done: Callback<RecoveryCodes>,
    #[prop(into)] given_up: Callback<()>,
) -> impl IntoView {
    let code = RwSignal::new(String::new());
    let form = Form::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let given = code.get();
        form.send(Wrong::default(), &["totp"], async move {
            done.run(calls::confirm_totp(given).await?);
            Ok(())
        });
    };
    let spaced: Vec<String> =
        secret.secret.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
    view! {
        <div class="enrol">
            <Picture rows=secret.qr/>
            <div>
                <p><b>{s().scan}</b></p>
                <p class="hint">{s().scan_else}</p>
                <code class="secret" data-testid="totp-secret" data-secret=secret.secret>{spaced.join(" ")}</code>
                <form novalidate on:submit=submit>
                    <WholeWrong wrong=form.wrong/>
                    <TextField name="totp" label=s().code_of_app value=code wrong=form.wrong autocomplete="one-time-code"
                        max=8 focus=true/>
                    <div class="group-foot">
                        <button class="button main" type="submit" disabled=form.busy data-testid="confirm-totp">{s().confirm}</button>
                        <button class="button quiet" type="button" data-testid="give-up-totp" on:click=move |_| given_up.run(())>{t().cancel}</button>
                    </div>
                </form>
            </div>
        </div>
    }
}

/// The QR code as one path of dark squares, dark on light in either theme, since cameras expect it so.
#[component]
fn Picture(rows: Vec<String>) -> impl IntoView {
    let size = rows.len();
    let mut path = String::new();
    for (y, row) in rows.iter().enumerate() {
        for (x, _) in row.bytes().enumerate().filter(|(_, module)| *module == b'1') {
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    view! {
        <svg class="qr" viewBox=format!("-3 -3 {0} {0}", size + 6) shape-rendering="crispEdges" role="img"
            aria-label=s().scan>
            <path d=path></path>
        </svg>
    }
}

/// The codes that stand in for the app once each, shown this once.
#[component]
pub fn Recovery(codes: Vec<String>, #[prop(into)] kept: Callback<()>) -> impl IntoView {
    let app = app();
    let all = codes.join("\n");
    view! {
        <h3 class="settings-heading">{s().recovery}</h3>
        <p class="dialog-note">{s().recovery_note}</p>
        <ul class="plain recovery" data-testid="recovery-codes">
            {codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view()}
        </ul>
        <div class="group-foot">
            <button class="button main" data-testid="recovery-kept" on:click=move |_| kept.run(())>
                {s().recovery_kept}
            </button>
            <button class="button" on:click=move |_| app.copy_text(all.clone())>
                <Glyph icon=Icon::Copy size=16/> {s().copy_codes}
            </button>
        </div>
    }
}
