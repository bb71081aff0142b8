//! The browser's edge in a real browser: `make test` runs this with wasm-bindgen-test.
#![cfg(target_arch = "wasm32")]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use waxseal::browser::time::{Now, Wait};
use waxseal::browser::{self, clipboard, focus, frame, idna, location, mark, start};
use waxseal::dns::{Clock, Timer};
use web_sys::{
    ClipboardEvent, ClipboardEventInit, DataTransfer, Document, DragEvent, DragEventInit, Element, Event,
    EventInit, HtmlElement, HtmlTextAreaElement, KeyboardEvent, KeyboardEventInit, Window,
};

wasm_bindgen_test_configure!(run_in_browser);

fn window() -> Window {
    web_sys::window().unwrap()
}

fn document() -> Document {
    window().document().unwrap()
}

/// Some HTML in the page, taken out again at the end of the test.
struct Stage(Element);

impl Stage {
    fn new(html: &str) -> Self {
        let root = document().create_element("div").unwrap();
        root.set_id("stage");
        root.set_inner_html(html);
        document().body().unwrap().append_child(&root).unwrap();
        Self(root)
    }

    fn find(&self, selector: &str) -> HtmlElement {
        self.0.query_selector(selector).unwrap().unwrap().dyn_into().unwrap()
    }

    /// The `id`s of what carries the mark.
    fn marked(&self) -> Vec<String> {
        let found = self.0.query_selector_all(".on").unwrap();
        (0..found.length()).map(|i| found.item(i).unwrap().unchecked_into::<Element>().id()).collect()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.0.remove();
    }
}

fn focused() -> String {
    document().active_element().map(|element| element.id()).unwrap_or_default()
}

/// What `see` makes of an event that happens on an element and bubbles up.
fn on_event<T: 'static>(target: &Element, event: &Event, see: impl Fn(&Event) -> T + 'static) -> T {
    let seen = Rc::new(RefCell::new(None));
    let out = seen.clone();
    let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| *out.borrow_mut() = Some(see(&event)));
    let body = document().body().unwrap();
    let listen = listener.as_ref().unchecked_ref();
    body.add_event_listener_with_callback(&event.type_(), listen).unwrap();
    target.dispatch_event(event).unwrap();
    body.remove_event_listener_with_callback(&event.type_(), listen).unwrap();
    seen.take().expect("the event reaches the body")
}

fn event(kind: &str) -> Event {
    let options = EventInit::new();
    options.set_bubbles(true);
    Event::new_with_event_init_dict(kind, &options).unwrap()
}

fn key(name: &str, control: bool) -> KeyboardEvent {
    let options = KeyboardEventInit::new();
    options.set_bubbles(true);
    options.set_cancelable(true);
    options.set_key(name);
    options.set_ctrl_key(control);
    KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &options).unwrap()
}

/// Presses a key on what has the focus; whether the edge took it.
fn press(name: &str, control: bool) -> bool {
    let event = key(name, control);
    let target = document().active_element().unwrap();
    on_event(&target, &event, |event| focus::rove(event.unchecked_ref()));
    event.default_prevented()
}

/// Waits until all timers that are due in `milliseconds` have run.
async fn wait(milliseconds: i32) {
    let timer = js_sys::Promise::new(&mut |done, _| {
        window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds).unwrap();
    });
    JsFuture::from(timer).await.unwrap();
}

async fn next_frame() {
    let frame = js_sys::Promise::new(&mut |done, _| {
        window().request_animation_frame(&done).unwrap();
    });
    JsFuture::from(frame).await.unwrap();
}

#[wasm_bindgen_test]
fn elements_are_found_or_not() {
    let stage = Stage::new("<p id=one></p><p id=two></p>");
    assert_eq!(browser::find("#stage p").map(|p| p.id()).as_deref(), Some("one"));
    assert!(browser::find("#nothing").is_none());
    assert!(browser::find("[[").is_none(), "a selector that the browser can't read finds nothing");
    let outer =
        on_event(&stage.find("#two"), &event("click"), |e| browser::closest(e, "#stage").map(|s| s.id()));
    assert_eq!(outer.as_deref(), Some("stage"));
}

