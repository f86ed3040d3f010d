//! Somebody is typing: told to the members of the room on every gateway, and forgotten.

use futures_util::StreamExt as _;
use natter_protocol::{Body, Event, Millis, RoomId, UserId};

use super::Presence;
use crate::hub::frame;

impl Presence {
    /// Tells everyone in the room. Lost without harm when the gateways cannot reach each other.
    pub async fn typing(&self, room: RoomId, user: UserId) {
        let payload = user.to_string();
        if let Err(error) = self.0.log.client().publish(format!("typing.{room}"), payload.into()).await {
            tracing::debug!("typing: {error}");
        }
    }

    pub(super) async fn hear_typing(&self) {
        let mut heard = match self.0.log.client().subscribe("typing.*").await {
            Ok(subscriber) => subscriber,
            Err(error) => return tracing::error!("typing: {error}"),
        };
        while let Some(message) = heard.next().await {
            let room = message.subject.split('.').nth(1).and_then(|room| room.parse::<RoomId>().ok());
            let user =
                std::str::from_utf8(&message.payload).ok().and_then(|user| user.parse::<UserId>().ok());
            if let (Some(room), Some(user_id)) = (room, user) {
                let event = Event::unplaced(Some(room), Millis::now(), Body::Typing { user_id });
                self.0.hub.whisper_to_room(room, &frame::of(&event), user_id);
            }
        }
    }
}
