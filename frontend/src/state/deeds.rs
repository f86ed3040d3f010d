//! What is done by the second part of the program, which comes right after a first list of messages: all that nobody
//! needs before. What that part draws stands in `views::later`.

use std::pin::Pin;

use leptos::task::spawn_local;
use natter_protocol::{MessageId, RoomId};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::uploads::{Source, upload};
use super::{App, OpenRoom, Upload, commands};
use crate::browser::{AGAIN, sleep};

#[derive(Debug, Clone)]
pub enum Deed {
    /// A command of the composer: where it was written, its name, and what follows.
    Command(Box<OpenRoom>, String, String),
    /// Keeps the chat on the device from now on.
    KeepTheChat,
    /// See [`App::settle_notifications`].
    SettleNotifications,
    /// Tells of a message, aloud or not.
    Tell(RoomId, MessageId, bool),
    /// Brings a file to the server.
    Upload(Box<Upload>, Source),
}

type Doing = Pin<Box<dyn Future<Output = ()>>>;

/// Beside `views::later::draw` the only way from the first part into the second.
#[wasm_split(later, fallible)]
fn act(app: App, deed: Deed) -> Result<Doing, SplitLoaderError> {
    match deed {
        Deed::Command(open, name, rest) => commands::run(app, *open, &name, &rest),
        Deed::KeepTheChat => app.keep_the_chat(),
        Deed::SettleNotifications => return Ok(Box::pin(app.settle_notifications())),
        Deed::Tell(room, message, aloud) => app.tell_of(room, message, aloud),
        Deed::Upload(what, source) => return Ok(Box::pin(upload(*what, source))),
    }
    Ok(Box::pin(async {}))
}

impl App {
    /// Does it in the background, as soon as the second part is here.
    pub fn does(self, deed: Deed) {
        spawn_local(async move {
            loop {
                match act(self, deed.clone()).await {
                    Ok(doing) => return doing.await,
                    Err(_) => sleep(AGAIN).await,
                }
            }
        });
    }
}
