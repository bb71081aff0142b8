// Which questions of a check had to wait for others, by what the answers say.

/**
 * How many questions long the longest chain is in which each follows from the answer to the one before: the name asked
 * for, or the name that it ends in, stands in that answer. `log` is that of faults.mjs.
 *
 * What follows from an answer in another way (a selector from the service that a record names) counts as known from the
 * start, so the real chain may be longer, and never shorter.
 */
export function longestChain(log) {
  const depths = new Map();
  const depth = (question) => {
    if (depths.has(question)) return depths.get(question);
    // Holds where two answers name each other.
    depths.set(question, 0);
    const before = log.filter((other) => other !== question && other.to !== null && other.to <= question.from && leadsTo(other, question.name));
    const result = 1 + Math.max(0, ...before.map(depth));
    depths.set(question, result);
    return result;
  };
  return Math.max(0, ...log.map(depth));
}

/** The answer names it, and the question itself did not. */
function leadsTo(other, name) {
  const host = name.split("._report._dmarc.").at(-1);
  return !isWithin(other.name, host) && other.says.some((text) => names(text).includes(host));
}

function isWithin(name, other) {
  return name === other || name.endsWith(`.${other}`);
}

function names(text) {
  return text.split(/[^a-z0-9._-]+/).map((word) => word.replace(/\.$/, ""));
}

/** The most questions that were open at once. */
export function mostAtOnce(log) {
  return Math.max(0, ...log.map(({ from }) => log.filter((other) => other.from <= from && from < (other.to ?? Infinity)).length));
}
