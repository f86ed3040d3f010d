//! People's e-mail addresses.

use natter_protocol::email::{Pace, Reader};
use natter_protocol::{Code, Millis, Problem, UserId};
use sea_orm::{ConnectionTrait as _, DbErr, QueryResult};

use super::column::{self, Word};
use super::{Error, Store, sql};
use crate::chat::email::wrong_code;
use crate::fresh::{self, TokenHash};

/// How long a code holds, in seconds.
const CODE_SECONDS: i64 = 30 * 60;
/// Wrong codes before the right one does not count any more.
const TRIES: i32 = 5;
/// Seconds between two codes.
const PAUSE_SECONDS: i64 = 60;

/// What is known of a person's address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Email {
    pub address: Option<String>,
    pub pending: Option<String>,
    pub pace: Pace,
    pub reader: Option<Reader>,
}

impl Store {
    pub async fn email(&self, user: UserId) -> Result<Email, DbErr> {
        let select = "SELECT address, pending, pace, reader FROM emails WHERE user_id = $1";
        let row = self.write.query_one_raw(sql(&self.write, select, [user.to_string().into()])).await?;
        let Some(row) = row else { return Ok(Email::default()) };
        Ok(Email {
            address: row.try_get("", "address")?,
            pending: row.try_get("", "pending")?,
            pace: Pace::read(&row.try_get::<String>("", "pace")?)?,
            reader: reader(&row)?,
        })
    }

    /// Notes that a code goes to an address; it takes the place of the one before. Without a `reader` the one that is
    /// known stays.
    ///
    /// # Errors
    /// `rate_limited` when one was sent a moment ago.
    pub async fn expect_code(
        &self,
        user: UserId,
        address: &str,
        code: &str,
        reader: Option<&Reader>,
    ) -> Result<(), Error> {
        let now = Millis::now();
        let upsert = "INSERT INTO emails (user_id, pending, code_hash, code_until, tries, code_sent_at, pace, \
             token, mailed_at, look_at, reader) VALUES ($1, $2, $3, $4, 0, $5, 'off', $6, 0, 0, $8) \
             ON CONFLICT (user_id) DO UPDATE SET pending = excluded.pending, code_hash = excluded.code_hash, \
             code_until = excluded.code_until, tries = 0, code_sent_at = excluded.code_sent_at, \
             reader = COALESCE(excluded.reader, emails.reader) \
             WHERE emails.code_sent_at <= $7";
        let values = [
            user.to_string().into(),
            address.into(),
            code_hash(user, code).into(),
            now.plus_seconds(CODE_SECONDS).0.into(),
            now.0.into(),
            fresh::invite_code().0.into(),
            now.plus_seconds(-PAUSE_SECONDS).0.into(),
            reader.map(written).transpose()?.into(),
        ];
        let noted = self.write.execute_raw(sql(&self.write, upsert, values)).await?.rows_affected();
        if noted == 0 {
            return Err(Problem::new(Code::RateLimited).into());
        }
        Ok(())
    }

    /// The code could not be sent: another one may be asked for at once.
    pub async fn expect_no_code(&self, user: UserId) -> Result<(), DbErr> {
        let update =
            "UPDATE emails SET pending = NULL, code_hash = NULL, code_sent_at = 0 WHERE user_id = $1";
        self.write.execute_raw(sql(&self.write, update, [user.to_string().into()])).await.map(|_| ())
    }

    /// The code came back: mail goes to that address from now on.
    ///
    /// # Errors
    /// `invalid_field` when it is another code, too old, or one of too many.
    pub async fn verify_email(&self, user: UserId, code: &str) -> Result<(), Error> {
        let verify = "UPDATE emails SET address = pending, pending = NULL, code_hash = NULL, \
             pace = CASE WHEN pace = 'off' THEN 'hourly' ELSE pace END \
             WHERE user_id = $1 AND code_hash = $2 AND code_until > $3 AND tries < $4";
        let values =
            [user.to_string().into(), code_hash(user, code).into(), Millis::now().0.into(), TRIES.into()];
        if self.write.execute_raw(sql(&self.write, verify, values)).await?.rows_affected() > 0 {
            return Ok(());
        }
        let count = "UPDATE emails SET tries = tries + 1 WHERE user_id = $1";
        self.write.execute_raw(sql(&self.write, count, [user.to_string().into()])).await?;
        Err(wrong_code().into())
    }

    pub async fn set_pace(&self, user: UserId, pace: Pace) -> Result<(), DbErr> {
        let update = "UPDATE emails SET pace = $2 WHERE user_id = $1";
        let values = [user.to_string().into(), pace.text().into()];
        self.write.execute_raw(sql(&self.write, update, values)).await?;
        if pace == Pace::Off { self.forget_missed(user).await } else { Ok(()) }
    }

    /// How mails are written from now on; nothing where no address is known.
    pub async fn set_reader(&self, user: UserId, reader: &Reader) -> Result<(), DbErr> {
        let update = "UPDATE emails SET reader = $2 WHERE user_id = $1";
        let values = [user.to_string().into(), written(reader)?.into()];
        self.write.execute_raw(sql(&self.write, update, values)).await.map(|_| ())
    }

    /// Who has the link of a mail.
    pub async fn reader_of(&self, token: &str) -> Result<Option<Reader>, DbErr> {
        let select = "SELECT reader FROM emails WHERE token = $1";
        let row = self.read.query_one_raw(sql(&self.read, select, [token.into()])).await?;
        row.as_ref().map_or(Ok(None), reader)
    }

    pub async fn forget_email(&self, user: UserId) -> Result<(), DbErr> {
        let delete = "DELETE FROM emails WHERE user_id = $1";
        self.write.execute_raw(sql(&self.write, delete, [user.to_string().into()])).await?;
        self.forget_missed(user).await
    }

    /// Whoever has the link of a mail wants no more of them, nor what waited for the next one. An unknown one changes
    /// nothing.
    pub async fn unsubscribe(&self, token: &str) -> Result<(), DbErr> {
        let select = "SELECT user_id FROM emails WHERE token = $1";
        let Some(row) = self.write.query_one_raw(sql(&self.write, select, [token.into()])).await? else {
            return Ok(());
        };
        self.set_pace(column::id(&row.try_get::<String>("", "user_id")?)?, Pace::Off).await
    }
}

/// From a row with a `reader`.
pub(super) fn reader(row: &QueryResult) -> Result<Option<Reader>, DbErr> {
    let text: Option<String> = row.try_get("", "reader")?;
    text.map(|text| serde_json::from_str(&text)).transpose().map_err(|e| DbErr::Json(e.to_string()))
}

fn written(reader: &Reader) -> Result<String, DbErr> {
    serde_json::to_string(reader).map_err(|e| DbErr::Json(e.to_string()))
}

impl Word for Pace {
    const ALL: &[(Self, &'static str)] =
        &[(Self::Off, "off"), (Self::Soon, "soon"), (Self::Hourly, "hourly"), (Self::Daily, "daily")];
}

/// A code is short: the hash holds for one person only.
fn code_hash(user: UserId, code: &str) -> String {
    TokenHash::of(&format!("{user} {code}")).text()
}
