//! In a room's menu: the star, how loud the room may be, and for how long it is quiet.

use leptos::prelude::*;
use natter_client::RoomState;
use natter_protocol::{Millis, NotifyLevel, RoomId, RoomKind};

use super::menus::Choice;
use crate::browser::{local_time, now};
use crate::state::app;
use crate::text::{moment, t};
use crate::views::icon::Icon;

const HOUR: i64 = 60 * 60 * 1000;

#[component]
pub fn RoomPreferences(room: RoomId) -> impl IntoView {
    let app = app();
    let prefs = app.prefs(room);
    let kind =
        app.replica.peek(|chat| chat.room(room).map(RoomState::details).map(|room| room.kind)).flatten();
    let kind = kind.unwrap_or(RoomKind::Public);
    let level = prefs.level_in(kind);
    let star = if prefs.starred { t().unstar } else { t().star };
    let levels = [
        (NotifyLevel::All, Icon::Bell, t().notify_all, "notify-all"),
        (NotifyLevel::Mentions, Icon::Mention, t().notify_mentions, "notify-mentions"),
        (NotifyLevel::Nothing, Icon::BellOff, t().notify_nothing, "notify-nothing"),
    ];
    let mutes = [
        (Icon::Clock, t().mute_hour, Some(Millis(now().0 + HOUR)), "mute-hour"),
        (Icon::Moon, t().mute_day, Some(local_time(1, 9, 0)), "mute-day"),
        (Icon::BellOff, t().mute_for_good, None, "mute"),
    ];
    let muted = prefs.is_muted(now());
    let heading = match prefs.muted_until {
        Some(until) if muted => (t().muted_until)(&moment(until)),
        None if muted => t().muted.to_owned(),
        _ => t().mute.to_owned(),
    };
    let notifications = levels.map(|(each, icon, text, testid)| {
        let chosen = Signal::stored(Some(level == each));
        view! {
            <Choice icon text testid chosen
                choose=move |()| app.change_prefs(room, |prefs| prefs.level = Some(each))/>
        }
    });
    view! {
        <Choice icon=Icon::Star text=star testid="star" choose=move |()| app.toggle_star(room)/>
        <hr/>
        <h3 role="presentation">{t().notify_me}</h3>
        {notifications.into_iter().collect_view()}
        <hr/>
        <h3 role="presentation">{heading}</h3>
        {muted.then(|| view! {
            <Choice icon=Icon::Bell text=t().unmute testid="unmute" choose=move |()| app.unmute(room)/>
        })}
        {(!muted).then(|| mutes.into_iter().map(|(icon, text, until, testid)| view! {
            <Choice icon text testid choose=move |()| app.mute(room, until)/>
        }).collect_view())}
    }
    .into_any()
}
