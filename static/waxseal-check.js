// <waxseal-check>: a vendor's checklist, or a record explained, inside a page of yours. docs/linking.md tells of its
// attributes, its looks, its events, and of the headers that it needs.
//
// Links, records and DNS hold text from strangers: all of it is shown as text nodes. What asks and judges is waxseal.js
// beside this file, with its wasm; it is loaded once somebody sees the element or uses it.

const HOME = new URL("./", import.meta.url);

/** The labels, in the one language so far; sentences of the core are in English whatever these are. */
const ENGLISH = {
  start: "Check your DNS records",
  loading: "Loading the check…",
  title: "Check the records on this list",
  names: (vendor) => `This list comes from the page that shows it, which names “${vendor}”; Waxseal did not write it.`,
  nameless: "This list comes from the page that shows it; Waxseal did not write it.",
  article: (host) => `The article at ${host}`,
  domain: "Your domain",
  value: (name) => `Your value for ${name}`,
  whoSees: "Waxseal asks Cloudflare’s DNS resolver, which will see this name; if it does not answer, Google, DNS.SB or CZ.NIC. Nothing else leaves your browser.",
  hostSees: (host) => `Waxseal asks the DNS resolver at ${host}, which will see this name.`,
  pageSees: "Waxseal asks this page, which will see this name.",
  check: "Check",
  asking: "Asking…",
  alarm: "Stop: your own mail is at risk",
  seen: "Seen in DNS:",
  enter: (host = "your DNS host", place) => (place ? `Enter at ${host}: ${place}` : `Enter at ${host}`),
  enterIf: (host = "your DNS host", place) => `If it is not there yet, enter at ${host}${place ? `: ${place}` : ""}`,
  empty: "leave it empty",
  wholeName: (name) => `Some DNS hosts ask for the whole name: ${name}`,
  lookups: (before, after) => `SPF lookups: ${before} now, ${after} with this value. Receivers stop after 10.`,
  kept: (time) => `An old answer may be kept until ${time}.`,
  asked: (resolver, time) => `Asked ${resolver === "function" ? "this page" : resolver} at ${time}.`,
  again: "Ask again now",
  note: "Copy for support",
  whole: "Open the whole page",
  copy: "Copy",
  copyOf: (label, value) => `Copy ${label}: ${value}`,
  copied: "Copied.",
  selected: "This page may not copy. The text is selected: copy it with your keyboard.",
  needsDomain: "Type your domain first.",
  failed: "The check could not be loaded, so nothing was asked. Try again, or use the link.",
  broken: (at) => `The place is at character ${at} of the link.`,
  parts: "What each part does",
  findings: "What to know",
  publish: "Publish",
  why: "The rule, and its reason",
};

const WORDS = { en: ENGLISH };

