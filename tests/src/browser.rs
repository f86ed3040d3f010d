//! A real Chromium, driven as a person would drive it.

use std::os::unix::process::CommandExt as _;
use std::process::Command;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use thirtyfour::ChromeCapabilities;
use thirtyfour::prelude::*;

use crate::environment;
use crate::folder::Folder;
use crate::patience::{DEADLINE, eventually, eventually_every};
use crate::port::Port;
use crate::process::Process;

/// Between two questions to a page: each takes processor time from what it waits for.
const PAUSE: Duration = Duration::from_millis(50);

/// How a window looks.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    pub width: u32,
    pub height: u32,
    pub dark: bool,
}

impl Default for Window {
    fn default() -> Self {
        Self { width: 1280, height: 860, dark: false }
    }
}

/// One browser with a profile of its own: one person at one computer.
#[derive(Debug)]
pub struct Browser {
    /// Never dropped: it would wait two minutes for an answer of the driver that is killed here.
    pub driver: std::mem::ManuallyDrop<WebDriver>,
    origin: String,
    folder: Folder,
    chromedriver: Process,
}

impl Browser {
    /// Opens the browser at an address.
    pub async fn open(url: &str) -> Self {
        Self::open_with(url, Window::default()).await
    }

    pub async fn open_with(url: &str, window: Window) -> Self {
        // Again is an error that says it is there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = Folder::new();
        let port = Port::free();
        let mut command = Command::new(environment::chromedriver());
        command.arg(format!("--port={}", port.number())).process_group(0);
        // What a killed browser leaves behind goes with the folder.
        command.env("TMPDIR", folder.path());
        let chromedriver = Process::start(&mut command, &folder.path().join("chromedriver.log"));
        let server = format!("http://{}", port.address());
        let capabilities = capabilities(&folder, window).expect("capabilities");
        let driver = eventually("chromedriver answers", async || {
            WebDriver::new(&server, capabilities.clone()).await.ok()
        });
        let driver = std::mem::ManuallyDrop::new(driver.await);
        becomes(&driver, window).await;
        driver.goto(url).await.expect("the page loads");
        let end = url.char_indices().filter(|(_, c)| *c == '/').nth(2).map_or(url.len(), |(at, _)| at);
        Self { driver, origin: url[..end].to_owned(), folder, chromedriver }
    }

    /// As [`eventually`]. In vain it also tells what stands on the page and what the page asked for.
    async fn waits<T>(&self, what: &str, ask: impl AsyncFnMut() -> Option<T>) -> T {
        let page = "const at = document.activeElement; \
            const asked = performance.getEntriesByType('resource').filter(one => one.name.includes('/api/')).map(one => \
                `${Math.round(one.startTime)} ms + ${Math.round(one.duration)} ms: ${one.responseStatus} ${one.name}`); \
            return [location.href, at?.dataset?.testid ?? at?.tagName, at?.value ?? '', document.body.innerText, ...asked].join('\\n')";
        let telling = async {
            tokio::time::sleep(DEADLINE - Duration::from_secs(5)).await;
            let shown =
                self.driver.execute(page, Vec::new()).await.and_then(|shown| shown.convert::<String>());
            eprintln!("--- while waiting for: {what}\n{}", shown.unwrap_or_else(|error| error.to_string()));
            std::future::pending().await
        };
        tokio::select! {
            answer = eventually_every(PAUSE, what, ask) => answer,
            never = telling => never,
        }
    }

    /// The element with this `data-testid`, once it is shown.
    pub async fn sees(&self, name: &str) -> WebElement {
        self.waits(&format!("{name} is shown"), async || self.finds(name).await).await
    }

    /// The element with this `data-testid` now.
    pub async fn finds(&self, name: &str) -> Option<WebElement> {
        let element = self.driver.find(By::Testid(name)).await.ok()?;
        element.is_displayed().await.ok()?.then_some(element)
    }

    /// Clicks it, once that is possible.
    pub async fn clicks(&self, name: &str) {
        let click = async || self.finds(name).await?.click().await.ok();
        self.waits(&format!("{name} can be clicked"), click).await;
    }

    /// Writes into a field what a person would type.
    pub async fn types(&self, name: &str, text: &str) {
        let typing = async || {
            let field = self.finds(name).await?;
            // The driver's own way tells the page of a change and of no input, which nobody's hands can do.
            if field.prop("value").await.ok()?.is_some_and(|value| !value.is_empty()) {
                field.send_keys(Key::Control + "a").await.ok()?;
                field.send_keys(Key::Backspace + "").await.ok()?;
            }
            field.send_keys(text).await.ok()
        };
        self.waits(&format!("{name} can be filled in"), typing).await;
    }

    /// Sends keys to whatever has the focus.
    pub async fn presses(&self, keys: impl Into<thirtyfour::TypingData>) {
        let focused = self.driver.active_element().await.expect("something has the focus");
        focused.send_keys(keys).await.expect("keys arrive");
    }

