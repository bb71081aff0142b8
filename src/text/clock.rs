//! The time of day, as a clock on the wall shows it, and a day as a calendar does.

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// A time in milliseconds since the start of 1970, seen at `now` by a reader whose clock is `ahead` minutes ahead of UTC:
/// `14:32`, `14:32 tomorrow` or `14:32 in 3 days`. What lies inside a minute is told as its end.
pub fn time_of_day(at: u64, now: u64, ahead: i32) -> String {
    let local = |time: u64| i64::try_from(time).unwrap_or(0).saturating_add(i64::from(ahead) * MINUTE);
    let (at, now) = (local(at).saturating_add(MINUTE - 1), local(now));
    let minutes = at.rem_euclid(DAY) / MINUTE;
    let clock = format!("{:02}:{:02}", minutes / 60, minutes % 60);
    match at.div_euclid(DAY) - now.div_euclid(DAY) {
        ..=0 => clock,
        1 => clock + " tomorrow",
        days => format!("{clock} in {days} days"),
    }
}

/// The months of a year.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A time in seconds since the start of 1970, as `14 July 2025, 10:02 UTC`; none beyond the year 9999.
pub fn date(seconds: u64) -> Option<String> {
    const SECONDS: u64 = 24 * 60 * 60;
    let mut days = seconds / SECONDS;
    let minutes = seconds % SECONDS / 60;
    let mut year = 1970;
    let is_leap =
        |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    // 400 years have as many days wherever they start.
    year += days / 146_097 * 400;
    days %= 146_097;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let mut month = 0;
    let length = |month: usize| match month {
        1 => 28 + u64::from(is_leap(year)),
        3 | 5 | 8 | 10 => 30,
        _ => 31,
    };
    while days >= length(month) {
        days -= length(month);
        month += 1;
    }
    (year <= 9999).then(|| {
        format!("{} {} {year}, {:02}:{:02} UTC", days + 1, MONTHS[month], minutes / 60, minutes % 60)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_told_as_a_calendar_does() {
        for (seconds, says) in [
            (0, Some("1 January 1970, 00:00 UTC")),
            (951_782_400, Some("29 February 2000, 00:00 UTC")),
            (1_077_926_399, Some("27 February 2004, 23:59 UTC")),
            (1_700_000_000, Some("14 November 2023, 22:13 UTC")),
            (4_107_542_400, Some("1 March 2100, 00:00 UTC")),
            (253_402_300_799, Some("31 December 9999, 23:59 UTC")),
            (253_402_300_800, None),
            (u64::MAX, None),
        ] {
            assert_eq!(date(seconds).as_deref(), says, "{seconds}");
        }
    }

    #[test]
    fn the_end_of_the_minute_is_told() {
        let at = |minutes: u64, seconds: u64| (minutes * 60 + seconds) * 1000;
        for (time, ahead, says) in [
            (at(14 * 60 + 32, 0), 0, "14:32"),
            (at(14 * 60 + 31, 1), 0, "14:32"),
            (at(14 * 60 + 32, 0), 60, "15:32"),
            (at(14 * 60 + 32, 0), -14 * 60, "00:32"),
            (at(24 * 60, 0), 0, "00:00 tomorrow"),
            (at(23 * 60 + 59, 30), 0, "00:00 tomorrow"),
            (at(3 * 24 * 60 + 5, 0), 0, "00:05 in 3 days"),
        ] {
            assert_eq!(time_of_day(time, at(14 * 60, 0), ahead), says);
        }
        assert_eq!(time_of_day(0, at(14 * 60, 0), -60), "23:00");
        time_of_day(u64::MAX, 0, i32::MIN);
    }
}
