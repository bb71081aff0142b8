// The page of a domain against real DNS servers, right and in trouble.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startDns } from "./dns.mjs";
import { eventually, painted, stage, truly, unfolded } from "./stage.mjs";

const here = stage();
let dns;
// Over TLS, since a browser has more than 6 questions in flight with HTTP/2 alone.
before(async () => { dns = await startDns({ tls: true }); });
after(() => dns?.stop());

/** Whatever says that something is not there. */
const ABSENT = /missing|no such|there is no\b|\bhas no\b|no record|not published|holds a key|does not exist/i;

/** A page whose reader chose a resolver before. */
function open(t, fragment, url, options = {}) {
  const choose = (page) => page.addInitScript((url) => localStorage.setItem("waxseal.resolver", url), url);
  return here.open(t, fragment, { ignoreHTTPSErrors: true, before: choose, ...options });
}

const done = (page) => page.locator(".progress", { hasText: /asked, / }).waitFor();
const sections = async (page) => (await page.locator(".section-says").allInnerTexts()).join("\n");
/**
 * Everything that is said about the domain; the offer of the paste box aside, which says what silence does not mean, and
 * what `beside` finds.
 */
const said = (page, beside = "") => page.locator("#main > div:not([hidden]), #main > :not(div)").evaluateAll((parts, beside) => parts.map((part) => {
  const copy = part.cloneNode(true);
  for (const one of copy.querySelectorAll(`.silence, .ask-again, .asked, .selectors, .take-away, .of-kind-head${beside}`)) one.remove();
  return copy.matches(beside.slice(1) || "none") ? "" : copy.textContent;
}).join("\n"), beside);
/** The sections of what right.example certainly has not. */
const NONE = ["mta-sts", "tls-rpt", "tlsa"].map((kind) => `, section:has(#records-${kind})`).join("");

/** A log without the names of keys that are tried only where there is room: how many of them is a matter of time. */
const needed = (log) => log.filter(({ name }) => !/^(fm2|m1|key2|mta|pm|dk)\._domainkey\./.test(name));

test("a domain that is right is found so, and no question is asked twice", async (t) => {
  const url = dns.url("right");
  const page = await open(t, "#/domain/right.example", url);
  await page.locator(".progress", { hasText: "all answered" }).waitFor();
  assert.deepEqual(await page.locator(".answer .verdict").allInnerTexts(), ["No", "Yes", "Yes"]);
  await eventually(async () => (await unfolded(page)).slice(0, 3), [
    "10 mail.right.example.", "v=spf1 mx include:_spf.vendor.example -all", "v=DMARC1; p=reject; rua=mailto:dmarc@right.example",
  ]);
  assert.equal(await page.locator(".example-mark").count(), 0);
  const asked = [...dns.asked(url)];
  assert.ok(asked.length > 10);
  assert.deepEqual(dns.twice(url), []);

  // What is known is not asked again on the way back.
  await page.locator("nav a", { hasText: "Rules" }).click();
  await page.goBack();
  await eventually(() => page.locator("h1:visible").innerText(), "The mail of right.example");
  await page.locator("#again").press("Enter");
  await page.locator(".repeated").waitFor();
  assert.match(await page.locator(".repeated").innerText(), /^This resolver may repeat an old answer until \d\d:\d\d( tomorrow)?\./);
  const again = dns.asked(url).slice(asked.length);
  assert.equal(needed(again).length, needed(asked).length, "asking again goes round the page's answers and the browser's");
  assert.equal(await page.locator(".progress").innerText(), `${again.length} questions asked, all answered.`, "all of them");
  await page.locator(".asked summary").click();
  await page.locator(".asked tbody tr td:last-child", { hasText: /^\d\d:\d\d/ }).first().waitFor();
});

test("a name in letters, and a selector that is typed along, are understood and said", async (t) => {
  const page = await open(t, "", dns.url("typed"));
  await page.locator("#domain").fill("https://bücher.example/x");
  await page.keyboard.press("Enter");
  await eventually(() => page.locator("h1:visible").innerText(), "The mail of bücher.example");
  assert.match((await page.locator(".hinted").allInnerTexts()).join("\n"), /DNS has bücher\.example as xn--bcher-kva\.example/);
  await done(page);
  await page.locator("#again").fill("selector1._domainkey.right.example");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/#/domain/right.example?selector=selector1");
  await eventually(() => page.locator("#selector").inputValue(), "selector1");
  await done(page);
});

