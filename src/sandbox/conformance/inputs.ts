/** What a command does to its inputs: it fails, or it seems to work and is gone with the order. The host's stay as they are. */

import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Input, type Sandbox, SandboxError, type Workspace } from '../../ports/sandbox.ts';
import { type CheckResult, runOrder, unlessRefused } from './run-order.ts';

interface Tried {
  readonly id: string;
  readonly says: string;
  readonly text: string;
  readonly inputs: readonly Input[];
  readonly workspace: Workspace | null;
  readonly prints: string;
}

const changes = 'echo -n changed > file; rm -r inner && mkdir inner && echo -n new > inner/new; mv file moved; cat moved inner/new; ls inner';

/** `directory` is the suite's own, and everybody may pass through it. */
export async function inputChecks(sandbox: Sandbox, directory: string): Promise<readonly CheckResult[]> {
  const at = layOut(directory);
  const discarded = (to: string): Input => ({ from: at.input, to, writes: 'discarded' });
  const readOnly = { base: at.base, layer: null };
  const layered = { base: at.base, layer: at.layer };
  const tried: readonly Tried[] = [
    { id: 'input.refused', says: 'An input cannot be changed.', text: 'cat /opt/input/file; echo x > /opt/input/file; rm -f /opt/input/file; > /opt/input/new; ls /opt/input', inputs: [{ from: at.input, to: '/opt/input' }], workspace: null, prints: 'inputfile\ninner\n' },
    { id: 'input.discarded', says: 'What is written to an input seems to work where it is to be discarded.', text: `cd /opt/input && ${changes}`, inputs: [discarded('/opt/input')], workspace: null, prints: 'changednewnew\n' },
    { id: 'input.discarded-bounded', says: 'What is written there is bounded.', text: 'cd /opt/input; i=0; while [ $i -lt 20 ]; do head -c 8000000 /dev/zero > big$i || exit 0; i=$((i+1)); done 2>/dev/null; echo unbounded', inputs: [discarded('/opt/input')], workspace: null, prints: '' },
    { id: 'input.discarded-again', says: 'The next order finds the input as it was.', text: 'cat /opt/input/file /opt/input/inner/deep; ls /opt/input', inputs: [discarded('/opt/input')], workspace: null, prints: 'inputdeepfile\ninner\n' },
    { id: 'input.in-workspace', says: 'An input can be seen in a workspace that has no such place and cannot be changed.', text: `cat file; cat sub/deps/file; echo x > sub/new; cd sub/deps && ${changes}`, inputs: [discarded('/work/sub/deps')], workspace: readOnly, prints: 'baseinputchangednewnew\n' },
    { id: 'input.in-layer', says: 'And in one that can be changed: where it is seen, nothing of it is in the layer.', text: `echo -n own > new; cat kept/deps/file; cd sub/deps && ${changes}`, inputs: [discarded('/work/sub/deps'), { from: at.input, to: '/work/kept/deps' }], workspace: layered, prints: 'inputchangednewnew\n' },
    { id: 'input.in-layer-after', says: 'Without the input the workspace has what was changed in it, and nothing else.', text: 'cat new; find . | sort | tr "\\n" " "', inputs: [], workspace: layered, prints: 'own. ./file ./kept ./link ./new ./sub ' },
    { id: 'input.file', says: 'A file can be seen in a workspace.', text: 'cat sub/one; ls sub', inputs: [{ from: join(at.input, 'file'), to: '/work/sub/one' }], workspace: readOnly, prints: 'inputone\n' },
  ];
  const results: CheckResult[] = [];
  for (const { id, says, text, inputs, workspace, prints } of tried) {
    results.push(...(await unlessRefused(async () => {
      const { outcome, stdout } = await runOrder(sandbox, ['sh', '-c', text], { inputs, workspace });
      return [{ id, says, ok: stdout === prints, detail: stdout === prints ? '' : `${JSON.stringify(outcome)} ${stdout.slice(0, 200)}` }];
    })));
  }
  return [...results, await throughLink(sandbox, at), await throughLinkOfInput(sandbox, at), unchanged(at)];
}

interface Laid {
  readonly base: string;
  readonly layer: string;
  readonly input: string;
  readonly target: string;
}

function layOut(directory: string): Laid {
  const at = { base: join(directory, 'inputs-base'), layer: join(directory, 'inputs-layer'), input: join(directory, 'input'), target: join(directory, 'inputs-target') };
  for (const path of [at.base, join(at.base, 'sub'), join(at.base, 'kept'), at.input, join(at.input, 'inner'), at.target]) mkdirSync(path);
  writeFileSync(join(at.base, 'file'), 'base');
  symlinkSync(at.target, join(at.base, 'link'));
  writeFileSync(join(at.input, 'file'), 'input');
  writeFileSync(join(at.input, 'inner', 'deep'), 'deep');
  // Nobody's rights are what keeps it as it is.
  chmodSync(at.input, 0o777);
  chmodSync(join(at.input, 'file'), 0o666);
  return at;
}

/** A link in a candidate must not say where something is mounted while the box is made. */
async function throughLink(sandbox: Sandbox, { base, input, target }: Laid): Promise<CheckResult> {
  const [id, says] = ['input.through-link', 'No input is put where a link of the workspace leads.'];
  try {
    await runOrder(sandbox, ['true'], { inputs: [{ from: input, to: '/work/link/deps' }], workspace: { base, layer: null } });
    return { id, says, ok: false, detail: 'the order was run' };
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    return { id, says, ok: readdirSync(target).length === 0, detail: `${target} has changed` };
  }
}

/** bubblewrap has the machine's root at this place while it makes a box, and would make directories there. */
const duringSetup = '/oldroot';

async function throughLinkOfInput(sandbox: Sandbox, { input, target }: Laid): Promise<CheckResult> {
  const [id, says] = ['input.through-link-of-input', 'Nor where a link of another input leads.'];
  const outer = join(target, '..', 'inputs-outer');
  mkdirSync(outer);
  symlinkSync(join(duringSetup, target), join(outer, 'link'));
  chmodSync(target, 0o777);
  try {
    const inputs: readonly Input[] = [{ from: outer, to: '/opt/outer' }, { from: input, to: '/opt/outer/link/deps' }];
    await runOrder(sandbox, ['true'], { inputs });
    return { id, says, ok: false, detail: `the order was run; in ${target} there is now ${readdirSync(target).join()}` };
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    return { id, says, ok: readdirSync(target).length === 0 && error.message.includes('is a symbolic link'), detail: `${error.message}; in ${target} there is now ${readdirSync(target).join()}` };
  }
}

function unchanged({ base, input, target }: Laid): CheckResult {
  const found = [
    readdirSync(base).join(), readFileSync(join(base, 'file'), 'utf8'), readlinkSync(join(base, 'link')) === target, readdirSync(join(base, 'sub')).join(),
    readdirSync(join(base, 'kept')).join(), readdirSync(input).join(), readFileSync(join(input, 'file'), 'utf8'), readdirSync(join(input, 'inner')).join(),
    lstatSync(join(input, 'inner', 'deep')).size,
  ].join(' ');
  const ok = found === 'file,kept,link,sub base true   file,inner input deep 4';
  return { id: 'input.unchanged', says: 'Inputs and bases of the host stay as they are.', ok, detail: ok ? '' : found };
}
