//! Points in time.

use core::fmt;
use core::str::FromStr;

use time::{Date, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use crate::certain::{Certain, Plus};
use crate::error::{Error, ErrorKind};
use crate::json::{Decode, Encode, Failed, Form, Reader, Shape, Writer};

/// A point in time, with its fraction of a second and its offset from UTC.
///
/// The text has the form of RFC 3339 with an upper-case `T` and `Z`, for example `2026-11-25T18:00:00.1234567Z`. The
/// year has four digits. The fraction follows a point, or a comma, which the reference accepts too. It can have any
/// number of digits, of which nine are kept. Windows counts in units of 100 ns, which are seven digits. The fraction is
/// written with a point and without trailing zeros. The offset is written as it was read, and as `Z` if it is zero. A
/// text without an offset, a date that does not exist, a 60th second and a 24th hour are errors.
///
/// The default is `0001-01-01T00:00:00Z`, and `omitempty` does not omit it. Two times are equal if their texts are. To
/// compare times with different offsets, use [`unix_seconds`](Self::unix_seconds) and [`nanosecond`](Self::nanosecond).
///
/// ```
/// use gcs_prot::Timestamp;
///
/// let time: Timestamp = "2026-11-25T18:00:00,250+01:00".parse()?;
/// assert_eq!(time.to_string(), "2026-11-25T18:00:00.25+01:00");
/// assert_eq!(time.unix_seconds(), 1_795_626_000);
/// assert_eq!(time.nanosecond(), 250_000_000);
/// assert_eq!(Timestamp::from_unix(1_795_626_000, 250_000_000).map(|time| time.hour()), Some(17));
/// # Ok::<(), gcs_prot::Error>(())
/// ```
///
/// Reference: Go's `time.Time`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Timestamp {
    local: PrimitiveDateTime,
    offset: UtcOffset,
}

impl Default for Timestamp {
    fn default() -> Self {
        const YEAR_ONE: Option<Date> = match Date::from_ordinal_date(1, 1) {
            Ok(date) => Some(date),
            Err(_) => None,
        };
        let date = const { YEAR_ONE.expect("the year 1 has a first day") };
        Self { local: PrimitiveDateTime::new(date, Time::MIDNIGHT), offset: UtcOffset::UTC }
    }
}

/// The longest text: `9999-12-31T23:59:59.999999999+23:59`.
const MAX_TEXT: usize = 35;

impl Timestamp {
    /// Creates the time that is this many seconds and nanoseconds after 1970-01-01T00:00:00Z, with an offset of zero.
    /// Returns `None` outside the years 0 to 9999, and for a billion nanoseconds or more.
    #[must_use]
    pub fn from_unix(seconds: i64, nanosecond: u32) -> Option<Self> {
        let time = OffsetDateTime::from_unix_timestamp(seconds).ok()?.replace_nanosecond(nanosecond).ok()?;
        let local = PrimitiveDateTime::new(time.date(), time.time());
        (0..=9999).contains(&local.year()).then_some(Self { local, offset: UtcOffset::UTC })
    }

    /// Creates the time with this date and time of day, and an offset in minutes. Returns `None` outside the years 0 to
    /// 9999, for a date, time of day or fraction that does not exist, and for an offset of a day or more.
    #[must_use]
    pub fn from_clock(date: (u16, u8, u8), clock: (u8, u8, u8, u32), offset_minutes: i16) -> Option<Self> {
        let ((year, month, day), (hour, minute, second, nanosecond)) = (date, clock);
        let month = time::Month::try_from(month).ok()?;
        let date = Date::from_calendar_date(year.into(), month, day).ok()?;
        let time = Time::from_hms_nano(hour, minute, second, nanosecond).ok()?;
        let is_valid = year <= 9999 && offset_minutes.unsigned_abs() < 24 * 60;
        let offset = UtcOffset::from_whole_seconds(i32::from(offset_minutes).checked_mul(60)?).ok()?;
        is_valid.then_some(Self { local: PrimitiveDateTime::new(date, time), offset })
    }

    /// Returns the whole seconds since 1970-01-01T00:00:00Z. The number is negative for earlier times.
    #[must_use]
    pub const fn unix_seconds(self) -> i64 {
        self.local.assume_offset(self.offset).unix_timestamp()
    }

    /// Returns the year in local time, from 0 to 9999.
    #[must_use]
    pub const fn year(self) -> u16 {
        // The year is from 0 to 9999.
        let [low, high, ..] = self.local.year().to_le_bytes();
        u16::from_le_bytes([low, high])
    }

