// The page that makes and mends records, and a record that is edited where it stands.
import assert from "node:assert/strict";
import { test } from "node:test";
import { clipboard, eventually, finding, painted, stage, truly } from "./stage.mjs";

const here = stage();
const record = (page) => page.locator(".build-text").innerText();
const parts = (page) => page.locator(".build-explained .part-text code").allTextContents();
const impacts = (page) => page.locator(".impacts li").allInnerTexts();
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.tagName);
const box = (page) => page.locator("#text").inputValue();

test("the page asks what is needed, and each choice has its address", async (t) => {
  const page = await here.open(t, "#/build");
  await eventually(() => page.locator("h1:visible").innerText(), "What do you need?");
  assert.equal(await page.locator(".build-choices li").count(), 6);
  await page.getByRole("link", { name: "I want a DMARC record, or a stricter one" }).click();
  await page.waitForURL((url) => url.hash === "#/build/dmarc");
  assert.equal(await page.title(), "A DMARC record · Waxseal");
  await eventually(() => focused(page), "H1");
  assert.equal(await page.locator(".build-nav [aria-current=page]").innerText(), "A DMARC record");
  await page.goBack();
  await eventually(() => page.title(), "What do you need? · Waxseal");
});

test("DMARC grows with each answer, with its explanation, and goes back", async (t) => {
  const page = await here.open(t, "#/build/dmarc");
  await eventually(() => record(page), "v=DMARC1; p=none");
  await page.getByLabel("Put it into the spam folder").first().check();
  await page.locator("#build-reports").pressSequentially("reports@example.com");
  await eventually(() => record(page), "v=DMARC1; p=quarantine; rua=mailto:reports@example.com");
  await eventually(() => parts(page), ["v=DMARC1", "p=quarantine", "rua=mailto:reports@example.com"]);
  await page.getByLabel("As a test first").check();
  await page.getByLabel("Refuse mail from subdomains that do not exist").check();
  await eventually(() => record(page), "v=DMARC1; p=quarantine; np=reject; t=y; rua=mailto:reports@example.com");
  const undo = page.getByRole("button", { name: "Undo" });
  await undo.click();
  assert.equal(await page.locator("#build-np").isChecked(), false);
  await page.locator("#build-care-1").focus();
  await page.keyboard.press("Control+z");
  await eventually(() => record(page), "v=DMARC1; p=quarantine; rua=mailto:reports@example.com");
  await undo.click();
  assert.equal(await page.locator("#build-reports").inputValue(), "", "what was typed into one field is one step");
  await undo.click();
  await eventually(() => record(page), "v=DMARC1; p=none");
  assert.equal(await undo.getAttribute("aria-disabled"), "true");
});

test("the way back to a link with a record keeps what was answered since", async (t) => {
  const page = await here.open(t, "#/build/dmarc?domain=example.com&r=v%3DDMARC1%3B%20p%3Dnone");
  await page.getByLabel("Refuse it").first().check();
  await eventually(() => record(page), "v=DMARC1; p=reject");
  const go = (fragment) => page.evaluate((fragment) => { location.hash = fragment; }, fragment);
  await go("#/build/spf?domain=example.com&r=v%3Dspf1%20mx%20-all");
  await eventually(() => record(page), "v=spf1 mx -all");
  await page.goBack();
  await eventually(() => record(page), "v=DMARC1; p=reject");
  // Another record for the same questions is news.
  await go("#/build/dmarc?domain=example.com&r=v%3DDMARC1%3B%20p%3Dquarantine");
  await eventually(() => record(page), "v=DMARC1; p=quarantine");
  // And so is the same one for another domain.
  await go("#/build/dmarc?domain=example.net&r=v%3DDMARC1%3B%20p%3Dnone");
  await eventually(() => record(page), "v=DMARC1; p=none");
  assert.equal(await page.locator("#build-domain").inputValue(), "example.net");
});

