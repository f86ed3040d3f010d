//! Small letters and capitals. Every browser has tables for them, and ours would weigh 9 kB in a first load.

#[cfg(target_arch = "wasm32")]
mod tables {
    use js_sys::JsString;

    pub fn lowercase(text: &str) -> String {
        // Asking the browser takes longer than most names.
        if text.is_ascii() {
            return text.to_ascii_lowercase();
        }
        JsString::from(text).to_lower_case().into()
    }

    pub fn uppercase(text: &str) -> String {
        JsString::from(text).to_upper_case().into()
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod tables {
    pub fn lowercase(text: &str) -> String {
        text.to_lowercase()
    }

    pub fn uppercase(text: &str) -> String {
        text.to_uppercase()
    }
}

pub use tables::{lowercase, uppercase};
