// Serves a folder of static files, as any web host would: serve(folder) for tests, or from the command line.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".ts": "text/plain; charset=utf-8",
};

/**
 * Serves `folder` below `prefix`, and each of `others`, `{ "example/": folder }`, below that; resolves to
 * `{ url, port, close }`. Port 0 takes any free one.
 */
export function serve(folder, { port = 0, prefix = "/", headers = {}, others = {} } = {}) {
  const folders = [...Object.entries(others), ["", folder]].map(([place, folder]) => [prefix + place, resolve(folder)]);
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const [place, root] = folders.find(([place]) => path.startsWith(place)) ?? [];
    const file = root ? normalize(join(root, path.slice(place.length) || "index.html")) : "";
    const found = file.startsWith(root) && (await stat(file).catch(() => null));
    if (!found || !found.isFile()) {
      response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
      return;
    }
    response.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "cache-control": "no-cache",
      ...headers,
    });
    createReadStream(file).pipe(response);
  });
  return new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", () => {
      const taken = server.address().port;
      done({ url: `http://localhost:${taken}${prefix}`, port: taken, close: () => new Promise((end) => { server.close(end); server.closeAllConnections(); }) });
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, port, ...others] = process.argv.slice(2);
  serve(folder, { port: Number(port), others: Object.fromEntries(others.map((other) => other.split("="))) }).then(
    ({ url }) => {
      console.log(`Waxseal is on ${url} (Ctrl+C stops it).`);
      if (others.length) console.log(`An article that links to it and shows a checklist inside: ${url}example/`);
    },
    (error) => {
      console.error(error.code === "EADDRINUSE" ? `Port ${port} is taken: run "PORT=8081 make serve" for another.` : error.message);
      process.exit(1);
    },
  );
}
