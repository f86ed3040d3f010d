//! Two messages for each error: a problem with a closed code for the client, and the cause for the log,
//! logged once, here, where the answer leaves.

use std::error::Error;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use natter_protocol::{Code, Problem};
use sea_orm::{DbErr, RuntimeErr, sqlx};

use super::limits::TooOften;
use crate::passwords::HashError;
use crate::store;

/// Seconds after which something unavailable is worth another try.
const UNAVAILABLE_RETRY_S: u32 = 2;

/// Why a request is not answered as it hoped.
#[derive(Debug)]
pub struct Failure {
    // One allocation instead of a large `Err` in every handler's result.
    inner: Box<Inner>,
}

#[derive(Debug)]
struct Inner {
    problem: Problem,
    cause: Option<Box<dyn Error + Send + Sync>>,
    retry_after_s: Option<u32>,
}

impl Failure {
    /// A problem with what lies behind it, which only the log sees.
    #[must_use]
    pub fn caused(code: Code, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let mut failure = Self::from(code);
        failure.inner.cause = Some(cause.into());
        failure
    }

    /// Something that should not happen has.
    #[must_use]
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::caused(Code::Internal, cause)
    }

    /// Says when another try makes sense (`Retry-After`, RFC 9110 §10.2.3).
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.inner.retry_after_s = Some(seconds);
        self
    }

    #[must_use]
    pub fn code(&self) -> Code {
        self.inner.problem.code
    }

    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.inner.problem
    }

    fn log(&self) {
        let (code, cause) = (self.inner.problem.code, self.inner.cause.as_deref());
        let cause = cause.map(ToString::to_string).unwrap_or_default();
        match self.inner.problem.status {
            500 => tracing::error!(%code, cause, "a request failed"),
            501.. => tracing::warn!(%code, cause, "a request could not be served"),
            _ if !cause.is_empty() => tracing::debug!(%code, cause, "a request was refused"),
            _ => {}
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        let retry_after_s = (problem.status == 503).then_some(UNAVAILABLE_RETRY_S);
        Self { inner: Box::new(Inner { problem, cause: None, retry_after_s }) }
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Problem::new(code).into()
    }
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        let code = if is_passing(&error) { Code::Unavailable } else { Code::Internal };
        Self::caused(code, error)
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Refused(problem) => problem.into(),
            store::Error::Db(error) => error.into(),
        }
    }
}

impl From<HashError> for Failure {
    fn from(error: HashError) -> Self {
        Self::caused(Code::Internal, error)
    }
}

impl From<TooOften> for Failure {
    fn from(too_often: TooOften) -> Self {
        Self::from(Code::RateLimited).retry_after(too_often.retry_after_s)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        self.log();
        let problem = &self.inner.problem;
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(problem).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        let mut response = (status, [(header::CONTENT_TYPE, kind)], body).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = self.inner.retry_after_s {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        match problem.code {
            // RFC 9110 §11.6.1: a 401 names how to do better.
            Code::Unauthenticated | Code::WrongCredentials | Code::TotpRequired | Code::TotpInvalid => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            // What is left of the body is not waited for.
            Code::BodyTooSlow | Code::BodyTooLarge => {
                headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            _ => {}
        }
        response
    }
}

/// Whether the database is to blame and may be better soon: gone, restarting, full, or out of connections.
fn is_passing(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(e)) | DbErr::Query(RuntimeErr::SqlxError(e)) => match &**e {
            sqlx::Error::Database(e) => e.code().is_some_and(|code| is_passing_code(&code)),
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => true,
            _ => false,
        },
        _ => false,
    }
}

/// PostgreSQL's five-character SQLSTATE (appendix A): connection (08), rolled back (40), resources (53),
/// operator (57), system (58). SQLite's number, whose low byte is the primary result code: BUSY 5,
/// LOCKED 6, IOERR 10, FULL 13.
fn is_passing_code(code: &str) -> bool {
    if code.len() == 5 {
        return ["08", "40", "53", "57", "58"].iter().any(|class| code.starts_with(class));
    }
    code.parse::<u32>().is_ok_and(|number| matches!(number & 0xff, 5 | 6 | 10 | 13))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_answers_a_problem_and_keeps_its_cause_to_itself() {
        let response = Failure::caused(Code::Internal, "the secret cause").into_response();
        assert_eq!(response.status(), 500);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
    }

    #[test]
    fn too_often_says_when_to_come_back() {
        let response = Failure::from(TooOften { retry_after_s: 7 }).into_response();
        assert_eq!(
            (response.status().as_u16(), &response.headers()[header::RETRY_AFTER]),
            (429, &"7".parse().expect("a value"))
        );
    }

    #[test]
    fn a_database_that_is_away_is_not_a_fault_of_ours() {
        for code in ["57P01", "08006", "53300", "5", "13", "517"] {
            assert!(is_passing_code(code), "{code}");
        }
        for code in ["42601", "23505", "1", "2067"] {
            assert!(!is_passing_code(code), "{code}");
        }
        assert_eq!(Failure::from(DbErr::Type("damaged".into())).code(), Code::Internal);
    }
}
