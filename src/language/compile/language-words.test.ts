import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { Adapters } from '../../ports/capabilities.ts';
import { readJson } from '../notation/read-json.ts';
import { readPlan } from '../notation/read-plan.ts';
import { compile, compileNotation } from './compile.ts';
import { MemorySourceFiles } from './memory-source-files.ts';

const adapters: Adapters = {
  sandboxes: [{ name: 'bubblewrap', built: true, holds: ['memory', 'disk', 'pids'] }],
  agents: [{ name: 'scripted', built: true, holds: [] }], defaultSandbox: 'bubblewrap',
};
const text = `espalier 1
agent a { use scripted }
sandbox box { use bubblewrap  memory 1K  disk 1500 }
limits { lease-time 5m  lease-life 2m  backoff 5s  backoff-max 1s  rate-limits 200K }
workflow w {
  step one { agent a  prompt "p.md"  approves yes  yes -> end  fail -> halt }
}
`;

const prompt = ['p.md', 'Look.\n'] as const;
const request = (name: string, own: string, config: string = 'espalier 1\n') => ({
  entry: name, files: new MemorySourceFiles(new Map([[name, own], prompt, ['config:/config.esp', config]])), adapters, person: 'config:/config.esp',
});
const said = ({ findings }: { readonly findings: readonly { readonly message: string; readonly hint?: string }[] }): readonly string[] =>
  findings.map(({ message, hint = '' }) => `${message}: ${hint}`);

test('in a workflow they are the language\'s words, and sizes as it writes them', () => {
  deepEqual(said(compile(request('w.esp', text))), [
    'sandbox `box` has `memory` of 1K: a size from 1M to 65536G',
    'sandbox `box` has `disk` of 1500: a size from 1M to 1048576G',
    'a lease may live shorter than it lasts: `lease-life` at least `lease-time`',
    'the longest backoff is shorter than the first: `backoff-max` at least `backoff`',
    '`rate-limits` is 200000: a whole number from 0 to 100000',
    'step `one` has an `approves` and no `else`: both words, or neither',
  ]);
});

test('in a plan they are its fields, but for what the person\'s own configuration says', () => {
  const sound = compile(request('w.esp', text.replace(/^(sandbox|limits).*\n/gm, '').replace('approves yes  yes', 'ok'))).ir;
  const plan = JSON.stringify(sound).replace('"rateLimits":100', '"rateLimits":200000').replace('"sandboxes":[]', '"sandboxes":[{"name":"box","use":"bubblewrap","memoryBytes":1024}]');
  const read = (config?: string): readonly string[] => said(compileNotation(request('w.json', plan, config), (noted) => readPlan(noted, readJson)));
  deepEqual(read(), [
    'sandbox `box` has `memoryBytes` of 1024: a whole number from 1048576 to 70368744177664', '`rateLimits` is 200000: a whole number from 0 to 100000',
  ]);
  deepEqual(read('espalier 1\nlimits { repeats 1 }\n').slice(-1), ['`repeats` is 1: a whole number from 2 to 1000']);
});
