//! The line of one message: in columns that fit a terminal, or complete for a pipe.
#![allow(dead_code, reason = "each program uses its part")]

use std::fmt::{self, Display, Write};

use gcs_prot::rpc::Method;
use gcs_prot::wire::{MessageHeader, MessageIdentifier, MessageType};
use terminal_size::{Width, terminal_size_of};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::text::{Lines, Plain};

/// From this width on, a line has the message's offset in its stream, and more of each id.
const WIDE: usize = 110;

/// From this width on, ids are not shortened.
const WIDEST: usize = 160;

/// Where a line is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// In a file or a pipe: nothing is left out.
    #[default]
    Complete,
    /// In a terminal with this many columns: a message is one line.
    Columns(usize),
}

impl Layout {
    /// The layout for standard output. It is that of a terminal if `is_terminal`.
    pub fn of_stdout(is_terminal: bool) -> Self {
        Self::new(is_terminal, terminal_size_of(std::io::stdout()).map(|(width, _)| width))
    }

    /// The layout for standard error. It is that of a terminal if `is_terminal`.
    pub fn of_stderr(is_terminal: bool) -> Self {
        Self::new(is_terminal, terminal_size_of(std::io::stderr()).map(|(width, _)| width))
    }

    fn new(is_terminal: bool, width: Option<Width>) -> Self {
        match (is_terminal, width) {
            (false, _) => Self::Complete,
            (true, Some(Width(columns))) => Self::Columns(columns.into()),
            // Some serial consoles do not know their size.
            (true, None) => Self::Columns(80),
        }
    }

    /// How many characters of an id are shown.
    pub fn id_length(self) -> Option<usize> {
        match self {
            Self::Columns(..WIDE) => Some(8),
            Self::Columns(WIDE..WIDEST) => Some(12),
            Self::Complete | Self::Columns(_) => None,
        }
    }

    /// The names of the columns; `None` where no terminal is.
    pub fn heading(self, colour: bool) -> Option<String> {
        let Self::Columns(columns) = self else { return None };
        let mut line = Line::new(self, colour);
        let offset = if columns < WIDE { "" } else { "   offset" };
        line.paint("2", format_args!("to   {offset}   id method                 bytes content"));
        Some(line.finish())
    }
}

/// The colour of a piece of text, as the number of a terminal's control sequence.
type Colour = Option<&'static str>;

/// A message on its way to the terminal. Nothing gets into it unescaped, except the colours.
pub struct Line {
    pieces: Vec<(Colour, String)>,
    /// What is shown below the line.
    below: String,
    layout: Layout,
    colour: bool,
}

impl Line {
    pub fn new(layout: Layout, colour: bool) -> Self {
        Self { pieces: Vec::new(), below: String::new(), layout, colour }
    }

    /// Begins the line of a message: direction, id, name, and length.
    pub fn start(layout: Layout, colour: bool, offset: u64, header: &MessageHeader) -> Self {
        let mut line = Self::new(layout, colour);
        let identifier = header.identifier();
        let (to, arrow, code) = match identifier.message_type() {
            MessageType::REQUEST => ("guest", "host -> guest", "36"),
            MessageType::RESPONSE => ("host", "guest -> host", "32"),
            MessageType::NOTIFICATION => ("host", "guest -> host", "33"),
            _ => ("?", "?            ", "31"),
        };
        let (id, size) = (header.sequence_id(), header.size());
        match layout {
            Layout::Complete => {
                line.paint(code, arrow);
                line.add(format_args!(" {offset:>8} #{id:<4} "));
                line.paint("1", format_args!("{:<40}", full_name(identifier)));
                line.add(format_args!(" {size:>6} B  "));
            }
            Layout::Columns(columns) => {
                line.paint(code, format_args!("{to:<5}"));
                if columns >= WIDE {
                    line.add(format_args!(" {offset:>8}"));
                }
                line.add(format_args!(" {id:>4} ", id = id.0));
                line.paint("1", format_args!("{:<21}", short_name(identifier)));
                line.add(format_args!(" {size:>6} "));
            }
        }
        line
    }

    /// Whether there is room for the most important part of the content only.
    pub fn is_narrow(&self) -> bool {
        matches!(self.layout, Layout::Columns(..WIDE))
    }

    pub fn add(&mut self, what: impl Display) {
        self.pieces.push((None, Plain(what).to_string()));
    }

    pub fn paint(&mut self, code: &'static str, what: impl Display) {
        self.pieces.push((self.colour.then_some(code), Plain(what).to_string()));
    }

    /// What `Debug` shows on lines of its own. It escapes the strings; their neighbours are escaped here.
    pub fn add_lines(&mut self, what: fmt::Arguments<'_>) {
        let _ = write!(self.below, "\n{}", Lines(what));
    }

    /// The text of the line, and what is below it.
    pub fn finish(mut self) -> String {
        self.trim();
        if let Layout::Columns(columns) = self.layout {
            self.cut(columns);
        }
        let mut text = String::new();
        for (colour, piece) in &self.pieces {
            let _ = match colour {
                Some(code) => write!(text, "\x1b[{code}m{piece}\x1b[0m"),
                None => write!(text, "{piece}"),
            };
        }
        text + &self.below
    }

    /// Removes spaces at the end.
    fn trim(&mut self) {
        while let Some((_, last)) = self.pieces.last_mut() {
            last.truncate(last.trim_end().len());
            if !last.is_empty() {
                return;
            }
            self.pieces.pop();
        }
    }

    /// Cuts what does not fit into this many columns.
    fn cut(&mut self, columns: usize) {
        if self.pieces.iter().map(|(_, piece)| piece.width()).sum::<usize>() <= columns {
            return;
        }
        // The last column is for the mark of the cut.
        let mut room = columns.saturating_sub(1);
        for index in 0..self.pieces.len() {
            let (_, piece) = &mut self.pieces[index];
            let width = piece.width();
            if width <= room {
                room -= width;
                continue;
            }
            let mut end = 0;
            for (start, c) in piece.char_indices() {
                let Some(left) = room.checked_sub(c.width().unwrap_or(0)) else { break };
                room = left;
                end = start + c.len_utf8();
            }
            piece.truncate(end);
            piece.push('…');
            self.pieces.truncate(index + 1);
            return;
        }
    }
}

/// The identifier's name; one that the reference has no name for, by the method.
fn full_name(identifier: MessageIdentifier) -> String {
    match (identifier.name(), Method::from_response(identifier)) {
        (Some(name), _) => name.into(),
        (None, Some(method)) => format!("{} (response)", method.name()),
        (None, None) => short_name(identifier),
    }
}

/// The method, which a request and its response share.
fn short_name(identifier: MessageIdentifier) -> String {
    match Method::from_request(identifier).or(Method::from_response(identifier)) {
        Some(method) => method.name().into(),
        None if identifier == MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1 => "Notification".into(),
        None => format!("{:#010x}", identifier.0),
    }
}
