//! Where Ana's mail goes.

use natter_protocol::email::{SetEmail, VerifyEmail};
use natter_protocol::routes;

use super::Town;

impl Town {
    pub(crate) async fn has_no_address(&self) {
        let _ = self.ana.does("DELETE", routes::MY_EMAIL).await.is(204);
    }

    /// A code is sent to Ana.
    pub(crate) async fn gives_an_address(&self) {
        self.has_no_address().await;
        let address = SetEmail { address: "ana@northwind.example".to_owned(), reader: None };
        let _ = self.ana.put(routes::MY_EMAIL, &address).await.is(202);
    }

    /// Ana gives the code back.
    pub(crate) async fn proves_an_address(&self) {
        let mut mailbox = self.mailbox.lock().await;
        // Codes that nobody gave back.
        while !mailbox.is_empty() {}
        self.gives_an_address().await;
        let subject = mailbox.takes().await.header("Subject").expect("a subject");
        let code = VerifyEmail { code: subject.chars().take(6).collect() };
        let _ = self.ana.post(routes::MY_EMAIL_VERIFY, &code).await.is(200);
    }
}
