//! Requests about one's own account, and those of people who run the server.

use natter_protocol::account::{Invite, InviteList, SessionInfo, SessionList};
use natter_protocol::administration::{
    AccountList, AuditPage, ManagedRoomList, NewPassword, PasswordReset, PasswordResetInfo, ServerHealth,
    UpdateServer, UpdateUser,
};
use natter_protocol::command::{ChangePassword, CreateInvite, SetAvatar, SetDnd, SetStatus, UpdateMe};
use natter_protocol::email::{MyEmail, Pace, Reader, SetEmail, UpdateEmail, VerifyEmail};
use natter_protocol::emoji::AddEmoji;
use natter_protocol::two_factor::{ConfirmTotp, RecoveryCodes, RemoveTotp, TotpSecret, TotpState};
use natter_protocol::{FileId, Millis, RoomId, ServerRole, SessionId, UserId, routes};

use super::calls::{Answer, done};
use super::{Method, call, call_with};

pub async fn update_me(body: &UpdateMe) -> Answer<()> {
    done(call_with(Method::Patch, routes::ME, body).await)
}

pub async fn change_password(body: &ChangePassword) -> Answer<()> {
    done(call_with(Method::Put, routes::MY_PASSWORD, body).await)
}

pub async fn set_avatar(file: FileId) -> Answer<()> {
    done(call_with(Method::Put, routes::MY_AVATAR, &SetAvatar { file }).await)
}

pub async fn remove_avatar() -> Answer<()> {
    done(call(Method::Delete, routes::MY_AVATAR).await)
}

pub async fn my_email() -> Answer<MyEmail> {
    call(Method::Get, routes::MY_EMAIL).await
}

pub async fn set_email(address: String, reader: Reader) -> Answer<()> {
    done(call_with(Method::Put, routes::MY_EMAIL, &SetEmail { address, reader: Some(reader) }).await)
}

pub async fn verify_email(code: String) -> Answer<MyEmail> {
    call_with(Method::Post, routes::MY_EMAIL_VERIFY, &VerifyEmail { code }).await
}

pub async fn set_pace(pace: Pace) -> Answer<MyEmail> {
    call_with(Method::Patch, routes::MY_EMAIL, &UpdateEmail { pace: Some(pace), reader: None }).await
}

pub async fn tell_mail_reader(reader: Reader) -> Answer<MyEmail> {
    call_with(Method::Patch, routes::MY_EMAIL, &UpdateEmail { pace: None, reader: Some(reader) }).await
}

pub async fn forget_email() -> Answer<()> {
    done(call(Method::Delete, routes::MY_EMAIL).await)
}

pub async fn set_status(body: &SetStatus) -> Answer<()> {
    done(call_with(Method::Put, routes::MY_STATUS, body).await)
}

pub async fn clear_status() -> Answer<()> {
    done(call(Method::Delete, routes::MY_STATUS).await)
}

pub async fn set_dnd(until: Option<Millis>) -> Answer<()> {
    match until {
        Some(until) => done(call_with(Method::Put, routes::MY_DND, &SetDnd { until }).await),
        None => done(call(Method::Delete, routes::MY_DND).await),
    }
}

pub async fn sessions() -> Answer<Vec<SessionInfo>> {
    let list: SessionList = call(Method::Get, routes::SESSIONS).await?;
    Ok(list.sessions)
}

pub async fn end_session(session: SessionId) -> Answer<()> {
    done(call(Method::Delete, &routes::session(session)).await)
}

pub async fn end_other_sessions() -> Answer<()> {
    done(call(Method::Delete, routes::SESSIONS).await)
}

pub async fn totp() -> Answer<TotpState> {
    call(Method::Get, routes::MY_TOTP).await
}

pub async fn begin_totp() -> Answer<TotpSecret> {
    call(Method::Post, routes::MY_TOTP).await
}

pub async fn confirm_totp(code: String) -> Answer<RecoveryCodes> {
    call_with(Method::Put, routes::MY_TOTP, &ConfirmTotp { code }).await
}

pub async fn remove_totp(password: String) -> Answer<()> {
    done(call_with(Method::Post, routes::MY_TOTP_REMOVE, &RemoveTotp { password }).await)
}

pub async fn password_reset_info(code: &str) -> Answer<PasswordResetInfo> {
    call(Method::Get, &routes::reset(code)).await
}

pub async fn redeem_password_reset(code: &str, password: String) -> Answer<()> {
    done(call_with(Method::Post, &routes::reset(code), &NewPassword { password }).await)
}

/// Accounts whose names begin like this, from after a username on.
pub async fn accounts(beginning: &str, after: Option<&str>) -> Answer<AccountList> {
    let q = String::from(js_sys::encode_uri_component(beginning));
    let after = after.map(|after| format!("&after={after}")).unwrap_or_default();
    call(Method::Get, &format!("{}?q={q}{after}", routes::ACCOUNTS)).await
}

pub async fn give_role(user: UserId, role: ServerRole) -> Answer<()> {
    done(call_with(Method::Patch, &routes::user(user), &UpdateUser { role }).await)
}

pub async fn deactivate(user: UserId) -> Answer<()> {
    done(call(Method::Post, &routes::deactivate(user)).await)
}

pub async fn reactivate(user: UserId) -> Answer<()> {
    done(call(Method::Post, &routes::reactivate(user)).await)
}

pub async fn make_password_reset(user: UserId) -> Answer<PasswordReset> {
    call(Method::Post, &routes::password_reset(user)).await
}

pub async fn remove_totp_of(user: UserId) -> Answer<()> {
    done(call(Method::Delete, &routes::totp_of(user)).await)
}

pub async fn invites() -> Answer<InviteList> {
    call(Method::Get, routes::INVITES).await
}

pub async fn create_invite_with(body: &CreateInvite) -> Answer<Invite> {
    call_with(Method::Post, routes::INVITES, body).await
}

pub async fn withdraw_invite(code: &str) -> Answer<()> {
    done(call(Method::Delete, &routes::invite(code)).await)
}

pub async fn managed_rooms() -> Answer<ManagedRoomList> {
    call(Method::Get, routes::MANAGED_ROOMS).await
}

pub async fn archive(room: RoomId, archive: bool) -> Answer<()> {
    let path = if archive { routes::archive(room) } else { routes::unarchive(room) };
    done(call(Method::Post, &path).await)
}

pub async fn rename_server(name: String) -> Answer<()> {
    done(call_with(Method::Patch, routes::SERVER, &UpdateServer { name }).await)
}

pub async fn add_emoji(name: String, file: FileId) -> Answer<()> {
    done(call_with(Method::Post, routes::EMOJI, &AddEmoji { name, file }).await)
}

pub async fn remove_emoji(name: &str) -> Answer<()> {
    done(call(Method::Delete, &routes::emoji(name)).await)
}

pub async fn health() -> Answer<ServerHealth> {
    call(Method::Get, routes::HEALTH).await
}

pub async fn audit(before: Option<i64>) -> Answer<AuditPage> {
    let before = before.map(|before| format!("?before={before}")).unwrap_or_default();
    call(Method::Get, &format!("{}{before}", routes::AUDIT)).await
}
