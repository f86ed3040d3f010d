//! Reading a piece of the log again, for a client whose place is older than what is in memory.

use natter_protocol::{Seq, Shard};

use super::{Log, LogError, Record, Tailed};

impl Log {
    /// The records of `from..=to`, at most `most` of them, in order.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn records(
        &self,
        shard: Shard,
        epoch: u32,
        from: Seq,
        to: Seq,
        most: usize,
    ) -> Result<Vec<Record>, LogError> {
        let mut records = Vec::new();
        if from > to {
            return Ok(records);
        }
        let mut tail = self.tail(shard, "replay", epoch, from);
        while let Some(news) = tail.next().await {
            let Tailed::Records(batch) = news else {
                return Err(LogError::Read(shard, "the log was begun anew".to_owned()));
            };
            for record in batch {
                let last = record.seq >= to;
                if record.seq <= to {
                    records.push(record);
                }
                if last || records.len() >= most {
                    return Ok(records);
                }
            }
        }
        Err(LogError::Read(shard, "the reader ended".to_owned()))
    }

    /// One record, from anywhere in the log.
    ///
    /// # Errors
    /// When the log cannot be read or no longer holds it.
    pub async fn record(&self, shard: Shard, seq: Seq) -> Result<Record, LogError> {
        let failed = |e: &dyn std::fmt::Display| LogError::Read(shard, e.to_string());
        let stream = self.0.context.get_stream_no_info(super::stream_name(shard)).await;
        let raw = stream.map_err(|e| failed(&e))?.get_raw_message(seq).await.map_err(|e| failed(&e))?;
        Ok(Record { shard, seq, subject: raw.subject.to_string(), payload: raw.payload })
    }
}
