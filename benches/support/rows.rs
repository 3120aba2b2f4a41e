//! The rows of results: one line `op,message,implementation,ns` for each, from this benchmark or any other.

use std::fmt::Write as _;

use super::corpus;

/// The first line of a file of results.
pub const HEADER: &str = "op,message,implementation,ns";

/// One result.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// `decode` or `encode`.
    pub op: String,
    /// The name of the message. It ends with `-walked` if every list and map is walked after decoding.
    pub message: String,
    pub implementation: String,
    pub ns: f64,
}

impl Row {
    /// Returns whether two results are of the same work, by the same implementation.
    fn is_same_work(&self, other: &Self) -> bool {
        (&self.op, &self.message, &self.implementation) == (&other.op, &other.message, &other.implementation)
    }

    /// The length of the payload, in bytes.
    pub fn bytes(&self) -> usize {
        corpus::payload(name(&self.message)).len()
    }
}

/// Returns the name of the message in the corpus.
fn name(message: &str) -> &str {
    message.strip_suffix("-walked").unwrap_or(message)
}

/// Parses a file of results. An error contains the number of its line.
pub fn parse(text: &str, file: &str) -> Result<Vec<Row>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && line.trim() != HEADER);
    lines.map(|(index, line)| row(line.trim()).map_err(|error| format!("{file}:{}: {error}", index + 1))).collect()
}

fn row(line: &str) -> Result<Row, String> {
    let columns: Vec<&str> = line.split(',').collect();
    let [op, message, implementation, ns] = columns[..] else {
        return Err(format!("expected the four columns of `{HEADER}`, found {}", columns.len()));
    };
    if !["decode", "encode"].contains(&op) {
        return Err(format!("the operation must be `decode` or `encode`, not `{op}`"));
    }
    if !corpus::NAMES.contains(&name(message)) {
        return Err(format!("the corpus has no message `{message}`"));
    }
    if implementation.is_empty() {
        return Err("the name of the implementation is missing".into());
    }
    let ns = ns.parse().ok().filter(|ns: &f64| ns.is_finite() && *ns > 0.0);
    let ns = ns.ok_or_else(|| format!("the time in nanoseconds must be a number above 0, not `{}`", columns[3]))?;
    Ok(Row { op: op.into(), message: message.into(), implementation: implementation.into(), ns })
}

/// Returns the text of a file of results.
pub fn csv(rows: &[Row]) -> String {
    let mut text = format!("{HEADER}\n");
    for Row { op, message, implementation, ns } in rows {
        let _ = writeln!(text, "{op},{message},{implementation},{ns:.1}");
    }
    text
}

/// Sorts results by operation and message. Other results keep their order. A duplicate result is an error.
pub fn merge(mut rows: Vec<Row>, more: Vec<Row>) -> Result<Vec<Row>, String> {
    for row in more {
        if rows.iter().any(|other| other.is_same_work(&row)) {
            return Err(format!("duplicate result: {} of {} by {}", row.op, row.message, row.implementation));
        }
        rows.push(row);
    }
    rows.sort_by_key(|row| (row.op.clone(), place(&row.message)));
    Ok(rows)
}

/// Returns the position of a message in the order in which messages are shown.
pub fn place(message: &str) -> (Option<usize>, bool) {
    (corpus::NAMES.iter().position(|known| *known == name(message)), name(message) != message)
}

/// Returns the results of a former run that a new run does not contain. They are kept, so that a run of some messages
/// does not lose the results of the others.
pub fn kept(former: Vec<Row>, rows: &[Row]) -> Vec<Row> {
    former.into_iter().filter(|row| !rows.iter().any(|new| new.is_same_work(row))).collect()
}

/// Returns a table of each result, its rate, and its time relative to that of `first`.
#[expect(clippy::cast_precision_loss, reason = "messages are short")]
pub fn table(rows: &[Row], first: &str) -> String {
    let mut text = String::new();
    for group in rows.chunk_by(|one, other| (&one.op, &one.message) == (&other.op, &other.message)) {
        let base = group.iter().find(|row| row.implementation == first).map_or(f64::NAN, |row| row.ns);
        for row in group {
            let Row { op, message, implementation, ns } = row;
            let rate = row.bytes() as f64 * 1e3 / ns;
            let ratio = ns / base;
            let _ = writeln!(
                text,
                "{op:<6} {message:<26} {implementation:<16} {ns:>11.1} ns {rate:>8.0} MB/s {ratio:>6.2}"
            );
        }
        text.push('\n');
    }
    text
}
