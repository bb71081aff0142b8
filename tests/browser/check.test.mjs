// checkDomain and the setup functions of the JS API in Node, a page and a worker: over functions that behave and that
// don't, and over real servers on loopback, with every fault that a resolver can have.
import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { serve } from "../../tools/serve.mjs";
import { startDns } from "./dns.mjs";
import { DIST, eventually, stage } from "./stage.mjs";

const here = stage();
let api;
let dns;
before(async () => {
  api = await import(`${DIST}/waxseal.js`);
  api.initSync({ module: readFileSync(`${DIST}/waxseal_bg.wasm`) });
  dns = await startDns();
});
after(() => dns?.stop());

const VERDICTS = ["error", "warning", "unknown", "advice", "good"];
const REASONS = ["timeout", "blocked-or-unreachable", "http-error", "server-failure", "refused", "bad-answer", "dnssec-broken"];
const STATUSES = ["could-not-ask", "conflict", "met", "met-another-way", "damaged", "wrong-type", "different", "wrong-name", "absent"];
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function only(object, needed, optional = []) {
  assert.deepEqual(needed.filter((name) => !(name in object)), [], "a field that the types promise");
  assert.deepEqual(Object.keys(object).filter((name) => ![...needed, ...optional].includes(name)), [], "a field that the types don't have");
}

/** The shape of a domain's report, whole or not. */
function checkReport(report) {
  only(report, ["input", "domain", "notes", "verdict", "summary", "askedAt", "headlines", "encryption", "journey", "records", "findings", "changes", "lookups", "progress"], ["resolver"]);
  assert.ok(VERDICTS.includes(report.verdict));
  assert.match(report.askedAt, TIME);
  assert.match(report.summary, /^Can others forge its mail\? .+ Can it receive mail\? .+ Will its mail be trusted\? .+/);
  assert.deepEqual(report.headlines.map((one) => one.id), ["forge", "receive", "trust"]);
  for (const one of report.headlines) {
    only(one, ["id", "asks", "verdict", "answer", "reason"]);
    assert.ok(VERDICTS.includes(one.verdict) && report.summary.includes(`${one.asks} ${one.answer}`));
    assert.ok(one.verdict !== "unknown" || !["advice", "good"].includes(report.verdict), "what could not be asked counts");
  }
  only(report.encryption, ["id", "asks", "verdict", "answer", "reason"]);
  for (const stop of report.journey) only(stop, ["title", "asks", "verdict", "says"]);
  for (const change of report.changes) only(change, ["title", "rule", "verdict"], ["name", "host", "type", "value"]);
  for (const record of report.records) {
    only(record, ["kind", "value", "verdict", "reading", "summary", "segments", "findings", "cleaned"], ["name", "tidied", "corrected"]);
    assert.equal(record.segments.map((segment) => segment.text).join(""), record.value);
  }
  for (const finding of report.findings) only(finding, ["rule", "severity", "message", "why", "reference"], ["fix"]);
  for (const lookup of report.lookups) {
    only(lookup, ["name", "type", "outcome", "resolver", "ms"], ["ttl", "reason"]);
    assert.ok(["found", "no-such-name", "no-such-type", "could-not-ask"].includes(lookup.outcome));
    assert.equal("reason" in lookup, lookup.outcome === "could-not-ask");
    assert.ok(lookup.reason === undefined || REASONS.includes(lookup.reason), lookup.reason);
    assert.ok(Number.isInteger(lookup.ms));
  }
  const questions = report.lookups.map(({ name, type }) => `${name} ${type}`);
  assert.equal(new Set(questions).size, questions.length, "each question stands there once");
  only(report.progress, ["asked", "answered", "waiting"]);
  assert.equal(report.progress.answered, report.lookups.length);
  assert.equal("resolver" in report, report.lookups.length > 0);
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
  return report;
}

const checkDomain = async (domain, options) => checkReport(await api.checkDomain(domain, options));
const answer = (report, id) => report.headlines.find((one) => one.id === id);

