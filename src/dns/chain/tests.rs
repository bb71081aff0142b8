use std::cell::RefCell;
use std::future::pending;
use std::rc::Rc;

use futures_util::FutureExt;

use super::*;
use crate::dns::{Absence, RecordType, wire};

/// What a resolver does with a question.
#[derive(Clone, Copy)]
enum Does {
    /// Answers with this response code and no record.
    Says(u8),
    /// Gives bytes that are no answer.
    Garbage,
    Fails(Trouble),
    /// Never answers.
    Hangs,
}

const YES: Does = Does::Says(0);
const BLOCKED: Does = Does::Fails(Trouble::BlockedOrUnreachable);

/// What the resolver at an address does with a question.
type Script = dyn Fn(&str, &str) -> Does;

/// The world around a chain: what each resolver does, what it was asked, and the time, which passes by 10 ms with
/// every question and by as much as is slept.
struct World {
    does: RefCell<Box<Script>>,
    asked: RefCell<Vec<String>>,
    fresh: Cell<bool>,
    slept: RefCell<Vec<u32>>,
    now: Cell<u64>,
}

impl World {
    fn pass(&self, milliseconds: u64) {
        self.now.set(self.now.get() + milliseconds);
    }

    /// Who was asked since this was called last.
    fn asked(&self) -> String {
        self.asked.take().join(" ")
    }
}

impl Transport for &World {
    async fn exchange(&self, url: &str, question: &Question, fresh: bool) -> Result<Vec<u8>, Trouble> {
        self.asked.borrow_mut().push(url.to_owned());
        self.fresh.set(fresh);
        self.pass(10);
        let does = self.does.borrow()(url, question.name.as_str());
        match does {
            Does::Fails(trouble) => Err(trouble),
            Does::Garbage => Ok(b"<html>".to_vec()),
            Does::Hangs => pending().await,
            Does::Says(rcode) => {
                let mut bytes = wire::encode(question);
                bytes[2] |= 0x80;
                bytes[3] = rcode;
                Ok(bytes)
            }
        }
    }
}

impl Timer for &World {
    async fn sleep(&self, milliseconds: u32) {
        self.slept.borrow_mut().push(milliseconds);
        self.pass(milliseconds.into());
    }
}

impl Clock for World {
    fn now(&self) -> u64 {
        self.now.get()
    }
}

type Tested<'w> = Chain<&'w World, &'w World, &'w World>;

fn world(does: impl Fn(&str, &str) -> Does + 'static) -> World {
    World {
        does: RefCell::new(Box::new(does)),
        asked: RefCell::default(),
        fresh: Cell::new(false),
        slept: RefCell::default(),
        now: Cell::new(1_000_000),
    }
}

fn chain<'w>(world: &'w World, resolvers: &[&str]) -> Tested<'w> {
    Chain::new(world, world, world, resolvers.iter().copied())
}

fn ask(chain: &Tested<'_>, name: &str) -> Lookup {
    let question = Question::new(name.parse().unwrap(), RecordType::Txt);
    chain.ask(question).now_or_never().expect("nothing here waits")
}

fn trouble(lookup: &Lookup) -> Option<Trouble> {
    match lookup.answer.outcome {
        Outcome::Unknown(trouble) => Some(trouble),
        Outcome::Found(_) | Outcome::Absent { .. } => None,
    }
}

#[test]
fn an_answer_is_final_and_says_who_gave_it_and_when() {
    let world = world(|_, name| if name == "none.example" { Does::Says(3) } else { YES });
    let chain = chain(&world, &["a", "b"]);
    let lookup = ask(&chain, "x.example");
    assert!(matches!(lookup.answer.outcome, Outcome::Absent { what: Absence::NoSuchType, .. }));
    assert_eq!((&*lookup.resolver, lookup.at, lookup.took), ("a", 1_000_010, 10));
    assert!(ask(&chain, "none.example").answer.no_such_name());
    assert_eq!(world.asked(), "a a");
}

#[test]
fn a_failure_of_the_resolver_to_find_out_is_an_answer() {
    let world = world(|_, _| Does::Says(2));
    assert_eq!(trouble(&ask(&chain(&world, &["a", "b"]), "x.example")), Some(Trouble::ServerFailure));
    assert_eq!(world.asked(), "a");
}

#[test]
fn whatever_else_goes_wrong_is_tried_again_and_then_elsewhere() {
    for does in [
        Does::Says(5),
        Does::Garbage,
        BLOCKED,
        Does::Hangs,
        Does::Fails(Trouble::HttpError(500)),
        Does::Fails(Trouble::HttpError(429)),
        Does::Fails(Trouble::BadAnswer),
    ] {
        let world = world(move |url, _| if url == "c" { YES } else { does });
        let chain = chain(&world, &["a", "b", "c", "d"]);
        let lookup = ask(&chain, "x.example");
        assert_eq!(trouble(&lookup), None);
        assert_eq!(&*lookup.resolver, "c");
        assert_eq!(world.asked(), "a a b b c");
    }
}

