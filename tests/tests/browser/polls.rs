//! Polls: asked by command and by form, voted on with mouse and keys, ended.

use natter_tests::Gateway;
use natter_tests::browser::Browser;
use natter_tests::patience::eventually;
use thirtyfour::prelude::*;

use crate::settings::chooses;
use crate::visit::{follows, invitation, owner};

/// The answers of the newest poll: what a screen reader reads of each, and whether it is chosen.
async fn choices(browser: &Browser) -> Vec<(String, bool)> {
    let script = "const polls = [...document.querySelectorAll('[data-testid=poll]')];
        const rows = polls.length ? [...polls.at(-1).querySelectorAll('[data-testid=poll-choice]')] : [];
        const text = (row, part) => row.querySelector(`[data-testid=poll-${part}]`).innerText;
        return rows.map(row => [`${text(row, 'text')} ${text(row, 'count')}`, row.querySelector('input').checked])";
    browser.asks(script, Vec::new()).await
}

async fn shows(browser: &Browser, wanted: &[(&str, bool)]) {
    eventually(&format!("{wanted:?}"), async || {
        let shown = choices(browser).await;
        let same = |((text, chosen), (wanted, is)): (&(String, bool), &(&str, bool))| {
            text.as_str() == *wanted && chosen == is
        };
        (shown.len() == wanted.len() && shown.iter().zip(wanted).all(same)).then_some(())
    })
    .await;
}

/// Clicks an answer of the newest poll.
async fn picks(browser: &Browser, at: usize) {
    let pick = async || {
        let polls = browser.driver.find_all(By::Testid("poll")).await.ok()?;
        let rows = polls.last()?.find_all(By::Testid("poll-choice")).await.ok()?;
        rows.get(at)?.click().await.ok()
    };
    eventually(&format!("answer {at} can be chosen"), pick).await;
}

#[tokio::test]
async fn a_poll_by_command_is_voted_on_by_mouse_and_keys_and_ended() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    ana.says("/poll \"Where now?\" \"To the pub\" \"Home\"").await;
    bo.reads("Where now?").await;
    shows(&bo, &[("To the pub 0 votes · 0%", false), ("Home 0 votes · 0%", false)]).await;
    picks(&bo, 0).await;
    shows(&ana, &[("To the pub 1 vote · 100%", false), ("Home 0 votes · 0%", false)]).await;
    picks(&ana, 1).await;
    shows(&bo, &[("To the pub 1 vote · 50%", true), ("Home 1 vote · 50%", false)]).await;
    ana.clicks("who-voted").await;
    let names = "return [...document.querySelectorAll('[data-testid=poll-names]')].map(one => one.innerText)";
    assert_eq!(ana.asks::<Vec<String>>(names, Vec::new()).await, ["bo", "You"]);
    // An arrow key in the group chooses the next answer.
    let focused = bo.driver.find(By::Css("[data-testid=poll] input:checked")).await.expect("an answer");
    focused.send_keys(Key::Down + "").await.expect("a key");
    shows(&ana, &[("To the pub 0 votes · 0%", false), ("Home 2 votes · 100%", true)]).await;
    bo.clicks("take-back").await;
    shows(&ana, &[("To the pub 0 votes · 0%", false), ("Home 1 vote · 100%", true)]).await;
    // It is the same after a reload, and at an end once its author says so.
    assert!(bo.finds("end-poll").await.is_none(), "it is not bo's to end");
    bo.reloads().await;
    shows(&bo, &[("To the pub 0 votes · 0%", false), ("Home 1 vote · 100%", false)]).await;
    ana.clicks("end-poll").await;
    bo.reads("Ended").await;
    let locked = "return [...document.querySelectorAll('[data-testid=poll] input')].every(one => one.matches(':disabled'))";
    assert!(bo.asks::<bool>(locked, Vec::new()).await);
}

#[tokio::test]
async fn the_form_asks_anonymously_for_several_answers() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    ana.clicks("new-poll").await;
    ana.types("question", "Which days?").await;
    ana.clicks("submit").await;
    ana.reads("At least two answers are needed.").await;
    ana.clicks("add-answer").await;
    let fields = ana.driver.find_all(By::Testid("poll-answer")).await.expect("fields");
    for (field, day) in fields.iter().zip(["Monday", "Tuesday", "Friday"]) {
        field.send_keys(day).await.expect("typed");
    }
    ana.clicks("poll-multiple").await;
    ana.clicks("poll-anonymous").await;
    chooses(&ana, "poll-ends", 2).await;
    ana.clicks("submit").await;
    bo.reads("Which days?").await;
    bo.reads("Anonymous").await;
    picks(&bo, 0).await;
    picks(&bo, 2).await;
    let voted = |mine: bool| {
        [("Monday 1 vote · 100%", mine), ("Tuesday 0 votes · 0%", false), ("Friday 1 vote · 100%", mine)]
    };
    shows(&ana, &voted(false)).await;
    shows(&bo, &voted(true)).await;
    bo.reloads().await;
    shows(&bo, &voted(true)).await;
    let names =
        "return [...document.querySelectorAll('[data-testid=poll-choice]')].map(one => one.title).join('')";
    assert_eq!(ana.asks::<String>(names, Vec::new()).await, "");
    assert!(ana.finds("who-voted").await.is_none());
}