/** A resolver over rows of `[name, type, data]`, with what it was asked. */
function table(rows) {
  const asked = [];
  const resolver = async (name, type, { checkingDisabled }) => {
    asked.push(`${name} ${type}${checkingDisabled ? " cd" : ""}`);
    const answers = rows.filter(([owner, rtype]) => owner === name && rtype === type).map(([, , data]) => ({ name, type, ttl: 300, data }));
    return { rcode: answers.length || rows.some(([owner]) => owner === name || owner.endsWith(`.${name}`)) ? "NOERROR" : "NXDOMAIN", negativeTtl: 60, answers };
  };
  return { resolver, asked };
}

const ZONE = [
  ["xn--bcher-kva.example", "MX", "10 mail.xn--bcher-kva.example."],
  ["xn--bcher-kva.example", "TXT", "v=spf1 mx -all"],
  ["mail.xn--bcher-kva.example", "A", "192.0.2.1"],
  ["_dmarc.xn--bcher-kva.example", "TXT", "v=DMARC1; p=reject"],
  ["s1._domainkey.xn--bcher-kva.example", "TXT", "v=DKIM1; p="],
];

test("a domain is understood as people type it, and reported", async () => {
  for (const typed of ["bücher.example", " user@BÜCHER.example. ", "https://bücher.example/x?y", "xn--bcher-kva.example"]) {
    const { resolver, asked } = table(ZONE);
    const report = await checkDomain(typed, { resolver, selectors: ["s1", "s2"] });
    assert.deepEqual([report.input, report.domain, report.resolver], [typed, "xn--bcher-kva.example", "function"]);
    assert.equal(report.notes.length > 0, typed !== report.domain, typed);
    assert.deepEqual([answer(report, "forge").answer, answer(report, "receive").answer], ["No", "Yes"]);
    assert.deepEqual(report.records.map((record) => record.kind), ["mx", "spf", "dmarc", "dkim"]);
    assert.equal(new Set(asked).size, asked.length, "no question is asked twice");
    assert.equal(report.lookups.length, asked.length);
    assert.deepEqual([report.progress.asked, report.progress.waiting], [asked.length, 0]);
    const lookup = (name, type) => report.lookups.find((one) => one.name === `${name}xn--bcher-kva.example` && one.type === type);
    assert.deepEqual([lookup("", "MX").outcome, lookup("", "MX").ttl], ["found", 300]);
    assert.deepEqual([lookup("", "A").outcome, lookup("", "A").ttl], ["no-such-type", 60]);
    assert.equal(lookup("s2._domainkey.", "TXT").outcome, "no-such-name");
  }
});

test("what can't be used is a TypeError that says so", async () => {
  const { resolver } = table(ZONE);
  const throws = new Proxy([], { get() { throw new Error("no"); } });
  for (const [domain, options, message] of [
    [undefined, {}, /takes a string/], [7, {}, /takes a string/], [{}, {}, /takes a string/], [Symbol("x"), {}, /takes a string/],
    ["", {}, /./], ["no name", {}, /./], ["192.0.2.1", {}, /./], ["a..example", {}, /./], ["\ud800.example", {}, /./], ["💌".repeat(1e5), {}, /too long/],
    ["x".repeat(1e7), {}, /too long/],
    ["a.example", { resolver: 7 }, /an address or a function/],
    ["a.example", { resolver, selectors: "s1" }, /array of strings/], ["a.example", { resolver, selectors: [7] }, /array of strings/],
    ["a.example", { resolver, selectors: throws }, /array of strings/],
    ["a.example", { resolver, onProgress: 7 }, /onProgress is a function/],
    ["a.example", { resolver, signal: {} }, /no AbortSignal/], ["a.example", { resolver, signal: 7 }, /no AbortSignal/],
  ]) await assert.rejects(api.checkDomain(domain, options), { name: "TypeError", message }, String(message));
  for (const selectors of [[], null, ["\ud800", "", "a b", "x".repeat(1e6), "..", "s1._domainkey.elsewhere.example"], Array(999).fill(0).map((_, i) => `s${i}`)]) {
    await checkDomain("a.example", { resolver, selectors });
  }
  for (const options of [undefined, null, 7, "x"]) await assert.rejects(api.checkDomain("no name", options), TypeError);
});

