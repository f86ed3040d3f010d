//! Asking something: the question, its answers, the rules.

use leptos::prelude::*;
use natter_client::Draft;
use natter_protocol::ballot::NewPoll;
use natter_protocol::{RoomId, limits};

use crate::browser::now;
use crate::state::app;
use crate::text::{p, t};
use crate::views::dialogs::Head;
use crate::views::form::{TextField, WholeWrong, Wrong, focus_when_shown};
use crate::views::icon::{Glyph, Icon};

const HOUR: i64 = 60 * 60;
/// Answers that a poll has at least: so many fields there are from the beginning.
const LEAST: usize = 2;

/// What is being written, each answer with a number of its own.
#[derive(Debug, Clone, Copy)]
struct Asking {
    question: RwSignal<String>,
    /// Each keeps itself alive: the button that added it is drawn anew with every answer.
    answers: RwSignal<Vec<(usize, ArcRwSignal<String>)>>,
    next: StoredValue<usize>,
    multiple: RwSignal<bool>,
    anonymous: RwSignal<bool>,
    /// Seconds from now; 0 is "when someone ends it".
    ends_in: RwSignal<i64>,
}

impl Asking {
    fn new() -> Self {
        let asking = Self {
            question: RwSignal::new(String::new()),
            answers: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            multiple: RwSignal::new(false),
            anonymous: RwSignal::new(false),
            ends_in: RwSignal::new(0),
        };
        (0..LEAST).for_each(|_| asking.add());
        asking
    }

    fn add(self) {
        let number = self.next.get_value();
        self.next.set_value(number + 1);
        self.answers.update(|answers| answers.push((number, ArcRwSignal::new(String::new()))));
    }

    fn options(self) -> Vec<String> {
        let texts = self.answers.get_untracked().into_iter().map(|(_, text)| text.get_untracked());
        texts.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
    }

    fn wrong(self) -> Wrong {
        let mut wrong = Wrong::default();
        if self.question.with_untracked(|question| question.trim().is_empty()) {
            wrong.field("question", t().needed);
        }
        let mut options = self.options();
        let count = options.len();
        options.sort_unstable();
        options.dedup();
        if count < LEAST {
            wrong.whole(p().two_needed);
        } else if options.len() < count {
            wrong.whole(p().all_different);
        }
        wrong
    }

    fn poll(self) -> NewPoll {
        let seconds = self.ends_in.get_untracked();
        NewPoll {
            options: self.options(),
            multiple: self.multiple.get_untracked(),
            anonymous: self.anonymous.get_untracked(),
            closes_at: (seconds > 0).then(|| now().plus_seconds(seconds)),
        }
    }
}

#[component]
pub fn AskPoll(room: RoomId) -> impl IntoView {
    let app = app();
    let asking = Asking::new();
    let wrong = RwSignal::new(Wrong::default());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        wrong.set(asking.wrong());
        if wrong.with_untracked(|wrong| !wrong.is_empty()) {
            return;
        }
        let text = asking.question.get_untracked().trim().to_owned();
        let poll = Some(asking.poll());
        let (thread, attachments, broadcast) = (None, Vec::new(), false);
        app.sending.say(app, Draft { room, text, thread, attachments, broadcast, poll });
        app.overlay.close_dialog();
    };
    view! {
        <Head title=t().new_poll/>
        <form novalidate on:submit=submit data-testid="ask-poll">
            <WholeWrong wrong/>
            <TextField name="question" label=p().question value=asking.question wrong placeholder=p().question_example
                focus=true/>
            <Answers asking/>
            <Rules asking/>
            <div class="dialog-foot">
                <button class="button" type="button" on:click=move |_| app.overlay.close_dialog()>{t().cancel}</button>
                <button class="button main" type="submit" data-testid="submit">{p().ask}</button>
            </div>
        </form>
    }
}

#[component]
fn Answers(asking: Asking) -> impl IntoView {
    let place = move |number: usize| {
        asking.answers.with(|all| all.iter().position(|(other, _)| *other == number).unwrap_or(0) + 1)
    };
    let count = move || asking.answers.with(Vec::len);
    view! {
        <fieldset class="poll-answers">
            <legend>{p().answers}</legend>
            <For each=move || asking.answers.get() key=|(number, _)| *number let:answer>
                {
                    let (number, text) = answer;
                    let text = RwSignal::from(text);
                    let input = NodeRef::new();
                    if number >= LEAST {
                        focus_when_shown(input);
                    }
                    view! {
                        <div class="with-button">
                            <input node_ref=input class="input" type="text" dir="auto" maxlength=limits::POLL_OPTION_CHARS.to_string()
                                placeholder=move || (p().answer)(place(number))
                                aria-label=move || (p().answer)(place(number))
                                data-testid="poll-answer" bind:value=text/>
                            {move || (count() > LEAST).then(|| view! {
                                <button type="button" class="icon-button" title=p().remove_answer
                                    aria-label=p().remove_answer
                                    on:click=move |_| asking.answers.update(|all| all.retain(|(other, _)| *other != number))>
                                    <Glyph icon=Icon::Close size=16/>
                                </button>
                            })}
                        </div>
                    }
                }
            </For>
            {move || (count() < limits::POLL_OPTIONS).then(|| view! {
                <button type="button" class="button small" data-testid="add-answer" on:click=move |_| asking.add()>
                    <Glyph icon=Icon::Plus size=14/>
                    {p().add_answer}
                </button>
            })}
        </fieldset>
    }
}

#[component]
fn Rules(asking: Asking) -> impl IntoView {
    let ends = [
        (0, p().ends_by_hand),
        (HOUR, p().in_an_hour),
        (24 * HOUR, p().in_a_day),
        (72 * HOUR, p().in_three_days),
        (7 * 24 * HOUR, p().in_a_week),
    ];
    view! {
        <label class="poll-rule">
            <input type="checkbox" bind:checked=asking.multiple data-testid="poll-multiple"/>
            <span>{p().several}</span>
        </label>
        <label class="poll-rule">
            <input type="checkbox" bind:checked=asking.anonymous data-testid="poll-anonymous"/>
            <span>{p().anonymous} <small>{p().anonymous_note}</small></span>
        </label>
        <div class="field">
            <label for="poll-ends">{p().ends}</label>
            <select class="input" id="poll-ends" data-testid="poll-ends"
                on:change=move |event| asking.ends_in.set(event_target_value(&event).parse().unwrap_or(0))>
                {ends.into_iter().map(|(seconds, text)| view! {
                    <option value=seconds.to_string()>{text}</option>
                }).collect_view()}
            </select>
        </div>
    }
}
