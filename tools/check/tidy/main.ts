// node tools/check/tidy/main.ts [ROOT]: prints what breaks the style; exit 1 when anything does.
import { join } from "node:path";
import { findingLines, readSources } from "../source/source-file.ts";
import { checkTidy } from "./check-tidy.ts";

const files = readSources(process.argv[2] ?? join(import.meta.dirname, "..", "..", ".."));
const findings = checkTidy(files);
for (const line of findingLines(findings)) console.log(line);
console.log(`tidy: ${files.length} files, ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
