// Prints the sizes of dist/, compressed as web hosts do, and fails where they grow beyond the budget.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const [dist, budgetFile] = process.argv.slice(2);
const budget = JSON.parse(readFileSync(budgetFile, "utf8"));
const html = readFileSync(join(dist, "index.html"), "utf8");

// The page's policy forbids inline scripts and styles: one that crept in would be dead in the browser.
if (/<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=/.test(html)) {
  console.error("dist/index.html holds an inline script or style, which the page's own policy blocks.");
  process.exit(1);
}

const needed = html.replace(/ data-(judging|live|making|reading)="[^"]*"/g, "");
const rows = readdirSync(dist, { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name }) => {
    const bytes = readFileSync(join(dist, name));
    return { name, raw: bytes.length, packed: gzipSync(bytes, { level: 9 }).length, first: name === "index.html" || needed.includes(name) };
  })
  .sort((a, b) => Number(b.first) - Number(a.first) || b.packed - a.packed);

const line = (name, raw, packed) => console.log(`${name.padEnd(48)}${String(raw).padStart(10)}${String(packed).padStart(10)}`);
const sum = (list, key) => list.reduce((total, row) => total + row[key], 0);
const first = rows.filter((row) => row.first);
line("loaded by the front page", "bytes", "gzip -9");
for (const row of first) line("  " + row.name, row.raw, row.packed);
line("together", sum(first, "raw"), sum(first, "packed"));
line("loaded later, or by other sites", "", "");
for (const row of rows.filter((row) => !row.first)) line("  " + row.name, row.raw, row.packed);

// What is fetched when the reader first uses a part of the page: tools/split.sh lists it for the script that starts the page.
const part = (name) => {
  const modules = html.match(new RegExp(` data-${name}="([^"]*)"`))[1];
  return rows.filter(({ name: file }) => modules.includes(`./${file} `));
};
line("fetched when it is first needed", "", "");
for (const name of ["judging", "live", "making", "reading"]) line("  " + name, sum(part(name), "raw"), sum(part(name), "packed"));

const over = [
  ["the first visit", sum(first, "packed"), budget.firstVisit],
  ["judging the first text", sum(part("judging"), "packed"), budget.firstText],
  ["the JS API", sum(rows.filter((row) => /^waxseal(_bg)?\.(js|wasm)$/.test(row.name)), "packed"), budget.jsApi],
  ["the custom element", sum(rows.filter((row) => row.name === "waxseal-check.js"), "packed"), budget.element],
].filter(([, size, limit]) => size > limit);
for (const [what, size, limit] of over) {
  console.error(`${what} takes ${size} bytes, and budget.json allows ${limit}.`);
}
process.exit(over.length ? 1 : 0);
