// The front page and the way to every other page, in the release build.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { serve } from "../../tools/serve.mjs";
import { CORRECTED, DIST, LESSONS, RULE, WITH_ERROR, clipboard, eventually, finding, painted, paste, stage, truly } from "./stage.mjs";
import { longSpf, zone } from "./zone.mjs";

const here = stage();
const FRONT = "Are your domain's mail records right? · Waxseal";

/** The record as the page draws it: its text, and what of it is in no segment. */
function drawn(page) {
  return page.locator(".result .record").first().evaluate((record) => ({
    text: record.textContent,
    loose: [...record.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("").trim(),
    segments: record.querySelectorAll(".seg").length,
  }));
}

test("a record that is typed is explained with no button, and its segments tile it", async (t) => {
  const page = await here.open(t);
  assert.equal(await page.locator(".result").isVisible(), false, "an empty box has no result");
  const record = "v=spf1 ip4:192.0.2.0/24 include:_spf.google.com ~all";
  await page.locator("#text").pressSequentially(record);
  await eventually(() => drawn(page), { text: record, loose: "", segments: 4 });
  assert.match(await page.locator(".result .verdict").first().innerText(), /SPF record/);
  const says = await page.locator(".result .part-says").allInnerTexts();
  assert.equal(says.length, 4);
  assert.ok(says.every((sentence) => sentence.trim().length > 10), says.join("\n"));
});

test("on a narrow page names in a record break before their dots, and the text is the same", async (t) => {
  const page = await here.open(t);
  await page.setViewportSize({ width: 360, height: 740 });
  const record = "v=spf1 include:spf.protection.outlook.com include:_spf.customer-mail.example.net ~all";
  await page.locator("#text").fill(record);
  await eventually(async () => (await drawn(page)).text, record);
  // What stands first in each line but the first: the character before it is in another line.
  const starts = () => page.locator(".result .record").first().evaluate((record) => {
    const found = [];
    let above;
    const walker = document.createTreeWalker(record, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let at = 0; at < node.length; at++) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const box = range.getBoundingClientRect();
        if (!box.width) continue;
        if (above !== undefined && box.top > above + 8) found.push(node.data[at]);
        above = box.top;
      }
    }
    return found;
  });
  const firsts = await starts();
  assert.ok(firsts.length >= 2, "it takes several lines");
  assert.ok(firsts.includes("."), `a name goes on in the next line: ${firsts}`);
  assert.ok(firsts.every((first) => /[.i~]/.test(first)), `none breaks inside a label: ${firsts}`);
  const short = "v=spf1 a mx include:amazonses.com include:_spf.google.com ~all";
  await page.locator("#text").fill(short);
  await eventually(async () => (await drawn(page)).text, short);
  const whole = await starts();
  assert.ok(whole.length >= 2 && !whole.includes("."), `what has room in a line stays whole: ${whole}`);
});

test("a record that is pasted is explained, and another one in its place", async (t) => {
  const page = await here.open(t);
  await paste(page, "v=DMARC1; p=reject; rua=mailto:reports@example.com");
  await eventually(async () => (await drawn(page)).text, "v=DMARC1; p=reject; rua=mailto:reports@example.com");
  await page.keyboard.press("Control+A");
  await paste(page, "example.com. 3600 IN TXT \"v=spf1 -all\"");
  await eventually(async () => (await drawn(page)).text, "v=spf1 -all");
  assert.match(await page.locator(".result .verdict").first().innerText(), /example\.com/);
});

