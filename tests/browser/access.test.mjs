// What axe finds on every page, in both themes and three widths; and what it can't find.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { RULE, WITH_ERROR, eventually, painted, stage } from "./stage.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const MANY = Array.from({ length: 30 }, (_, i) => `host${i}.example. IN TXT "${i % 2 ? WITH_ERROR : "v=spf1 a -all"}"`).join("\n");
const LONG = `v=spf1 include:${"a-very-long-label-without-a-break".repeat(3)}.example.com a:%{ir}.%{v}._spf.%{d2}.example.com include=sendgrid.net ip6:2001:db8:ffff:ffff:ffff:ffff:ffff:ffff/128 ~all`;

const here = stage();

/** Pages, and what is done on each before it is looked at. */
const PAGES = [
  ["front, empty", "#/"],
  ["front, with an error", "#/", (page) => page.locator("#text").fill(WITH_ERROR)],
  ["front, with many records", "#/", async (page) => {
    await page.locator("#text").fill(MANY);
    await page.locator(".result details.line > summary").nth(1).click();
    await page.locator(".result details.line .record").waitFor();
  }],
  ["front, with several records and long words", `#/explain?name=example.com&r=${encodeURIComponent(LONG)}&r=v=DMARC1;%20p=none&r=10%20mail.example.com`, async (page) => {
    await page.locator(".result .pieces summary").first().click();
    await page.locator(".result .seg").nth(1).click();
  }],
  ["front, with no record", "#/", (page) => page.locator("#text").fill("hello there")],
  ["a domain that is right", "#/domain/right.waxseal.example", (page) => page.locator(".asked summary").click()],
  ["a domain that anyone can forge", "#/domain/open.waxseal.example?selector=s1"],
  ["a domain that nobody answers for", "#/domain/silent.waxseal.example", (page) => page.locator(".silence").waitFor()],
  ["a page that asks for a domain", "#/domain/no%20name"],
  ["an SPF record over its limit, with a sender that is refused", "#/spf/crowded.waxseal.example?ip=203.0.113.1&from=me@crowded.waxseal.example", (page) => page.locator(".tried .steps").first().waitFor()],
  ["an SPF page with a field that is wrong", "#/spf/right.waxseal.example?ip=one&from=two", (page) => page.locator(".networks").waitFor()],
  ["an SPF page that asks for a domain", "#/spf"],
  ["a vendor's checklist", "#/setup?for=Acme&help=https://help.acme.example/&domain=setup.waxseal.example&need=TXT%20@%20spf:include:spf.hiring-service.example&need=MX%20bounce%2010%20feedback.hiring-service.example&need=TXT%20_dmarc%20dmarc:p%3E=none", async (page) => {
    await page.locator(".alarm").waitFor();
    await page.locator(".tell summary").click();
  }],
  ["a vendor's checklist with something to fill in", "#/setup?for=Acme&need=TXT%20_hiring%20is:{token}"],
  ["the page that makes links", "#/link", async (page) => {
    await page.getByLabel("Records of your article").fill("_a.example.com. IN TXT \"{token}\"\nexample.com. IN MX 10 mx.vendor.example.\nwww.example.com. IN A 192.0.2.1");
    await page.getByRole("button", { name: "Add to the list" }).click();
    await page.getByRole("button", { name: "Add a record" }).click();
    await page.locator("#link-problem").waitFor();
  }],
  ["the page that makes links, with a preview", "#/link", async (page) => {
    await page.getByLabel("Records of your article").fill("_a.example.com. IN TXT \"{token}\"\nexample.com. IN MX 10 mx.vendor.example.");
    await page.getByRole("button", { name: "Add to the list" }).click();
    await page.locator("#link-preview .need").first().waitFor();
  }],
  ["a checklist that can't be read", "#/setup?need=A%20@%20x"],
  ["what can be made", "#/build"],
  ["a DMARC record that is made", "#/build/dmarc?domain=example.com&r=v=DMARC1;p=none;%20rua=mailto:a@x.example", (page) => page.locator("#build-policy-2").check()],
  ["an SPF record that is made", "#/build/spf?r=v=spf1%20mx%20include:_spf.google.com%20~all", (page) => page.locator("#build-mx").uncheck()],
  ["lookups that are saved", "#/build/lookups?domain=crowded.waxseal.example", async (page) => {
    await page.getByRole("button", { name: "Read its SPF record" }).click();
    await page.locator("#build-total").waitFor();
  }],
  ["encryption", "#/build/mta-sts", (page) => page.locator("#build-servers").fill("mx.example.com")],
  ["a record that is edited", "#/explain?r=v=spf1%20include:_spf.google.com%20mx%20~all", async (page) => {
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await page.getByRole("button", { name: "Take out mx" }).click();
  }],
  ["rules", "#/rules"],
  ["one rule", `#/rules/${RULE}`],
  ["learn", "#/learn"],
  ["a lesson", "#/learn/dkim"],
  ["an unknown page", "#/nothing"],
];

