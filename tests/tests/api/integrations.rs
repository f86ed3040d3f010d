//! Programs that take part: bots with tokens, and addresses at which others speak as them; and who may not.

use natter_protocol::administration::AuditAction;
use natter_protocol::bot::{
    Bot, BotList, CreateBot, CreateToken, CreateWebhook, HookMessage, NewToken, NewWebhook,
};
use natter_protocol::command::{Login, UpdateMe};
use natter_protocol::{
    Code, Me, Message, Millis, RoomId, RoomKind, ServerRole, SignedIn, User, UserId, routes,
};
use natter_tests::person::{PASSWORD, new_message_id};
use natter_tests::{Answer, Call, Cluster, Gateway, Person, Seen, eventually, on_both};

use crate::administration::{audit, gives};

async fn makes_bot(by: &Person, username: &str) -> Bot {
    let command = CreateBot {
        username: username.to_owned(),
        display_name: Some("Deploy Bot".to_owned()),
        title: Some("Tells of deployments".to_owned()),
    };
    by.post(routes::BOTS, &command).await.is(201).json()
}

async fn makes_token(by: &Person, bot: UserId) -> NewToken {
    by.post(routes::bot_tokens(bot), &CreateToken { name: "CI".to_owned() }).await.is(201).json()
}

async fn tries_to_make_webhook(by: &Person, bot: UserId, room_id: RoomId) -> Answer {
    by.post(routes::webhooks(bot), &CreateWebhook { room_id, name: "Grafana".to_owned() }).await
}

async fn calls(at: &Gateway, code: &str, body: &impl serde::Serialize) -> Answer {
    at.answers(Call::post(routes::hook(code)).json(body)).await
}

fn hook(text: &str) -> HookMessage {
    HookMessage { text: text.to_owned(), id: None }
}

/// The program that has a token.
async fn program(at: &Gateway, bot: &Bot, token: NewToken) -> Person {
    Person::with(at.address(), &SignedIn { token: token.token, user: bot.user.clone() }).await
}

on_both! {
    a_bot_takes_part_with_a_token_until_that_is_revoked,
    a_webhook_speaks_as_its_bot_in_its_room_and_nowhere_else,
    a_bot_that_is_locked_out_is_silent,
}

async fn a_bot_takes_part_with_a_token_until_that_is_revoked(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    bo.get(routes::BOTS).await.is_refused(Code::Forbidden);
    bo.post(routes::BOTS, &CreateBot::default()).await.is_refused(Code::Forbidden);
    let bot = makes_bot(&ana, "deploys").await;
    let taken = CreateBot { username: "bo".to_owned(), ..CreateBot::default() };
    ana.post(routes::BOTS, &taken).await.is_refused(Code::UsernameTaken);
    let token = makes_token(&ana, bot.user.id).await;
    let program = program(cluster.b(), &bot, token.clone()).await;
    let me: Me = program.get(routes::ME).await.is(200).json();
    assert!(me.user.bot && me.user.role == ServerRole::Member && me.user.display_name == "Deploy Bot");
    assert!(program.syncs().await.rooms.is_empty(), "it is where it is brought");
    // It joins, hears, and answers like anyone.
    let general = ana.general().await;
    program.joins(general).await;
    ana.posts(general, "is it deployed?").await;
    program.sees("is it deployed?").await;
    program.posts(general, "since a minute").await;
    assert_eq!(bo.sees("since a minute").await.author, bot.user.id);
    let shown = |seen: &Seen| seen.chat.user(bot.user.id)?.bot.then_some(());
    bo.live.until("it is shown as a bot", shown).await;
    // Nobody signs in as it, and it has no password that could be reset.
    let login = Login { username: "deploys".to_owned(), password: PASSWORD.to_owned(), totp: None };
    let signs_in = cluster.a().answers(Call::post(routes::LOGIN).json(&login)).await;
    signs_in.is_refused(Code::WrongCredentials);
    ana.does("POST", routes::password_reset(bot.user.id)).await.is_refused(Code::Forbidden);
    gives(&ana, bot.user.id, ServerRole::Admin).await.is_refused(Code::Forbidden);
    program.get(routes::BOTS).await.is_refused(Code::Forbidden);
    let listed: BotList = ana.get(routes::BOTS).await.is(200).json();
    assert_eq!(listed.bots[0].tokens.iter().map(|token| token.id).collect::<Vec<_>>(), [token.id]);
    bo.does("DELETE", routes::bot_token(bot.user.id, token.id)).await.is_refused(Code::Forbidden);
    let _ = ana.does("DELETE", routes::bot_token(bot.user.id, token.id)).await.is(204);
    program.live.until("204 at the other gateway", |seen| seen.signed_out.then_some(())).await;
    program.get(routes::ME).await.is_refused(Code::Unauthenticated);
    ana.does("DELETE", routes::bot_token(bot.user.id, token.id)).await.is_refused(Code::NotFound);
    let deeds = [AuditAction::TokenRevoked, AuditAction::TokenMade, AuditAction::BotCreated];
    assert_eq!(audit(&ana).await, deeds);
    bo.sees_what_a_snapshot_shows().await;
}

