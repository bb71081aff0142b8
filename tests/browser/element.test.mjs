// <waxseal-check> in an article as a vendor would write it, under a policy that allows nothing inline: on the host of the
// page, and from another origin.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../../tools/serve.mjs";
import { startDns } from "./dns.mjs";
import { DIST, clipboard, eventually, painted, stage, truly } from "./stage.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const EXAMPLE = fileURLToPath(new URL("../example", import.meta.url));
const TOKEN = "pmBGN/7MjnfhTKUZ06Enqq1PeGUaOkw8lGhcfwefcHU=";
const here = stage({ others: { "example/": EXAMPLE } });

/** What DNS holds, for the function that answers in the place of a resolver. `null`: that can't be asked. */
const HALF = {
  "customer.example SOA": ["ns1.dns-host.example. h.customer.example. 1 2 3 4 300"],
  "customer.example MX": ["10 mail.customer.example.", "10 feedback-smtp.eu-west-1.amazonses.com."],
  "customer.example TXT": ["v=spf1 mx ~all"],
  "amazonses.com TXT": ["v=spf1 ip4:198.51.100.128/26 -all"],
  "_amazonses.customer.example TXT": [TOKEN],
  "ab1._domainkey.customer.example CNAME": ["ab1.dkim.amazonses.com."],
  "ef3._domainkey.customer.example CNAME": null,
};
const STATUSES = ["met", "met", "absent", "could-not-ask", "different", "wrong-name", "absent", "absent"];

/** Gives an element a resolver that answers from a table, and keeps the questions. */
function answer(page, table, id = "setup") {
  return page.evaluate(([id, table]) => {
    window.questions = [];
    window.table = table;
    window.results = [];
    const element = document.getElementById(id);
    element.addEventListener("waxseal-result", (event) => window.results.push(event.detail));
    element.resolver = async (name, type) => {
      window.questions.push(`${name} ${type}`);
      const data = window.table[`${name} ${type}`];
      if (data === null) throw new Error("nobody answers");
      return { rcode: "NOERROR", negativeTtl: 60, answers: (data ?? []).map((one) => ({ name, type, ttl: 60, data: one })) };
    };
  }, [id, table]);
}

/** The article, with its first element in sight. */
async function article(t, { table = HALF, fragment = "example/", ...options } = {}) {
  const page = await here.open(t, fragment, { ready: false, ...options });
  await page.locator("#setup").scrollIntoViewIfNeeded();
  await page.getByLabel("Your domain").waitFor();
  await answer(page, table);
  return page;
}

const element = (page) => page.locator("#setup");
const said = (page) => element(page).locator(".box").innerText();
const statuses = (page) => element(page).locator(".need").evaluateAll((all) => all.map((one) => one.dataset.status));
const focused = (page) => page.evaluate(() => {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  return one?.id || one?.textContent;
});

async function check(page, domain = "customer.example") {
  await page.getByLabel("Your domain").fill(domain);
  await page.getByLabel("Your value for token").fill(TOKEN);
  await element(page).getByRole("button", { name: "Check", exact: true }).click();
}

async function axe(page) {
  return page.evaluate(async () => {
    const result = await window.axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.any.map((check) => check.message).join("; ")}`).join(" | ")}`);
  });
}

test("the checklist stands in the article: what is asked for, what was found, what to enter", async (t) => {
  const page = await article(t);
  assert.match(await said(page), /comes from the page that shows it, which names “Eploy”; Waxseal did not write it\./);
  const help = element(page).getByRole("link", { name: "The article at help.eploy.example" });
  assert.deepEqual([await help.getAttribute("href"), await help.getAttribute("rel")], ["https://help.eploy.example/dns", "noreferrer noopener"]);
  assert.equal(await element(page).locator(".need").count(), 8, "what is asked for is there before the check");
  assert.match(await said(page), /Waxseal asks this page, which will see this name\./);
  await check(page);
  await eventually(() => statuses(page), STATUSES);
  assert.equal(await element(page).locator("#title").innerText(), "customer.example: 2 of 8 records are done");
  assert.match(await element(page).locator(".alarm").innerText(), /your own mail is at risk[^]*feedback-smtp\.eu-west-1\.amazonses\.com/);
  const spf = element(page).locator('[data-status="different"]');
  assert.deepEqual(await spf.locator("dt").allInnerTexts(), ["Type", "Name", "Value"]);
  assert.match(await spf.innerText(), /SPF lookups: 1 now, 2 with this value/);
  const unknown = await element(page).locator('[data-status="could-not-ask"]').innerText();
  assert.match(unknown, /Could not ask/);
  assert.match(unknown, /so it may well be there[^]*If it is not there yet, enter at your DNS host/);
  assert.doesNotMatch(unknown, /missing|\bno record/);
});