for (const [fault, why] of [
  ["servfail", "the resolver could not find out"],
  ["refused", "the resolver refused to answer"],
  ["reset", "the resolver is blocked or can't be reached"],
  ["drop", "no answer came in time"],
  ["type", "what came back is no answer to the question"],
  ["garbage", "what came back is no answer to the question"],
  ["cut", "what came back is no answer to the question"],
  ["other", "what came back is no answer to the question"],
  ["http:429", "the resolver's web server answered with status 429"],
  ["http:500", "the resolver's web server answered with status 500"],
]) {
  test(`a resolver in trouble (${fault}) is said, and nothing is said to be missing`, async (t) => {
    const page = await open(t, "#/domain/right.example", dns.url(fault), { mayFail: true });
    await page.locator(".silence").waitFor();
    const says = await page.locator(".section-says").allInnerTexts();
    assert.ok(says.slice(0, 3).every((sentence) => sentence.startsWith("Waxseal could not ask whether")), says.join("\n"));
    assert.ok(says.slice(0, 3).every((sentence) => sentence.includes(why)), says.join("\n"));
    const words = await said(page);
    assert.match(words, /The mail of right\.example/);
    assert.doesNotMatch(words, ABSENT);
    assert.equal(await page.locator(".changes > li").count(), 0);
  });

  test(`trouble with one question (${fault}) leaves the rest as it is`, async (t) => {
    const page = await open(t, "#/domain/right.example", dns.url(`${fault}@_dmarc.right.example`), { mayFail: true });
    await done(page);
    assert.match(await sections(page), /Waxseal could not ask whether _dmarc\.right\.example has a DMARC record/);
    assert.equal(await page.locator(".silence").count(), 0);
    const words = await said(page, NONE);
    assert.match(words, /The mail of right\.example/);
    assert.doesNotMatch(words, ABSENT);
    const records = await unfolded(page);
    assert.ok(records.includes("10 mail.right.example.") && records.some((text) => text.startsWith("v=spf1 mx")), records.join("\n"));
  });
}

