//! Presence between gateways.

use std::time::Duration;

use async_nats::Message;
use futures_util::StreamExt as _;
use natter_protocol::{Body, Event, Millis};
use serde::{Deserialize, Serialize};

use super::Presence;
use super::board::{Heard, People};
use crate::hub::frame;

const STEP: Duration = Duration::from_secs(1);
/// Steps between two heartbeats.
const BEAT: u32 = 5;

#[derive(Serialize, Deserialize)]
struct Step {
    counter: u64,
    people: People,
}

#[derive(Serialize, Deserialize)]
struct Beat {
    counter: u64,
}

impl Presence {
    pub(super) async fn exchange(&self) {
        let client = self.0.log.client();
        let mut heard = loop {
            match client.subscribe("pres.>").await {
                Ok(subscriber) => break subscriber,
                Err(error) => tracing::error!("presence: {error}"),
            }
            tokio::time::sleep(STEP).await;
        };
        let mut clock = tokio::time::interval(STEP);
        let mut ticks = 0u32;
        loop {
            tokio::select! {
                _ = clock.tick() => {
                    let step = self.board().step();
                    if let Some((counter, people)) = step {
                        self.tell("step", &Step { counter, people }).await;
                    }
                    if ticks.is_multiple_of(BEAT) {
                        let counter = self.board().counter();
                        self.tell("beat", &Beat { counter }).await;
                    }
                    ticks = ticks.wrapping_add(1);
                    self.show().await;
                }
                message = heard.next() => match message {
                    Some(message) => self.hear(message).await,
                    None => return,
                }
            }
        }
    }

    pub(super) async fn say_goodbye(&self) {
        self.tell("gone", &Beat { counter: 0 }).await;
    }

    async fn tell(&self, what: &str, value: &impl Serialize) {
        let subject = format!("pres.{}.{what}", self.0.log.node());
        let payload = serde_json::to_vec(value).unwrap_or_default();
        if let Err(error) = self.0.log.client().publish(subject, payload.into()).await {
            tracing::warn!("presence: {error}");
        }
    }

    async fn hear(&self, message: Message) {
        let mut tokens = message.subject.split('.').skip(1);
        let (Some(node), Some(what)) = (tokens.next(), tokens.next()) else { return };
        let ours = node == self.0.log.node();
        if ours && what == "ask" {
            let (counter, people) = self.board().all();
            let payload = serde_json::to_vec(&Step { counter, people }).unwrap_or_default();
            if let Some(reply) = message.reply {
                let _ = self.0.log.client().publish(reply, payload.into()).await;
            }
            return;
        }
        if ours {
            return;
        }
        let fits = match what {
            "step" => serde_json::from_slice::<Step>(&message.payload)
                .map(|step| self.board().take_step(node, step.counter, step.people)),
            "beat" => serde_json::from_slice::<Beat>(&message.payload)
                .map(|beat| self.board().take_beat(node, beat.counter)),
            "gone" => {
                self.board().forget(node);
                return;
            }
            _ => return,
        };
        match fits {
            Ok(Heard::Fits) => {}
            Ok(Heard::Missed) => {
                let (presence, node) = (self.clone(), node.to_owned());
                tokio::spawn(async move { presence.ask(&node).await });
            }
            Err(error) => tracing::warn!("presence of {node}: {error}"),
        }
    }

    async fn ask(&self, node: &str) {
        let answer = self.0.log.client().request(format!("pres.{node}.ask"), bytes::Bytes::new()).await;
        if let Ok(Ok(all)) = answer.map(|answer| serde_json::from_slice::<Step>(&answer.payload)) {
            self.board().take_all(node, all.counter, all.people);
        }
    }

    /// Tells this gateway's clients what changed, each of whom shares a room with the person.
    async fn show(&self) {
        let news = self.board().news();
        for (user_id, presence) in news {
            let body = Body::PresenceChanged { user_id, presence };
            let frame = frame::of(&Event::unplaced(None, Millis::now(), body));
            match self.0.store.rooms_of(user_id).await {
                Ok(rooms) => {
                    let rooms: Vec<_> = rooms.into_iter().map(|(room, _)| room).collect();
                    self.0.hub.whisper_to_rooms(&rooms, &frame);
                }
                Err(error) => tracing::warn!("presence: {error}"),
            }
        }
    }
}
