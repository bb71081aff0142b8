//! Which known word a misspelt one was probably meant to be.

/// The one of `known` that `word` was meant to be: one slip away, or two in a word of six letters or more.
///
/// A slip is a letter too many, too few, wrong, or two that changed places. Where two known words are as near,
/// none is named. `word` is compared without regard to case, and is never equal to the answer.
pub fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    // No known word is as long as that.
    if word.len() > 16 {
        return None;
    }
    let word = word.to_ascii_lowercase();
    let mut best: Option<(usize, &str)> = None;
    let mut tied = false;
    for known in known {
        let slips = strsim::osa_distance(&word, known);
        let allowed = match known.len() {
            0..=2 => 0,
            3..=5 => 1,
            _ => 2,
        };
        if slips == 0 || slips > allowed {
            continue;
        }
        match best {
            Some((least, _)) if slips > least => {}
            Some((least, _)) if slips == least => tied = true,
            _ => {
                best = Some((slips, known));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|(_, known)| known)
}

/// `_dmarc_`, `_dmrac`: a first label that was meant to be `right`, which starts with an underscore. A word without one is
/// a slip only where its letters are right: hosts have names too.
pub fn is_slip_of(label: &str, right: &str) -> bool {
    let letters = |text: &str| text.replace(['_', '-', '.'], "");
    let (seen, wanted) = (letters(label), letters(right));
    label.len() <= 20
        && label != right
        && (seen == wanted || label.starts_with('_') && strsim::osa_distance(&seen, &wanted) == 1)
}

/// `example.com` of `example.com.example.com`.
pub fn twice(domain: &str) -> Option<&str> {
    let half = domain.len().checked_sub(1)? / 2;
    let (left, right) = (domain.get(..half)?, domain.get(half + 1..)?);
    (left == right && left.contains('.') && domain.as_bytes()[half] == b'.').then_some(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_seen_through() {
        let known = ["include", "all", "ip4", "ip6", "exists"];
        assert_eq!(nearest("inlcude", &known), Some("include"));
        assert_eq!(nearest("Includes", &known), Some("include"));
        assert_eq!(nearest("al", &known), Some("all"));
        assert_eq!(nearest("ip", &known), None, "as near to ip4 as to ip6");
        assert_eq!(nearest("all", &known), None, "it is right");
        assert_eq!(nearest("banana", &known), None);
    }

    #[test]
    fn a_label_without_an_underscore_has_all_letters_right() {
        for slip in ["dmarc", "_dmarc_", "__dmarc", "-dmarc", "_d-marc", "_dmrac", "_dmarc1", "_dmar"] {
            assert!(is_slip_of(slip, "_dmarc"), "{slip}");
        }
        for other in ["_dmarc", "dmarc1", "dmrac", "marc", "_dm", "www", ""] {
            assert!(!is_slip_of(other, "_dmarc"), "{other}");
        }
    }
}
