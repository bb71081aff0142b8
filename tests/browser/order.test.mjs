// What stands first, what is one line until it is opened, and what comes into view.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WITH_ERROR, clipboard, eventually, painted, paste, stage, truly } from "./stage.mjs";

const here = stage();
const NARROW = { viewport: { width: 360, height: 740 } };
const ZONE = [
  "example.com. IN A 192.0.2.1",
  "example.com. IN MX 10 mail.example.com.",
  "www.example.com. IN CNAME example.com.",
  "_dmarc.example.com. IN TXT \"v=DMARC1; p=reject; rua=mailto:a@example.com\"",
  `example.com. IN TXT "${WITH_ERROR}"`,
].join("\n");
const SETUP = "#/setup?for=Acme&domain=setup.waxseal.example&need=CNAME%20ab1._domainkey%20ab1.dkim.hiring-service.example&need=TXT%20_dmarc%20dmarc:p%3E=none,rua~reports.hiring-service.example";

const titles = (page) => page.locator(".result .one > .verdict").allInnerTexts();
const inView = (page, selector) => page.locator(selector).first().evaluate((one) => {
  const { top, bottom } = one.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
});

test("of several records, what needs fixing comes first, and what is no mail record is folded", async (t) => {
  const page = await here.open(t);
  await page.locator("#text").fill(ZONE);
  await eventually(() => titles(page), ["SPF record at example.com: needs fixing", "MX record at example.com: right", "DMARC record at _dmarc.example.com: right"]);
  assert.equal(await page.locator(".result .whole").innerText().then((says) => says.split("5 records").length), 2, "how many there are is said once");
  const aside = page.locator(".result details.aside");
  assert.equal(await aside.locator("> summary").innerText(), "2 more lines are no mail records");
  assert.equal(await aside.locator("details.line").count(), 0);
  await aside.locator("> summary").focus();
  await page.keyboard.press("Enter");
  await eventually(() => aside.locator(".line-text").allInnerTexts(), ["192.0.2.1", "example.com."]);
  // What is mended goes to its place, and the rest stays.
  await page.locator("#text").fill(ZONE.replace("include=", "include:"));
  await eventually(async () => (await titles(page)).at(-1), "SPF record at example.com: right");
});

test("the text that is copied keeps the order of the paste", async (t) => {
  const page = await here.open(t);
  await paste(page, ZONE);
  await page.getByRole("button", { name: "Copy the whole result as text" }).click();
  await eventually(() => page.locator("[role=status]").innerText(), "Copied the result.");
  const text = await clipboard(page);
  const places = ["192.0.2.1", "mail.example.com", "v=DMARC1", "include=sendgrid.net"].map((value) => text.indexOf(value));
  assert.ok(places[0] > 0 && places.every((place, i) => i === 0 || place > places[i - 1]), `${places}`);
});

test("a line that is opened leaves the others where they are", async (t) => {
  const page = await here.open(t);
  const right = Array.from({ length: 24 }, (_, i) => `host${i}.example. IN TXT "v=spf1 a -all"`);
  await page.locator("#text").fill([...right, `last.example. IN TXT "${WITH_ERROR}"`].join("\n"));
  const names = () => page.locator(".result details.line .line-what").allInnerTexts();
  await eventually(async () => (await names()).slice(0, 3), ["SPF at last.example", "SPF at host0.example", "SPF at host1.example"]);
  const before = await names();
  const line = page.locator(".result details.line").nth(1);
  await line.locator("summary").first().focus();
  const top = () => line.evaluate((one) => one.getBoundingClientRect().top);
  const was = await top();
  await page.keyboard.press("Enter");
  await line.locator(".record").waitFor();
  assert.deepEqual(await names(), before);
  assert.equal(await top(), was);
});

test("of a domain, what is right is one line, and a link to one kind opens it", async (t) => {
  const page = await here.open(t, "#/domain/right.waxseal.example");
  await page.locator(".progress", { hasText: "all answered" }).waitFor();
  await truly(() => page.locator(".of-kind details.line").count());
  assert.equal(await page.locator(".of-kind:has(#records-spf) .record").count(), 0);
  assert.ok(await page.locator(".answer").first().isVisible() && await page.locator(".stop").first().isVisible());
  await page.locator(".of-kind:has(#records-spf) details.line > summary").focus();
  await page.keyboard.press("Enter");
  await page.locator(".of-kind:has(#records-spf) .record").waitFor();
  const linked = await here.open(t, "#/domain/right.waxseal.example/dmarc");
  await linked.locator(".of-kind:has(#records-dmarc) .record").waitFor();
  assert.equal(await linked.locator(".of-kind:has(#records-spf) .record").count(), 0);
});

