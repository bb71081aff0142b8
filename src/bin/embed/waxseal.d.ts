/**
 * Waxseal's JS API: reads mail DNS records and says what every part of them does.
 *
 * In a page or a worker:  `import init, { explainRecords } from "./waxseal.js"; await init();`
 * In Node:                `initSync({ module: readFileSync("waxseal_bg.wasm") });`
 *
 * Every `start` and `end` counts UTF-16 units, as `String.prototype.slice` does, of the `value` it belongs to.
 */

/** Loads the wasm beside this module, or the one that is given. Call it once, before anything else. */
export default function init(moduleOrPath?: unknown): Promise<unknown>;

/** The same with bytes or a module that is there already. */
export function initSync(options: { module: BufferSource | WebAssembly.Module }): unknown;

/**
 * Reads whatever a person pasted: one record or many. Makes no request. Never throws on any string.
 * Text that holds no record gives `records: []` and a summary that says what was expected.
 */
export function explainRecords(text: string, options?: { name?: string; type?: string; kind?: Kind }): Report;

export type Kind =
  | "spf" | "sender-id" | "dkim" | "dmarc" | "dmarc-report-authorisation" | "mx" | "mta-sts" | "mta-sts-policy"
  | "tls-rpt" | "bimi" | "tlsa" | "cname" | "verification" | "other";

/** The first of these that any part has. `unknown`: could not be asked, or holds no record. */
export type Verdict = "error" | "warning" | "unknown" | "advice" | "good";

/**
 * What receivers that follow today's standards do with the text as it stands.
 * `used`: they act on it. `ignored`: to them it is no record of this kind. `broken`: they find it, and count it
 * as an error or can't use it.
 */
export type Reading = "used" | "ignored" | "broken";

export type Report = {
  input: string;
  verdict: Verdict;
  summary: string;
  /** In the order pasted. */
  records: RecordReport[];
  /** About no single record, such as two SPF records for one name. */
  findings: Finding[];
};

export type RecordReport = {
  kind: Kind;
  name?: string;
  /** The text that DNS would hold: quotes, escapes and layout of the paste are taken off. */
  value: string;
  /** `value` with odd characters repaired, where that differs. */
  tidied?: string;
  /** `value` with every safe fix made, where there is any. */
  corrected?: string;
  verdict: Verdict;
  reading: Reading;
  summary: string;
  /** They tile `value`: each starts where the last one ended. */
  segments: Segment[];
  findings: Finding[];
  /** What was unpacked or tidied from the paste, in words. */
  cleaned: string[];
};

export type Role =
  | "version" | "name" | "qualifier" | "separator" | "value" | "domain" | "network" | "macro" | "tag" | "key" | "uri"
  | "policy" | "priority" | "host" | "space" | "unknown" | (string & {});

export type Segment = { start: number; end: number; text: string; role: Role; says: string };

export type Finding = {
  /** The rule's id; `#/rules/<id>` on the page explains it. Ids are never reused or renamed. */
  rule: string;
  severity: "error" | "warning" | "advice" | "good";
  start?: number;
  end?: number;
  /** Plain text; what stands between back-ticks is a quoted value. */
  message: string;
  why: string;
  reference: { title: string; url: string };
  fix?: { title: string; name?: string; type?: string; value?: string; confidence: "safe" | "review" | "example" };
};
