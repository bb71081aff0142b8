// evaluateSpf of the JS API in Node, a page and a worker: over a function, and over HTTP on loopback.
import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { serve } from "../../tools/serve.mjs";
import { doh } from "./doh.mjs";
import { DIST, eventually, stage } from "./stage.mjs";

const here = stage();
let api;
before(async () => {
  api = await import(`${DIST}/waxseal.js`);
  api.initSync({ module: readFileSync(`${DIST}/waxseal_bg.wasm`) });
});

/** A resolver over a table, with what it was asked. */
function table(rows, rcode = "NXDOMAIN") {
  const asked = [];
  const resolver = async (name, type, ask) => {
    asked.push(`${name} ${type}`);
    assert.ok(ask.signal instanceof AbortSignal);
    assert.deepEqual([typeof ask.checkingDisabled, ask.dnssec], ["boolean", true]);
    const answers = rows.filter(([owner, rtype]) => owner === name && (rtype === type || rtype === "CNAME"))
      .flatMap((row) => row[1] === "CNAME" ? [row, ...rows.filter(([owner, rtype]) => owner === row[2].replace(/\.$/, "") && rtype === type)] : [row])
      .map(([name, type, data]) => ({ name: `${name}.`, type, ttl: 300, data }));
    return { rcode: answers.length ? "NOERROR" : rcode, answers };
  };
  return { resolver, asked };
}

const ZONE = [
  ["example.com", "TXT", ["v=spf1 mx include:other", ".example ~all"]],
  ["example.com", "MX", "10 Mail.Example.com."],
  ["mail.example.com", "A", "192.0.2.1"],
  ["other.example", "CNAME", "spf.example."],
  ["spf.example", "TXT", "v=spf1 ip4:198.51.100.0/24 -all"],
];
const FROM = { mailFrom: "user@example.com" };

function check(run) {
  const allowed = ["result", "explanation", "lookups", "voidLookups", "steps", "stepsLeftOut"];
  assert.deepEqual(Object.keys(run).filter((key) => !allowed.includes(key)), []);
  for (const step of run.steps) {
    assert.ok(/[.?]$/.test(step.says) && step.domain && Number.isInteger(step.depth) && step.outcome, JSON.stringify(step));
  }
  return run;
}

test("a function is asked, and every step is told", async () => {
  const { resolver, asked } = table(ZONE);
  const run = check(await api.evaluateSpf({ ip: "198.51.100.7", ...FROM }, { resolver }));
  assert.deepEqual([run.result, run.lookups, run.voidLookups], ["pass", 2, 0]);
  assert.deepEqual(asked, ["example.com TXT", "example.com MX", "mail.example.com A", "other.example TXT"]);
  const [first] = run.steps;
  assert.deepEqual([first.outcome, first.record], ["record", "v=spf1 mx include:other.example ~all"]);
  const mx = run.steps.find((step) => step.term === "mx");
  assert.equal(first.record.slice(mx.start, mx.end), "mx");
  assert.deepEqual([mx.outcome, mx.depth], ["no-match", 0]);
  assert.equal((await api.evaluateSpf({ ip: "192.0.2.1", ...FROM }, { resolver })).result, "pass");
  assert.equal((await api.evaluateSpf({ ip: "::1", ...FROM }, { resolver })).result, "softfail");
});

test("places count UTF-16 units of the record", async () => {
  const record = "v=spf1 💌é exists:%{";
  const { resolver } = table([["example.com", "TXT", [record]]]);
  const run = check(await api.evaluateSpf({ ip: "192.0.2.1", ...FROM }, { resolver }));
  assert.equal(run.result, "permerror");
  const step = run.steps.find((one) => one.start !== undefined);
  assert.equal(record.slice(step.start, step.end), step.term);
});

