// The page of a vendor's checklist, on a domain that the page answers by itself.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { clipboard, eventually, stage, truly } from "./stage.mjs";

const here = stage();
const DOCUMENT = readFileSync(new URL("../../docs/linking.md", import.meta.url), "utf8");
const NEEDS = [
  "TXT%20_hiring%20is:{token}", "CNAME%20ab1._domainkey%20ab1.dkim.hiring-service.example",
  "CNAME%20cd2._domainkey%20cd2.dkim.hiring-service.example", "CNAME%20ef3._domainkey%20ef3.dkim.hiring-service.example",
  "TXT%20@%20spf:include:spf.hiring-service.example", "MX%20bounce%2010%20feedback.hiring-service.example",
  "TXT%20bounce%20spf:include:spf.hiring-service.example", "TXT%20_dmarc%20dmarc:p%3E=none,rua~reports.hiring-service.example",
];
const TOKEN = "pmBGN/7MjnfhTKUZ06Enqq1PeGUaOkw8lGhcfwefcHU=";
const OPEN = `#/setup?v=1&for=Acme%20Hiring&help=https://help.acme-hiring.example/dns${NEEDS.map((need) => `&need=${need}`).join("")}`;
const FULL = `${OPEN}&set.token=${TOKEN}&domain=setup.waxseal.example`;
const STATUSES = ["met", "met", "met", "wrong-name", "different", "wrong-name", "damaged", "absent"];
const statuses = (page) => page.locator(".need").evaluateAll((all) => all.map((one) => one.dataset.status));
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.tagName);

test("a link with everything in it asks at once, and says how each record stands", async (t) => {
  const page = await here.open(t, FULL);
  await eventually(() => statuses(page), STATUSES);
  assert.equal(await page.locator("h1:visible").innerText(), "setup.waxseal.example: 3 of 8 records are done");
  assert.equal(await page.locator(".next").innerText(), "Before all else, take away the mail server that the warning names. The other records can wait.");
  assert.equal(await page.title(), "DNS records for setup.waxseal.example · Waxseal");
  assert.match(await page.locator(".from-link").innerText(), /comes from the link that you opened, which names “Acme Hiring”; Waxseal did not write it\./);
  const help = page.locator(".from-link a");
  assert.deepEqual([await help.getAttribute("href"), await help.getAttribute("rel"), await help.innerText()],
    ["https://help.acme-hiring.example/dns", "noreferrer noopener", "Their article at help.acme-hiring.example"]);
  const words = await page.locator(".need .verdict").allInnerTexts();
  assert.deepEqual(words.slice(2), ["Done", "At the wrong name", "Another value is there", "At the wrong name", "Damaged in copying", "Not there yet"]);
});

test("a mail server at the domain itself is the first thing said", async (t) => {
  const page = await here.open(t, FULL);
  const alarm = page.locator(".alarm");
  assert.match(await alarm.innerText(), /your own mail is at risk[^]*setup\.waxseal\.example[^]*feedback\.hiring-service\.example/);
  assert.ok(await alarm.evaluate((one) => Boolean(one.compareDocumentPosition(document.querySelector(".needs")) & Node.DOCUMENT_POSITION_FOLLOWING)));
});

test("what to enter stands in fields of its own, each with a button that copies it", async (t) => {
  const page = await here.open(t, FULL);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const spf = page.locator('.need[data-status="different"]');
  assert.deepEqual(await spf.locator("dt").allInnerTexts(), ["Type", "Name", "Value"]);
  assert.match(await spf.locator(".fix").innerText(), /SPF lookups: \d+ now, \d+ with this value/);
  await spf.getByRole("button", { name: "Copy Value" }).click();
  const value = "v=spf1 mx include:spf.post.example include:spf.hiring-service.example ~all";
  await eventually(() => clipboard(page), value, "merged, and nothing lost");
  const mx = page.locator(".need").nth(5);
  assert.deepEqual(await mx.locator("dd code").allInnerTexts(), ["MX", "bounce", "feedback.hiring-service.example", "10"]);
});