#[wasm_bindgen_test]
async fn the_fragment_is_read_as_it_was_written() {
    let changes = Rc::new(Cell::new(0));
    let count = changes.clone();
    location::on_change(move || count.set(count.get() + 1));
    for fragment in ["/rules/spf-a", "/explain?r=v=spf1%20%2Ball&r=%C3%A9#x", ""] {
        location::go(&["#", fragment].concat());
        assert_eq!(location::fragment(), fragment);
    }
    wait(0).await;
    next_frame().await;
    assert!(changes.get() >= 2, "each change is told: {}", changes.get());
}

#[wasm_bindgen_test]
fn a_link_has_the_pages_address_and_one_fragment() {
    location::go("#/rules");
    let href = window().location().href().unwrap();
    let link = location::link("#/explain?r=a");
    assert_eq!(link, href.replace("#/rules", "#/explain?r=a"));
    assert_eq!(link.matches('#').count(), 1);
}

#[wasm_bindgen_test]
fn the_title_is_set() {
    location::set_title("A title · Waxseal");
    assert_eq!(document().title(), "A title · Waxseal");
}

const MARKS: &str = "<div data-marks id=root>\
    <span data-part=1 id=a tabindex=-1>a</span><span data-part=2 id=b tabindex=-1><b id=in-b>b</b></span>\
    <ol><li data-part=1 id=says-a>A</li><li data-part=2 id=says-b><i id=in-says-b>B</i></li></ol>\
    </div><div data-marks><span data-part=1 id=elsewhere>a</span></div>";

#[wasm_bindgen_test]
fn a_part_and_its_sentence_are_marked_together_in_their_own_record() {
    let stage = Stage::new(MARKS);
    let happens = |on: &str| on_event(&stage.find(on), &event("mousemove"), mark::from_event);
    happens("#a");
    assert_eq!(stage.marked(), ["a", "says-a"]);
    happens("#in-says-b");
    assert_eq!(stage.marked(), ["b", "says-b"], "from inside the sentence, and in place of the other");
    happens("#root");
    assert_eq!(stage.marked(), ["b", "says-b"], "between parts the mark stays");
}

#[wasm_bindgen_test]
fn a_mark_leaves_with_the_pointer_unless_the_keyboard_holds_it() {
    let stage = Stage::new(MARKS);
    on_event(&stage.find("#a"), &event("mousemove"), mark::from_event);
    on_event(&stage.find("#root"), &event("mouseleave"), mark::leave);
    assert!(stage.marked().is_empty());
    on_event(&stage.find("#b"), &event("mousemove"), mark::from_event);
    stage.find("#b").focus().unwrap();
    on_event(&stage.find("#root"), &event("mouseleave"), mark::leave);
    assert_eq!(stage.marked(), ["b", "says-b"]);
}

#[wasm_bindgen_test]
fn the_sentence_of_a_chosen_part_comes_into_view() {
    let stage = Stage::new(MARKS);
    let list = stage.find("ol");
    list.set_class_name("far");
    let space = document().create_element("div").unwrap().dyn_into::<HtmlElement>().unwrap();
    js_sys::Reflect::set(&space, &"innerHTML".into(), &"<br>".repeat(300).into()).unwrap();
    list.before_with_node_1(&space).unwrap();
    focus::scroll_to(0.0);
    on_event(&stage.find("#b"), &event("click"), mark::show_sentence);
    assert!(focus::scroll() > 0.0);
    assert_eq!(stage.marked(), ["b", "says-b"]);
    focus::scroll_to(0.0);
    assert_eq!(focus::scroll(), 0.0);
}

