//! Labelled fields of one record: `Name: _dmarc`, and the label alone with its value below it.

use std::collections::VecDeque;

use super::Reader;
use crate::paste::Pasted;
use crate::paste::labels::{self, Column, Field};
use crate::paste::look::{is_versioned, starts_record};
use crate::paste::open::Open;
use crate::paste::origin::full_name;
use crate::paste::{mx, noise, rows, tools};
use crate::record::{Kind, classify};

/// What labels said so far of the record that they stand before.
#[derive(Debug, Default)]
pub struct Fields {
    pub name: Option<String>,
    pub rtype: Option<String>,
    pub priority: Option<String>,
    /// Of a DKIM key.
    pub selector: Option<String>,
    /// Name and type of the list that is open: each of its values has them.
    pub list: Option<(Option<String>, Option<String>)>,
    /// The fields whose values stand on the lines below: of the last label, or of each where three or more
    /// stand below each other, as a table does that was copied cell by cell.
    pub waiting: VecDeque<Column>,
    /// A value of them was seen.
    pub filling: bool,
    /// Those of the record that were seen, in whatever order: one that comes again is the next record's.
    group: Group,
}

/// The fields of one record, as far as they were seen.
#[derive(Debug, Default)]
struct Group {
    columns: Vec<Column>,
    /// A blank line stands between two of them.
    has_gaps: bool,
    /// A blank line stands behind the last of them.
    is_behind_gap: bool,
}

impl Fields {
    /// They are those of an MX.
    pub fn is_mx(&self) -> bool {
        self.rtype.as_deref() == Some("MX")
    }

    /// A blank line was seen.
    pub fn gap(&mut self) {
        self.group.is_behind_gap = !self.group.columns.is_empty();
    }

    /// What follows is no field of the same record.
    pub fn end_group(&mut self) {
        self.group = Group::default();
    }

    /// This field is of the record whose value was seen last.
    fn is_of_last(&self, column: Column) -> bool {
        let Group { columns, has_gaps, is_behind_gap } = &self.group;
        matches!(column, Column::Name | Column::Type)
            && columns.contains(&Column::Value)
            && !columns.contains(&column)
            && (*has_gaps || !is_behind_gap)
    }

    /// A field was seen.
    pub fn saw(&mut self, column: Column) {
        if column == Column::Other {
            return;
        }
        let is_new = self.group.columns.contains(&column)
            || (self.group.is_behind_gap
                && !self.group.has_gaps
                && self.group.columns.contains(&Column::Value));
        if is_new {
            self.end_group();
        }
        self.group.has_gaps |= self.group.is_behind_gap;
        self.group.is_behind_gap = false;
        self.group.columns.push(column);
    }
}

impl Reader {
    /// `Name: _dmarc`, `Value: …`, or the label alone with its value on the next line.
    pub fn field(&mut self, line: &str, entities: bool) -> bool {
        if let Some(fields) = labels::fields(line) {
            self.close();
            self.fields.end_group();
            let (values, others): (Vec<&Field<'_>>, Vec<&Field<'_>>) =
                fields.iter().partition(|field| field.column == Column::Value);
            for field in others.iter().chain(values.iter().take(1)) {
                self.fill(field.column, field.value, entities);
            }
            self.fields.end_group();
            return true;
        }
        let Some(mut field) = labels::field(line) else {
            if let Some(rtype) = tools::resource_type(line) {
                self.close();
                self.fields = Fields { rtype: Some(rtype), ..Fields::default() };
                self.waiting_name = None;
                return true;
            }
            return self.title(line, entities);
        };
        // `record = "target.example.net"` below the name: the value of an alias.
        let is_named = self.fields.name.is_some() && self.fields.rtype.as_deref() == Some("CNAME");
        if is_named && field.code && field.label.trim() == "record" {
            field.column = Column::Value;
        }
        // Below a value, a label may still be of the same record.
        let is_awaited = field.column == Column::Value && self.open.as_ref().is_some_and(Open::is_hollow);
        if !self.fields.is_of_last(field.column) && field.column != Column::Other && !is_awaited {
            self.close();
            if self.fields.rtype.is_none() {
                self.fields.rtype = labels::type_of(field.label);
            }
        }
        // One more mail server of the same list.
        if field.label.trim().eq_ignore_ascii_case("exchange")
            && self.fields.rtype.is_none()
            && self.fields.name.is_none()
            && let Some(last) = self.found.last().filter(|last| last.rtype.as_deref() == Some("MX"))
        {
            self.fields.rtype.clone_from(&last.rtype);
            self.fields.name.clone_from(&last.name);
        }
        if field.value.is_empty() || matches!(field.value, "[" | "{" | "[{") {
            if field.column == Column::Value && field.value == "[" {
                self.fields.list = Some((self.fields.name.clone(), self.fields.rtype.clone()));
            }
            if self.fields.filling {
                self.fields.waiting.clear();
                self.fields.filling = false;
            }
            self.fields.waiting.push_back(field.column);
            return true;
        }
        self.fields.waiting.clear();
        let plain = if field.code { labels::code_string(field.value) } else { None };
        let value = plain.as_deref().unwrap_or(field.value);
        if field.column == Column::Value {
            // PowerShell shows a text twice.
            if self.is_said_again(value) {
                return true;
            }
            // The texts of a list are records of their own, but for the strings of one text.
            let are_records = |texts: &[&str]| {
                texts.len() > 1 && texts.iter().all(|text| classify(None, Some("TXT"), text) != Kind::Other)
            };
            if let Some(texts) = tools::listed(value.trim_end_matches(','))
                && (self.fields.is_mx() || are_records(&texts))
            {
                self.all_of(&texts, entities);
                return true;
            }
            // `records = ["v=spf1 -all"]`
            let nested = value.starts_with(['[', '{']) && !value.starts_with("[v=");
            if !nested || !self.embedded(value, entities) {
                self.fill(field.column, value, entities);
            }
        } else if is_versioned(value) && starts_record(value) {
            // `Record: v=spf1 -all`
            self.value(value, entities);
        } else {
            let bare = if field.code { value.trim_matches(['"', '\'', ',', ' ']) } else { value };
            self.fill(field.column, bare, entities);
        }
        true
    }