const STYLE = `
:host { display: block; color: var(--_ink); font: inherit; font-family: var(--waxseal-font, inherit); line-height: 1.5; text-align: start;
  --_ink: var(--waxseal-ink, #1f1b16); --_soft: var(--waxseal-soft, #5d554a); --_paper: var(--waxseal-paper, #fffdf9);
  --_line: var(--waxseal-line, #e2d9cb); --_edge: var(--waxseal-edge, #8d8273); --_accent: var(--waxseal-accent, #1f1b16);
  --_on: var(--waxseal-on-accent, #fffdf9); --_bad: var(--waxseal-bad, #a3201d); --_warn: var(--waxseal-warn, #7d5200);
  --_good: var(--waxseal-good, #2a6b3f); --_note: var(--waxseal-note, #3d5a80); --_focus: var(--waxseal-focus, #1a56c4);
  --_mono: var(--waxseal-mono, ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace); }
@supports (color: light-dark(#000, #fff)) {
  :host { --_ink: var(--waxseal-ink, light-dark(#1f1b16, #f1ebe0)); --_soft: var(--waxseal-soft, light-dark(#5d554a, #b8ad9b));
    --_paper: var(--waxseal-paper, light-dark(#fffdf9, #201c16)); --_line: var(--waxseal-line, light-dark(#e2d9cb, #3a342a));
    --_edge: var(--waxseal-edge, light-dark(#8d8273, #857a69)); --_accent: var(--waxseal-accent, light-dark(#1f1b16, #f1ebe0));
    --_on: var(--waxseal-on-accent, light-dark(#fffdf9, #17140f)); --_bad: var(--waxseal-bad, light-dark(#a3201d, #e98680));
    --_warn: var(--waxseal-warn, light-dark(#7d5200, #e2b258)); --_good: var(--waxseal-good, light-dark(#2a6b3f, #7cc795));
    --_note: var(--waxseal-note, light-dark(#3d5a80, #93b4de)); --_focus: var(--waxseal-focus, light-dark(#1a56c4, #8ab4ff)); }
}
:host([hidden]), [hidden] { display: none !important; }
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
:host([theme="auto"]) { color-scheme: light dark; }
* { box-sizing: border-box; }
.box { background: var(--_paper); border: 1px solid var(--_line); border-radius: var(--waxseal-radius, 10px); padding: 1.1em 1.25em; }
.box.waiting { min-height: 12em; }
h2, h3, h4, h5, h6 { margin: 0; font-size: 1.2em; line-height: 1.3; }
.need h3, .need h4, .need h5, .need h6 { font-size: 1.05em; }
p { margin: .4em 0; max-width: 44em; overflow-wrap: anywhere; }
p, li, h2, h3, h4, h5, h6, label, dt, dd { unicode-bidi: plaintext; text-align: match-parent; }
ul, ol, dl { margin: .4em 0; padding: 0; list-style: none; }
code, input.mono { font-family: var(--_mono); font-size: .92em; overflow-wrap: anywhere; direction: ltr; unicode-bidi: isolate; }
.soft, label, dt { color: var(--_soft); font-size: .92em; }
a { color: inherit; text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--_focus); outline-offset: 2px; }
form { margin: .8em 0; max-width: 34em; }
form > div { margin-block-end: .7em; }
label { display: block; }
input { width: 100%; min-height: 44px; font: inherit; color: inherit; background: transparent; border: 1px solid var(--_edge); border-radius: 8px; padding: .4em .7em; }
button { font: inherit; font-weight: 600; color: inherit; background: transparent; border: 1px solid var(--_edge); border-radius: 8px; padding: .4em .9em; min-height: 44px; cursor: pointer; }
button:hover { border-color: currentColor; }
button.main { color: var(--_on); background: var(--_accent); border-color: var(--_accent); }
.alarm { border: 2px solid var(--_bad); border-radius: 8px; padding: .7em 1em; margin: 1em 0; }
.alarm h3, .alarm h4, .alarm h5, .alarm h6, .problem { color: var(--_bad); }
.problem:empty { display: none; }
.need { border-block-start: 1px solid var(--_line); padding: .9em 0; }
.stands { font-weight: 700; margin: 0; }
.stands::before { content: "!"; display: inline-grid; place-items: center; width: 1.5em; height: 1.5em; margin-inline-end: .5em; border: 2px solid currentColor; border-radius: 50%; font-size: .85em; }
.bad { color: var(--_bad); } .warn { color: var(--_warn); } .good { color: var(--_good); } .note { color: var(--_note); }
.good::before { content: "✓"; } .note::before { content: "?"; }
.enter { border: 1px solid var(--_line); border-radius: 8px; padding: .6em .9em; margin: .7em 0; }
.enter > p:first-child { font-weight: 600; margin-block-start: 0; }
.field { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 .8em; align-items: center; padding: .25em 0; }
.field dt { grid-column: 1 / -1; } .field dd { margin: 0; min-width: 0; }
.row { display: flex; flex-wrap: wrap; gap: .6em; align-items: center; margin-block: .9em 0; }
.record { font-size: 1.05em; padding: .5em 0; } .record code { white-space: pre-wrap; }
.field button { font-weight: 400; }
.parts li { padding: .35em 0; } .parts li > code { display: block; font-weight: 600; } .finding { border-block-start: 1px solid var(--_line); padding: .5em 0; }
.off { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

/** The sheet that all elements share. A host's policy forbids style elements and attributes, and not this. */
let sheet;
function style() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
  }
  return sheet;
}

let loaded;
/** The JS API, loaded once for all elements; a load that failed can be tried again. */
function load() {
  loaded ??= (async () => {
    const api = await import(new URL("waxseal.js", HOME).href);
    await api.default();
    return api;
  })().catch((error) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

/** An element with attributes and children; a string is a text node, and what is missing is left out. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== false && child !== ""));
  return element;
}

/** A sentence of the core: English, with quoted values between back-ticks. */
function prose(tag, attributes, sentence) {
  const element = make(tag, { lang: "en-GB", ...attributes });
  const quoted = /(`+)(?!`)([^]*?[^`])\1(?!`)/g;
  let end = 0;
  for (const match of sentence.matchAll(quoted)) {
    element.append(sentence.slice(end, match.index), make("code", {}, match[1].length > 1 ? match[2].trim() : match[2]));
    end = match.index + match[0].length;
  }
  element.append(sentence.slice(end));
  return element;
}

const english = (tag, attributes, ...children) => make(tag, { lang: "en-GB", ...attributes }, ...children);

/** The colour of a status; its words stand beside it. */
const COLOURS = { "could-not-ask": "note", met: "good", "met-another-way": "good", absent: "warn" };
const VERDICTS = { error: "bad", warning: "warn", unknown: "note", advice: "note", good: "good" };

class WaxsealCheck extends HTMLElement {
  static observedAttributes = ["link", "record", "name", "type", "domain", "resolver", "level", "lang"];

  /** Labels in another language: those that are left out stay English. Elements made afterwards use them. */
  static words(language, words) {
    WORDS[language.toLowerCase()] = { ...ENGLISH, ...words };
  }

  #root;
  #api;
  #seen;
  #asking;
  #resolver;
  #report;
  #fields = [];
  #place = {};

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: "open", delegatesFocus: true });
    this.#root.adoptedStyleSheets = [style()];
  }

  connectedCallback() {
    if (this.#api) return;
    this.#wait();
    if (this.getAttribute("load") === "press") return;
    if (typeof IntersectionObserver !== "function") {
      this.#start();
      return;
    }
    this.#seen = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) this.#start();
    });
    this.#seen.observe(this);
  }

  disconnectedCallback() {
    this.#seen?.disconnect();
    this.#asking?.abort();
  }

  attributeChangedCallback(_, before, now) {
    if (before !== now && this.#api) this.#show();
  }

  /** Who is asked: an address, or a function as `checkSetup` takes it. Without it the attribute, or public resolvers. */
  get resolver() {
    return this.#resolver ?? this.getAttribute("resolver") ?? undefined;
  }

  set resolver(resolver) {
    this.#resolver = resolver ?? undefined;
    if (this.#api) this.#show();
  }

  /** The last result, as `waxseal-result` told it. */
  get report() {
    return this.#report;
  }

  /** Checks a domain, as if a reader had typed it. Resolves to the report; to nothing where none came. */
  async check(domain) {
    await this.#start();
    if (!this.#place.domain) return undefined;
    if (domain !== undefined) this.#place.domain.value = domain;
    return this.#ask();
  }

  get #words() {
    const language = (this.closest("[lang]")?.getAttribute("lang") ?? "en").toLowerCase();
    return WORDS[language] ?? WORDS[language.split("-")[0]] ?? ENGLISH;
  }

  /** Of what language the labels are. */
  get #lang() {
    return this.#words === ENGLISH ? "en-GB" : this.closest("[lang]").getAttribute("lang");
  }

  #heading(below, attributes, ...children) {
    const level = Number(this.getAttribute("level")) || 3;
    return make(`h${Math.min(6, Math.max(2, level) + below)}`, attributes, ...children);
  }

  /** Puts new content into the shadow root, and the focus where it was. */
  #put(...content) {
    const focused = this.#root.activeElement !== null;
    this.#root.replaceChildren(...content);
    if (focused) this.#root.querySelector("input, button")?.focus();
  }

  /** Before anything is loaded: a button, for readers who can't wait to be seen. */
  #wait() {
    const words = this.#words;
    const press = make("button", { type: "button", class: "main", click: () => this.#start() }, words.start);
    this.#put(make("div", { class: "box waiting", part: "box", lang: this.#lang }, press, make("p", { class: "soft", role: "status" })));
  }

  async #start() {
    this.#seen?.disconnect();
    if (this.#api) return;
    const status = this.#root.querySelector("[role=status]");
    if (status) status.textContent = this.#words.loading;
    try {
      const api = await load();
      if (this.#api) return;
      this.#api = api;
      this.#show();
    } catch (error) {
      // What the page's author put inside the element leads on, as it does where no script runs at all.
      this.#put(make("div", { class: "box", part: "box", lang: this.#lang },
        make("p", { class: "problem", role: "alert" }, this.#words.failed),
        make("button", { type: "button", click: () => this.#start() }, this.#words.start),
        make("p", {}, make("slot", {}, this.#away()))));
      this.#tell("waxseal-error", { error });
    }
  }

  #show() {
    this.#asking?.abort();
    this.#report = undefined;
    if (this.hasAttribute("record")) this.#explain();
    else this.#list();
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  /** A link to the page, where the same is shown with more room. */
  #away(fragment = this.#fragment()) {
    return make("a", { href: new URL(fragment, HOME).href, target: "_blank", rel: "noopener" }, this.#words.whole);
  }

  #fragment() {
    const record = this.getAttribute("record");
    if (record === null) {
      const link = this.getAttribute("link") ?? "";
      return link.includes("#") ? link.slice(link.indexOf("#")) : "#/";
    }
    const part = (name) => (this.hasAttribute(name) ? `&${name}=${encodeURIComponent(this.getAttribute(name))}` : "");
    return `#/explain?r=${encodeURIComponent(record)}${part("name")}${part("type")}`;
  }

  // ---- A checklist ----

  #list() {
    const words = this.#words;
    let setup;
    try {
      setup = this.#api.parseSetup(this.getAttribute("link") ?? "");
    } catch (error) {
      this.#put(make("div", { class: "box", part: "box", lang: this.#lang },
        english("p", { class: "problem", role: "alert" }, error.message),
        error.at === undefined ? "" : make("p", {}, words.broken(error.at + 1)), make("p", {}, make("slot"), " ", this.#away("#/"))));
      this.#tell("waxseal-error", { error });
      return;
    }
    const domain = this.getAttribute("domain") ?? setup.domain ?? "";
    this.#fields = setup.missing.map((name, at) => ({ name, input: this.#input(`v${at}`) }));
    const place = {
      domain: this.#input("domain", { inputmode: "url", value: domain, "aria-describedby": "who problem" }),
      title: this.#heading(0, { id: "title" }, words.title),
      problem: english("p", { class: "problem", id: "problem" }),
      status: make("p", { class: "soft", role: "status" }),
      next: english("p", { hidden: true }),
      alarms: make("div", { role: "alert" }),
      needs: make("ol", { "aria-labelledby": "title" }, setup.needs.map((need) => this.#expected(need))),
      after: make("div", { class: "row", hidden: true }),
      setup,
    };
    this.#place = place;
    const labelled = (label, input) => make("div", {}, make("label", { for: input.id }, label), input);
    const form = make("form", { novalidate: true, submit: (event) => { event.preventDefault(); this.#ask(); } },
      labelled(words.domain, place.domain),
      this.#fields.map(({ name, input }) => labelled(words.value(name), input)),
      make("button", { class: "main" }, words.check), place.problem,
      make("p", { class: "soft", id: "who" }, this.#whoSees()));
    this.#put(make("section", { class: "box", part: "box", "aria-labelledby": "title", lang: this.#lang },
      place.title, this.#asker(setup), place.next, place.alarms, form, place.status, place.needs, place.after));
    if (domain && setup.missing.length === 0) this.#ask();
  }

  #input(id, attributes = {}) {
    return make("input", { id, type: "text", class: "mono", autocomplete: "off", autocapitalize: "off", spellcheck: "false", ...attributes });
  }

  /** Who asks, said to be text of the page's. */
  #asker({ vendor, help }) {
    const words = this.#words;
    const line = make("p", { class: "soft" }, vendor ? words.names(vendor) : words.nameless);
    if (help) {
      line.append(" ", make("a", { href: help, rel: "noreferrer noopener", referrerpolicy: "no-referrer" }, words.article(new URL(help).host)));
    }
    return line;
  }

  #whoSees() {
    const resolver = this.resolver;
    if (resolver === undefined) return this.#words.whoSees;
    return typeof resolver === "function" ? this.#words.pageSees : this.#words.hostSees(host(resolver));
  }

  /** A record before anything is asked. */
  #expected(need) {
    return make("li", { class: "need" }, prose("p", {}, need.asks));
  }

  #refuse(says, input) {
    this.#place.problem.textContent = says;
    this.#place.status.textContent = "";
    input?.setAttribute("aria-invalid", "true");
    input?.focus();
  }

  /** Asks DNS. A question that is under way is given up for this one. */
  async #ask(fresh = false) {
    const place = this.#place;
    const words = this.#words;
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    place.problem.textContent = "";
    for (const { input } of [{ input: place.domain }, ...this.#fields]) input.removeAttribute("aria-invalid");
    const variables = { ...place.setup.variables };
    for (const { name, input } of this.#fields) if (input.value.trim()) variables[name] = input.value.trim();
    const open = this.#fields.find(({ name }) => !variables[name]);
    if (!place.domain.value.trim()) return this.#refuse(words.needsDomain, place.domain);
    place.status.textContent = words.asking;
    try {
      const report = await this.#api.checkSetup({ ...place.setup, variables }, place.domain.value, {
        resolver: this.resolver, signal: asking.signal, fresh, page: HOME.href,
      });
      if (asking.signal.aborted || place !== this.#place) return undefined;
      this.#found(report);
      return report;
    } catch (error) {
      if (asking.signal.aborted) return undefined;
      this.#refuse(error.message, open ? open.input : place.domain);
      this.#tell("waxseal-error", { error });
      return undefined;
    }
  }

  #found(report) {
    const place = this.#place;
    const words = this.#words;
    this.#report = report;
    place.title.replaceChildren(make("bdi", {}, report.domain), english("span", {}, `: ${report.summary}`));
    place.next.textContent = report.next;
    place.next.hidden = false;
    place.alarms.replaceChildren(...report.alarms.map((alarm) =>
      make("div", { class: "alarm" }, this.#heading(1, {}, words.alarm), prose("p", {}, alarm.says))));
    place.needs.replaceChildren(...report.needs.map((need) => this.#need(need, report)));
    // The line is read out, and stands where it is seen: the count is in it too.
    place.status.textContent = `${report.domain}: ${report.summary}. ${words.asked(host(report.resolver), this.#clock(report.askedAt))}`;
    place.after.hidden = false;
    if (!place.after.childElementCount) {
      place.after.append(
        make("button", { type: "button", click: () => this.#ask(true) }, words.again),
        make("button", { type: "button", click: () => this.#copy(() => this.#report.supportNote) }, words.note),
        make("span"));
    }
    place.after.lastChild.replaceChildren(this.#away(this.#fields.length ? this.#fragment() : report.link));
    this.#tell("waxseal-result", { kind: "setup", report });
  }

  #clock(time) {
    return new Date(time).toLocaleTimeString(this.#lang, { hour: "2-digit", minute: "2-digit" });
  }

  #need(need, report) {
    const words = this.#words;
    const kept = need.keptUntil && !need.status.startsWith("met") && Date.parse(need.keptUntil) > Date.now();
    return make("li", { class: "need", "data-status": need.status, part: "need" },
      english("p", { class: `stands ${COLOURS[need.status] ?? "bad"}` }, need.stands),
      this.#heading(1, { lang: "en-GB" }, need.title),
      make("p", { class: "soft" }, make("code", {}, `${need.need.type} ${need.name}`)),
      prose("p", {}, need.says),
      need.seen.length > 0 && make("div", { class: "soft" }, make("p", {}, words.seen),
        make("ul", {}, need.seen.map((seen) => make("li", {}, make("code", {}, shortened(seen)))))),
      need.publish && this.#enter(need, report.dnsHost),
      need.notes.map((note) => prose("p", { class: "soft" }, note)),
      kept && make("p", { class: "soft" }, words.kept(this.#clock(need.keptUntil))));
  }

  #enter({ status, publish }, dnsHost) {
    const words = this.#words;
    const title = status === "could-not-ask" ? words.enterIf : words.enter;
    return make("div", { class: "enter" },
      make("p", {}, title(dnsHost?.name, dnsHost?.place)),
      publish.step && prose("p", {}, publish.step),
      make("dl", {}, publish.fields.map((field) => this.#field(field))),
      publish.host !== "@" && make("p", { class: "soft" }, words.wholeName(publish.name)),
      publish.lookupsAfter !== undefined && publish.lookupsBefore !== undefined &&
        make("p", { class: "soft" }, words.lookups(publish.lookupsBefore, publish.lookupsAfter)),
      publish.note && prose("p", { class: "soft" }, publish.note));
  }

  #field({ label, value }) {
    const words = this.#words;
    if (!value) return make("div", { class: "field" }, english("dt", {}, label), make("dd", {}, words.empty));
    const code = make("code", {}, value);
    return make("div", { class: "field" }, english("dt", {}, label), make("dd", {}, code), make("dd", {}, this.#copyButton(label, value, code)));
  }

  #copyButton(label, value, code) {
    return make("button", { type: "button", "aria-label": this.#words.copyOf(label, value), click: () => this.#copy(() => value, code) }, this.#words.copy);
  }

  async #copy(text, code) {
    const words = this.#words;
    const status = this.#place.status;
    try {
      await navigator.clipboard.writeText(text());
      status.textContent = words.copied;
    } catch {
      // A frame may be kept from the clipboard: then the text is at least taken hold of.
      if (!code) code = this.#place.after.appendChild(make("code", { tabindex: "-1" }, text()));
      getSelection().selectAllChildren(code);
      status.textContent = words.selected;
    }
  }

  // ---- A record ----

  #explain() {
    const words = this.#words;
    const text = this.getAttribute("record");
    const report = this.#api.explainRecords(text, { name: this.getAttribute("name") ?? undefined, type: this.getAttribute("type") ?? undefined });
    this.#report = report;
    const status = make("p", { class: "soft", role: "status" });
    this.#place = { status, after: make("div") };
    const single = report.records.length === 1;
    this.#put(make("section", { class: "box", part: "box", "aria-labelledby": "title", lang: this.#lang },
      this.#heading(0, { id: "title", lang: "en-GB" }, spoken(report.summary)),
      report.records.map((record) => this.#record(record, single)),
      this.#findings(report.findings, 1), status, this.#place.after,
      make("p", {}, this.#away())));
    this.#tell("waxseal-result", { kind: "record", report });
  }

  #record(record, single) {
    const words = this.#words;
    const parts = record.segments.filter(({ role, says }) => role !== "space" && says);
    return make("div", { part: "record" },
      !single && prose("p", {}, record.summary),
      make("p", { class: "record" }, make("code", {}, record.value)),
      parts.length > 0 && this.#heading(1, {}, words.parts),
      parts.length > 0 && make("ul", { class: "parts" }, parts.map(({ text, says }) =>
        make("li", {}, make("code", {}, shortened(text)), " ", prose("span", {}, says)))),
      this.#findings(record.findings, 1));
  }

  #findings(findings, below) {
    if (findings.length === 0) return "";
    const words = this.#words;
    return make("div", {}, this.#heading(below, {}, words.findings), make("ul", {}, findings.map((finding) =>
      make("li", { class: "finding" },
        prose("p", { class: `stands ${VERDICTS[finding.severity]}` }, finding.message),
        finding.fix && prose("p", {}, finding.fix.title + "."),
        finding.fix?.value && make("dl", {}, this.#field({ label: words.publish, value: finding.fix.value })),
        make("p", { class: "soft" }, make("a", { href: new URL(`#/rules/${finding.rule}`, HOME).href, target: "_blank", rel: "noopener" }, words.why))))));
  }
}

/** The host of an address; other text as it is. */
function host(address) {
  return URL.canParse?.(address) ? new URL(address).host : String(address);
}

/** A summary is a heading here, where back-ticks would be read out. */
function spoken(sentence) {
  return sentence.replaceAll("`", "");
}

/** A text that fits: a key of 400 characters tells nobody more than its start. */
function shortened(text) {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

if (!customElements.get("waxseal-check")) customElements.define("waxseal-check", WaxsealCheck);

export { WaxsealCheck };