test("its result is told to the article", async (t) => {
  const page = await article(t);
  await check(page);
  const [result] = await truly(() => page.evaluate(() => window.results.length && window.results));
  assert.equal(result.kind, "setup");
  assert.deepEqual([result.report.domain, result.report.done, result.report.total], ["customer.example", 2, 8]);
  assert.deepEqual(await page.evaluate(() => document.getElementById("setup").report.needs.map((need) => need.status)), STATUSES);
  // An article that knows its reader's domain may ask by itself, and hears what came of it above the element, too.
  const again = await page.evaluate(async () => {
    const heard = new Promise((done) => document.addEventListener("waxseal-result", (event) => done(event.detail.report.domain), { once: true }));
    const report = await document.getElementById("setup").check("other.example");
    return [report.domain, await heard, report.supportNote];
  });
  assert.deepEqual(again.slice(0, 2), ["other.example", "other.example"]);
  assert.match(again[2], new RegExp(`^DNS records for other\\.example, asked for by "Eploy": 0 of 8 done[^]*The same check again: ${here.url}#/setup`));
});

test("the keyboard alone is enough, and the focus stays where it was", async (t) => {
  const page = await article(t);
  await page.getByLabel("Your domain").focus();
  await page.keyboard.press("Enter");
  await eventually(() => element(page).locator("#problem").innerText(), "Type your domain first.");
  assert.equal(await focused(page), "domain");
  await page.keyboard.type("customer.example");
  await page.keyboard.press("Enter");
  await eventually(() => element(page).locator("#problem").innerText(), "A check needs a value for token.");
  assert.equal(await focused(page), "v0");
  assert.equal(await page.getByLabel("Your value for token").getAttribute("aria-invalid"), "true");
  await page.keyboard.type(TOKEN);
  await page.keyboard.press("Enter");
  await eventually(() => statuses(page), STATUSES);
  assert.equal(await focused(page), "v0");
  // Asked again, what is new is found, and the button keeps the focus.
  await page.evaluate((table) => { window.table = table; }, { ...HALF, "cd2._domainkey.customer.example CNAME": ["cd2.dkim.amazonses.com."] });
  await element(page).getByRole("button", { name: "Ask again now" }).press("Enter");
  await eventually(async () => (await statuses(page))[2], "met");
  assert.equal(await focused(page), "Ask again now");
});

test("every change is read out by one line, and warnings at once", async (t) => {
  const page = await article(t);
  const status = element(page).getByRole("status");
  await check(page);
  await eventually(async () => /^customer\.example: 2 of 8 records are done\. Asked this page at \d\d:\d\d\.$/.test(await status.innerText()), true);
  assert.equal(await element(page).locator("[role=alert] .alarm").count(), 1);
  assert.equal(await element(page).locator("[role=status], [role=alert], [aria-live]").count(), 2);
});

test("what to enter can be copied, and the note for support too", async (t) => {
  const page = await article(t);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await check(page);
  await element(page).getByRole("button", { name: "Copy Value: v=spf1 mx include:amazonses.com ~all" }).click();
  await eventually(() => clipboard(page), "v=spf1 mx include:amazonses.com ~all");
  await element(page).getByRole("button", { name: "Copy for support" }).click();
  await eventually(async () => /^DNS records for customer\.example[^]*\[Could not ask\] CNAME ef3/.test(await clipboard(page)), true);
  assert.equal(await element(page).getByRole("status").innerText(), "Copied.");
});

test("nothing is loaded before the element is seen, and all of them share one load", async (t) => {
  const asked = [];
  const page = await here.open(t, "example/", {
    ready: false, viewport: { width: 1000, height: 300 },
    before: (page) => page.on("request", (request) => asked.push(new URL(request.url()).pathname)),
  });
  await element(page).getByRole("button", { name: "Check your DNS records" }).waitFor({ state: "attached" });
  await painted(page);
  assert.deepEqual(asked.filter((path) => /waxseal(_bg)?\.(js|wasm)$/.test(path)), []);
  await element(page).scrollIntoViewIfNeeded();
  await page.getByLabel("Your domain").waitFor();
  await page.locator("#record").scrollIntoViewIfNeeded();
  await page.locator("#record .parts").waitFor();
  assert.deepEqual(asked.filter((path) => /waxseal(_bg)?\.(js|wasm)$/.test(path)), ["/waxseal.js", "/waxseal_bg.wasm"]);
});

test("an element that waits for a press loads at the press, and the focus goes on to the form", async (t) => {
  const page = await here.open(t, "example/", { ready: false });
  await page.evaluate(() => {
    const late = document.createElement("waxseal-check");
    late.id = "late";
    late.setAttribute("load", "press");
    late.setAttribute("link", "#/setup?need=TXT%20@%20is:x");
    document.querySelector("main").prepend(late);
  });
  await painted(page);
  const button = page.locator("#late").getByRole("button", { name: "Check your DNS records" });
  assert.equal(await page.locator("#late input").count(), 0);
  await button.press("Enter");
  await page.locator("#late").getByLabel("Your domain").waitFor();
  assert.equal(await focused(page), "domain");
});

