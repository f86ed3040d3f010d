//! One message.

use leptos::prelude::*;
use natter_client::{Chat, Item};
use natter_protocol::ballot::Poll;
use natter_protocol::{Attachment, Message, MessageId, Millis, RoomKind, UserId};

use super::attachments::Attachments;
use super::echo::EchoState;
use super::preview::may_link;
use super::reactions::Reactions;
use super::reference::Reference;
use super::thread_line::{EditedMark, PinnedBy, ThreadLine};
use super::tools::open_menu;
use crate::state::{App, Aspect, OpenRoom, app};
use crate::text::{clock, clock_numbers, full_time, lowercase, t};
use crate::views::avatar::Avatar;
use crate::views::emoji::named_emoji;
use crate::views::later::{Part, later};
use crate::views::markdown::{Named, Text};
use crate::views::pops::Acting;
use crate::views::profile::open_profile;
use crate::views::status::StatusMark;

/// A message of the log, or one's own on its way there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    Said(Message),
    Echo(Item),
}

impl Shown {
    pub fn of(app: App, open: OpenRoom, id: MessageId) -> Option<Self> {
        let said = app.replica.read(Aspect::Message(id), |chat| chat.message(open.room, id).cloned());
        said.flatten().map(Self::Said).or_else(|| {
            let echo = app.sending.item(id).map(Self::Echo);
            if echo.is_none() {
                // It may be said at any moment; on its way, it tells that by itself.
                app.replica.track(Aspect::Timeline(open.room));
            }
            echo
        })
    }

    fn author(&self, me: Option<UserId>) -> Option<UserId> {
        match self {
            Self::Said(message) => Some(message.author),
            Self::Echo(_) => me,
        }
    }

    fn at(&self) -> Millis {
        match self {
            Self::Said(message) => message.at,
            Self::Echo(item) => item.queued_at,
        }
    }

    fn text(&self) -> &str {
        match self {
            Self::Said(message) => &message.text,
            Self::Echo(item) => &item.draft.text,
        }
    }

    fn files(&self, app: App) -> Vec<Attachment> {
        match self {
            Self::Said(message) => message.attachments.clone(),
            Self::Echo(item) => app.sending.uploads.sent(&item.draft.attachments),
        }
    }

    fn thread(&self) -> Option<MessageId> {
        match self {
            Self::Said(message) => message.thread,
            Self::Echo(item) => item.draft.thread,
        }
    }

    /// What is asked; on its way, nobody has voted.
    pub fn poll(&self) -> Option<Poll> {
        match self {
            Self::Said(message) => message.poll.clone(),
            Self::Echo(item) => item.draft.poll.clone().map(Poll::new),
        }
    }

    /// How many answers there are to choose from; none for a message that asks nothing.
    fn options(&self) -> usize {
        match self {
            Self::Said(message) => message.poll.as_ref().map_or(0, |poll| poll.terms.options.len()),
            Self::Echo(item) => item.draft.poll.as_ref().map_or(0, |poll| poll.options.len()),
        }
    }

    /// Whether a mark stands on the last line of the text: that it was edited, or that it is on its way.
    fn bears_mark(&self) -> bool {
        let (has_mark, has_files) = match self {
            Self::Said(message) => (message.edited_at.is_some(), !message.attachments.is_empty()),
            Self::Echo(item) => (!item.is_refused(), !item.draft.attachments.is_empty()),
        };
        has_mark && !has_files && self.options() == 0
    }

    pub fn said(&self) -> Option<&Message> {
        match self {
            Self::Said(message) => Some(message),
            Self::Echo(_) => None,
        }
    }
}

