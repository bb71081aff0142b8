// Measures the page in headless Chromium: key presses with the processor slowed 4 times, a pasted zone file, and the
// first load. Prints figures beside what they must reach; it never fails because of one.
import { DIST, launch } from "../tests/browser/stage.mjs";
import { longSpf, zone } from "../tests/browser/zone.mjs";
import { serve } from "./serve.mjs";

const PRESSES = 200;
const SLOWED = 4;
const PASTES = 7;
const LOADS = 7;

function percentile(all, part) {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)];
}

function row(what, all, budget) {
  const [middle, high] = [percentile(all, 0.5), percentile(all, 0.95)];
  const against = budget ? `${String(budget).padStart(5)} ms   ${high <= budget ? "reached" : "OVER"}` : "";
  console.log(`${what.padEnd(52)}${middle.toFixed(1).padStart(8)}${high.toFixed(1).padStart(8)}   ${against}`);
}

function title(text) {
  console.log(`\n${text.padEnd(52)}${"p50".padStart(8)}${"p95".padStart(8)}   to reach`);
}

async function fresh(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(url);
  await page.locator(".foot").waitFor();
  const devtools = await context.newCDPSession(page);
  return { page, devtools, close: () => context.close() };
}

/**
 * Measures in the page, for each key: all script that it sets off, which is its event, the page's work before the next
 * frame, and the microtasks of both; and the time from the key to the second frame from then, when what the first one
 * shows is painted.
 */
function watchKeys() {
  const frame = window.requestAnimationFrame.bind(window);
  window.presses = [];
  let press = { script: 0, end: 0 };
  // The clock of a piece of script stops when the microtasks have run that it left behind, and theirs, and so on.
  const stopAfterMicrotasks = (from, depth = 30) => queueMicrotask(() => {
    if (depth) return stopAfterMicrotasks(from, depth - 1);
    press.script += performance.now() - Math.max(from, press.end);
    press.end = performance.now();
  });
  window.requestAnimationFrame = (work) => frame((now) => {
    const from = performance.now();
    work(now);
    stopAfterMicrotasks(from);
  });
  addEventListener("keydown", () => { press = { from: performance.now(), script: 0, end: 0 }; }, true);
  addEventListener("input", () => {
    const mine = press;
    stopAfterMicrotasks(performance.now());
    frame(() => frame(() => {
      window.presses.push({ script: mine.script, painted: performance.now() - mine.from });
      window.painted?.();
    }));
  }, true);
}

async function keys(browser, url, text, what) {
  const { page, devtools, close } = await fresh(browser, url);
  await page.locator("#text").fill(text);
  await page.locator(".result .record").waitFor();
  const presses = await press(page, devtools, text);
  title(what);
  row("  script of one key", presses.map((one) => one.script), 16);
  row("  from key to painted", presses.map((one) => one.painted), 60);
  await close();
}

/** The same keys in a box on a page that does nothing. */
async function idle(browser, text) {
  const { page, devtools, close } = await fresh(browser, `data:text/html,<textarea id=text rows=20 cols=80></textarea><i class=foot>.</i>`);
  await page.locator("#text").fill(text);
  const presses = await press(page, devtools, text);
  title("The same keys in a page that does nothing");
  row("  from key to painted", presses.map((one) => one.painted));
  await close();
}

async function press(page, devtools, text) {
  await page.evaluate(watchKeys);
  // In the middle of the record, where a key changes a part and moves all that comes after it.
  await page.locator("#text").evaluate((area, at) => { area.focus(); area.setSelectionRange(at, at); }, text.indexOf(" ", text.length / 2));
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
  // Types a term, and takes it away again.
  const term = " ip4:198.51.100.7";
  for (let i = 0; i < PRESSES; i++) {
    const step = i % (2 * term.length);
    await page.keyboard.press(step < term.length ? term[step] : "Backspace");
    await page.evaluate((count) => window.presses.length > count || new Promise((done) => { window.painted = done; }), i);
  }
  return page.evaluate(() => window.presses);
}

