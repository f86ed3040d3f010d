//! `cargo xtask shots FOLDER`: a picture of every view, wide and narrow, light and dark.

use std::path::{Path, PathBuf};

use clap::Parser;
use natter_tests::browser::{Browser, Window};
use natter_tests::gallery::{Beginning, Door, Doors, Trouble, View};
use natter_tests::{Gateway, Town};

/// Width and height in CSS pixels: a desktop, a tablet, a phone.
const SIZES: [(u32, u32); 3] = [(1440, 900), (900, 800), (390, 844)];

/// Fills servers with people and rooms, walks every view and leaves pictures.
#[derive(Parser)]
#[command(name = "cargo xtask shots", bin_name = "cargo xtask shots")]
struct Options {
    /// Where the pictures go
    folder: PathBuf,
    /// Only views whose names contain this
    #[arg(long)]
    only: Option<String>,
    /// Only windows of this width
    #[arg(long)]
    width: Option<u32>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let options = Options::parse();
    std::fs::create_dir_all(&options.folder)?;
    for dark in [false, true] {
        for (width, height) in SIZES {
            if options.width.is_some_and(|only| only != width) {
                continue;
            }
            // Each walk finds what the first one found: some views write something.
            let (filled, town) = Town::founded().await;
            let doors = Doors::of(&filled, &town).await;
            let window = Window { width, height, dark };
            eprintln!("▸ {width} × {height}, {}", theme(dark));
            photograph_doors(&options, &doors, window).await;
            photograph_beginnings(&options, &doors, window).await;
            photograph_views(&options, &filled, &town, window).await;
            photograph_trouble(&options, &filled, &town, window).await;
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
async fn photograph_doors(options: &Options, doors: &Doors<'_>, window: Window) {
    for door in Door::ALL.iter().filter(|door| options.wants(&door.name())) {
        let browser = doors.open(*door, window).await;
        take(&browser, &options.file(&door.name(), window)).await;
    }
}

/// What one sees where nothing was said yet.
async fn photograph_beginnings(options: &Options, doors: &Doors<'_>, window: Window) {
    let beginnings: Vec<Beginning> =
        Beginning::ALL.iter().copied().filter(|view| options.wants(&view.name())).collect();
    if beginnings.is_empty() {
        return;
    }
    let browser = doors.first_person(window).await;
    for beginning in beginnings {
        beginning.open(&browser).await;
        take(&browser, &options.file(&beginning.name(), window)).await;
    }
}

async fn photograph_views(options: &Options, filled: &Gateway, town: &Town, window: Window) {
    let views: Vec<View> = View::ALL.iter().copied().filter(|view| options.wants(&view.name())).collect();
    if views.is_empty() {
        return;
    }
    let browser = Browser::open_with(&format!("http://{}/", filled.address()), window).await;
    browser.signs_in("ana").await;
    for view in views {
        view.open(&browser, town).await;
        take(&browser, &options.file(&view.name(), window)).await;
    }
}

/// What one sees when the network is in trouble.
async fn photograph_trouble(options: &Options, filled: &Gateway, town: &Town, window: Window) {
    for trouble in Trouble::ALL.iter().filter(|trouble| options.wants(&trouble.name())) {
        let (browser, _network) = trouble.open(filled, town, window).await;
        take(&browser, &options.file(&trouble.name(), window)).await;
    }
}

/// Waits until nothing moves any more, then takes the picture.
async fn take(browser: &Browser, file: &Path) {
    browser.comes_to_rest().await;
    browser.picture(file).await;
}
