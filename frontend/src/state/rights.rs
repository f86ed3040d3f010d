//! What the server's rules let oneself do. The server decides; what it would refuse is not offered.

use natter_client::Chat;
use natter_protocol::account::Registration;
use natter_protocol::{Right, RoomKind, ServerRole};

use super::{App, Aspect};

/// Whether an owner left this to everyone, or one is above everyone. Nobody is invited to where nobody comes in.
fn may(chat: &Chat, right: Right) -> bool {
    let rules = &chat.server().rules;
    let is_shut = right == Right::Invite && rules.registration == Registration::Closed;
    !is_shut && (chat.me().user.role > ServerRole::Member || !rules.admins_only.contains(&right))
}

impl App {
    /// Tracked: an owner may decide otherwise at any moment.
    pub fn may(self, right: Right) -> bool {
        self.replica.read(Aspect::Rooms, |chat| may(chat, right)) == Some(true)
    }

    /// Whether one may create a public channel, or a private one.
    pub fn may_create(self, kind: RoomKind) -> bool {
        self.may(if kind == RoomKind::Private { Right::CreatePrivateRoom } else { Right::CreatePublicRoom })
    }

    /// Whether one may create a channel of any kind.
    pub fn may_create_any(self) -> bool {
        [RoomKind::Public, RoomKind::Private].into_iter().any(|kind| self.may_create(kind))
    }
}
