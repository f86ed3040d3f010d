//! Polls: asked by command and by form, voted on with mouse and keys, ended.

use natter_protocol::Millis;
use natter_protocol::ballot::NewPoll;
use natter_tests::Gateway;
use natter_tests::browser::Browser;
use natter_tests::patience::eventually;
use natter_tests::person_polls::terms;
use thirtyfour::prelude::*;

use crate::settings::chooses;
use crate::visit::{follows, invitation, owner, signed_in};

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

/// A page whose time passes when it is told so: what waits for an hour or more waits for that.
const CALENDAR: &str = "
    const [date, wait, stop] = [Date.now, setTimeout, clearTimeout];
    const told = window.calendar = { ahead: 0, last: 0, longest: 0, waiting: new Map() };
    Date.now = () => date() + told.ahead;
    window.setTimeout = (call, ms, ...given) => {
        if (!(ms >= 3600000)) return wait(call, ms, ...given);
        told.longest = Math.max(told.longest, ms);
        told.waiting.set(--told.last, { at: Date.now() + ms, ring: () => call(...given) });
        return told.last;
    };
    window.clearTimeout = handle => told.waiting.delete(handle) || stop(handle);
    told.passes = ms => {
        told.ahead += ms;
        for (const [handle, one] of [...told.waiting]) {
            if (one.at <= Date.now() && told.waiting.delete(handle)) one.ring();
        }
    }";

#[tokio::test]
async fn a_poll_that_is_open_for_a_month_ends_on_a_page_that_is_open_as_long() {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let gateway = Gateway::start().await;
    let ana = gateway.owner("ana").await;
    let browser = signed_in(gateway.address(), "ana").await;
    browser.sees("composer").await;
    browser.asks::<()>(CALENDAR, Vec::new()).await;
    let closes_at = Some(Millis(Millis::now().0 + 30 * DAY));
    let poll = NewPoll { closes_at, ..terms(&["Spring", "Autumn"]) };
    ana.polls(ana.general().await, "Which season?", poll).await;
    browser.reads("Which season?").await;
    let ended = "return document.querySelector('[data-testid=poll]').innerText.includes('Ended')";
    for day in 1..=30 {
        assert!(!browser.asks::<bool>(ended, Vec::new()).await, "on day {day}");
        browser.asks::<()>("calendar.passes(arguments[0])", vec![DAY.into()]).await;
    }
    browser.becomes("the poll has ended", ended, Vec::new()).await;
    // A browser that is to wait for more milliseconds than 31 bits hold does not wait at all.
    let longest = browser.asks::<i64>("return calendar.longest", Vec::new()).await;
    assert!((1..1 << 31).contains(&longest), "{longest}");
}
