//! Headings of tables, and labels that stand before a field: `Name`, `TXT record value`, `"content"`.

use super::noise::is_number;
use super::rows::record_type;
use crate::record::{Kind, classify};

/// What a column of a table holds, by its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Owner name.
    Name,
    /// Record type.
    Type,
    /// Value.
    Value,
    /// Number of an MX.
    Priority,
    /// The selector of a DKIM key, which with the domain makes its name.
    Selector,
    /// TTL, or nothing of interest.
    Other,
}

/// No label is longer than this.
const LONGEST: usize = 60;

/// What a heading or a field's label stands for.
pub fn column(label: &str) -> Option<Column> {
    let label = label.trim();
    if label.is_empty() || label.len() > LONGEST {
        return None;
    }
    let lower = label.to_ascii_lowercase();
    let lower = lower.trim_matches([':', '*', '"', '\'', '`', ' ', '\t']);
    // `DNS Host name (TXT record name)`
    let lower = match lower.split_once('(') {
        Some((before, inside)) if inside.ends_with(')') => before.trim_end(),
        _ => lower,
    };
    known(lower).or_else(|| {
        let (first, rest) = lower.split_once(' ')?;
        let leads =
            matches!(first, "txt" | "mx" | "cname" | "dns" | "spf" | "dkim" | "dmarc" | "your" | "the");
        // `TXT record` names a record, not the column of its name.
        if !leads || rest == "record" {
            return None;
        }
        known(rest)
    })
}

fn known(lower: &str) -> Option<Column> {
    Some(match lower {
        "name" | "host" | "hostname" | "host name" | "record name" | "host record" | "dns name"
        | "domain" | "owner" | "host/name" | "name/host" | "subdomain" | "domain name" | "record"
        | "record host" | "nome host" | "nom d'hôte" | "nom d’hôte" | "nombre de host" | "nazwa hosta"
        | "name/host/alias" | "host/alias" | "präfix" | "subdomäne" | "nom" | "hôte" | "sous-domaine"
        | "domaine" | "nombre" | "nome" | "dominio" | "subdominio" | "naam" | "nazwa" => Column::Name,
        "type"
        | "record type"
        | "dns type"
        | "dns record type"
        | "querytype"
        | "typ"
        | "tipo"
        | "eintragstyp"
        | "type d'enregistrement"
        | "type d’enregistrement"
        | "tipo de registro"
        | "tipo di record"
        | "tipo record"
        | "recordtype" => Column::Type,
        "value"
        | "content"
        | "contents"
        | "data"
        | "target"
        | "points to"
        | "points to address or value"
        | "answer"
        | "destination"
        | "record value"
        | "record content"
        | "record data"
        | "text"
        | "mail server"
        | "rdata"
        | "value/answer"
        | "address"
        | "result"
        | "value/points to"
        | "records"
        | "resourcerecords"
        | "strings"
        | "mail exchanger"
        | "exchange"
        | "namehost"
        | "nameexchange"
        | "value/destination"
        | "wert"
        | "ziel"
        | "inhalt"
        | "valeur"
        | "cible"
        | "contenu"
        | "valor"
        | "destino"
        | "contenido"
        | "valore"
        | "contenuto"
        | "destinazione"
        | "waarde"
        | "rrdatas"
        | "rrdata"
        | "enter this value"
        | "required value"
        | "expected value"
        | "value/route traffic to"
        | "public key"
        | "servidor"
        | "servidor de correo"
        | "doel"
        | "cel"
        | "zeigt auf"
        | "verweist auf"
        | "pointe vers"
        | "apunta a"
        | "punta a"
        | "wartość" => Column::Value,
        "priority" | "pref" | "preference" | "prio" | "priorität" | "priorité" | "prioridad" | "priorità"
        | "prioriteit" | "priorytet" => Column::Priority,
        "selector" | "dkim selector" | "selektor" | "sélecteur" => Column::Selector,
        "section" | "characterset" | "datalength" | "id" | "zone_id" | "service" | "proxied" | "ttl"
        | "time to live" | "proxy status" | "class" | "status" | "actions" | "comment" | "#" | "port"
        | "weight" | "current value" | "service/type" => Column::Other,
        _ => return None,
    })
}

