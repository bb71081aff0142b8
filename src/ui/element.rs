//! All elements of the page are of one type.
//!
//! Leptos' own elements are of one type for each combination of tag, attributes and children, and each type costs
//! code of its own to be built, changed and taken away: that was more than the rules of all records together. An
//! [`El`] holds the same in lists, so the code is there once.

use std::borrow::Cow;

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::renderer::{RemoveEventHandler, Rndr};
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Position, PositionState, Render};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Event;

/// An element that is going to be built. It is a pointer, so that describing one step by step moves little.
pub struct El(Box<Parts>);

type Tender = Box<dyn Fn(&Element) + Send>;
type Handler = Box<dyn FnMut(Event) + Send>;

struct Parts {
    namespace: Option<&'static str>,
    tag: &'static str,
    attributes: Vec<(&'static str, Cow<'static, str>)>,
    tenders: Vec<Tender>,
    handlers: Vec<(&'static str, Handler)>,
    children: Vec<AnyView>,
}

/// An element of HTML.
pub fn el(tag: &'static str) -> El {
    of(None, tag)
}

/// An element of a picture.
pub fn svg(tag: &'static str) -> El {
    of(Some("http://www.w3.org/2000/svg"), tag)
}

fn of(namespace: Option<&'static str>, tag: &'static str) -> El {
    let (attributes, tenders, handlers, children) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    El(Box::new(Parts { namespace, tag, attributes, tenders, handlers, children }))
}

/// A text node.
pub fn text(text: impl Into<Cow<'static, str>>) -> AnyView {
    text.into().into_any()
}

impl El {
    /// Its class.
    pub fn class(self, class: impl Into<Cow<'static, str>>) -> Self {
        self.attr("class", class)
    }

    /// An attribute that stays.
    pub fn attr(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.0.attributes.push((name, value.into()));
        self
    }

    /// An attribute that is there at times.
    pub fn attr_while(
        self,
        name: &'static str,
        value: &'static str,
        is_there: impl Fn() -> bool + Send + 'static,
    ) -> Self {
        let is_there: Box<dyn Fn() -> bool + Send> = Box::new(is_there);
        self.tend(move |element| {
            if is_there() {
                Rndr::set_attribute(element, name, value);
            } else {
                Rndr::remove_attribute(element, name);
            }
        })
    }

    /// Done to the element before its children are built, and again whenever something changes that it reads.
    pub fn tend(mut self, tender: impl Fn(&Element) + Send + 'static) -> Self {
        self.0.tenders.push(Box::new(tender));
        self
    }

    /// What happens at an event.
    pub fn on(mut self, event: &'static str, handler: impl FnMut(Event) + Send + 'static) -> Self {
        self.0.handlers.push((event, Box::new(handler)));
        self
    }

    /// A text as the next child.
    pub fn text(self, content: impl Into<Cow<'static, str>>) -> Self {
        self.child(text(content))
    }

    /// The next child.
    pub fn child(mut self, child: impl IntoAny) -> Self {
        self.0.children.push(child.into_any());
        self
    }

    /// The next child, where there is one.
    pub fn maybe(self, child: Option<impl IntoAny>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// The next children.
    pub fn children(mut self, children: impl IntoIterator<Item = impl IntoAny>) -> Self {
        for child in children {
            self.0.children.push(child.into_any());
        }
        self
    }
}

/// An element that was built.
pub struct ElState {
    element: Element,
    // Held for as long as the element is: what follows a value and what hears an event ends when it is dropped.
    _tenders: Vec<RenderEffect<()>>,
    _handlers: Vec<RemoveEventHandler<Element>>,
    _children: Vec<AnyViewState>,
}

impl Render for El {
    type State = ElState;

    fn build(self) -> ElState {
        let Parts { namespace, tag, attributes, tenders, handlers, children } = *self.0;
        let element = Rndr::create_element(tag, namespace);
        for (name, value) in attributes {
            Rndr::set_attribute(&element, name, &value);
        }
        let tended = |tender: Tender| {
            let element = element.clone();
            RenderEffect::new(move |_| tender(&element))
        };
        let tenders = tenders.into_iter().map(tended).collect();
        let heard = |(event, mut handler): (_, Handler)| {
            let handler = Box::new(move |event: JsValue| handler(event.unchecked_into()));
            Rndr::add_event_listener(&element, event, handler)
        };
        let handlers = handlers.into_iter().map(heard).collect();
        let built = |child: AnyView| {
            let mut child = child.build();
            child.mount(&element, None);
            child
        };
        let children = children.into_iter().map(built).collect();
        ElState { element, _tenders: tenders, _handlers: handlers, _children: children }
    }

    /// Puts the new element in the old one's place. What changes often stands in a place of its own below it.
    fn rebuild(self, state: &mut ElState) {
        let mut new = self.build();
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl Mountable for ElState {
    fn unmount(&mut self) {
        self.element.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.element.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.element.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.element.clone()]
    }
}

leptos::tachys::no_attrs!(El);

/// The page is built in the browser alone: no server writes it as text first.
impl RenderHtml for El {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> ElState {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