test("what is done on a checklist is one line", async (t) => {
  const page = await here.open(t, SETUP);
  const done = page.locator('.need[data-status="met"]');
  await done.waitFor();
  assert.match(await done.innerText(), /Done/);
  assert.ok((await done.evaluate((one) => one.getBoundingClientRect().height)) < 90);
  assert.ok(await done.locator(".need-place").isHidden());
  await done.locator("summary").focus();
  await page.keyboard.press("Enter");
  await eventually(() => done.locator(".need-place").isVisible(), true);
  assert.ok(await page.locator('.need:not([data-status="met"]) .fix').isVisible(), "what is to be entered is open");
});

test("on a narrow page a long name breaks before its dots, and is copied whole", async (t) => {
  const name = "mail-from-customers.hiring-service-europe.example.com";
  const page = await here.open(t, "", NARROW);
  await page.locator("#text").fill(`${name}. IN TXT "${WITH_ERROR}"`);
  const title = page.locator(".result .verdict").first();
  await title.waitFor();
  const { starts, copied } = await title.evaluate((one) => {
    const range = document.createRange();
    const starts = [];
    const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
    let last = null;
    while (walker.nextNode()) {
      for (let i = 0; i < walker.currentNode.length; i++) {
        range.setStart(walker.currentNode, i);
        range.setEnd(walker.currentNode, i + 1);
        const { top, width } = range.getBoundingClientRect();
        if (!width) continue;
        if (last !== null && top > last + 4) starts.push(walker.currentNode.data.slice(i));
        last = top;
      }
    }
    getSelection().selectAllChildren(one);
    return { starts, copied: getSelection().toString() };
  });
  assert.ok(starts.some((text) => text.startsWith(".")), `${starts}`);
  assert.equal(copied, `SPF record at ${name}: needs fixing`);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.keyboard.press("Control+C");
  assert.equal(await clipboard(page), copied);
});

test("a label keeps clear of the ring round its field", async (t) => {
  for (const [fragment, fields] of [
    ["#/setup?for=Acme&need=TXT%20_hiring%20is:{token}", [".setup-form input"]],
    ["#/build/spf", ["#build-domain", "#build-service"]],
    ["#/domain/right.waxseal.example", ["#again"]],
    ["#/explain?r=v=spf1%20a%20~all", ["#published-domain"]],
  ]) {
    const page = await here.open(t, fragment);
    for (const field of fields) {
      for (const input of await page.locator(field).all()) {
        await input.focus();
        await page.keyboard.press("Shift");
        const gap = await input.evaluate((one) => {
          const ring = getComputedStyle(one);
          const out = ring.outlineStyle === "none" ? 0 : parseFloat(ring.outlineOffset) + parseFloat(ring.outlineWidth);
          return one.getBoundingClientRect().top - out - one.labels[0].getBoundingClientRect().bottom;
        });
        assert.ok(gap >= 0, `${fragment} ${field}: ${gap}`);
      }
    }
  }
});

test("the verdict comes into view after a paste, and the page stays where it is while one types", async (t) => {
  const page = await here.open(t, "", NARROW);
  await page.locator("#text").focus();
  await page.locator("#text").pressSequentially("v=spf1 a -all");
  await page.locator(".result .verdict").first().waitFor();
  await painted(page);
  assert.equal(await inView(page, ".result .verdict"), false, "it stands below the window");
  await page.getByRole("button", { name: "Clear" }).click();
  await paste(page, WITH_ERROR);
  await eventually(() => inView(page, ".result .verdict"), true);
  assert.ok(await inView(page, ".result .summary"), "and so does what it means");
  assert.equal(await page.evaluate(() => document.activeElement.id), "text", "the keyboard stays in the box");
});

test("the page of an example says who answers for examples", async (t) => {
  const page = await here.open(t, "#/domain/right.waxseal.example");
  assert.match(await page.locator(".ask-again").innerText(), /examples[^]*the page answers by itself, and nobody is asked/);
});