/// The record type that a label starts with: `TXT name`.
pub fn type_of(label: &str) -> Option<String> {
    let first = label.split_whitespace().next()?;
    record_type(first).filter(|rtype| matches!(rtype.as_str(), "TXT" | "MX" | "CNAME"))
}

/// A label with what stands after it on its line; after a label alone, nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field<'l> {
    /// As written.
    pub label: &'l str,
    /// What it stands for.
    pub column: Column,
    /// As written.
    pub value: &'l str,
    /// As programs write it: the value is a string of theirs, with their escapes.
    pub code: bool,
}

/// `Name: _dmarc`, `Name⇥_dmarc`, `"name": "_dmarc",`, `name = "_dmarc"`, or the label alone.
pub fn field(line: &str) -> Option<Field<'_>> {
    let (label, value, code) = [":", "\t", "=", "  "]
        .iter()
        .filter_map(|sign| line.split_once(sign).map(|(label, value)| (*sign, label, value)))
        .filter(|(sign, _, value)| *sign != "\t" || !value.contains('\t'))
        .find(|(_, label, _)| column(label).is_some())
        .map_or((line, "", false), |(sign, label, value)| {
            // Objects of a program end the string with a comma.
            let is_string = value.trim_start().starts_with('"') && value.trim_end().ends_with("\",");
            (label, value, sign == "=" || label.trim_start().starts_with('"') || is_string)
        });
    let column = column(label)?;
    Some(Field { label, column, value: value.trim(), code })
}

/// `"Question": [`: a key of a program that no field is known by, with what it holds on the lines below.
pub fn is_key_alone(line: &str) -> bool {
    let Some((key, rest)) = line.strip_prefix('"').and_then(|rest| rest.split_once('"')) else {
        return false;
    };
    let opens = rest.trim_start().strip_prefix(':').map(str::trim);
    opens.is_some_and(|opens| matches!(opens, "[" | "{" | "[{")) && column(key).is_none()
}

/// `"spf": "v=spf1 -all",`: the record behind a key of a program that no field is known by.
pub fn text_of_key(line: &str) -> Option<String> {
    let (key, rest) = line.strip_prefix('"')?.split_once('"')?;
    let text = code_string(rest.trim_start().strip_prefix(':')?)?;
    (column(key).is_none() && classify(None, None, &text) != Kind::Other).then_some(text)
}

/// `Section : Answer`: a word or two, a colon and something behind it that is no record.
pub fn is_like_a_field(line: &str) -> bool {
    let Some((label, value)) = line.split_once(':') else { return false };
    label.len() <= LONGEST
        && (value.is_empty() || value.starts_with([' ', '\t']))
        && label.split_whitespace().count() <= 2
        && label.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '_' | '-' | '"' | '\''))
}

/// Several fields on one line: `Host: @ Type: TXT Value: v=spf1 -all`.
pub fn fields(line: &str) -> Option<Vec<Field<'_>>> {
    if line.starts_with(['{', '[', '"']) {
        return None;
    }
    // Label, its start and the colon after it.
    let mut found: Vec<(Column, usize, usize)> = Vec::new();
    let mut from = 0;
    for (colon, _) in line.match_indices(':').take(40) {
        let before = &line[from..colon];
        // A label has three words at most; the longest one that is known counts.
        let mut starts: Vec<usize> = before
            .rmatch_indices([' ', '\t', ',', '|', ';'])
            .take(3)
            .map(|(i, sign)| from + i + sign.len())
            .collect();
        if starts.len() < 3 {
            starts.push(from);
        }
        // What is the value of the field before is not of this label: `Type: TXT Value: …`.
        let leaves_value = |start: usize| match found.last() {
            None => line[..start].trim().is_empty(),
            Some(_) => start > from && !line[from..start].trim().is_empty(),
        };
        let label = starts
            .iter()
            .rev()
            .filter(|start| leaves_value(**start))
            .find_map(|start| column(&line[*start..colon]).map(|column| (column, *start)));
        if let Some((column, start)) = label {
            found.push((column, start, colon));
            from = colon + 1;
        } else if found.is_empty() {
            return None;
        }
    }
    if found.len() < 2 || !found.iter().any(|(column, ..)| *column == Column::Value) {
        return None;
    }
    let ends = found.iter().skip(1).map(|(_, start, _)| *start).chain([line.len()]);
    let fields = found.iter().zip(ends).map(|((column, start, colon), end)| Field {
        label: &line[*start..*colon],
        column: *column,
        value: line[colon + 1..end].trim().trim_end_matches([',', '|']).trim_end(),
        code: false,
    });
    Some(fields.collect())
}

