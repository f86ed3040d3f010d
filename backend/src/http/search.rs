//! `GET /search`: what was said, by its words and by facts about it.

use axum::extract::State;
use natter_protocol::search::{Hit, Query, SearchAnswer, SearchPart, SearchQuery};
use natter_protocol::{Code, Millis, Problem, limits};

use super::extract::{CurrentUser, Params};
use super::{Failure, Json};
use crate::app::App;
use crate::chat::search::{Terms, highlights};
use crate::store::search::Asked;

/// Hours that any clock on Earth is at most away from UTC.
const FARTHEST_HOURS: i32 = 14;

/// Searches what was said
///
/// In the caller's rooms, and in a public room that `in:` names. Words are found whatever their case and
/// accents; a `*` at the end finds what begins so. A message is found once the projection has written it:
/// usually within 0.1 s of its being said, and within 5 s while a gateway that died is being replaced.
///
/// `word` · `"exact phrase"` · `begin*` · `from:@name` · `from:me` · `in:#room` · `in:@name` ·
/// `before:`, `after:`, `on:` with `YYYY-MM-DD`, `today` or `yesterday` · `has:link`, `file`, `image`,
/// `reaction`, `thread`, `pin` · `is:edited`, `reply`, `thread`, `saved` · a `-` before any of them turns it around.
#[utoipa::path(get, path = "/search", tag = "messages", params(SearchQuery), responses(
    (status = 200, body = SearchAnswer),
    (status = 400, body = Problem, description = "`invalid_query`: `field` names the parameter, `detail` the \
        part of the query and what was wrong with it"),
    (status = 429, body = Problem, description = "`rate_limited`")))]
pub async fn get(
    State(app): State<App>,
    me: CurrentUser,
    Params(asked): Params<SearchQuery>,
) -> Result<Json<SearchAnswer>, Failure> {
    app.limits.check_search(me.user.id)?;
    // PostgreSQL takes no NUL in a text, and nothing is called so.
    let query =
        asked.q.replace('\0', " ").parse::<Query>().map_err(|error| refuse("q", error.to_string()))?;
    let asked = Asked {
        by: me.user.id,
        query: &query,
        now: Millis::now(),
        offset: offset(asked.tz)?,
        before: asked.before.as_deref().map(place).transpose()?,
        limit: limit(asked.limit)?,
        sort: asked.sort.unwrap_or_default(),
    };
    let found = app.store.search(&asked).await?;
    let terms = Terms::of(&query);
    let hit =
        |message: natter_protocol::Message| Hit { highlights: highlights(&message.text, &terms), message };
    Ok(Json(SearchAnswer {
        query: query.parts.iter().map(SearchPart::from).collect(),
        hits: found.messages.into_iter().map(hit).collect(),
        next: found.next.map(|place| place.to_string()),
        found: found.count,
    }))
}

fn limit(given: Option<u16>) -> Result<u16, Problem> {
    let limit = given.unwrap_or(limits::SEARCH_PAGE_DEFAULT);
    let fits = (1..=limits::SEARCH_PAGE).contains(&limit);
    fits.then_some(limit).ok_or_else(|| refuse("limit", format!("1 to {}", limits::SEARCH_PAGE)))
}

fn offset(given: Option<i32>) -> Result<i32, Problem> {
    let (offset, farthest) = (given.unwrap_or(0), FARTHEST_HOURS * 60);
    let fits = (-farthest..=farthest).contains(&offset);
    fits.then_some(offset).ok_or_else(|| refuse("tz", format!("-{farthest} to {farthest} minutes")))
}

fn place(given: &str) -> Result<i64, Problem> {
    given.parse().map_err(|_| refuse("before", "the `next` of an earlier answer".to_owned()))
}

fn refuse(field: &str, why: String) -> Problem {
    Problem::new(Code::InvalidQuery).field(field).detail(why)
}
