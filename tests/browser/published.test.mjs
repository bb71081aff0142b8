// Below pasted records: are they published?
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, paste, stage } from "./stage.mjs";

const here = stage();
const SPF = 'right.waxseal.example. TXT "v=spf1 mx include:spf.post.example -all"';
const rows = (page) => page.locator(".published-rows > li").evaluateAll((rows) => rows.map((row) => [row.querySelector("h3").innerText, row.querySelector(".verdict").innerText.trim()]));

test("records that name their domain are compared on one press", async (t) => {
  const page = await here.open(t);
  assert.ok(!(await page.locator(".published").isVisible()), "there is nothing to compare");
  await paste(page, `${SPF}\n_dmarc.right.waxseal.example. TXT "v=DMARC1; p=none"\nnone._domainkey.right.waxseal.example. TXT "v=DKIM1; p="`);
  await page.getByRole("button", { name: "Compare with DNS" }).click();
  await eventually(() => rows(page), [
    ["SPF at right.waxseal.example", "Published"],
    ["DMARC at _dmarc.right.waxseal.example", "Another record is there"],
    ["DKIM at none._domainkey.right.waxseal.example", "Not there"],
  ]);
  assert.match(await page.locator(".published-rows").innerText(), /v=DMARC1; p=reject/, "what is there is shown");
  await page.locator("#text").fill("v=spf1 -all");
  await eventually(() => page.locator(".published-rows").count(), 0, "what was found is about another text");
});

test("records without a name are compared at the domain that the reader types", async (t) => {
  const page = await here.open(t);
  await paste(page, "v=spf1 mx include:spf.post.example -all");
  await page.getByRole("button", { name: "Compare with DNS" }).click();
  await page.locator(".published .ask-problem").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "published-domain");
  await page.locator("#published-domain").fill("me@right.waxseal.example");
  await page.keyboard.press("Enter");
  await eventually(() => rows(page), [["SPF at right.waxseal.example", "Published"]]);
});

test("what could not be asked is not said to be unpublished", async (t) => {
  const page = await here.open(t);
  await paste(page, "v=spf1 -all");
  await page.locator("#published-domain").fill("silent.waxseal.example");
  await page.keyboard.press("Enter");
  await eventually(() => rows(page), [["SPF at silent.waxseal.example", "Could not ask"]]);
  assert.doesNotMatch(await page.locator(".published-rows").innerText(), /not published|not there|no such/i);
});

test("the question fits a narrow screen", async (t) => {
  const page = await here.open(t, "", { viewport: { width: 320, height: 700 } });
  await paste(page, SPF);
  await page.getByRole("button", { name: "Compare with DNS" }).click();
  await eventually(() => rows(page), [["SPF at right.waxseal.example", "Published"]]);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});
