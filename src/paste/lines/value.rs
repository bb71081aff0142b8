//! A value on a line of its own: whose it is, and what goes on with it.

use super::{LONGEST, Reader};
use crate::paste::join::goes_on;
use crate::paste::labels::Column;
use crate::paste::look::{is_versioned, starts_record};
use crate::paste::open::{Open, Style};
use crate::paste::origin::full_name;
use crate::paste::tidy::is_quote;
use crate::paste::{rdata, rows};
use crate::record::{Kind, classify};

impl Reader {
    /// A value that stands alone on its line.
    pub fn value(&mut self, text: &str, entities: bool) {
        let quoted = text.starts_with(is_quote);
        if self.fields.waiting.back() == Some(&Column::Value) {
            self.fields.saw(Column::Value);
        } else {
            self.fields.end_group();
        }
        self.fields.waiting.clear();
        if self.goes_on_quoted(text)
            && let Some(open) = &mut self.open
        {
            open.raw.push(' ');
            open.raw.push_str(text);
            open.style = Style::Quoted;
            return;
        }
        let above = self.above(text);
        self.close();
        let name = self
            .waiting_name
            .take()
            .or_else(|| self.fields.name.take())
            .map(|name| full_name(&name, self.origin.as_deref()));
        let rtype = self.fields.rtype.take();
        let priority = self.fields.priority.take();
        let (name, rtype) = match self.fields.list.clone() {
            Some((of, kind)) => (name.or(of), rtype.or(kind)),
            None => (name, rtype),
        };
        let name = self.with_selector(name, text);
        let (name, rtype, priority) = match above {
            Some((above, of, number)) if name.is_none() => (above, rtype.or(of), priority.or(number)),
            _ => (name, rtype, priority),
        };
        // Only an MX has a number.
        let rtype = rtype.or_else(|| (priority.is_some() && rows::is_host(text)).then(|| "MX".to_owned()));
        let mut raw = text.to_owned();
        if let (Some("MX"), Some(priority)) = (rtype.as_deref(), priority)
            && !raw.starts_with(|c: char| c.is_ascii_digit())
        {
            raw = format!("{priority} {raw}");
        }
        let style = if quoted { Style::Quoted } else { Style::Bare };
        let notes = Vec::new();
        self.open = Some(Open { name, rtype, raw, lines: 1, style, entities, strings_below: false, notes });
    }

    /// The name of a key whose selector was told by itself.
    fn with_selector(&mut self, name: Option<String>, text: &str) -> Option<String> {
        let selector = self.fields.selector.take_if(|_| classify(None, None, text) == Kind::Dkim);
        match (selector, name) {
            (Some(selector), None) => Some([&selector, "._domainkey"].concat()),
            (Some(selector), Some(name)) if !name.contains("_domainkey") => {
                let domain = if name == "@" { String::new() } else { [".", &name].concat() };
                Some([&selector, "._domainkey", &domain].concat())
            }
            (_, name) => name,
        }
    }

    /// Name, type and number of the row above, where this value is its own, or one more mail server of the same name.
    fn above(&mut self, text: &str) -> Option<(Option<String>, Option<String>, Option<String>)> {
        let is_mx = self.open.as_ref().is_some_and(|open| open.rtype.as_deref() == Some("MX"));
        let fits = !is_mx || rows::is_host(text) || classify(None, None, text) == Kind::Mx;
        if fits && self.open.as_ref().is_some_and(Open::is_hollow) {
            let open = self.open.take()?;
            let number = Some(open.raw.trim().to_owned()).filter(|raw| !raw.is_empty());
            return Some((open.name, open.rtype, number));
        }
        let open = self.open.as_ref().filter(|open| open.rtype.as_deref() == Some("MX"))?;
        let is_server = classify(None, None, text) == Kind::Mx && self.waiting_name.is_none();
        (is_server && open.name.is_some()).then(|| (open.name.clone(), open.rtype.clone(), None))
    }

    /// A string in quotes that belongs to the record above it: that has no value yet, or its text can't end
    /// where it does, or the string could not start a record of its own.
    fn goes_on_quoted(&self, text: &str) -> bool {
        let Some(open) = &self.open else { return false };
        if open.raw.len() > LONGEST
            || !text.starts_with(is_quote)
            || (open.style != Style::Quoted && !open.raw.trim().is_empty())
        {
            return false;
        }
        if open.strings_below || open.raw.trim().is_empty() {
            return true;
        }
        let Some((so_far, "")) = rdata::unquote(&open.raw) else { return false };
        let kind = classify(None, None, &so_far.text);
        let tags = matches!(kind, Kind::Dmarc | Kind::Dkim) && so_far.text.trim_end().ends_with(';');
        if starts_record(text) && (is_versioned(text) || !tags) {
            return false;
        }
        tags || kind == Kind::Dkim || so_far.strings.last().is_some_and(|last| *last >= 200)
    }

    /// A line without quotes that can only go on with the bare value above it.
    pub fn continues(&self, line: &str) -> bool {
        let Some(open) = &self.open else { return false };
        let text_type = matches!(open.rtype.as_deref(), None | Some("TXT" | "SPF"));
        let judged = || {
            matches!(classify(open.name.as_deref(), None, &open.raw), Kind::Spf | Kind::Dkim | Kind::Dmarc)
        };
        open.style == Style::Bare
            && open.raw.len() <= LONGEST
            && text_type
            && judged()
            && goes_on(&open.raw, line)
    }
}
