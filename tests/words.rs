//! The wording of everything that a reader sees: plain words, whole sentences, nobody at fault.

use std::collections::HashSet;
use std::fs;

use waxseal::rules;
use waxseal::text::prose;

#[path = "common/sentences.rs"]
mod sentences;

use sentences::examples::report;
use sentences::sentences;

/// Words that blame, hide or hurry the reader.
const BANNED: [&str; 8] =
    ["illegal", "malformed", "simply", "just", "obviously", "did you mean", "please", "easy"];

/// Words alone: what is quoted is the reader's, not ours.
fn words(sentence: &str) -> String {
    prose::parts(sentence)
        .into_iter()
        .map(|part| match part {
            prose::Part::Text(text) => text,
            prose::Part::Code(_) => "it",
        })
        .collect()
}

#[test]
fn banned_words_are_not_used() {
    for (place, sentence) in sentences() {
        let lower = words(&sentence).to_lowercase();
        let spaced: String = lower.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        for banned in BANNED {
            assert!(
                !format!(" {spaced} ").contains(&format!(" {banned} ")),
                "{place} says {banned:?}: {sentence}"
            );
        }
        let unclear = spaced.contains(" invalid ") && !spaced.contains(" for ");
        assert!(!unclear, "{place} says invalid, but not for whom: {sentence}");
    }
}

#[test]
fn what_to_do_is_an_order_in_plain_words() {
    for rule in rules::all() {
        let report = report(rule, rule.bad);
        let in_records = report.records.iter().flat_map(|record| &record.findings);
        for fix in report.findings.iter().chain(in_records).filter_map(|finding| finding.fix.as_ref()) {
            let title = words(&fix.title);
            let lower = format!(" {} ", title.to_lowercase());
            assert!(
                !BANNED.iter().any(|banned| lower.contains(&format!(" {banned} "))),
                "{}: {title}",
                rule.id
            );
            assert!(title.starts_with(char::is_uppercase) && !title.ends_with('.'), "{}: {title}", rule.id);
        }
    }
}

#[test]
fn sentences_are_whole() {
    for (place, sentence) in sentences() {
        let text = words(&sentence);
        assert!(text.trim_end().ends_with(['.', '?', ')']), "{place} ends in the middle: {sentence}");
        let first = text.chars().next();
        assert!(first.is_some_and(|c| !c.is_lowercase()) || sentence.starts_with('`'), "{place}: {sentence}");
        assert!(!text.contains("  ") && !text.contains(" ."), "{place} has odd blanks: {sentence:?}");
    }
}

#[test]
fn messages_are_one_or_two_sentences() {
    for (place, sentence) in sentences().into_iter().filter(|(place, _)| place.ends_with(": message")) {
        let ends = words(&sentence).matches(". ").count() + 1;
        assert!(ends <= 3, "{place} has {ends} sentences: {sentence}");
    }
}

/// Flesch-Kincaid grade level: years of school that a text asks for. A quoted value is one word of one syllable.
fn grade(text: &str) -> f64 {
    let sentences = sentence_count(text) as f64;
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphabetic() && c != '\'').filter(|w| !w.is_empty()).collect();
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let count = words.len().max(1) as f64;
    0.39 * (count / sentences) + 11.8 * (syllables as f64 / count) - 15.59
}

/// A full stop inside a number or a name ends no sentence.
fn sentence_count(text: &str) -> usize {
    let ends = text.match_indices(['.', '!', '?']).filter(|(at, _)| {
        text[at + 1..].chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, ')' | '"'))
    });
    ends.count().max(1)
}

fn syllables(word: &str) -> usize {
    let lower = word.to_lowercase();
    let mut groups = 0;
    let mut in_vowel = false;
    for c in lower.chars() {
        let vowel = "aeiouy".contains(c);
        groups += usize::from(vowel && !in_vowel);
        in_vowel = vowel;
    }
    let silent = lower.ends_with('e') && !lower.ends_with("le") && groups > 1;
    (groups - usize::from(silent)).max(1)
}

