//! Draws the chart in `benches/README.md`, which shows the time of each implementation relative to this crate.

use std::error::Error;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::support::ours;
use crate::support::rows::Row;

/// The implementations and their colours.
const IMPLEMENTATIONS: [(&str, RGBColor); 5] = [
    (ours::NAME, RGBColor(0x1b, 0x7f, 0x5c)),
    ("sonic-rs", RGBColor(0x4c, 0x78, 0xa8)),
    ("simd-json", RGBColor(0x9e, 0xca, 0xe9)),
    ("serde_json", RGBColor(0xf2, 0x8e, 0x2b)),
    ("serde-json-core", RGBColor(0xbb, 0xbb, 0xbb)),
];

/// The colours of other implementations, whose results come from files.
const OTHERS: [RGBColor; 5] = [
    RGBColor(0xb0, 0x7a, 0xa1),
    RGBColor(0xe1, 0x57, 0x59),
    RGBColor(0xed, 0xc9, 0x48),
    RGBColor(0x76, 0xb7, 0xb2),
    RGBColor(0x9c, 0x75, 0x5f),
];

/// Returns the implementations that have results, and their colours.
fn implementations(rows: &[Row]) -> Vec<(&str, RGBColor)> {
    let mut all: Vec<(&str, RGBColor)> = IMPLEMENTATIONS.to_vec();
    all.retain(|(name, _)| rows.iter().any(|row| row.implementation == *name));
    let mut colours = OTHERS.iter().cycle();
    for row in rows {
        if !all.iter().any(|(name, _)| *name == row.implementation) {
            all.extend(colours.next().map(|colour| (&*row.implementation, *colour)));
        }
    }
    all
}

/// The groups of the chart.
const GROUPS: [(&str, &str); 9] = [
    ("decode", "wait"),
    ("decode", "exec"),
    ("decode", "create"),
    ("decode", "create-walked"),
    ("decode", "error"),
    ("encode", "wait"),
    ("encode", "exec"),
    ("encode", "create"),
    ("encode", "error"),
];

/// The length at which a bar is cut. The number above a bar gives its full length.
const TOP: f64 = 5.0;
const SIZE: (u32, u32) = (1080, 420);

/// Draws the chart into `compare.svg` in this directory.
pub fn write(rows: &[Row], directory: &str) -> Result<(), Box<dyn Error>> {
    draw(rows, &format!("{directory}/compare.svg"))
}

/// Draws the times of every group relative to the time of this crate.
fn draw(rows: &[Row], path: &str) -> Result<(), Box<dyn Error>> {
    let area = SVGBackend::new(path, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    let (title, plot) = area.split_vertically(56);
    let style = |size: u32| ("sans-serif", size).into_font().color(&BLACK);
    title.draw(&Text::new("Time per message, as a multiple of gcs-prot's (lower is better)", (12, 8), style(18)))?;
    let implementations = implementations(rows);
    for (index, &(name, colour)) in (0..).zip(&implementations) {
        let x = 14 + index * 130;
        title.draw(&Rectangle::new([(x, 36), (x + 12, 48)], colour.filled()))?;
        title.draw(&Text::new(name, (x + 18, 36), style(13)))?;
    }

    let mut chart = ChartBuilder::on(&plot)
        .margin(8)
        .x_label_area_size(30)
        .y_label_area_size(30)
        .build_cartesian_2d(-0.5..8.5, 0.0..TOP + 0.4)?;
    let group_name = |x: &f64| {
        usize_of(*x).map_or_else(String::new, |index| {
            let (op, message) = GROUPS[index];
            format!("{op} {message}")
        })
    };
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(WHITE)
        .x_labels(9)
        .x_label_formatter(&group_name)
        .draw()?;

    let width = 0.85 / f64::from(u32::try_from(implementations.len().max(1))?);
    let label = style(10).pos(Pos::new(HPos::Center, VPos::Bottom));
    for (x, (op, message)) in (0..).zip(GROUPS) {
        let ns = |name: &str| {
            let row = rows.iter().find(|row| (&*row.op, &*row.message, &*row.implementation) == (op, message, name))?;
            Some(row.ns)
        };
        let Some(ours) = ns(ours::NAME) else { continue };
        let times = implementations.iter().filter_map(|(name, colour)| Some((ns(name)? / ours, colour)));
        for (bar, (ratio, colour)) in (0..).zip(times) {
            let left = f64::from(x) - 0.42 + f64::from(bar) * width;
            let top = ratio.min(TOP);
            chart.draw_series([Rectangle::new([(left, 0.0), (left + width * 0.9, top)], colour.filled())])?;
            chart.draw_series([Text::new(format!("{ratio:.1}"), (left + width * 0.45, top), label.clone())])?;
        }
    }
    area.present()?;
    Ok(())
}

/// Returns the group whose label is at `x`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small, and checked")]
fn usize_of(x: f64) -> Option<usize> {
    let index = x.round();
    ((x - index).abs() < 0.01 && (0.0..9.0).contains(&index)).then_some(index as usize)
}