test("reports come as answers do, and none after the end", async () => {
  const { resolver } = table(ZONE);
  const slow = async (...ask) => {
    await new Promise((done) => setTimeout(done, 20));
    return resolver(...ask);
  };
  let settled = false;
  const seen = [];
  const report = await checkDomain("bücher.example", { resolver: slow, onProgress(report) {
    assert.ok(!settled);
    seen.push(checkReport(report));
    throw new Error("ignored");
  } });
  settled = true;
  assert.ok(seen.length > 1);
  assert.match(seen[0].summary, /Asking …/);
  const counts = seen.map((one) => one.progress.answered);
  assert.deepEqual(counts, [...counts].sort((a, b) => a - b));
  assert.ok(counts.at(-1) <= report.progress.answered);
  // One that rejects later does no harm either, and one that asks itself is answered.
  let inner;
  await checkDomain("bücher.example", { resolver: slow, async onProgress() {
    inner ??= checkDomain("bücher.example", { resolver });
    throw new Error("ignored");
  } });
  assert.equal(answer(await inner, "forge").answer, "No");
  await new Promise((done) => setImmediate(done));
});

test("an abort rejects with the signal's reason, and stops the questions", async () => {
  const never = () => assert.fail("it was asked");
  await assert.rejects(api.checkDomain("a.example", { resolver: never, signal: AbortSignal.abort() }), { name: "AbortError" });
  const controller = new AbortController();
  let asked = 0;
  let stopped = 0;
  const resolver = (name, type, { signal }) => new Promise(() => {
    signal.addEventListener("abort", () => { stopped += 1; });
    if (++asked === 8) queueMicrotask(() => controller.abort(new Error("enough")));
  });
  await assert.rejects(api.checkDomain("a.example", { resolver, signal: controller.signal }), { message: "enough" });
  await eventually(() => stopped, 8);
  assert.equal(asked, 8, "so many are in flight, and no more was asked");
  // From within a report, too.
  const late = new AbortController();
  const once = table(ZONE).resolver;
  const slow = async (...ask) => {
    await new Promise((done) => setTimeout(done, 20));
    return once(...ask);
  };
  await assert.rejects(api.checkDomain("bücher.example", { resolver: slow, signal: late.signal, onProgress: () => late.abort(new Error("seen")) }), { message: "seen" });
});

/** Timers of a second and more ring at once. */
function hasten(t) {
  const real = globalThis.setTimeout;
  t.mock.method(globalThis, "setTimeout", (work, ms, ...rest) => real(work, ms >= 1000 ? 5 : ms, ...rest));
}

/** Nothing could be asked, and nothing is said to be missing. */
function assertUnknown(report, what) {
  assert.ok(report.lookups.length > 0 && report.lookups.every((one) => one.outcome === "could-not-ask"), what);
  assert.deepEqual([report.verdict, report.records, report.changes], ["unknown", [], []], what);
  assert.ok(report.headlines.every((one) => one.verdict === "unknown" && one.answer === "Could not ask"), what);
}

test("a function in trouble could not ask, whatever it does", async (t) => {
  hasten(t);
  const throwing = (value) => new Proxy(value, { get() { throw new Error("no"); } });
  for (const resolver of [
    () => { throw new Error("no"); },
    async () => { throw undefined; },
    () => new Promise(() => {}),
    () => 7, () => "x", () => ({}), () => Symbol("x"), () => null,
    () => ({ rcode: 0, answers: [] }),
    () => ({ rcode: "NOERROR", answers: "x" }),
    () => ({ rcode: "NOERROR", answers: { length: 1e9 } }),
    () => ({ rcode: "NOERROR", answers: Array(1e5) }),
    () => ({ rcode: "NOERROR", answers: throwing([]) }),
    (name, type) => ({ rcode: "NOERROR", answers: [{ name, type, ttl: NaN, data: Symbol("x") }] }),
    (name, type) => ({ rcode: "NOERROR", answers: [{ name, type, ttl: -1, data: type === "TXT" ? throwing([]) : "\ud800 no data" }] }),
    () => throwing({}),
    () => ({ then(done, failed) { failed(); } }),
    () => ({ rcode: "SERVFAIL", answers: [] }), () => ({ rcode: "REFUSED" }), () => ({ rcode: "x".repeat(1e5) }),
  ]) {
    const report = await checkDomain("a.example", { resolver });
    assertUnknown(report, resolver.toString());
  }
});

