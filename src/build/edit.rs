//! Edits of a record as written, and the way back from them.

use crate::record::spf::{Qualifier, Spf, Term, with_gap};
use crate::record::tag_list::TagList;
use crate::text::{Edit, Span};

/// Gives a mechanism another sign. `+` is what stands where nothing does, so it is not written.
pub fn sign(term: &Term, new: Qualifier) -> Edit {
    let at = term.qualifier.map_or(Span::new(term.span.start, term.span.start), |(_, span)| span);
    let sign = match new {
        Qualifier::Pass => "",
        Qualifier::Fail => "-",
        Qualifier::SoftFail => "~",
        Qualifier::Neutral => "?",
    };
    Edit::replace(at, sign)
}

/// Takes a term of an SPF record out, with the blanks before it.
pub fn without_term(text: &str, term: &Term) -> Edit {
    Edit::delete(with_gap(text, term.span))
}

/// Puts terms where receivers come to them: before `all`, or before `redirect`, or at the end.
pub fn with_terms(text: &str, spf: &Spf, words: &str) -> Edit {
    match spf.all().or(spf.redirect()) {
        Some((_, term)) => Edit::insert(term.span.start, [words, " "].concat()),
        None => Edit::insert(text.trim_end().len(), [" ", words].concat()),
    }
}

/// Gives a tag a value, where it stands or at the end; a policy right behind the version.
pub fn with_tag(text: &str, name: &str, value: &str) -> Edit {
    let list = TagList::parse(text);
    match list.get(text, name) {
        Some(tag) if tag.equals.is_some() => Edit::replace(tag.value, value),
        Some(tag) => Edit::replace(tag.span, [name, "=", value].concat()),
        None if name == "p" => {
            let at = list.tags.first().map_or(0, |tag| tag.span.end);
            Edit::insert(at, ["; p=", value].concat())
        }
        None => {
            let kept = text.trim_end().trim_end_matches(';').trim_end().len();
            // A semicolon at the end stays there.
            let rest = text[kept..].trim();
            Edit::replace(Span::new(kept, text.len()), ["; ", name, "=", value, rest].concat())
        }
    }
}

/// Takes a tag out, with the semicolon that parts it from the one before.
pub fn without_tag(list: &TagList, index: usize) -> Option<Edit> {
    let tag = list.tags.get(index)?;
    let before = index.checked_sub(1).and_then(|i| list.tags.get(i));
    let after = list.tags.get(index + 1);
    Some(Edit::delete(match (before, after) {
        (Some(before), _) => Span::new(before.span.end, tag.span.end),
        (None, Some(after)) => Span::new(tag.span.start, after.span.start),
        (None, None) => tag.span,
    }))
}

/// How many steps back are kept.
const STEPS: usize = 100;

/// Where a text came from, step by step. It goes back from the text that the last step led to, and from no other: what
/// was typed since is not taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History<T> {
    steps: Vec<Step<T>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Step<T> {
    what: &'static str,
    before: T,
    after: T,
}

impl<T> Default for History<T> {
    fn default() -> Self {
        Self { steps: Vec::new() }
    }
}

impl<T: Clone + PartialEq> History<T> {
    /// Takes a step in. Steps of the same name that follow each other, such as letters typed into one field, are one; an
    /// empty name stands alone.
    pub fn push(&mut self, what: &'static str, before: T, after: T) {
        if before == after {
            return;
        }
        if let Some(last) = self.steps.last_mut()
            && !what.is_empty()
            && last.what == what
            && last.after == before
        {
            last.after = after;
            return;
        }
        if self.steps.last().is_some_and(|last| last.after != before) {
            self.steps.clear();
        }
        if self.steps.len() == STEPS {
            self.steps.remove(0);
        }
        self.steps.push(Step { what, before, after });
    }

    /// The text before the last step, where `now` is what that step led to.
    pub fn undo(&mut self, now: &T) -> Option<T> {
        if !self.can_undo(now) {
            return None;
        }
        self.steps.pop().map(|step| step.before)
    }

