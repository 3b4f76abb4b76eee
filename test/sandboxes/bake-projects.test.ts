/**
 * A small project of each kind, with a dependency from its registry: baked by its lockfiles, and tested with no network and
 * a tree that cannot be changed. A toolchain that is absent skips, and says so.
 */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, describe, test } from 'node:test';
import { bakeLayers } from '../../src/compose/bakes.ts';
import { findToolchains, runBoxed, usualLimits } from '../../src/compose/sandboxes.ts';
import { whyNoBubblewrap } from '../contracts/boxed-order.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';
import { answers } from './answers.ts';

interface Project {
  readonly folder: string;
  /** Where its dependencies come from. */
  readonly registry: string;
  /** What stands for its toolchain. */
  readonly needs: readonly string[];
  readonly command: readonly string[];
  /** What a toolchain may lack, beside the first of its programs: files, or modules of Python. */
  readonly parts?: readonly string[];
  /** What its tests say when they were really run. */
  readonly says: RegExp;
}

const projects: readonly Project[] = [
  { folder: 'npm', registry: 'registry.npmjs.org', needs: ['node'], parts: ['npm'], command: ['npm', 'test'], says: /# pass 3\b/ },
  { folder: 'pip', registry: 'pypi.org', needs: ['python3'], parts: ['import pip, venv, ensurepip'], command: ['pytest'], says: /1 passed/ },
  { folder: 'cargo', registry: 'index.crates.io', needs: ['cargo'], parts: ['/usr/bin/cc'], command: ['cargo', 'test'], says: /1 passed; 0 failed/ },
  { folder: 'go', registry: 'proxy.golang.org', needs: ['go'], command: ['go', 'test', '-v', './...'], says: /^--- PASS: TestSmall/m },
  { folder: 'maven', registry: 'repo.maven.apache.org', needs: ['java', 'mvn'], parts: ['javac'], command: ['mvn', '-B', '-o', 'test'], says: /Tests run: 1, Failures: 0/ },
];

const directory = new TemporaryDirectory();
chmodSync(directory.path, 0o755);
after(() => directory.remove());
const path = process.env['PATH'] ?? '';
const machine = { directory: directory.path, path };
const toolchains = findToolchains({ path, home: process.env['HOME'] ?? null, env: process.env });
const why = process.platform === 'linux' ? await whyNoBubblewrap() : 'it needs Linux';
const limits = { ...usualLimits, wallMs: 600_000, pids: 2_048 };

/** Why a project cannot be tried here; `null`: it can. */
function whyNot({ needs, parts = [] }: Project): string | null {
  const missing = needs.find((name) => !toolchains.found.some((one) => one.name === name));
  if (why !== null || missing !== undefined) return why ?? `there is no ${missing ?? ''} on PATH`;
  const first = toolchains.found.find(({ name }) => name === needs[0]);
  const lacking = parts.find((part) => (
    part.startsWith('import ') ? spawnSync(first?.program ?? '', ['-c', part]).status !== 0 : !existsSync(resolve(first?.bin ?? '/', part))
  ));
  return lacking === undefined ? null : `${first?.program ?? ''} lacks ${lacking}`;
}

async function bakeProject({ folder }: Project): Promise<{ readonly workspace: string; readonly key: string; readonly isHit: boolean }> {
  const workspace = join(directory.path, folder);
  cpSync(join(import.meta.dirname, 'fixtures', folder), workspace, { recursive: true });
  let said = '';
  const say = (text: string): void => { said = (said + text).slice(-4_000); };
  const baked = await bakeLayers(machine, {
    use: 'bubblewrap', workspace, own: null, allow: [], toolchains, limits, demands: [], onOutput: (_, bytes) => say(Buffer.from(bytes).toString()),
    onBegin: () => undefined, onSaid: (line) => say(`${line}\n`),
  }).catch((error: unknown) => assert.fail(`${String(error)}\n${said}`));
  return { workspace, key: baked[0]?.layer.key ?? '', isHit: baked[0]?.isHit ?? false };
}

const answering = await Promise.all(projects.map(({ registry }) => answers(registry)));

describe('an offline gate of a project', { concurrency: 2 }, () => {
  for (const [at, project] of projects.entries()) {
    const reason = whyNot(project) ?? (answering[at] === true ? null : `${project.registry} does not answer from here`);
    test(`${project.command.join(' ')}`, reason === null ? {} : { skip: reason }, async () => {
      const { workspace, key, isHit } = await bakeProject(project);
      assert.equal(isHit, false);
      assert.deepEqual(await bakeProject(project), { workspace, key, isHit: true }, 'with the same lockfiles there is nothing to bake');
      const text = 'echo x > new-file 2>/dev/null && echo THE TREE CAN BE WRITTEN; exec "$@"';
      let output = '';
      const outcome = await runBoxed(machine, {
        use: 'bubblewrap', command: ['sh', '-c', text, 'sh', ...project.command], workspace, isReadOnly: true, isRepository: false, baked: [key], image: null, limits, toolchains, demands: [], allow: null,
        onRefused: () => undefined, onSwept: () => undefined, onOutput: (_, bytes) => { output += Buffer.from(bytes).toString(); },
      });
      assert.deepEqual(outcome, { kind: 'exit', code: 0 }, output.slice(-4_000));
      assert.match(output, project.says);
      assert.ok(!output.includes('THE TREE CAN BE WRITTEN'));
    });
  }
});
