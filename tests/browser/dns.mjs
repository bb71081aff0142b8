// Real DNS servers for tests: BIND holds the zones of tests/dns and signs some, a second BIND resolves and checks the
// signatures, dnsdist answers DNS over HTTPS before it, and faults.mjs stands before that. All of it listens on
// loopback, keeps its files in a folder of its own, and ends with whoever started it.
//
// As a program it writes `{"resolver", "faults", "closed"}` to its output, and ends when its input does.
import { execFile, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { rmSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { faults } from "./faults.mjs";
import { encode } from "./message.mjs";

const run = promisify(execFile);
const ZONES = fileURLToPath(new URL("../dns", import.meta.url));
const PATH = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`;

/** The longest that the servers may take to answer for the first time, in milliseconds. */
const PATIENCE = 15_000;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** The zones that are signed: what is done before, and what after. */
const SIGNED = {
  "signed.example": {},
  "broken.example": { after: (text) => text.replace(/v=spf1 mx -all/g, "v=spf1 mx ~all").replace(/p=reject/g, "p=none") },
  "expired.example": { options: ["-s", "20200101000000", "-e", "20200201000000"] },
};

/**
 * Starts them; `{ resolver, closed, publish, origin, url, asked, forget, twice, stop }`. `resolver` is the address that answers
 * rightly and `closed` one where nobody listens; `publish` changes the zone customer.example; the others are those of faults.mjs.
 */
export async function startDns({ tls = false } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "waxseal-dns-"));
  const children = [];
  let proxy;
  // Where this program ends before it stops them: its end by a signal runs no exit handler of itself.
  const kill = () => {
    children.forEach((child) => child.kill());
    rmSync(folder, { recursive: true, force: true });
  };
  const end = () => process.exit(1);
  process.once("exit", kill);
  for (const signal of SIGNALS) process.once(signal, end);
  const stop = async () => {
    process.off("exit", kill);
    for (const signal of SIGNALS) process.off(signal, end);
    await proxy?.close();
    await Promise.all(children.map((child) => child.stop()));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const [authority, recursive, plain, doh, closed] = await ports(5);
    // Where AppArmor confines named to its own folders, it does so by the program's path.
    const named = join(folder, "named");
    await copyFile(await program("NAMED", "named"), named);
    const anchors = await zones(folder);
    await writeFile(join(folder, "authority.conf"), authorityConf(folder, authority));
    await writeFile(join(folder, "recursive.conf"), recursiveConf(folder, recursive, authority, closed, anchors));
    await writeFile(join(folder, "dnsdist.conf"), dnsdistConf(plain, recursive, authority, doh));
    children.push(child(named, ["-g", "-n", "1", "-c", join(folder, "authority.conf")]));
    children.push(child(named, ["-g", "-n", "1", "-c", join(folder, "recursive.conf")]));
    children.push(child(await program("DNSDIST", "dnsdist"), ["--supervised", "--disable-syslog", "-C", join(folder, "dnsdist.conf")]));
    const resolver = `http://127.0.0.1:${doh}/dns-query`;
    for (const name of ["right.example", ...Object.keys(SIGNED), "hosted.example", "google.com"]) await ready(resolver, name, children);
    proxy = await faults(resolver, { tls: tls && (await certificate(folder)) });
    const publish = publisher(folder, resolver, children);
    await publish("");
    return { ...proxy, resolver, publish, closed: `http://127.0.0.1:${closed}/dns-query`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function program(variable, name) {
  if (process.env[variable]) return process.env[variable];
  const { stdout } = await run("sh", ["-c", `command -v ${name}`], { env: { ...process.env, PATH } }).catch(() => ({ stdout: "" }));
  // tests/doh.rs skips its tests at these words.
  if (!stdout) throw new Error(`${name} is not here: install BIND and dnsdist (on Debian: apt-get install bind9 dnsdist)`);
  return stdout.trim();
}

/** Copies the zones into the folder and signs some; gives the trust anchors of those. */
async function zones(folder) {
  await writeFile(join(folder, "customer.zone"), customer(1, ""));
  for (const name of ["root", "example", "hosted"]) await copyFile(join(ZONES, `${name}.zone`), join(folder, `${name}.zone`));
  const anchors = await Promise.all(Object.entries(SIGNED).map(async ([zone, { options = [], after = (text) => text }]) => {
    const place = join(folder, zone);
    await mkdir(place);
    const { stdout } = await run(await program("DNSSEC_KEYGEN", "dnssec-keygen"), ["-q", "-K", place, "-a", "ECDSAP256SHA256", "-f", "KSK", zone]);
    const key = await readFile(join(place, `${stdout.trim()}.key`), "utf8");
    await writeFile(join(place, "zone"), `${await readFile(join(ZONES, "signed.zone"), "utf8")}\n${key}`);
    await run(await program("DNSSEC_SIGNZONE", "dnssec-signzone"), ["-q", "-P", "-z", "-K", place, "-d", place, "-o", zone, ...options, "-f", join(place, "signed"), join(place, "zone")]);
    await writeFile(join(place, "signed"), after(await readFile(join(place, "signed"), "utf8")));
    const [, flags, protocol, algorithm, bytes] = key.match(/DNSKEY\s+(\d+)\s+(\d+)\s+(\d+)\s+([^;]+?)\s*$/m);
    return `"${zone}." static-key ${flags} ${protocol} ${algorithm} "${bytes.replace(/\s/g, "")}";`;
  }));
  return anchors.join("\n  ");
}

function common(folder, port) {
  return `
  directory "${folder}";
  listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; };
  pid-file none;
  session-keyfile none;
  empty-zones-enable no;
  notify no;`;
}

function authorityConf(folder, port) {
  const zone = (name, file) => `zone "${name}" { type primary; file "${file}"; check-mx-cname ignore; check-mx ignore; check-integrity no; check-spf ignore; };\n`;
  return `options {${common(folder, port)}
  recursion no;
  dnssec-validation no;
};
controls { };
${zone(".", "root.zone")}${zone("example", "example.zone")}${zone("hosted.example", "hosted.zone")}${zone("customer.example", "customer.zone")}` +
    Object.keys(SIGNED).map((name) => zone(name, `${name}/signed`)).join("");
}

function recursiveConf(folder, port, authority, closed, anchors) {
  return `options {${common(folder, port)}
  recursion yes;
  forward only;
  forwarders { 127.0.0.1 port ${authority}; };
  dnssec-validation yes;
};
controls { };
trust-anchors {
  ${anchors}
};
// Its servers can't be reached.
zone "lame.example" { type forward; forward only; forwarders { 127.0.0.1 port ${closed}; }; };
// Nobody may ask, and the answer says so (RFC 8914).
zone "refused.example" { type primary; file "${folder}/hosted.zone"; allow-query { none; }; check-integrity no; };
`;
}

function dnsdistConf(plain, recursive, authority, doh) {
  return `setLocal("127.0.0.1:${plain}")
setSecurityPollSuffix("")
newServer({address="127.0.0.1:${recursive}", healthCheckMode="up"})
-- What changes while the servers run is asked for where it is, since a resolver keeps answers at least for the second.
newServer({address="127.0.0.1:${authority}", pool="changing", healthCheckMode="up"})
addAction({"customer.example."}, PoolAction("changing"))
addDOHLocal("127.0.0.1:${doh}", nil, nil, "/dns-query", {customResponseHeaders={["access-control-allow-origin"]="*"}})
`;
}

/** A key and a certificate of its own for a server on loopback. */
async function certificate(folder) {
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  await run("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
    "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert]);
  return { key: await readFile(key), cert: await readFile(cert) };
}

/** Ports that are free for UDP and TCP now. */
async function ports(count) {
  const held = [];
  while (held.length < count) {
    const tcp = createServer();
    await new Promise((done) => tcp.listen(0, "127.0.0.1", done));
    const { port } = tcp.address();
    const udp = createSocket("udp4");
    const free = await new Promise((done) => udp.once("error", () => done(false)).bind(port, "127.0.0.1", () => done(true)));
    if (free) held.push({ port, close: () => Promise.all([new Promise((done) => tcp.close(done)), new Promise((done) => udp.close(done))]) });
    else tcp.close();
  }
  await Promise.all(held.map(({ close }) => close()));
  return held.map(({ port }) => port);
}

function child(command, args) {
  const process = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  const one = { said: "", ended: false, kill: () => process.kill("SIGKILL"), reload: () => process.kill("SIGHUP") };
  const hear = (text) => { one.said = (one.said + text).slice(-4_000); };
  process.stdout.on("data", hear);
  process.stderr.on("data", hear);
  const end = new Promise((done) => {
    process.once("error", (error) => { hear(error.message); one.ended = true; done(); });
    process.once("exit", () => { one.ended = true; done(); });
  });
  one.stop = () => { one.kill(); return end; };
  return one;
}

/** A zone that changes while the servers run. Nobody keeps what it says, so a change is seen at once. */
function customer(serial, lines) {
  return `$TTL 0\n@ SOA ns1.dns-host.example. hostmaster.customer.example. ${serial} 3600 600 86400 0\n  NS ns1.dns-host.example.\n  A 192.0.2.80\n${lines}\n`;
}

/** `publish(lines)`: from when it resolves on, the zone customer.example holds these lines and no others. */
function publisher(folder, resolver, children) {
  let serial = 1;
  return async (lines) => {
    serial += 1;
    await writeFile(join(folder, "customer.zone"), customer(serial, lines));
    children[0].reload();
    const wanted = Buffer.alloc(4);
    wanted.writeUInt32BE(serial);
    // The serial stands behind the two names of the SOA record; its zone has no other such number.
    await ready(resolver, "customer.example", children, (bytes) => bytes.includes(Buffer.concat([wanted, Buffer.from([0, 0, 14, 16])])));
  };
}

/** Asks until the resolver knows about a zone, and says of it what is awaited. */
async function ready(resolver, name, children, is = () => true) {
  const until = Date.now() + PATIENCE;
  const query = encode(name, "SOA");
  query[3] |= 0x10;
  for (;;) {
    const reply = await fetch(`${resolver}?dns=${query.toString("base64url")}`).catch(() => null);
    const bytes = reply?.ok ? Buffer.from(await reply.arrayBuffer()) : null;
    if (bytes && (bytes[3] & 15) === 0 && is(bytes)) return;
    if (Date.now() > until || children.some((one) => one.ended)) {
      throw new Error(`the DNS servers do not answer for ${name}:\n${children.map((one) => one.said).join("\n")}`);
    }
    await new Promise((again) => setTimeout(again, 20));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const servers = await startDns();
  console.log(JSON.stringify({ resolver: servers.resolver, faults: servers.origin, closed: servers.closed }));
  process.stdin.resume().once("end", async () => { await servers.stop(); process.exit(0); });
}
