// Measures the check of a domain in headless Chromium, by the JS API, against real DNS servers: how long it takes where
// every answer is late, beside what it must take; and memory after many checks. Prints figures beside what they must
// reach; it never fails because of one.
import { readFile } from "node:fs/promises";
import { startDns } from "../tests/browser/dns.mjs";
import { DIST, launch } from "../tests/browser/stage.mjs";
import { longestChain, mostAtOnce } from "./chain.mjs";
import { serve } from "./serve.mjs";

/** How late every answer is, in milliseconds. */
const LATE = 100;

/** How many questions the page has in flight at most. */
const IN_FLIGHT = 8;

/** How often a domain is checked; the middle counts. */
const TIMES = 5;

const DOMAINS = ["right.example", "ten.example", "mx-mixed.example", "mx-eleven.example", "forged.example"];
const [FIRST, LAST] = [20, 200];
const TO_REACH = { ratio: 1.25, memory: 1.05 };

const middle = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
const cell = (value, width = 10) => String(value).padStart(width);
const verdict = (value, most) => `${value.toFixed(2)} of ${most} ${value <= most ? "reached" : "OVER"}`;

/** A page of the JS API's own, with the module loaded, and a way to look at its memory. */
async function open(browser, url) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto(`${url}waxseal.d.ts`);
  const there = await page.evaluate(async (url) => {
    window.waxseal = await import(`${url}waxseal.js`);
    window.instance = await window.waxseal.default();
    return typeof window.waxseal.checkDomain === "function";
  }, url);
  return { page, there, devtools: await context.newCDPSession(page), close: () => context.close() };
}

/**
 * Checks a domain; `{ total, answers, last }`: until the whole report is there, until each of the three answers is one,
 * and until their words changed for the last time; milliseconds.
 */
function check(page, domain, resolver) {
  return page.evaluate(async ({ domain, resolver }) => {
    const from = performance.now();
    let [summary, answers, last] = ["", 0, 0];
    const look = (report) => {
      if (report.summary === summary) return;
      last = performance.now() - from;
      if (!summary || summary.includes("Asking …")) answers = last;
      summary = report.summary;
    };
    look(await window.waxseal.checkDomain(domain, { resolver, onProgress: look }));
    return { total: performance.now() - from, answers, last };
  }, { domain, resolver });
}

/** Connects the page to the resolver, so that what is measured is questions and no handshake. */
function connect(page, resolver) {
  return page.evaluate((url) => fetch(url, { credentials: "omit" }).then((reply) => reply.arrayBuffer()), resolver);
}

/**
 * The same questions by nothing but `fetch`, as many in flight: how long the browser and this machine take for them;
 * milliseconds.
 */
function bare(page, resolver, other) {
  return page.evaluate(async ({ resolver, other, inFlight }) => {
    const asked = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.startsWith(resolver) && name !== resolver);
    const left = asked.map((name) => name.replace(resolver, other)).values();
    const from = performance.now();
    const one = async () => {
      for (const url of left) {
        const reply = await fetch(url, { headers: { Accept: "application/dns-message" }, credentials: "omit", referrerPolicy: "no-referrer" });
        await reply.arrayBuffer();
      }
    };
    await Promise.all(Array.from({ length: inFlight }, one));
    return { count: asked.length, time: performance.now() - from };
  }, { resolver, other, inFlight: IN_FLIGHT });
}

