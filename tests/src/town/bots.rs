//! A program that works with them.

use natter_protocol::bot::{Bot, CreateBot, CreateToken, CreateWebhook, HookMessage, NewWebhook};
use natter_protocol::routes;

use super::Town;
use crate::http::Call;

impl Town {
    /// It tells what has left, through a webhook.
    pub(super) async fn employs_a_bot(&self) {
        let new = CreateBot {
            username: "deploys".to_owned(),
            display_name: Some("Deploys".to_owned()),
            title: Some("Tells what has left".to_owned()),
        };
        let bot = self.ana.post(routes::BOTS, &new).await.is(201).json::<Bot>().user.id;
        let token = CreateToken { name: "Build server".to_owned() };
        let _ = self.ana.post(routes::bot_tokens(bot), &token).await.is(201);
        let (room_id, name) = (self.room("gateway"), "Release pipeline".to_owned());
        let webhook = CreateWebhook { room_id, name };
        let made: NewWebhook = self.ana.post(routes::webhooks(bot), &webhook).await.is(201).json();
        for text in [
            "**gateway 0.2.0-rc1** is on `staging`, 214 checks passed.",
            "**gateway 0.2.0-rc1** is on `production` since 09:12. Nobody was disconnected.",
        ] {
            let said = HookMessage { text: text.to_owned(), id: None };
            let answer = Call::post(routes::hook(&made.code)).json(&said).send(self.ana.address()).await;
            let _ = answer.expect("an answer").is(201);
        }
    }
}