test("the header lines of a message are explained, and lead on to the key that they name", async (t) => {
  const page = await here.open(t);
  await paste(page, "Subject: Hello\r\nDKIM-Signature: v=1; a=rsa-sha256; l=5;\r\n  d=right.waxseal.example; s=s1;\r\n  h=from:to; bh=x; b=y\r\n\r\nHello\r\n");
  const value = "DKIM-Signature: v=1; a=rsa-sha256; l=5; d=right.waxseal.example; s=s1; h=from:to; bh=x; b=y";
  await eventually(async () => (await drawn(page)).text, value);
  assert.match(await page.locator(".result .verdict").first().innerText(), /^DKIM-Signature line: /);
  assert.match(await page.locator(".result .cleaned").innerText(), /Left out 1 other line of the message/);
  assert.match(await page.locator(".result .finding").allInnerTexts().then((all) => all.join("\n")), /`?l=5`? leaves the rest of the text unsigned/);
  const way = page.locator(".result .leads a");
  assert.equal(await way.innerText(), "Look up the key s1 of right.waxseal.example");
  await way.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/#/domain/right.waxseal.example/dkim?selector=s1");
  await eventually(() => page.locator("h1:visible").innerText(), "The mail of right.waxseal.example");
});

test("what changed is updated and the rest is left alone", async (t) => {
  const page = await here.open(t, "#/explain?r=v=spf1%20a%20mx%20~all");
  await page.locator(".seg").first().evaluate((segment) => { window.kept = segment; });
  await page.locator("#text").press("End");
  await page.keyboard.press("Backspace");
  await eventually(async () => (await drawn(page)).text, "v=spf1 a mx ~al");
  assert.ok(await page.evaluate(() => window.kept.isConnected && window.kept.textContent.includes("v=spf1")));
});

test("hovering, focusing or clicking a segment marks its sentence, and the other way round", async (t) => {
  const page = await here.open(t, "#/explain?r=v=spf1%20a%20mx%20ip4:192.0.2.1%20~all");
  const segment = page.locator(".result .seg", { hasText: "ip4:192.0.2.1" });
  const part = page.locator(".result .part", { hasText: "ip4:192.0.2.1" });
  const other = page.locator(".result .seg", { hasText: "mx" });
  const marked = () => page.locator(".result .on").evaluateAll((all) => all.map((one) => `${one.tagName} ${(one.querySelector(".part-text code") ?? one).textContent}`).sort());
  const both = ["LI ip4:192.0.2.1", "SPAN ip4:192.0.2.1"];
  await segment.hover();
  await eventually(marked, both, "hover on a segment");
  await page.locator("h1").hover();
  await eventually(marked, [], "the pointer left");
  await part.locator(".part-says").hover();
  await eventually(marked, both, "hover on a sentence");
  await page.locator("h1").hover();
  await eventually(marked, []);
  await segment.focus();
  await eventually(marked, both, "focus");
  await other.click();
  await eventually(marked, ["LI mx", "SPAN mx"], "a click marks another one in its place");
  assert.equal(await segment.getAttribute("aria-describedby"), await part.getAttribute("id"), "they belong together for a screen reader too");
});

test("the mark stays on the part that was chosen while the page scrolls below the pointer", async (t) => {
  const page = await here.open(t, "", { viewport: { width: 1280, height: 420 } });
  await page.locator("#text").fill(longSpf(600));
  await page.locator(".result .seg").nth(2).click();
  const chosen = page.locator(".result .seg").nth(20);
  const key = await chosen.getAttribute("data-part");
  const from = await page.evaluate(() => scrollY);
  await chosen.click();
  await eventually(async () => (await page.evaluate(() => scrollY)) > from, true, "its sentence is further down");
  await painted(page);
  // A pointer that rests is told of what moved below it at the next frame or the one after.
  await painted(page);
  const marked = await page.locator(".result .on").evaluateAll((all) => all.map((one) => one.dataset.part));
  assert.deepEqual(marked, [key, key]);
});

test("a click on a segment brings its sentence into view", async (t) => {
  const page = await here.open(t, "", { viewport: { width: 400, height: 500 } });
  await page.locator("#text").fill("v=spf1 a mx ip4:192.0.2.1 ip4:192.0.2.2 ip4:192.0.2.3 ip4:192.0.2.4 ip4:192.0.2.5 ip4:192.0.2.6 ~all");
  const part = page.locator(".result .part").last();
  const inView = () => part.evaluate((one) => { const box = one.getBoundingClientRect(); return box.top >= 0 && box.bottom < innerHeight + 1; });
  await page.locator(".result .seg").last().click();
  await eventually(inView, true);
});

