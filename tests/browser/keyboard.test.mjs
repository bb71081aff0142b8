// The page with the keyboard alone, and what a screen reader hears while someone types.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CORRECTED, RULE, WITH_ERROR, clipboard, eventually, painted, stage } from "./stage.mjs";

const here = stage();

/** What has the focus, in a few words. */
function focused(page) {
  return page.evaluate(() => {
    const one = document.activeElement;
    return one === document.body ? "body" : one.id || one.textContent.trim() || one.tagName;
  });
}

/** Whether a sighted reader sees where the focus is: an outline on the element, or on the box around it. */
function visible(page) {
  return page.evaluate(() => {
    for (let one = document.activeElement, up = 0; one && up < 2; one = one.parentElement, up++) {
      const style = getComputedStyle(one);
      if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && !/, 0\)$/.test(style.outlineColor)) return true;
    }
    return false;
  });
}

test("Tab reaches everything in the order that it is read, and each stop is seen", async (t) => {
  const page = await here.open(t);
  const stops = [];
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press("Tab");
    const stop = await focused(page);
    if (stop === "body" || stop === stops[0]) break;
    assert.ok(await visible(page), `the focus is seen on: ${stop}`);
    stops.push(stop);
  }
  const examples = await page.locator(".examples button").allInnerTexts();
  assert.deepEqual(stops, ["Skip to the content", "Waxseal", "Check", "Make", "Rules", "Learn", "For vendors", "text", "domain", "Check", "Change who is asked", ...examples, ...(await page.locator(".samples a").allInnerTexts())]);
});

test("from the box to the corrected record, the reason and back, with keys alone", async (t) => {
  const page = await here.open(t);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const tabTo = async (what) => {
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press("Tab");
      const stop = await focused(page);
      assert.notEqual(stop, "body", `Tab left the page before: ${what}`);
      assert.ok(await visible(page), `the focus is seen on: ${stop}`);
      if (stop === what) return;
    }
    assert.fail(`Tab does not reach: ${what}`);
  };
  await tabTo("text");
  await page.keyboard.type(WITH_ERROR);
  await page.locator(".result .seg").first().waitFor();
  await painted(page);
  await tabTo("v=spf1");
  const on = () => page.locator(".result .part.on .part-text code").allInnerTexts();
  await eventually(on, ["v=spf1"], "the focus marks the sentence");
  await page.keyboard.press("ArrowRight");
  await eventually(() => focused(page), "include=sendgrid.net");
  await eventually(on, ["include=sendgrid.net"]);
  assert.ok(await visible(page));
  await page.keyboard.press("End");
  await eventually(on, ["~all"]);
  await page.keyboard.press("ArrowRight");
  await eventually(on, ["~all"], "there is nothing after the last one");
  await page.keyboard.press("Home");
  await eventually(on, ["v=spf1"]);
  await page.keyboard.press("ArrowDown");
  await eventually(on, ["include=sendgrid.net"]);
  await page.keyboard.press("Enter");
  await eventually(() => page.locator(".result .part.on").evaluate((one) => one.getBoundingClientRect().bottom < innerHeight + 1), true, "Enter shows the sentence");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  await eventually(() => focused(page), "include=sendgrid.net", "Tab returns to where the arrows left");

  await tabTo("Copy the corrected record");
  await page.keyboard.press("Enter");
  await eventually(() => clipboard(page), CORRECTED);
  await tabTo("Why?");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/#/rules/*");
  await eventually(() => page.evaluate(() => document.activeElement.tagName), "H1");
  // Alt+ArrowLeft is the browser's own, and its headless form has no such key.
  await page.goBack();
  await eventually(() => page.evaluate(() => document.activeElement.tagName), "H1");
  assert.equal(await page.locator("#text").inputValue(), WITH_ERROR);
});

test("the pieces of a part open with the keyboard", async (t) => {
  const page = await here.open(t, "#/explain?r=v=spf1%20ip4:192.0.2.0/24%20~all");
  const pieces = page.locator(".result details.pieces").first();
  await painted(page);
  await page.locator(".result .record [tabindex='0']").focus();
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Edit");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page).then((text) => text.startsWith("Piece by piece")), true);
  await page.keyboard.press("Enter");
  await eventually(() => pieces.locator("dt").count().then((count) => count > 1), true);
  await page.keyboard.press("Enter");
  await eventually(() => pieces.evaluate((one) => one.open), false);
});

