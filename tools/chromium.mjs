// A headless Chromium by the DevTools protocol alone, for measuring. Playwright hears of every request of a page, and on
// a small machine the telling takes time from what is measured.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHROMIUM, FLAGS } from "../tests/browser/stage.mjs";

/** What a page is not to be slowed by while nobody looks at it. */
const AWAKE = ["--disable-background-timer-throttling", "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows"];

/**
 * Starts it; `{ version, open, close }`. `open(url)` gives a page in a browser context of its own once it is loaded:
 * `evaluate(work, given)` runs a function in it and gives what that resolves to, `send` is the protocol. Certificates
 * are not checked.
 */
export async function start() {
  const folder = await mkdtemp(join(tmpdir(), "waxseal-chromium-"));
  const flags = [...FLAGS, ...AWAKE, "--ignore-certificate-errors", "--remote-debugging-pipe", `--user-data-dir=${folder}`];
  const child = spawn(CHROMIUM, flags, { stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"] });
  const ended = new Promise((done) => child.once("exit", done).once("error", done));
  // Where this program ends before it closes it.
  const kill = () => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", kill);
  const { send, event } = protocol(child);
  const close = async () => {
    await send("Browser.close").catch(() => child.kill("SIGKILL"));
    await ended;
    process.off("exit", kill);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const { product } = await send("Browser.getVersion");
    return { version: product.split("/").at(-1), open, close };
  } catch (error) {
    await close();
    throw error;
  }

  async function open(url) {
    const { browserContextId } = await send("Target.createBrowserContext");
    const { targetId } = await send("Target.createTarget", { url: "about:blank", browserContextId });
    const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
    const ask = (method, params) => send(method, params, sessionId);
    await ask("Page.enable");
    const loaded = event("Page.loadEventFired", sessionId);
    const { errorText } = await ask("Page.navigate", { url });
    if (errorText) throw new Error(`${url}: ${errorText}`);
    await loaded;
    await ask("Page.disable");
    return {
      send: ask,
      async evaluate(work, given) {
        const expression = `(${work})(${JSON.stringify(given)})`;
        const { result, exceptionDetails: wrong } = await ask("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
        if (wrong) throw new Error(wrong.exception?.description ?? wrong.text);
        return result.value;
      },
      close: () => send("Target.disposeBrowserContext", { browserContextId }),
    };
  }
}

/** The protocol over two pipes of the program: messages of JSON, each with a zero behind it. */
function protocol(child) {
  const [, , told, out, into] = child.stdio;
  const [waiting, events] = [new Map(), []];
  let [number, rest, said] = [0, Buffer.alloc(0), ""];
  told.on("data", (text) => { said = (said + text).slice(-2_000); });
  // A pipe breaks where the program ends, which is told below.
  for (const pipe of [told, out, into]) pipe.on("error", () => {});
  into.on("data", (data) => {
    rest = Buffer.concat([rest, data]);
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      hear(JSON.parse(rest.subarray(0, end).toString()));
      rest = rest.subarray(end + 1);
    }
  });
  const stopped = new Promise((_, failed) => {
    child.once("error", failed);
    child.once("exit", (code, signal) => failed(new Error(`Chromium ended (${code ?? signal}):\n${said}`)));
  });
  // Nobody may be waiting then.
  const orStopped = (wanted) => {
    const both = Promise.race([wanted, stopped]);
    both.catch(() => {});
    return both;
  };
  orStopped(stopped);

  function hear({ id, error, result, method, sessionId }) {
    if (id) {
      const [done, failed] = waiting.get(id);
      waiting.delete(id);
      if (error) failed(new Error(error.message));
      else done(result);
    }
    const at = events.findIndex((one) => one.method === method && one.sessionId === sessionId);
    if (at >= 0) events.splice(at, 1)[0].done();
  }

  return {
    send(method, params = {}, sessionId) {
      number += 1;
      const answer = new Promise((...both) => waiting.set(number, both));
      out.write(`${JSON.stringify({ id: number, method, params, sessionId })}\0`);
      return orStopped(answer);
    },
    event: (method, sessionId) => orStopped(new Promise((done) => events.push({ method, sessionId, done }))),
  };
}