test("a record with an error shows what is wrong, what would change, and copies the corrected record", async (t) => {
  const page = await here.open(t);
  await paste(page, WITH_ERROR);
  const found = finding(page);
  await found.waitFor();
  assert.match(await found.innerText(), /Needs fixing/);
  assert.match(await found.innerText(), /include=sendgrid\.net/);
  assert.match(await page.locator(".result .verdict").first().innerText(), /SPF record: needs fixing/);
  const change = page.locator(".result .fix-whole .change");
  assert.equal(await change.textContent(), CORRECTED, "it reads as the new record, so that it may be selected by hand");
  assert.match(await change.locator("ins").innerText(), /:/);
  assert.match(await found.locator(".change del").innerText(), /=/);
  assert.match(await found.locator(".change ins").innerText(), /:/);
  assert.match(await page.locator(".result .fix-whole .fix-place").innerText(), /edit your SPF record, a TXT record/);
  await page.locator(".result .fix-whole").getByRole("button", { name: "Copy the corrected record" }).click();
  await eventually(() => clipboard(page), CORRECTED);
  await eventually(() => page.locator("[role=status]").innerText(), "Copied the corrected record.");
});

test("what can be mended in part alone is not called the corrected record", async (t) => {
  const page = await here.open(t);
  await paste(page, "v=spf1 include=sendgrid.net ip4:192.0.2.300 ~all");
  const box = page.locator(".result .fix-whole");
  assert.match(await box.innerText(), /The rest is still to be fixed/);
  assert.equal(await box.locator(".fix-place").count(), 0, "it is no text to publish yet");
  await box.getByRole("button", { name: "Copy with this part mended" }).click();
  await eventually(() => clipboard(page), "v=spf1 include:sendgrid.net ip4:192.0.2.300 ~all");
});

test("a domain's name in the box leads on to its look-up", async (t) => {
  const page = await here.open(t);
  await paste(page, "https://right.waxseal.example/about");
  const way = page.getByRole("link", { name: "Look up the records of right.waxseal.example" });
  await way.waitFor();
  assert.equal(await page.getByRole("button", { name: "Copy link" }).isVisible(), false, "of nothing, nothing is taken away");
  await way.click();
  await eventually(() => page.locator("h1:visible").innerText(), "The mail of right.waxseal.example");
});

test("the verdict on an example comes into view, and the focus stays", async (t) => {
  const page = await here.open(t);
  await page.setViewportSize({ width: 360, height: 740 });
  const one = page.locator(".examples button").first();
  const name = await one.innerText();
  await one.click();
  await eventually(() => page.evaluate(() => {
    const verdict = document.querySelector(".result .verdict");
    const box = verdict?.getBoundingClientRect();
    return !!box && box.top >= 0 && box.bottom <= innerHeight;
  }), true);
  assert.equal(await page.evaluate(() => document.activeElement.innerText), name);
});

test("the corrected record can be copied where the clipboard is kept from the page", async (t) => {
  const page = await here.open(t, "", {
    before: (page) => page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined })),
  });
  await page.locator("#text").fill(WITH_ERROR);
  await page.evaluate(() => document.addEventListener("copy", () => { window.copied = document.getSelection().toString() || document.activeElement.value; }));
  await page.locator(".result .fix-whole button").click();
  await eventually(() => page.evaluate(() => window.copied), CORRECTED);
  await eventually(() => page.locator("[role=status]").innerText(), "Copied the corrected record.");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Copy the corrected record", "the focus is back where it was");
});

