//! Results: one line each, `op,message,implementation,ns`, whoever measured them.

use std::fmt::Write as _;

use super::corpus;

/// The first line of a file of results.
pub const HEADER: &str = "op,message,implementation,ns";

/// One result.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// `decode` or `encode`.
    pub op: String,
    /// The message's name, with `-walked` behind it if every list and map is walked.
    pub message: String,
    pub implementation: String,
    pub ns: f64,
}

impl Row {
    /// Whether two results are of the same work, by the same implementation.
    fn is_same_work(&self, other: &Self) -> bool {
        (&self.op, &self.message, &self.implementation) == (&other.op, &other.message, &other.implementation)
    }

    /// The length of the payload, in bytes.
    pub fn bytes(&self) -> usize {
        corpus::payload(name(&self.message)).len()
    }
}

/// The name of a message in the corpus.
fn name(message: &str) -> &str {
    message.strip_suffix("-walked").unwrap_or(message)
}

/// Reads a file of results; an error says in which line it is.
pub fn parse(text: &str, file: &str) -> Result<Vec<Row>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && line.trim() != HEADER);
    lines.map(|(index, line)| row(line.trim()).map_err(|error| format!("{file}:{}: {error}", index + 1))).collect()
}

fn row(line: &str) -> Result<Row, String> {
    let columns: Vec<&str> = line.split(',').collect();
    let [op, message, implementation, ns] = columns[..] else {
        return Err(format!("{} columns, not the four of `{HEADER}`", columns.len()));
    };
    if !["decode", "encode"].contains(&op) {
        return Err(format!("the operation is `decode` or `encode`, not `{op}`"));
    }
    if !corpus::NAMES.contains(&name(message)) {
        return Err(format!("no message of the corpus is called `{message}`"));
    }
    if implementation.is_empty() {
        return Err("the implementation has no name".into());
    }
    let ns = ns.parse().ok().filter(|ns: &f64| ns.is_finite() && *ns > 0.0);
    let ns = ns.ok_or_else(|| format!("the time in nanoseconds is a number above 0, not `{}`", columns[3]))?;
    Ok(Row { op: op.into(), message: message.into(), implementation: implementation.into(), ns })
}

/// Writes a file of results.
pub fn csv(rows: &[Row]) -> String {
    let mut text = format!("{HEADER}\n");
    for Row { op, message, implementation, ns } in rows {
        let _ = writeln!(text, "{op},{message},{implementation},{ns:.1}");
    }
    text
}

/// Puts results in order: by operation and message, and within those as they came. An error names a result that is there
/// twice.
pub fn merge(mut rows: Vec<Row>, more: Vec<Row>) -> Result<Vec<Row>, String> {
    for row in more {
        if rows.iter().any(|other| other.is_same_work(&row)) {
            return Err(format!("{} of {} by {} is there twice", row.op, row.message, row.implementation));
        }
        rows.push(row);
    }
    rows.sort_by_key(|row| (row.op.clone(), place(&row.message)));
    Ok(rows)
}

/// A message's place in the order in which messages are shown.
pub fn place(message: &str) -> (Option<usize>, bool) {
    (corpus::NAMES.iter().position(|known| *known == name(message)), name(message) != message)
}

/// The results of a former run that a new one does not have: they are kept, so that a run of some messages loses none of the
/// others.
pub fn kept(former: Vec<Row>, rows: &[Row]) -> Vec<Row> {
    former.into_iter().filter(|row| !rows.iter().any(|new| new.is_same_work(row))).collect()
}

/// A table: each result with its rate, and how many times as long it took as `first` did.
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
