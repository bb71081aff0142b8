/**
 * Waxseal's JS API: reads mail DNS records, says what every part of them does, and checks what a domain publishes.
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
 * Looks a domain's mail records up, and judges them: MX with the hosts, SPF with all that it includes, DMARC with the
 * tree walk, DKIM at the selectors that can be known or guessed, and who holds the zone.
 *
 * `domain` is taken as people type it: `user@Example.COM `, `https://example.com/x` and `bücher.example` will do, and
 * `notes` says how it was understood. Rejects with a `TypeError` that says why where no domain is in it or an option
 * can't be used, and with the signal's reason on an abort. Trouble with DNS is part of the report: what could not be
 * asked has a lookup with `could-not-ask`, and is never taken for "not there".
 */
export function checkDomain(
  domain: string,
  options?: {
    /** Who is asked; without it public resolvers, which then see the names. */
    resolver?: Resolver;
    /** DKIM selectors that you know of, as `s1` or `s1._domainkey.example.com`. The first 16 are tried. */
    selectors?: string[];
    /**
     * The report as far as it goes, at most once in 16 ms, and not after the promise is settled. Answers that are still
     * awaited stand in it as `Asking …`. What it throws is ignored.
     */
    onProgress?: (report: DomainReport) => void;
    /** Stops the questions that are under way, too. */
    signal?: AbortSignal;
  },
): Promise<DomainReport>;

/**
 * Reads a vendor's link: `#/setup?…`, or a URL that ends in it. The form is explained in `docs/linking.md`.
 * Throws a `SetupError` on a link that it can't read.
 */
export function parseSetup(link: string): Setup;

/** What `parseSetup` throws. */
export interface SetupError extends Error {
  name: "SetupError";
  /** Where the link went wrong, in UTF-16 units. */
  at: number;
}

/**
 * The fragment of a link to a setup: `#/setup?…`. The limits of links hold; throws a `SetupError` on a setup that no
 * link can hold, where `at` counts in the link that would be, and a `TypeError` on what is no setup.
 */
export function formatSetup(setup: Pick<Setup, "vendor" | "help" | "domain"> & { variables?: Record<string, string>; needs: Omit<Need, "id" | "asks">[] }): string;

/**
 * Holds what a vendor expects, as a setup or a link, against a domain. Each record is compared by what it means.
 *
 * Rejects with a `TypeError` that names the variables while `missing` is not empty (write them into `variables`), or
 * where the domain is none; with a `SetupError` on a link that can't be read; with the signal's reason on an abort.
 */
export function checkSetup(
  setup: Setup | string,
  domain: string,
  options?: {
    resolver?: Resolver;
    signal?: AbortSignal;
    /** Asks anew what was answered before and may still be kept. */
    fresh?: boolean;
    /** The address of your copy of the page, for the link in `supportNote`. */
    page?: string;
  },
): Promise<SetupReport>;

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

/**
 * What a record is for. Header fields of a message that tell of its checks (`DKIM-Signature`, `Authentication-Results`,
 * `Received-SPF`, the fields of ARC) are of kind `other`: `value` is the field with its name, unfolded.
 */
export type Kind =
  | "spf" | "sender-id" | "dkim" | "dmarc" | "dmarc-report-authorisation" | "mx" | "mta-sts" | "mta-sts-policy"
  | "tls-rpt" | "bimi" | "tlsa" | "cname" | "verification" | "other";

/** The first of these that any part has. `unknown`: could not be asked, or holds no record. */
export type Verdict = "error" | "warning" | "unknown" | "advice" | "good";

/**
 * What receivers that follow today's standards do with the text as it stands.
 * `used`: they act on it. `ignored`: to them it is no record of this kind. `broken`: they find it, and count it
 * as an error or can't use it. Texts that receivers of mail don't read (kinds verification, sender-id, other) are ignored.
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

/** A domain, looked up. */
export type DomainReport = Report & {
  /** The domain as DNS has it. */
  domain: string;
  /** How `input` was understood, in sentences; empty where it was the domain itself. */
  notes: string[];
  /** The address that answered last, or `function`. Missing before the first answer. */
  resolver?: string;
  /** When the check began, in ISO 8601. */
  askedAt: string;
  /** The three answers that matter most, in this order. `summary` is made of them. */
  headlines: Headline[];
  /**
   * Is mail to the domain encrypted on the way, and can that be forced off? The policy file of MTA-STS is on a web server and
   * is not fetched, so an answer that hangs on it is `unknown`.
   */
  encryption: Headline;
  /** A message's way from the sender to the inbox, and how this domain stands at each stop. */
  journey: Stop[];
  /** What to change at the DNS host, most useful first. */
  changes: Change[];
  /** Each question that was answered, once, in the order of asking. */
  lookups: Lookup[];
  /** How many questions were asked, answered, and are still awaited. */
  progress: { asked: number; answered: number; waiting: number };
};

