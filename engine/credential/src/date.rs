//! Dates of credentials: a day as it is given, and moments as XML Schema writes them.

use std::{fmt, str::FromStr};

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

/// A text that is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    text: String,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a date: write it as 2026-11-22", self.text)
    }
}

impl std::error::Error for DateError {}

const fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_of(year: u64, month: u64) -> u64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

impl Day {
    /// The day that a moment falls on in UTC: seconds since the beginning of 1970, as clocks of computers count.
    #[must_use]
    pub fn of_unix_time(seconds: u64) -> Self {
        let (mut days, mut year, mut month) = (seconds / 86_400, 1970, 1);
        while days >= 365 + u64::from(is_leap(year)) {
            days -= 365 + u64::from(is_leap(year));
            year += 1;
        }
        while days >= days_of(year, month) {
            days -= days_of(year, month);
            month += 1;
        }
        let small = |number: u64| u8::try_from(number).unwrap_or(u8::MAX);
        Self { year: u16::try_from(year).unwrap_or(u16::MAX), month: small(month), day: small(days + 1) }
    }

    /// Its first moment in UTC, as `xsd:dateTime`: `2026-11-22T00:00:00Z`.
    #[must_use]
    pub fn start(self) -> String {
        format!("{self}T00:00:00Z")
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Day {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let parts: Vec<&str> = text.split('-').collect();
        let number = |part: &str, digits: usize| {
            (part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| part.parse::<u16>().ok())?
        };
        let day = match parts[..] {
            [year, month, day] => number(year, 4).zip(number(month, 2)).zip(number(day, 2)),
            _ => None,
        };
        day.filter(|((year, month), day)| {
            *year > 0
                && (1..=12).contains(month)
                && *day > 0
                && u64::from(*day) <= days_of(u64::from(*year), u64::from(*month))
        })
        .map(|((year, month), day)| Self { year, month: month as u8, day: day as u8 })
        .ok_or_else(|| DateError { text: text.to_owned() })
    }
}

/// A moment of a credential, seconds since the beginning of 1970 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(i64);

impl Moment {
    /// From the clock's seconds since 1970.
    #[must_use]
    pub fn of_unix_time(seconds: u64) -> Self {
        Self(i64::try_from(seconds).unwrap_or(i64::MAX))
    }

    /// Seconds since 1970.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }
}

impl From<Day> for Moment {
    fn from(day: Day) -> Self {
        let mut days = 0_i64;
        let (year, month) = (u64::from(day.year), u64::from(day.month));
        for past in 1970..year {
            days += if is_leap(past) { 366 } else { 365 };
        }
        for before in year..1970 {
            days -= if is_leap(before) { 366 } else { 365 };
        }
        for past in 1..month {
            days += days_of(year, past).cast_signed();
        }
        Self((days + i64::from(day.day) - 1) * 86_400)
    }
}

impl FromStr for Moment {
    type Err = DateError;

    /// `xsd:dateTimeStamp` as RFC 3339 has it: `2026-11-22T08:30:00Z`, with an offset or parts of a second too.
    fn from_str(text: &str) -> Result<Self, DateError> {
        let error = || DateError { text: text.to_owned() };
        if !text.is_ascii() || text.len() < "2026-11-22T00:00:00Z".len() {
            return Err(error());
        }
        let (day, rest) = text.split_at(10);
        let day: Day = day.parse().map_err(|_| error())?;
        let (clock, zone) = rest.split_at(9);
        let two = |text: &str| {
            text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<i64>().ok()).flatten().ok_or_else(error)
        };
        if !matches!(clock.as_bytes(), [b'T' | b't', _, _, b':', _, _, b':', _, _]) {
            return Err(error());
        }
        let (hour, minute, second) = (two(&clock[1..3])?, two(&clock[4..6])?, two(&clock[7..9])?);
        let zone = match zone.strip_prefix('.') {
            Some(rest) => {
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                if digits == 0 {
                    return Err(error());
                }
                &rest[digits..]
            }
            None => zone,
        };
        let offset = match zone.as_bytes() {
            b"Z" | b"z" => 0,
            [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
                let minutes = two(&zone[1..3])? * 60 + two(&zone[4..6])?;
                if *sign == b'+' { minutes } else { -minutes }
            }
            _ => return Err(error()),
        };
        if hour > 23 || minute > 59 || second > 60 {
            return Err(error());
        }
        Ok(Self(Self::from(day).0 + hour * 3600 + minute * 60 + second - offset * 60))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_others_refused() {
        assert_eq!("2028-02-29".parse::<Day>().map(Day::start), Ok("2028-02-29T00:00:00Z".to_owned()));
        for text in ["2026-02-29", "2026-13-01", "2026-00-10", "26-11-22", "2026-1-2", "2026-11-22T", "+026-11-22", ""]
        {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    #[test]
    fn moments_count_seconds_as_clocks_do() {
        // GNU date: date -u -d '2026-11-22T08:30:00Z' +%s
        let moment = |text: &str| text.parse::<Moment>().map(Moment::seconds);
        assert_eq!(moment("2026-11-22T08:30:00Z"), Ok(1_795_336_200));
        assert_eq!(moment("2026-11-22T10:00:00.25+01:30"), Ok(1_795_336_200));
        assert_eq!(moment("1969-12-31T23:59:59Z"), Ok(-1));
        assert_eq!(Day::of_unix_time(1_795_336_200).to_string(), "2026-11-22");
        assert_eq!(Day::of_unix_time(951_782_400).to_string(), "2000-02-29");
        for text in [
            "2026-11-22",
            "2026-11-22T08:30:00",
            "2026-11-22T25:00:00Z",
            "2026-11-22T08:30:00.Z",
            "2026-11-22 08:30:00Z",
        ] {
            assert!(moment(text).is_err(), "{text}");
        }
    }
}