#[test]
fn a_second_chance_may_be_enough() {
    let first = Rc::new(Cell::new(true));
    let world = world(move |_, _| if first.replace(false) { BLOCKED } else { YES });
    let chain = chain(&world, &["a", "b"]);
    assert_eq!(&*ask(&chain, "x.example").resolver, "a");
    assert_eq!(&*ask(&chain, "y.example").resolver, "a");
    assert_eq!(world.asked(), "a a a");
}

#[test]
fn an_answer_is_awaited_for_four_seconds() {
    let world = world(|url, _| if url == "a" { Does::Hangs } else { YES });
    let lookup = ask(&chain(&world, &["a", "b"]), "x.example");
    assert_eq!(*world.slept.borrow(), [4_000, 4_000]);
    assert_eq!(lookup.took, 8_030);
}

#[test]
fn too_many_requests_are_followed_by_a_pause() {
    let world = world(|_, _| Does::Fails(Trouble::HttpError(429)));
    assert_eq!(trouble(&ask(&chain(&world, &["a"]), "x.example")), Some(Trouble::HttpError(429)));
    assert_eq!(*world.slept.borrow(), [1_000]);
}

#[test]
fn later_questions_start_at_the_resolver_that_works() {
    let world = world(|url, _| if url == "a" { BLOCKED } else { YES });
    let chain = chain(&world, &["a", "b"]);
    ask(&chain, "x.example");
    assert_eq!(world.asked(), "a a b");
    ask(&chain, "y.example");
    assert_eq!(world.asked(), "b");
    world.pass(PASSED_OVER);
    ask(&chain, "z.example");
    assert_eq!(world.asked(), "a a b", "after a minute it has another chance");
    chain.again();
    ask(&chain, "z.example");
    assert_eq!(world.asked(), "a a b", "and when the reader asks again");
}

#[test]
fn a_resolver_that_refuses_one_question_is_asked_the_next_one() {
    let world = world(|url, name| if url == "a" && name == "x.example" { Does::Says(5) } else { YES });
    let chain = chain(&world, &["a", "b"]);
    assert_eq!(&*ask(&chain, "x.example").resolver, "b");
    assert_eq!(&*ask(&chain, "y.example").resolver, "a");
}

#[test]
fn what_a_resolver_said_tells_more_than_silence() {
    for (a, b, expected, who) in [
        (BLOCKED, Does::Says(5), Trouble::Refused, "b"),
        (Does::Says(5), BLOCKED, Trouble::Refused, "a"),
        (Does::Hangs, BLOCKED, Trouble::Timeout, "a"),
        (BLOCKED, Does::Says(2), Trouble::ServerFailure, "b"),
    ] {
        let world = world(move |url, _| if url == "a" { a } else { b });
        let lookup = ask(&chain(&world, &["a", "b"]), "x.example");
        assert_eq!((trouble(&lookup), &*lookup.resolver), (Some(expected), who));
    }
}

#[test]
fn where_nothing_answers_a_check_ends_soon() {
    let world = world(|_, _| Does::Hangs);
    let chain = chain(&world, &["a", "b"]);
    assert_eq!(trouble(&ask(&chain, "x.example")), Some(Trouble::Timeout));
    assert_eq!(world.asked(), "a a b b");
    ask(&chain, "y.example");
    assert_eq!(world.asked(), "a b", "both may have come back");
    let before = world.now.get();
    for n in 0..100 {
        let found = trouble(&ask(&chain, &format!("n{n}.example")));
        assert_eq!(found, Some(Trouble::Timeout), "what was not sent meets what the last one met");
    }
    assert_eq!((world.asked().as_str(), world.now.get()), ("", before));
    *world.does.borrow_mut() = Box::new(|_, _| YES);
    world.pass(REST);
    assert_eq!(trouble(&ask(&chain, "z.example")), None, "and the next check asks");
    assert_eq!(trouble(&ask(&chain, "n1.example")), None);
}

#[test]
fn names_that_make_a_resolver_hang_do_not_stop_the_others() {
    let world = world(|_, name| if name.starts_with("slow") { Does::Hangs } else { YES });
    let chain = chain(&world, &["a"]);
    for n in 0..4 {
        assert_eq!(trouble(&ask(&chain, &format!("slow{n}.example"))), Some(Trouble::Timeout));
        assert_eq!(trouble(&ask(&chain, "x.example")), None);
    }
}

#[test]
fn asking_again_goes_round_caches_and_rests() {
    let world = world(|_, _| BLOCKED);
    let chain = chain(&world, &["a"]);
    for name in ["x.example", "y.example", "z.example"] {
        ask(&chain, name);
    }
    assert_eq!(world.asked(), "a a a");
    assert!(!world.fresh.get());
    chain.again();
    ask(&chain, "x.example");
    assert_eq!(world.asked(), "a a");
    assert!(world.fresh.get());
}

#[test]
fn a_chain_of_nobody_knows_nothing() {
    let world = world(|_, _| YES);
    assert_eq!(trouble(&ask(&chain(&world, &[]), "x.example")), Some(Trouble::BlockedOrUnreachable));
}
