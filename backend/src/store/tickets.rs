//! Single-use tickets for streams.

use natter_protocol::{Millis, SessionId};
use sea_orm::{ConnectionTrait as _, DbErr};

use super::{Store, column, sql};

impl Store {
    pub async fn add_ticket(&self, hash: &str, session: SessionId, expires_at: Millis) -> Result<(), DbErr> {
        let stale = "DELETE FROM tickets WHERE expires_at < $1";
        self.write.execute_raw(sql(&self.write, stale, [Millis::now().0.into()])).await?;
        let insert = "INSERT INTO tickets (hash, session_id, expires_at) VALUES ($1, $2, $3)";
        let values = [hash.into(), session.to_string().into(), expires_at.0.into()];
        self.write.execute_raw(sql(&self.write, insert, values)).await.map(|_| ())
    }

    /// The session that a ticket stands for. It is gone afterwards, whoever asks again.
    pub async fn redeem_ticket(&self, hash: &str) -> Result<Option<SessionId>, DbErr> {
        let delete = "DELETE FROM tickets WHERE hash = $1 AND expires_at >= $2 RETURNING session_id";
        let values = [hash.into(), Millis::now().0.into()];
        let row = self.write.query_one_raw(sql(&self.write, delete, values)).await?;
        row.map(|row| column::id(&row.try_get::<String>("", "session_id")?)).transpose()
    }
}
