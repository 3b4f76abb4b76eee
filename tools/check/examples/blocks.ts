// The examples of a document that can be checked, by the words after their fence:
//
// - ```sh run: run; a fence ```text output right after it holds its exact standard output.
// - ```esp: a workflow that `espalier check` has nothing against, whatever prompts it names.
// - ```esp FILE: a part of that file, word for word.
// - ```mermaid FILE: what `espalier graph` draws of it.

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
    const { line, kind, text } = fence;
    const [word, file] = kind.split(" ");
    if (kind === "esp") return [{ line, script: checked(text), output: null }];
    if (word === "esp" && file !== undefined) return [{ line, script: quotedFrom(file, text), output: null }];
    if (word === "mermaid" && file !== undefined) return [{ line, script: `espalier graph ${file} --format mermaid\n`, output: text }];
    if (kind !== "sh run") return [];
    const next = fences[i + 1];
    const output = next?.kind === "text output" && next.line <= fence.end + 2 ? next.text : null;
    return [{ line, script: text, output }];
  });
}

/** In a folder of its own, with an empty file for each prompt that it names. */
function checked(workflow: string): string {
  const prompts = [...workflow.matchAll(/prompt "([\w./-]+)"/g)].flatMap(([, name = ""]) => [
    `mkdir -p "$(dirname ${name})"`, `touch ${name}`,
  ]);
  return ['cd "$(mktemp -d)"', ...prompts, ...hereDocument("cat > example.esp", workflow), "espalier check example.esp", ""].join("\n");
}

function quotedFrom(file: string, part: string): string {
  return [
    ...hereDocument("part=$(cat", part), ")", `[[ "$(cat ${file})" == *"$part"* ]] || { echo "${file} does not hold this"; exit 1; }`, "",
  ].join("\n");
}

function hereDocument(command: string, text: string): readonly string[] {
  return [`${command} <<'END OF EXAMPLE'`, text.trimEnd(), "END OF EXAMPLE"];
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
