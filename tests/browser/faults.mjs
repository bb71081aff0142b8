// A resolver in trouble: stands before a real one, and does wrong what the address says.
//
// Each segment of the path before "dns-query" is one fault, or a word of the caller's own that keeps its count apart:
// http://127.0.0.1:PORT/late:100/servfail@_dmarc.right.example/mine/dns-query. After an "@" stands the only name that
// the fault is for. The faults:
//   servfail, refused    answers with that response code
//   drop                 never answers
//   reset                closes the connection without an answer
//   late:MS              answers MS milliseconds late
//   type                 answers as text/html
//   http:STATUS          answers with that status and no message
//   garbage              answers with bytes that are no message
//   cut                  answers with the first part of the message
//   other                answers another question
//   dies:N               closes every connection from the question after the Nth on
import { createServer } from "node:http";
import { createSecureServer } from "node:http2";
import { encode, failure, question, says } from "./message.mjs";

const FAULTS = new Set(["servfail", "refused", "drop", "reset", "late", "type", "http", "garbage", "cut", "other", "dies"]);
const HEADERS = { "access-control-allow-origin": "*", "cache-control": "no-store" };

/**
 * Starts it before the resolver at the address `before`. With `tls`, as `{ key, cert }`, it speaks HTTP/2 as public
 * resolvers do: a browser has more than 6 questions in flight there.
 */
export async function faults(before, { tls } = {}) {
  const logs = new Map();
  const server = tls ? createSecureServer({ ...tls, allowHTTP1: true }, answer) : createServer(answer);
  const open = new Set();
  server.on("connection", (socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
  });
  await new Promise((done, failed) => server.once("error", failed).listen(0, "127.0.0.1", done));
  const origin = `${tls ? "https" : "http"}://127.0.0.1:${server.address().port}`;
  return {
    /** What every address starts with. */
    origin,
    /** The address of a resolver with these faults, as in `url("late:100", "mine")`. */
    url: (...segments) => `${origin}/${segments.map((segment) => `${segment}/`).join("")}dns-query`,
    /** What the resolver at an address was asked, in order: `{ name, type, cd, from, to, says }`, times in ms. */
    asked: (url) => logs.get(new URL(url).pathname) ?? [],
    /** Forgets what was asked there. */
    forget: (url) => logs.delete(new URL(url).pathname),
    /** The questions that were asked there more than once. */
    twice: (url) => repeated(logs.get(new URL(url).pathname) ?? []),
    close: () => new Promise((done) => {
      server.close(done);
      for (const socket of open) socket.destroy();
    }),
  };

  async function answer(request, response) {
    const url = new URL(request.url, origin);
    const dns = url.searchParams.get("dns");
    if (!url.pathname.endsWith("/dns-query") || !dns || request.method !== "GET") {
      response.writeHead(400, HEADERS).end();
      return;
    }
    const asked = Buffer.from(dns, "base64url");
    const entry = { from: performance.now(), to: null, says: [] };
    try {
      Object.assign(entry, question(asked));
    } catch {
      response.writeHead(400, HEADERS).end();
      return;
    }
    const log = logs.get(url.pathname) ?? [];
    logs.set(url.pathname, log);
    log.push(entry);
    const wrong = url.pathname.split("/").map(read).filter(({ fault, only }) => FAULTS.has(fault) && (!only || only === entry.name));
    const of = (name) => wrong.find(({ fault }) => fault === name);
    const number = (name) => Number(of(name)?.number ?? 0);
    if (of("drop")) return;
    if (of("reset") || (of("dies") && log.length > number("dies"))) {
      request.socket.destroy();
      return;
    }
    const late = new Promise((done) => setTimeout(done, number("late")));
    let status = number("http") || 200;
    let type = of("type") ? "text/html" : "application/dns-message";
    let bytes = Buffer.alloc(0);
    if (of("servfail")) bytes = failure(asked, 2);
    else if (of("refused")) bytes = failure(asked, 5);
    else if (of("garbage")) bytes = Buffer.from("this is no answer to any question");
    else if (status === 200) {
      const ask = of("other") ? encode("other.example", "TXT") : asked;
      try {
        const real = await fetch(`${before}?dns=${ask.toString("base64url")}`, { headers: { accept: "application/dns-message" } });
        bytes = Buffer.from(await real.arrayBuffer());
        status = real.status;
        if (status === 200) entry.says = says(bytes);
      } catch {
        // The resolver is gone, or what it says can't be read.
        status = 502;
      }
      if (of("cut")) bytes = bytes.subarray(0, bytes.length - 12);
    }
    if (status !== 200) [type, bytes] = ["text/plain", Buffer.alloc(0)];
    await late;
    entry.to = performance.now();
    response.writeHead(status, { ...HEADERS, "content-type": type, "content-length": bytes.length }).end(bytes);
  }
}

function read(segment) {
  const [what, only] = decodeURIComponent(segment).split("@");
  const [fault, number] = what.split(":");
  return { fault, number, only: only?.toLowerCase() };
}

/** The questions in a log that were asked more than once. */
export function repeated(log) {
  const seen = new Set();
  const keys = log.map(({ name, type, cd }) => `${name} ${type}${cd ? " cd" : ""}`);
  return keys.filter((key) => seen.size === seen.add(key).size);
}
