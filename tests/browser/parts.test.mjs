// The page comes in parts: what a visit fetches and when, and what happens where a part does not arrive.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WITH_ERROR, eventually, finding, stage } from "./stage.mjs";

const here = stage();

/** The modules that a page asks for, by the end of their names: `judging`, `5`. */
function modules(page) {
  const asked = new Set();
  page.on("request", (request) => {
    const part = request.url().match(/\/app-[0-9a-f]+-(\w+)\.wasm$/);
    if (part) asked.add(part[1]);
  });
  return asked;
}

/** Keeps the module of a part away until `gate.open()`; the requests before that fail, or wait where `waits`. */
async function keepAway(page, part, waits = false) {
  let open;
  const opened = new Promise((done) => { open = done; });
  const gate = { isOpen: false, open: () => { gate.isOpen = true; open(); } };
  await page.route(`**/app-*-${part}.wasm`, async (route) => {
    if (!gate.isOpen && !waits) return route.abort();
    await opened;
    return route.continue();
  });
  return gate;
}

test("a first visit fetches the front page alone, and a part when it is about to be needed", async (t) => {
  let asked;
  const page = await here.open(t, "", { before: (page) => { asked = modules(page); } });
  await page.waitForLoadState("networkidle");
  assert.deepEqual([...asked], []);
  await page.locator("#text").focus();
  await eventually(() => asked.has("judging"), true);
  assert.ok(!asked.has("live") && !asked.has("making") && !asked.has("reading"), [...asked].join());
  await page.locator("#domain").focus();
  await eventually(() => asked.has("live"), true);
});

test("what is typed while the judge is on its way is judged when it is here", async (t) => {
  let gate;
  const page = await here.open(t, "", { before: async (page) => { gate = await keepAway(page, "judging", true); } });
  await page.locator("#text").fill("v=spf1");
  await page.locator(".progress").waitFor();
  await page.locator("#text").fill(WITH_ERROR);
  gate.open();
  await finding(page).waitFor();
  assert.equal(await page.locator("#text").inputValue(), WITH_ERROR);
});

test("where the judge does not arrive, the page says so, keeps the text and tries again", async (t) => {
  let gate;
  const page = await here.open(t, "", { mayFail: true, before: async (page) => { gate = await keepAway(page, "judging"); } });
  await page.locator("#text").fill(WITH_ERROR);
  await page.locator(".lost-part[role=alert]").waitFor();
  assert.equal(await page.locator("#text").inputValue(), WITH_ERROR);
  gate.open();
  await page.getByRole("button", { name: "Try again" }).click();
  await finding(page).waitFor();
});

test("a page that did not arrive is opened by trying again, with its title and its work", async (t) => {
  let gate;
  const page = await here.open(t, "#/domain/right.waxseal.example", {
    mayFail: true,
    ready: false,
    before: async (page) => { gate = await keepAway(page, "live"); },
  });
  await page.locator(".lost-part").waitFor();
  gate.open();
  await page.getByRole("button", { name: "Try again" }).focus();
  await page.keyboard.press("Enter");
  await page.locator(".progress", { hasText: "all answered" }).waitFor();
  assert.equal(await page.title(), "The mail of right.waxseal.example · Waxseal");
  await eventually(() => page.evaluate(() => document.activeElement.tagName), "H1");
});

test("a page that arrives after the reader went on does not speak for the one that is open", async (t) => {
  let gate;
  const page = await here.open(t, "", { before: async (page) => { gate = await keepAway(page, "reading", true); } });
  const arrived = page.waitForResponse(/-reading\.wasm$/);
  await page.getByRole("link", { name: "Rules" }).click();
  await page.locator("main > .progress, main .progress:visible").first().waitFor();
  await page.goBack();
  await page.locator("#text").fill(WITH_ERROR);
  await finding(page).waitFor();
  gate.open();
  await (await arrived).finished();
  await page.getByRole("link", { name: "Learn" }).click();
  await page.locator("main h1:visible", { hasText: "What mail records are for" }).waitFor();
  await page.goBack();
  await finding(page).waitFor();
  assert.equal(await page.title(), "Are your domain's mail records right? · Waxseal");
});