test("support and the DNS host get the same as text", async (t) => {
  const page = await here.open(t, FULL);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy for support" }).click();
  await eventually(async () => /3 of 8 done\nAsked this page itself on \d+ \w+ \d{4}, \d\d:\d\d\n[^]*WARNING[^]*\[At the wrong name\][^]*The same check again: http[^]*#\/setup\?/.test(await clipboard(page)), true);
  await page.getByText("Tell whoever runs your DNS").click();
  assert.match(await page.locator(".message").innerText(), /^Hello,[^]*Priority: 10/);
  assert.match(await page.getByRole("link", { name: "Open in your mail program" }).getAttribute("href"), /^mailto:\?subject=DNS%20records%20for%20setup/);
});

test("what the link leaves open is asked for, and survives a reload on this machine", async (t) => {
  const page = await here.open(t, OPEN);
  assert.equal(await page.title(), "Check the records on this list · Waxseal");
  assert.equal(await page.locator(".need").count(), 8);
  assert.match(await page.locator(".need").nth(5).innerText(), /Mail to bounce goes to feedback\.hiring-service\.example\./);
  assert.match(await page.locator(".next").innerText(), /^Type your domain\./);
  const token = page.getByLabel("token: from your “Acme Hiring” account");
  await page.getByLabel("Your domain").fill("setup.waxseal.example");
  await page.keyboard.press("Enter");
  await page.locator("#setup-problem", { hasText: "A check needs a value for token." }).waitFor();
  assert.equal(await focused(page), "setup-variable-0");
  // With the keyboard alone.
  await page.keyboard.type(TOKEN);
  await page.keyboard.press("Enter");
  await eventually(() => statuses(page), STATUSES);
  assert.ok(!page.url().includes("pmBGN"), "what is typed stays on this machine");
  await page.reload();
  await eventually(() => statuses(page), STATUSES);
  await page.goBack();
  await eventually(() => page.locator("h1:visible").innerText(), "Check the records on this list");
  assert.equal(await token.inputValue(), TOKEN);
  // The list of another vendor does not get it.
  const other = await page.context().newPage();
  await other.goto(`${here.url}${OPEN.replace("Acme", "Other")}`);
  assert.equal(await other.locator("#setup-variable-0").inputValue(), "");
});

test("it looks again by itself while it is open", async (t) => {
  const page = await here.open(t, FULL, { before: (page) => page.clock.install() });
  await eventually(() => statuses(page), STATUSES);
  assert.match(await page.locator(".progress:visible").innerText(), /looks again by itself every minute/);
  const row = await page.locator(".need").first().elementHandle();
  await page.evaluate(() => {
    window.looked = 0;
    new MutationObserver(() => { window.looked += 1; }).observe(document.querySelector(".progress"), { childList: true, subtree: true, characterData: true });
  });
  await page.clock.runFor(61_000);
  await eventually(() => page.evaluate(() => window.looked > 0), true);
  await eventually(() => statuses(page), STATUSES);
  assert.ok(await row.evaluate((one) => one.isConnected), "what stays the same is not shown anew");
  assert.equal(await page.locator(".changed").count(), 0, "and is not said");
});

test("a hostile link is text, and asks nobody", async (t) => {
  const evil = encodeURIComponent("<img src=x onerror=alert(1)>");
  const asked = [];
  const before = (page) => page.on("request", (request) => asked.push(request.url()));
  const page = await here.open(t, `#/setup?for=${evil}&resolver=https://evil.example/&need=TXT%20a%20is:${evil}&need=TXT%20b%20is:{t}`, { before });
  assert.match(await page.locator(".from-link").innerText(), /names “<img src=x onerror=alert\(1\)>”/);
  assert.equal(await page.locator("main img").count(), 0);
  assert.ok(!(await page.title()).includes("img"));
  assert.ok(asked.every((url) => url.startsWith(here.url)), asked.join("\n"));
  const script = await here.open(t, "#/setup?help=javascript:alert(1)&need=TXT%20a%20is:b");
  await eventually(() => script.locator("h1:visible").innerText(), "This link can't be read");
  assert.equal(await script.locator('a[href^="javascript"]').count(), 0);
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

test("hostile links, one after the other, do no harm: no request, no markup, no script", async (t) => {
  const asked = [];
  // The part of the page that reads links is here before the first hostile one.
  const page = await here.open(t, "#/setup?need=TXT%20a%20is:b", { before: (page) => page.on("request", (request) => asked.push(request.url())) });
  await page.locator(".setup-form").waitFor();
  const next = random(42);
  const pieces = ["need=", "need=TXT%20@%20is:", "need=TXT%20@%20spf:include:", "need=MX%20@%2010%20", "for=", "help=https://", "help=javascript:alert(1)", "help=https://x.example/",
    "set.a=", "domain=<b>", "resolver=https://evil.example/", "{a}", "<img src=x onerror=alert(1)>", "%3Cscript%3Ealert(1)%3C/script%3E", "\u202e", "%00", "%", "&", "=", "+", "#", "x.example", "💌", "data:text/html,x", "v=1", "v=2"];
  const links = Array.from({ length: 500 }, () => {
    let link = "#/setup?";
    for (let n = next() * 12; n > 0; n -= 1) link += pieces[Math.floor(next() * pieces.length)] + (next() < 0.5 ? "&" : "");
    return next() < 0.7 ? `${link}&need=TXT%20a%20is:${pieces[Math.floor(next() * pieces.length)]}` : link;
  });
  asked.length = 0;
  const shown = await page.evaluate(async (links) => {
    let lists = 0;
    for (const link of links) {
      await new Promise((done) => { addEventListener("hashchange", () => setTimeout(done), { once: true }); location.hash = link + "&x=" + Math.random(); });
      const main = document.getElementById("main");
      if (main.querySelector("img, script, iframe, [onerror], b") || [...main.querySelectorAll("a")].some((a) => !/^https?:$|^mailto:$/.test(a.protocol))) return link;
      if (/img|script|evil/i.test(document.title)) return `title: ${link}`;
      lists += main.querySelector(".setup-form") ? 1 : 0;
    }
    return lists;
  }, links);
  assert.ok(shown > 50, `lists shown, or the link that did harm: ${shown}`);
  assert.deepEqual(asked.filter((url) => !url.startsWith(here.url)), []);
});

test("a broken link says what is wrong, where, and still leads to a check", async (t) => {
  const page = await here.open(t, "#/setup?need=TXT%20@%20is:x&need=A%20@%20x");
  assert.equal(await page.title(), "This link can't be read · Waxseal");
  assert.match(await page.locator("#broken-says").innerText(), /A is none of them/);
  assert.match(await page.locator("main:visible").innerText(), /at character 34 of the link/);
  assert.equal(await page.locator(".place").innerText(), "A");
  await page.getByLabel("Domain", { exact: true }).fill("right.waxseal.example");
  await page.keyboard.press("Enter");
  await eventually(() => page.locator("h1:visible").innerText(), "The mail of right.waxseal.example");
});

test("every example of the document for vendors opens a checklist", async (t) => {
  const links = [...DOCUMENT.matchAll(/`(#\/setup\?[^`…]+)`/g)].map(([, link]) => link);
  assert.ok(links.length >= 14, `${links.length} links`);
  // `domain=` would ask public resolvers.
  const page = await here.open(t, "#/rules");
  for (const link of links.map((link) => link.replace("domain=example.com", "domain=setup.waxseal.example"))) {
    await page.evaluate((link) => { location.hash = link; }, link);
    await page.locator(".setup-form, #broken-says").waitFor();
    assert.ok(await page.locator(".need").first().isVisible(), link);
    await page.evaluate(() => { location.hash = "#/rules"; });
    await page.locator(".setup-form").waitFor({ state: "detached" });
  }
});

test("the back button returns to the list as it stood", async (t) => {
  const page = await here.open(t, FULL);
  await eventually(() => statuses(page), STATUSES);
  await page.getByRole("link", { name: "Rules" }).click();
  await page.waitForURL("**/#/rules");
  // Without waiting for that page: what comes of it late must not speak for this one.
  await page.goBack();
  await eventually(() => statuses(page), STATUSES);
  assert.equal(await page.title(), "DNS records for setup.waxseal.example · Waxseal");
});

const TEMPLATE = JSON.stringify({
  providerName: "Acme & Sons", serviceId: "mail", version: 1, records: [
    { type: "SPFM", host: "@", spfRules: "include:spf.acme.example" },
    { type: "CNAME", host: "s1._domainkey", pointsTo: "s1.%region%.dkim.acme.example", ttl: 3600 },
    { type: "TXT", host: "_acme", data: "acme=%token%", txtConflictMatchingMode: "Prefix", txtConflictMatchingPrefix: "acme=" },
    { type: "A", host: "www", pointsTo: "192.0.2.1" },
  ],
});

test("a support team makes a link from the records of its article", async (t) => {
  const page = await here.open(t, "#/link");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  assert.equal(await page.title(), "Make a link to a checklist · Waxseal");
  assert.match(await page.locator("#link-made").innerText(), /The link appears here/);
  await page.getByLabel("Records of your article").fill("_acme.example.com. IN TXT \"abc\"\nexample.com. IN MX 10 mx.acme.example.");
  await page.getByRole("button", { name: "Add to the list" }).click();
  const rows = page.locator(".link-row");
  await eventually(() => rows.count(), 2);
  assert.equal(await page.locator(".link-added").innerText(), "Added 2 records to the list.");
  assert.match(await rows.nth(1).innerText(), /Mail to the domain itself goes to mx\.acme\.example\./);
  assert.match(await page.locator(".link-warnings").innerText(), /takes in their own mail/);
  // Changed by hand: the focus stays, and what is wrong is said beside the record.
  const name = rows.nth(1).getByLabel("Name: @ is the domain itself");
  await name.fill("a b");
  await eventually(() => rows.nth(1).locator(".ask-problem").innerText(), "a b holds a blank, and a name has none.");
  assert.match(await page.locator("#link-problem").innerText(), /^Record 2 of the list: /);
  assert.equal(await focused(page), await name.getAttribute("id"));
  await name.fill("bounce");
  await rows.nth(0).getByLabel("Text").fill("acme={token}");
  await page.getByLabel("Your company").fill("Acme & Sons");
  await eventually(() => page.locator(".link-warnings").innerText(), "The link does not set token, so each customer is asked for it.");
  await page.getByRole("button", { name: "Copy HTML button" }).click();
  await eventually(async () => /^<a href="http[^"]*#\/setup\?v=1&amp;for=Acme%20%26%20Sons&amp;need=TXT%20[^"]*"/.test(await clipboard(page)), true);
  await page.getByRole("button", { name: "Copy Checklist in your page" }).click();
  await eventually(async () => new RegExp(`^<script type="module" src="${here.url}waxseal-check\\.js"></script>\n<waxseal-check link="#/setup\\?v=1&amp;for=`).test(await clipboard(page)), true);
  await page.getByLabel("token", { exact: true }).fill("xyz");
  await eventually(() => page.locator(".link-warnings").count(), 0);
  await page.getByLabel("token", { exact: true }).fill("");
  await page.getByRole("link", { name: "Open it as a customer does" }).click();
  await page.locator(".from-link", { hasText: "“Acme & Sons”" }).waitFor();
  await page.getByLabel("token: from your “Acme & Sons” account").waitFor();
  // The list is still there on the way back.
  await page.goBack();
  await eventually(() => page.locator(".link-row").count(), 2);
});

test("a template, and a link made before, become the same list", async (t) => {
  const page = await here.open(t, "#/link");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByLabel("Records of your article").fill(TEMPLATE);
  await page.getByRole("button", { name: "Add to the list" }).click();
  const rows = page.locator(".link-row");
  await eventually(() => rows.count(), 3);
  assert.match(await page.locator(".link-added").innerText(), /Added 3 records to the list\.\nA www was left out: links ask for TXT, MX and CNAME alone\./);
  assert.equal(await page.getByLabel("Your company").inputValue(), "Acme & Sons");
  await page.getByLabel("region", { exact: true }).fill("eu");
  const said = () => rows.locator(".promise").allInnerTexts();
  const before = await said();
  await page.getByRole("button", { name: "Copy Link" }).click();
  const link = await truly(async () => /#\/setup/.test(await clipboard(page)) && clipboard(page));
  await page.reload();
  await page.getByLabel("Records of your article").fill(link);
  await page.getByRole("button", { name: "Add to the list" }).press("Enter");
  await eventually(() => rows.count(), 3);
  assert.deepEqual(await said(), before);
  assert.equal(await page.getByLabel("region", { exact: true }).inputValue(), "eu");
});

test("records are added, moved and taken away with the keyboard, and the focus goes along", async (t) => {
  const page = await here.open(t, "#/link");
  await page.getByRole("button", { name: "Add a record" }).press("Enter");
  await eventually(() => focused(page), "link-row-1-what");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("include:a.example");
  await page.getByRole("button", { name: "Add a record" }).press("Enter");
  await page.locator("#link-row-2-what").selectOption({ label: "MX: this mail server" });
  await page.locator("#link-row-2-name").fill("bounce");
  await page.getByLabel("Priority and mail server").fill("10 mx.a.example");
  await page.locator("#link-row-2-raise").press("Enter");
  await eventually(() => page.locator(".link-row .promise").allInnerTexts(), [
    "Mail to bounce goes to mx.a.example.", "The SPF record at the domain itself has include:a.example, or lets the same servers send.",
  ]);
  await page.locator("#link-row-2-remove").press("Enter");
  await eventually(() => focused(page), "link-row-1-remove");
  await page.keyboard.press("Enter");
  await eventually(() => focused(page), "link-paste");
  assert.equal(await page.locator(".link-row").count(), 0);
});

test("the preview is the customer's checklist, before, on the way and after, and asks nobody", async (t) => {
  const asked = [];
  const page = await here.open(t, "#/link", { before: (page) => page.on("request", (request) => asked.push(request.url())) });
  await page.getByLabel("Records of your article").fill(TEMPLATE);
  await page.getByRole("button", { name: "Add to the list" }).click();
  await eventually(() => statuses(page), ["different", "absent", "absent"]);
  assert.match(await page.locator("#link-preview").innerText(), /which names “Acme & Sons”; Waxseal did not write it\.[^]*customer\.example: 0 of 3 records are done/);
  await page.getByLabel("Half way").check();
  await eventually(() => statuses(page), ["met", "wrong-name", "met"]);
  await page.keyboard.press("ArrowDown");
  await eventually(() => statuses(page), ["met", "met", "met"]);
  assert.equal(await focused(page), "link-stage-2");
  assert.ok(asked.every((url) => url.startsWith(here.url)), asked.join("\n"));
});
