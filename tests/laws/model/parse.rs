//! Parses a document byte by byte, and returns its value, or the error and its place.

use super::{Tree, unique};

/// An error in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The name of its [`ErrorKind`](gcs_prot::ErrorKind).
    pub kind: &'static str,
    /// The distance of the error from the byte `at`, as [`Error::offset`](gcs_prot::Error::offset) defines it. It is 0
    /// except for invalid UTF-8, whose place in its string is counted in unescaped bytes.
    pub at: usize,
    pub behind: usize,
    /// The number of bytes that were read, plus one if the end was reached.
    pub seen: usize,
    /// The index of the first escape of a surrogate.
    pub surrogate: Option<usize>,
}

impl Fault {
    /// Its index.
    pub fn offset(&self) -> usize {
        self.at + self.behind
    }
}

type Result<T> = std::result::Result<T, Fault>;

/// The maximum depth of nested containers, including documents in strings.
const MAX_DEPTH: usize = 64;

/// Parses a whole document that is inside `depth` containers.
pub fn parse(text: &[u8], depth: usize) -> Result<Tree> {
    let mut parser = Parser::new(text, depth);
    let tree = parser.value()?;
    parser.check_utf8()?;
    parser.end(tree)
}

/// Parses a whole document whose value is kept: in no object is a key twice.
pub fn document(text: &[u8], depth: usize) -> Result<Tree> {
    let mut parser = Parser::new(text, depth);
    let tree = parser.kept()?;
    parser.end(tree)
}

/// Parses a whole document, which is a list of values that are kept.
pub fn list(text: &[u8]) -> Result<Tree> {
    let mut parser = Parser::new(text, 0);
    parser.skip_space();
    let tree = parser.inside(b'[', b']', Parser::kept).map(Tree::Array)?;
    parser.end(tree)
}

struct Parser<'t> {
    text: &'t [u8],
    at: usize,
    depth: usize,
    /// Returns the start of the first string in the value that is not UTF-8, and the length of its valid part.
    bad: Option<(usize, usize)>,
    seen: usize,
    surrogate: Option<usize>,
}

impl<'t> Parser<'t> {
    fn new(text: &'t [u8], depth: usize) -> Self {
        Self { text, at: 0, depth, bad: None, seen: 0, surrogate: None }
    }

    fn fault<T>(&self, kind: &'static str, at: usize) -> Result<T> {
        Err(Fault { kind, at, behind: 0, seen: self.seen, surrogate: self.surrogate })
    }

    /// Fails at the next byte, which is not allowed there, or at the end.
    fn unexpected<T>(&self) -> Result<T> {
        self.fault(if self.at < self.text.len() { "syntax" } else { "end" }, self.at)
    }

    fn peek(&mut self) -> Option<u8> {
        self.seen = self.seen.max(self.at + 1);
        self.text.get(self.at).copied()
    }

