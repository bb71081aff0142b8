// The page's policy, its promise that nothing leaves the browser, and how it is printed.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { CORRECTED, DIST, LESSONS, RULE, WITH_ERROR, clipboard, eventually, finding, paste, stage } from "./stage.mjs";
import { zone } from "./zone.mjs";

const here = stage();
const HTML = readFileSync(`${DIST}/index.html`, "utf8");

test("the policy in the page allows nothing inline and no eval", () => {
  const policy = HTML.match(/<meta http-equiv="Content-Security-Policy" content="([^"]+)"/)?.[1];
  assert.ok(policy, "there is one");
  const rules = Object.fromEntries(policy.split(";").map((rule) => rule.trim().split(/\s+/)).map(([name, ...sources]) => [name, sources]));
  assert.deepEqual(rules["default-src"], ["'none'"]);
  assert.deepEqual(rules["script-src"].sort(), ["'self'", "'wasm-unsafe-eval'"]);
  assert.deepEqual(rules["style-src"], ["'self'"]);
  for (const [name, sources] of Object.entries(rules)) {
    assert.ok(!sources.includes("'unsafe-inline'") && !sources.includes("'unsafe-eval'"), name);
  }
  assert.ok(HTML.indexOf("Content-Security-Policy") < HTML.indexOf("<link"), "it stands before what it governs");
});

test("the built page has nothing inline and names no other host", () => {
  assert.doesNotMatch(HTML, /<script(?![^>]*\ssrc=)[^>]*>/, "no inline script");
  assert.doesNotMatch(HTML, /\sstyle="|<style|\son\w+="/, "no inline style or handler");
  for (const [, address] of HTML.matchAll(/(?:src|href|data-js|data-wasm)="([^"]*)"/g)) {
    assert.doesNotMatch(address, /^(?:[a-z]+:)?\/\/|^\/|^[a-z]+:/, "every address is relative");
  }
  for (const file of readdirSync(DIST).filter((name) => name.endsWith(".css"))) {
    assert.doesNotMatch(readFileSync(`${DIST}/${file}`, "utf8"), /url\(\s*['"]?(?:[a-z]+:)?\/\/|@import/, file);
  }
});

test("the policy is in force, and this test would see a breach", async (t) => {
  const page = await here.open(t, "", { mayFail: "policy" });
  const breach = page.waitForEvent("console", (message) => /Content Security Policy/i.test(message.text()));
  const blocked = await page.evaluate(() => new Promise((done) => {
    document.addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective));
    document.body.append(Object.assign(document.createElement("script"), { textContent: "window.hit = 1" }));
  }));
  await breach;
  assert.match(blocked, /^script-src/);
  assert.equal(await page.evaluate(() => window.hit), undefined);
});

test("in every flow no rule of the policy is broken and nothing is asked of another host", async (t) => {
  const asked = [];
  const page = await here.open(t, "", {
    before: async (page, context) => {
      context.on("request", (request) => asked.push(request.url()));
      page.on("websocket", (socket) => asked.push(socket.url()));
      await page.addInitScript(() => {
        window.breaches = [];
        document.addEventListener("securitypolicyviolation", (event) => window.breaches.push(`${event.effectiveDirective} ${event.blockedURI}`));
      });
    },
  });
  await paste(page, `example.com. IN TXT "${WITH_ERROR}"\nexample.com. IN MX 10 mail.example.net.`);
  await finding(page).waitFor();
  const loaded = asked.length;
  await page.locator(".result .seg").nth(1).click();
  await page.locator(".result .pieces summary").first().click();
  await page.locator(".result .fix-whole button").click();
  await eventually(() => clipboard(page), CORRECTED);
  await page.getByRole("button", { name: "Copy the whole result as text" }).click();
  await eventually(async () => (await clipboard(page)).includes("^"), true);
  await page.getByRole("button", { name: "Copy link" }).click();
  await eventually(async () => (await clipboard(page)).includes("#/explain"), true);
  for (const name of await page.locator(".examples button").allInnerTexts()) {
    await page.getByRole("button", { name: "Clear" }).click();
    await page.getByRole("button", { name, exact: true }).click();
    await page.locator(".result .record").first().waitFor();
  }
  await page.locator("#text").fill(zone(200));
  await page.locator(".result details.line > summary").first().click();
  await page.locator(".result details.line .record").waitFor();
  for (const fragment of ["#/rules", `#/rules/${RULE}`, "#/learn", ...Object.keys(LESSONS).map((kind) => `#/learn/${kind}`), "#/nothing", "#/explain?r=v=spf1%20-all&name=example.com"]) {
    await page.evaluate((fragment) => { location.hash = fragment; }, fragment);
    await page.locator("main h1:visible").waitFor();
  }
  await page.locator(".hinted").waitFor();
  assert.deepEqual(await page.evaluate(() => window.breaches), []);
  assert.deepEqual(asked.filter((url) => !url.startsWith(here.url) && !url.startsWith("data:")), [], "another host");
  assert.ok(loaded > 3, "requests are seen here");
  // Chromium asks for the icon again where the address changes; the pages to read are a part of their own.
  const parts = readdirSync(DIST).filter((name) => /^app-.*(-reading|-\d+)\.wasm$/.test(name)).map((name) => here.url + name);
  const known = (url) => url.endsWith("/seal.svg") || parts.includes(url);
  assert.deepEqual(asked.slice(loaded).filter((url) => !known(url)), [], "once the page is there, it asks for nothing but parts of its own");
});

test("the page keeps nothing in the browser", async (t) => {
  const page = await here.open(t);
  await page.locator("#text").fill(WITH_ERROR);
  await finding(page).waitFor();
  assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]), [0, 0, ""]);
  assert.equal(new URL(page.url()).hash, "", "nor in the address, until a link is asked for");
});

test("a result can be printed: the record and what to change, without what is only for the screen", async (t) => {
  const page = await here.open(t);
  await page.locator("#text").fill(`${WITH_ERROR}\n\nv=DMARC1; p=none`);
  await finding(page).waitFor();
  await page.emulateMedia({ media: "print" });
  for (const selector of [".result .record", ".result .finding-says", ".result .part-says", ".result .fix-whole .change"]) {
    assert.ok(await page.locator(selector).first().isVisible(), selector);
  }
  for (const selector of ["nav", ".result button", ".take-away", ".why", ".skip"]) {
    assert.equal(await page.locator(`${selector}:visible`).count(), 0, selector);
  }
  const pdf = await page.pdf({ format: "A4" });
  assert.ok(pdf.length > 5_000 && pdf.subarray(0, 5).toString() === "%PDF-");
});