test("what was answered is there again after a reload, in this tab alone", async (t) => {
  const page = await here.open(t, "#/build/dmarc?domain=example.com&r=v%3DDMARC1%3B%20p%3Dnone");
  await page.getByLabel("Refuse it").first().check();
  await page.locator("#build-reports").fill("reports@example.com");
  const made = "v=DMARC1; p=reject; rua=mailto:reports@example.com";
  await eventually(() => record(page), made);
  await page.reload();
  await eventually(() => record(page), made);
  assert.equal(await page.locator("#build-domain").inputValue(), "example.com");
  assert.equal(await page.locator("#build-reports").inputValue(), "reports@example.com");
  await page.locator(".build-nav").getByRole("link", { name: "An SPF record", exact: true }).click();
  await eventually(() => page.title(), "An SPF record · Waxseal");
  await page.locator("#build-networks").fill("192.0.2.1");
  await page.reload();
  await eventually(() => page.locator("#build-networks").inputValue(), "192.0.2.1");
  assert.equal(await page.locator("#build-domain").inputValue(), "example.com");
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
  // Whatever else wrote there is no answer.
  await page.evaluate(() => sessionStorage.setItem("waxseal-build", "policy=<b>\nmore=<b>\\"));
  await page.reload();
  await eventually(() => page.locator("#build-networks").inputValue(), "<b>");
  assert.equal(await page.locator(".build-bench b").count(), 0, "it is text");
});

test("the road takes a record along in stages, and says what to look for before each", async (t) => {
  const page = await here.open(t, "#/build/dmarc?domain=example.com&r=v=DMARC1;p=none;%20rua=mailto:a@example.com;%20fo=1");
  await eventually(() => page.locator(".road li[aria-current] h3").innerText(), "Watch");
  assert.equal(await page.locator(".road > li").count(), 5);
  assert.ok((await page.locator(".road-before li").count()) >= 8);
  await page.getByRole("button", { name: "Take this stage: Refuse", exact: true }).click();
  await eventually(() => record(page), "v=DMARC1;p=reject; rua=mailto:a@example.com; fo=1");
  await eventually(() => page.locator(".road li[aria-current] h3").innerText(), "Refuse");
  assert.match((await impacts(page)).join(" "), /Receivers refuse mail that fails/);
  assert.equal(await page.locator("#build-policy-2").isChecked(), true);
  await eventually(() => focused(page), "road");
});

test("SPF is made of services by name, own servers and networks, with keys alone", async (t) => {
  const page = await here.open(t, "#/build/spf");
  await eventually(() => page.locator(".build-wanting").innerText(), "Choose who sends for you. As it is, this record lets nobody send.");
  for (const name of ["Copy the record", "Open in the box to edit it", "Undo"]) {
    assert.equal(await page.getByRole("button", { name }).count(), 0, `${name}: there is nothing to publish yet`);
  }
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.locator("#build-service").focus();
  await page.keyboard.type("google work");
  await page.keyboard.press("Enter");
  await page.keyboard.type("hubspot");
  await page.keyboard.press("Enter");
  await eventually(() => page.locator(".services li").count(), 2);
  assert.match(await page.locator(".build-result .ask-problem").innerText(), /HubSpot \(<portal-id>\)/);
  await page.getByRole("button", { name: "Take out HubSpot" }).press("Enter");
  await page.locator("#build-mx").press("Space");
  await page.locator("#build-networks").focus();
  await page.keyboard.type("192.0.2.0/24 nonsense");
  await eventually(() => record(page), "v=spf1 mx include:_spf.google.com ip4:192.0.2.0/24 ~all");
  assert.match(await page.locator(".build-result .ask-problem").innerText(), /nonsense/);
  await page.locator("#build-ending-1").press("Space");
  await eventually(() => record(page).then((text) => text.endsWith(" -all")), true);
  await page.getByRole("button", { name: "Copy the record" }).press("Enter");
  await eventually(() => clipboard(page), "v=spf1 mx include:_spf.google.com ip4:192.0.2.0/24 -all");
  await page.locator("#build-service").fill("gogle workspace");
  await page.locator("#build-service").press("Enter");
  assert.match(await page.locator(".build-services .ask-problem").innerText(), /Google Workspace/);
});

