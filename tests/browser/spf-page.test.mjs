// The page of an SPF record, on domains that the page answers by itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { clipboard, eventually, painted, stage } from "./stage.mjs";

const here = stage();
const RIGHT = "#/spf/right.waxseal.example";
const CROWDED = "#/spf/crowded.waxseal.example";
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.tagName);
const total = (page) => page.locator(".spf-tree .spf-total").innerText();
const result = (page) => page.locator(".tried h3").first().innerText();

test("a record is told as a tree with its total", async (t) => {
  const page = await here.open(t, RIGHT);
  await eventually(() => page.locator("h1:visible").innerText(), "SPF of right.waxseal.example");
  assert.equal(await page.title(), "SPF of right.waxseal.example · Waxseal");
  await eventually(() => total(page), "This record needs 2 of the 10 lookups that receivers make.");
  assert.deepEqual(await page.locator(".spf-branches li > .spf-row code").allInnerTexts(), ["mx", "include:spf.post.example"]);
  assert.match(await page.locator(".progress").first().innerText(), /all answered/);
});

test("a record over its limit says so first, and where it comes from", async (t) => {
  const page = await here.open(t, CROWDED);
  await eventually(() => total(page).then((says) => says.startsWith("This record needs 15 lookups, and receivers make no more than 10.")), true);
  assert.equal(await page.locator(".spf-branches li").count(), 15);
  const stop = page.locator(".spf-branches li", { has: page.locator(":scope > .spf-says > .spf-stop") });
  assert.equal(await stop.locator("> .spf-row code").innerText(), "include:spf1.desk.example");
  assert.equal(await page.locator(".spf-root .spf-cost").innerText(), "15 lookups in all");
});

test("what could not be asked is never said to be missing", async (t) => {
  for (const domain of ["patchy.waxseal.example", "silent.waxseal.example"]) {
    const page = await here.open(t, `#/spf/${domain}?ip=192.0.2.1&from=me@${domain}`);
    await eventually(() => total(page).then((says) => /could not be asked/.test(says)), true);
    await eventually(() => result(page).then((says) => /temperror\.$/.test(says)), true);
    assert.doesNotMatch(await page.locator("main").innerText(), /has no SPF record|does not exist|no TXT records/);
  }
});

test("a link with both asks at once, and shows the result and every step", async (t) => {
  const page = await here.open(t, `${RIGHT}?ip=198.51.100.9&from=me%2Bx@right.waxseal.example`);
  await eventually(() => result(page), "Receivers accept this server for right.waxseal.example: pass.");
  assert.equal(await page.locator("#ip").inputValue(), "198.51.100.9");
  assert.equal(await page.locator("#from").inputValue(), "me+x@right.waxseal.example");
  assert.ok((await page.locator(".steps li").count()) >= 5);
  assert.ok((await page.locator(".steps .d1").count()) >= 2, "what the include leads to stands deeper");
  assert.match(await page.locator(".origin").innerText(), /198\.51\.100\.9/);
  assert.equal(await focused(page), "BODY", "a page that opens takes no focus");
});

test("senders are tried with keys alone, and the address and the back button follow", async (t) => {
  const page = await here.open(t, RIGHT);
  await page.locator("#ip").focus();
  await page.keyboard.type("2001:db8:50::1");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "from");
  await page.keyboard.type("<Me@right.waxseal.example>");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.hash === `${RIGHT}?ip=2001:db8:50::1&from=Me@right.waxseal.example`);
  await eventually(() => result(page), "Receivers accept this server for right.waxseal.example: pass.");
  await eventually(() => focused(page), "tried");
  assert.equal(await page.locator("[aria-live=polite]").innerText(), "Receivers accept this server for right.waxseal.example: pass.");
  await page.locator("#ip").fill("203.0.113.200");
  await page.keyboard.press("Enter");
  await eventually(() => result(page), "Receivers may refuse this server's mail for right.waxseal.example: fail.");
  await page.goBack();
  await eventually(() => result(page), "Receivers accept this server for right.waxseal.example: pass.");
  assert.equal(await page.locator("#ip").inputValue(), "2001:db8:50::1");
  await page.goBack();
  await eventually(() => page.locator(".tried h3").count(), 0);
});

test("the sender's own domain is the one that receivers check", async (t) => {
  const page = await here.open(t, RIGHT);
  await page.locator("#ip").fill("192.0.2.1");
  await page.locator("#from").fill("me@parked.waxseal.example");
  await page.getByRole("button", { name: "Try this sender" }).click();
  await eventually(() => page.title(), "SPF of parked.waxseal.example · Waxseal");
  await eventually(() => result(page), "Receivers may refuse this server's mail for parked.waxseal.example: fail.");
  const linked = await here.open(t, `${RIGHT}?ip=192.0.2.1&from=me@parked.waxseal.example`);
  await eventually(() => linked.locator(".tried .spf-note").first().innerText().then((says) => /parked\.waxseal\.example/.test(says)), true);
});

