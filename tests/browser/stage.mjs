// One server for dist/ and one Chromium for a file of tests, and pages in it that notice what goes wrong.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../../tools/serve.mjs";

export const DIST = fileURLToPath(new URL("../../dist", import.meta.url));

/** The longest that a test waits for something to come true, in milliseconds. */
const PATIENCE = 15_000;

export const CHROMIUM = process.env.CHROMIUM || "/usr/bin/chromium";

/** How it is started. */
export const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** An error that the page makes no sense without, and that a rule of these tests finds. */
export const WITH_ERROR = "v=spf1 include=sendgrid.net ~all";
export const CORRECTED = "v=spf1 include:sendgrid.net ~all";
export const RULE = "spf-mechanism-as-option";

export function launch() {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** Starts both before the first test of a file and stops them after the last one. */
export function stage(options) {
  const stage = { url: "", browser: null, open };
  let server;
  before(async () => {
    assert.ok(existsSync(`${DIST}/index.html`), "dist/ is not built: run make dist");
    server = await serve(DIST, options);
    stage.url = server.url;
    stage.browser = await launch();
  });
  after(async () => {
    await stage.browser?.close();
    await server?.close();
  });
  return stage;

  /**
   * A page in a browser context of its own, closed after test `t`. The test fails where the page throws, opens a
   * dialog, writes an error to the console or breaks its own policy; `mayFail` allows for the first and third, and
   * "policy" for the last one too.
   */
  async function open(t, fragment = "", { at = stage.url, mayFail = false, ready = true, before, ...context } = {}) {
    const inner = await stage.browser.newContext({ viewport: { width: 1280, height: 900 }, ...context });
    inner.setDefaultTimeout(PATIENCE);
    const page = await inner.newPage();
    const wrong = watch(page, mayFail);
    t.after(async () => {
      await inner.close();
      assert.deepEqual(wrong, [], "something went wrong in the page");
    });
    await before?.(page, inner);
    await page.goto(at + fragment);
    // A page that is fetched when it is needed has its heading once it is there.
    if (ready) await page.locator("main:has(~ .foot) h1:visible").waitFor();
    return page;
  }
}

/** Lists what goes wrong in a page from now on. */
export function watch(page, mayFail = false) {
  const wrong = [];
  page.on("dialog", (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("console", (message) => {
    // Chromium reports a breach of the policy there, also one by a style or a frame.
    const breach = /Content Security Policy/i.test(message.text());
    if ((breach && mayFail !== "policy") || (message.type() === "error" && !mayFail)) {
      wrong.push(`console: ${message.text()}`);
    }
  });
  if (!mayFail) page.on("pageerror", (error) => wrong.push(`thrown: ${error}`));
  return wrong;
}

/** Waits until `read` gives `wanted`, and fails with what it gave last. */
export async function eventually(read, wanted, message) {
  const until = Date.now() + PATIENCE;
  for (;;) {
    const seen = await read();
    try {
      assert.deepEqual(seen, wanted, message);
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await new Promise((again) => setTimeout(again, 20));
  }
}

/** Waits until `read` gives something true, and gives that. */
export async function truly(read, message) {
  let seen;
  await eventually(async () => Boolean((seen = await read())), true, message);
  return seen;
}

/** Puts a text into the clipboard and pastes it into the box with the keyboard. */
export async function paste(page, text) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.locator("#text").focus();
  await page.keyboard.press("Control+V");
}

/** What the clipboard holds. */
export function clipboard(page) {
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Lets the page be painted twice, so that what it does at the next frame is done. */
export function painted(page) {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Opens every record that is one line. */
export function unfold(page) {
  return page.locator("details.line:not([open])").evaluateAll((lines) => lines.forEach((line) => { line.open = true; }));
}

/** The records of a domain, those that are one line included. */
export async function unfolded(page, within = ".of-kind") {
  await unfold(page);
  await painted(page);
  return page.locator(`${within} .record`).allInnerTexts();
}

/** The link below the finding of a rule. */
export function finding(page, rule = RULE) {
  return page.locator(".result .finding", { has: page.locator(`a.why[href="#/rules/${rule}"]`) });
}

export const LESSONS = {
  spf: "SPF: who may send",
  dkim: "DKIM: a seal on each message",
  dmarc: "DMARC: what to do with a false sender",
  mx: "MX: where your mail arrives",
};