    /// Steps over `byte`, if that comes next.
    fn takes(&mut self, byte: u8) -> bool {
        let takes = self.peek() == Some(byte);
        self.at += usize::from(takes);
        takes
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// The end of the document, and its meaning.
    fn end(mut self, tree: Tree) -> Result<Tree> {
        self.skip_space();
        if self.at < self.text.len() { self.fault("trailing", self.at) } else { Ok(tree) }
    }

    /// A value that is kept. Grammar comes first, then UTF-8, then keys.
    fn kept(&mut self) -> Result<Tree> {
        let tree = self.value()?;
        self.check_utf8()?;
        match unique(&tree) {
            Ok(tree) => Ok(tree),
            Err(_) => self.fault("duplicate", self.at),
        }
    }

    /// Invalid UTF-8 is reported when the value has been read.
    fn check_utf8(&mut self) -> Result<()> {
        match self.bad {
            Some((at, behind)) => Err(Fault { kind: "utf8", at, behind, seen: self.seen, surrogate: self.surrogate }),
            None => Ok(()),
        }
    }

    fn value(&mut self) -> Result<Tree> {
        self.skip_space();
        match self.peek() {
            Some(b'n') => self.word("null", Tree::Null),
            Some(b't') => self.word("true", Tree::Bool(true)),
            Some(b'f') => self.word("false", Tree::Bool(false)),
            Some(b'"') => self.text().map(Tree::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'[') => self.inside(b'[', b']', Self::value).map(Tree::Array),
            Some(b'{') => self.inside(b'{', b'}', Self::entry).map(Tree::Object),
            _ => self.unexpected(),
        }
    }

    fn entry(&mut self) -> Result<(String, Tree)> {
        self.skip_space();
        let key = self.text()?;
        self.skip_space();
        if !self.takes(b':') {
            return self.unexpected();
        }
        Ok((key, self.value()?))
    }

    /// Parses the elements between brackets, which commas separate.
    fn inside<T>(&mut self, open: u8, close: u8, item: fn(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        let start = self.at;
        if !self.takes(open) {
            return self.unexpected();
        }
        if self.depth == MAX_DEPTH {
            return self.fault("depth", start);
        }
        self.depth += 1;
        let mut items = Vec::new();
        self.skip_space();
        if !self.takes(close) {
            loop {
                items.push(item(self)?);
                self.skip_space();
                if self.takes(close) {
                    break;
                }
                if !self.takes(b',') {
                    return self.unexpected();
                }
            }
        }
        self.depth -= 1;
        Ok(items)
    }

    /// A word: it is wrong from its first byte on.
    fn word(&mut self, word: &str, tree: Tree) -> Result<Tree> {
        let start = self.at;
        if word.bytes().all(|byte| self.takes(byte)) { Ok(tree) } else { self.fault("syntax", start) }
    }

    /// A number: it is wrong from its first byte on.
    fn number(&mut self) -> Result<Tree> {
        let start = self.at;
        match self.number_end() {
            Some(()) => Ok(Tree::Number(String::from_utf8_lossy(&self.text[start..self.at]).into_owned())),
            None => self.fault("syntax", start),
        }
    }

    fn number_end(&mut self) -> Option<()> {
        self.takes(b'-');
        if self.takes(b'0') {
            if self.peek().is_some_and(|next| next.is_ascii_digit()) {
                return None;
            }
        } else {
            self.digits()?;
        }
        if self.takes(b'.') {
            self.digits()?;
        }
        if self.takes(b'e') || self.takes(b'E') {
            let _sign = self.takes(b'+') || self.takes(b'-');
            self.digits()?;
        }
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|next| next.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn text(&mut self) -> Result<String> {
        if !self.takes(b'"') {
            return self.unexpected();
        }
        let start = self.at;
        let mut text = Vec::new();
        loop {
            let at = self.at;
            let Some(next) = self.peek() else { return self.fault("end", at) };
            self.at += 1;
            match next {
                b'"' => break,
                b'\\' => match self.escape(at) {
                    Some(character) => text.extend(character.encode_utf8(&mut [0; 4]).bytes()),
                    None => return self.fault("escape", at),
                },
                0..0x20 => return self.fault("control", at),
                next => text.push(next),
            }
        }
        String::from_utf8(text).or_else(|error| {
            self.bad.get_or_insert((start, error.utf8_error().valid_up_to()));
            Ok(String::new())
        })
    }

    /// Returns the character of an escape. Its backslash is at `start` and has been read.
    fn escape(&mut self, start: usize) -> Option<char> {
        let letter = self.peek()?;
        self.at += 1;
        Some(match letter {
            b'"' | b'\\' | b'/' => letter.into(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.unit()?;
                if let 0xd800..0xe000 = first {
                    self.surrogate.get_or_insert(start);
                }
                let behind = self.at;
                if let 0xd800..0xdc00 = first
                    && self.takes(b'\\')
                    && self.takes(b'u')
                    && let Some(second @ 0xdc00..0xe000) = self.unit()
                {
                    return char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00));
                }
                // It is no pair, so the second escape is read on its own.
                self.at = behind;
                char::from_u32(first).unwrap_or('\u{fffd}')
            }
            _ => return None,
        })
    }

    fn unit(&mut self) -> Option<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            unit = unit << 4 | char::from(self.peek()?).to_digit(16)?;
            self.at += 1;
        }
        Some(unit)
    }
}
