//! The doors, judged by axe: names, roles, contrast, focus (WCAG 2.2 AA and good practice).

use natter_tests::browser::{Browser, Window};
use natter_tests::{Gateway, environment};
use serde::Deserialize;

/// A rule of axe that the page breaks, and where.
#[derive(Debug, Deserialize)]
struct Violation {
    id: String,
    help: String,
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    html: String,
    #[serde(rename = "failureSummary")]
    summary: Option<String>,
}

#[tokio::test]
async fn no_door_shuts_anyone_out() {
    let empty = Gateway::start().await;
    let filled = Gateway::start().await;
    filled.owner("ana").await;
    let mut broken = Vec::new();
    for dark in [false, true] {
        for gateway in [&empty, &filled] {
            let window = Window { dark, ..Window::default() };
            let browser = Browser::open_with(&format!("http://{}/", gateway.address()), window).await;
            browser.sees("submit").await;
            broken.extend(judge(&browser, "door").await);
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

async fn judge(browser: &Browser, view: &str) -> Vec<String> {
    browser.comes_to_rest().await;
    let axe = std::fs::read_to_string(environment::oracles().join("node_modules/axe-core/axe.min.js"));
    let run = "const done = arguments[arguments.length - 1]; \
        axe.run(document, {resultTypes: ['violations']}).then(found => done(found.violations))";
    let script = format!("{}\n{run}", axe.expect("axe"));
    let answer = browser.driver.execute_async(script, Vec::new()).await.expect("axe runs");
    let violations: Vec<Violation> = answer.convert().expect("axe's findings");
    let told = |violation: Violation| {
        let places: Vec<String> = violation
            .nodes
            .into_iter()
            .map(|node| format!("  {}\n    {}", node.html, node.summary.unwrap_or_default()))
            .collect();
        format!("{view}: {} ({})\n{}", violation.id, violation.help, places.join("\n"))
    };
    violations.into_iter().map(told).collect()
}
