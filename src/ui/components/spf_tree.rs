//! All that an SPF record leads to, as a picture made of text.

use leptos::prelude::*;

use super::prose::{names, prose};
use super::verdict_class;
use crate::report::Verdict;
use crate::report::spf::{Node, NodeState, TreeView};
use crate::text::count;
use crate::ui::element::{El, el};

/// A tree with more nodes than this shows its first level, and what lies below on request.
const FOLDED_OVER: usize = 30;

/// The sentence on the whole, and the tree below it.
pub fn spf_tree(view: &TreeView) -> El {
    let is_folded = view.nodes > FOLDED_OVER;
    let notes = view.notes.iter().map(|note| el("p").class("spf-note").children(prose(note)));
    let root = el("div").class("spf-root").child(row(&view.root, true));
    let has_tree = !view.root.children.is_empty();
    let tree = has_tree
        .then(|| el("div").class("spf-branches").child(root).child(branches(&view.root.children, is_folded)));
    let more = (view.left_out > 0).then(|| {
        let says = [&count(view.left_out, "part is", "parts are"), " left out of this picture."].concat();
        el("p").class("spf-note").text(says)
    });
    el("div")
        .class("spf-tree")
        .child(el("div").class(total_class(view.verdict)).child(el("p").children(prose(&view.total))))
        .children(notes)
        .maybe(tree)
        .maybe(more)
}

/// The class of a sentence that says how something stands.
pub fn total_class(verdict: Verdict) -> String {
    [verdict_class(verdict), " spf-total"].concat()
}

fn branches(nodes: &[Node], is_folded: bool) -> El {
    el("ul").children(nodes.iter().map(|node| branch(node, is_folded)))
}

fn branch(node: &Node, is_folded: bool) -> El {
    let past = if node.is_past_limit() { " spf-past" } else { "" };
    let item = el("li").class([state_class(node.state), past].concat());
    if node.children.is_empty() {
        return item.child(row(node, false)).child(says(node));
    }
    if !is_folded {
        return item.child(row(node, false)).child(says(node)).child(branches(&node.children, false));
    }
    let parts = count(node.children.len(), "part", "parts");
    let summary = el("summary").text(["What it leads to: ", &parts].concat());
    let inner = el("details").child(summary).child(branches(&node.children, true));
    item.child(row(node, false)).child(says(node)).child(inner)
}

/// The term, who is behind it, and what it costs.
fn row(node: &Node, is_root: bool) -> El {
    let service = node.service.map(|service| el("span").class("spf-service").text(service));
    let cost = if is_root { [&node.cost, " in all"].concat() } else { node.cost.clone() };
    el("p")
        .class("spf-row")
        .child(
            el("span")
                .class("spf-what")
                .child(el("code").children(names(&node.term)))
                .text(" ")
                .maybe(service),
        )
        .text(" ")
        .child(el("span").class("spf-cost").text(cost))
}

fn says(node: &Node) -> AnyView {
    let word = node.state.words();
    let mark = (!word.is_empty()).then(|| el("strong").class("spf-mark").text([word, ". "].concat()));
    let stop = node
        .is_where_receivers_stop()
        .then(|| el("strong").class("spf-stop").text("Receivers stop here: this is one lookup too many. "));
    el("p").class("spf-says").maybe(stop).maybe(mark).children(prose(&node.says)).into_any()
}

const fn state_class(state: NodeState) -> &'static str {
    match state {
        NodeState::Fine => "spf-fine",
        NodeState::Broken => "spf-broken",
        NodeState::Open => "spf-open",
        NodeState::Void => "spf-void",
        NodeState::NotReached => "spf-idle",
    }
}