test("real servers: each domain is reported, and no question is asked twice", async () => {
  for (const [domain, verdict, forge, receive, rule] of [
    ["right.example", undefined, "No", "Yes", "spf-lookups"],
    ["forged.example", "error", "Yes", "Yes", "dmarc-missing"],
    ["parked.example", undefined, "No", undefined, undefined],
    ["eleven.example", "error", undefined, undefined, "spf-too-many-lookups"],
    ["mx-nowhere.example", "error", undefined, undefined, undefined],
    ["every-key.example", undefined, undefined, undefined, undefined],
    ["walk.example", undefined, undefined, undefined, undefined],
    ["bytes.example", undefined, undefined, undefined, undefined],
    ["strings.example", undefined, undefined, undefined, undefined],
  ]) {
    const url = dns.url("check", domain);
    const report = await checkDomain(domain, { resolver: url, selectors: ["s1"] });
    assert.deepEqual(dns.twice(url), [], domain);
    assert.equal(dns.asked(url).length, report.lookups.length, domain);
    assert.ok(report.lookups.every((one) => one.resolver === url && one.outcome !== "could-not-ask"), domain);
    if (verdict) assert.equal(report.verdict, verdict, domain);
    if (forge) assert.equal(answer(report, "forge").answer, forge, domain);
    if (receive) assert.equal(answer(report, "receive").answer, receive, domain);
    const rules = [...report.findings, ...report.records.flatMap((record) => record.findings)].map((finding) => finding.rule);
    if (rule) assert.ok(rules.includes(rule), `${domain}: ${rules}`);
  }
});

test("real servers: what they can't tell is not missing", async () => {
  const lame = await checkDomain("lame.example", { resolver: dns.url("lame") });
  assertUnknown({ ...lame, lookups: lame.lookups.filter((one) => one.name.endsWith("lame.example")) }, "lame");
  assert.ok(lame.lookups.some((one) => one.reason === "server-failure"));
  const refused = await checkDomain("refused.example", { resolver: dns.url("refuses") });
  assert.ok(refused.lookups.some((one) => one.name === "refused.example" && one.reason === "refused"));
  const broken = await checkDomain("broken.example", { resolver: dns.url("broken") });
  assert.ok(broken.lookups.some((one) => one.name === "broken.example" && one.reason === "dnssec-broken"));
  for (const report of [refused, broken]) assert.equal(answer(report, "forge").answer, "Could not ask");
});

test("real servers: each fault could not ask, and nothing is said to be missing", async (t) => {
  for (const [fault, reason] of [
    ["servfail", "server-failure"], ["refused", "refused"], ["drop", "timeout"], ["reset", "blocked-or-unreachable"], ["type", "bad-answer"],
    ["http:429", "http-error"], ["http:500", "http-error"], ["garbage", "bad-answer"], ["cut", "bad-answer"], ["other", "bad-answer"],
  ]) {
    if (fault === "drop") hasten(t);
    const report = await checkDomain("right.example", { resolver: dns.url(fault, "check") });
    t.mock.restoreAll();
    assertUnknown(report, fault);
    const reasons = new Set(report.lookups.map((one) => one.reason));
    assert.deepEqual([...reasons], [reason], fault);
  }
  assertUnknown(await checkDomain("right.example", { resolver: dns.closed }), "nobody listens");
});

test("real servers: a resolver that dies in the middle leaves what it said", async () => {
  const report = await checkDomain("right.example", { resolver: dns.url("dies:3", "check") });
  const known = report.lookups.filter((one) => one.outcome !== "could-not-ask");
  assert.ok(known.length > 0 && known.length <= 3 && report.lookups.length > known.length);
  assert.ok(report.changes.every((change) => !/missing/.test(change.rule)), JSON.stringify(report.changes));
});

const LINK = "#/setup?v=1&for=Eploy&help=https://help.eploy.example/dns&set.region=eu-west-1&need=TXT%20@%20spf:include:{spf}&need=MX%20mail%2010%20mx.{region}.vendor.example&need=TXT%20_dmarc%20dmarc:p%3E=none";

