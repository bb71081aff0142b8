//! Who may send in a domain's name: its SPF record, and all that the record leads to.

use futures_util::future::join;

use super::domain::Wish;
use super::gather::Board;
use crate::dns::{Data, DnsClient, Lookup, Question, RecordType};
use crate::spf::tree::{Tree, tree};

/// The SPF record with its surroundings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Senders {
    /// All TXT records at the domain's own name.
    pub txt: Option<Lookup>,
    /// Records of SPF's own type, which nobody reads any more (RFC 7208, section 3.1).
    pub old_type: Option<Lookup>,
    /// The SPF record with everything that it leads to.
    pub tree: Option<Tree>,
}

/// The size in bytes of the answer that holds all texts of a name: the name and the texts count together (RFC 7208, section
/// 3.4).
pub fn size(txt: &Lookup) -> usize {
    let texts = txt.found().map(|data| match data {
        Data::Txt(strings) => strings.iter().map(Vec::len).sum(),
        _ => 0,
    });
    txt.question.name.as_str().len() + texts.sum::<usize>()
}

/// Asks for the texts at the domain's name, and for everything that its SPF record leads to.
pub async fn gather<C: DnsClient>(client: &C, wish: &Wish, board: &Board<'_>) {
    let txt = async {
        let txt = client.ask_first(Question::new(wish.domain.clone(), RecordType::Txt)).await;
        board.put(|domain| domain.senders.txt = Some(txt));
    };
    let leads_to = async {
        let tree = tree(client, &wish.domain).await;
        board.put(|domain| domain.senders.tree = Some(tree));
    };
    join(txt, leads_to).await;
}

/// Asks for records of SPF's own type.
pub async fn old_type<C: DnsClient>(client: &C, wish: &Wish, board: &Board<'_>) {
    let old_type = client.ask_later(Question::new(wish.domain.clone(), RecordType::Spf)).await;
    board.put(|domain| domain.senders.old_type = Some(old_type));
}