const STOPS: &str = "<div data-rove id=group>\
    <span data-stop tabindex=-1 id=one></span><span data-stop tabindex=-1 id=two></span>\
    <span data-stop tabindex=-1 id=three></span></div><div data-rove><i data-stop tabindex=-1 id=other></i></div>";

#[wasm_bindgen_test]
fn a_group_is_one_stop_of_tab_and_arrows_move_in_it() {
    let stage = Stage::new(STOPS);
    let reached = || {
        let all = stage.0.query_selector_all("[tabindex='0']").unwrap();
        (0..all.length()).map(|i| all.item(i).unwrap().unchecked_into::<Element>().id()).collect::<Vec<_>>()
    };
    focus::tend_stops(&stage.0);
    assert_eq!(reached(), ["one", "other"], "the first of each group");
    focus::on_first("#one");
    assert_eq!(focused(), "one");
    for (key, there) in [
        ("ArrowRight", "two"),
        ("ArrowDown", "three"),
        ("ArrowRight", "three"),
        ("Home", "one"),
        ("ArrowLeft", "one"),
        ("End", "three"),
        ("ArrowUp", "two"),
    ] {
        assert!(press(key, false), "{key}");
        assert_eq!(focused(), there, "{key}");
    }
    assert_eq!(reached(), ["two", "other"], "Tab returns to where the arrows left");
    assert!(!press("x", false) && !press("ArrowRight", true), "other keys are the browser's");
    assert_eq!(focused(), "two");
    focus::tend_stops(&stage.0);
    assert_eq!(reached(), ["two", "other"], "a group that has its stop keeps it");
}

#[wasm_bindgen_test]
fn focus_on_what_is_not_there_changes_nothing() {
    let stage = Stage::new("<button id=here></button><button id=gone></button>");
    focus::on_first("#here");
    focus::on_first("#nowhere");
    let gone = stage.find("#gone");
    gone.remove();
    focus::on(&gone);
    assert_eq!(focused(), "here");
}

#[wasm_bindgen_test]
fn the_static_box_is_read_and_its_place_cleared() {
    let stage = Stage::new("<div id=place><textarea id=area></textarea></div>");
    let area: HtmlTextAreaElement = stage.find("#area").unchecked_into();
    area.set_value("v=spf1 💌 -all");
    area.focus().unwrap();
    area.set_selection_range(7, 9).unwrap();
    let (place, meanwhile) = start::take_over("#place", "#area").unwrap();
    assert_eq!(meanwhile.text, "v=spf1 💌 -all");
    assert_eq!((meanwhile.focused, meanwhile.selection), (true, (7, 9)));
    assert_eq!((place.id().as_str(), place.child_element_count()), ("place", 0));
}

#[wasm_bindgen_test]
fn taking_over_does_without_a_box_but_not_without_a_place() {
    let _stage = Stage::new("<div id=place>Loading</div><button id=elsewhere></button>");
    focus::on_first("#elsewhere");
    let (place, meanwhile) = start::take_over("#place", "#area").unwrap();
    assert_eq!((meanwhile.text.as_str(), meanwhile.focused), ("", false));
    assert_eq!(place.text_content().as_deref(), Some(""));
    assert!(start::take_over("#no-place", "#area").is_none());
}

#[wasm_bindgen_test]
async fn work_is_done_at_the_next_frame() {
    let done = Rc::new(Cell::new(false));
    let sign = done.clone();
    frame::next(move || sign.set(true));
    assert!(!done.get(), "and not at once");
    next_frame().await;
    assert!(done.get());
}

#[wasm_bindgen_test]
async fn a_timer_runs_unless_it_is_stopped() {
    let runs = Rc::new(RefCell::new(Vec::new()));
    let run = |name: &'static str| {
        let runs = runs.clone();
        move || runs.borrow_mut().push(name)
    };
    let stopped = frame::Timer::after(1, run("stopped")).unwrap();
    frame::Timer::after(2, run("second")).unwrap();
    frame::Timer::after(0, run("first")).unwrap();
    stopped.stop();
    assert!(runs.borrow().is_empty(), "and none at once");
    wait(20).await;
    assert_eq!(*runs.borrow(), ["first", "second"]);
}