    /// Several values of one name and type.
    fn all_of(&mut self, values: &[&str], entities: bool) {
        let (name, rtype) = (self.fields.name.clone(), self.fields.rtype.clone());
        for value in values {
            self.fields.name.clone_from(&name);
            self.fields.rtype.clone_from(&rtype);
            self.fill(Column::Value, value, entities);
        }
    }

    /// `TXT record`: the type of what follows, or of what stands after it.
    pub fn title(&mut self, line: &str, entities: bool) -> bool {
        let (title, value) = match line.split_once([':', '=']) {
            Some((title, value)) => (title, value.trim()),
            None => (line, ""),
        };
        if title.len() > 40 || !self.fields.waiting.is_empty() || line.contains('\t') {
            return false;
        }
        let Some(rtype) = labels::title(title) else { return false };
        // `TXT: …` is a row of its own.
        let sign = &line[title.len()..];
        let is_row = rows::record_type(title).is_some() && sign.starts_with(':');
        if sign.starts_with('=') && !sign[1..].starts_with(' ') {
            return false;
        }
        let is_value = || is_versioned(value) || starts_record(value) || is_secret(value);
        if !value.is_empty() && (is_row || !is_value()) {
            return false;
        }
        self.close();
        self.fields.end_group();
        self.fields.rtype = rtype;
        if !value.is_empty() {
            self.fill(Column::Value, value, entities);
        }
        true
    }

    /// The value of the label on the line above.
    pub fn below_label(&mut self, line: &str, entities: bool) -> bool {
        if !self.fields.waiting.is_empty() && line.chars().all(|c| matches!(c, '{' | '[' | '(' | ' ')) {
            return true;
        }
        if !self.fields.filling && self.is_heading(line) {
            self.fields.waiting.push_back(Column::Other);
            return true;
        }
        let column = if self.fields.filling || self.fields.waiting.len() >= 3 {
            self.fields.filling = true;
            self.fields.waiting.pop_front()
        } else {
            let last = self.fields.waiting.pop_back();
            self.fields.waiting.clear();
            last
        };
        let Some(column) = column else {
            self.fields.filling = false;
            return false;
        };
        let plain = labels::code_string(line);
        self.fill(column, plain.as_deref().unwrap_or(line), entities);
        true
    }

    /// One more heading of a table that was copied cell by cell, of which nothing is known: a button, or what stands where
    /// the first row has its type.
    fn is_heading(&self, line: &str) -> bool {
        const MOST: usize = 12;
        let waiting = &self.fields.waiting;
        let is_typed = waiting.front() == Some(&Column::Type);
        (2..MOST).contains(&waiting.len())
            && (line == "Alias"
                || (is_typed || noise::is_dull(line) && !noise::is_ttl(line))
                    && rows::record_type(line).is_none())
    }

