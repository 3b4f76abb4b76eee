// The runnable examples of a document: fences that begin with ```sh run, and what they say they print.
//
// A fence ```text output right after one holds the exact standard output of it.

export interface Block {
  readonly line: number;
  readonly script: string;
  readonly output: string | null;
}

interface Fence {
  readonly line: number;
  readonly end: number;
  readonly kind: string;
  readonly text: string;
}

export function runnableBlocks(document: string): readonly Block[] {
  const fences = fencesOf(document.split("\n"));
  return fences.flatMap((fence, i) => {
    if (fence.kind !== "sh run") return [];
    const next = fences[i + 1];
    const output = next?.kind === "text output" && next.line <= fence.end + 2 ? next.text : null;
    return [{ line: fence.line, script: fence.text, output }];
  });
}

function fencesOf(lines: readonly string[]): readonly Fence[] {
  const fences: Fence[] = [];
  let open: number | null = null;
  lines.forEach((text, i) => {
    if (!text.startsWith("```")) return;
    if (open === null) {
      open = i;
      return;
    }
    const body = lines.slice(open + 1, i).map((line) => `${line}\n`).join("");
    fences.push({ line: open + 1, end: i + 1, kind: (lines[open] ?? "").slice(3).trim(), text: body });
    open = null;
  });
  return fences;
}
