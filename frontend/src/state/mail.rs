//! What the server is told of whoever reads its mails.

use super::App;
use crate::api::calls;

impl App {
    /// Mails are in the language of the device that was used last, and tell time as it does.
    pub async fn tell_mail_reader(self) {
        let reader = self.settings.reader();
        let Ok(mine) = calls::my_email().await else { return };
        let gets_mail = mine.address.is_some() || mine.pending.is_some();
        if gets_mail && mine.reader.as_ref() != Some(&reader) {
            let _ = calls::tell_mail_reader(reader).await;
        }
    }
}
