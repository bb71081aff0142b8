//! MTA-STS and TLS-RPT from the servers that take a domain's mail (RFC 8461, RFC 8460).

use super::Entry;
use super::dmarc::addresses;
use crate::dns::Name;
use crate::text::list;
use crate::text::prose::code;

/// The label of the MTA-STS record.
pub const STS_PLACE: &str = "_mta-sts";

/// The label of the TLS-RPT record.
pub const RPT_PLACE: &str = "_smtp._tls";

/// How long senders keep a policy, in seconds: a day while it is tried, four weeks once it is in force.
const MAX_AGE: [u32; 2] = [86_400, 2_419_200];

/// How many mail servers are read.
const SERVERS: usize = 50;

/// What senders do where encryption fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// They deliver all the same, and report.
    #[default]
    Testing,
    /// They don't deliver.
    Enforce,
}

/// What a reader wants for mail on its way to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transport {
    /// Mail servers as typed or pasted: names, or whole MX records.
    pub servers: String,
    /// What senders do where encryption fails.
    pub mode: Mode,
    /// Where reports go: mail addresses as typed.
    pub reports: String,
}

/// What is to be published, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The records.
    pub entries: Vec<Entry>,
    /// The file; none where no mail server is known.
    pub policy: Option<String>,
}

impl Transport {
    /// The records and the file. `id` tells senders that the file changed: letters and digits, 32 at most.
    pub fn plan(&self, id: &str) -> Plan {
        let (servers, _) = self.servers();
        let mut entries = Vec::new();
        let policy = (!servers.is_empty()).then(|| self.policy(&servers));
        if policy.is_some() {
            let id: String = id.chars().filter(char::is_ascii_alphanumeric).take(32).collect();
            let id = if id.is_empty() { "1" } else { &id };
            entries.push(Entry::txt(STS_PLACE, ["v=STSv1; id=", id].concat()));
        }
        let to: Vec<String> =
            addresses(&self.reports).0.iter().map(|one| ["mailto:", one].concat()).collect();
        if !to.is_empty() {
            entries.push(Entry::txt(RPT_PLACE, ["v=TLSRPTv1; rua=", &to.join(",")].concat()));
        }
        Plan { entries, policy }
    }

    /// RFC 8461 §3.2: `key: value`, one a line.
    fn policy(&self, servers: &[String]) -> String {
        let (mode, age) = match self.mode {
            Mode::Testing => ("testing", MAX_AGE[0]),
            Mode::Enforce => ("enforce", MAX_AGE[1]),
        };
        let mut out = ["version: STSv1\nmode: ", mode, "\n"].concat();
        for server in servers {
            out.push_str(&["mx: ", server, "\n"].concat());
        }
        out + &["max_age: ", &age.to_string(), "\n"].concat()
    }

    /// The mail servers in what was typed, each once, and what is none.
    pub fn servers(&self) -> (Vec<String>, Vec<String>) {
        let (mut good, mut bad): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for line in self.servers.lines().flat_map(|line| line.split([',', ';'])) {
            // The server is the last word of an MX record.
            let Some(word) = line.split_whitespace().next_back() else { continue };
            let name = word.trim_end_matches('.').to_ascii_lowercase();
            let host = name.strip_prefix("*.").unwrap_or(&name);
            let letters = host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
            let is_address = host.parse::<std::net::Ipv4Addr>().is_ok();
            let is_host = host.contains('.') && letters && !is_address && host.parse::<Name>().is_ok();
            let list = if is_host { &mut good } else { &mut bad };
            if !list.contains(&name) && list.len() < SERVERS {
                list.push(name);
            }
        }
        (good, bad)
    }

    /// What is typed and can't be used, in a sentence.
    pub fn problem(&self) -> Option<String> {
        let (_, bad) = self.servers();
        let (_, wrong) = addresses(&self.reports);
        let bad: Vec<String> = bad.iter().chain(&wrong).take(3).map(|text| code(text)).collect();
        match bad.len() {
            0 => None,
            1 => Some([&bad[0], " is no mail server and no mail address, so it is left out."].concat()),
            _ => Some(
                [&list(&bad), " are no mail servers and no mail addresses, so they are left out."].concat(),
            ),
        }
    }

    /// What is worth knowing, in whole sentences.
    pub fn notes(&self) -> Vec<String> {
        let mut out = vec![
            "The file has to be there before the record at `_mta-sts` is. Senders take it only with a good certificate for \
             that name, and follow no redirect."
                .to_owned(),
            "When the file changes, change `id` too: that is how senders notice.".to_owned(),
        ];
        if self.mode == Mode::Enforce {
            out.push(
                "Senders hold back mail to any server that is not on the list. Add a new server here before you use it."
                    .to_owned(),
            );
        }
        if addresses(&self.reports).0.is_empty() {
            out.push(
                "Without an address for reports, nobody tells you when senders fail to deliver.".to_owned(),
            );
        }
        out
    }
}

/// The address of the file.
pub fn policy_address(domain: &str) -> String {
    ["https://mta-sts.", domain, "/.well-known/mta-sts.txt"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_servers_become_records_and_a_file() {
        let transport = Transport {
            servers: "10 MX1.example.com.\n20 mx2.example.com, *.mail.example.net\nexample.com. 300 IN MX 5 mx1.example.com.".into(),
            mode: Mode::Enforce,
            reports: "tls@example.com".into(),
        };
        let plan = transport.plan("2026-11-25T18:00");
        let values: Vec<(&str, &str)> =
            plan.entries.iter().map(|entry| (entry.place, entry.value.as_str())).collect();
        assert_eq!(
            values,
            [
                ("_mta-sts", "v=STSv1; id=20261125T1800"),
                ("_smtp._tls", "v=TLSRPTv1; rua=mailto:tls@example.com")
            ]
        );
        assert_eq!(
            plan.policy.unwrap(),
            "version: STSv1\nmode: enforce\nmx: mx1.example.com\nmx: mx2.example.com\nmx: *.mail.example.net\nmax_age: 2419200\n"
        );
    }

    #[test]
    fn what_is_no_server_is_said_and_left_out() {
        let transport = Transport {
            servers: "10 .\n192.0.2.1\nlocalhost".into(),
            reports: "me".into(),
            ..Transport::default()
        };
        let plan = transport.plan("1");
        assert_eq!((plan.entries.len(), plan.policy), (0, None));
        assert!(transport.problem().unwrap().contains("`192.0.2.1`"));
        assert!(transport.notes().iter().any(|note| note.contains("nobody tells you")));
    }
}