test("a record is explained part by part", async (t) => {
  const page = await here.open(t, "example/", { ready: false });
  const record = page.locator("#record");
  await record.scrollIntoViewIfNeeded();
  await record.locator(".parts").waitFor();
  assert.equal(await record.locator(".record").innerText(), "v=spf1 mx include:amazonses.com ~all");
  assert.match(await record.locator(".parts").innerText(), /amazonses\.com\s+The domain amazonses\.com\. This looks like Amazon SES\./);
  const away = record.getByRole("link", { name: "Open the whole page" });
  assert.equal(await away.getAttribute("href"), `${here.url}#/explain?r=v%3Dspf1%20mx%20include%3Aamazonses.com%20~all&name=example.com`);
  await page.evaluate(() => document.getElementById("record").setAttribute("record", "v=spf1 include=sendgrid.net ~all"));
  await record.locator(".finding .bad").first().waitFor();
  assert.match(await record.getByRole("link", { name: "The rule, and its reason" }).first().getAttribute("href"), /#\/rules\/spf-mechanism-as-option$/);
});

test("axe finds nothing, in both themes and at every width, and nothing is cut off", async (t) => {
  const page = await article(t, { reducedMotion: "reduce" });
  await check(page);
  await eventually(() => statuses(page), STATUSES);
  await page.locator("#record").scrollIntoViewIfNeeded();
  await page.locator("#record .parts").waitFor();
  await page.evaluate(AXE);
  for (const width of [1280, 768, 320]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await painted(page);
      assert.deepEqual(await axe(page), [], `${width} px, ${colorScheme}`);
    }
    const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(wide <= room, `${width} px: ${wide} px in ${room}`);
  }
});

test("face and colours come from the article, the theme from an attribute, the direction from the page", async (t) => {
  const page = await article(t);
  const style = (selector, name) => element(page).locator(selector).first().evaluate((one, name) => getComputedStyle(one)[name], name);
  assert.match(await style(".box", "fontFamily"), /^Georgia/);
  assert.equal(await style("button.main", "backgroundColor"), "rgb(11, 83, 148)");
  const light = await style(".box", "backgroundColor");
  await page.evaluate(() => document.getElementById("setup").setAttribute("theme", "dark"));
  assert.notEqual(await style(".box", "backgroundColor"), light);
  await page.evaluate(() => { document.getElementById("setup").style.setProperty("--waxseal-paper", "rgb(1, 2, 3)"); });
  assert.equal(await style(".box", "backgroundColor"), "rgb(1, 2, 3)");
  const side = () => element(page).locator("button.main").evaluate((one) => {
    const [inner, outer] = [one.getBoundingClientRect(), one.parentElement.getBoundingClientRect()];
    return inner.left - outer.left < outer.right - inner.right ? "left" : "right";
  });
  assert.equal(await side(), "left");
  await page.evaluate(() => document.getElementById("setup").setAttribute("dir", "rtl"));
  assert.equal(await side(), "right");
  assert.equal(await style("input", "direction"), "ltr", "names and records run one way in every language");
});

test("labels may be in the article's language, and what is English is marked as English", async (t) => {
  const page = await article(t);
  await page.evaluate(() => {
    customElements.get("waxseal-check").words("de", { domain: "Ihre Domain", check: "Prüfen" });
    document.getElementById("setup").setAttribute("lang", "de-AT");
  });
  const labelled = element(page).getByLabel("Ihre Domain");
  await labelled.fill("customer.example");
  assert.equal(await element(page).locator("section").getAttribute("lang"), "de-AT");
  await element(page).getByLabel("Your value for token").fill(TOKEN);
  await element(page).getByRole("button", { name: "Prüfen" }).click();
  await eventually(() => statuses(page), STATUSES);
  assert.equal(await element(page).locator(".stands").first().evaluate((one) => one.closest("[lang]").lang), "en-GB");
});