test("what can't be asked is a temperror, and what is not there is none", async () => {
  const results = async (resolver) => (await api.evaluateSpf({ ip: "192.0.2.1", ...FROM }, { resolver })).result;
  const answers = [];
  for (const trouble of [
    () => { throw new Error("no"); },
    async () => { throw new Error("no"); },
    async () => undefined,
    async () => 7,
    async () => ({}),
    async () => ({ rcode: "NOERROR", answers: "x" }),
    async () => ({ rcode: "NOERROR", answers: [{ name: "example.com", type: "TXT", ttl: 1, data: 7 }] }),
    async () => ({ rcode: "NOERROR", answers: [{ name: "example.com", type: "TXT", ttl: 1, data: ["x".repeat(256)] }] }),
    async () => ({ rcode: "NOERROR", answers: [{ name: "a..b", type: "TXT", ttl: 1, data: "x" }] }),
    async () => ({ rcode: "SERVFAIL", answers }),
    async () => ({ rcode: "REFUSED", answers }),
    async () => ({ rcode: "YXDOMAIN", answers }),
    async () => new Proxy({}, { get() { throw new Error("no"); } }),
  ]) assert.equal(await results(trouble), "temperror", trouble.toString());
  for (const absent of [
    async () => ({ rcode: "NXDOMAIN", answers }),
    async () => ({ rcode: "NOERROR", answers }),
    async () => ({ rcode: "NOERROR", answers: [{ name: "example.com", type: "RRSIG", ttl: 1, data: "…" }] }),
    async () => ({ rcode: "NOERROR", answers: [{ name: "other.example", type: "TXT", ttl: 1, data: "v=spf1 -all" }] }),
  ]) assert.equal(await results(absent), "none", absent.toString());
});

test("a broken signature is told from a resolver in trouble", async () => {
  const resolver = async (name, type, { checkingDisabled }) => checkingDisabled
    ? { rcode: "NOERROR", answers: [{ name, type, ttl: 60, data: "v=spf1 -all" }] } : { rcode: "SERVFAIL", ede: 6, answers: [] };
  const run = await api.evaluateSpf({ ip: "192.0.2.1", ...FROM }, { resolver });
  assert.equal(run.result, "temperror");
  assert.ok(run.steps.some((step) => step.says.includes("DNSSEC")), JSON.stringify(run.steps));
});

test("explanations name the receiver", async () => {
  const { resolver } = table([["example.com", "TXT", "v=spf1 -all exp=why.example.com"], ["why.example.com", "TXT", "%{r} refuses %{i}"]]);
  const run = await api.evaluateSpf({ ip: "192.0.2.1", ...FROM }, { resolver, receiver: "mx.example.net" });
  assert.equal(run.explanation, "mx.example.net refuses 192.0.2.1");
});

test("names in other scripts are asked as DNS has them", async () => {
  const { resolver, asked } = table([["xn--bcher-kva.example", "TXT", "v=spf1 -all"]]);
  for (const input of [{ mailFrom: "ü@bücher.example" }, { helo: "Bücher.example" }, { ...FROM, domain: "bücher.example" }]) {
    assert.equal((await api.evaluateSpf({ ip: "192.0.2.1", ...input }, { resolver })).result, "fail", JSON.stringify(input));
  }
  assert.ok(asked.every((one) => one === "xn--bcher-kva.example TXT"));
});