#[wasm_bindgen(inline_js = r#"
    export function clipboard_that(answers) {
        const took = [];
        Object.defineProperty(navigator, "clipboard", {
            configurable: true,
            value: answers === "absent" ? undefined : {
                writeText(text) {
                    took.push(text);
                    return answers === "yes" ? Promise.resolve() : Promise.reject(new DOMException("", "NotAllowedError"));
                },
            },
        });
        document.execCommand = (command) => {
            took.push(`${command} ${document.activeElement.value}`);
            return true;
        };
        return took;
    }
    export function clipboard_again() {
        delete navigator.clipboard;
        delete document.execCommand;
    }
"#)]
extern "C" {
    fn clipboard_that(answers: &str) -> js_sys::Array;
    fn clipboard_again();
}

#[wasm_bindgen_test]
async fn a_text_is_copied_by_the_clipboard_or_by_the_older_way() {
    let stage = Stage::new("<button id=copy></button>");
    stage.find("#copy").focus().unwrap();
    for (answers, took) in [("yes", "a 💌"), ("no", "a 💌,copy a 💌"), ("absent", "copy a 💌")] {
        let seen = clipboard_that(answers);
        let copied = clipboard::copy("a 💌").await;
        clipboard_again();
        assert!(copied, "{answers}");
        assert_eq!(String::from(seen.to_string()), took, "{answers}");
        assert_eq!(focused(), "copy", "the focus is where it was");
        assert!(document().query_selector("body > textarea").unwrap().is_none(), "nothing stays in the page");
    }
}

#[wasm_bindgen_test]
fn what_is_pasted_or_dropped_is_read() {
    let stage = Stage::new("<textarea id=area></textarea>");
    let area = stage.find("#area");
    let data = |text: &str| {
        let data = DataTransfer::new().unwrap();
        data.set_data("text/plain", text).unwrap();
        data
    };
    let paste = |text: &str| {
        let options = ClipboardEventInit::new();
        options.set_bubbles(true);
        options.set_clipboard_data(Some(&data(text)));
        ClipboardEvent::new_with_event_init_dict("paste", &options).unwrap()
    };
    let drop = DragEventInit::new();
    drop.set_bubbles(true);
    drop.set_data_transfer(Some(&data("dropped")));
    let drop = DragEvent::new_with_event_init_dict("drop", &drop).unwrap();
    assert_eq!(on_event(&area, &paste("pasted"), clipboard::brought).as_deref(), Some("pasted"));
    assert_eq!(on_event(&area, &drop, clipboard::brought).as_deref(), Some("dropped"));
    assert_eq!(on_event(&area, &paste(""), clipboard::brought), None, "a picture brings no text");
    assert_eq!(on_event(&area, &event("paste"), clipboard::brought), None);
}

#[wasm_bindgen_test]
fn names_in_other_scripts_are_read_by_the_browser() {
    for (name, ascii) in [
        ("Bücher.example", Some("xn--bcher-kva.example")),
        ("_dmarc.bücher.example", Some("_dmarc.xn--bcher-kva.example")),
        ("ｅｘａｍｐｌｅ.com", Some("example.com")),
        ("bü cher.example", None),
        ("bü/cher.example", None),
        ("bücher.example:25", None),
        ("b%C3%BCcher.example", None),
        ("", None),
    ] {
        assert_eq!(idna::to_ascii(name).as_deref(), ascii, "{name}");
    }
}

#[wasm_bindgen_test]
async fn a_wait_lasts_as_long_as_it_should() {
    let before = Now.now();
    assert!(before > 1_700_000_000_000, "it counts from 1970");
    Wait.sleep(30).await;
    // Timers of browsers may be a millisecond early.
    assert!(Now.now() - before >= 29);
}
