// DNS messages, as far as tests must see into them: what is asked, and which names and texts an answer holds.

const TYPES = { 1: "A", 2: "NS", 5: "CNAME", 6: "SOA", 12: "PTR", 15: "MX", 16: "TXT", 28: "AAAA", 43: "DS", 48: "DNSKEY", 52: "TLSA", 99: "SPF" };
const CODES = Object.fromEntries(Object.entries(TYPES).map(([code, name]) => [name, Number(code)]));

/** The bytes of a question with the ID 0, recursion desired. */
export function encode(name, type) {
  const labels = name.split(".").filter(Boolean).map((label) => [label.length, ...Buffer.from(label)]);
  return Buffer.from([0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels.flat(), 0, 0, CODES[type], 0, 1]);
}

/** What a message asks: `{ name, type, cd, end }`, where `end` is the byte after the question. */
export function question(bytes) {
  const { name, end } = readName(bytes, 12);
  const code = bytes.readUInt16BE(end);
  return { name: name.toLowerCase(), type: TYPES[code] ?? `TYPE${code}`, cd: (bytes[3] & 0x10) !== 0, end: end + 4 };
}

/** A message that answers `asked` with a response code and with no record. */
export function failure(asked, rcode) {
  const bytes = Buffer.from(asked.subarray(0, question(asked).end));
  bytes[2] |= 0x80;
  bytes[3] = (bytes[3] & 0x10) | 0x80 | rcode;
  bytes.writeUInt32BE(0, 6);
  bytes.writeUInt16BE(0, 10);
  return bytes;
}

/** What the records of the answer section say, as texts in lower case: targets of MX, CNAME and NS, texts of TXT. */
export function says(bytes) {
  const out = [];
  let at = question(bytes).end;
  for (let left = bytes.readUInt16BE(6); left > 0; left--) {
    at = readName(bytes, at).end;
    const type = TYPES[bytes.readUInt16BE(at)];
    const from = at + 10;
    at = from + bytes.readUInt16BE(at + 8);
    if (type === "MX") out.push(readName(bytes, from + 2).name);
    if (type === "CNAME" || type === "NS" || type === "PTR") out.push(readName(bytes, from).name);
    if (type === "TXT") {
      let text = "";
      for (let string = from; string < at; string += 1 + bytes[string]) text += bytes.toString("latin1", string + 1, string + 1 + bytes[string]);
      out.push(text);
    }
  }
  return out.map((text) => text.toLowerCase());
}

function readName(bytes, at) {
  const labels = [];
  let end = 0;
  for (let leaps = 0; bytes[at] !== 0 && leaps < 64;) {
    if (bytes[at] >= 0xc0) {
      end ||= at + 2;
      at = bytes.readUInt16BE(at) & 0x3fff;
      leaps++;
    } else {
      labels.push(bytes.toString("latin1", at + 1, at + 1 + bytes[at]));
      at += 1 + bytes[at];
    }
  }
  return { name: labels.join("."), end: end || at + 1 };
}
