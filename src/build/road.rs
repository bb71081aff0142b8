//! The road from `p=none` to `p=reject` in stages, with what to look for before each (RFC 9989, sections 4.7 and 5.1).
//!
//! `pct` is no stage of it: receivers of today skip it and act on all mail.

use super::dmarc::Wishes;
use crate::record::Dmarc;
use crate::record::dmarc::Policy;

/// One stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Its name.
    pub title: &'static str,
    /// What receivers do then, in whole sentences.
    pub means: &'static str,
    /// What to look for before it, each a whole sentence.
    pub before: &'static [&'static str],
    /// The policy.
    pub policy: Policy,
    /// `t=y` stands beside it.
    pub testing: bool,
}

/// The stages, in order.
pub const STAGES: [Stage; 5] = [
    Stage {
        title: "Watch",
        means: "Nothing happens to your mail. Each day, receivers report who sends in your name.",
        before: &["The address for reports takes mail, and somebody or some service reads it."],
        policy: Policy::None,
        testing: false,
    },
    Stage {
        title: "Spam folder, as a test",
        means: "Newer receivers still let all mail through, and report what would go to spam. Older ones skip `t=y` and \
                put mail that fails into spam.",
        before: &[
            "Reports came in for two weeks or more, and cover the end of a month.",
            "Every sender in them that is yours passes SPF or DKIM in the name of your domain.",
            "You know what the rest is: old servers of yours, mail that was passed on, or forgers.",
        ],
        policy: Policy::Quarantine,
        testing: true,
    },
    Stage {
        title: "Spam folder",
        means: "Receivers put mail that fails into the spam folder.",
        before: &[
            "Two more weeks of reports show no sender of yours that fails.",
            "Nobody misses invoices, newsletters or messages from a website or a scanner.",
        ],
        policy: Policy::Quarantine,
        testing: false,
    },
    Stage {
        title: "Refuse, as a test",
        means: "Newer receivers go on using the spam folder. Older ones skip `t=y` and refuse mail that fails.",
        before: &[
            "Four weeks of reports show no sender of yours that fails.",
            "The people who write to mailing lists know that some lists change mail, which then fails.",
        ],
        policy: Policy::Reject,
        testing: true,
    },
    Stage {
        title: "Refuse",
        means: "Receivers refuse mail that fails, or at least put it aside. Forgers get the least out of your name.",
        before: &["Reports show for two weeks that nothing of yours is refused."],
        policy: Policy::Reject,
        testing: false,
    },
];

/// Which stage a record stands at; none where receivers act on no policy.
pub fn stage_of(text: &str) -> Option<usize> {
    let dmarc = Dmarc::parse(text);
    let policy = dmarc.effective_policy()?;
    let testing = dmarc.testing && policy != Policy::None;
    STAGES.iter().position(|stage| stage.policy == policy && stage.testing == testing)
}

/// The record at a stage: with its policy and its test mode, and all else as it is.
///
/// A weaker policy for subdomains would be left behind on the road, so it goes along where it was the same.
pub fn at(text: &str, stage: &Stage) -> String {
    let mut wishes = Wishes::of(text);
    if wishes.subdomains == Some(wishes.policy) {
        wishes.subdomains = Some(stage.policy);
    }
    wishes.policy = stage.policy;
    wishes.testing = stage.testing;
    wishes.write(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_goes_the_whole_road_and_keeps_the_rest() {
        let mut text = "v=DMARC1; p=none;rua=mailto:a@x.example ; sp=none".to_owned();
        for (i, stage) in STAGES.iter().enumerate() {
            text = at(&text, stage);
            assert_eq!(stage_of(&text), Some(i), "{text}");
            assert!(text.contains(";rua=mailto:a@x.example ;"), "{text}");
        }
        assert_eq!(text, "v=DMARC1; p=reject;rua=mailto:a@x.example ; sp=reject");
        assert_eq!(stage_of("v=DMARC1; p=none; t=y"), Some(0), "the test mode changes nothing there");
        assert_eq!(stage_of("v=DMARC1; p=reject; sp=x"), None);
    }
}