test("all that it shows is text, and a link that can't be read says so", async (t) => {
  const evil = "<img src=x onerror=alert(1)>";
  const page = await article(t, { table: { ...HALF, "_amazonses.customer.example TXT": [evil] } });
  await check(page);
  await eventually(async () => (await statuses(page))[0], "different");
  assert.match(await element(page).locator(".need").first().innerText(), /<img src=x onerror=alert\(1\)>/);
  assert.equal(await element(page).locator("img").count(), 0);
  await page.evaluate((evil) => document.getElementById("setup").setAttribute("link", `#/setup?for=${encodeURIComponent(evil)}&resolver=https://evil.example/&need=TXT%20a%20is:${encodeURIComponent(evil)}`), evil);
  await eventually(async () => (await said(page)).includes(`names “${evil}”`), true);
  assert.equal(await element(page).locator("img").count(), 0);
  const error = await page.evaluate(() => new Promise((done) => {
    document.addEventListener("waxseal-error", (event) => done(event.detail.error.message), { once: true });
    document.getElementById("setup").setAttribute("link", "#/setup?need=TXT%20@%20is:x&need=A%20@%20x");
  }));
  assert.match(error, /A is none of them/);
  assert.match(await said(page), /at character 34 of the link/);
  // What the author put inside leads on.
  assert.equal(await element(page).getByRole("link", { name: "Check your DNS records" }).isVisible(), true);
});

test("where it can't be loaded it says so, keeps the author's link, and can be tried again", async (t) => {
  let blocked = true;
  const page = await here.open(t, "example/", {
    ready: false, mayFail: true,
    before: (page) => page.route("**/waxseal_bg.wasm", (route) => (blocked ? route.abort() : route.continue())),
  });
  await element(page).scrollIntoViewIfNeeded();
  await element(page).getByRole("alert").waitFor();
  assert.match(await element(page).getByRole("alert").innerText(), /could not be loaded, so nothing was asked/);
  assert.equal(await element(page).getByRole("link", { name: "Check your DNS records" }).isVisible(), true);
  blocked = false;
  await element(page).getByRole("button", { name: "Check your DNS records" }).click();
  await page.getByLabel("Your domain").waitFor();
});

test("the link and the button of the article open the checklist of the page", async (t) => {
  const page = await here.open(t, "example/", { ready: false });
  await page.locator("#button").click();
  await page.locator(".from-link", { hasText: "“Eploy”" }).waitFor();
  await page.goBack();
  await page.locator("#link").click();
  await page.getByLabel("token: from your “Eploy” account").waitFor();
  assert.equal(await page.locator(".need").count(), 8);
});

// ---- From another origin: the article on one port, Waxseal's files on another, DNS on a third. ----

let dns;
let files;
before(async () => {
  dns = await startDns();
  files = await serve(DIST, { headers: { "access-control-allow-origin": "*" } });
});
after(async () => {
  await files?.close();
  await dns?.stop();
});

/** An article of another host, with the policy that docs/linking.md tells a host to send. */
async function elsewhere(t, origin, inside) {
  const folder = await mkdtemp(join(tmpdir(), "waxseal-host-"));
  const policy = `default-src 'none'; script-src ${origin} 'wasm-unsafe-eval'; connect-src ${origin} ${new URL(dns.resolver).origin}; img-src data:; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
  await writeFile(join(folder, "index.html"), `<!doctype html><html lang="en"><head><title>Help</title><link rel="icon" href="data:,"><script type="module" src="${origin}/waxseal-check.js"></script></head><body><main><h1>Help</h1><h2>Check</h2>${inside}</main></body></html>`);
  const server = await serve(folder, { headers: { "content-security-policy": policy } });
  t.after(async () => { await server.close(); await rm(folder, { recursive: true }); });
  return server.url;
}

test("from another origin it asks real DNS, under a policy of the host's", async (t) => {
  const origin = new URL(files.url).origin;
  const inside = `<waxseal-check resolver="${dns.resolver}" link="#/setup?for=Vendor&amp;domain=right.example&amp;need=TXT%20@%20spf:include:_spf.vendor.example&amp;need=TXT%20@%20is:nothing"></waxseal-check>`;
  const page = await here.open(t, "", { ready: false, at: await elsewhere(t, origin, inside) });
  // The link names a domain, so it asks as soon as it is seen.
  await eventually(() => page.locator(".need").evaluateAll((all) => all.map((one) => one.dataset.status)), ["met", "absent"]);
  assert.match(await page.locator("waxseal-check").getByRole("status").innerText(), /Asked 127\.0\.0\.1:\d+ at/);
  const away = page.getByRole("link", { name: "Open the whole page" });
  assert.match(await away.getAttribute("href"), new RegExp(`^${files.url}#/setup\\?`));
});

test("a host that sends no CORS header is told apart from one that answers", async (t) => {
  const bare = await serve(DIST);
  t.after(() => bare.close());
  const inside = `<waxseal-check link="#/setup?need=TXT%20@%20is:x"><a href="https://waxseal.example/">Check</a></waxseal-check>`;
  // A module script from there is not even run: what stands inside the element is what readers see.
  const page = await here.open(t, "", { ready: false, mayFail: true, at: await elsewhere(t, new URL(bare.url).origin, inside) });
  assert.equal(await page.getByRole("link", { name: "Check", exact: true }).isVisible(), true);
  assert.equal(await page.evaluate(() => customElements.get("waxseal-check")), undefined);
});
