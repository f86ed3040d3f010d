//! What the gateway counts, for `/metrics` in the OpenMetrics text format.

use std::sync::LazyLock;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

macro_rules! metrics {
    ($($name:ident: $kind:ty = $wire:literal, $help:literal;)+) => {
        $(#[doc = $help] pub static $name: LazyLock<$kind> = LazyLock::new(<$kind>::default);)+

        fn register(registry: &mut Registry) {
            $(registry.register($wire, $help, LazyLock::force(&$name).clone());)+
        }
    };
}

metrics! {
    LOG_HOLES: Counter = "natter_log_holes", "Events missing inside the log: anything but 0 is an incident";
    APPENDS: Counter = "natter_log_appends", "Events acknowledged by the log";
    APPENDS_UNCONFIRMED: Counter = "natter_log_appends_unconfirmed", "Appends whose outcome stayed unknown";
    PROJECTED: Counter = "natter_projected_events", "Events written into the database by this gateway";
    DEAD_LETTERS: Counter = "natter_dead_letters", "Events that could not be written into the database: look at them";
    STREAMS: Gauge = "natter_streams", "Event streams open";
    DELIVERIES: Counter = "natter_deliveries", "Events handed to streams and polls";
    OVERFLOWS: Counter = "natter_stream_overflows", "Streams closed because their client fell behind";
    RESETS: Counter = "natter_resets", "Positions that could not be continued";
    POLLS: Counter = "natter_polls", "Long polls answered";
}

/// Everything, as text.
#[must_use]
pub fn text() -> String {
    let mut registry = Registry::default();
    register(&mut registry);
    let mut text = String::new();
    if let Err(error) = encode(&mut text, &registry) {
        tracing::error!("metrics: {error}");
    }
    text
}
