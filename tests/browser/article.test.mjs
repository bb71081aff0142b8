// The article that checklists were made for, end to end against real DNS servers: a recruitment system sends through
// Amazon SES in its customers' names. From nothing done to all done, and each wrong way on the road.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startDns } from "./dns.mjs";
import { eventually, stage } from "./stage.mjs";

const here = stage();
let dns;
before(async () => { dns = await startDns({ tls: true }); });
after(() => dns?.stop());

const TOKEN = "pmBGN/7MjnfhTKUZ06Enqq1PeGUaOkw8lGhcfwefcHU=";
const KEY = "v=DKIM1; k=ed25519; p=vfN5YytZ0L+tPkTc9+KUmEXwrfJcPdOZwM5ldcGSwk8=";
const LINK = "#/setup?v=1&for=Eploy&help=https://help.eploy.example/dns&domain=customer.example" +
  `&set.token=${TOKEN}&set.region=eu-west-1&set.t1=ab1&set.t2=cd2&set.t3=ef3` +
  ["TXT _amazonses is:{token}", "CNAME {t1}._domainkey {t1}.dkim.amazonses.com", "CNAME {t2}._domainkey {t2}.dkim.amazonses.com",
    "CNAME {t3}._domainkey {t3}.dkim.amazonses.com", "TXT @ spf:include:amazonses.com", "MX eploymail 10 feedback-smtp.{region}.amazonses.com",
    "TXT eploymail spf:include:amazonses.com", "TXT _dmarc dmarc:p>=none,rua~reports.eploy.example"].map((need) => `&need=${encodeURIComponent(need)}`).join("");

/** What the customer has before: mail of their own, and SPF for it. */
const MAIL = "@ MX 10 mail\nmail A 192.0.2.25\n";
const SPF = '@ TXT "v=spf1 mx ~all"\n';
const NOTHING = ["absent", "absent", "absent", "absent", "different", "absent", "absent", "absent"];

const statuses = (page) => page.locator(".need").evaluateAll((all) => all.map((one) => one.dataset.status));
const says = (page, at) => page.locator(".need").nth(at).innerText();

/** The checklist of a reader who chose the resolver at `url`. */
function open(t, url, options = {}) {
  return here.open(t, LINK, {
    ignoreHTTPSErrors: true,
    before: async (page) => {
      await page.clock.install();
      await page.addInitScript((url) => localStorage.setItem("waxseal.resolver", url), url);
    },
    ...options,
  });
}

/** The line of a zone that a reader makes of the fields that the page tells them to fill in. */
async function entered(page, at) {
  const fields = await page.locator(".need").nth(at).locator(".fields div").evaluateAll((rows) =>
    Object.fromEntries(rows.map((row) => [row.querySelector("dt").textContent, row.querySelector("code")?.textContent ?? ""])));
  const { Type: type, Name: name, Value: value, Target: target, "Mail server": server, Priority: priority } = fields;
  switch (type) {
    case "TXT": return `${name} TXT "${value.replace("<address at reports.eploy.example>", "d@reports.eploy.example")}"\n`;
    case "CNAME": return `${name} CNAME ${target}.\n`;
    case "MX": return `${name} MX ${priority} ${server}.\n`;
    default: throw new Error(`the page tells to enter ${JSON.stringify(fields)}`);
  }
}

test("from nothing done to all done, by entering what the page says, record by record", async (t) => {
  await dns.publish(MAIL + SPF);
  const page = await open(t, dns.url("journey"));
  await eventually(() => statuses(page), NOTHING);
  assert.equal(await page.locator("h1:visible").innerText(), "customer.example: 0 of 8 records are done");
  const now = [...NOTHING];
  let lines = SPF;
  for (let at = 0; at < 8; at += 1) {
    const line = await entered(page, at);
    // What replaces a record takes its place.
    lines = line.startsWith("@ TXT") ? lines.replace(SPF, line) : lines + line;
    await dns.publish(MAIL + lines);
    // Nobody presses anything: the page looks again by itself, and says what changed.
    await page.clock.runFor(61_000);
    const before = now[at];
    now[at] = "met";
    await eventually(() => statuses(page), now, line);
    const words = { absent: "Not there yet", different: "Another value is there" }[before];
    await eventually(async () => new RegExp(`^New: (TXT|CNAME|MX) [\\w.]*customer\\.example: Done\\. Before: ${words}\\.$`).test(await page.locator(".changed").innerText()), true);
    assert.equal(await page.locator(".alarm").count(), 0);
  }
  assert.equal(await page.locator("h1:visible").innerText(), "customer.example: all 8 records are done");
  assert.match(lines, /^@ TXT "v=spf1 mx include:amazonses\.com ~all"$/m, "what was there is kept");
  assert.doesNotMatch(await page.locator(".progress:visible").innerText(), /looks again/);
  await page.getByText("Tell whoever runs your DNS").click();
  assert.match(await page.locator(".message").innerText(), /Nothing is left to enter\./);
});