for (const [name, fragment, act] of PAGES) {
  test(`axe finds nothing: ${name}`, async (t) => {
    // Read by axe as it stands, and not on its way from one colour to another.
    const page = await here.open(t, fragment, { reducedMotion: "reduce" });
    await act?.(page);
    await page.evaluate(AXE);
    for (const width of [1280, 768, 320]) {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        await painted(page);
        const found = await page.evaluate(async () => {
          const result = await window.axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
          return result.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.any.map((check) => check.message).join("; ")}`).join(" | ")}`);
        });
        assert.deepEqual(found, [], `${width} px, ${colorScheme}`);
      }
      const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(wide <= room, `${width} px: nothing is cut off or scrolled sideways, ${wide} px in ${room}`);
    }
  });
}

test("text twice as large leaves everything readable", async (t) => {
  // 200 % zoom of a window 1280 px wide.
  const page = await here.open(t, `#/explain?r=${encodeURIComponent(LONG)}`, { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 });
  await page.locator(".result .record").waitFor();
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(wide <= room);
});

test("buttons and links are large enough to touch", async (t) => {
  const page = await here.open(t, `#/explain?r=${encodeURIComponent(WITH_ERROR)}`, { viewport: { width: 320, height: 640 } });
  await page.locator(".result .fix-whole").waitFor();
  const small = await page.locator("button:visible, nav a:visible, .why:visible, summary:visible").evaluateAll((all) =>
    all.map((one) => [one.textContent, one.getBoundingClientRect()]).filter(([, box]) => box.height < 24 || box.width < 24).map(([text]) => text));
  assert.deepEqual(small, []);
});

test("nothing moves for readers who ask for less motion, and little for the others", async (t) => {
  const page = await here.open(t, "#/", { reducedMotion: "reduce" });
  const moving = () => page.evaluate(() => document.getAnimations().length + [...document.querySelectorAll("*")].filter((one) => {
    const style = getComputedStyle(one);
    return style.animationName !== "none" || style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0);
  }).length);
  await page.locator("#text").fill(WITH_ERROR);
  await page.locator(".result .seg").nth(1).hover();
  assert.equal(await moving(), 0);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await eventually(async () => (await moving()) > 0, true, "with motion allowed, a mark fades in: this test sees what it looks for");
});

test("verdicts are told by words and shapes, and not by colour alone", async (t) => {
  const page = await here.open(t, `#/explain?r=${encodeURIComponent(WITH_ERROR)}`);
  const segment = page.locator(".result .seg", { hasText: "include=" });
  const right = page.locator(".result .seg", { hasText: "~all" });
  const style = (one) => one.evaluate((one) => getComputedStyle(one).textDecorationStyle);
  assert.notEqual(await style(segment), await style(right));
  assert.match(await page.locator(".result .part", { hasText: "include=" }).locator(".part-mark").innerText(), /Needs fixing/);
});
