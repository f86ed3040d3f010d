//! `cargo xtask shots FOLDER`: a picture of every view, wide and narrow, light and dark.

use std::path::{Path, PathBuf};

use clap::Parser;
use natter_tests::browser::{Browser, Window};
use natter_tests::gallery::View;
use natter_tests::{Gateway, Town};

/// Width and height in CSS pixels: a desktop, a tablet, a phone.
const SIZES: [(u32, u32); 3] = [(1440, 900), (900, 800), (390, 844)];

/// Fills a server with people and rooms, walks every view and leaves pictures.
#[derive(Parser)]
#[command(name = "cargo xtask shots", bin_name = "cargo xtask shots")]
struct Options {
    /// Where the pictures go
    folder: PathBuf,
    /// Only views whose names contain this
    #[arg(long)]
    only: Option<String>,
    /// Only this width
    #[arg(long)]
    width: Option<u32>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let options = Options::parse();
    std::fs::create_dir_all(&options.folder)?;
    let empty = Gateway::start().await;
    let filled = Gateway::start().await;
    eprintln!("▸ Fill a server");
    let town = Town::founded(&filled).await;
    for dark in [false, true] {
        for (width, height) in SIZES {
            if options.width.is_some_and(|only| only != width) {
                continue;
            }
            let window = Window { width, height, dark };
            eprintln!("▸ {width} × {height}, {}", theme(dark));
            photograph_doors(&options, &empty, &filled, window).await;
            photograph_views(&options, &filled, &town, window).await;
        }
    }
    Ok(())
}

fn theme(dark: bool) -> &'static str {
    if dark { "dark" } else { "light" }
}

impl Options {
    fn wants(&self, view: &str) -> bool {
        self.only.as_deref().is_none_or(|only| view.contains(only))
    }

    fn file(&self, view: &str, window: Window) -> PathBuf {
        self.folder.join(format!("{view}-{}-{}.png", window.width, theme(window.dark)))
    }
}

/// What one sees before one is signed in.
async fn photograph_doors(options: &Options, empty: &Gateway, filled: &Gateway, window: Window) {
    for (view, gateway) in [("set-up", empty), ("sign-in", filled)] {
        if options.wants(view) {
            let browser = Browser::open_with(&format!("http://{}/", gateway.address()), window).await;
            browser.sees("submit").await;
            take(&browser, &options.file(view, window)).await;
        }
    }
}

async fn photograph_views(options: &Options, filled: &Gateway, town: &Town, window: Window) {
    let views: Vec<View> = View::ALL.into_iter().filter(|view| options.wants(&view.name())).collect();
    if views.is_empty() {
        return;
    }
    let room = town.room("design-review");
    let browser = Browser::open_with(&format!("http://{}/r/{room}", filled.address()), window).await;
    browser.signs_in("ana").await;
    for view in views {
        view.open(&browser, town).await;
        take(&browser, &options.file(&view.name(), window)).await;
    }
}

/// Waits until nothing moves any more, then takes the picture.
async fn take(browser: &Browser, file: &Path) {
    browser.comes_to_rest().await;
    browser.picture(file).await;
}