test("aliases, a logo and texts for other services are told in their sections", async (t) => {
  const kind = async (page, id) => {
    const section = page.locator(`.of-kind:has(#records-${id})`);
    return section.innerText();
  };
  let page = await open(t, "#/domain/policy-gone.example", dns.url("policy-gone"));
  await done(page);
  assert.match(await kind(page, "dmarc"), /led on to gone\.vendor\.example, and no record stands there/);
  page = await open(t, "#/domain/logo-open.example", dns.url("logo-open"));
  await done(page);
  assert.match(await kind(page, "bimi"), /asks for nothing, so receivers show no logo/);
  page = await open(t, "#/domain/many-texts.example", dns.url("many-texts"));
  await done(page);
  const texts = await kind(page, "verification");
  assert.match(texts, /holds 4 texts that are not about mail/);
  assert.match(texts, /2 texts for Microsoft 365 stand at many-texts\.example/);
  assert.match(await kind(page, "spf"), /Receivers of today don't read records that start with spf2\.0/);
});

test("an answer that is late by three seconds is waited for", async (t) => {
  const page = await open(t, "#/domain/right.example", dns.url("late:3000@_dmarc.right.example"));
  await page.locator(".progress", { hasText: "all answered" }).waitFor();
  assert.deepEqual(await page.locator(".answer .verdict").allInnerTexts(), ["No", "Yes", "Yes"]);
});

test("a resolver that dies in the middle leaves what it has said", async (t) => {
  const page = await open(t, "#/domain/right.example", dns.url("dies:12"), { mayFail: true });
  await page.locator(".progress", { hasText: /asked, \d+ of them without an answer/ }).waitFor();
  const records = await unfolded(page);
  assert.ok(records.includes("10 mail.right.example."), records.join("\n"));
  assert.equal(await page.locator(".silence").count(), 0);
  assert.doesNotMatch(await said(page, NONE), /missing|there is no\b|\bhas no\b|does not exist/i);
});

test("where nobody listens, the page says so and offers the paste box", async (t) => {
  const page = await open(t, "#/domain/right.example", dns.closed, { mayFail: true });
  await page.getByRole("link", { name: "Paste its records instead" }).click();
  await page.locator(".hinted", { hasText: "right.example" }).waitFor();
});

test("leaving the page stops what is asked", async (t) => {
  const url = dns.url("late:500", "left");
  const page = await open(t, "#/domain/right.example", url);
  await truly(() => dns.asked(url).length > 0);
  await page.locator("nav a", { hasText: "Rules" }).click();
  await eventually(() => page.locator("h1:visible").innerText(), "What Waxseal looks for");
  const before = dns.asked(url).length;
  // By the time that another domain is done, more would have been asked about the first one.
  await page.goto(`${here.url}#/domain/parked.example`);
  await done(page);
  const later = dns.asked(url).slice(before).filter(({ name }) => name.endsWith("right.example"));
  assert.ok(later.length <= 8, "only what was on its way");
  assert.ok(before <= 16, `${before} questions`);
});

test("the reader chooses who is asked, and the browser remembers it", async (t) => {
  const url = dns.url("chosen");
  const page = await here.open(t, "#/domain", { ignoreHTTPSErrors: true });
  const sentence = page.locator("#who-sees-again");
  assert.match(await sentence.innerText(), /Cloudflare's DNS resolver[^]*Google, DNS\.SB or CZ\.NIC instead/);
  await page.locator(".resolvers:visible summary").click();
  const radios = page.locator(".resolvers:visible input[type=radio]");
  await eventually(() => radios.count(), 6);
  assert.ok(await radios.first().isChecked());
  await page.getByText("CZ.NIC", { exact: true }).click();
  assert.match(await sentence.innerText(), /^Waxseal asks CZ\.NIC's DNS resolver alone/);
  assert.equal(await page.evaluate(() => localStorage.getItem("waxseal.resolver")), "https://odvr.nic.cz/doh");

  await page.getByText("A resolver of your own").click();
  const own = page.locator(".resolver-own input:visible");
  await own.fill("http://192.0.2.1/dns-query");
  await page.getByRole("button", { name: "Try it" }).click();
  assert.match(await page.locator(".ask-problem:visible").innerText(), /must start with https:/);
  await own.fill(url);
  await page.getByRole("button", { name: "Try it" }).click();
  assert.match(await page.locator(".resolver-tried").innerText(), /^127\.0\.0\.1:\d+ answers: .* example\.com MX in \d+ ms\.$/);
  assert.deepEqual(dns.asked(url).map(({ name, type }) => `${name} ${type}`), ["example.com MX"]);
  assert.match(await sentence.innerText(), /^Waxseal asks the DNS resolver at 127\.0\.0\.1:\d+ alone/);

  await page.reload();
  await page.locator("#again").waitFor();
  assert.match(await sentence.innerText(), /^Waxseal asks the DNS resolver at 127\.0\.0\.1/);
  await page.goto(`${here.url}?resolver=x#/domain/right.example?resolver=https://evil.example/dns-query`);
  await done(page);
  assert.ok(dns.asked(url).length > 10, "no link has a say in it");

  await page.locator(".resolvers:visible summary").click();
  await page.getByText("The usual ones").click();
  assert.equal(await page.evaluate(() => localStorage.getItem("waxseal.resolver")), null);
});

test("where the usual one does not answer, the next one is asked", async (t) => {
  const seen = new Set();
  const page = await here.open(t, "#/domain", { mayFail: true });
  await page.route(/^https:/, async (route) => {
    const url = new URL(route.request().url());
    seen.add(url.host);
    if (url.host !== "dns.google") {
      await route.abort();
      return;
    }
    const reply = await fetch(dns.resolver + url.search, { headers: { accept: "application/dns-message" } });
    const headers = { "content-type": "application/dns-message", "access-control-allow-origin": "*" };
    await route.fulfill({ status: reply.status, headers, body: Buffer.from(await reply.arrayBuffer()) });
  });
  await page.locator("#again").fill("right.example");
  await page.keyboard.press("Enter");
  await page.locator(".progress", { hasText: "all answered" }).waitFor();
  assert.deepEqual([...seen], ["cloudflare-dns.com", "dns.google"]);
  await page.locator(".asked summary").click();
  assert.ok((await page.locator(".asked tbody").innerText()).includes("Google"));
});

test("without storage the page works, and forgets", async (t) => {
  const block = (page) => page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", { get() { throw new DOMException("blocked", "SecurityError"); } });
  });
  const page = await here.open(t, "#/domain", { before: block });
  await page.locator(".resolvers:visible summary").click();
  await page.getByText("DNS.SB", { exact: true }).click();
  await painted(page);
  assert.match(await page.locator("#who-sees-again").innerText(), /^Waxseal asks DNS\.SB's/);
});

test("two resolvers are compared, and what differs is shown of both", async (t) => {
  const page = await open(t, "#/domain/right.example", dns.url("compared"));
  await done(page);
  await page.route(/^https:\/\/dns\.google\//, async (route) => {
    const { search } = new URL(route.request().url());
    const reply = await fetch(dns.resolver + search, { headers: { accept: "application/dns-message" } });
    const bytes = Buffer.from(await reply.arrayBuffer());
    // Its record of another day.
    const old = Buffer.from(bytes.toString("latin1").replace("p=reject", "p=xeject"), "latin1");
    await route.fulfill({ headers: { "content-type": "application/dns-message", "access-control-allow-origin": "*" }, body: old });
  });
  await page.locator(".contrast summary").click();
  await page.getByRole("button", { name: "Google" }).click();
  const rows = page.locator(".contrast .published-rows > li");
  await eventually(() => rows.locator(".verdict").allInnerTexts(), ["The same", "The same", "Different"]);
  assert.match(await rows.last().innerText(), /127\.0\.0\.1:\d+ says: [^]*p=reject[^]*Google says: [^]*p=xeject[^]*Google may repeat this until \d\d:\d\d/);
});
