//! What can be chosen, and was.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::ballot::Poll;
use natter_protocol::{MessageId, UserId};

use crate::api::calls;
use crate::browser::{later, now};
use crate::state::{App, Aspect, OpenRoom, app};
use crate::text::{moment, p, problem_text, t};
use crate::views::avatar::Avatar;
use crate::views::icon::{Glyph, Icon};
use crate::views::room::{Shown, may_delete};

/// How long is waited at most for the end of a poll, in milliseconds: browsers cannot wait for weeks.
const LONGEST_WAIT: u64 = 24 * 60 * 60 * 1000;

/// People who are named for an answer, and whose faces are shown; of the others one learns how many they are.
const NAMES: usize = 30;
const FACES: usize = 3;

/// What was just chosen here: it is shown until the log says something else than before.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wish {
    choices: Vec<u8>,
    /// What the log said when the server had taken it; none while it is on its way.
    before: Option<Vec<u8>>,
}

/// A poll as one person sees it.
#[derive(Debug, Clone, Copy)]
struct Voting {
    app: App,
    open: OpenRoom,
    id: MessageId,
    poll: Memo<Option<Poll>>,
    /// Under which name one votes; none until that is known.
    voter: RwSignal<Option<String>>,
    wish: RwSignal<Option<Wish>>,
    /// Told when its time has come.
    time: RwSignal<()>,
    /// Whether everyone is named below what they chose.
    named: RwSignal<bool>,
}

impl Voting {
    fn own(self) -> Vec<u8> {
        let Some(voter) = self.voter.get() else { return Vec::new() };
        self.poll.with(|poll| poll.as_ref().map_or_else(Vec::new, |poll| poll.choices_of(&voter).to_vec()))
    }

    fn choices(self) -> Vec<u8> {
        let own = self.own();
        let holds = |wish: &Wish| wish.before.as_ref().is_none_or(|before| *before == own);
        self.wish.get().filter(holds).map_or(own, |wish| wish.choices)
    }

    fn is_closed(self) -> bool {
        self.time.track();
        self.poll.with(|poll| poll.as_ref().is_none_or(|poll| poll.is_closed(now())))
    }

    fn is_multiple(self) -> bool {
        self.poll.with_untracked(|poll| poll.as_ref().is_some_and(|poll| poll.terms.multiple))
    }

    fn choose(self, option: u8, on: bool) {
        let mut choices = if self.is_multiple() { untrack(|| self.choices()) } else { Vec::new() };
        choices.retain(|at| *at != option);
        if on {
            choices.push(option);
            choices.sort_unstable();
        }
        self.vote(choices);
    }

    /// One vote is under way at a time: two could arrive the other way round.
    fn vote(self, choices: Vec<u8>) {
        let is_under_way =
            self.wish.with_untracked(|wish| wish.as_ref().is_some_and(|wish| wish.before.is_none()));
        self.wish.set(Some(Wish { choices: choices.clone(), before: None }));
        if !is_under_way {
            spawn_local(self.send(choices));
        }
    }

    /// Until what was sent last is what was chosen last.
    async fn send(self, mut choices: Vec<u8>) {
        loop {
            if let Err(failure) = calls::vote(self.open.room, self.id, choices.clone()).await {
                self.wish.try_set(None);
                self.app.overlay.trouble(problem_text(&failure));
                return;
            }
            let wish = self.wish.try_get_untracked().flatten();
            match wish {
                Some(wish) if wish.choices != choices => choices = wish.choices,
                _ => break,
            }
        }
        if !self.wish.is_disposed() {
            let own = untrack(|| self.own());
            self.wish.set((own != choices).then_some(Wish { choices, before: Some(own) }));
        }
    }

    /// Looks again when it ends by itself, and until then once a day.
    fn end_in_time(self) {
        Effect::new(move |_| {
            self.time.track();
            let end = self.poll.with(|poll| poll.as_ref().and_then(|poll| poll.terms.closes_at));
            let Some(wait) = end.map(|end| end.0 - now().0).filter(|wait| *wait > 0) else { return };
            let wait = (wait.unsigned_abs() + 20).min(LONGEST_WAIT);
            let timer = later(wait, move || {
                self.time.try_set(());
            });
            on_cleanup(move || {
                if let Some(timer) = timer {
                    timer.clear();
                }
            });
        });
    }
}

