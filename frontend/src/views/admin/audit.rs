//! What admins did.

use leptos::prelude::*;
use natter_protocol::administration::{AuditAction, AuditEntry, AuditPage};
use natter_protocol::{ServerRole, UserId};

use super::Fetched;
use super::people::role_text;
use crate::api::calls;
use crate::state::{App, app};
use crate::text::{a, clock, day_of, t};
use crate::views::avatar::Avatar;

#[component]
pub fn AuditLog() -> impl IntoView {
    let app = app();
    let list = Fetched::<AuditPage>::new();
    let fetch = move |before: Option<i64>, shown: Vec<AuditEntry>| {
        list.fetch(async move {
            let mut page = calls::audit(before).await?;
            app.meet(page.entries.iter().flat_map(|entry| entry.user.into_iter().chain([entry.by])));
            page.entries.splice(0..0, shown);
            Ok(page)
        });
    };
    fetch(None, Vec::new());
    view! {
        <p class="dialog-note">{a().audit_note}</p>
        {list.show(move |page| {
            let shown = page.entries.clone();
            let last = page.entries.last().map(|entry| entry.id);
            view! {
                <ul class="plain sheet" data-testid="audit">
                    {page.entries.into_iter().map(|entry| view! { <Row entry/> }).collect_view()}
                </ul>
                {last.is_none().then(|| view! { <p class="empty-note">{a().nothing_done}</p> })}
                {page.more.then(|| view! {
                    <button class="button" on:click=move |_| fetch(last, shown.clone())>{a().load_more}</button>
                })}
            }.into_any()
        })}
    }
}

#[component]
fn Row(entry: AuditEntry) -> impl IntoView {
    let app = app();
    let (by, at) = (entry.by, entry.at);
    view! {
        <li class="sheet-row" data-testid="deed">
            <Avatar user=by size=32/>
            <div class="grow">
                <span class="deed" dir="auto">{move || said(app, &entry)}</span>
                <span>{format!("{}, {}", day_of(at), clock(at))}</span>
            </div>
        </li>
    }
}

fn said(app: App, entry: &AuditEntry) -> String {
    let name = |user: Option<UserId>| {
        user.and_then(|user| app.replica.name_of(user)).unwrap_or_else(|| t().someone.to_owned())
    };
    let (by, whom) = (name(Some(entry.by)), name(entry.user));
    let detail = entry.detail.as_deref().unwrap_or_default();
    // Of rooms that one is not in only the server knows the names.
    let room = entry.room.and_then(|room| {
        app.replica.peek(|chat| chat.room(room).map(|room| room.details().name.clone())).flatten()
    });
    match entry.action {
        AuditAction::RoleGiven => (a().gave_role)(&by, &whom, named_role(detail)),
        AuditAction::Deactivated => (a().did_deactivate)(&by, &whom),
        AuditAction::Reactivated => (a().did_reactivate)(&by, &whom),
        AuditAction::PasswordResetMade => (a().did_reset)(&by, &whom),
        AuditAction::TwoFactorRemoved => (a().did_remove_two_factor)(&by, &whom),
        AuditAction::RoomArchived => (a().did_archive)(&by, detail),
        AuditAction::RoomUnarchived => (a().did_unarchive)(&by, detail),
        AuditAction::ServerRenamed => (a().did_rename)(&by, detail),
        AuditAction::EmojiAdded => (a().did_add_emoji)(&by, detail),
        AuditAction::EmojiRemoved => (a().did_remove_emoji)(&by, detail),
        AuditAction::BotCreated => (a().did_create_bot)(&by, &whom),
        AuditAction::BotChanged => (a().did_change_bot)(&by, &whom),
        AuditAction::TokenMade => (a().did_make_token)(&by, detail, &whom),
        AuditAction::TokenRevoked => (a().did_revoke_token)(&by, detail, &whom),
        AuditAction::WebhookMade => (a().did_make_webhook)(&by, detail, &whom, room.as_deref()),
        AuditAction::WebhookRemoved => (a().did_remove_webhook)(&by, detail, &whom, room.as_deref()),
        AuditAction::PolicyChanged => (a().did_change_policy)(&by, &named_rules(detail)),
        AuditAction::Other => (a().did_something)(&by),
    }
}

/// Rules as the log has them, `session_days=30, retention_days=never`, in the reader's language.
fn named_rules(detail: &str) -> String {
    let named = detail.split(", ").map(|rule| {
        let Some((name, value)) = rule.split_once('=') else { return rule.to_owned() };
        let value: Vec<&str> = value.split('+').map(|word| named_value(name, word)).collect();
        let name = match name {
            "registration" => a().who_may_register,
            "admins_only" => a().only_admins,
            "two_factor" => a().who_needs_factor,
            "password_chars" => a().password_chars,
            "session_days" => a().session_days,
            "retention_days" => a().retention_days,
            other => other,
        };
        format!("{name}: {}", value.join(", "))
    });
    named.collect::<Vec<_>>().join(" · ")
}

fn named_value<'a>(name: &str, word: &'a str) -> &'a str {
    match (name, word) {
        ("registration", "open") => a().registration_open,
        ("registration", "invite") => a().registration_invite,
        ("registration", "closed") => a().registration_closed,
        ("admins_only", "nothing") => t().notify_nothing,
        ("admins_only", "invite") => a().may_invite,
        ("admins_only", "create_public_room") => a().may_create_public,
        ("admins_only", "create_private_room") => a().may_create_private,
        ("two_factor", "nobody") => a().factor_of_nobody,
        ("two_factor", "admins") => a().factor_of_admins,
        ("two_factor", "everyone") => a().factor_of_everyone,
        ("retention_days", "never") => a().retention_never,
        (_, other) => other,
    }
}

/// A role as the log has it, in the reader's language.
fn named_role(word: &str) -> &str {
    match word {
        "owner" => role_text(ServerRole::Owner),
        "admin" => role_text(ServerRole::Admin),
        "member" => role_text(ServerRole::Member),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::named_rules;

    #[test]
    fn rules_are_told_in_words() {
        let told = named_rules("registration=invite, admins_only=invite+create_public_room, session_days=30");
        let words = [
            "Who may create an account: Invited people",
            "Only admins and owners may: Invite people, Create public channels",
            "Days until an unused sign-in ends: 30",
        ];
        assert_eq!(told, words.join(" · "));
        assert_eq!(named_rules("of=tomorrow, whatever"), "of: tomorrow · whatever");
    }
}