    pub fn fill(&mut self, column: Column, value: &str, entities: bool) {
        // Signs of an article, and of programs.
        let value = if column == Column::Value { value } else { rows::without_signs(value) };
        let is_of_last = self.fields.is_of_last(column) && self.give_to_last(column, value);
        self.fields.saw(column);
        if is_of_last {
            return;
        }
        if column == Column::Name {
            self.fields.list = None;
        }
        match column {
            Column::Name if is_blank(value) => self.fields.name = Some("@".to_owned()),
            Column::Name => self.fields.name = Some(value.to_owned()),
            Column::Selector => {
                self.fields.selector = Some(value).filter(|value| rows::is_name(value)).map(str::to_owned)
            }
            Column::Type => self.fields.rtype = rows::record_type(value).or_else(|| self.fields.rtype.take()),
            // `Priority: -`
            Column::Priority if rows::is_number(value) => self.priority(value),
            Column::Priority => {}
            Column::Other => {}
            Column::Value => {
                let group = std::mem::take(&mut self.fields.group);
                let server = if self.fields.is_mx() { mx::cell(value, &[]) } else { None };
                self.value(server.as_deref().unwrap_or(rows::without_verb(value)), entities);
                self.fields.group = group;
            }
        }
    }

    /// A name or a type that stands below its value. False where it is none of that record's.
    fn give_to_last(&mut self, column: Column, value: &str) -> bool {
        let origin = self.origin.as_deref();
        let (name, rtype, text) = match (&mut self.open, self.found.last_mut()) {
            (Some(open), _) => (&mut open.name, &mut open.rtype, &mut open.raw),
            (None, Some(last)) => (&mut last.name, &mut last.rtype, &mut last.value),
            (None, None) => return false,
        };
        match column {
            Column::Name if name.is_none() && fits(value, text) => *name = Some(full_name(value, origin)),
            Column::Type if rtype.is_none() => {
                *rtype = rows::record_type(value);
                if rtype.as_deref() == Some("MX")
                    && let Some(number) = self.fields.priority.take()
                {
                    *text = format!("{number} {text}");
                }
            }
            _ => return false,
        }
        true
    }

    /// The value of the record above, behind another label of the same record.
    fn is_said_again(&self, value: &str) -> bool {
        let is_bare =
            self.fields.name.is_none() && self.fields.rtype.is_none() && self.waiting_name.is_none();
        let bare = value.trim_matches(['{', '}', ' ']);
        is_bare
            && self
                .found
                .last()
                .is_some_and(|last| last.name.is_some() && last.value.trim_matches(['{', '}']) == bare)
    }

    /// The number of an MX, before its host or after it.
    pub fn priority(&mut self, value: &str) {
        if let Some(open) = &mut self.open {
            if is_server(open.rtype.as_deref(), &open.raw) {
                open.rtype = Some("MX".to_owned());
                open.raw = format!("{value} {}", open.raw);
                return;
            }
        } else if let Some(last) = self.host_without_number() {
            last.rtype = Some("MX".to_owned());
            last.value = format!("{value} {}", last.value);
            return;
        }
        self.fields.priority = Some(value.to_owned());
    }

    /// The MX that was found last, where its number is still to come.
    pub fn host_without_number(&mut self) -> Option<&mut Pasted> {
        self.found.last_mut().filter(|last| is_server(last.rtype.as_deref(), &last.value))
    }
}

/// The host of an MX without its number; where no type is told, a host.
fn is_server(rtype: Option<&str>, value: &str) -> bool {
    match rtype {
        Some("MX") => !value.contains(' '),
        None => rows::is_host(value),
        Some(_) => false,
    }
}

/// An article's way to say that the field stays empty.
fn is_blank(value: &str) -> bool {
    let lower = value.trim_matches(['(', ')', '<', '>']).to_ascii_lowercase();
    matches!(
        lower.as_str(),
        "blank" | "leave blank" | "leave empty" | "empty" | "blank or @" | "@ or blank" | "leave this blank"
    )
}

/// One long word that is no name and no address: what a service makes up to know the owner of a domain.
fn is_secret(value: &str) -> bool {
    value.len() >= 20 && !value.contains(|c: char| c.is_whitespace() || matches!(c, '.' | ':'))
}

/// A name that tells what stands there, and a value of that kind; any other name fits any value.
fn fits(name: &str, value: &str) -> bool {
    let of_name = classify(Some(name), None, "x=y");
    let by_value = classify(None, None, value);
    match of_name {
        Kind::Dkim | Kind::Dmarc => by_value == of_name || by_value == Kind::Other,
        _ => true,
    }
}