#[component]
pub fn PollView(open: OpenRoom, id: MessageId) -> impl IntoView {
    let app = app();
    let shown = Memo::new(move |_| Shown::of(app, open, id));
    let poll = Memo::new(move |_| shown.with(|shown| shown.as_ref().and_then(Shown::poll)));
    let is_said = Memo::new(move |_| shown.with(|shown| matches!(shown, Some(Shown::Said(_)))));
    let terms = Memo::new(move |_| poll.with(|poll| poll.as_ref().map(|poll| poll.terms.clone())));
    let (voter, wish, time) = (RwSignal::new(None), RwSignal::new(None), RwSignal::new(()));
    let voting = Voting { app, open, id, poll, voter, wish, time, named: RwSignal::new(false) };
    let is_anonymous = terms.with_untracked(|terms| terms.as_ref().is_some_and(|terms| terms.anonymous));
    if is_anonymous {
        // Once it is said: before that the server knows of none.
        Effect::new(move |asked: Option<bool>| {
            let asked = asked.unwrap_or(false);
            if is_said.get() && !asked {
                spawn_local(async move {
                    if let Ok(own) = calls::own_vote(open.room, id).await {
                        voter.try_set(Some(own.voter));
                    }
                });
            }
            asked || is_said.get()
        });
    } else {
        voter.set(app.replica.me().map(|me| me.to_string()));
    }
    voting.end_in_time();
    let may_vote = Memo::new(move |_| is_said.get() && !voting.is_closed() && voter.with(Option::is_some));
    move || {
        let terms = terms.get()?;
        let kind = if terms.multiple { "checkbox" } else { "radio" };
        let mut facts = vec![p().poll];
        facts.extend(terms.multiple.then_some(p().several_short));
        facts.extend(terms.anonymous.then_some(p().anonymous));
        let options = terms.options.into_iter().enumerate().map(|(at, text)| {
            view! { <ChoiceRow voting at=u8::try_from(at).unwrap_or(u8::MAX) text kind may_vote/> }
        });
        Some(view! {
            <div class="poll" class:ended=move || voting.is_closed() data-testid="poll">
                <p class="poll-head"><Glyph icon=Icon::Poll size=14/> {facts.join(" · ")}</p>
                <fieldset disabled=move || !may_vote.get()>
                    <legend class="unseen">{p().answers}</legend>
                    {options.collect_view()}
                </fieldset>
                <Foot voting may_vote/>
            </div>
        })
    }
}

/// What was chosen so far, of one answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Counted {
    votes: usize,
    /// Of those who voted.
    percent: usize,
    /// None has more.
    leads: bool,
    /// Who, where that may be known.
    people: Vec<UserId>,
}

impl Counted {
    fn of(poll: &Poll, at: u8) -> Self {
        let votes = poll.count(at.into());
        let voters = poll.ballots.len();
        let most = (0..poll.terms.options.len()).map(|option| poll.count(option)).max();
        let chose = poll.ballots.iter().filter(|ballot| ballot.choices.contains(&at));
        let people = if poll.terms.anonymous {
            Vec::new()
        } else {
            chose.filter_map(|ballot| ballot.voter.parse().ok()).collect()
        };
        let percent = (votes * 100 + voters / 2).checked_div(voters).unwrap_or(0);
        Self { votes, percent, leads: votes > 0 && most == Some(votes), people }
    }

    fn names(&self, app: App) -> String {
        let me = app.replica.me();
        let name = |user: &UserId| {
            if Some(*user) == me {
                return t().you_reacted.to_owned();
            }
            app.replica.name_of(*user).unwrap_or_else(|| t().someone.to_owned())
        };
        let named: Vec<_> = self.people.iter().take(NAMES).map(name).collect();
        (p().named)(&named.join(", "), self.people.len().saturating_sub(NAMES))
    }
}

