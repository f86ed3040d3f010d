//! What owners decide for everyone.

use leptos::prelude::*;
use natter_protocol::account::Registration;
use natter_protocol::{Code, Demand, Policy, Right, Rules, ServerRole, limits};

use super::retention::{Retention, deletes_more};
use super::{Fetched, Question};
use crate::api::calls;
use crate::state::app;
use crate::text::{a, s, t};
use crate::views::form::{Form, Note, TextField, WholeWrong, Wrong};
use crate::views::radio::Radios;
use crate::views::switch::Switch;

const FIELDS: [&str; 4] = ["two_factor", "password_chars", "session_days", "retention_days"];
const PASSWORD_CHARS: (u32, u32) = (limits::PASSWORD_CHARS_MIN, limits::PASSWORD_CHARS_ASKED);
const SESSION_DAYS: (u32, u32) = (1, limits::SESSION_DAYS);
/// The least and the most that it may be.
pub const RETENTION_DAYS: (u32, u32) = (limits::RETENTION_DAYS_MIN, limits::RETENTION_DAYS);
/// What is offered first to who turns it on.
const ONE_YEAR: u32 = 365;

#[component]
pub fn PolicyPage() -> impl IntoView {
    let policy = Fetched::<Policy>::new();
    policy.fetch(calls::policy());
    view! {
        <p class="dialog-note">{a().policy_note}</p>
        {policy.show(|policy| view! { <PolicyForm policy/> }.into_any())}
    }
}

/// What may be filled in, and what to know of it.
pub fn hint((least, most): (u32, u32), note: &str) -> String {
    format!("{} {note}", (a().number_between)(least, most))
}

/// The policy as it is being filled in.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    registration: RwSignal<Registration>,
    admins_only: RwSignal<Vec<Right>>,
    password_chars: RwSignal<String>,
    two_factor: RwSignal<Demand>,
    session_days: RwSignal<String>,
    is_limited: RwSignal<bool>,
    retention_days: RwSignal<String>,
}

impl Wanted {
    fn of(policy: Policy) -> Self {
        let Policy { rules, two_factor, session_days, retention_days } = policy;
        Self {
            registration: RwSignal::new(rules.registration),
            admins_only: RwSignal::new(rules.admins_only),
            password_chars: RwSignal::new(rules.password_chars.to_string()),
            two_factor: RwSignal::new(two_factor),
            session_days: RwSignal::new(session_days.to_string()),
            is_limited: RwSignal::new(retention_days.is_some()),
            retention_days: RwSignal::new(retention_days.unwrap_or(ONE_YEAR).to_string()),
        }
    }

    /// What was filled in, or what is wrong with it.
    fn read(self) -> Result<Policy, Wrong> {
        let mut wrong = Wrong::default();
        let mut number = |name, text: RwSignal<String>, (least, most)| {
            let number = text.with(|text| text.trim().parse::<u32>().ok());
            number.filter(|number| (least..=most).contains(number)).unwrap_or_else(|| {
                wrong.field(name, (a().number_between)(least, most));
                least
            })
        };
        let password_chars = number("password_chars", self.password_chars, PASSWORD_CHARS);
        let session_days = number("session_days", self.session_days, SESSION_DAYS);
        let retention_days =
            self.is_limited.get().then(|| number("retention_days", self.retention_days, RETENTION_DAYS));
        let (registration, admins_only) = (self.registration.get(), self.admins_only.get());
        let two_factor = self.two_factor.get();
        let rules = Rules { registration, password_chars, admins_only };
        if wrong.is_empty() {
            Ok(Policy { rules, two_factor, session_days, retention_days })
        } else {
            Err(wrong)
        }
    }
}