async function times(browser, url, dns) {
  console.log(`\nEvery answer late by ${LATE} ms; milliseconds, the middle of ${TIMES} checks.`);
  console.log(`${"domain".padEnd(20)}${["questions", "at once", "late", "chain", "chain ms", `n/${IN_FLIGHT} ms`, "answers", "last", "total", "again", "bare", "twice"].map((title) => cell(title)).join("")}   ratio`);
  for (const domain of DOMAINS) {
    const runs = [];
    for (let i = 0; i < TIMES; i++) {
      // A page of its own, so that nothing is kept from the check before; the word keeps the log apart.
      const { page, close } = await open(browser, url);
      const resolver = dns.url(`late:${LATE}`, `${domain}-${i}`);
      await connect(page, resolver);
      const { total, answers, last } = await check(page, domain, resolver);
      const log = dns.asked(resolver);
      // Once more in the same page, by another address so that nothing is kept: without what code costs that runs for the
      // first time. For comparison alone; the first check is what counts.
      const other = dns.url(`late:${LATE}`, `${domain}-${i}-again`);
      await connect(page, other);
      const again = (await check(page, domain, other)).total;
      // And the browser alone: what no page can be faster than on this machine.
      const alone = dns.url(`late:${LATE}`, `${domain}-${i}-bare`);
      await connect(page, alone);
      const { count, time } = await bare(page, resolver, alone);
      if (count !== log.length) throw new Error(`${domain}: ${log.length} questions, and ${count} of them in the page's list`);
      const [chain, share] = [longestChain(log) * LATE, (log.length / IN_FLIGHT) * LATE];
      runs.push({ total, again, bare: time, answers, last, log, chain, share, twice: dns.twice(resolver), ratio: total / Math.max(chain, share) });
      await close();
    }
    const ratio = middle(runs.map((run) => run.ratio));
    const run = runs.find((run) => run.ratio === ratio);
    const late = middle(run.log.map(({ from, to }) => (to ?? from) - from));
    const cells = [run.log.length, mostAtOnce(run.log), late.toFixed(0), run.chain / LATE, run.chain, Math.round(run.share), Math.round(run.answers), Math.round(run.last), Math.round(run.total), Math.round(middle(runs.map((run) => run.again))), Math.round(middle(runs.map((run) => run.bare))), run.twice.length];
    console.log(`${domain.padEnd(20)}${cells.map((value) => cell(value)).join("")}   ${verdict(ratio, TO_REACH.ratio)}`);
    for (const question of run.twice) console.log(`  asked twice: ${question}`);
  }
}

async function memory(browser, url, dns) {
  const { page, devtools, close } = await open(browser, url);
  const list = await readFile(new URL("../tests/dns/README.md", import.meta.url), "utf8");
  // Those with a resolver in trouble are left out: they take as long as its patience.
  const domains = [...list.matchAll(/^\| `([^`]+)`/gm)].map(([, domain]) => domain).filter((domain) => !domain.includes("lame"));
  const look = async () => {
    await devtools.send("HeapProfiler.collectGarbage");
    await devtools.send("HeapProfiler.collectGarbage");
    const { usedSize } = await devtools.send("Runtime.getHeapUsage");
    return { heap: usedSize, wasm: await page.evaluate(() => window.instance.memory.buffer.byteLength) };
  };
  let at;
  for (let i = 1; i <= LAST; i++) {
    await check(page, domains[i % domains.length], dns.url(`memory-${i}`));
    if (i === FIRST) at = await look();
  }
  const end = await look();
  console.log(`\nMemory after garbage collection, in KB${cell(`check ${FIRST}`, 12)}${cell(`check ${LAST}`, 12)}   ratio`);
  for (const [what, title] of [["heap", "  heap"], ["wasm", "  wasm"]]) {
    console.log(`${title.padEnd(37)}${cell((at[what] / 1024).toFixed(0), 12)}${cell((end[what] / 1024).toFixed(0), 12)}   ${verdict(end[what] / at[what], TO_REACH.memory)}`);
  }
  await close();
}

// HTTP/2, as public resolvers speak it: with HTTP/1.1 a browser has 6 questions in flight at most.
const dns = await startDns({ tls: true });
const server = await serve(DIST);
const browser = await launch();
try {
  const { there, close } = await open(browser, server.url);
  await close();
  if (!there) {
    console.log("waxseal.js has no checkDomain yet: nothing to measure.");
  } else {
    console.log(`Chromium ${browser.version()}`);
    await times(browser, server.url, dns);
    await memory(browser, server.url, dns);
  }
} finally {
  await browser.close();
  await server.close();
  await dns.stop();
}
