//! Rooms that the caller may see. Whoever may not learns nothing: an unknown room and a hidden one are
//! answered alike.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use natter_protocol::{Code, Room, RoomId, RoomKind, RoomRole};

use super::{CurrentUser, Id};
use crate::app::App;
use crate::chat::rooms;
use crate::http::Failure;

/// A member of the room in the path (`{room}`).
#[derive(Debug, Clone)]
pub struct Member {
    pub me: CurrentUser,
    pub room: Arc<Room>,
    pub role: RoomRole,
}

/// Someone who may look at the room in the path: its members, and everyone if it is public.
#[derive(Debug, Clone)]
pub struct Visible {
    pub me: CurrentUser,
    pub room: Arc<Room>,
    /// None for who may join but has not.
    pub role: Option<RoomRole>,
}

/// A member of a room that is not archived: something may still be said and changed in it.
#[derive(Debug, Clone)]
pub struct Speaker(pub Member);

impl FromRequestParts<App> for Visible {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let me = CurrentUser::from_request_parts(parts, app).await?;
        let Id(id) = Id::<RoomId>::from_request_parts(parts, app).await?;
        let room = app.cache.room(id).await?.ok_or(Code::RoomNotFound)?;
        let role = app.cache.role(id, me.user.id).await?;
        if role.is_none() && room.kind != RoomKind::Public {
            return Err(Code::RoomNotFound.into());
        }
        Ok(Self { me, room, role })
    }
}

impl FromRequestParts<App> for Member {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let Visible { me, room, role } = Visible::from_request_parts(parts, app).await?;
        Ok(Self { me, room, role: role.ok_or(Code::RoomNotFound)? })
    }
}

impl FromRequestParts<App> for Speaker {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let member = Member::from_request_parts(parts, app).await?;
        rooms::in_use(&member.room)?;
        Ok(Self(member))
    }
}
