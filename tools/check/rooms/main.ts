// node tools/check/rooms/main.ts [ROOT]: prints the imports that cross a wall; exit 1 when there are any.
import { join } from "node:path";
import { findingLines, readSources } from "../source/source-file.ts";
import { checkRooms } from "./check-rooms.ts";

const files = readSources(process.argv[2] ?? join(import.meta.dirname, "..", "..", ".."));
const findings = checkRooms(files);
for (const line of findingLines(findings)) console.log(line);
console.log(`rooms: ${files.length} files, ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
