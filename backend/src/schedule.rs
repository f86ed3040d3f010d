//! What has a time: when it comes, one gateway says it or reminds of it.
//!
//! The lease only saves work. Two gateways at once, or one that dies between saying and writing down that it
//! was said, do no harm: a message is said under the id it was given when it was put off, and the same again
//! is the same message.

use std::time::Duration;

use natter_protocol::command::PostMessage;
use natter_protocol::own::{ScheduledKind, ScheduledState};
use natter_protocol::{Code, Millis, Problem, Scheduled};
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::http::{Failure, messages, settle};
use crate::store;
use crate::store::own::Owner;

/// How often it is looked whose time has come.
const TICK: Duration = Duration::from_millis(500);
const PAGE: u16 = 50;

/// Looks after everything with a time until it is told to stop.
pub async fn keep(app: App, alone: bool, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(TICK) => {}
        }
        if let Err(failure) = once(&app, alone).await {
            tracing::warn!("schedule: {:?}", failure.code());
        }
    }
}

async fn once(app: &App, alone: bool) -> Result<(), Failure> {
    for (owner, item) in app.store.due(Millis::now(), PAGE).await? {
        if !app.store.hold("schedule", app.log.node(), alone).await? {
            return Ok(());
        }
        take(app, owner, item).await?;
    }
    Ok(())
}

async fn take(app: &App, owner: Owner, item: Scheduled) -> Result<(), Failure> {
    if item.kind == ScheduledKind::Reminder {
        return turn(app, owner, &item, ScheduledState::Due, None).await;
    }
    match say(app, owner, &item).await {
        Ok(()) => settle(app, app.store.unschedule(owner, item.id).await?).await,
        // It may be said already, or can be a little later: the same again, then.
        Err(failure) if failure.problem().status >= 500 => return Err(failure),
        Err(failure) => {
            turn(app, owner, &item, ScheduledState::Failed, Some(failure.code())).await?;
        }
    }
    Ok(())
}

/// Its time has come, unless it was changed or deleted at the last moment.
async fn turn(
    app: &App,
    owner: Owner,
    item: &Scheduled,
    state: ScheduledState,
    problem: Option<Code>,
) -> Result<(), Failure> {
    let decide = |known: Scheduled| {
        if (known.state, known.at) != (ScheduledState::Waiting, item.at) {
            return Err(Problem::new(Code::NotFound));
        }
        Ok(Scheduled { state, problem, ..known })
    };
    match app.store.reschedule(owner, item.id, decide).await {
        Ok(committed) => drop(settle(app, committed).await),
        Err(store::Error::Refused(_)) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// As the person would, if the person still may.
async fn say(app: &App, owner: Owner, item: &Scheduled) -> Result<(), Failure> {
    let room = item.room_id.ok_or(Code::RoomNotFound)?;
    let command = PostMessage {
        id: item.id,
        text: item.text.clone(),
        thread: item.thread,
        attachments: item.attachments.iter().map(|file| file.id).collect(),
        broadcast: false,
        poll: None,
    };
    messages::say_for(app, owner.user, room, command).await.map(|_| ())
}