test("Why? opens the rule's page, and the back button returns to the kept text", async (t) => {
  const page = await here.open(t);
  await eventually(() => page.title(), FRONT);
  await page.locator("#text").fill(WITH_ERROR);
  await finding(page).locator("a.why").click();
  await page.waitForURL(`**/#/rules/${RULE}`);
  await eventually(() => page.title(), "A mechanism written with an equals sign · Waxseal");
  const heading = page.locator("main h1:visible");
  await eventually(() => heading.allInnerTexts(), ["A mechanism written with an equals sign"]);
  await eventually(() => page.evaluate(() => document.activeElement.innerText), "A mechanism written with an equals sign", "the focus follows");
  await page.goBack();
  await eventually(() => page.title(), FRONT);
  await eventually(() => page.locator("#text").inputValue(), WITH_ERROR);
  assert.ok(await finding(page).isVisible());
  await page.goForward();
  await eventually(() => page.title(), "A mechanism written with an equals sign · Waxseal");
  await page.getByRole("link", { name: "Check", exact: true }).click();
  await eventually(() => page.locator("#text").inputValue(), WITH_ERROR);
});

test("the back button returns to the place on the page", async (t) => {
  const page = await here.open(t, "", { viewport: { width: 500, height: 400 } });
  await page.locator("#text").fill(`${WITH_ERROR}\n\nv=DMARC1; p=none`);
  const why = finding(page).locator("a.why");
  await why.scrollIntoViewIfNeeded();
  const at = await page.evaluate(() => scrollY);
  assert.ok(at > 0);
  await why.click();
  await eventually(() => page.evaluate(() => scrollY), 0, "a page is opened at its top");
  await page.goBack();
  await eventually(() => page.evaluate(() => scrollY), at);
});

test("each example puts a text in the box, and its result below", async (t) => {
  const page = await here.open(t);
  const names = await page.locator(".examples button").allInnerTexts();
  assert.ok(names.length >= 3, names.join(", "));
  const texts = new Set();
  for (const name of names) {
    await page.getByRole("button", { name, exact: true }).click();
    const text = await page.locator("#text").inputValue();
    texts.add(text);
    await eventually(async () => text.includes((await drawn(page)).text), true, name);
  }
  assert.equal(texts.size, names.length, "each has its own text");
  await page.getByRole("button", { name: "SPF with an equals sign" }).click();
  await finding(page).waitFor();
  await page.getByRole("button", { name: "Clear" }).click();
  await page.locator(".result").waitFor({ state: "hidden" });
  assert.equal(await page.locator("#text").inputValue(), "");
  assert.equal(await page.evaluate(() => document.activeElement.id), "text");
});

test("Copy link gives a link that opens to the same text in a new page", async (t) => {
  const page = await here.open(t);
  const text = `example.com. IN TXT "${WITH_ERROR}"\n_dmarc.example.com. IN TXT "v=DMARC1; p=none; rua=mailto:a+b@example.com"\n% & # é 💌`;
  await paste(page, text);
  await page.getByRole("button", { name: "Copy link" }).click();
  await eventually(() => page.locator("[role=status]").innerText(), "Copied the link. It holds your text: send it only to those who may read that.");
  const link = await clipboard(page);
  assert.ok(link.startsWith(`${here.url}#/explain?r=`), link);
  const other = await here.open(t, link.slice(here.url.length));
  assert.equal(await other.locator("#text").inputValue(), text);
  await finding(other).waitFor();
  assert.equal(await other.locator(".result").textContent(), await page.locator(".result").textContent());
});

test("a link brings records, their name and their type", async (t) => {
  const page = await here.open(t, "#/explain?r=v=spf1%20a%20~all&r=v=DMARC1;%20p=none&name=Example.COM&type=TXT");
  assert.equal(await page.locator("#text").inputValue(), "v=spf1 a ~all\n\nv=DMARC1; p=none");
  await eventually(() => page.locator(".result .record").allInnerTexts(), ["v=DMARC1; p=none", "v=spf1 a ~all"], "what works with a risk comes first");
  assert.match(await page.locator(".hinted").innerText(), /a TXT record at example\.com/);
  assert.match(await page.locator(".result .one .verdict").last().innerText(), /SPF record at example\.com/);
  await page.getByRole("button", { name: "Leave that out" }).click();
  await page.locator(".hinted").waitFor({ state: "detached" });
  await eventually(async () => /at example\.com/.test(await page.locator(".result .one .verdict").first().innerText()), false);
  assert.equal(await page.title(), FRONT);
});

