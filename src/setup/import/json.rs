//! JSON (RFC 8259), as much as a template needs: read once, with a bound on its depth. The page is downloaded, and the
//! usual crate for it is larger than all that reads templates.

/// The deepest that lists and objects may stand in each other; a template has three levels.
const DEEPEST: usize = 16;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`, `true` or `false`.
    Word(&'static str),
    /// A number, as written.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object, in the order written.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The member of an object; the last one where several have the name.
    pub fn get(&self, name: &str) -> Option<&Json> {
        let Self::Object(members) = self else { return None };
        members.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// What a string or a number says; empty for all else, and where nothing is.
    pub fn text<'j>(&'j self, name: &str) -> &'j str {
        match self.get(name) {
            Some(Self::Text(text) | Self::Number(text)) => text,
            _ => "",
        }
    }
}

/// Reads a text that is one value.
///
/// # Errors
/// The byte at which it is no JSON, or too deep.
pub fn read(text: &str) -> Result<Json, usize> {
    let mut reader = Reader { text, at: 0 };
    reader.blank();
    let value = reader.value(DEEPEST)?;
    reader.blank();
    if reader.at == text.len() { Ok(value) } else { Err(reader.at) }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let is_there = self.peek() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    fn expect(&mut self, byte: u8) -> Result<(), usize> {
        if self.take(byte) { Ok(()) } else { Err(self.at) }
    }

    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Result<Json, usize> {
        match self.peek() {
            Some(b'"') => self.string().map(Json::Text),
            Some(b'{' | b'[') if depth == 0 => Err(self.at),
            Some(b'{') => self.object(depth - 1),
            Some(b'[') => self.list(depth - 1),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => {
                let rest = &self.text[self.at..];
                let word = ["null", "true", "false"].into_iter().find(|word| rest.starts_with(word));
                let word = word.ok_or(self.at)?;
                self.at += word.len();
                Ok(Json::Word(word))
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Json, usize> {
        let mut out = Vec::new();
        self.expect(b'[')?;
        self.blank();
        if self.take(b']') {
            return Ok(Json::List(out));
        }
        loop {
            self.blank();
            out.push(self.value(depth)?);
            self.blank();
            if self.take(b']') {
                return Ok(Json::List(out));
            }
            self.expect(b',')?;
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, usize> {
        let mut out = Vec::new();
        self.expect(b'{')?;
        self.blank();
        if self.take(b'}') {
            return Ok(Json::Object(out));
        }
        loop {
            self.blank();
            let name = self.string()?;
            self.blank();
            self.expect(b':')?;
            self.blank();
            out.push((name, self.value(depth)?));
            self.blank();
            if self.take(b'}') {
                return Ok(Json::Object(out));
            }
            self.expect(b',')?;
        }
    }

    fn number(&mut self) -> Result<Json, usize> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(Json::Number(self.text[start..self.at].to_owned()))
    }

    fn digits(&mut self) -> Result<(), usize> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(self.at) }
    }

    fn string(&mut self) -> Result<String, usize> {
        let mut out = String::new();
        self.expect(b'"')?;
        loop {
            let rest = &self.text[self.at..];
            let plain = rest.find(['"', '\\']).ok_or(self.text.len())?;
            if let Some(control) = rest[..plain].find(|c| c < ' ') {
                return Err(self.at + control);
            }
            out.push_str(&rest[..plain]);
            self.at += plain;
            if self.take(b'"') {
                return Ok(out);
            }
            self.at += 1;
            out.push(self.escape()?);
        }
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Result<char, usize> {
        let at = self.at;
        let byte = self.peek().ok_or(at)?;
        let c = match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 1;
                let first = self.four()?;
                // RFC 8259, section 7: a character beyond the first plane is written as a pair.
                if !(0xd800..0xdc00).contains(&first) {
                    return char::from_u32(first).ok_or(at);
                }
                self.expect(b'\\')?;
                self.expect(b'u')?;
                let second = self.four()?;
                let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400).ok_or(at)?;
                return char::from_u32(0x10000 + ((first - 0xd800) << 10) + low).ok_or(at);
            }
            _ => return Err(at),
        };
        self.at += 1;
        Ok(c)
    }

    fn four(&mut self) -> Result<u32, usize> {
        let digits =
            self.text.get(self.at..self.at + 4).filter(|four| four.bytes().all(|b| b.is_ascii_hexdigit()));
        let number = digits.and_then(|four| u32::from_str_radix(four, 16).ok()).ok_or(self.at)?;
        self.at += 4;
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// Reads a value as the usual crate has it.
    fn same(ours: &Json, theirs: &Value) -> bool {
        match (ours, theirs) {
            (Json::Word(word), Value::Null) => *word == "null",
            (Json::Word(word), Value::Bool(is)) => *word == if *is { "true" } else { "false" },
            (Json::Number(text), Value::Number(number)) => text.parse::<f64>().ok() == number.as_f64(),
            (Json::Text(text), Value::String(other)) => text == other,
            (Json::List(list), Value::Array(other)) => {
                list.len() == other.len() && list.iter().zip(other).all(|(one, other)| same(one, other))
            }
            (Json::Object(members), Value::Object(other)) => {
                other.iter().all(|(name, value)| ours.get(name).is_some_and(|one| same(one, value)))
                    && members.iter().all(|(name, _)| other.contains_key(name))
            }
            _ => false,
        }
    }

    #[test]
    fn it_reads_what_the_usual_crate_reads() {
        let pieces = [
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\"a\"",
            "\"\\u00e9\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\\",
            "\"\\n\\/\"",
            "\"\\x\"",
            "0",
            "-1.5e3",
            "01",
            "1.",
            "-",
            "null",
            "true",
            "false",
            "nul",
            " ",
            "\n",
            "é",
            "\"\u{7f}\"",
            "\"\u{1}\"",
        ];
        let mut seed = 11_u64;
        let mut pick = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).unwrap() % below
        };
        let mut read_some = 0;
        for _ in 0..60_000 {
            let text: String = (0..=pick(7)).map(|_| pieces[pick(pieces.len())]).collect();
            match (read(&text), serde_json::from_str::<Value>(&text)) {
                (Ok(ours), Ok(theirs)) => {
                    read_some += 1;
                    assert!(same(&ours, &theirs), "{text}: {ours:?}");
                }
                (Err(at), Err(_)) => assert!(at <= text.len(), "{text}"),
                (ours, theirs) => panic!("{text:?}: {ours:?}, and {theirs:?}"),
            }
        }
        assert!(read_some > 1_000, "{read_some}");
    }

    #[test]
    fn depth_and_length_are_bounded() {
        assert!(read(&"[".repeat(1_000_000)).is_err());
        assert!(read(&"{\"a\":".repeat(1_000_000)).is_err());
        let deep = ["[".repeat(DEEPEST), "]".repeat(DEEPEST)].concat();
        assert!(read(&deep).is_ok() && read(&["[", &deep, "]"].concat()).is_err());
        assert_eq!(read("[1,]"), Err(3));
        assert_eq!(read("\"a"), Err(2));
    }
}
