//! Query parameters.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use natter_protocol::{Code, Problem};
use serde::de::DeserializeOwned;

use crate::http::Failure;

/// The query, read and understood; unknown parameters are ignored.
pub struct Params<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let query = Query::try_from_uri(&parts.uri);
        let refuse = |why: String| Failure::from(Problem::new(Code::InvalidQuery).detail(why));
        query.map(|Query(params)| Self(params)).map_err(|rejection| refuse(rejection.body_text()))
    }
}