#[component]
pub fn MessageRow(open: OpenRoom, id: MessageId, head: bool) -> impl IntoView {
    let app = app();
    let shown = Memo::new(move |_| Shown::of(app, open, id));
    on_cleanup(move || open.row_gone(id));
    let acting = expect_context::<Acting>();
    let me = app.replica.me();
    let Some((author, at)) = shown.with_untracked(|s| s.as_ref().and_then(|s| Some((s.author(me)?, s.at()))))
    else {
        return ().into_any();
    };
    let seq = move || shown.with(|s| s.as_ref().and_then(|s| s.said().map(|m| m.seq)).unwrap_or(0));
    let is_echo = Memo::new(move |_| shown.with(|s| matches!(s, Some(Shown::Echo(_)))));
    let is_deleted = Memo::new(move |_| {
        shown.with(|s| s.as_ref().and_then(Shown::said).is_some_and(|m| m.deleted_at.is_some()))
    });
    let names_me = Memo::new(move |_| {
        shown.with(|s| {
            s.as_ref()
                .and_then(Shown::said)
                .zip(me)
                .is_some_and(|(m, me)| m.mentions.contains(&me) && m.author != me)
        })
    });
    // In the room it says what it answers; in the thread that is plain.
    let thread = Memo::new(move |_| {
        shown.with(|s| s.as_ref().and_then(Shown::thread)).filter(|_| open.thread.is_none())
    });
    let pinned_by = Memo::new(move |_| {
        shown.with(|s| s.as_ref().and_then(Shown::said).and_then(|m| m.pinned)).map(|pinned| pinned.by)
    });
    let is_active = Memo::new(move |_| open.active.get() == Some(id));
    let is_edited = Memo::new(move |_| open.editing.get() == Some(id));
    let is_marked = Memo::new(move |_| app.deleting.is_marked(id));
    let name = move || app.replica.name_of(author).unwrap_or_else(|| t().someone.to_owned());
    let time = clock(at);
    view! {
        <article
            class="message"
            class:head=head
            class:names-me=names_me
            class:active=is_active
            class:highlight=move || open.highlight.get() == Some(id)
            class:echo=is_echo
            class:marked=move || shown.with(|s| s.as_ref().is_some_and(Shown::bears_mark))
            class:answers=move || thread.with(Option::is_some) || pinned_by.with(Option::is_some)
            class:pinned=move || pinned_by.with(Option::is_some)
            tabindex="-1"
            aria-label=move || (t().message_by)(&name(), &clock(at))
            data-testid="message"
            data-message-id=id.to_string()
            data-seq=move || seq().to_string()
            data-author=author.to_string()
            on:pointerenter=move |event| if event.pointer_type() == "mouse" { open.active.set(Some(id)) }
            on:contextmenu=move |event| {
                // A long press, where there is no pointer to hover with.
                if crate::browser::touches() {
                    event.prevent_default();
                    open.active.set(Some(id));
                    open_menu(app, acting, open, id, &event);
                }
            }
            on:click=move |event| {
                if event.alt_key() && open.thread.is_none() && seq() > 0 {
                    event.prevent_default();
                    open.mark_unread_from(seq());
                }
            }
            on:focusin=move |_| open.active.set(Some(id))
        >
            {if head {
                view! { <Avatar user=author on:click=move |event| open_profile(app, author, &event)/> }.into_any()
            } else {
                view! { <time class="gutter" aria-hidden="true">{clock_numbers(at)}</time> }.into_any()
            }}
            <div class="body">
                {move || pinned_by.get().map(|by| view! { <PinnedBy by/> })}
                {move || thread.get().map(|root| view! { <Reference open root/> })}
                {head.then(|| view! {
                    <header>
                        <b dir="auto" data-testid="author">
                            <button class="author" tabindex="-1" data-testid="author-name" on:click=move |event| open_profile(app, author, &event)>
                                {name}
                            </button>
                        </b>
                        <StatusMark user=author/>
                        <time title=full_time(at)>{time.clone()}</time>
                    </header>
                })}
                {move || {
                    if is_deleted.get() {
                        view! { <p class="deleted" data-testid="deleted">{t().message_deleted}</p> }.into_any()
                    } else if is_marked.get() {
                        view! {
                            <p class="deleted">
                                {t().message_deleted} " "
                                <button class="link" data-testid="undo" on:click=move |_| app.deleting.undo(id)>
                                    {t().undo}
                                </button>
                            </p>
                        }.into_any()
                    } else if is_edited.get() {
                        later(Part::Editor(Box::new(open), id))
                    } else {
                        view! { <Content open id shown/> }.into_any()
                    }
                }}
                {open.thread.is_none().then(|| view! { <ThreadLine open id shown/> })}
            </div>
            {move || {
                let wanted = is_active.get() && !is_echo.get() && !is_deleted.get() && !is_edited.get() && !is_marked.get();
                wanted.then(|| later(Part::Tools(Box::new(open), id)))
            }}
        </article>
    }
    .into_any()
}

#[component]
fn Content(open: OpenRoom, id: MessageId, shown: Memo<Option<Shown>>) -> impl IntoView {
    let app = app();
    let text =
        Memo::new(move |_| shown.with(|s| s.as_ref().map(|s| s.text().to_owned()).unwrap_or_default()));
    let named = Memo::new(move |_| {
        app.replica.track(Aspect::People);
        let mentions = shown.with(|s| s.as_ref().and_then(Shown::said).map(|m| m.mentions.clone()));
        text.with(|text| {
            let emoji = named_emoji(app, text);
            if !text.contains(['@', '#']) {
                return Named { emoji, ..Named::default() };
            }
            let named = app.replica.peek(|chat| named_in(chat, mentions.as_deref())).unwrap_or_default();
            Named { emoji, ..named }
        })
    });
    let options = Memo::new(move |_| shown.with(|s| s.as_ref().map_or(0, Shown::options)));
    let files = Memo::new(move |_| shown.with(|s| s.as_ref().map(|s| s.files(app)).unwrap_or_default()));
    let edited =
        Memo::new(move |_| shown.with(|s| s.as_ref().and_then(Shown::said).and_then(|m| m.edited_at)));
    view! {
        <Show when=move || text.with(|text| !text.is_empty())>
            <Text text named/>
        </Show>
        {move || (options.get() > 0).then(|| view! {
            // Its room is kept until it is there.
            <div class="poll-place" style=("--options", options.get().to_string())>
                {later(Part::Poll(Box::new(open), id))}
            </div>
        })}
        <Attachments room=open.room id files/>
        {move || edited.get().map(|at| view! {
            <EditedMark open id at/>
        })}
        {move || text.with(|text| may_link(text)).then(|| later(Part::Preview(text.into())))}
        <Reactions open id shown/>
        <EchoState shown/>
    }
}

/// The people whom the server found in the text; of an echo, everyone known. And the rooms one is in.
pub fn named_in(chat: &Chat, mentions: Option<&[UserId]>) -> Named {
    let entry = |user: &natter_protocol::User| (user.username.clone(), (user.id, user.display_name.clone()));
    let people = match mentions {
        Some(mentions) => mentions.iter().filter_map(|user| chat.user(*user)).map(entry).collect(),
        None => chat.users().map(entry).collect(),
    };
    let rooms =
        chat.rooms().map(natter_client::RoomState::details).filter(|room| room.kind != RoomKind::Direct);
    Named {
        me: Some(chat.me().user.id),
        people,
        emoji: std::collections::HashMap::new(),
        many: mentions.map_or(Some(false), |all| (!all.is_empty()).then(|| all.contains(&chat.me().user.id))),
        rooms: rooms.map(|room| (lowercase(&room.name), room.id)).collect(),
    }
}
