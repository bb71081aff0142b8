// Measures the check of a domain in headless Chromium, by the JS API, against real DNS servers: how long it takes where
// every answer is late, beside what it must take; and memory after many checks. Prints figures beside what they must
// reach; it never fails because of one.
import { readFile } from "node:fs/promises";
import { startDns } from "../tests/browser/dns.mjs";
import { DIST } from "../tests/browser/stage.mjs";
import { longestChain, mostAtOnce } from "./chain.mjs";
import { start } from "./chromium.mjs";
import { serve } from "./serve.mjs";

/** How late every answer is, in milliseconds. */
const LATE = 100;

/** How many questions the page has in flight at most. */
const IN_FLIGHT = 8;

/** How often a domain is checked; the middle counts. */
const TIMES = 5;

/**
 * For how long a page is open before its check, in milliseconds: whoever types a name takes longer. Until then a browser
 * is at the page that it has just opened, and at the one that was closed before.
 */
const OPEN_FOR = 1000;

const DOMAINS = ["right.example", "ten.example", "mx-mixed.example", "mx-eleven.example", "forged.example"];
const [FIRST, LAST] = [20, 200];
const TO_REACH = { ratio: 1.25, memory: 1.05 };

const middle = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
const cell = (value, width = 10) => String(value).padStart(width);
const verdict = (value, most) => `${value.toFixed(2)} of ${most} ${value <= most ? "reached" : "OVER"}`;

/** A page of the JS API's own, with the module loaded. */
async function open(browser, url) {
  const page = await browser.open(`${url}waxseal.d.ts`);
  await page.evaluate(async (url) => {
    window.waxseal = await import(`${url}waxseal.js`);
    window.instance = await window.waxseal.default();
  }, url);
  return page;
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

/**
 * One check in a page of its own, so that nothing is kept from the one before, begun when the page is open for so many
 * milliseconds; `word` keeps the log apart.
 */
async function measure(browser, url, dns, domain, word, openFor) {
  const page = await open(browser, url);
  const resolver = dns.url(`late:${LATE}`, word);
  await connect(page, resolver);
  await new Promise((done) => setTimeout(done, openFor));
  const { total, answers, last } = await check(page, domain, resolver);
  const log = dns.asked(resolver);
  // Once more in the same page, by another address so that nothing is kept: without what code costs that runs for the
  // first time. For comparison alone; the first check is what counts.
  const other = dns.url(`late:${LATE}`, `${word}-again`);
  await connect(page, other);
  const again = (await check(page, domain, other)).total;
  // And the browser alone: what no page can be faster than on this machine.
  const alone = dns.url(`late:${LATE}`, `${word}-bare`);
  await connect(page, alone);
  const { count, time } = await bare(page, resolver, alone);
  if (count !== log.length) throw new Error(`${domain}: ${log.length} questions, and ${count} of them in the page's list`);
  await page.close();
  const [chain, share] = [longestChain(log) * LATE, (log.length / IN_FLIGHT) * LATE];
  return { total, again, bare: time, answers, last, log, chain, share, twice: dns.twice(resolver), ratio: total / Math.max(chain, share) };
}

async function times(browser, url, dns) {
  console.log(`
Every answer late by ${LATE} ms; milliseconds, the middle of ${TIMES} checks, each in a page that is open for ${OPEN_FOR} ms.
  again: once more in the same page; bare: its questions by fetch alone; hasty: the ratio where the check begins as soon
  as its page is there`);
  const titles = ["questions", "at once", "late", "chain", "chain ms", `n/${IN_FLIGHT} ms`, "answers", "last", "total", "again", "bare", "twice"];
  console.log(`${"domain".padEnd(20)}${titles.map((title) => cell(title)).join("")}   ${"ratio".padEnd(20)}${cell("hasty", 6)}`);
  for (const domain of DOMAINS) {
    const [runs, hasty] = [[], []];
    for (let i = 0; i < TIMES; i++) {
      runs.push(await measure(browser, url, dns, domain, `${domain}-${i}`, OPEN_FOR));
      hasty.push(await measure(browser, url, dns, domain, `${domain}-${i}-hasty`, 0));
    }
    const ratio = middle(runs.map((run) => run.ratio));
    const run = runs.find((run) => run.ratio === ratio);
    const late = middle(run.log.map(({ from, to }) => (to ?? from) - from));
    const cells = [run.log.length, mostAtOnce(run.log), late.toFixed(0), run.chain / LATE, run.chain, Math.round(run.share), Math.round(run.answers), Math.round(run.last), Math.round(run.total), Math.round(middle(runs.map((run) => run.again))), Math.round(middle(runs.map((run) => run.bare))), run.twice.length];
    const other = middle(hasty.map((run) => run.ratio)).toFixed(2);
    console.log(`${domain.padEnd(20)}${cells.map((value) => cell(value)).join("")}   ${verdict(ratio, TO_REACH.ratio).padEnd(20)}${cell(other, 6)}`);
    for (const question of [...run.twice, ...hasty.flatMap((run) => run.twice)]) console.log(`  asked twice: ${question}`);
  }
}

async function memory(browser, url, dns) {
  const page = await open(browser, url);
  const list = await readFile(new URL("../tests/dns/README.md", import.meta.url), "utf8");
  // Those with a resolver in trouble are left out: they take as long as its patience.
  const domains = [...list.matchAll(/^\| `([^`]+)`/gm)].map(([, domain]) => domain).filter((domain) => !domain.includes("lame"));
  const look = async () => {
    await page.send("HeapProfiler.collectGarbage");
    await page.send("HeapProfiler.collectGarbage");
    const { usedSize } = await page.send("Runtime.getHeapUsage");
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
  await page.close();
}

// HTTP/2, as public resolvers speak it: with HTTP/1.1 a browser has 6 questions in flight at most.
const dns = await startDns({ tls: true });
const server = await serve(DIST);
const browser = await start();
try {
  console.log(`Chromium ${browser.version}`);
  await times(browser, server.url, dns);
  await memory(browser, server.url, dns);
} finally {
  await browser.close();
  await server.close();
  await dns.stop();
}
