//! Where the programs are that the tests start. `cargo xtask test` says it in the environment.

use std::path::{Path, PathBuf};

/// The server: `NATTER_BIN`, or `natter` beside this test's folder.
#[must_use]
pub fn natter() -> PathBuf {
    let beside = || {
        let own = std::env::current_exe().ok()?;
        Some(own.parent()?.parent()?.join("natter"))
    };
    let found = variable("NATTER_BIN").map(PathBuf::from).or_else(beside).filter(|path| path.is_file());
    found.expect("the server is not built: run `cargo xtask test`, or set NATTER_BIN")
}

/// nats-server: `NATTER_NATS_SERVER`, or from `PATH`.
#[must_use]
pub fn nats_server() -> PathBuf {
    let given = variable("NATTER_NATS_SERVER").map(PathBuf::from);
    given
        .or_else(|| on_path("nats-server"))
        .expect("no nats-server: run `cargo xtask test`, or set NATTER_NATS_SERVER")
}

/// The folder of PostgreSQL's programs: `NATTER_TEST_PG_BIN`, or Debian's, or from `PATH`.
#[must_use]
pub fn postgres() -> PathBuf {
    let given = variable("NATTER_TEST_PG_BIN").map(PathBuf::from);
    let path = || on_path("initdb").and_then(|initdb| Some(initdb.parent()?.to_owned()));
    let found = given.or_else(debians_postgres).or_else(path);
    found.expect("no PostgreSQL: run `cargo xtask test`, or set NATTER_TEST_PG_BIN")
}

/// Chromium: `NATTER_TEST_CHROMIUM`, or from `PATH`.
#[must_use]
pub fn chromium() -> PathBuf {
    let given = variable("NATTER_TEST_CHROMIUM").map(PathBuf::from);
    given
        .or_else(|| on_path("chromium"))
        .expect("no Chromium: run `cargo xtask test`, or set NATTER_TEST_CHROMIUM")
}

/// Its driver: `NATTER_TEST_CHROMEDRIVER`, or from `PATH`.
#[must_use]
pub fn chromedriver() -> PathBuf {
    let given = variable("NATTER_TEST_CHROMEDRIVER").map(PathBuf::from);
    let found = given.or_else(|| on_path("chromedriver"));
    found.expect("no chromedriver: run `cargo xtask test`, or set NATTER_TEST_CHROMEDRIVER")
}

/// The folder of what npm brings for the tests: `NATTER_TEST_ORACLES`, or the one in the repository.
#[must_use]
pub fn oracles() -> PathBuf {
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("oracles");
    variable("NATTER_TEST_ORACLES").map_or_else(own, PathBuf::from)
}

/// `NATTER_TEST_SEED`, to repeat what a test with dice did.
#[must_use]
pub fn seed() -> Option<u64> {
    variable("NATTER_TEST_SEED")?.parse().ok()
}

/// The newest of `/usr/lib/postgresql/*/bin`.
fn debians_postgres() -> Option<PathBuf> {
    let version = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let versions =
        std::fs::read_dir("/usr/lib/postgresql").ok()?.filter_map(Result::ok).map(|entry| entry.path());
    let newest = versions.filter(|path| version(path).is_some()).max_by_key(|path| version(path))?;
    Some(newest.join("bin")).filter(|bin| bin.join("initdb").is_file())
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = variable("PATH")?;
    path.split(':').map(|folder| Path::new(folder).join(program)).find(|program| program.is_file())
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