    /// Says something in the open room.
    pub async fn says(&self, text: &str) {
        let composer = self.sees("composer").await;
        composer.send_keys(text).await.expect("typed");
        composer.send_keys(Key::Enter + "").await.expect("sent");
    }

    /// Waits until a text stands anywhere on the page.
    pub async fn reads(&self, text: &str) {
        let script = "return document.body.innerText.includes(arguments[0])";
        self.becomes(&format!("{text:?} is shown"), script, vec![text.into()]).await;
    }

    /// Waits until a script answers that it is so.
    pub async fn becomes(&self, what: &str, script: &str, given: Vec<serde_json::Value>) {
        self.waits(what, async || self.asks::<bool>(script, given.clone()).await.then_some(())).await;
    }

    /// What a script answers.
    pub async fn asks<T: serde::de::DeserializeOwned>(
        &self,
        script: &str,
        given: Vec<serde_json::Value>,
    ) -> T {
        let answer = self.driver.execute(script, given).await.expect("the script runs");
        answer.convert().expect("the script's answer")
    }

    /// Loads the page anew, as F5 does. The driver's own way waits for the event stream to end.
    pub async fn reloads(&self) {
        let reload = "window.beforeReload = true; setTimeout(() => location.reload())";
        self.asks::<()>(reload, Vec::new()).await;
        let is_new = "return window.beforeReload !== true && document.readyState === 'complete'";
        eventually("the page is a new one", async || {
            self.driver.execute(is_new, Vec::new()).await.ok()?.convert::<bool>().ok()?.then_some(())
        })
        .await;
    }

    /// Goes to another address of the same server.
    pub async fn goes_to(&self, path: &str) {
        self.driver.goto(format!("{}{path}", self.origin)).await.expect("the page loads");
    }

    /// In every page from now on, requests for this path set out so much later.
    pub async fn waits_for_answers_from(&self, path: &str, time: Duration) {
        let source = format!(
            "const send = window.fetch; window.fetch = async (what, ...how) => {{ \
                if (String(what.url ?? what).includes('{path}')) await new Promise(done => setTimeout(done, {})); \
                return send(what, ...how); }}",
            time.as_millis()
        );
        let script = serde_json::json!({ "source": source });
        self.driver.cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", script).await.expect("a script");
    }

    /// Leaves the server's pages for another.
    pub async fn goes_away(&self) {
        self.driver.goto("about:blank").await.expect("a page");
    }

    /// Presses the browser's button that leads back.
    pub async fn goes_back(&self) {
        self.driver.back().await.expect("a page");
    }

    /// Waits until everything has its place: fonts are there, animations have ended, nothing grows.
    pub async fn comes_to_rest(&self) {
        let script = "return document.fonts.status === 'loaded' \
            && document.getAnimations().every(one => one.playState !== 'running' || one.effect.getTiming().iterations === Infinity) \
            ? document.querySelectorAll('*').length + ':' + document.documentElement.innerText.length : ''";
        let mut before = String::new();
        eventually("the page comes to rest", async || {
            let now: String = self.asks(script, Vec::new()).await;
            let rests = !now.is_empty() && now == before;
            before = now;
            if !rests {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            rests.then_some(())
        })
        .await;
    }

    /// Scheme, host and port of the server.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Its own folder, gone with it.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// A picture of the window.
    pub async fn picture(&self, file: &std::path::Path) {
        self.driver.screenshot(file).await.expect("a picture");
    }
}

/// What is shown is exactly as large as asked for: a window is larger, and never as narrow as a phone.
async fn becomes(driver: &WebDriver, window: Window) {
    const PHONES: u32 = 500;
    let is_phone = window.width < PHONES;
    let size = serde_json::json!({
        "width": window.width, "height": window.height,
        "deviceScaleFactor": if is_phone { 2 } else { 1 }, "mobile": is_phone,
    });
    let set = driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", size).await;
    set.expect("the window becomes that large");
}

fn capabilities(folder: &Folder, window: Window) -> WebDriverResult<ChromeCapabilities> {
    let mut capabilities = DesiredCapabilities::chrome();
    capabilities.set_binary(&environment::chromium().to_string_lossy())?;
    for argument in [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--force-color-profile=srgb",
        // A process kept ready for a site that no test visits.
        "--disable-features=SpareRendererForSitePerProcess",
    ] {
        capabilities.add_arg(argument)?;
    }
    capabilities.add_arg(&format!("--window-size={},{}", window.width, window.height))?;
    capabilities.add_arg(&format!("--user-data-dir={}", folder.path().join("profile").display()))?;
    if window.dark {
        capabilities.add_arg("--blink-settings=preferredColorScheme=0")?;
    }
    Ok(capabilities)
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = kill_process_group(self.chromedriver.pid(), Signal::KILL);
        // Chromium leaves the group: whoever uses this profile is ours.
        let profile = self.folder.path().join("profile").to_string_lossy().into_owned();
        for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
            let words = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
            if String::from_utf8_lossy(&words).contains(&profile)
                && let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok())
                && let Some(pid) = Pid::from_raw(pid)
            {
                let _ = kill_process(pid, Signal::KILL);
            }
        }
    }
}
