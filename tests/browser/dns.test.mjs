// The servers that other tests ask: what a page sees of them, and what they say of what they were asked.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { longestChain, mostAtOnce } from "../../tools/chain.mjs";
import { startDns } from "./dns.mjs";
import { encode, failure, question, says } from "./message.mjs";
import { eventually, stage } from "./stage.mjs";

const on = stage();
let dns;
before(async () => { dns = await startDns({ tls: true }); });
after(() => dns?.stop());

const base64 = (name, type) => encode(name, type).toString("base64url");

/** Asks in the page; the status with the response code, the word "cut" or "unreadable", or the error's name. */
function ask(page, url, ...questions) {
  return page.evaluate(async ({ url, asked }) => Promise.all(asked.map(async (dns) => {
    try {
      const reply = await fetch(`${url}?dns=${dns}`, { headers: { accept: "application/dns-message" }, credentials: "omit" });
      const bytes = new Uint8Array(await reply.arrayBuffer());
      return `${reply.status} ${reply.headers.get("content-type")} ${bytes.length > 3 ? bytes[3] & 15 : "-"}`;
    } catch (error) {
      return error.name;
    }
  })), { url, asked: questions.map(([name, type]) => base64(name, type)) });
}

/** A page without a policy of its own, from another origin than the servers. */
function blank(t) {
  return on.open(t, "waxseal.d.ts", { ready: false, mayFail: true, ignoreHTTPSErrors: true });
}

test("a page may read what dnsdist answers", async (t) => {
  const page = await blank(t);
  const seen = await ask(page, dns.resolver, ["right.example", "MX"], ["gone.example", "TXT"], ["broken.example", "TXT"], ["refused.example", "TXT"]);
  assert.deepEqual(seen, [0, 3, 2, 5].map((rcode) => `200 application/dns-message ${rcode}`));
});

test("each fault is seen as what it is", async (t) => {
  const page = await blank(t);
  const right = "200 application/dns-message 0";
  for (const [fault, expected] of [
    ["late:20", right],
    ["servfail", "200 application/dns-message 2"],
    ["servfail@other.example", right],
    ["servfail@right.example", "200 application/dns-message 2"],
    ["refused", "200 application/dns-message 5"],
    ["reset", "TypeError"],
    ["type", "200 text/html 0"],
    ["http:429", "429 text/plain -"],
    ["http:500", "500 text/plain -"],
  ]) {
    assert.deepEqual(await ask(page, dns.url(fault), ["right.example", "MX"]), [expected], fault);
  }
  assert.deepEqual(await ask(page, dns.closed, ["right.example", "MX"]), ["TypeError"]);
  const dies = dns.url("dies:1");
  assert.deepEqual(await ask(page, dies, ["right.example", "MX"]), [right]);
  assert.deepEqual(await ask(page, dies, ["right.example", "TXT"]), ["TypeError"]);
});

test("more than six questions are in flight, as with public resolvers", async (t) => {
  const page = await blank(t);
  const url = dns.url("drop", "at-once");
  const hosts = Array.from({ length: 8 }, (_, i) => [`mx${i + 1}.mx-eleven.example`, "A"]);
  ask(page, url, ...hosts).catch(() => {});
  await eventually(() => mostAtOnce(dns.asked(url)), 8);
});

test("each question is counted", async (t) => {
  const page = await blank(t);
  const url = dns.url("counted");
  await ask(page, url, ["right.example", "A"], ["right.example", "MX"]);
  assert.deepEqual(dns.twice(url), []);
  await ask(page, url, ["RIGHT.example", "A"]);
  assert.deepEqual(dns.twice(url), ["right.example A"]);
  assert.equal(dns.asked(url).length, 3);
  assert.deepEqual(dns.asked(dns.url("other")), []);
  dns.forget(url);
  assert.deepEqual(dns.asked(url), []);
});

test("the chain of questions follows from the answers", async (t) => {
  const page = await blank(t);
  const url = dns.url("chain");
  // SPF leads to three records one behind the other; what is asked beside them does not count.
  for (const name of ["ten.example", "_chain.ten.example", "_1.ten.example", "_2.ten.example", "_dmarc.ten.example", "google._domainkey.ten.example"]) {
    await ask(page, url, [name, "TXT"]);
  }
  assert.equal(longestChain(dns.asked(url)), 3);
  const reports = dns.url("reports");
  await ask(page, reports, ["_dmarc.rua-yes.example", "TXT"]);
  await ask(page, reports, ["rua-yes.example._report._dmarc.reports.example", "TXT"]);
  assert.equal(longestChain(dns.asked(reports)), 2);
  const mail = dns.url("mail");
  await ask(page, mail, ["mx-alias.example", "MX"]);
  await ask(page, mail, ["mail.mx-alias.example", "A"]);
  assert.equal(longestChain(dns.asked(mail)), 2);
});

test("messages are read as they were written", () => {
  const asked = encode("_dmarc.Right.example", "TXT");
  assert.deepEqual(question(asked), { name: "_dmarc.right.example", type: "TXT", cd: false, end: asked.length });
  const failed = failure(asked, 2);
  assert.equal(failed.length, asked.length);
  assert.equal(failed[2] & 0x80, 0x80);
  assert.equal(failed[3] & 15, 2);
  assert.deepEqual(says(failed), []);
});
