//! `GET /search`: what is asked and what is answered.

use serde::{Deserialize, Serialize};

use super::{Part, What};
use crate::message::Message;
use crate::read::Read;

/// `GET /search?…`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct SearchQuery {
    /// The query: up to 500 characters, up to 32 parts.
    #[serde(default)]
    pub q: String,
    /// Continues an earlier answer: its `next`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// 1 to 50, by default 20.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    /// Minutes by which the asking person's clock is ahead of UTC (-840 to 840), for days; by default 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tz: Option<i32>,
    /// By default `newest`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub sort: Option<Sort>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// The newest first, page by page.
    #[default]
    Newest,
    /// The best first, out of the newest 500 that match; one page.
    Relevance,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SearchAnswer {
    /// The query as it was understood.
    pub query: Vec<SearchPart>,
    pub hits: Vec<Hit>,
    /// Where the next page begins; none after the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many messages match, counted up to 1,000. Only in a first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<u32>,
}

/// A message that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hit {
    pub message: Message,
    /// What of the text was looked for; ascending, apart from each other.
    pub highlights: Vec<Span>,
}

/// A stretch of a text in bytes of UTF-8: from the first to before the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Span {
    pub from: u32,
    pub to: u32,
}

/// One part of a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SearchPart {
    pub kind: PartKind,
    /// As one would write it, such as `from:@ana`. All of them together are the query.
    pub text: String,
    pub negated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    Word,
    Phrase,
    From,
    In,
    Before,
    After,
    On,
    Has,
    Is,
    /// A kind that this reader does not know.
    #[serde(other)]
    Unknown,
}

impl From<&Part> for SearchPart {
    fn from(part: &Part) -> Self {
        let kind = match part.what {
            What::Word { .. } => PartKind::Word,
            What::Phrase(_) => PartKind::Phrase,
            What::From(_) => PartKind::From,
            What::In(_) => PartKind::In,
            What::Before(_) => PartKind::Before,
            What::After(_) => PartKind::After,
            What::On(_) => PartKind::On,
            What::Has(_) => PartKind::Has,
            What::Is(_) => PartKind::Is,
        };
        Self { kind, text: part.to_string(), negated: part.negated }
    }
}
