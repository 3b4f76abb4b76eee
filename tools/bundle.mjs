// Bundles the command line for the published package: dist/cli/*.cjs, in chunks, so that a verb loads what it needs.
//
// CommonJS, because Node loads it in half the time of modules; esbuild divides only modules into chunks, so they are made
// first and turned one by one. Each chunk begins with a digest of itself, by which bin/load-chunks.cjs keeps its compiled
// code. The packages that only some verbs need stay outside.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { build, transform } from "esbuild";

const ROOT = join(import.meta.dirname, "..");
const TARGET = join(ROOT, "dist", "cli");

const FILE_URL = 'const __fileUrl = require("node:url").pathToFileURL(__filename).href;';

const { outputFiles } = await build({
  entryPoints: { main: join(ROOT, "src", "cli", "main.ts") },
  outdir: TARGET,
  write: false,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node24",
  sourcemap: "inline",
  sourcesContent: false,
  external: ["@dagrejs/*", "yaml", "zod"],
  chunkNames: "chunk-[hash]",
  outExtension: { ".js": ".cjs" },
  logLevel: "warning",
});

mkdirSync(TARGET, { recursive: true });
for (const { path, text } of outputFiles) await writeChunk(relative(TARGET, path), text);

/** @param {string} name @param {string} text */
async function writeChunk(name, text) {
  const { code, map } = await transform(text, {
    format: "cjs",
    platform: "node",
    target: "node24",
    supported: { "dynamic-import": false },
    define: { "import.meta.url": "__fileUrl" },
    banner: text.includes("import.meta.url") ? FILE_URL : "",
    sourcemap: "external",
    sourcesContent: false,
    sourcefile: name,
  });
  const digest = createHash("sha256").update(code).digest("hex").slice(0, 32);
  // On the banner's own line, so that the map's lines stay what they are.
  writeFileSync(join(TARGET, name), `/*${digest}*/ ${code}`);
  writeFileSync(join(TARGET, `${name}.map`), map);
}