test("what is there now is looked up on a press, and what falls out is said before the copy", async (t) => {
  const page = await here.open(t, "#/build/spf?domain=right.waxseal.example");
  await painted(page);
  assert.equal(await page.locator(".build-found").count(), 0, "a link that names a domain asks nothing by itself");
  await page.getByRole("button", { name: "Look up what is there now" }).click();
  await eventually(() => record(page), "v=spf1 mx include:spf.post.example -all");
  assert.match(await page.locator(".build-found").innerText(), /has this SPF record now/);
  await page.getByRole("button", { name: "Count its lookups in DNS" }).click();
  await eventually(() => page.locator("#build-weighed").innerText(), "With all that it leads to, this record needs 2 lookups. Receivers make 10 at most.");
  await page.locator("#build-mx").uncheck();
  await eventually(() => page.locator("#build-weighed").count(), 0, "what was counted is another record");
  await eventually(() => impacts(page).then((all) => all.some((says) => /servers that mx stands for is no longer allowed/.test(says))), true);
  assert.equal(await page.locator(".fields dd code").nth(1).innerText(), "@");
});

test("what could not be asked is not said to be missing", async (t) => {
  const page = await here.open(t, "#/build/spf?domain=silent.waxseal.example");
  await page.getByRole("button", { name: "Look up what is there now" }).click();
  await eventually(() => page.locator(".build-found").innerText().then((says) => /could not ask/.test(says)), true);
  assert.doesNotMatch(await page.locator(".build-found").innerText(), /has no/);
});

test("the fields follow the DNS host's own form", async (t) => {
  const page = await here.open(t, "#/build/dmarc?domain=example.com");
  const host = page.locator("#build-host");
  const names = await host.locator("option").allInnerTexts();
  const name = names.find((name) => /GoDaddy/.test(name)) ?? names[1];
  await host.selectOption({ label: name });
  await eventually(() => page.locator(".build-result .fix-title").first().innerText().then((title) => title.startsWith(name)), true);
  await eventually(() => focused(page), "build-host");
  assert.equal(await host.locator("option:checked").innerText(), name);
});

test("two records become one", async (t) => {
  const page = await here.open(t, "#/build/merge");
  await page.locator("#build-records").fill("v=spf1 mx include:_spf.google.com ~all\nexample.com. TXT \"v=spf1 a include:_spf.google.com -all\"");
  await eventually(() => record(page), "v=spf1 mx include:_spf.google.com a -all");
  assert.match(await page.locator(".build-notes").innerText(), /end in ~all and -all/);
});

test("a record over ten lookups is brought under it, with what each step saves and takes out", async (t) => {
  const page = await here.open(t, "#/build/lookups?domain=crowded.waxseal.example");
  await page.getByRole("button", { name: "Read its SPF record" }).press("Enter");
  const total = () => page.locator("#build-total").innerText();
  await eventually(() => total().then((says) => /still needs 15 lookups/.test(says)), true);
  await page.reload();
  await eventually(() => total().then((says) => /still needs 15 lookups/.test(says)), true, "what was found is found again");
  assert.match(await page.locator(".build-explained .verdict").first().innerText(), /needs fixing/, "the text alone would be right");
  const news = page.getByLabel(/in the place of include:spf\.news\.example, saves 3 lookups/);
  const shop = page.getByLabel(/in the place of include:spf\.shop\.example, saves 3 lookups/);
  await news.check();
  await shop.check();
  await eventually(() => total().then((says) => /needs 9 lookups\. Receivers read it to its end/.test(says)), true);
  assert.match(await page.locator(".build-explained .verdict").first().innerText(), /right/);
  assert.match(await record(page), /ip4:198\.51\.100\.128\/28/);
  assert.match(await page.locator(".steps-to-take").innerText(), /moves its servers without telling you/);
  await page.keyboard.press("Control+z");
  await eventually(() => shop.isChecked(), false);
  assert.equal(await page.locator(".impacts").count(), 0, "the same servers may send");
});