test("a type alone in a link says how the text is read", async (t) => {
  const page = await here.open(t, "#/explain?r=10%20mail.example.com&type=MX");
  assert.match(await page.locator(".result .verdict").first().innerText(), /MX record/);
});

test("a link that is opened while another one is shown takes its place", async (t) => {
  const page = await here.open(t, "#/explain?r=v=spf1%20a%20~all");
  await page.evaluate(() => { location.hash = "#/explain?r=v=spf1%20mx%20-all"; });
  await eventually(() => page.locator("#text").inputValue(), "v=spf1 mx -all");
  await eventually(async () => (await drawn(page)).text, "v=spf1 mx -all");
  await page.goBack();
  await eventually(() => page.locator("#text").inputValue(), "v=spf1 a ~all");
});

test("the whole result is copied as plain text, with carets below what was found", async (t) => {
  const page = await here.open(t);
  await paste(page, `example.com. IN TXT "${WITH_ERROR}"`);
  await page.getByRole("button", { name: "Copy the whole result as text" }).click();
  await eventually(() => page.locator("[role=status]").innerText(), "Copied the result.");
  const lines = (await clipboard(page)).split("\n");
  const marks = lines.flatMap((line, i) => /^ +\^+$/.test(line) ? [lines[i - 1].slice(line.indexOf("^"), line.length)] : []);
  assert.ok(marks.includes("include=sendgrid.net"), lines.join("\n"));
  assert.ok(lines.some((line) => line.includes("SPF at example.com: Needs fixing")), lines.join("\n"));
  assert.ok(lines.includes(`    ${CORRECTED}`), lines.join("\n"));
});

test("of more than 20 records each is one line, and its detail is built when it is opened", async (t) => {
  const page = await here.open(t);
  const lines = (count) => Array.from({ length: count }, (_, i) => `host${i}.example. IN TXT "${WITH_ERROR}"`).join("\n");
  await page.locator("#text").fill(lines(20));
  await eventually(() => page.locator(".result .record").count(), 20, "up to 20 are shown whole");
  await page.locator("#text").fill(lines(25));
  await eventually(() => page.locator(".result details.line").count(), 25);
  assert.equal(await page.locator(".result .record").count(), 0);
  const line = page.locator(".result details.line").nth(3);
  assert.match(await line.innerText(), /host3\.example/);
  await line.locator("summary").first().click();
  await eventually(() => page.locator(".result .record").allInnerTexts(), [WITH_ERROR]);
  assert.ok(await line.locator(`a.why[href="#/rules/${RULE}"]`).isVisible());
});

test("a zone of 2,000 lines is read whole", async (t) => {
  const page = await here.open(t);
  const text = zone(2_000);
  await paste(page, text);
  await page.locator(".result details.line").first().waitFor();
  assert.equal(await page.locator("#text").inputValue(), text);
  assert.match(await page.locator(".result .verdict").first().innerText(), /^1998 records/);
  const lines = page.locator(".result > .lines > details.line");
  const before = await lines.count();
  assert.ok(before > 0 && before <= 100, `${before} lines are built at once`);
  await page.getByRole("button", { name: "Show more records" }).click();
  await eventually(() => lines.count().then((count) => count > before), true);
  const last = lines.last();
  await last.locator("summary").first().click();
  await last.locator(".record").waitFor();
  await page.locator("details.aside > summary").click();
  await eventually(async () => (await page.locator("details.aside details.line").count()) > 0, true);
});

test("a text that is no record gets a sentence and stays in the box", async (t) => {
  const page = await here.open(t);
  await page.locator("#text").fill("hello there");
  await eventually(() => page.locator(".result .verdict").first().innerText(), "No mail record found");
  assert.ok((await page.locator(".result .summary").first().innerText()).length > 20);
  assert.equal(await page.locator("#text").inputValue(), "hello there");
});

