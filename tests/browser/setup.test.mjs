// The page of a vendor's checklist, on a domain that the page answers by itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { clipboard, eventually, stage } from "./stage.mjs";

const here = stage();
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

test("a support team makes a link from the records of its article", async (t) => {
  const page = await here.open(t, "#/link");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  assert.equal(await page.title(), "Make a link to a checklist · Waxseal");
  await page.getByLabel("Your company").fill("Acme & Sons");
  await page.getByLabel("Records of your article").fill("_acme.example.com. IN TXT \"abc\"\nexample.com. IN MX 10 mx.acme.example.");
  await page.getByRole("button", { name: "Add to the list" }).click();
  assert.equal(await page.locator("#link-needs").inputValue(), "TXT _acme is:abc\nMX @ 10 mx.acme.example");
  assert.match(await page.locator(".link-warnings").innerText(), /takes in their own mail/);
  await page.locator("#link-needs").fill("TXT _acme is:{token}\nA @ x");
  await eventually(async () => /^Line 2 of the list: /.test(await page.locator("#link-problem").innerText()), true);
  await page.locator("#link-needs").fill("TXT _acme is:{token}");
  await page.getByRole("button", { name: "Copy HTML" }).click();
  await eventually(async () => /^<a href="http[^"]*#\/setup\?v=1&amp;for=Acme%20%26%20Sons&amp;need=TXT%20[^"]*"/.test(await clipboard(page)), true);
  await page.getByRole("link", { name: "See it as a customer does" }).click();
  await page.locator(".from-link", { hasText: "“Acme & Sons”" }).waitFor();
  await page.getByLabel("token: from your “Acme & Sons” account").waitFor();
});