test("a domain without mail gets its three records", async (t) => {
  const page = await here.open(t, "#/build/parked?domain=parked.waxseal.example");
  const values = () => page.locator(".build-result .fields").evaluateAll((all) => all.map((list) => list.innerText.replaceAll("Copy", "").split(/\s+/).join(" ").trim()));
  await eventually(values, ["Type TXT Name @ Value v=spf1 -all", "Type MX Name @ Mail server . Priority 0", "Type TXT Name _dmarc Value v=DMARC1; p=reject;"]);
  assert.deepEqual(await page.locator(".build-kind").allInnerTexts(), ["1. SPF", "2. MX", "3. DMARC"]);
  await page.getByRole("button", { name: "Look up what is there now" }).click();
  await eventually(() => page.locator(".build-found li").count(), 3);
});

test("MTA-STS and TLS-RPT come from the mail servers, with the file", async (t) => {
  const page = await here.open(t, "#/build/mta-sts?domain=right.waxseal.example");
  await page.getByRole("button", { name: "Look up what is there now" }).click();
  const file = () => page.locator("pre.message").innerText();
  await eventually(() => file().then((text) => /mode: testing\nmx: mx1\.right\.waxseal\.example\nmx: mx2/.test(text)), true);
  assert.match(await page.locator(".build-result").innerText(), /https:\/\/mta-sts\.right\.waxseal\.example\/\.well-known\/mta-sts\.txt/);
  await page.locator("#build-tls-reports").fill("tls@right.waxseal.example");
  await page.getByLabel("Don't deliver").check();
  await eventually(() => file().then((text) => /mode: enforce/.test(text)), true);
  const text = await page.locator(".build-result .fields").allInnerTexts();
  assert.match(text[0], /v=STSv1; id=\d{12}/);
  assert.match(text[1], /v=TLSRPTv1; rua=mailto:tls@right\.waxseal\.example/);
});

test("a hostile link is text", async (t) => {
  const hostile = "<img src=x onerror=alert(1)>";
  const page = await here.open(t, `#/build/dmarc?domain=${encodeURIComponent(hostile)}&r=${encodeURIComponent(`v=DMARC1; p=none; rua=mailto:${hostile}`)}`);
  await eventually(() => page.locator("#build-domain").inputValue(), hostile);
  assert.equal(await page.locator("main img").count(), 0);
  const unknown = await here.open(t, "#/build/bimi");
  assert.match(await unknown.title(), /not here/);
});

test("a pasted record is edited where it stands: text and explanation change together, and go back", async (t) => {
  const page = await here.open(t, `#/explain?r=${encodeURIComponent("; mine\nexample.com. 300 IN TXT \"v=spf1 include:_spf.google.com mx ~all\"")}`);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Edit", exact: true }).press("Enter");
  await page.locator("#edit-0-2-0").selectOption("-");
  await eventually(() => box(page), "; mine\nexample.com. 300 IN TXT \"v=spf1 include:_spf.google.com mx -all\"");
  await eventually(() => page.locator(".result .record").innerText(), "v=spf1 include:_spf.google.com mx -all");
  assert.match((await impacts(page)).join(" "), /Receivers may now refuse/);
  await eventually(() => focused(page), "edit-0-2-0");
  await page.getByRole("button", { name: "Take out include:_spf.google.com" }).press("Enter");
  await eventually(() => box(page), "; mine\nexample.com. 300 IN TXT \"v=spf1 mx -all\"");
  await eventually(() => impacts(page).then((all) => all.some((says) => /Mail that Google Workspace sends for you is no longer allowed/.test(says))), true);
  await page.locator("#edit-service-0").fill("Microsoft 365");
  await page.locator("#edit-service-0").press("Enter");
  await page.locator("#edit-network-0").fill("192.0.2.0/24");
  await page.locator("#edit-network-0").press("Enter");
  await eventually(() => box(page), "; mine\nexample.com. 300 IN TXT \"v=spf1 mx include:spf.protection.outlook.com ip4:192.0.2.0/24 -all\"");
  await page.getByRole("button", { name: "Copy the edited record" }).press("Enter");
  await eventually(() => clipboard(page), "v=spf1 mx include:spf.protection.outlook.com ip4:192.0.2.0/24 -all");
  await page.getByRole("button", { name: "Undo" }).press("Enter");
  await page.locator("#text").focus();
  await page.keyboard.press("Control+z");
  await eventually(() => box(page), "; mine\nexample.com. 300 IN TXT \"v=spf1 mx -all\"");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await eventually(() => box(page), "; mine\nexample.com. 300 IN TXT \"v=spf1 include:_spf.google.com mx ~all\"");
  assert.equal(await page.locator(".impacts").count(), 0);
});

