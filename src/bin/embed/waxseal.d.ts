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

/**
 * What a receiver makes of a domain's SPF record for one message (RFC 7208, `check_host()`), with every step.
 *
 * `mailFrom` is the address that bounces go to (empty for a bounce, which is checked by `helo`); `domain` is the one to
 * check where it is another. Trouble with DNS is part of the result (`temperror`). Rejects with a `TypeError` that says
 * why where the input can't be used, and with the signal's reason on an abort.
 */
export function evaluateSpf(
  input: { ip: string; mailFrom?: string; helo?: string; domain?: string },
  options?: {
    /** Who is asked; without it public resolvers, which then see the names. */
    resolver?: Resolver;
    /** The receiver's name, for the macro `%{r}`. */
    receiver?: string;
    signal?: AbortSignal;
  },
): Promise<SpfRun>;

/**
 * The address of a resolver that speaks DNS over HTTPS (RFC 8484), or a function that answers questions.
 *
 * Equal questions are asked once for as long as an answer may be kept, and 8 at most are asked at a time. A function that
 * throws or rejects could not ask: that is never taken for "not there". So is one that takes longer than 20 seconds. On
 * SERVFAIL it is asked again with `checkingDisabled`: where it answers then, the domain's DNSSEC signatures are broken.
 */
export type Resolver =
  | string
  | ((
      /** In lower case, without a dot at its end. */
      name: string,
      /** As `TXT`; types without a name here as `TYPE65`. */
      type: string,
      /** `dnssec`: ask for signed answers. `signal`: nobody waits for the answer any more. */
      ask: { checkingDisabled: boolean; dnssec: boolean; signal: AbortSignal },
    ) => Promise<Answer>);

/** What a resolver says. NOERROR without records of the type asked for: there are none. */
export type Answer = {
  rcode: "NOERROR" | "NXDOMAIN" | "SERVFAIL" | "REFUSED" | (string & {});
  /** The resolver has checked the DNSSEC signatures (AD). */
  authenticated?: boolean;
  /** The code of an extended DNS error (RFC 8914). */
  ede?: number;
  /** The signed denial says that the name does not exist, although `rcode` is NOERROR (RFC 9824). */
  nxname?: boolean;
  /** For how many seconds an absence may be kept (RFC 2308). */
  negativeTtl?: number;
  /** The answer section, aliases (CNAME) included. */
  answers: {
    name: string;
    type: string;
    /** In seconds. */
    ttl: number;
    /** TXT: its character-strings in order, or all of them as one; unquoted. MX: `"10 host."`. Others: as zone files write them. */
    data: string | string[];
  }[];
};

export type SpfRun = {
  result: "none" | "neutral" | "pass" | "fail" | "softfail" | "temperror" | "permerror";
  /** The domain's own words for a `fail`, where it has some. Text from strangers. */
  explanation?: string;
  /** Terms that ask DNS; receivers stop after 10. */
  lookups: number;
  /** Terms that asked for what is not there; receivers stop after 2. */
  voidLookups: number;
  steps: SpfStep[];
  /** How many more steps there were: no more than some 1,000 are kept. */
  stepsLeftOut: number;
};

export type SpfStep = {
  /** The domain whose record is read. */
  domain: string;
  /** The record, at the step that finds it. */
  record?: string;
  /** The part of the record that this step is about; `start` and `end` count in the record. */
  term?: string;
  start?: number;
  end?: number;
  /** What happens, as a sentence. */
  says: string;
  /** How many records lead to this one. */
  depth: number;
  /** `record`, `asks`, `match`, `no-match`, `explanation`, or the result that a record ends in. */
  outcome: string;
};

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
