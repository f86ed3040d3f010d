//! Every view, judged by axe: names, roles, contrast, focus (WCAG 2.2 AA and good practice).

use natter_tests::browser::{Browser, Window};
use natter_tests::gallery::{Beginning, Door, Doors, Trouble, View};
use natter_tests::{Town, environment};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::visit::signed_in;

/// A rule of axe that the page breaks, and where.
#[derive(Debug, Deserialize)]
struct Violation {
    id: String,
    help: String,
    nodes: Vec<Node>,
}

impl Violation {
    fn told(self, view: &str) -> String {
        let place = |node: Node| format!("  {}\n    {}", node.html, node.summary.unwrap_or_default());
        let places: Vec<String> = self.nodes.into_iter().map(place).collect();
        format!("{view}: {} ({})\n{}", self.id, self.help, places.join("\n"))
    }
}

#[derive(Debug, Deserialize)]
struct Node {
    html: String,
    #[serde(rename = "failureSummary")]
    summary: Option<String>,
}

/// The views are judged in so many tests, that they run side by side.
const PARTS: usize = 6;

async fn judge_views(part: usize) {
    let (gateway, town) = Town::founded().await;
    let browser = signed_in(gateway.address(), "ana").await;
    let mut broken = Vec::new();
    for view in View::ALL.iter().skip(part).step_by(PARTS) {
        view.open(&browser, &town).await;
        broken.extend(judge(&browser, &view.name()).await);
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[tokio::test]
async fn no_first_view_of_six_shuts_anyone_out() {
    judge_views(0).await;
}

#[tokio::test]
async fn no_second_view_of_six_shuts_anyone_out() {
    judge_views(1).await;
}

#[tokio::test]
async fn no_third_view_of_six_shuts_anyone_out() {
    judge_views(2).await;
}

#[tokio::test]
async fn no_fourth_view_of_six_shuts_anyone_out() {
    judge_views(3).await;
}

#[tokio::test]
async fn no_fifth_view_of_six_shuts_anyone_out() {
    judge_views(4).await;
}

#[tokio::test]
async fn no_sixth_view_of_six_shuts_anyone_out() {
    judge_views(5).await;
}

#[tokio::test]
async fn no_door_and_no_beginning_shuts_anyone_out() {
    let (filled, town) = Town::founded().await;
    let doors = Doors::of(&filled, &town).await;
    let mut broken = Vec::new();
    for door in Door::ALL {
        let browser = doors.open(*door, Window::default()).await;
        broken.extend(judge(&browser, &door.name()).await);
    }
    let browser = doors.first_person(Window::default()).await;
    for beginning in Beginning::ALL {
        beginning.open(&browser).await;
        broken.extend(judge(&browser, &beginning.name()).await);
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[tokio::test]
async fn no_trouble_of_the_network_shuts_anyone_out() {
    let (gateway, town) = Town::founded().await;
    let mut broken = Vec::new();
    for trouble in Trouble::ALL {
        let (browser, _network) = trouble.open(&gateway, &town, Window::default()).await;
        broken.extend(judge(&browser, &trouble.name()).await);
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// All rules in the light, and in the dark those that look at colours.
async fn judge(browser: &Browser, view: &str) -> Vec<String> {
    let mut broken = Vec::new();
    for (theme, options) in [
        ("light", json!({ "resultTypes": ["violations"] })),
        (
            "dark",
            json!({ "resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"] }),
        ),
    ] {
        prefers(browser, theme).await;
        browser.comes_to_rest().await;
        for violation in violations(browser, options).await {
            broken.push(violation.told(&format!("{view}, {theme}")));
        }
    }
    prefers(browser, "light").await;
    broken
}

async fn prefers(browser: &Browser, theme: &str) {
    let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }] });
    browser.driver.cdp().send_raw("Emulation.setEmulatedMedia", features).await.expect("a theme");
    let is_shown = "return document.documentElement.dataset.theme === arguments[0]";
    browser.becomes(&format!("the page is {theme}"), is_shown, vec![theme.into()]).await;
}

async fn violations(browser: &Browser, options: Value) -> Vec<Violation> {
    let axe = std::fs::read_to_string(environment::oracles().join("node_modules/axe-core/axe.min.js"));
    let run = "const [options, done] = arguments; \
        axe.run(document, options).then(found => done(found.violations))";
    let script = format!("{}\n{run}", axe.expect("axe"));
    let answer = browser.driver.execute_async(script, vec![options]).await.expect("axe runs");
    answer.convert().expect("axe's findings")
}
