//! Every view, judged by axe: names, roles, contrast, focus (WCAG 2.2 AA and good practice).

use natter_tests::browser::{Browser, Window};
use natter_tests::gallery::{Beginning, Door, Doors, Trouble, View};
use natter_tests::{Town, environment};
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
async fn no_view_shuts_anyone_out_in_light() {
    judge_every_view(false).await;
}

#[tokio::test]
async fn no_view_shuts_anyone_out_in_the_dark() {
    judge_every_view(true).await;
}

#[tokio::test]
async fn no_door_and_no_beginning_shuts_anyone_out() {
    let (filled, town) = Town::founded().await;
    let doors = Doors::of(&filled, &town).await;
    let mut broken = Vec::new();
    for dark in [false, true] {
        for door in Door::ALL {
            let browser = doors.open(*door, Window { dark, ..Window::default() }).await;
            broken.extend(judge(&browser, &door.name()).await);
        }
        let browser = doors.first_person(Window { dark, ..Window::default() }).await;
        for beginning in Beginning::ALL {
            beginning.open(&browser).await;
            broken.extend(judge(&browser, &beginning.name()).await);
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[tokio::test]
async fn no_trouble_of_the_network_shuts_anyone_out() {
    let (gateway, town) = Town::founded().await;
    let mut broken = Vec::new();
    for dark in [false, true] {
        for trouble in Trouble::ALL {
            let window = Window { dark, ..Window::default() };
            let (browser, _network) = trouble.open(&gateway, &town, window).await;
            broken.extend(judge(&browser, &trouble.name()).await);
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

async fn judge_every_view(dark: bool) {
    let (gateway, town) = Town::founded().await;
    let window = Window { width: 1440, height: 900, dark };
    let browser = Browser::open_with(&format!("http://{}/", gateway.address()), window).await;
    browser.signs_in("ana").await;
    let mut broken = Vec::new();
    for view in View::ALL {
        view.open(&browser, &town).await;
        broken.extend(judge(&browser, &view.name()).await);
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