/** Ways on which a record goes wrong, each with the status and what the page says of it. A zone holds one for each record. */
const WRONG = [
  ["records at places where they do no good", [
    [`_amazonses.customer.example TXT "${TOKEN}"`, "wrong-name", /customer\.example\.customer\.example/],
    ['ab1._domainkey TXT "ab1.dkim.amazonses.com"', "wrong-type", /TXT/],
    ["cd2._domainkey CNAME cd2.dkim.amazonses.com", "damaged", /cd2\.dkim\.amazonses\.com\.customer\.example/],
    ["ef3.domainkey CNAME ef3.dkim.amazonses.com.", "wrong-name", /ef3\.domainkey\.customer\.example/],
    ['@ TXT "v=spf1 mx ~all"\n@ TXT "v=spf1 include:amazonses.com ~all"', "conflict", /holds 2 SPF records/],
    ["@ MX 20 feedback-smtp.eu-west-1.amazonses.com.", "wrong-name", /customer\.example/],
    ['eploymail TXT "“v=spf1 include:amazonses.com ~all”"', "damaged", /“/],
    ['@ TXT "v=DMARC1; p=none; rua=mailto:d@reports.eploy.example"', "wrong-name", /_dmarc\.customer\.example/],
  ]],
  ["records that are another, or do the same in another way", [
    [`_amazonses TXT "\\"${TOKEN}\\""`, "damaged", /characters in it that copying left behind/],
    [`ab1._domainkey TXT "${KEY}"`, "met-another-way", /Done in another way/],
    ["cd2._domainkey CNAME cd2.dkim.old-vendor.example.", "different", /old-vendor\.example/],
    ["ef3._domainkey CNAME ef3.dkim.amazonses.com.", "met", /Done/],
    ['@ TXT "v=spf1 mx ip4:198.51.100.128/26 ~all"', "met-another-way", /Done in another way/],
    ['eploymail TXT "10 feedback-smtp.eu-west-1.amazonses.com"', "wrong-type", /TXT/],
    ['eploymail TXT "v=spf1 ip4:192.0.2.1 ~all"', "different", /SPF/],
    ['_dmarc TXT "v=DMARC1; p=reject"', "different", /reports\.eploy\.example/],
  ]],
  ["records that something beside them makes useless", [
    ['_amazonses TXT "another-token"', "different", /another-token/],
    ["", "absent", /Not there yet/],
    ["cd2._domainkey CNAME CD2.DKIM.AmazonSES.com.", "met", /Done/],
    ["ef3._domainkey.customer.example CNAME ef3.dkim.amazonses.com.", "wrong-name", /customer\.example\.customer\.example/],
    ['@ TXT "v=spf1 include:eleven.example include:amazonses.com ~all"', "conflict", /10/],
    ["eploymail MX 50 feedback-smtp.eu-west-1.amazonses.com.", "met", /50/],
    ['eploymail TXT "v=spf1 include:amazonses.com" " ~all"', "met", /Done/],
    ['_dmarc TXT "v=DMARC1; p=none; rua=mailto:d@reports.eploy.example"\n_dmarc TXT "v=DMARC1; p=reject"', "conflict", /holds 2 DMARC records/],
  ]],
];

for (const [name, ways] of WRONG) {
  test(`wrong ways: ${name}`, async (t) => {
    await dns.publish(`${MAIL}${ways.map(([line]) => line).join("\n")}`);
    const page = await open(t, dns.url("wrong"));
    await eventually(() => statuses(page), ways.map(([, status]) => status));
    for (const [at, [line, , pattern]] of ways.entries()) assert.match(await says(page, at), pattern, line);
    const astray = ways.some(([line]) => line.startsWith("@ MX"));
    assert.equal(await page.locator(".alarm").count(), astray ? 1 : 0, "the loudest warning, and only where it is due");
    if (astray) assert.match(await page.locator(".alarm").innerText(), /your own mail is at risk[^]*belongs at eploymail\.customer\.example alone/);
  });
}

test("what could not be asked is never called missing, and is asked again", async (t) => {
  await dns.publish(`${MAIL}${SPF}_amazonses TXT "${TOKEN}"`);
  const page = await open(t, dns.url("trouble", "servfail@_amazonses.customer.example"));
  await eventually(() => statuses(page), ["could-not-ask", ...NOTHING.slice(1)]);
  assert.match(await says(page, 0), /Could not ask[^]*it may well be there[^]*If it is not there yet, enter at your DNS host/);
  await page.getByText("Tell whoever runs your DNS").click();
  assert.match(await page.locator(".message").innerText(), /TXT _amazonses\.customer\.example could not be asked for, so it may be right already\./);
});

test("a hidden page asks nobody", async (t) => {
  await dns.publish(MAIL + SPF);
  const url = dns.url("hidden");
  const page = await open(t, url);
  await eventually(() => statuses(page), NOTHING);
  const asked = dns.asked(url).length;
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "hidden" });
    Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
  });
  await page.clock.runFor(121_000);
  assert.equal(dns.asked(url).length, asked);
  await page.evaluate(() => { delete document.visibilityState; delete document.hidden; });
  await page.clock.runFor(61_000);
  await eventually(() => dns.asked(url).length > asked, true);
});