test("what is no address gets a sentence at its field, and is kept", async (t) => {
  const page = await here.open(t, RIGHT);
  const hostile = "<img src=x onerror=alert(1)>";
  for (const [ip, from, first] of [["192.0.2.0/24", "", "ip"], [hostile, hostile, "ip"], ["192.0.2.1", "me", "from"], ["", "", "ip"]]) {
    await page.locator("#ip").fill(ip);
    await page.locator("#from").fill(from);
    await page.keyboard.press("Enter");
    await eventually(() => focused(page), first);
    await page.locator(`#${first}-why .ask-problem`).waitFor();
    assert.equal(await page.locator(`#${first}`).getAttribute("aria-invalid"), "true");
    assert.deepEqual([await page.locator("#ip").inputValue(), await page.locator("#from").inputValue()], [ip, from]);
  }
  assert.equal(new URL(page.url()).hash, RIGHT);
  const linked = await here.open(t, `${RIGHT}?ip=${encodeURIComponent(hostile)}&from=${encodeURIComponent(hostile)}`);
  await linked.locator("#ip-why .ask-problem").waitFor();
  assert.equal(await linked.locator("#ip").inputValue(), hostile);
  await linked.locator(".spf-branches").waitFor();
});

test("what is no domain gets a sentence and a field", async (t) => {
  const page = await here.open(t, "#/spf/%3Cimg%20src=x%3E");
  assert.match(await page.locator("#no-name").innerText(), /img src=x/);
  await page.locator("#spf-domain").fill("right.waxseal.example");
  await page.keyboard.press("Enter");
  await eventually(() => page.title(), "SPF of right.waxseal.example · Waxseal");
  await eventually(() => focused(page), "H1");
});

test("the allow-list is shown with whose it is, and copied in two ways", async (t) => {
  const page = await here.open(t, RIGHT);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await eventually(() => page.locator(".networks code").allInnerTexts(), ["192.0.2.11", "192.0.2.12", "198.51.100.0/25", "2001:db8::11", "2001:db8:50::/48"]);
  assert.match(await page.locator(".networks li").nth(2).innerText(), /128 addresses\s+from spf\.post\.example/);
  await page.getByRole("button", { name: "Copy as lines" }).click();
  await eventually(() => clipboard(page), "192.0.2.11\n192.0.2.12\n198.51.100.0/25\n2001:db8::11\n2001:db8:50::/48\n");
  await page.getByRole("button", { name: "Copy as CSV" }).click();
  await eventually(() => clipboard(page).then((text) => text.startsWith("network,first,last,addresses,from\r\n192.0.2.11,")), true);
  const everyone = await here.open(t, "#/spf/open.waxseal.example");
  await eventually(() => everyone.locator(".allowed-total").innerText(), "This record lets every server send, so there is no list to make.");
});

test("the page of a domain leads here and back", async (t) => {
  const page = await here.open(t, "#/domain/right.waxseal.example");
  await page.getByText("What it leads to").click();
  await page.locator(".of-kind .spf-tree .spf-total").waitFor();
  await page.getByRole("link", { name: "Try a sender, or list all addresses that may send" }).click();
  await eventually(() => page.locator("h1:visible").innerText(), "SPF of right.waxseal.example");
  await eventually(() => focused(page), "H1");
  await painted(page);
  await page.getByRole("link", { name: "All about the mail of right.waxseal.example" }).click();
  await eventually(() => page.locator("h1:visible").innerText(), "The mail of right.waxseal.example");
  await page.goBack();
  await eventually(() => page.title(), "SPF of right.waxseal.example · Waxseal");
  await eventually(() => total(page), "This record needs 2 of the 10 lookups that receivers make.");
});

test("nobody but DNS is asked", async (t) => {
  const page = await here.open(t, RIGHT);
  const asked = [];
  await page.locator(".networks").waitFor();
  // The browser asks for the icon of a page when it likes to.
  page.on("request", (request) => request.url().endsWith("/seal.svg") || asked.push(request.url()));
  await page.locator("#ip").fill("198.51.100.9");
  await page.keyboard.press("Enter");
  await eventually(() => result(page), "Receivers accept this server for right.waxseal.example: pass.");
  assert.deepEqual(asked, [], "an example is answered by the page itself");
});
