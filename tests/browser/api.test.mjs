// The JS API in Node and in a page, held against shared shapes and the promises of waxseal.d.ts.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { before, test } from "node:test";
import { serve } from "../../tools/serve.mjs";
import { CORRECTED, DIST, RULE, WITH_ERROR, stage } from "./stage.mjs";
import { longSpf, zone } from "./zone.mjs";

const here = stage();
let api;
before(async () => {
  api = await import(`${DIST}/waxseal.js`);
  api.initSync({ module: readFileSync(`${DIST}/waxseal_bg.wasm`) });
});

const explain = (text, options) => {
  const report = api.explainRecords(text, options);
  checkReport(report, text);
  return report;
};

const KINDS = ["spf", "sender-id", "dkim", "dmarc", "dmarc-report-authorisation", "mx", "mta-sts", "mta-sts-policy", "tls-rpt", "bimi", "tlsa", "cname", "verification", "other"];
const VERDICTS = ["error", "warning", "unknown", "advice", "good"];

function strings(object, ...names) {
  for (const name of names) assert.equal(typeof object[name], "string", name);
}

function optional(object, type, ...names) {
  for (const name of names) assert.ok(!(name in object) || typeof object[name] === type, `${name}: ${object[name]}`);
}

function only(object, ...names) {
  assert.deepEqual(Object.keys(object).filter((name) => !names.includes(name)), [], "a field that the types don't have");
}

