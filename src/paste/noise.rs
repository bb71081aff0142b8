//! What DNS panels print beside a value: lifetimes, buttons, marks.

/// `3600`, `1h`, `1 hour`, `Auto`.
pub fn is_ttl(cell: &str) -> bool {
    let lower = cell.trim().to_ascii_lowercase();
    if is_auto(&lower) {
        return true;
    }
    let digits = lower.bytes().take_while(u8::is_ascii_digit).count();
    let unit = lower[digits..].trim();
    digits > 0 && digits <= 10 && (unit.is_empty() || is_unit(unit))
}

fn is_auto(lower: &str) -> bool {
    matches!(lower, "auto" | "automatic" | "default" | "automatisch")
}

fn is_unit(lower: &str) -> bool {
    matches!(lower, "s" | "m" | "h" | "d" | "w")
        || matches!(
            lower.strip_suffix('s').unwrap_or(lower),
            "sec" | "second" | "min" | "minute" | "hour" | "hr" | "day" | "week"
        )
}

/// Digits and nothing else.
pub fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// Words that panels print beside a record.
pub fn is_panel_noise(cell: &str) -> bool {
    let lower = cell.to_ascii_lowercase();
    matches!(
        lower.as_str(),
        "dns only"
            | "proxied"
            | "edit"
            | "delete"
            | "n/a"
            | "-"
            | "✓"
            | "active"
            | "verified"
            | "pending"
            | "simple"
            | "copy"
    )
}

/// A line that a panel shows for a cell of its row, where each stands on a line of its own: a lifetime, a button, what a
/// record is for, yes or no.
pub fn is_dull(line: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    let is_word = matches!(
        lower.as_str(),
        "yes" | "no" | "dkim" | "dmarc" | "spf" | "bimi" | "mta-sts" | "tls-rpt" | "mail" | "copy"
    );
    is_word || is_ttl(line) || is_panel_noise(line) || is_trailer(line)
}

/// Lifetimes that panels offer: a number that stands alone after a key is one of these, or a piece of the key.
const USUAL: [&str; 13] =
    ["60", "120", "300", "600", "900", "1800", "3600", "7200", "14400", "21600", "28800", "43200", "86400"];

/// Which numbers after a value are a lifetime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// Each is.
    Any,
    /// Those that panels offer.
    Usual,
    /// Those with a unit or with `TTL` before them.
    Named,
}

/// `1h`.
fn is_short_ttl(lower: &str) -> bool {
    let digits = lower.bytes().take_while(u8::is_ascii_digit).count();
    digits > 0 && is_unit(&lower[digits..])
}

/// `TTL=3600`, where it is no tag of the value.
fn is_labelled(lower: &str, before: &str) -> bool {
    let lifetime = lower.strip_prefix("ttl").and_then(|rest| rest.strip_prefix(['=', ':']));
    lifetime.is_some_and(is_ttl) && !before.ends_with(';')
}

/// One word that panels print, and that could be no piece of a value.
fn is_button(lower: &str) -> bool {
    lower.len() > 1 && lower != "simple" && is_panel_noise(lower)
}

/// A value without the lifetime and the buttons that stand after it.
pub fn without_trailer(value: &str, numbers: Numbers) -> &str {
    let mut kept = value.trim_end();
    while let Some((head, last)) = split_last(kept) {
        let lower = last.to_ascii_lowercase();
        let (before, word) = split_last(head).unwrap_or(("", head));
        let previous = word.to_ascii_lowercase();
        let cut = if is_number(last) {
            if matches!(previous.as_str(), "ttl" | "ttl:") {
                before
            } else if numbers == Numbers::Any || (numbers == Numbers::Usual && USUAL.contains(&last)) {
                head
            } else {
                break;
            }
        } else if (is_unit(&lower) && is_number(word)) || (lower == "only" && previous == "dns") {
            before
        } else if is_auto(&lower) || is_short_ttl(&lower) || is_button(&lower) || is_labelled(&lower, head) {
            head
        } else {
            break;
        };
        let cut = cut.trim_end();
        let labelled = split_last(cut).filter(|(_, word)| matches!(*word, "TTL" | "TTL:" | "ttl" | "ttl:"));
        let cut = labelled.map_or(cut, |(head, _)| head.trim_end());
        // `pct= 100`: the number is a value.
        if cut.is_empty() || cut.ends_with(['=', ':', ',']) {
            break;
        }
        kept = cut;
    }
    kept
}

/// Nothing but what panels print beside a value.
pub fn is_trailer(text: &str) -> bool {
    !text.trim().is_empty() && without_trailer(&["x ", text].concat(), Numbers::Any) == "x"
}

fn split_last(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end();
    let (head, last) = text.rsplit_once(char::is_whitespace)?;
    Some((head.trim_end(), last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lifetimes_and_buttons_are_cut_and_values_are_not() {
        for (value, kept) in [
            ("v=spf1 -all 3600", "v=spf1 -all"),
            ("v=spf1 -all 1 Hour", "v=spf1 -all"),
            ("v=spf1 -all 1h", "v=spf1 -all"),
            ("v=spf1 -all TTL: 3600", "v=spf1 -all"),
            ("v=spf1 -all TTL Auto", "v=spf1 -all"),
            ("v=spf1 -all TTL=3600", "v=spf1 -all"),
            ("v=DMARC1; p=none; ttl=3600", "v=DMARC1; p=none; ttl=3600"),
            ("v=DMARC1; p=none; ttl:1h", "v=DMARC1; p=none; ttl:1h"),
            ("v=spf1 -all Auto DNS only Edit", "v=spf1 -all"),
            ("v=DMARC1; p=none; pct= 100", "v=DMARC1; p=none; pct= 100"),
            ("v=spf1 -all", "v=spf1 -all"),
            ("3600", "3600"),
        ] {
            assert_eq!(without_trailer(value, Numbers::Any), kept);
        }
        assert_eq!(without_trailer("v=DKIM1; p=abc 123", Numbers::Usual), "v=DKIM1; p=abc 123");
        assert_eq!(without_trailer("v=DKIM1; p=abc TTL=123", Numbers::Usual), "v=DKIM1; p=abc");
        assert_eq!(without_trailer("10 mx.example. 20", Numbers::Named), "10 mx.example. 20");
        assert!(is_trailer("1 Hour") && is_trailer("Auto") && !is_trailer("mx") && !is_trailer(""));
    }
}