test("input that can't be used is rejected with a sentence", async () => {
  for (const [input, options, message] of [
    [undefined, {}, /needs the IP address/],
    [{ ip: "192.0.2", ...FROM }, {}, /"192.0.2" is neither/],
    [{ ip: 7, ...FROM }, {}, /a string for ip/],
    [{ ip: "192.0.2.1" }, {}, /one of mailFrom, helo and domain/],
    [{ ip: "192.0.2.1", mailFrom: 7 }, {}, /a string for mailFrom/],
    [{ ip: "192.0.2.1", ...FROM }, { resolver: 7 }, /an address or a function/],
    [{ ip: "192.0.2.1", ...FROM }, { resolver: "http://r.example/q" }, /https:\/\//],
  ]) await assert.rejects(api.evaluateSpf(input, options), { name: "TypeError", message });
});

test("an abort rejects with the signal's reason, and tells the function", async () => {
  const already = AbortSignal.abort();
  const never = () => assert.fail("it was asked");
  await assert.rejects(api.evaluateSpf({ ip: "192.0.2.1", ...FROM }, { resolver: never, signal: already }), { name: "AbortError" });
  const controller = new AbortController();
  let heard;
  const resolver = (name, type, { signal }) => new Promise(() => {
    heard = new Promise((done) => signal.addEventListener("abort", () => done("stopped")));
    queueMicrotask(() => controller.abort(new Error("enough")));
  });
  await assert.rejects(api.evaluateSpf({ ip: "192.0.2.1", ...FROM }, { resolver, signal: controller.signal }), { message: "enough" });
  assert.equal(await heard, "stopped");
});

/** A resolver on loopback over the same zone. */
const loopback = async (t, answer) => {
  const server = await doh(answer);
  t.after(() => server.close());
  return server;
};
const zone = ({ name, type }) => {
  const records = ZONE.filter(([owner, rtype]) => owner === name && (rtype === type || rtype === "CNAME"));
  const more = records.filter((row) => row[1] === "CNAME").flatMap((alias) => ZONE.filter(([owner]) => `${owner}.` === alias[2]));
  return records.length ? [...records, ...more] : { rcode: 3 };
};

test("Node asks over HTTP, with no header of ours but Accept, and equal questions once", async (t) => {
  const server = await loopback(t, zone);
  for (const ip of ["198.51.100.7", "192.0.2.1"]) {
    const run = check(await api.evaluateSpf({ ip, ...FROM }, { resolver: server.url }));
    assert.equal(run.result, "pass");
  }
  assert.deepEqual(server.asked.map(({ name, type }) => `${name} ${type}`),
    ["example.com TXT", "example.com MX", "mail.example.com A", "other.example TXT"]);
  assert.ok(server.asked.every(({ method, headers }) => method === "GET" && headers.accept === "application/dns-message"));
});

test("every fault of a resolver is a temperror and never an absence", async (t) => {
  for (const fault of [
    { status: 500 }, { status: 429 }, { status: 404, body: "" }, { type: "text/html" }, { body: "<html>" }, { body: "" },
    { body: Buffer.alloc(70_000) }, { rcode: 2 }, { rcode: 5 },
  ]) {
    const server = await loopback(t, () => fault);
    const run = await api.evaluateSpf({ ip: "192.0.2.1", ...FROM }, { resolver: server.url });
    assert.equal(run.result, "temperror", JSON.stringify(fault));
    // Two attempts, or two questions where the second asks to check no signatures.
    assert.equal(server.asked.length, 2, JSON.stringify(fault));
  }
  const gone = await doh(zone);
  await gone.close();
  const run = await api.evaluateSpf({ ip: "192.0.2.1", ...FROM }, { resolver: gone.url });
  assert.equal(run.result, "temperror");
  assert.ok(run.steps.some((step) => step.says.includes("blocked or can't be reached")));
});

test("an abort ends the request that is under way", async (t) => {
  const server = await loopback(t, () => ({ hang: true }));
  const controller = new AbortController();
  const run = api.evaluateSpf({ ip: "192.0.2.1", ...FROM }, { resolver: server.url, signal: controller.signal });
  const rejected = assert.rejects(run, { name: "AbortError" });
  await eventually(() => server.hung.size, 1);
  controller.abort();
  await rejected;
  await eventually(() => server.hung.size, 0);
});

test("a page asks over HTTP, under its own policy and without asking leave first", async (t) => {
  const server = await loopback(t, zone);
  const page = await here.open(t, "", { ready: false });
  const run = await page.evaluate(async ([input, resolver]) => {
    const { default: init, evaluateSpf } = await import(new URL("waxseal.js", document.baseURI).href);
    await init();
    return evaluateSpf(input, { resolver });
  }, [{ ip: "198.51.100.7", ...FROM }, server.url]);
  assert.equal(check(run).result, "pass");
  assert.ok(server.asked.every(({ method }) => method === "GET"));
  assert.ok(server.asked.every(({ headers }) => headers.referer === undefined && headers.cookie === undefined));
});

test("a worker asks too, by a function and over HTTP", async (t) => {
  const server = await loopback(t, zone);
  // Served for real: Chromium keeps a script that no server sent from asking this machine.
  const folder = mkdtempSync(join(tmpdir(), "waxseal-"));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const file of ["waxseal.js", "waxseal_bg.wasm", "waxseal.d.ts"]) copyFileSync(join(DIST, file), join(folder, file));
  writeFileSync(join(folder, "worker.js"), `import init, { evaluateSpf } from "./waxseal.js"; await init();
    const input = { ip: "198.51.100.7", mailFrom: "user@example.com" };
    const own = async (name, type) => ({ rcode: "NOERROR", answers: [{ name, type, ttl: 60, data: "v=spf1 -all" }] });
    const runs = [await evaluateSpf(input, { resolver: ${JSON.stringify(server.url)} }), await evaluateSpf(input, { resolver: own })];
    postMessage(runs.map((run) => run.result));`);
  const host = await serve(folder);
  t.after(() => host.close());
  const page = await here.open(t, "waxseal.d.ts", { at: host.url, ready: false, mayFail: true });
  const results = await page.evaluate(() => new Promise((done, failed) => {
    const worker = new Worker(new URL("worker.js", document.baseURI), { type: "module" });
    worker.onmessage = (event) => done(event.data);
    worker.onerror = (event) => failed(new Error(event.message));
  }));
  assert.deepEqual(results, ["pass", "fail"]);
});