test("all rules are listed, and each leads to its page", async (t) => {
  const page = await here.open(t, "#/rules");
  assert.equal(await page.title(), "What Waxseal looks for · Waxseal");
  assert.equal(await page.getByRole("link", { name: "Rules", exact: true }).getAttribute("aria-current"), "page");
  const hrefs = await page.locator(".rules a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  assert.ok(hrefs.includes(`#/rules/${RULE}`));
  for (const href of hrefs) {
    await page.evaluate((href) => { location.hash = href; }, href);
    await eventually(() => page.locator("main h1:visible").count(), 1, href);
    await eventually(() => page.locator("pre.zone").count(), 2, href);
    assert.notEqual(await page.title(), "This page is not here · Waxseal", href);
    assert.ok(await page.locator("a[rel=noopener]").first().getAttribute("href").then((to) => to.startsWith("https://")), href);
  }
});

test("a rule's page explains its two examples by the same components", async (t) => {
  const page = await here.open(t, `#/rules/${RULE}`);
  const shown = page.locator("main > div:not([hidden])");
  await eventually(() => shown.locator(".record").allInnerTexts(), [WITH_ERROR, CORRECTED]);
  assert.equal(await shown.locator(".finding a.why").first().getAttribute("href"), `#/rules/${RULE}`);
  assert.match(await shown.innerText(), /RFC 7208/);
});

test("a rule's page says why another checker may disagree", async (t) => {
  const page = await here.open(t, "#/rules/spf-unknown-option");
  await eventually(() => page.locator(".dissent h2").allInnerTexts(), ["Why another checker may disagree"]);
  assert.deepEqual(await page.locator(".dissent dt").allInnerTexts(), ["What the standard has", "What other tools say"]);
  const other = await here.open(t, "#/rules/mx-none");
  await other.locator("pre.zone").first().waitFor();
  assert.equal(await other.locator(".dissent").count(), 0);
});

test("each kind of record has a lesson with a picture", async (t) => {
  const page = await here.open(t, "#/learn");
  assert.equal(await page.title(), "What mail records are for · Waxseal");
  for (const [kind, title] of Object.entries(LESSONS)) {
    await page.getByRole("link", { name: title }).click();
    await page.waitForURL(`**/#/learn/${kind}`);
    await eventually(() => page.title(), `${title} · Waxseal`);
    await eventually(() => page.locator("main h1:visible").allInnerTexts(), [title]);
    assert.ok(await page.locator("figure svg[role=img]").isVisible());
    assert.ok(await page.locator("main > div:not([hidden]) .record").first().isVisible(), "its example is explained");
    await page.goBack();
    await eventually(() => page.locator("main h1:visible").allInnerTexts(), ["What mail records are for"]);
  }
});

test("an address that no page has says so, and leads on", async (t) => {
  for (const fragment of ["#/no/such/page", "#/rules/no-such-rule", "#/learn/nothing", "#/%E0%A4%A"]) {
    const page = await here.open(t, fragment);
    await eventually(() => page.title(), "This page is not here · Waxseal", fragment);
    await page.getByRole("link", { name: "Check a record" }).click();
    await eventually(() => page.title(), FRONT);
    assert.ok(await page.locator("#text").isVisible());
  }
});

/** Holds back the page's wasm until it is let go. */
function held() {
  let go;
  const gate = new Promise((open) => { go = open; });
  return { go, before: (page) => page.route(/app[^/]*\.wasm$/, async (route) => { await gate; await route.continue(); }) };
}

test("what is typed before the wasm has arrived is kept, with the caret", async (t) => {
  const wasm = held();
  const page = await here.open(t, "", { ready: false, before: wasm.before });
  assert.equal(await page.locator("h1").innerText(), "Are your domain's mail records right?");
  assert.match(await page.locator("#promise").innerText(), /Nothing that you paste leaves this page/);
  await page.locator("#text").pressSequentially(WITH_ERROR);
  await page.keyboard.press("ArrowLeft");
  wasm.go();
  await page.locator(".foot").waitFor();
  assert.equal(await page.locator("#text").inputValue(), WITH_ERROR);
  await finding(page).waitFor();
  await eventually(() => page.evaluate(() => [document.activeElement.id, document.activeElement.selectionStart]), ["text", WITH_ERROR.length - 1]);
});

test("a link's text wins over nothing, and what was typed meanwhile is not thrown away without one", async (t) => {
  const wasm = held();
  const page = await here.open(t, "#/explain?r=v=spf1%20-all", { ready: false, before: wasm.before });
  wasm.go();
  await page.locator(".foot").waitFor();
  assert.equal(await page.locator("#text").inputValue(), "v=spf1 -all");
});

test("without JavaScript the page says what it needs", async (t) => {
  const page = await here.open(t, "", { ready: false, javaScriptEnabled: false });
  assert.match(await page.locator("noscript .trouble").innerText(), /needs JavaScript/);
  assert.ok(await page.locator("h1").isVisible());
});

for (const [what, pattern] of [["wasm", /app[^/]*\.wasm$/], ["script", /app[^/]*\.js$/]]) {
  test(`a ${what} that can't be loaded is said on the page, and the text stays`, async (t) => {
    const page = await here.open(t, "", { ready: false, mayFail: true, before: (page) => page.route(pattern, (route) => route.abort()) });
    await page.locator("#text").fill("v=spf1 -all");
    await page.locator("#trouble").waitFor();
    assert.match(await page.locator("#trouble").innerText(), /could not start/);
    assert.equal(await page.locator("#text").inputValue(), "v=spf1 -all");
  });
}

test("a wasm that is no wasm is said on the page", async (t) => {
  const page = await here.open(t, "#/rules", {
    ready: false, mayFail: true,
    before: (page) => page.route(/app[^/]*\.wasm$/, (route) => route.fulfill({ contentType: "application/wasm", body: "<!doctype html>" })),
  });
  await page.locator("#trouble").waitFor();
  assert.match(await page.locator("#trouble").innerText(), /could not start/);
  assert.ok(await page.locator("h1").isVisible(), "what is there is shown");
});

test("where the module breaks, the page says so and at which place, and the text stays", async (t) => {
  const page = await here.open(t, "", { mayFail: true });
  await page.locator("#text").fill("v=spf1 -all");
  // A module of one function that does nothing but trap, as a panic does in the page's own.
  await page.evaluate(() => {
    const trap = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11]);
    const { t } = new WebAssembly.Instance(new WebAssembly.Module(trap)).exports;
    setTimeout(t, 0);
  });
  await page.locator("#trouble").waitFor();
  assert.match(await page.locator("#trouble").innerText(), /Something in Waxseal broke.*still in the box.*wasm-function\[0\]/s);
  assert.equal(await page.locator("#text").inputValue(), "v=spf1 -all");
});