async fn a_webhook_speaks_as_its_bot_in_its_room_and_nowhere_else(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let plans = bo.makes_room(RoomKind::Private, "plans").await.id;
    let builds = ana.makes_room(RoomKind::Private, "builds").await.id;
    ana.adds(builds, &bo).await;
    let bot = makes_bot(&ana, "deploys").await.user.id;
    tries_to_make_webhook(&bo, bot, builds).await.is_refused(Code::Forbidden);
    tries_to_make_webhook(&ana, bot, plans).await.is_refused(Code::RoomNotFound);
    tries_to_make_webhook(&ana, bo.id, builds).await.is_refused(Code::UserNotFound);
    let made: NewWebhook = tries_to_make_webhook(&ana, bot, builds).await.is(201).json();
    assert_eq!(made.webhook.room_name, "builds");
    // Other programs send more than a text.
    let noisy = serde_json::json!({"text": "**build** 7 is green", "username": "x", "blocks": [{"a": 1}]});
    let said: Message = calls(cluster.b(), &made.code, &noisy).await.is(201).json();
    assert_eq!((said.author, said.room, said.text.as_str()), (bot, builds, "**build** 7 is green"));
    bo.sees("**build** 7 is green").await;
    // The same id says nothing twice, through whichever gateway.
    let once = HookMessage { id: Some(new_message_id()), ..hook("once") };
    let first: Message = calls(cluster.a(), &made.code, &once).await.is(201).json();
    let again: Message = calls(cluster.b(), &made.code, &once).await.is(200).json();
    assert_eq!((first.id, first.seq), (again.id, again.seq));
    calls(cluster.a(), &made.code, &HookMessage { text: "other".to_owned(), ..once })
        .await
        .is_refused(Code::IdReused);
    calls(cluster.a(), "abcdefghjkmnpqrstvwx", &hook("guessed")).await.is_refused(Code::NotFound);
    calls(cluster.a(), "%2e%2e", &hook("guessed")).await.is_refused(Code::NotFound);
    calls(cluster.a(), &made.code, &hook(" ")).await.is_refused(Code::InvalidField);
    calls(cluster.a(), &made.code, &serde_json::json!({"body": "?"})).await.is_refused(Code::BadJson);
    let listed: BotList = ana.get(routes::BOTS).await.is(200).json();
    assert!(listed.bots[0].webhooks[0].last_used_at.is_some_and(|at| at <= Millis::now()));
    // Removed from the room, its webhook has nothing to say there.
    let _ = ana.does("DELETE", routes::member(builds, bot)).await.is(204);
    calls(cluster.b(), &made.code, &hook("from outside")).await.is_refused(Code::RoomNotFound);
    let second: NewWebhook = tries_to_make_webhook(&ana, bot, builds).await.is(201).json();
    let _ = calls(cluster.b(), &second.code, &hook("back inside")).await.is(201);
    bo.sees("back inside").await;
    let _ = ana.does("DELETE", routes::webhook(bot, made.webhook.id)).await.is(204);
    calls(cluster.b(), &made.code, &hook("void")).await.is_refused(Code::NotFound);
    ana.does("DELETE", routes::webhook(bot, made.webhook.id)).await.is_refused(Code::NotFound);
    let _ = ana.does("POST", routes::archive(builds)).await.is(200);
    eventually("nothing is said in an archived room", async || {
        let answer = calls(cluster.b(), &second.code, &hook("too late")).await;
        (answer.status == 409).then(|| answer.is_refused(Code::RoomArchived))
    })
    .await;
    let other = makes_bot(&ana, "weather").await.user.id;
    tries_to_make_webhook(&ana, other, builds).await.is_refused(Code::RoomArchived);
    let there = ana.room(builds).await.members;
    assert!(there.iter().all(|member| member.user_id != other), "and it was not brought in");
    bo.sees_what_a_snapshot_shows().await;
}

async fn a_bot_that_is_locked_out_is_silent(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bot = makes_bot(&ana, "deploys").await;
    let general = ana.general().await;
    let made: NewWebhook = tries_to_make_webhook(&ana, bot.user.id, general).await.is(201).json();
    let token = makes_token(&ana, bot.user.id).await;
    let program = program(cluster.b(), &bot, token).await;
    let named = UpdateMe { display_name: Some("Deployer".to_owned()), ..UpdateMe::default() };
    let user: User = ana.patch(routes::bot(bot.user.id), &named).await.is(200).json();
    assert_eq!(user.display_name, "Deployer");
    ana.patch(routes::bot(ana.id), &named).await.is_refused(Code::UserNotFound);
    let _ = ana.does("POST", routes::deactivate(bot.user.id)).await.is(200);
    program.live.until("204 at the other gateway", |seen| seen.signed_out.then_some(())).await;
    calls(cluster.a(), &made.code, &hook("still here?")).await.is_refused(Code::NotFound);
    let token = CreateToken { name: "CI".to_owned() };
    ana.post(routes::bot_tokens(bot.user.id), &token).await.is_refused(Code::UserNotFound);
    let _ = ana.does("POST", routes::reactivate(bot.user.id)).await.is(200);
    program.get(routes::ME).await.is_refused(Code::Unauthenticated);
    let listed: BotList = ana.get(routes::BOTS).await.is(200).json();
    assert!(listed.bots[0].tokens.is_empty() && listed.bots[0].webhooks.is_empty());
    let _ = ana.post(routes::bot_tokens(bot.user.id), &token).await.is(201);
    ana.sees_what_a_snapshot_shows().await;
}