/** The shape of a report, whatever the text. */
function checkReport(report, text) {
  only(report, "input", "verdict", "summary", "records", "findings");
  assert.equal(report.input, text.toWellFormed?.() ?? text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd"));
  assert.ok(VERDICTS.includes(report.verdict), report.verdict);
  assert.ok(report.summary.length > 0);
  report.findings.forEach((finding) => checkFinding(finding));
  report.records.forEach(checkRecord);
  // Texts that are no mail record are not judged, and say nothing about the records beside them.
  const judged = [...report.records, ...report.findings].map((one) => one.verdict ?? one.severity).filter((one) => one !== "unknown");
  assert.equal(report.verdict, VERDICTS.find((verdict) => judged.includes(verdict)) ?? "unknown", "the gravest of its parts");
}

function checkRecord(record) {
  only(record, "kind", "name", "value", "tidied", "corrected", "verdict", "reading", "summary", "segments", "findings", "cleaned");
  assert.ok(KINDS.includes(record.kind), record.kind);
  assert.ok(VERDICTS.includes(record.verdict), record.verdict);
  assert.ok(["used", "ignored", "broken"].includes(record.reading), record.reading);
  strings(record, "value", "summary");
  optional(record, "string", "name", "tidied", "corrected");
  assert.notEqual(record.tidied, record.value);
  assert.notEqual(record.corrected, record.value);
  assert.ok(record.cleaned.every((note) => typeof note === "string"));
  let end = 0;
  for (const segment of record.segments) {
    only(segment, "start", "end", "text", "role", "says");
    strings(segment, "text", "role", "says");
    assert.equal(segment.start, end, "each starts where the last one ended");
    assert.ok(segment.end > segment.start);
    assert.equal(record.value.slice(segment.start, segment.end), segment.text, "places are UTF-16 units");
    end = segment.end;
  }
  assert.equal(end, record.value.length, "the last one ends with the value");
  record.findings.forEach((finding) => checkFinding(finding, record.value));
}

function checkFinding(finding, value) {
  only(finding, "rule", "severity", "start", "end", "message", "why", "reference", "fix");
  assert.match(finding.rule, /^[a-z0-9]+(-[a-z0-9]+)+$/);
  assert.ok(["error", "warning", "advice", "good"].includes(finding.severity));
  strings(finding, "message", "why");
  strings(finding.reference, "title", "url");
  assert.match(finding.reference.url, /^https:\/\//);
  optional(finding, "number", "start", "end");
  assert.equal("start" in finding, "end" in finding);
  if ("start" in finding) assert.ok(value !== undefined && finding.start <= finding.end && finding.end <= value.length);
  if (!("fix" in finding)) return;
  only(finding.fix, "title", "name", "type", "value", "confidence");
  strings(finding.fix, "title");
  optional(finding.fix, "string", "name", "type", "value");
  assert.ok(["safe", "review", "example"].includes(finding.fix.confidence));
}

test("its three files have stable names, and the types name what is exported", () => {
  for (const name of ["waxseal.js", "waxseal_bg.wasm", "waxseal.d.ts"]) assert.ok(existsSync(`${DIST}/${name}`), name);
  const types = readFileSync(`${DIST}/waxseal.d.ts`, "utf8");
  for (const name of Object.keys(api).filter((name) => name !== "default")) assert.match(types, new RegExp(`export function ${name}\\b`), name);
  assert.match(types, /export default function init/);
  for (const kind of KINDS) assert.ok(types.includes(`"${kind}"`), kind);
});

test("a record with an error is reported as the types say", () => {
  const { verdict, records } = explain(WITH_ERROR);
  assert.equal(verdict, "error");
  assert.equal(records.length, 1);
  const [record] = records;
  assert.deepEqual([record.kind, record.value, record.verdict, record.corrected], ["spf", WITH_ERROR, "error", CORRECTED]);
  assert.equal("name" in record, false);
  const finding = record.findings.find((one) => one.rule === RULE);
  assert.equal(finding.severity, "error");
  assert.equal(record.value.slice(finding.start, finding.end), "include=sendgrid.net");
  assert.match(finding.message, /`include=sendgrid\.net`/);
  assert.deepEqual([finding.fix.value, finding.fix.confidence], [CORRECTED, "safe"]);
  assert.deepEqual(finding.reference, { title: finding.reference.title, url: finding.reference.url });
  assert.ok(record.segments.some((segment) => segment.role === "version" && segment.text === "v=spf1"));
});

test("places count UTF-16 units", () => {
  const value = "v=spf1 a:💌é.example include=sendgrid.net ~all";
  const [record] = explain(value).records;
  assert.equal(record.value, value);
  const finding = record.findings.find((one) => one.rule === RULE);
  assert.equal(value.slice(finding.start, finding.end), "include=sendgrid.net");
  assert.ok(record.segments.some((segment) => segment.text.includes("💌")));
});

test("half of a surrogate pair becomes a replacement character", () => {
  const report = explain("v=spf1 a:\ud83d include=sendgrid.net \udc8c ~all");
  const [record] = report.records;
  assert.equal(record.value, "v=spf1 a:\ufffd include=sendgrid.net \ufffd ~all");
  const finding = record.findings.find((one) => one.rule === RULE);
  assert.equal(record.value.slice(finding.start, finding.end), "include=sendgrid.net");
});

test("a text with no record has a summary that says what was expected", () => {
  for (const text of ["", " \n\t", "hello there"]) {
    const { records, findings, verdict, summary } = explain(text);
    assert.deepEqual([records, findings, verdict], [[], [], "unknown"], JSON.stringify(text));
    assert.match(summary, /Paste the value of a TXT or MX record/, JSON.stringify(text));
  }
});

test("records come in the order pasted, unpacked, with what was done to them", () => {
  const { records } = explain(`example.com. 3600 IN TXT ( "v=spf1 a "\n  "~all" )\nexample.com. IN MX 10 mail.example.net.\n_dmarc.example.com. IN TXT "v=DMARC1\\; p=none"`);
  assert.deepEqual(records.map(({ kind, name, value }) => [kind, name, value]), [
    ["spf", "example.com", "v=spf1 a ~all"],
    ["mx", "example.com", "10 mail.example.net."],
    ["dmarc", "_dmarc.example.com", "v=DMARC1; p=none"],
  ]);
  assert.ok(records[0].cleaned.length > 0);
});

test("options say where a text stands, its type and its kind", () => {
  assert.equal(explain("v=spf1 -all", { name: "example.com" }).records[0].name, "example.com");
  assert.equal(explain("10 mail.example.com", { type: "MX" }).records[0].kind, "mx");
  assert.equal(explain("p=none", { kind: "dmarc" }).records[0].kind, "dmarc");
  for (const nothing of [undefined, null, {}, { name: undefined }]) assert.equal(explain("v=spf1 -all", nothing).records[0].kind, "spf");
});

test("what is no string, or no kind, is a TypeError that says so", () => {
  assert.throws(() => api.explainRecords(7), { name: "TypeError", message: /takes a string/ });
  assert.throws(() => api.explainRecords(undefined), TypeError);
  assert.throws(() => api.explainRecords("v=spf1 -all", { kind: "spfx" }), { name: "TypeError", message: /"spfx"/ });
  explain("v=spf1 -all");
});

test("a report is plain data, and its texts are what they say", () => {
  const report = explain(WITH_ERROR);
  assert.deepEqual(structuredClone(report), report);
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
  assert.equal(Object.getPrototypeOf(report), Object.prototype);
});

/** Numbers that look random, the same in every run (mulberry32). */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

test("it throws on no string, and the segments of every record tile it", () => {
  const next = random(7);
  const below = (n) => Math.floor(next() * n);
  const pieces = ["v=spf1", " ", "include", "=", ":", "a", "mx", "~all", "%{", "i}", "/24", "v=DMARC1", ";", "p=", "none", "\"", "\\", "\n", "\t", "(", ")", "IN", "TXT", "MX", "10", "example.com.", "_dmarc.", "v=DKIM1", "k=rsa", "MIIBIjAN", "“", "”", "\u00a0", "\u200b", "&quot;", "💌", "é", "\ud800", "\udc00", "\0", "$ORIGIN", "@", ",", "１", "-", "–", "rua=mailto:"];
  let records = 0;
  for (let i = 0; i < 300; i++) {
    let text = next() < 0.5 ? ["v=spf1 ", "v=DMARC1; ", "v=DKIM1; p=", "x IN TXT "][below(4)] : "";
    for (let n = below(30); n > 0; n--) text += next() < 0.85 ? pieces[below(pieces.length)] : String.fromCharCode(below(0x10000));
    try {
      records += explain(text).records.length;
    } catch (error) {
      error.message = `${JSON.stringify(text)}: ${error.message}`;
      throw error;
    }
  }
  assert.ok(records > 100, `${records} records were among them`);
});

test("long texts are read whole", () => {
  assert.equal(explain(longSpf(65_536)).records.length, 1);
  assert.equal(explain(zone(2_000)).records.length, 1_998);
});

test("a page loads it by its own path and gets the same report as Node", async (t) => {
  const page = await here.open(t, "", { ready: false });
  const seen = await page.evaluate(async (text) => {
    const { default: init, explainRecords } = await import(new URL("waxseal.js", document.baseURI).href);
    await init();
    return explainRecords(text, { name: "example.com" });
  }, WITH_ERROR);
  assert.deepEqual(seen, explain(WITH_ERROR, { name: "example.com" }));
});

test("a worker loads it too", async (t) => {
  const page = await here.open(t, "", {
    ready: false,
    before: (page, context) => context.route("**/worker.js", (route) => route.fulfill({
      contentType: "text/javascript",
      body: `import init, { explainRecords } from "./waxseal.js"; await init(); postMessage(explainRecords("v=spf1 -all").records[0].kind);`,
    })),
  });
  const kind = await page.evaluate(() => new Promise((done, failed) => {
    const worker = new Worker(new URL("worker.js", document.baseURI), { type: "module" });
    worker.onmessage = (event) => done(event.data);
    worker.onerror = (event) => failed(new Error(event.message));
  }));
  assert.equal(kind, "spf");
});

test("another site loads it from this host", async (t) => {
  // A second port is another origin. The host sends the header that lets others read its files.
  const host = await serve(DIST, { headers: { "access-control-allow-origin": "*" } });
  t.after(() => host.close());
  // Any page will do; a bare one makes Chromium ask for an icon that is not there.
  const page = await here.open(t, "waxseal.d.ts", { ready: false, mayFail: true });
  const verdict = await page.evaluate(async ([url, text]) => {
    const { default: init, explainRecords } = await import(`${url}waxseal.js`);
    await init();
    return explainRecords(text).verdict;
  }, [host.url, WITH_ERROR]);
  assert.equal(verdict, "error");
});