test("opened from a file, the page says why it can't run", async (t) => {
  const page = await here.open(t, "", { at: pathToFileURL(`${DIST}/index.html`).href, ready: false, mayFail: true });
  await page.locator("#trouble").waitFor();
  assert.match(await page.locator("#trouble").innerText(), /opened from a file/);
});

/** Nothing of the text became an element, and the page still answers. */
async function unharmed(page) {
  assert.equal(await page.locator("img, script:not([src]), iframe, .result svg").count(), 0, "no element came out of the text");
  assert.equal(await page.evaluate(() => window.hit), undefined, "no script ran");
  assert.equal(await page.locator("#trouble").isVisible(), false);
  await page.getByRole("button", { name: "Clear" }).click();
  await page.locator(".result").waitFor({ state: "hidden" });
  await page.locator("#text").fill(WITH_ERROR);
  await finding(page).waitFor();
}

const IMG = "<img src=x onerror=window.hit=1;alert(1)>";
for (const text of [
  IMG,
  `v=spf1 include:${IMG} a:"><script>window.hit=1</script> ~all`,
  `v=DMARC1; p=${IMG}; rua=mailto:${IMG}`,
  `<iframe srcdoc="${IMG}">. IN TXT "v=spf1 include=sendgrid.net ${IMG} ~all"`,
  "`<b>`v=spf1 `a` include=`<svg/onload=window.hit=1>` ~all",
]) {
  test(`markup in a text stays text: ${text}`, async (t) => {
    const page = await here.open(t);
    await page.locator("#text").fill(text);
    await page.locator(".result").waitFor();
    await unharmed(page);
  });
}

