//! Where checkers disagree: what the standard has, and what other tools say of it.
//!
//! One table beside the rules, because few rules have such a dispute, and some share one.

use super::Rule;

/// A matter on which tools disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// The rules that it is about.
    pub rules: &'static [&'static str],
    /// What the standard has, and so Waxseal.
    pub standard: &'static str,
    /// What other tools say, and why.
    pub others: &'static str,
}

impl Rule {
    /// Why another checker may disagree with this rule; none where no dispute is known.
    pub fn dispute(&self) -> Option<&'static Dispute> {
        DISPUTES.iter().find(|dispute| dispute.rules.contains(&self.id))
    }
}

/// Every dispute that is known.
pub static DISPUTES: &[Dispute] = &[
    Dispute {
        rules: &["spf-unknown-option"],
        standard: "RFC 7208, section 6, tells receivers to skip an option that they don't know, such as `ra=postmaster`. The \
                   rest of the record works as before.",
        others: "Some checkers call such an option a fault of grammar and show the whole record in red. Others say nothing \
                 of it, and so hide `include=`, which is skipped in the same way.",
    },
    Dispute {
        rules: &["spf-too-many-lookups", "spf-near-lookup-limit", "spf-lookups"],
        standard: "RFC 7208, section 4.6.4, counts the parts of a record that make receivers ask DNS, so `mx` is one \
                   lookup. How many servers it leads to is counted apart, with a limit of 10 for each `mx`.",
        others: "Some checkers add a lookup for each server behind `mx`, because one sentence of that section can be read \
                 so. The standard's own tests count `mx` once, and most receivers do the same.",
    },
    Dispute {
        rules: &["spf-void-lookups", "spf-finds-nothing"],
        standard: "RFC 7208, section 4.6.4, says that receivers should stop after 2 lookups that find nothing. It is a \
                   recommendation, and a receiver may allow more.",
        others: "Many checkers leave these lookups out, so they pass a record that some receivers count as an error. \
                 Others count only names that do not exist, and not names without an address.",
    },
    Dispute {
        rules: &["spf-long-string", "dkim-long-string", "dmarc-long-string"],
        standard: "A string in DNS holds 255 characters, and a record may have several strings. Receivers join them with \
                   nothing in between, so a record may be longer than 255.",
        others: "Some checkers call any record above 255 characters too long, though it is well split. Others join the \
                 strings with a space, and then find faults that are not there.",
    },
    Dispute {
        rules: &["spf-never-reached"],
        standard: "RFC 7208, section 5.1, tells receivers to skip what stands behind `all`. It costs no lookup, but a part \
                   there that can't be read still makes the whole record an error.",
        others: "Some checkers call parts behind `all` an error, and others count their lookups. Others say nothing, and \
                 leave their owner in the belief that those senders may send.",
    },
    Dispute {
        rules: &["spf-ends-clearly", "spf-no-ending", "spf-sends-no-mail"],
        standard: "RFC 7208 leaves the choice between `~all` and `-all` to the domain. To DMARC both mean that SPF did not \
                   pass.",
        others: "Some checkers mark `~all` as weak and ask for `-all`. Others warn of `-all`, because a receiver may then \
                 refuse forwarded mail before it looks at DKIM: RFC 9989, section 7.1, says so too.",
    },
    Dispute {
        rules: &["spf-ptr"],
        standard: "RFC 7208, section 5.5, asks domains not to use `ptr`. Receivers still have to follow it where it stands.",
        others: "Some checkers call a record with `ptr` broken, which it is not. Others count the one lookup and say no more.",
    },
    Dispute {
        rules: &["dmarc-not-recognised"],
        standard: "RFC 9989, section 4.8, allows blanks around the equals sign, so `v = DMARC1` starts a DMARC record. Capitals \
                   matter in `DMARC1`, which must be written so.",
        others: "Some checkers and receivers look for the text `v=DMARC1` letter by letter and find no record in the form \
                 with blanks. Others take `v=dmarc1` for a record, which receivers don't.",
    },
    Dispute {
        rules: &["dmarc-bad-policy"],
        standard: "RFC 9989, section 4.10.1: a record whose policy can't be used counts as `p=none` where it asks for \
                   reports, and as no record where it doesn't. A slip in `sp` or `np` does the same.",
        others: "The section on tags says only that a missing `p` means `none`, so some tools show `none` in both cases. \
                 Tools for the standard of 2015 report a record without `p` as broken.",
    },
    Dispute {
        rules: &["dmarc-removed-tag"],
        standard: "RFC 9989 took `pct`, `rf` and `ri` away in 2026. Receivers that follow it skip these tags, so `pct=10` asks \
                   them to treat all mail by the policy.",
        others: "Tools for the standard of 2015 still read them, and some receivers too: those treat one message in ten by \
                 the policy.",
    },
    Dispute {
        rules: &["dmarc-repeated-tag"],
        standard: "A list of tags in which one stands twice can't be used, by the rules that DKIM and DMARC share.",
        others: "Some programs take the first of the two tags and others the last, and so show a record that works.",
    },
    Dispute {
        rules: &["dmarc-old-receivers"],
        standard: "RFC 9989 lets the tags stand in any order behind the version.",
        others: "The standard of 2015 asked for the policy in the second place, so older tools call another order an error.",
    },
    Dispute {
        rules: &["dkim-blank-in-key"],
        standard: "RFC 6376, section 3.6.1, allows blanks inside the key, and receivers leave them out.",
        others: "Some checkers say that a key with a blank in it is broken.",
    },
    Dispute {
        rules: &["dkim-key-form"],
        standard: "The text of RFC 6376 and its example differ in how an RSA key is wrapped. Receivers of today expect the \
                   form with the wrapper.",
        others: "Some tools take both forms, so the same key passes in one and fails in the other.",
    },
    Dispute {
        rules: &["dkim-short-key"],
        standard: "RFC 8301, section 3.2: receivers must take keys from 1024 to 4096 bits, and who signs should use 2048.",
        others: "Some checkers fail a key of 1024 bits, which still works. Others pass it without a word.",
    },
    Dispute {
        rules: &["dkim-testing"],
        standard: "RFC 6376, section 3.6.1, lets receivers treat mail as not signed while a key says `t=y`.",
        others: "Many receivers check such a key as any other, so mail passes and the tag is forgotten.",
    },
    Dispute {
        rules: &["mx-host-alias"],
        standard: "A server that takes mail must have an address under the name in the MX record, and not an alias.",
        others: "Most senders follow an alias all the same, so tools that only try to connect see nothing wrong.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn each_dispute_is_about_rules_that_there_are() {
        let mut seen = Vec::new();
        for dispute in DISPUTES {
            for id in dispute.rules {
                assert!(rules::rule(id).is_some(), "there is no rule {id}");
                assert!(!seen.contains(id), "{id} has two disputes");
                seen.push(id);
            }
        }
        for id in [
            "spf-unknown-option",
            "spf-lookups",
            "spf-never-reached",
            "spf-ends-clearly",
            "dmarc-not-recognised",
        ] {
            assert!(rules::rule(id).and_then(Rule::dispute).is_some(), "{id}");
        }
        assert_eq!(rules::rule("mx-none").and_then(Rule::dispute), None);
    }
}
