//! The lessons: what each kind of record is for, in half a page.

use crate::record::Kind;

/// A lesson on one kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// The kind.
    pub kind: Kind,
    /// Its heading.
    pub title: &'static str,
    /// What it is for, in one or two sentences.
    pub lead: &'static str,
    /// The rest, paragraph by paragraph.
    pub body: &'static [&'static str],
    /// Zone lines that are explained below it.
    pub example: &'static str,
}

/// What the list of lessons starts with.
pub const LIST_LEAD: &str = "Anyone can write any sender on a message, as on the back of an envelope. A few kinds of record in \
                             DNS, the public directory of domain names, help servers to find out where mail goes, whether \
                             a sender is real, and whether nobody reads along.";

/// In the order in which a message meets them.
pub static LESSONS: &[Lesson] = &[
    Lesson {
        kind: Kind::Mx,
        title: "MX: where your mail arrives",
        lead: "An `MX` record names a server that takes mail for your domain, as a sign at the gate shows where to leave \
               letters.",
        body: &[
            "When someone writes to you, their server asks DNS for the MX records of your domain. Each one has a number and \
             the name of a server. The lowest number is tried first. The others are tried if that one does not answer. Where \
             two have the same number, either may be tried first.",
            "The name must be the name of a server, not its address in digits. That server's own record says where on the \
             network it is. Your mail provider tells you which names to use, and usually all MX records of a domain belong to \
             one provider.",
            "A domain that never receives mail can say so with one record: `0 .`, a zero and a dot. Senders then hear at \
             once that mail can't arrive there.",
            "A domain that has nothing to do with mail says so in three places: `0 .` as its MX record, `v=spf1 -all` as its SPF \
             record, and `v=DMARC1; p=reject;` as its DMARC record. Others can then hardly misuse its name.",
        ],
        example: "example.com. IN MX 10 mx1.example.net.\nexample.com. IN MX 20 mx2.example.net.",
    },
    Lesson {
        kind: Kind::Spf,
        title: "SPF: who may send",
        lead: "An `SPF` record lists the servers that may send mail for your domain. A receiving server compares the list with \
               the server that brought the message.",
        body: &[
            "The record is one text at your domain. It starts with `v=spf1`, and then come the senders, one after another: \
             addresses with `ip4:` and `ip6:`, servers with `a` and `mx`, and the lists of other companies with `include:`. \
             The receiving server goes through them from left to right and stops at the first that fits.",
            "The last part, `all`, speaks about everyone else. `-all` says that such mail is not from you. `~all` says that it \
             is probably not from you, so receivers mostly let it in and look at it more closely. Each has its use: the first \
             is a firm answer, and the second is kinder to mail that was forwarded on the way.",
            "A domain may have only one SPF record: with two, receivers can't use either. To read it, a receiver looks up ten names \
             at most. What stands behind the tenth is lost, and mail from there fails.",
            "SPF looks at the return address on the envelope, not at the sender that people see. That gap is closed by DMARC.",
        ],
        example: "example.com. IN TXT \"v=spf1 include:_spf.google.com mx ~all\"",
    },
    Lesson {
        kind: Kind::Dkim,
        title: "DKIM: a seal on each message",
        lead: "A `DKIM` record holds a public key. With it, receiving servers check the seal that your mail service puts on each \
               message.",
        body: &[
            "Your mail service signs every message that it sends with a key that only it has. The signature names your domain \
             and a `selector`, which is a short name for the key. The matching public key stands in DNS, at \
             `selector._domainkey.` before your domain.",
            "The receiving server fetches that key and checks the signature. If it fits, two things are known: the message \
             comes from someone whom your domain trusts with its key, and the signed text was not changed on the way. The seal \
             often survives forwarding, where SPF fails.",
            "Each service that sends for you has its own key and selector, so a domain often has several DKIM records. The key \
             is long and must be copied whole: a key that was cut when it was pasted opens nothing.",
            "An empty key, `p=`, says that the key was taken back. Messages signed with it no longer count as signed.",
        ],
        example: "s1._domainkey.example.com. IN TXT \"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"",
    },
    Lesson {
        kind: Kind::Dmarc,
        title: "DMARC: what to do with a false sender",
        lead: "A `DMARC` record tells receivers what to do with mail that shows your domain as its sender and can't prove it, and \
               where to send reports.",
        body: &[
            "A message proves its sender with SPF or with DKIM. DMARC asks one more thing: that the domain which was proved is \
             the domain that people see in the From line, or belongs to the same owner. One such proof is enough.",
            "Where there is none, the policy `p=` speaks. `none` asks for nothing to be done, `quarantine` asks for the message \
             to be treated with suspicion, as by putting it with the junk, and `reject` asks for it to be turned away. Receivers \
             follow this as a wish, not as a command.",
            "Many domains start with `none` and read the reports that come to the address in `rua=`. The reports show which \
             services send in their name. Once all of those can prove themselves, the policy is made stricter.",
            "The record stands at `_dmarc.` before your domain, and there may be only one. Subdomains follow it unless they have a \
             record of their own, or `sp=` says otherwise.",
        ],
        example: "_dmarc.example.com. IN TXT \"v=DMARC1; p=reject; rua=mailto:reports@example.com\"",
    },
    Lesson {
        kind: Kind::MtaSts,
        title: "MTA-STS: no delivery in the clear",
        lead: "An `MTA-STS` record tells those who send to you that your domain has rules on encryption, and that a file on your \
               web server holds them.",
        body: &[
            "Most mail servers encrypt what they pass on, if the other side offers it. But the offer is made in the clear, so \
             whoever sits between the two servers can take it out, and read the mail. Neither side notices.",
            "With MTA-STS a sender knows before it connects that your servers can encrypt, and what they are called. It then \
             delivers only to such a server, over an encrypted line, or not at all.",
            "It takes two things. The record stands at `_mta-sts.` before your domain, and its `id` is the edition of the rules. The \
             rules themselves are a small file on a web server with a fixed name: `mta-sts.` before your domain. Change the \
             `id` whenever you change the file.",
            "Start with the mode `testing`, and with a TLS-RPT record, so that you hear of trouble. Once the reports show none, \
             change the mode to `enforce`. To end it, publish the mode `none` first, and take the record away later: senders \
             keep the old rules for as long as these say.",
        ],
        example: "_mta-sts.example.com. IN TXT \"v=STSv1; id=20260401T120000\"",
    },
    Lesson {
        kind: Kind::MtaStsPolicy,
        title: "The MTA-STS policy: the rules themselves",
        lead: "The policy file of MTA-STS says which servers take your mail, and what a sender does where it can't encrypt.",
        body: &[
            "The file stands at `https://mta-sts.example.com/.well-known/mta-sts.txt`, with your domain in the place of \
             `example.com`. The web server needs a certificate for that name, and must give the file itself: senders follow \
             no redirect.",
            "Each line has a key, a colon and a value. `version` is always `STSv1`. `mode` is `enforce`, `testing` or `none`. Each \
             `mx` names one of your mail servers; a star at the start stands for one label. `max_age` says for how many \
             seconds senders keep the file.",
            "Every server of your MX records must be in the file. One that is left out gets no mail from those who follow it.",
        ],
        example: "version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.backup.example.net\nmax_age: 604800",
    },
    Lesson {
        kind: Kind::TlsRpt,
        title: "TLS-RPT: hear when encryption fails",
        lead: "A `TLS-RPT` record asks those who send to you to report once a day how encryption went.",
        body: &[
            "With MTA-STS or DANE, a server that can't encrypt gets no mail. That is as it should be when somebody listens in, and \
             it is a nuisance when your own certificate has run out. The reports tell you which it is.",
            "The record stands at `_smtp._tls.` before your domain and names one or more addresses in `rua=`. They may be \
             mailboxes, with `mailto:`, or a web address, with `https:`. Nobody has to agree to get your reports.",
            "The reports are files for a program to read. A mailbox of its own, or a service that sorts them, makes them useful.",
        ],
        example: "_smtp._tls.example.com. IN TXT \"v=TLSRPTv1; rua=mailto:tls-reports@example.com\"",
    },
    Lesson {
        kind: Kind::Tlsa,
        title: "TLSA: the certificate to expect",
        lead: "A `TLSA` record tells senders which certificate or key your mail server has. The method is called `DANE`.",
        body: &[
            "A sender that uses DANE looks for this record before it delivers. If one is there, it delivers only over an encrypted \
             line, and only to a server whose certificate or key fits the record.",
            "The record stands at `_25._tcp.` before the name of each mail server, and not at your domain. It is worth something only \
             where it can't be forged: your domain and the zone of the mail server must be signed with DNSSEC. Otherwise senders \
             ignore it.",
            "It holds three numbers and a fingerprint. `3 1 1` is what most people use: the server's own key, by its fingerprint. \
             Before the key changes, publish a record for the new one beside the old, or mail is held back.",
            "Where your mail is with a provider, the record is the provider's to publish.",
        ],
        example: "_25._tcp.mail.example.com. IN TLSA 3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
    },
    Lesson {
        kind: Kind::Bimi,
        title: "BIMI: your logo beside your mail",
        lead: "A `BIMI` record says where your logo is. Some mailbox providers show it beside mail that is proved to be yours.",
        body: &[
            "The record is a text at `default._bimi.` before your domain. `l=` holds the address of the logo, and `a=` the address \
             of a certificate which says that the logo is yours. Both have to start with `https://`.",
            "A logo is shown only where forged mail is kept out. So the DMARC policy of your domain has to be `quarantine` or \
             `reject`, for all mail and for subdomains too. As long as it is `none`, nobody shows the logo.",
            "The logo is a square SVG file in a plain form, `SVG Tiny PS`, with no scripts in it. Gmail and Apple want the \
             certificate as well. Whether a provider shows the logo is for it to decide.",
        ],
        example: "default._bimi.example.com. IN TXT \"v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/logo.pem\"",
    },
    Lesson {
        kind: Kind::Cname,
        title: "CNAME: a name that stands for another",
        lead: "A `CNAME` record makes one name an alias of another. Services use it to keep your record at their side.",
        body: &[
            "Whoever asks for the alias is led on to the other name, and takes what stands there. Many services ask for such a \
             record at the name of a DKIM key, of the DMARC record, or of the return address for bounces. They can then change \
             the record when they need to, and you have nothing to do.",
            "Three things break it. The other name is gone, because the service was left or never set up. Another record stands \
             beside the alias, which DNS does not allow. Or the alias runs through a proxy for web sites, as Cloudflare offers with \
             an orange cloud: then the name gives addresses of a web server, and no record for mail. Set it to `DNS only` there.",
            "The domain itself should be no alias, because its own records for mail could not stand beside it.",
        ],
        example: "s1._domainkey.example.com. IN CNAME s1.domainkey.u123456.wl.sendgrid.net.",
    },
    Lesson {
        kind: Kind::Verification,
        title: "Proofs: texts for other services",
        lead: "Many services ask you to put a text into DNS, to see that you control the domain. Mail does not need these texts.",
        body: &[
            "Only someone who holds the domain can add a record to it. So a service makes up a code and looks for it at your domain. \
             The start of the text says whose it is: `google-site-verification=`, `MS=`, `apple-domain=`.",
            "Such a text proves nothing about your mail. Can it go? If you no longer use the service, yes. If you do, ask the service \
             first: Google, for one, looks again from time to time, and without the text it no longer counts the domain as yours.",
            "DNS gives all texts of a name in one answer, and your SPF record is among them. Many old proofs make that answer large. \
             Up to 512 bytes arrive everywhere in one packet, up to 1232 nearly everywhere. Beyond that, some receivers fail to get \
             your SPF record.",
        ],
        example: "example.com. IN TXT \"google-site-verification=wD8N7i1JTNTkezJ49swvWW48f8_9xveREV4oB-0Hf5o\"",
    },
    Lesson {
        kind: Kind::DmarcReportAuthorisation,
        title: "Report authorisation: reports for another domain",
        lead: "With this record, a host agrees to take the DMARC reports on another domain.",
        body: &[
            "Anyone could write someone else's address into their DMARC record and flood it with reports. So where the address is at \
             another domain, those who send reports ask that domain first.",
            "They look for `v=DMARC1` at a name that is made of both: the domain that the reports are about, then `_report._dmarc`, then \
             the host that takes them. Without it, they send nothing there.",
            "A service that reads reports for its customers publishes these records itself. If you have the reports of one of your \
             domains sent to another one, you publish it.",
        ],
        example: "example.com._report._dmarc.reports.example. IN TXT \"v=DMARC1\"",
    },
    Lesson {
        kind: Kind::SenderId,
        title: "Sender ID: given up",
        lead: "`Sender ID` was another way to say who may send. It was given up, and its record can be deleted.",
        body: &[
            "In 2006, two ways to name the senders of a domain were tried side by side. SPF stayed. Sender ID, whose records start with \
             `spf2.0/`, was used by few, and receivers of today don't read it.",
            "Its record does not disturb SPF. Delete it once an SPF record, which starts with `v=spf1`, says who may send.",
            "There is no second version of SPF. A text that starts with `v=spf2.0` mixes up the two, and is read by nobody.",
        ],
        example: "example.com. IN TXT \"spf2.0/pra include:_spf.google.com ~all\"",
    },
];

/// The lesson at `#/learn/<kind>`.
pub fn lesson(kind: &str) -> Option<&'static Lesson> {
    LESSONS.iter().find(|lesson| lesson.kind.id() == kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paste::Hints;
    use crate::report::explain_records;

    #[test]
    fn each_example_is_of_its_lessons_kind() {
        for lesson in LESSONS {
            let report = explain_records(lesson.example, &Hints::default());
            assert!(!report.records.is_empty());
            for record in report.records {
                assert_eq!(record.kind, lesson.kind, "{}", record.value);
            }
        }
    }
}
