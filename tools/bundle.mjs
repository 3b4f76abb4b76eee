// Bundles the command line for the published package: dist/cli/*.cjs, in chunks, so that a verb loads what it needs; and
// all that a `check` without a fault needs once more as one file, since editors and hooks wait for it.
//
// CommonJS, because Node loads it in half the time of modules; esbuild divides only modules into chunks, so they are made
// first and turned one by one. Each chunk begins with a digest of itself, by which bin/espalier.cjs finds its compiled
// code. The packages that only some verbs need stay outside.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build, transform } from "esbuild";

const ROOT = join(import.meta.dirname, "..");
const TARGET = join(ROOT, "dist", "cli");

const FILE_URL = 'const __fileUrl = require("node:url").pathToFileURL(__filename).href;';
/** @satisfies {import("esbuild").CommonOptions} */
const COMMON = /** @type {const} */ ({ platform: "node", target: "node24", sourcesContent: false, logLevel: "warning" });

const { outputFiles = [], metafile: { outputs } = { outputs: {} } } = await build({
  ...COMMON,
  entryPoints: { main: join(ROOT, "src", "cli", "main.ts") },
  absWorkingDir: ROOT,
  outdir: TARGET,
  write: false,
  metafile: true,
  bundle: true,
  splitting: true,
  format: "esm",
  sourcemap: "inline",
  external: ["@dagrejs/*", "yaml", "zod"],
  chunkNames: "chunk-[hash]",
  outExtension: { ".js": ".cjs" },
});

mkdirSync(TARGET, { recursive: true });
const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
for (const [name, text] of texts) await writeChunk(name, text);
await writeChunk("check.cjs", await asOne(neededBy("main.cjs", chunkOf("src/cli/check.ts"))));

// The process that reads signatures runs by itself, with the right to read this package and the parser's alone.
await build({
  ...COMMON,
  entryPoints: [join(ROOT, "src", "repo", "signatures", "read-in-process.ts")],
  outfile: join(TARGET, "read-in-process.mjs"),
  bundle: true,
  format: "esm",
});

/** @param {string} name @param {string} text */
async function writeChunk(name, text) {
  const { code, map } = await transform(text, {
    ...COMMON,
    format: "cjs",
    supported: { "dynamic-import": false },
    define: { "import.meta.url": "__fileUrl", "import.meta.dirname": "__dirname" },
    // Names stay, for stacks; spaces and comments are a fifth of what is read.
    minifyWhitespace: true,
    banner: text.includes("import.meta.url") ? FILE_URL : "",
    sourcemap: "external",
    sourcefile: name,
  });
  const digest = createHash("sha256").update(code).digest("hex").slice(0, 32);
  // A function already, so that the loader need not put one together of large texts. On a line of its own, and `;` is one in
  // the map, so that the code's lines and columns are the map's.
  writeFileSync(join(TARGET, name), `/*${digest}*/ (function (exports, require, module, __filename, __dirname) {\n${code}\n})\n`);
  const { mappings, ...rest } = JSON.parse(map);
  writeFileSync(join(TARGET, `${name}.map`), JSON.stringify({ ...rest, mappings: `;${mappings}` }));
}

/**
 * The chunks as one, which can make what each of them exports: what is loaded later asks for it by the chunk's name, and
 * most commands ask for nothing. @param {readonly string[]} names
 */
async function asOne(names) {
  const lists = names.map((name, at) => ({ name, own: exportsOf(name).map((word) => ({ word, local: `${word}_${at}` })) }));
  const imports = lists.map(({ name, own }) => `import { ${own.map(({ word, local }) => `${word} as ${local}`).join(", ")} } from "./${name}";`);
  const parts = lists.map(({ name, own }) => `${JSON.stringify(name)}: () => ({ ${own.map(({ word, local }) => `${word}: ${local}`).join(", ")} }),`);
  const compileText = lists.flatMap(({ own }) => own).find(({ word }) => word === "compileText");
  if (compileText === undefined) throw new Error("Cannot bundle: no chunk of `check` has compileText");
  const contents = [...imports, "export const parts = {", ...parts, "};", `export const compileText = ${compileText.local};`].join("\n");
  const { outputFiles: [one] = [] } = await build({
    ...COMMON,
    stdin: { contents, resolveDir: TARGET, sourcefile: "check.cjs" },
    write: false,
    bundle: true,
    format: "esm",
    sourcemap: "inline",
    plugins: [{ name: "chunks", setup: readChunks }],
  });
  if (one === undefined) throw new Error("Cannot bundle: esbuild made nothing of the chunks");
  return one.text;
}

/** Not by their own ending, which esbuild takes for CommonJS. @param {import("esbuild").PluginBuild} plugged */
function readChunks({ onResolve, onLoad }) {
  onResolve({ filter: /^\.\// }, ({ path, kind }) => kind === "dynamic-import" ? { path, external: true } : { path: basename(path, ".cjs"), namespace: "chunk" });
  onLoad({ filter: /^/, namespace: "chunk" }, ({ path }) => ({ contents: texts.get(`${path}.cjs`) ?? "", loader: "js" }));
}

/** @param {string} source */
function chunkOf(source) {
  const found = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === source);
  if (found === undefined) throw new Error(`Cannot bundle: no chunk begins with ${source}`);
  return basename(found[0]);
}

/** @param {string} name @returns {readonly string[]} */
function exportsOf(name) {
  return Object.entries(outputs).find(([path]) => basename(path) === name)?.[1].exports ?? [];
}

/** The chunks, and all that they import at once. @param {readonly string[]} wanted */
function neededBy(...wanted) {
  const needed = new Set(wanted);
  for (const name of needed) {
    const { imports = [] } = Object.entries(outputs).find(([path]) => basename(path) === name)?.[1] ?? {};
    for (const { path, kind, external } of imports) if (kind === "import-statement" && !external) needed.add(basename(path));
  }
  return [...needed];
}