test("markup in an address stays text", async (t) => {
  const code = encodeURIComponent(IMG);
  const page = await here.open(t, `#/${code}`);
  await eventually(async () => (await page.locator("main").innerText()).includes(IMG), true);
  await page.evaluate((code) => { location.hash = `#/explain?r=v=spf1%20${code}&name=${code}&type=${code}`; }, code);
  await page.locator(".hinted").waitFor();
  await unharmed(page);
});

for (const [what, text] of [
  ["lone surrogates", "v=spf1 \ud800 include=sendgrid.net \udc00\ud800 ~all"],
  ["control characters", "v=spf1\u0000 a\u0001\u0007\u001b[31m include=x\u202e\u2066 ~all\ufeff"],
  ["a line of 64 KB with many parts", longSpf(65_536)],
  ["a line of 64 KB with one part", `v=spf1 a:${"x".repeat(65_536)} ~all`],
  ["a line of 64 KB of brackets", "(".repeat(65_536)],
  ["a line of 64 KB of macros", `v=spf1 exists:${"%{d}".repeat(16_384)} ~all`],
]) {
  test(`${what}: a result or a sentence, and the page still answers`, async (t) => {
    const page = await here.open(t);
    await page.locator("#text").evaluate((area, text) => { area.value = text; area.dispatchEvent(new InputEvent("input", { bubbles: true })); }, text);
    await page.locator(".result").waitFor();
    assert.ok((await page.locator(".result .verdict").first().innerText()).length > 5);
    await unharmed(page);
  });
}

test("the parts of a long record are explained step by step", async (t) => {
  const page = await here.open(t);
  const text = longSpf(20_000);
  await page.locator("#text").fill(text);
  await eventually(async () => (await page.locator(".result .record").innerText()).replace(/\s+/g, " "), text);
  const parts = page.locator(".result .part");
  const before = await parts.count();
  await page.getByRole("button", { name: "Explain the next parts" }).click();
  await eventually(async () => (await parts.count()) > before, true);
});

test("a text of 2 MB is held beside the box and read in parts", async (t) => {
  const page = await here.open(t);
  const line = `example.com. IN TXT "${WITH_ERROR}"\n`;
  const text = line.repeat(Math.ceil(2_000_000 / line.length));
  await paste(page, text);
  await page.locator(".held").waitFor();
  assert.match(await page.locator(".held").innerText(), /2\.0 MB long, too much for the box.*the first 1\.0 MB/s);
  assert.ok((await page.locator("#text").inputValue()).length <= 2_000);
  await truly(() => page.locator(".result details.line").count());
  await page.getByRole("button", { name: "Read the next part" }).click();
  await eventually(async () => /from 1\.0 MB/.test(await page.locator(".held").innerText()), true);
  await page.getByRole("button", { name: "Copy the whole text" }).click();
  await eventually(() => page.locator("[role=status]").innerText(), "Copied the whole text.");
  assert.equal((await clipboard(page)).length, text.length);
  await page.getByRole("button", { name: "Copy link" }).click();
  await eventually(async () => /too long for a link/.test(await page.locator("[role=status]").innerText()), true);
  await unharmed(page);
});

test("the build works in any folder of a host", async (t) => {
  const server = await serve(DIST, { prefix: "/tools/waxseal/" });
  t.after(() => server.close());
  const page = await here.open(t, "#/explain?r=v=spf1%20include=sendgrid.net%20~all", { at: server.url });
  await finding(page).waitFor();
  assert.notEqual(await page.locator(".result .seg").first().evaluate((one) => getComputedStyle(one).textDecorationLine), "none", "its styles are there");
  await painted(page);
});