test("a key that scrolls or is the browser's own is left alone", async (t) => {
  const page = await here.open(t, "#/explain?r=v=spf1%20a%20~all");
  await painted(page);
  const first = page.locator(".result .seg").first();
  await first.focus();
  await page.keyboard.press("Control+ArrowRight");
  await page.keyboard.press("Shift+PageDown");
  assert.ok(await first.evaluate((one) => one === document.activeElement));
});

test("a line of many opens with the keyboard", async (t) => {
  const page = await here.open(t);
  await page.locator("#text").fill(Array.from({ length: 25 }, (_, i) => `host${i}.example. IN TXT "${WITH_ERROR}"`).join("\n"));
  await page.locator(".result details.line > summary").first().focus();
  assert.ok(await page.locator(".result details.line > summary").nth(1).isVisible());
  await page.keyboard.press("Enter");
  await page.locator(".result details.line .record").waitFor();
});

test("the skip link is hidden until it has the focus, and leads past the navigation", async (t) => {
  for (const fragment of ["", `#/rules/${RULE}`]) {
    const page = await here.open(t, fragment);
    const skip = page.getByRole("link", { name: "Skip to the content" });
    const right = () => skip.evaluate((one) => one.getBoundingClientRect().right);
    assert.ok((await right()) <= 0);
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Skip to the content");
    assert.ok((await right()) > 0);
    await page.keyboard.press("Enter");
    await eventually(() => page.evaluate(() => document.activeElement.tagName), "H1");
    assert.equal(new URL(page.url()).hash, fragment, "the address stays");
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)));
  }
});

/** Everything that a live region came to hold, in order. */
async function hear(page) {
  await page.evaluate(() => {
    window.heard = [];
    for (const region of document.querySelectorAll("[aria-live], [role=status]")) {
      new MutationObserver(() => window.heard.push(region.textContent)).observe(region, { childList: true, characterData: true, subtree: true });
    }
  });
  return () => page.evaluate(() => window.heard);
}

test("the verdict line alone is said, once the reader pauses", async (t) => {
  const page = await here.open(t);
  const heard = await hear(page);
  // Longer than the pause when all the keys are put together, and with a verdict of its own after each.
  await page.locator("#text").pressSequentially(WITH_ERROR, { delay: 50 });
  assert.deepEqual(await heard(), [], "nothing is said between the keys");
  await eventually(heard, ["SPF record: needs fixing"]);
  assert.equal(await page.locator("[aria-live=polite]").innerText(), "SPF record: needs fixing");
  await page.keyboard.type(" ");
  await page.locator("#text").fill("hello");
  await eventually(heard, ["SPF record: needs fixing", "No mail record found"], "the same verdict is said once, a new one anew");
});

test("nothing is said of a text that is gone", async (t) => {
  const page = await here.open(t, "", { before: (page) => page.clock.install() });
  const heard = await hear(page);
  await page.locator("#text").fill(WITH_ERROR);
  await page.locator(".result").waitFor();
  await page.getByRole("button", { name: "Clear" }).click();
  await page.clock.runFor(5_000);
  assert.deepEqual(await heard(), []);
  await page.locator("#text").fill(WITH_ERROR);
  await page.locator(".result").waitFor();
  await page.clock.runFor(5_000);
  await eventually(heard, ["SPF record: needs fixing"]);
  await page.getByRole("button", { name: "Clear" }).click();
  await page.clock.runFor(5_000);
  await page.locator("#text").fill(WITH_ERROR);
  await page.clock.runFor(5_000);
  await eventually(heard, ["SPF record: needs fixing", "", "SPF record: needs fixing"], "after an empty box it is news again");
});

test("labels, headings and landmarks are there", async (t) => {
  const page = await here.open(t, "#/explain?r=v=spf1%20include=sendgrid.net%20~all");
  assert.ok(await page.getByRole("textbox", { name: "Paste one record, or the whole table from your vendor's article" }).isVisible());
  assert.equal(await page.locator("#text").getAttribute("aria-describedby"), "promise");
  assert.ok(await page.getByRole("textbox", { name: "Or check a domain" }).isVisible());
  for (const role of ["main", "navigation", "banner", "contentinfo"]) {
    assert.equal(await page.getByRole(role).count(), 1, role);
  }
  const levels = await page.locator("h1:visible, h2:visible, h3:visible, h4:visible, h5:visible, h6:visible").evaluateAll((all) => all.map((one) => Number(one.tagName[1])));
  assert.equal(levels[0], 1);
  assert.equal(levels.filter((level) => level === 1).length, 1);
  levels.forEach((level, i) => assert.ok(i === 0 || level <= levels[i - 1] + 1, `a level is left out: ${levels}`));
  assert.equal(await page.locator("html").getAttribute("lang"), "en-GB");
});
