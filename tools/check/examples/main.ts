// node tools/check/examples/main.ts [ROOT]: runs every runnable example of the documents, each document in a place of
// its own; exit 1 when one fails, or when there is none (then this check would check nothing).
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runnableBlocks } from "./blocks.ts";
import { makeStage, runBlock } from "./stage.ts";

const DOCUMENTS = ["*.md", "docs/**/*.md"];

const root = process.argv[2] ?? join(import.meta.dirname, "..", "..", "..");
const faults = globSync(DOCUMENTS, { cwd: root }).sort().flatMap(runDocument);
process.exitCode = faults.length > 0 && faults.every((fault) => fault === null) ? 0 : 1;
if (faults.length === 0) console.log("examples: none is marked «sh run»");

/** One entry for each block: null when it did what it says. */
function runDocument(path: string): readonly (string | null)[] {
  const blocks = runnableBlocks(readFileSync(join(root, path), "utf8"));
  if (blocks.length === 0) return [];
  const stage = makeStage(root);
  const found = blocks.map((block) => {
    const fault = runBlock(block, stage);
    console.log(`${fault === null ? "ok    " : "FAILED"} ${path}:${block.line}${fault === null ? "" : ` ${fault}`}`);
    return fault;
  });
  stage.remove();
  return found;
}