test("a term is typed anew, and a policy is chosen", async (t) => {
  const page = await here.open(t, "#/explain?r=v=spf1%20a:x.example%20ip4:192.0.2.1%20~all");
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.locator("#edit-0-0-0").fill("a:longer-name.example");
  await page.locator("#edit-0-0-0").press("Enter");
  await eventually(() => box(page), "v=spf1 a:longer-name.example ip4:192.0.2.1 ~all");
  await page.locator("#edit-0-1-1").selectOption("?");
  await eventually(() => box(page), "v=spf1 a:longer-name.example ?ip4:192.0.2.1 ~all");
  const dmarc = await here.open(t, "#/explain?r=v=DMARC1;p=none%20;rua=mailto:a@x.example");
  await dmarc.getByRole("button", { name: "Edit", exact: true }).click();
  await dmarc.locator("#edit-0-1-0").selectOption("reject");
  await eventually(() => box(dmarc), "v=DMARC1;p=reject ;rua=mailto:a@x.example");
  await dmarc.getByRole("button", { name: "Add a policy for subdomains (sp)" }).click();
  await eventually(() => box(dmarc), "v=DMARC1;p=reject ;rua=mailto:a@x.example; sp=reject");
  assert.match((await impacts(dmarc)).join(" "), /Receivers refuse mail that fails/);
});

test("findings lead to the choice that helps, with what is known", async (t) => {
  const page = await here.open(t, `#/explain?r=${encodeURIComponent("a.example. TXT \"v=spf1 mx ~all\"\na.example. TXT \"v=spf1 a -all\"")}`);
  await finding(page, "spf-two-records").getByRole("link", { name: "Put them together step by step" }).click();
  await page.waitForURL((url) => url.hash.startsWith("#/build/merge?domain=a.example&r="));
  await eventually(() => record(page), "v=spf1 mx a -all");
  const domain = await here.open(t, "#/domain/crowded.waxseal.example");
  await domain.getByRole("link", { name: "Bring it under 10 step by step" }).first().click();
  await domain.waitForURL((url) => url.hash.startsWith("#/build/lookups?domain=crowded.waxseal.example"));
  await eventually(() => domain.locator("#build-domain").inputValue(), "crowded.waxseal.example");
  await domain.locator("#build-total").waitFor();
  assert.ok((await domain.locator(".steps-to-take > li").count()) > 0, "one press is enough");
});

test("nothing is asked before a press, and nobody but DNS then", async (t) => {
  const asked = [];
  const page = await here.open(t, "#/build/dmarc?domain=right.waxseal.example", {
    before: (page) => page.on("request", (request) => asked.push(request.url())),
  });
  await truly(() => page.locator(".build-text").count());
  await page.getByLabel("Refuse it").first().check();
  await painted(page);
  assert.deepEqual(asked.filter((url) => !url.startsWith(here.url)), []);
  await page.evaluate(() => { location.hash = "#/build/lookups?domain=customer.example"; });
  await page.getByRole("button", { name: "Read its SPF record" }).waitFor();
  await painted(page);
  assert.deepEqual(asked.filter((url) => !url.startsWith(here.url)), [], "a link alone has nobody asked");
});
