//! Sizes of files and of their pictures.

/// "84 KB", "2.3 MB": in powers of 1000 with at most three digits, as file managers show them. In whole numbers: what
/// writes fractions is as large as much of what a first screen needs.
#[must_use]
pub fn size(bytes: u64) -> String {
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let rounded = |to: u64| (bytes + to / 2) / to;
    for (unit, one) in [("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000)] {
        let (tenths, whole) = (rounded(one / 10), rounded(one));
        if tenths < 100 {
            return format!("{}.{} {unit}", tenths / 10, tenths % 10);
        }
        if whole < 1000 {
            return format!("{whole} {unit}");
        }
    }
    let tenths = rounded(100_000_000_000);
    format!("{}.{} TB", tenths / 10, tenths % 10)
}

/// The box in which a picture is shown: as large as it is, or shrunk to what there is room for.
#[must_use]
pub fn fit(width: u32, height: u32, most_width: u32, most_height: u32) -> (u32, u32) {
    let (w, h) = (f64::from(width.max(1)), f64::from(height.max(1)));
    let scale = (f64::from(most_width) / w).min(f64::from(most_height) / h).min(1.0);
    let shrunk = |side: f64| (side * scale).round().max(1.0) as u32;
    (shrunk(w), shrunk(h))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_at_most_three_digits() {
        for (bytes, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1.0 KB"),
            (84_300, "84 KB"),
            (999_499, "999 KB"),
            (999_600, "1.0 MB"),
            (2_340_000, "2.3 MB"),
            (9_960_000, "10 MB"),
            (104_857_600, "105 MB"),
            (9_949, "9.9 KB"),
            (9_950, "10 KB"),
            (999_500, "1.0 MB"),
            (5_000_000_000_000, "5.0 TB"),
            (u64::MAX / 2, "9223372.0 TB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn a_picture_is_shrunk_and_never_blown_up() {
        assert_eq!(fit(1600, 900, 400, 320), (400, 225));
        assert_eq!(fit(900, 1600, 400, 320), (180, 320));
        assert_eq!(fit(40, 30, 400, 320), (40, 30));
        assert_eq!(fit(10_000, 1, 400, 320), (400, 1));
        assert_eq!(fit(0, 0, 400, 320), (1, 1));
    }
}
