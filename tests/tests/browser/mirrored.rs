//! The interface from right to left.

use natter_tests::Gateway;
use natter_tests::browser::{Browser, Window};
use natter_tests::patience::eventually;

use crate::visit::{PASSWORD, owner};

/// What stands out of the window at its sides; what is clipped by something that scrolls does not.
const STICKS_OUT: &str = "
    const out = [];
    for (const element of document.querySelectorAll('.app *, dialog *')) {
        if (element.closest('.unseen, svg, select')) continue;
        const box = element.getBoundingClientRect();
        if (box.width === 0 || getComputedStyle(element).visibility === 'hidden') continue;
        let clipped = false;
        for (let above = element.parentElement; above; above = above.parentElement) {
            if (getComputedStyle(above).overflowX !== 'visible') {
                const edge = above.getBoundingClientRect();
                clipped = clipped || (edge.left >= -1 && edge.right <= innerWidth + 1);
            }
        }
        if (!clipped && (box.left < -1 || box.right > innerWidth + 1)) out.push(element.outerHTML.slice(0, 120));
    }
    if (document.documentElement.scrollWidth > innerWidth) out.push('the page scrolls sideways');
    return out";

async fn nothing_sticks_out(browser: &Browser) {
    let out: Vec<String> = browser.asks(STICKS_OUT, Vec::new()).await;
    assert!(out.is_empty(), "{out:#?}");
}

/// Whether one element lies wholly to the right of another.
async fn is_right_of(browser: &Browser, right: &str, left: &str) -> bool {
    let script = "const at = name => document.querySelector(name).getBoundingClientRect(); \
                  return at(arguments[0]).left >= at(arguments[1]).right - 1";
    browser.asks(script, vec![right.into(), left.into()]).await
}

async fn turns(browser: &Browser) {
    browser.asks::<()>("document.documentElement.dir = 'rtl'", Vec::new()).await;
}

#[tokio::test]
async fn everything_stands_on_the_other_side() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.says("hello there").await;
    ana.reads("hello there").await;
    assert!(is_right_of(&ana, ".room", ".side").await);
    nothing_sticks_out(&ana).await;
    turns(&ana).await;
    assert!(is_right_of(&ana, ".side", ".room").await, "the sidebar is on the right");
    assert!(is_right_of(&ana, ".message .avatar", ".message .body").await, "who speaks stands before it");
    nothing_sticks_out(&ana).await;
    ana.clicks("settings").await;
    ana.clicks("settings-appearance").await;
    assert!(is_right_of(&ana, ".settings-nav", ".settings-page").await);
    nothing_sticks_out(&ana).await;
}

#[tokio::test]
async fn a_narrow_window_is_turned_too() {
    let gateway = Gateway::start().await;
    let wide = owner(&gateway, "ana").await;
    wide.says("hello there").await;
    wide.reads("hello there").await;
    let window = Window { width: 500, height: 860, dark: false };
    let narrow = Browser::open_with(&format!("http://{}/", gateway.address()), window).await;
    narrow.types("username", "ana").await;
    narrow.types("password", PASSWORD).await;
    narrow.clicks("submit").await;
    turns(&narrow).await;
    // One pane at a time: the sidebar, and from it the room.
    eventually("the room is open", async || {
        if let Some(row) = narrow.finds("room-row").await {
            row.click().await.ok()?;
        }
        narrow.finds("composer").await.map(|_| ())
    })
    .await;
    narrow.reads("hello there").await;
    nothing_sticks_out(&narrow).await;
}

#[tokio::test]
async fn a_name_keeps_its_sign_before_it() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    turns(&ana).await;
    ana.clicks("settings").await;
    ana.sees("profile-form").await;
    let script = "const texts = [...document.querySelector('[data-testid=profile-form] bdi').childNodes]
            .filter(node => node.nodeType === Node.TEXT_NODE && node.data !== '');
        const left = node => {
            const range = document.createRange();
            range.selectNode(node);
            return range.getBoundingClientRect().left;
        };
        return texts.map(node => [node.data, left(node)]).sort((a, b) => a[1] - b[1]).map(([text]) => text).join('')";
    assert_eq!(ana.asks::<String>(script, Vec::new()).await, "@ana", "as one sees it, from left to right");
}
