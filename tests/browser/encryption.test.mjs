// Whether mail is encrypted on its way: the policy file, fetched where its server lets the page, or pasted.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startDns } from "./dns.mjs";
import { eventually, stage, unfolded } from "./stage.mjs";

const here = stage();
let dns;
before(async () => { dns = await startDns({ tls: true }); });
after(() => dns?.stop());

const FILE = "https://mta-sts.sts.example/.well-known/mta-sts.txt";
const POLICY = "version: STSv1\nmode: enforce\nmx: mail.sts.example\nmax_age: 604800\n";

/** The domain with a policy, whose web server is played by `serve`; gives what was asked of it, too. */
async function open(t, serve, options = {}) {
  const asked = [];
  const page = await here.open(t, "#/domain/sts.example/mta-sts", {
    ignoreHTTPSErrors: true,
    before: async (page) => {
      await page.addInitScript((url) => localStorage.setItem("waxseal.resolver", url), dns.url("right"));
      await page.route(FILE, async (route) => {
        asked.push(await route.request().allHeaders());
        await serve(route);
      });
    },
    ...options,
  });
  await page.locator(".progress", { hasText: "asked, " }).waitFor();
  return { page, asked };
}

const answer = (page) => page.locator(".encryption .verdict").innerText();
const records = (page) => unfolded(page, "section:has(#records-mta-sts)");

test("a file that may be read is judged with the mail servers, and nothing of the reader goes with the question", async (t) => {
  const headers = { "access-control-allow-origin": "*", "content-type": "text/plain" };
  const { page, asked } = await open(t, (route) => route.fulfill({ headers, body: POLICY }));
  await eventually(() => answer(page), "Yes, and it can't be forced off");
  assert.deepEqual(await records(page), ["v=STSv1; id=20260401T120000", POLICY.trim()]);
  assert.equal(asked.length, 1);
  assert.ok(!asked[0].cookie && !asked[0].referer);
  const wrong = await open(t, (route) => route.fulfill({ headers, body: POLICY.replace("mail.", "mx.") }));
  await eventually(() => answer(wrong.page), "Not reliably");
  assert.match(await wrong.page.locator("section:has(#records-mta-sts)").innerText(), /does not name mail\.sts\.example/);
});

for (const [name, serve] of [
  // Without any such header, Playwright would add one that gives leave.
  ["without leave to read it", (route) => route.fulfill({ headers: { "access-control-allow-origin": "https://elsewhere.example" }, body: POLICY })],
  ["on a server that is not there", (route) => route.abort()],
  ["at another address", (route) => route.fulfill({ status: 302, headers: { location: "https://mta-sts.sts.example/x", "access-control-allow-origin": "*" } })],
  ["without end", (route) => route.fulfill({ headers: { "access-control-allow-origin": "*" }, body: "x".repeat(70_000) })],
]) {
  test(`a file ${name} is never said to be missing, and can be pasted`, async (t) => {
    const { page } = await open(t, serve, { mayFail: true });
    const section = page.locator("section:has(#records-mta-sts)");
    await section.locator(".section-says", { hasText: "says nothing about the file" }).waitFor();
    assert.equal(await answer(page), "It depends on the policy");
    assert.doesNotMatch(await section.innerText(), /missing|not there|no policy|has no/i);

    // With keys alone.
    await page.locator(".policy-box summary").focus();
    await page.keyboard.press("Enter");
    assert.equal(await section.locator("a[href$='mta-sts.txt']").getAttribute("href"), FILE);
    await page.locator("#policy-file").focus();
    await page.keyboard.insertText(POLICY);
    await eventually(() => answer(page), "Yes, and it can't be forced off");
    assert.equal(await page.evaluate(() => document.activeElement.id), "policy-file", "the focus stays");
    assert.deepEqual(await records(page), ["v=STSv1; id=20260401T120000", POLICY.trim()]);
    await page.keyboard.press("Control+A");
    await page.keyboard.press("Delete");
    await eventually(() => answer(page), "It depends on the policy");
  });
}

test("no file is asked for where no record says that there is one", async (t) => {
  const asked = [];
  const page = await here.open(t, "#/domain/signed.example", {
    ignoreHTTPSErrors: true,
    before: async (page) => {
      await page.addInitScript((url) => localStorage.setItem("waxseal.resolver", url), dns.url("right"));
      page.on("request", (request) => asked.push(request.url()));
    },
  });
  await page.locator(".progress", { hasText: "all answered" }).waitFor();
  assert.equal(await answer(page), "Yes, and it can't be forced off", "its servers are signed, and have TLSA records");
  assert.deepEqual(asked.filter((url) => url.includes("mta-sts")), []);
  assert.equal(await page.locator(".policy-box").count(), 0);
});