/// `TXT`, `TXT record`, `SPF Record:` alone on a line: the type of what follows, where the title names one.
pub fn title(line: &str) -> Option<Option<String>> {
    let mut words = line.split_whitespace();
    let rtype = record_type(words.next()?)?;
    let second = words.next().map(|word| word.trim_end_matches(':').to_ascii_lowercase());
    let titled = match second.as_deref() {
        None => true,
        // `CNAME record 1`
        Some("record" | "records" | "entry" | "entries") => {
            words.next().is_none_or(is_number) && words.next().is_none()
        }
        Some(_) => false,
    };
    // Where SPF stands alone, it names what the record is for, not the type of old.
    titled.then(|| (rtype != "SPF").then_some(rtype))
}

/// The text of a program's string: `"\"v=spf1 -all\"",`. `None` where it is anything else.
pub fn code_string(value: &str) -> Option<String> {
    let inside = value.trim().trim_end_matches([',', ';']).trim_end().strip_prefix('"')?;
    let mut out = String::with_capacity(inside.len());
    let mut chars = inside.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return chars.as_str().is_empty().then_some(out),
            '\\' => out.push(chars.next()?),
            c => out.push(c),
        }
    }
    None
}

/// A line of headings, by column; none where fewer than two cells are headings.
pub fn header(cells: &[&str]) -> Option<Vec<Column>> {
    // `Section    : Answer` is a field.
    if cells.iter().any(|cell| cell.starts_with(':')) {
        return None;
    }
    let columns: Vec<Option<Column>> = cells.iter().map(|cell| column(cell)).collect();
    let known = columns.iter().flatten().count();
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    (known >= 2 && known + 1 >= filled)
        .then(|| columns.into_iter().map(|column| column.unwrap_or(Column::Other)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_with_what_panels_add_to_them() {
        for label in ["Name", "name:", "TXT name", "DNS Host name (TXT record name)", "\"name\"", "Host *"] {
            assert_eq!(column(label), Some(Column::Name), "{label}");
        }
        for label in ["TXT record value", "TXT Value", "content"] {
            assert_eq!(column(label), Some(Column::Value), "{label}");
        }
        assert_eq!((column("TXT record"), column("v"), column("")), (None, None, None));
        assert_eq!(title("TXT Record"), Some(Some("TXT".to_owned())));
        assert_eq!((title("SPF record:"), title("MX team")), (Some(None), None));
    }

    #[test]
    fn fields_of_one_line_are_parted() {
        let line = "Host: @, Record type: TXT, Value: v=spf1 a:x.example ~all";
        let seen: Vec<(&str, &str)> =
            fields(line).unwrap().iter().map(|f| (f.label.trim(), f.value)).collect();
        assert_eq!(seen, [("Host", "@"), ("Record type", "TXT"), ("Value", "v=spf1 a:x.example ~all")]);
        assert_eq!(fields("v=spf1 a:x.example mx:y.example -all"), None);
        assert_eq!(code_string(r#""\"v=spf1 -all\"","#).as_deref(), Some("\"v=spf1 -all\""));
        assert_eq!(code_string(r#""a" "b""#), None);
    }
}
