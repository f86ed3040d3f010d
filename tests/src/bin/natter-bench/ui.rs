//! What a browser loads to show the web UI.

use natter_tests::http::Error;
use natter_tests::{Call, Gateway};

use crate::delivery::count;
use crate::figures::Figures;

/// The WASM as a browser gets it; nothing is added where the server was built without its UI.
///
/// # Errors
/// When the server does not answer.
pub async fn measure(gateway: &Gateway, figures: &mut Figures) -> Result<(), Error> {
    let page = Call::get("/").header("accept-encoding", "identity").send(gateway.address()).await?.is(200);
    let page = String::from_utf8_lossy(&page.body);
    let Some(path) = page.split(['"', '\'']).find(|word| word.ends_with(".wasm")) else {
        eprintln!("  the server was built without its web UI");
        return Ok(());
    };
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    let wasm = Call::get(path).header("accept-encoding", "br").send(gateway.address()).await?.is(200);
    if wasm.header("content-encoding") != Some("br") {
        return Err("the WASM comes without brotli".into());
    }
    figures.add("wasm_kb", "WASM, brotli", count(wasm.body.len()) / 1e3, "kB").at_most = Some(250.0);
    Ok(())
}