/// One answer: chosen by its button, on a bar of how many chose it.
#[component]
fn ChoiceRow(
    voting: Voting,
    at: u8,
    text: String,
    kind: &'static str,
    may_vote: Memo<bool>,
) -> impl IntoView {
    let app = voting.app;
    let counted = Memo::new(move |_| {
        voting.poll.with(|poll| poll.as_ref().map(|poll| Counted::of(poll, at)).unwrap_or_default())
    });
    let chosen = Memo::new(move |_| voting.choices().contains(&at));
    let names = move || counted.with(|counted| counted.names(app));
    let faces =
        move || counted.with(|counted| counted.people.iter().rev().take(FACES).copied().collect::<Vec<_>>());
    let numbers =
        move || counted.with(|counted| format!("{} · {}%", (p().votes)(counted.votes), counted.percent));
    // The same poll may stand in the room and in its thread: each a group of its own.
    let group = format!("poll-{}-{}", voting.id, voting.open.thread.is_some());
    view! {
        <label class="poll-choice" class:chosen=chosen class:leads=move || counted.with(|counted| counted.leads)
            class:open=may_vote title=names data-testid="poll-choice">
            <i class="poll-bar" aria-hidden="true"
                style=("--part", move || format!("{}%", counted.with(|counted| counted.percent)))></i>
            <input type=kind name=group prop:checked=move || chosen.get()
                on:change=move |event| voting.choose(at, event_target_checked(&event))/>
            <span class="poll-text" dir="auto" data-testid="poll-text">{text}</span>
            <span class="poll-faces" aria-hidden="true">
                {move || faces().into_iter().map(|user| view! { <Avatar user size=18/> }).collect_view()}
            </span>
            <span class="poll-count" data-testid="poll-count">{numbers}</span>
            {move || (voting.named.get() && counted.with(|counted| !counted.people.is_empty())).then(|| view! {
                <small class="poll-names" dir="auto" data-testid="poll-names">{names}</small>
            })}
        </label>
    }
}

/// Below the answers: how many voted, by which rules, and what one can do about it.
#[component]
fn Foot(voting: Voting, may_vote: Memo<bool>) -> impl IntoView {
    let app = voting.app;
    let facts = move || {
        let closed = voting.is_closed();
        voting.poll.with(|poll| {
            let Some(poll) = poll else { return String::new() };
            let mut facts = vec![(p().voters)(poll.ballots.len())];
            let end = poll.terms.closes_at.map(|end| (p().ends_at)(&moment(end)));
            facts.extend(if closed { Some(p().ended.to_owned()) } else { end });
            facts.join(" · ")
        })
    };
    let has_names = Memo::new(move |_| {
        let named = |poll: &Poll| !poll.terms.anonymous && !poll.ballots.is_empty();
        voting.poll.with(|poll| poll.as_ref().is_some_and(named))
    });
    let has_voted = Memo::new(move |_| may_vote.get() && !voting.choices().is_empty());
    let may_end = Memo::new(move |_| {
        app.replica.track(Aspect::Message(voting.id));
        let author =
            app.replica.peek(|chat| Some(chat.message(voting.open.room, voting.id)?.author)).flatten();
        !voting.is_closed() && author.is_some_and(|author| may_delete(app, voting.open, author))
    });
    let (room, id) = (voting.open.room, voting.id);
    view! {
        <p class="poll-foot">
            <span role="status" data-testid="poll-facts">{facts}</span>
            {move || has_names.get().then(|| view! {
                <button type="button" class="link" data-testid="who-voted"
                    aria-expanded=move || voting.named.get().to_string()
                    on:click=move |_| voting.named.update(|named| *named = !*named)>
                    {move || if voting.named.get() { p().hide_names } else { p().who_voted }}
                </button>
            })}
            {move || has_voted.get().then(|| view! {
                <button type="button" class="link" data-testid="take-back" on:click=move |_| voting.vote(Vec::new())>
                    {p().take_back}
                </button>
            })}
            {move || may_end.get().then(|| view! {
                <button type="button" class="link" data-testid="end-poll"
                    on:click=move |_| app.attempt(async move { calls::close_poll(room, id).await })>
                    {p().end_poll}
                </button>
            })}
        </p>
    }
}