#[component]
fn PolicyForm(policy: Policy) -> impl IntoView {
    let app = app();
    let is_owner = app.replica.peek(|chat| chat.me().user.role) == Some(ServerRole::Owner);
    let kept_for = StoredValue::new(policy.retention_days);
    let wanted = Wanted::of(policy);
    let form = Form::new();
    let asked = RwSignal::new(None::<Policy>);
    let save = move |policy: Policy| {
        form.send(Wrong::default(), &FIELDS, async move {
            let saved = match calls::set_policy(&policy).await {
                Err(failure) if failure.is(Code::TwoFactorNeeded) => {
                    form.wrong.update(|wrong| wrong.field("two_factor", a().own_factor_first));
                    return Ok(());
                }
                saved => saved?,
            };
            kept_for.try_set_value(saved.retention_days);
            app.overlay.notice(s().saved);
            Ok(())
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        asked.set(None);
        match wanted.read() {
            Err(wrong) => form.wrong.set(wrong),
            Ok(policy) if deletes_more(kept_for.get_value(), policy.retention_days) => {
                form.wrong.set(Wrong::default());
                asked.set(Some(policy));
            }
            Ok(policy) => save(policy),
        }
    };
    let save_button = move || {
        view! {
            <button class="button main" type="submit" disabled=form.busy data-testid="save-policy">{t().save}</button>
        }
    };
    let foot = move || {
        let Some(policy) = asked.get() else { return save_button().into_any() };
        let question = (a().retention_question)(policy.retention_days.unwrap_or_default());
        let answer = move |sure: bool| {
            asked.set(None);
            if sure {
                save(policy.clone());
            }
        };
        view! {
            <Question text=a().delete_and_save question note=a().retention_sure_note testid="save-policy" answer/>
        }
        .into_any()
    };
    view! {
        <form novalidate on:submit=submit data-testid="policy-form">
            {(!is_owner).then(|| view! { <p class="dialog-note" data-testid="owners-decide">{a().owners_decide}</p> })}
            <WholeWrong wrong=form.wrong/>
            <fieldset class="group" disabled=!is_owner>
                <WhoMayRegister registration=wanted.registration/>
                <AdminsOnly admins_only=wanted.admins_only/>
                <FactorDemanded two_factor=wanted.two_factor wrong=form.wrong/>
                <TextField name="password_chars" label=a().password_chars value=wanted.password_chars wrong=form.wrong
                    within=PASSWORD_CHARS hint=hint(PASSWORD_CHARS, a().password_chars_hint)/>
                <TextField name="session_days" label=a().session_days value=wanted.session_days wrong=form.wrong
                    within=SESSION_DAYS hint=hint(SESSION_DAYS, a().session_days_hint)/>
                <Retention is_limited=wanted.is_limited days=wanted.retention_days wrong=form.wrong/>
                <div class="group-foot">{foot}</div>
            </fieldset>
        </form>
    }
}

#[component]
fn WhoMayRegister(registration: RwSignal<Registration>) -> impl IntoView {
    let choices = [
        (Registration::Open, a().registration_open, a().registration_open_note, "registration-open"),
        (Registration::Invite, a().registration_invite, a().registration_invite_note, "registration-invite"),
        (Registration::Closed, a().registration_closed, a().registration_closed_note, "registration-closed"),
    ];
    view! {
        <fieldset class="group" data-testid="policy-registration">
            <Radios legend=a().who_may_register group="registration" choices chosen=registration/>
        </fieldset>
    }
}

#[component]
fn FactorDemanded(two_factor: RwSignal<Demand>, wrong: RwSignal<Wrong>) -> impl IntoView {
    let choices = [
        (Demand::Nobody, a().factor_of_nobody, a().factor_of_nobody_note, "two-factor-nobody"),
        (Demand::Admins, a().factor_of_admins, a().factor_of_admins_note, "two-factor-admins"),
        (Demand::Everyone, a().factor_of_everyone, a().factor_of_everyone_note, "two-factor-everyone"),
    ];
    view! {
        <fieldset class="group" data-testid="policy-two-factor">
            <Radios legend=a().who_needs_factor group="two-factor" choices chosen=two_factor/>
            <Note id="two_factor" name="two_factor" hint="" wrong/>
        </fieldset>
    }
}

#[component]
fn AdminsOnly(admins_only: RwSignal<Vec<Right>>) -> impl IntoView {
    let rights = [
        (Right::Invite, a().may_invite, "policy-invite"),
        (Right::CreatePublicRoom, a().may_create_public, "policy-create-public-room"),
        (Right::CreatePrivateRoom, a().may_create_private, "policy-create-private-room"),
    ];
    view! {
        <fieldset class="group">
            <legend>{a().only_admins}</legend>
            {rights.map(|(right, text, testid)| view! {
                <Switch text testid on=Signal::derive(move || admins_only.with(|kept| kept.contains(&right)))
                    turn=move |on| admins_only.update(|kept| {
                        kept.retain(|other| *other != right);
                        if on {
                            kept.push(right);
                        }
                    })/>
            })}
        </fieldset>
    }
}
