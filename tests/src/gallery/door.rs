//! What one sees before one is signed in.

use natter_protocol::account::Invite;
use natter_protocol::administration::{PasswordReset, reset_path};
use natter_protocol::command::CreateInvite;
use natter_protocol::{Demand, Policy, routes};

use super::gallery;
use crate::browser::{Browser, Window};
use crate::gateway::Gateway;
use crate::person::PASSWORD;
use crate::town::Town;

gallery! {
    /// A view of someone who is not signed in.
    Door: SetUp SignIn Refused SecondFactor FactorDemanded Register Invitation InvitationOver Reset ResetOver
}

/// The servers whose doors are shown, and the links that lead to them.
#[derive(Debug)]
pub struct Doors<'a> {
    empty: Gateway,
    open: Gateway,
    filled: &'a Gateway,
    /// Which demands a second factor of everyone.
    strict: Gateway,
    invite: String,
    reset: String,
    /// Who signs in with a second factor.
    careful: String,
}

impl<'a> Doors<'a> {
    pub async fn of(filled: &'a Gateway, town: &Town) -> Self {
        let terms = CreateInvite { max_uses: Some(5), expires_in_s: None };
        let invite: Invite = town.ana.post(routes::INVITES, &terms).await.is(201).json();
        let reset = town.ana.does("POST", routes::password_reset(town.others[0].id)).await;
        let reset: PasswordReset = reset.is(201).json();
        let (empty, open) = (Gateway::start().await, Gateway::with(&["--registration", "open"]).await);
        let _ = open.owner("ana").await;
        let strict = strict().await;
        let _ = town.careful().enrols().await;
        Self {
            empty,
            open,
            filled,
            strict,
            invite: format!("/invite/{}", invite.code.0),
            reset: reset_path(&reset.code),
            careful: town.careful().name.clone(),
        }
    }

    /// A browser of someone who is the first one on a server.
    pub async fn first_person(&self, window: Window) -> Browser {
        let browser = Browser::open_with(&format!("http://{}/", self.open.address()), window).await;
        browser.signs_in("ana").await;
        browser
    }

    /// A browser that stands there.
    pub async fn open(&self, door: Door, window: Window) -> Browser {
        let (gateway, path) = match door {
            Door::SetUp => (&self.empty, "/"),
            Door::Register => (&self.open, "/register"),
            Door::SignIn | Door::Refused | Door::SecondFactor => (self.filled, "/"),
            Door::FactorDemanded => (&self.strict, "/"),
            Door::Invitation => (self.filled, &*self.invite),
            Door::InvitationOver => (self.filled, "/invite/AAAAAAAAAAAAAAAA"),
            Door::Reset => (self.filled, &*self.reset),
            Door::ResetOver => (self.filled, "/reset/AAAAAAAAAAAAAAAA"),
        };
        let browser = Browser::open_with(&format!("http://{}{path}", gateway.address()), window).await;
        match door {
            Door::InvitationOver | Door::ResetOver => drop(browser.sees("form-error").await),
            Door::Refused => {
                browser.types("username", "ana").await;
                browser.types("password", "wrong horse battery").await;
                browser.clicks("submit").await;
                browser.sees("form-error").await;
            }
            Door::SecondFactor => {
                signs_in(&browser, &self.careful).await;
                browser.sees("totp-asked").await;
            }
            Door::FactorDemanded => {
                signs_in(&browser, "bo").await;
                browser.sees("totp-secret").await;
            }
            _ => drop(browser.sees("submit").await),
        }
        browser
    }
}

/// Gives name and password.
async fn signs_in(browser: &Browser, name: &str) {
    browser.types("username", name).await;
    browser.types("password", PASSWORD).await;
    browser.clicks("submit").await;
}

/// A server whose owner demands a second factor of everyone, and where bo has none.
async fn strict() -> Gateway {
    let gateway = Gateway::start().await;
    let ana = gateway.owner("ana").await;
    let _bo = ana.invites("bo").await;
    let _ = ana.enrols().await;
    let policy: Policy = ana.get(routes::POLICY).await.is(200).json();
    let _ = ana.put(routes::POLICY, &Policy { two_factor: Demand::Everyone, ..policy }).await.is(200);
    gateway
}