/// Every sentence with its grade and its place, by grade.
fn grades() -> Vec<(f64, String, String)> {
    let mut grades: Vec<(f64, String, String)> =
        sentences().into_iter().map(|(place, says)| (grade(&words(&says)), place, says)).collect();
    grades.sort_by(|a, b| a.0.total_cmp(&b.0));
    grades
}

#[test]
fn a_thirteen_year_old_can_read_it() {
    let grades = grades();
    let median = grades[grades.len() / 2].0;
    let (ninety, ..) = grades[grades.len() * 9 / 10];
    let hardest: Vec<String> = grades
        .iter()
        .rev()
        .filter(|(grade, ..)| *grade > HARDEST)
        .map(|(grade, place, says)| format!("{grade:.1} {place}: {says}"))
        .collect();
    assert!(median <= 8.0, "the median asks for grade {median:.1}");
    assert!(ninety <= 12.0, "one sentence in ten asks for grade {ninety:.1} or more");
    assert!(hardest.is_empty(), "too hard:\n{}", hardest.join("\n"));
}

/// No text asks for more years of school than this.
const HARDEST: f64 = 17.0;

/// No sentence has more words than this.
const LONGEST: usize = 36;

#[test]
fn sentences_are_short() {
    let mut long = Vec::new();
    for (place, says) in sentences() {
        let text = words(&says);
        for sentence in text.split_inclusive(['.', '?', '!', ':']) {
            let count = sentence.split_whitespace().count();
            if count > LONGEST {
                long.push(format!("{count} {place}: {sentence}"));
            }
        }
    }
    assert!(long.is_empty(), "too long:\n{}", long.join("\n"));
}

#[test]
fn every_text_stands_in_the_catalogue() {
    let path = "docs/sentences.md";
    let wanted = catalogue();
    if std::env::var_os("WAXSEAL_WRITE").is_some() {
        fs::write(path, &wanted).expect("the catalogue can be written");
    }
    let there = fs::read_to_string(path).unwrap_or_default();
    let differs = wanted.lines().zip(there.lines()).find(|(wanted, there)| wanted != there);
    assert!(
        wanted == there,
        "{path} is not as the source is, first in {differs:?}: `make sentences` writes it anew"
    );
}

/// All that a reader can meet, for those who edit or translate it.
fn catalogue() -> String {
    let files = sentences::literals::wording();
    let count: usize = files.iter().map(|(_, texts)| texts.len()).sum();
    let (median, ninety) = {
        let grades = grades();
        (grades[grades.len() / 2].0, grades[grades.len() * 9 / 10].0)
    };
    let mut out = format!(
        "# Every text of Waxseal\n\n\
         All that a reader can meet, in one place, below the file in which it stands: {count} texts in {} files. To change \
         one, change it in its file; no other repeats it. `make sentences` then writes this list anew.\n\n\
         `{{}}` stands for what is put in: most often a value of the reader's own. `…` stands where a text is a part of a \
         sentence, and what comes before or after it is put together at run time.\n\n\
         Half of all sentences ask for grade {median:.1} or less, and nine in ten for {ninety:.1} or less: years of school, \
         after Flesch and Kincaid. `CONTRIBUTING.md` says how they are worded.\n",
        files.len()
    );
    for (file, texts) in files {
        out += &format!("\n## {file}\n");
        let mut seen = HashSet::new();
        for text in texts.iter().filter(|text| seen.insert(text.as_str())) {
            let (start, end) = (text.starts_with(' '), text.ends_with(' '));
            let (before, after) = (if start { "… " } else { "" }, if end { " …" } else { "" });
            out += &format!("- {before}{}{after}\n", escaped(text.trim()));
        }
    }
    out
}

/// Signs that Markdown would take for its own, but for those in back-ticks.
fn escaped(text: &str) -> String {
    let mut is_code = false;
    let mut out = String::new();
    for c in text.chars() {
        is_code ^= c == '`';
        if !is_code && matches!(c, '<' | '*' | '[') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
