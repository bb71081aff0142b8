//! A picture: the way of one message from its sender to an inbox, with the question asked at each step.

use crate::record::Kind;
use crate::ui::element::{El, el, svg};

/// One step of the way.
struct Step {
    /// The record that is asked for; none at both ends.
    kind: Option<Kind>,
    title: &'static str,
    question: &'static str,
    asks: &'static str,
}

static STEPS: [Step; 6] = [
    Step {
        kind: None,
        title: "A message leaves",
        question: "It says that it is from you.example.",
        asks: "",
    },
    Step {
        kind: Some(Kind::Mx),
        title: "MX",
        question: "Which server takes mail for the reader?",
        asks: "asked in DNS: the reader’s domain",
    },
    Step {
        kind: Some(Kind::Spf),
        title: "SPF",
        question: "May this server send for you.example?",
        asks: "asked in DNS: you.example",
    },
    Step {
        kind: Some(Kind::Dkim),
        title: "DKIM",
        question: "Does the seal fit the key?",
        asks: "asked in DNS: s1._domainkey.you.example",
    },
    Step {
        kind: Some(Kind::Dmarc),
        title: "DMARC",
        question: "Is one of them proof for the From line?",
        asks: "asked in DNS: _dmarc.you.example",
    },
    Step {
        kind: None,
        title: "The inbox",
        question: "With no proof, the policy speaks: let it in,",
        asks: "",
    },
];

/// Between two steps, in units of the picture.
const STRIDE: usize = 88;

/// The picture; the step of `here` stands out.
pub fn journey(here: Option<Kind>) -> El {
    let steps = STEPS.iter().enumerate().map(|(i, one)| step(i, one, here));
    let says = "A message leaves its sender. MX says which server takes mail for the reader. That server asks SPF whether the \
                sending server may send, DKIM whether the seal fits the key, and DMARC whether one of them is proof for the \
                From line. Then the message reaches the inbox; with no proof, the policy decides.";
    let picture = svg("svg")
        .attr("viewBox", "0 0 360 524")
        .attr("role", "img")
        .attr("aria-labelledby", "journey-title journey-desc")
        .child(svg("title").attr("id", "journey-title").text("The way of one message"))
        .child(svg("desc").attr("id", "journey-desc").text(says))
        .child(svg("path").class("j-way").attr("d", "M34 40V476"))
        .children(steps)
        .child(line("j-question", "512", "treat it with suspicion, or turn it away."));
    el("figure")
        .class("journey")
        .child(picture)
        .child(el("figcaption").text("One message, and what is asked on its way."))
}

fn step(i: usize, step: &'static Step, here: Option<Kind>) -> El {
    let y = 34 + i * STRIDE;
    let is_here = step.kind.is_some() && step.kind == here;
    let sign = match (i, step.kind) {
        (0, _) => "M-9 -6h18v13h-18zM-9 -6l9 8 9-8",
        (_, Some(Kind::Mx)) => "M-7 8V-7M-7 -7H5l4 3.5-4 3.5H-7",
        (_, Some(Kind::Spf)) => "M-7 -6h14M-7 0h14M-7 6h9",
        (_, Some(Kind::Dkim)) => "M-3 0a4 4 0 1 1 0-.1M-3 0H9M5 0v4M9 0v4",
        (_, Some(_)) => "M-7 0l5 5 9-10",
        (_, None) => "M-9 0h5l2 4h4l2-4h5v7H-9zM0 -9V-1M-3 -4l3 3 3-3",
    };
    let back = || {
        let back = svg("rect").class("j-back").attr("x", "4").attr("y", "-30");
        back.attr("width", "352").attr("height", "76").attr("rx", "10")
    };
    svg("g")
        .class(if is_here { "j-step j-here" } else { "j-step" })
        .attr("transform", ["translate(0 ", &y.to_string(), ")"].concat())
        .maybe(is_here.then(back))
        .child(svg("circle").class("j-dot").attr("cx", "34").attr("cy", "6").attr("r", "18"))
        .child(svg("path").class("j-sign").attr("transform", "translate(34 6)").attr("d", sign))
        .child(line("j-title", "-4", step.title))
        .child(line("j-question", "17", step.question))
        .child(line("j-asks", "36", step.asks))
}

fn line(class: &'static str, y: &'static str, text: &'static str) -> El {
    svg("text").class(class).attr("x", "68").attr("y", y).text(text)
}