    /// There is a step to go back.
    pub fn can_undo(&self, now: &T) -> bool {
        self.steps.last().is_some_and(|last| last.after == *now)
    }

    /// What stood there before the first step, where `now` is what the last one led to.
    pub fn first(&self, now: &T) -> Option<&T> {
        self.can_undo(now).then(|| self.steps.first().map(|step| &step.before)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::apply_edits;

    fn done(text: &str, edit: Edit) -> String {
        apply_edits(text, &[edit])
    }

    #[test]
    fn a_sign_changes_and_all_else_stays() {
        let text = "v=spf1  +MX:a.example/24   ~all ";
        let spf = Spf::parse(text);
        assert_eq!(done(text, sign(&spf.terms[0], Qualifier::Neutral)), "v=spf1  ?MX:a.example/24   ~all ");
        assert_eq!(done(text, sign(&spf.terms[0], Qualifier::Pass)), "v=spf1  MX:a.example/24   ~all ");
        assert_eq!(done(text, sign(&spf.terms[1], Qualifier::Fail)), "v=spf1  +MX:a.example/24   -all ");
    }

    #[test]
    fn terms_come_and_go_where_receivers_see_them() {
        for (text, with, without) in [
            ("v=spf1 a  mx ~all", "v=spf1 a  mx NEW ~all", "v=spf1  mx ~all"),
            ("v=spf1 a redirect=b.example", "v=spf1 a NEW redirect=b.example", "v=spf1 redirect=b.example"),
            ("v=spf1 a ", "v=spf1 a NEW ", "v=spf1 "),
        ] {
            let spf = Spf::parse(text);
            assert_eq!(done(text, with_terms(text, &spf, "NEW")), with);
            assert_eq!(done(text, without_term(text, &spf.terms[0])), without);
        }
        assert_eq!(done("v=spf1", with_terms("v=spf1", &Spf::parse("v=spf1"), "a")), "v=spf1 a");
    }

    #[test]
    fn tags_come_and_go_and_the_others_stay_as_written() {
        for (text, name, value, expected) in [
            ("v=DMARC1;p = none ;  rua=x", "p", "reject", "v=DMARC1;p = reject ;  rua=x"),
            ("v=DMARC1; rua=x", "p", "none", "v=DMARC1; p=none; rua=x"),
            ("v=DMARC1; p=none;", "sp", "reject", "v=DMARC1; p=none; sp=reject;"),
            ("v=DMARC1; p=none", "t", "y", "v=DMARC1; p=none; t=y"),
            ("v=DMARC1; P=none; sp", "sp", "none", "v=DMARC1; P=none; sp=none"),
        ] {
            assert_eq!(done(text, with_tag(text, name, value)), expected);
        }
        let text = "v=DMARC1;  p=none ; sp=x;rua=y;";
        let list = TagList::parse(text);
        let without = |index| done(text, without_tag(&list, index).unwrap());
        assert_eq!(without(1), "v=DMARC1 ; sp=x;rua=y;");
        assert_eq!(without(3), "v=DMARC1;  p=none ; sp=x;");
        assert_eq!(without(0), "p=none ; sp=x;rua=y;");
        assert_eq!(without_tag(&list, 9), None);
    }

    #[test]
    fn the_way_back_ends_where_something_else_was_typed() {
        let mut history = History::default();
        for (what, before, after) in [("p", "a", "ab"), ("p", "ab", "abc"), ("", "abc", "x"), ("", "x", "y")]
        {
            history.push(what, before, after);
        }
        assert_eq!(history.first(&"y"), Some(&"a"));
        assert_eq!(history.undo(&"typed"), None);
        assert_eq!(
            [history.undo(&"y"), history.undo(&"x"), history.undo(&"abc")],
            [Some("x"), Some("abc"), Some("a")]
        );
        assert_eq!(history.undo(&"a"), None);
        history.push("", "a", "b");
        history.push("", "typed", "c");
        assert_eq!((history.undo(&"c"), history.undo(&"typed")), (Some("typed"), None));
    }
}