    /// Returns the month, from 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.local.month() as u8
    }

    /// Returns the day of the month, from 1 to 31.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.local.day()
    }

    /// Returns the hour, from 0 to 23.
    #[must_use]
    pub const fn hour(self) -> u8 {
        self.local.hour()
    }

    /// Returns the minute, from 0 to 59.
    #[must_use]
    pub const fn minute(self) -> u8 {
        self.local.minute()
    }

    /// Returns the second, from 0 to 59.
    #[must_use]
    pub const fn second(self) -> u8 {
        self.local.second()
    }

    /// Returns the fraction of the second, in nanoseconds, from 0 to 999,999,999.
    #[must_use]
    pub const fn nanosecond(self) -> u32 {
        self.local.nanosecond()
    }

    /// Returns the offset from UTC: local time minus UTC, in minutes.
    #[must_use]
    pub const fn offset_minutes(self) -> i16 {
        self.offset.whole_minutes()
    }

    fn parse(text: &str) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', o1, o2, b'-', d1, d2, b'T', h1, h2, b':', m1, m2, b':', s1, s2, ref text @ ..] =
            *text.as_bytes()
        else {
            return None;
        };
        let year = u16::from(number([y1, y2])?).wrapping_mul(100).plus(number([y3, y4])?.into());
        let (nanosecond, text) = fraction(text)?;
        Self::from_clock(
            (year, number([o1, o2])?, number([d1, d2])?),
            (number([h1, h2])?, number([m1, m2])?, number([s1, s2])?, nanosecond),
            offset(text)?,
        )
    }

    /// Writes the text into a buffer.
    fn text(self, buffer: &mut [u8; MAX_TEXT]) -> &str {
        let [century, year] = [self.year() / 100, self.year() % 100].map(u16::to_le_bytes).map(|[low, _]| low);
        let mut text = Text { buffer, length: 0 };
        text.pair(century);
        text.pair(year);
        for (mark, number) in [
            (b'-', self.month()),
            (b'-', self.day()),
            (b'T', self.hour()),
            (b':', self.minute()),
            (b':', self.second()),
        ] {
            text.byte(mark);
            text.pair(number);
        }
        text.fraction(self.nanosecond());
        match self.offset_minutes() {
            0 => text.byte(b'Z'),
            minutes => {
                text.byte(if minutes < 0 { b'-' } else { b'+' });
                let [hours, minutes] = [minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60]
                    .map(|number| u8::try_from(number).certain());
                text.pair(hours);
                text.byte(b':');
                text.pair(minutes);
            }
        }
        let Text { buffer, length } = text;
        core::str::from_utf8(buffer.get(..length).certain()).certain()
    }
}

/// Reads a number of two digits.
fn number([tens, ones]: [u8; 2]) -> Option<u8> {
    let is_number = tens.is_ascii_digit() && ones.is_ascii_digit();
    is_number.then(|| (tens & 15).wrapping_mul(10).plus(ones & 15))
}

/// Reads a fraction of a second in nanoseconds, if there is one. Also returns the text after it.
fn fraction(text: &[u8]) -> Option<(u32, &[u8])> {
    let [b'.' | b',', text @ ..] = text else { return Some((0, text)) };
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, text) = text.split_at_checked(count)?;
    let nanosecond = (0..9).fold(0u32, |sum, index| {
        let digit = digits.get(index).map_or(0, |digit| u32::from(digit & 15));
        sum.wrapping_mul(10).plus(digit)
    });
    (count > 0).then_some((nanosecond, text))
}

/// Reads an offset, in minutes.
fn offset(text: &[u8]) -> Option<i16> {
    let (sign, hours, minutes) = match *text {
        [b'Z'] => return Some(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => (sign, number([h1, h2])?, number([m1, m2])?),
        _ => return None,
    };
    let magnitude = i16::from(hours).wrapping_mul(60).plus(i16::from(minutes));
    (hours < 24 && minutes < 60).then_some(if sign == b'-' { magnitude.wrapping_neg() } else { magnitude })
}

/// A text while it is written.
struct Text<'b> {
    buffer: &'b mut [u8; MAX_TEXT],
    length: usize,
}

impl Text<'_> {
    fn byte(&mut self, byte: u8) {
        if let Some(target) = self.buffer.get_mut(self.length) {
            *target = byte;
            self.length = self.length.plus(1);
        }
    }

    /// Writes a number as two digits.
    fn pair(&mut self, number: u8) {
        self.byte(b'0' | (number / 10 % 10));
        self.byte(b'0' | (number % 10));
    }

    fn fraction(&mut self, mut nanosecond: u32) {
        if nanosecond == 0 {
            return;
        }
        self.byte(b'.');
        while nanosecond != 0 {
            self.byte(b'0' | u8::try_from(nanosecond / 100_000_000 % 10).certain());
            nanosecond = (nanosecond % 100_000_000).wrapping_mul(10);
        }
    }
}

impl FromStr for Timestamp {
    type Err = Error;

    /// Parses the text of a time.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::InvalidTime`] if the text is not a time in this form.
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text).ok_or(Error::new(ErrorKind::InvalidTime))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text(&mut [0; MAX_TEXT]))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for Timestamp {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "{=str}", self.text(&mut [0; MAX_TEXT]));
    }
}

impl<'a> Decode<'a> for Timestamp {
    const SHAPE: &'static Shape = &Shape::custom(|reader| Self::default().decode(reader)).with_form(Form::Timestamp);

    fn decode(&mut self, reader: &mut Reader<'a>) -> Result<(), Failed> {
        *self = reader.parsed_string(Self::parse, ErrorKind::InvalidTime)?;
        Ok(())
    }
}

impl Encode for Timestamp {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.string(self.text(&mut [0; MAX_TEXT]));
    }
}
