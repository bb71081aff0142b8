//! The time of day, as a clock on the wall shows it.

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

#[cfg(test)]
mod tests {
    use super::*;

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