export type Headline = {
  /** Can others forge its mail? Can it receive mail? Will its mail be trusted? */
  id: "forge" | "receive" | "trust" | "encrypt";
  /** The question, in words. */
  asks: string;
  /** `unknown`: could not ask, or not yet. */
  verdict: Verdict;
  /** In a word or three: `Not easily`. */
  answer: string;
  /** Plain text; what stands between back-ticks is a quoted value. Empty while it is awaited. */
  reason: string;
};

export type Stop = {
  /** What is checked there, as `SPF`. */
  title: string;
  asks: string;
  verdict: Verdict;
  says: string;
};

export type Change = {
  /** What to do, as an order. */
  title: string;
  /** The rule that asks for it. */
  rule: string;
  verdict: Verdict;
  /** The whole name of the record. */
  name?: string;
  /** The name as the form of a DNS host wants it: `@`, `_dmarc`. */
  host?: string;
  type?: string;
  /** What to enter; missing where only the domain's owner can know it. */
  value?: string;
};

export type Lookup = {
  name: string;
  type: string;
  /** `could-not-ask` says nothing about whether a record is there. */
  outcome: "found" | "no-such-name" | "no-such-type" | "could-not-ask";
  resolver: string;
  /** How long the answer took. */
  ms: number;
  /** For how many seconds it may be kept, where it says so. */
  ttl?: number;
  /** Why it could not be asked. */
  reason?: "timeout" | "blocked-or-unreachable" | "http-error" | "server-failure" | "refused" | "bad-answer" | "dnssec-broken";
};

/** What a vendor expects. All of it comes from a link: text from strangers. */
export type Setup = {
  version: 1;
  /** Who asks. */
  vendor?: string;
  /** The `https` address of the vendor's article. */
  help?: string;
  domain?: string;
  /** What the variables stand for. */
  variables: Record<string, string>;
  /** The variables that are used and have no value. */
  missing: string[];
  needs: Need[];
};

/** One record that is expected, as in the link: `{variables}` are kept. */
export type Need = {
  /** As `txt-_dmarc`; no two needs of a setup have the same. */
  id: string;
  type: "TXT" | "MX" | "CNAME";
  /** `@`, or a name relative to the domain. */
  name: string;
  /** The test, as in the link: `spf:include:vendor.example`. */
  expects: string;
  /** The same as a sentence; what stands between back-ticks is a quoted value. `formatSetup` and `checkSetup` don't read it. */
  asks: string;
};

export type SetupReport = {
  /** The domain as DNS has it. */
  domain: string;
  vendor?: string;
  /** The address that answered last, or `function`. */
  resolver: string;
  /** When the last answer came, in ISO 8601. */
  askedAt: string;
  /** So many of `total` needs are met, in this way or another. */
  done: number;
  total: number;
  /** In the order of the link. */
  needs: NeedReport[];
  /** Empty for now: no rule is about setups. */
  findings: Finding[];
  /** What may do harm right now, such as the vendor's mail server at the domain itself. `need` is the id of one. */
  alarms: { need: string; says: string }[];
  /** The fragment that repeats this check, with the domain in it. */
  link: string;
  /** How many are done, in words: `3 of 8 records are done`. */
  summary: string;
  /** What is to be done next, in a sentence or two. */
  next: string;
  /** Who holds the domain's zone, where its name servers tell: `place` is the way to its form. */
  dnsHost?: { name: string; place?: string };
  /** All of this as a short plain text for the vendor's support. */
  supportNote: string;
};

export type NeedReport = {
  need: Need;
  /** Where the record belongs: the whole name. */
  name: string;
  /** What must hold there, with every variable filled in. */
  expects: string;
  status: NeedStatus;
  /** What the record is for: `Who may send your mail (SPF)`. */
  title: string;
  /** The status in a few words: `Not there yet`. */
  stands: string;
  /** The status in whole sentences; what stands between back-ticks is a quoted value. */
  says: string;
  /** What DNS holds that is about it. Text from strangers. */
  seen: string[];
  /** What else is worth knowing, in sentences. */
  notes: string[];
  /** Empty for now: no rule is about setups. */
  findings: Finding[];
  /** What to enter at the DNS host; missing where the need is met, or where nobody can know. */
  publish?: {
    /** The whole name. */
    name: string;
    /** The name as the form of a DNS host wants it. */
    host: string;
    type: string;
    value: string;
    priority?: number;
    /** The piece of `value` that only the vendor knows. Fill it in first. */
    blank?: string;
    /** How many lookups the SPF record costs now, and with this value; receivers stop after 10. */
    lookupsBefore?: number;
    lookupsAfter?: number;
    /** The same as the form of the DNS host has it; an empty value stands for a field that stays empty. */
    fields: { label: string; value: string }[];
    /** Whether to edit the record that is there or to add one, in sentences; missing where nobody knows. */
    step?: string;
    /** What is odd in that form. */
    note?: string;
  };
  /** Until when resolvers may repeat the answer, in ISO 8601. */
  keptUntil?: string;
};

/** The first of these that applies. `could-not-ask` is never taken for `absent`. */
export type NeedStatus =
  | "could-not-ask" | "conflict" | "met" | "met-another-way" | "damaged" | "wrong-type" | "different" | "wrong-name" | "absent";

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
