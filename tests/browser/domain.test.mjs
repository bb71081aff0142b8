// The page of a domain, on the domains that the page answers by itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { clipboard, eventually, painted, stage, unfolded } from "./stage.mjs";

const here = stage();
const OPEN = "#/domain/open.waxseal.example";
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.tagName);

test("a domain that is typed opens its page, whatever stands around it", async (t) => {
  for (const [typed, note] of [["open.waxseal.example", 0], [" Me@Open.Waxseal.EXAMPLE. ", 1], ["https://open.waxseal.example/x?y", 1]]) {
    const page = await here.open(t);
    await page.locator("#domain").fill(typed);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/${OPEN}`);
    await eventually(() => page.locator("h1:visible").innerText(), "The mail of open.waxseal.example");
    assert.equal(await page.title(), "The mail of open.waxseal.example · Waxseal");
    assert.equal(await page.locator(".hinted:not(.example-mark)").count(), note, typed);
    assert.equal(await focused(page), "H1");
  }
});

test("what is no domain gets a sentence, and stays in the box", async (t) => {
  const page = await here.open(t);
  for (const typed of ["", "two words", "<img src=x onerror=alert(1)>"]) {
    await page.locator("#domain").fill(typed);
    await page.locator(".ask button:visible").click();
    await page.locator(".ask-problem:visible").waitFor();
    assert.equal(await page.locator("#domain").inputValue(), typed);
    assert.equal(await focused(page), "domain");
  }
  assert.equal(new URL(page.url()).hash, "");
  const linked = await here.open(t, "#/domain/%3Cimg%20src=x%3E");
  assert.match(await linked.locator("#no-name").innerText(), /img src=x has a blank in it/);
});

test("what mailbox providers ask is held against the domain", async (t) => {
  const page = await here.open(t, "#/domain/right.waxseal.example");
  await eventually(() => page.locator(".asked-rows > li").count(), 10);
  const open = await page.locator(".requirements > .asked-rows .verdict").allInnerTexts();
  assert.ok(open.length > 0 && open.every((word) => word === "Can't be seen from DNS"), `${open}`);
  const folded = page.locator(".requirements details.fold").first();
  assert.equal(await folded.locator("summary").innerText(), `${10 - open.length} of 10 are met`);
  await folded.locator("summary").click();
  assert.deepEqual(await folded.locator(".verdict").allInnerTexts(), Array(10 - open.length).fill("Met"));
  assert.match(await page.locator(".requirements").innerText(), /as of November 2026/);
  assert.equal(await page.locator(".askers a[rel=noopener]").count(), 4);
});

test("three answers, the way, each kind of record and what was asked are there", async (t) => {
  const page = await here.open(t, OPEN);
  await page.locator(".example-mark").waitFor();
  assert.deepEqual(await page.locator(".answer h2").allInnerTexts(), ["Can others forge its mail?", "Can it receive mail?", "Will its mail be trusted?"]);
  await page.locator(".progress", { hasText: "all answered" }).waitFor();
  assert.ok((await page.locator(".answer .verdict").allInnerTexts()).every((answer) => answer.trim()));
  assert.ok((await page.locator(".stop").count()) >= 4);
  assert.deepEqual((await page.locator(".of-kind h2").allInnerTexts()).map((title) => title.split(":")[0]), ["MX", "SPF", "DMARC", "DKIM", "Is mail to it encrypted on the way, and can that be forced off?", "MTA-STS", "TLS-RPT", "TLSA", "BIMI", "Proofs"]);
  const ids = await page.locator(".of-kind h2").evaluateAll((titles) => titles.map((title) => title.id));
  assert.equal(new Set(ids).size, ids.length, "each section has an address of its own");
  await eventually(() => page.locator(".of-kind .record").allInnerTexts(), ["v=spf1 mx +all"], "what is right is one line");
  assert.deepEqual(await unfolded(page), ["10 mx1.open.waxseal.example.", "v=spf1 mx +all"]);
  await page.locator(".asked summary").click();
  await page.locator(".asked tbody tr").nth(4).waitFor();
  assert.match(await page.locator(".progress").innerText(), /questions asked, all answered/);
});

test("what could not be asked is never said to be missing", async (t) => {
  const page = await here.open(t, "#/domain/silent.waxseal.example");
  await page.locator(".silence").waitFor();
  const says = (await page.locator(".section-says").allInnerTexts()).slice(0, 3);
  assert.ok(says.every((sentence) => sentence.startsWith("Waxseal could not ask")), says.join("\n"));
  await page.getByRole("link", { name: "Paste its records instead" }).click();
  await page.locator(".hinted", { hasText: "silent.waxseal.example" }).waitFor();
});

test("a link opens at one kind of record", async (t) => {
  const page = await here.open(t, `${OPEN}/spf`);
  await eventually(() => focused(page), "records-spf");
  await eventually(() => page.locator("#records-spf").evaluate((one) => one.getBoundingClientRect().top < innerHeight), true);
});

test("the report is copied as text, and printed without what is for the screen", async (t) => {
  const page = await here.open(t, OPEN);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy report as text" }).click();
  await eventually(async () => /The mail of open\.waxseal\.example[^]*Can it receive mail\?[^]*\+all/.test(await clipboard(page)), true);
  await page.emulateMedia({ media: "print" });
  for (const selector of [".ask-again", ".take-away", ".selectors", "nav", "button"]) {
    assert.equal(await page.locator(`${selector}:visible`).count(), 0, selector);
  }
  assert.ok(await page.locator(".answer").first().isVisible());
});

test("the back button returns to the answers that stood there", async (t) => {
  const page = await here.open(t, OPEN);
  await page.locator(".of-kind .why", { hasText: "Why?" }).first().click();
  await page.waitForURL("**/#/rules/*");
  await page.goBack();
  await eventually(() => page.locator("h1:visible").innerText(), "The mail of open.waxseal.example");
  await painted(page);
  assert.ok(await page.locator(".of-kind .record").first().isVisible());
  await page.getByRole("button", { name: "Ask again" }).click();
  await page.locator(".progress", { hasText: "all answered" }).waitFor();
});

test("each example on the front page opens, with keys alone", async (t) => {
  const page = await here.open(t);
  const titles = await page.locator(".samples:visible a").allInnerTexts();
  assert.ok(titles.length >= 8);
  for (const title of titles) {
    await page.getByRole("link", { name: title, exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.locator(".example-mark").waitFor();
    await page.locator(".progress", { hasText: "asked, " }).waitFor();
    await page.goBack();
    await page.locator("#text").waitFor();
  }
});
