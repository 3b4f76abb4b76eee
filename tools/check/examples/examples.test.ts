// Examples are found, run in a place of their own, and a wrong one fails the check.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { plant, runNode } from "../planted.ts";
import { runnableBlocks } from "./blocks.ts";

const FENCE = "```";

function document(script: string, output?: string): string {
  const said = output === undefined ? "" : `\n${FENCE}text output\n${output}${FENCE}\n`;
  return `# A title\n\n${FENCE}sh run\n${script}${FENCE}\n${said}`;
}

function check(text: string): { readonly status: number | null; readonly stdout: string } {
  const planted = plant({ "README.md": text });
  spawnSync("git", ["init", "--quiet"], { cwd: planted.folder });
  const run = runNode(["tools/check/examples/main.ts", planted.folder]);
  planted.remove();
  return run;
}

test("only marked fences are run, with the output that follows them", () => {
  const other = `${FENCE}sh\nrm -rf everything\n${FENCE}\n${FENCE}text output\nstray\n${FENCE}\n`;
  const text = `${document("echo a\n", "a\n")}${other}${document("true\n")}`;
  assert.deepEqual(runnableBlocks(text), [
    { line: 3, script: "echo a\n", output: "a\n" },
    { line: 18, script: "true\n", output: null },
  ]);
});

test("an example that does what it says is green", () => {
  const run = check(document("echo a\n", "a\n"));
  assert.deepEqual([run.status, run.stdout], [0, "ok     README.md:3\n"]);
});

test("a failing command, a failing pipe, a wrong output and no example at all are red", () => {
  assert.match(check(document("echo why\nexit 3\n")).stdout, /FAILED README\.md:3 exit 3\nwhy/);
  assert.equal(check(document("false | true\n")).status, 1);
  assert.match(check(document("echo b\n", "a\n")).stdout, /it printed\nb\nand the document says\na\n/);
  assert.equal(check("# Nothing to run\n").status, 1);
});

test("an example sees its document's tree and a home of its own, and changes neither ours", () => {
  const script = `test -f README.md\nrm README.md\ncase "$HOME" in *espalier-examples-*) ;; *) exit 1 ;; esac\n`;
  const run = check(document(script));
  assert.equal(run.status, 0, run.stdout);
});

test("a workflow is checked with its prompts there; a part of one is compared with its file", () => {
  const whole = 'espalier 1\nagent coder { use codex }\nworkflow fix { step look { agent coder  prompt "prompts/look.md"  ok -> end  fail -> halt } }\n';
  const fenced = (kind: string, text: string): string => `${FENCE}${kind}\n${text}${FENCE}\n`;
  const [checked] = runnableBlocks(fenced("esp", whole));
  assert.match(checked?.script ?? "", /touch prompts\/look\.md\ncat > example\.esp <<'END OF EXAMPLE'\nespalier 1\n/);
  const plantedPart = { "README.md": fenced("esp fix.esp", "agent coder { use codex }\n"), "fix.esp": whole };
  for (const [text, status] of [[whole, 0], ["espalier 1\n", 1]] as const) {
    const planted = plant({ ...plantedPart, "fix.esp": text });
    spawnSync("git", ["init", "--quiet"], { cwd: planted.folder });
    assert.equal(runNode(["tools/check/examples/main.ts", planted.folder]).status, status);
    planted.remove();
  }
  assert.deepEqual(runnableBlocks(fenced("mermaid fix.esp", "flowchart TD\n")), [
    { line: 1, script: "espalier graph fix.esp --format mermaid\n", output: "flowchart TD\n" },
  ]);
});