function checkSetupReport(report) {
  only(report, ["domain", "resolver", "askedAt", "done", "total", "needs", "findings", "alarms", "link", "summary", "next", "supportNote"], ["vendor", "dnsHost"]);
  if ("dnsHost" in report) only(report.dnsHost, ["name"], ["place"]);
  assert.ok(report.summary.includes("done") && report.supportNote.endsWith(`${report.link}\n`));
  assert.match(report.askedAt, TIME);
  assert.equal(report.total, report.needs.length);
  assert.equal(report.done, report.needs.filter(({ status }) => status.startsWith("met")).length);
  assert.deepEqual(report.findings, []);
  for (const alarm of report.alarms) only(alarm, ["need", "says"]);
  for (const need of report.needs) {
    only(need, ["need", "name", "expects", "status", "title", "stands", "says", "seen", "notes", "findings"], ["publish", "keptUntil"]);
    only(need.need, ["id", "type", "name", "expects", "asks"]);
    assert.ok(STATUSES.includes(need.status) && need.says.length > 0);
    if ("publish" in need) {
      only(need.publish, ["name", "host", "type", "value", "fields"], ["priority", "blank", "lookupsBefore", "lookupsAfter", "step", "note"]);
      for (const field of need.publish.fields) only(field, ["label", "value"]);
    }
    if ("keptUntil" in need) assert.match(need.keptUntil, TIME);
  }
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
  return report;
}

