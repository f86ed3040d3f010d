//! What was measured, as one table and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

/// One figure.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// Its name in the JSON.
    pub key: String,
    pub what: String,
    pub value: f64,
    pub unit: &'static str,
    /// It should not be more than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<f64>,
}

impl Figure {
    #[must_use]
    pub fn is_good(&self) -> Option<bool> {
        self.at_most.map(|aim| self.value <= aim)
    }
}

#[derive(Debug, Default, Serialize)]
pub struct Figures(Vec<Figure>);

impl Figures {
    /// Adds a figure; what is measured is told at once, for whoever waits.
    pub fn add(
        &mut self,
        key: impl Into<String>,
        what: impl Into<String>,
        value: f64,
        unit: &'static str,
    ) -> &mut Figure {
        let figure = Figure { key: key.into(), what: what.into(), value, unit, at_most: None };
        eprintln!("  {}: {} {unit}", figure.what, shown(value));
        self.0.push(figure);
        let last = self.0.len() - 1;
        &mut self.0[last]
    }

    #[must_use]
    pub fn table(&self) -> String {
        let width = self.0.iter().map(|figure| figure.what.chars().count()).max().unwrap_or(0);
        let mut table = format!("{:width$}  {:>10}  {:8}  {:>8}\n", "", "measured", "", "aim");
        for figure in &self.0 {
            let aim = figure.at_most.map_or_else(String::new, |aim| format!("≤ {}", shown(aim)));
            let verdict = match figure.is_good() {
                Some(true) => "  good",
                Some(false) => "  MISSED",
                None => "",
            };
            let (what, unit) = (&figure.what, figure.unit);
            let line = format!("{what:width$}  {:>10}  {unit:8}  {aim:>8}{verdict}", shown(figure.value));
            let _ = writeln!(table, "{}", line.trim_end());
        }
        table
    }
}

/// Three digits say enough.
fn shown(value: f64) -> String {
    let digits = match value.abs() {
        v if v >= 100.0 || v.fract() == 0.0 => 0,
        v if v >= 10.0 => 1,
        _ => 2,
    };
    format!("{value:.digits$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_says_what_was_missed() {
        let mut figures = Figures::default();
        figures.add("a", "Apples", 3.25159, "kg").at_most = Some(4.0);
        figures.add("p", "Pears", 1234.5, "kg").at_most = Some(1000.0);
        figures.add("n", "Nuts", 12.0, "");
        let table = figures.table();
        let lines: Vec<_> =
            table.lines().skip(1).map(|line| line.split_whitespace().collect::<Vec<_>>()).collect();
        assert_eq!(lines[0], ["Apples", "3.25", "kg", "≤", "4", "good"]);
        assert_eq!(lines[1], ["Pears", "1234", "kg", "≤", "1000", "MISSED"]);
        assert_eq!(lines[2], ["Nuts", "12"]);
    }
}
