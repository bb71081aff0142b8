// A resolver on loopback that speaks DNS over HTTPS (RFC 8484): answers made by hand, and trouble on request.
import { createServer } from "node:http";

const TYPES = { A: 1, CNAME: 5, MX: 15, TXT: 16, AAAA: 28 };

const u16 = (n) => [n >> 8, n & 255];
const nameBytes = (name) => [...name.split(".").filter(Boolean).flatMap((label) => [label.length, ...Buffer.from(label)]), 0];

/** The data of a record as bytes. */
function dataBytes(type, data) {
  switch (type) {
    case "TXT": return [data].flat().flatMap((string) => [Buffer.byteLength(string), ...Buffer.from(string)]);
    case "A": return data.split(".").map(Number);
    case "MX": { const [preference, host] = data.split(" "); return [...u16(Number(preference)), ...nameBytes(host)]; }
    case "CNAME": return nameBytes(data);
    default: throw new Error(`no form for ${type}`);
  }
}

/** The name and the type that a message asks for, and where its question ends. */
function question(bytes) {
  const labels = [];
  let at = 12;
  while (bytes[at]) {
    labels.push(bytes.subarray(at + 1, at + 1 + bytes[at]).toString());
    at += bytes[at] + 1;
  }
  const type = bytes.readUInt16BE(at + 1);
  return { name: labels.join("."), type: Object.keys(TYPES).find((key) => TYPES[key] === type) ?? `TYPE${type}`, end: at + 5 };
}

/**
 * Starts it. `answer(question)` gives records as `[name, type, data]`, or `{ rcode, status, type, body, hang }` for
 * something else. `asked` lists what came, as the browser sent it.
 */
export async function doh(answer) {
  const asked = [];
  const hung = new Set();
  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://127.0.0.1");
    const bytes = Buffer.from(url.searchParams.get("dns") ?? "", "base64url");
    const { end, ...what } = question(bytes);
    const checkingDisabled = (bytes[3] & 0x10) !== 0;
    asked.push({ ...what, checkingDisabled, method: request.method, headers: request.headers, path: url.pathname });
    const gives = answer({ ...what, checkingDisabled });
    const { rcode = 0, status = 200, type = "application/dns-message", body, hang = false } = Array.isArray(gives) ? {} : gives;
    if (hang) {
      hung.add(response);
      response.on("close", () => hung.delete(response));
      return;
    }
    const records = Array.isArray(gives) ? gives : [];
    const sections = records.flatMap(([name, type, data]) => {
      const rdata = dataBytes(type, data);
      return [...nameBytes(name), ...u16(TYPES[type]), ...u16(1), 0, 0, 1, 44, ...u16(rdata.length), ...rdata];
    });
    const header = [0, 0, 0x81, 0x80 | rcode, ...u16(1), ...u16(records.length), 0, 0, 0, 0];
    const message = Buffer.from([...header, ...bytes.subarray(12, end), ...sections]);
    response.writeHead(status, { "content-type": type, "access-control-allow-origin": "*" });
    response.end(body ?? message);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}/dns-query`,
    asked,
    hung,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