test("a link is read and written", () => {
  const setup = api.parseSetup(LINK);
  assert.deepEqual(setup, {
    version: 1, vendor: "Eploy", help: "https://help.eploy.example/dns", variables: { region: "eu-west-1" }, missing: ["spf"],
    needs: [
      { id: "txt-@", type: "TXT", name: "@", expects: "spf:include:{spf}", asks: "The SPF record at the domain itself has `include:{spf}`, or lets the same servers send." },
      { id: "mx-mail", type: "MX", name: "mail", expects: "10 mx.{region}.vendor.example", asks: "Mail to `mail` goes to `mx.{region}.vendor.example`." },
      { id: "txt-_dmarc", type: "TXT", name: "_dmarc", expects: "dmarc:p>=none", asks: "The DMARC record at `_dmarc` has `none` or stricter in `p`." },
    ],
  });
  const fragment = api.formatSetup(setup);
  assert.match(fragment, /^#\/setup\?/);
  assert.deepEqual(api.parseSetup(fragment), setup);
  assert.deepEqual(api.parseSetup(`https://waxseal.example/${fragment}`), setup);
  assert.equal(api.formatSetup({ needs: setup.needs }), api.formatSetup({ ...setup, vendor: undefined, help: undefined, variables: {} }));
  const odd = { needs: [{ type: "TXT", name: "@", expects: "is:a&need=b%20+#?= é💌" }], variables: {} };
  assert.equal(api.parseSetup(api.formatSetup(odd)).needs[0].expects, odd.needs[0].expects);
});

test("a link that can't be read throws a SetupError that says where", () => {
  const link = "💌#/setup?need=TXT%20@%20what:x";
  assert.throws(() => api.parseSetup(link), (error) => error instanceof Error && error.name === "SetupError" && error.at === link.indexOf("what") && error.message.length > 0);
  for (const link of ["", "hello", "#/setup?", "#/setup?v=2&need=TXT%20@%20is:x", "\ud800", "x".repeat(1e6)]) {
    assert.throws(() => api.parseSetup(link), (error) => error.name === "SetupError" && Number.isInteger(error.at), link.slice(0, 40));
  }
  const need = { type: "TXT", name: "@", expects: "is:x" };
  const throwing = new Proxy({}, { get() { throw new Error("no"); }, ownKeys() { throw new Error("no"); } });
  for (const wrong of [undefined, null, 7, "x", {}, [], { needs: 7 }, { needs: [7] }, { needs: [{ ...need, name: 7 }] }, { needs: Array(1e5).fill(need) },
    { needs: [need], vendor: 7 }, { needs: [need], variables: 7 }, { needs: [need], variables: { a: 7 } }, { needs: [need], variables: throwing }, throwing,
    { needs: [throwing] }, () => {}]) {
    assert.throws(() => api.formatSetup(wrong), TypeError);
  }
  for (const wrong of [{ needs: [] }, { needs: [{ ...need, expects: "is:" + "x".repeat(1e6) }] }, { needs: [{ ...need, type: "A" }] }, { needs: [need], help: "javascript:x" }, { needs: Array(41).fill(need) }]) {
    assert.throws(() => api.formatSetup(wrong), { name: "SetupError" });
  }
  for (const wrong of [undefined, 7, {}]) assert.throws(() => api.parseSetup(wrong), { name: "TypeError", message: /takes a string/ });
});

test("a setup is told in the words of the domain's DNS host, and for support", async () => {
  const { resolver } = table([["a.example", "SOA", "amy.ns.cloudflare.com. dns.cloudflare.com. 1 2 3 4 5"], ["a.example", "NS", "amy.ns.cloudflare.com."]]);
  const report = checkSetupReport(await api.checkSetup("#/setup?for=Acme&need=CNAME%20s1._domainkey%20k.vendor.example", "a.example", { resolver, page: "https://waxseal.example/" }));
  assert.equal(report.dnsHost.name, "Cloudflare");
  assert.match(report.needs[0].publish.note, /CNAME/);
  assert.match(report.supportNote, /^DNS records for a\.example, asked for by "Acme": 0 of 1 done\n[^]*\[Not there yet\] CNAME s1\._domainkey\.a\.example[^]*https:\/\/waxseal\.example\/#\/setup\?/);
});

test("a setup is held against a domain", async () => {
  const { resolver, asked } = table([...ZONE, ["xn--bcher-kva.example", "MX", "20 mx.eu-west-1.vendor.example."], ["spf.vendor.example", "TXT", "v=spf1 ip4:192.0.2.0/24 -all"]]);
  await assert.rejects(api.checkSetup(LINK, "bücher.example", { resolver }), { name: "TypeError", message: /spf/ });
  assert.deepEqual(asked, [], "nothing is asked while a value is missing");
  const setup = api.parseSetup(LINK);
  setup.variables.spf = "spf.vendor.example";
  const report = checkSetupReport(await api.checkSetup(setup, " Bücher.example.", { resolver }));
  assert.deepEqual([report.domain, report.vendor, report.resolver, report.done, report.total], ["xn--bcher-kva.example", "Eploy", "function", 1, 3]);
  assert.deepEqual(report.needs.map(({ status }) => status), ["different", "wrong-name", "met"]);
  const [spf, mx] = report.needs;
  assert.deepEqual(spf.need, setup.needs[0]);
  assert.equal(spf.publish.value, "v=spf1 mx include:spf.vendor.example -all");
  assert.deepEqual([spf.publish.host, spf.publish.type, spf.publish.lookupsBefore, spf.publish.lookupsAfter], ["@", "TXT", 1, 2]);
  assert.deepEqual([mx.name, mx.publish.host, mx.publish.priority, mx.publish.value], ["mail.xn--bcher-kva.example", "mail", 10, "mx.eu-west-1.vendor.example"]);
  assert.equal(report.alarms[0].need, "mx-mail");
  assert.equal(new Set(asked).size, asked.length, "no question is asked twice");
  assert.deepEqual([mx.title, mx.stands], ["A server that takes in mail (MX)", "At the wrong name"]);
  assert.deepEqual(mx.publish.fields.map(({ label, value }) => [label, value]), [["Type", "MX"], ["Name", "mail"], ["Mail server", "mx.eu-west-1.vendor.example"], ["Priority", "10"]]);
  assert.equal(report.summary, "1 of 3 records is done");
  // The link in the report repeats the check.
  assert.equal((await api.checkSetup(report.link, api.parseSetup(report.link).domain, { resolver })).done, 1);
});

test("a setup is not held against what is no domain, nor after an abort", async (t) => {
  hasten(t);
  const link = "#/setup?need=TXT%20@%20is:x";
  const { resolver } = table(ZONE);
  for (const domain of [undefined, 7, "", "no name"]) await assert.rejects(api.checkSetup(link, domain, { resolver }), TypeError);
  await assert.rejects(api.checkSetup("hello", "a.example", { resolver }), { name: "SetupError" });
  await assert.rejects(api.checkSetup(7, "a.example", { resolver }), TypeError);
  await assert.rejects(api.checkSetup(link, "a.example", { resolver, signal: AbortSignal.abort(new Error("enough")) }), { message: "enough" });
  for (const resolver of [() => { throw new Error("no"); }, () => ({}), () => new Promise(() => {}), dns.url("servfail", "setup"), dns.url("garbage", "setup"), dns.url("http:500", "setup")]) {
    const report = checkSetupReport(await api.checkSetup(`${link}&need=TXT%20_dmarc%20dmarc:p%3E=none&need=MX%20@%2010%20mx.vendor.example&need=CNAME%20s1._domainkey%20k.vendor.example`, "right.example", { resolver }));
    assert.ok(report.needs.every(({ status }) => status === "could-not-ask"), String(resolver));
  }
});

test("real servers: a setup is checked, and no question is asked twice", async () => {
  const resolver = dns.url("setup-right");
  const report = checkSetupReport(await api.checkSetup("#/setup?need=TXT%20_dmarc%20dmarc:p%3E=none&need=TXT%20nothing%20is:x", "right.example", { resolver }));
  assert.deepEqual([report.resolver, report.needs[0].status, report.needs[1].status], [resolver, "met", "absent"]);
  assert.deepEqual(dns.twice(resolver), []);
});

test("real servers: what is known is asked anew where that is wished", async () => {
  const resolver = dns.url("anew");
  const link = "#/setup?need=TXT%20_dmarc%20dmarc:p%3E=none";
  await api.checkSetup(link, "right.example", { resolver });
  const once = dns.asked(resolver).length;
  await api.checkSetup(link, "right.example", { resolver });
  assert.equal(dns.asked(resolver).length, once);
  assert.equal((await api.checkSetup(link, "right.example", { resolver, fresh: true })).done, 1);
  assert.equal(dns.asked(resolver).length, 2 * once);
});

test("a page checks a domain, under its own policy", async (t) => {
  const page = await here.open(t, "", { ready: false });
  const [report, seen, setup] = await page.evaluate(async (resolver) => {
    const { default: init, checkDomain, checkSetup } = await import(new URL("waxseal.js", document.baseURI).href);
    await init();
    let seen = 0;
    const report = await checkDomain("right.example", { resolver, onProgress: () => { seen += 1; } });
    return [report, seen, await checkSetup("#/setup?need=TXT%20_dmarc%20dmarc:p%3E=none", "right.example", { resolver })];
  }, dns.url("late:30", "page"));
  assert.equal(answer(checkReport(report), "forge").answer, "No");
  assert.ok(seen > 0);
  assert.equal(checkSetupReport(setup).done, 1);
  assert.deepEqual(dns.twice(dns.url("late:30", "page")), []);
});

test("a worker checks one too, by a function and over HTTP", async (t) => {
  // Served for real: Chromium keeps a script that no server sent from asking this machine.
  const folder = mkdtempSync(join(tmpdir(), "waxseal-"));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const file of ["waxseal.js", "waxseal_bg.wasm", "waxseal.d.ts"]) copyFileSync(join(DIST, file), join(folder, file));
  writeFileSync(join(folder, "worker.js"), `import init, { checkDomain, parseSetup } from "./waxseal.js"; await init();
    const own = async () => { throw new Error("no"); };
    const reports = [await checkDomain("right.example", { resolver: ${JSON.stringify(dns.url("worker"))} }), await checkDomain("right.example", { resolver: own })];
    postMessage([reports, parseSetup("#/setup?need=TXT%20@%20is:x").needs.length]);`);
  const host = await serve(folder);
  t.after(() => host.close());
  const page = await here.open(t, "waxseal.d.ts", { at: host.url, ready: false, mayFail: true });
  const [[real, none], needs] = await page.evaluate(() => new Promise((done, failed) => {
    const worker = new Worker(new URL("worker.js", document.baseURI), { type: "module" });
    worker.onmessage = (event) => done(event.data);
    worker.onerror = (event) => failed(new Error(event.message));
  }));
  assert.equal(answer(checkReport(real), "forge").answer, "No");
  assertUnknown(checkReport(none), "a function that throws");
  assert.equal(needs, 1);
});