/** Times a paste to the frame in which `shown` is painted. */
async function paste(page, text, shown) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.locator("textarea").focus();
  await page.evaluate((shown) => {
    window.time = new Promise((done) => {
      addEventListener("paste", () => {
        const from = performance.now();
        const look = () => {
          const there = document.querySelector(shown) && document.querySelector("textarea").value;
          // The frame that has it is painted when the next one starts.
          requestAnimationFrame(there ? () => done(performance.now() - from) : look);
        };
        requestAnimationFrame(look);
      }, true);
    });
  }, shown);
  await page.keyboard.press("Control+V");
  return page.evaluate(() => window.time);
}

/** A zone file, a second after the reader went to the box, or in the moment in which they do. */
async function pastes(browser, url, goes) {
  const text = zone(2_000);
  const times = [];
  for (let i = 0; i < PASTES; i++) {
    const { page, close } = await fresh(browser, url);
    if (goes === "before") await page.locator("textarea").focus();
    // Nobody has a zone file at hand in the moment in which the page opens; until then the browser makes its code faster.
    await page.waitForTimeout(1_000);
    times.push(await paste(page, text, ".result .line"));
    await close();
  }
  return times;
}

/** The same box with the same styles, and no script. */
async function alone(browser, url) {
  const text = zone(2_000);
  const times = [];
  for (let i = 0; i < PASTES; i++) {
    const { page, close } = await fresh(browser, url);
    const box = await page.evaluate(() => document.querySelector("textarea").outerHTML);
    const styles = await page.evaluate(() => document.head.querySelectorAll("link[rel=stylesheet]").length);
    await page.evaluate((box) => { document.body.outerHTML = `<body>${box}</body>`; }, box.replace(/ id="[^"]*"/, ""));
    if (!styles) throw new Error("the page has no styles");
    times.push(await paste(page, text, "textarea"));
    await close();
  }
  return times;
}

async function zones(browser, url) {
  title("A zone file of 2,000 lines, from the paste to painted");
  row("  a second after the reader went to the box", await pastes(browser, url, "before"), 200);
  row("  at once, with what judges still to be fetched", await pastes(browser, url, "then"));
  row("  into a box that does nothing", await alone(browser, url));
}

async function loads(browser, url, slowed) {
  const times = { shown: [], alive: [] };
  for (let i = 0; i < LOADS; i++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    if (slowed > 1) await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: slowed });
    await page.addInitScript(() => {
      window.alive = new Promise((done) => {
        // The foot comes with the running page, and is not in the static one.
        new MutationObserver((_, observer) => {
          if (document.querySelector(".foot")) {
            observer.disconnect();
            done(performance.now());
          }
        }).observe(document, { childList: true, subtree: true });
      });
    });
    await page.goto(url);
    times.alive.push(await page.evaluate(() => window.alive));
    times.shown.push(await page.evaluate(() => new Promise((done) => {
      new PerformanceObserver((list) => list.getEntriesByName("first-contentful-paint").forEach((one) => done(one.startTime))).observe({ type: "paint", buffered: true });
    })));
    await context.close();
  }
  title(`First load from this machine${slowed > 1 ? `, the processor slowed ${slowed} times` : ""}`);
  row("  first paint", times.shown);
  row("  ready for the first key", times.alive);
}

const server = await serve(DIST);
const browser = await launch();
try {
  console.log(`Chromium ${browser.version()}; key presses with the processor slowed ${SLOWED} times. Milliseconds.`);
  await keys(browser, server.url, longSpf(4_000), `${PRESSES} keys in an SPF record of 4 KB`);
  await idle(browser, longSpf(4_000));
  await keys(browser, server.url, "v=spf1 include=sendgrid.net ip4:192.0.2.0/24 ~all", `${PRESSES} keys in an SPF record of one line`);
  await zones(browser, server.url);
  await loads(browser, server.url, 1);
  await loads(browser, server.url, SLOWED);
} finally {
  await browser.close();
  await server.close();
}
