/** `agents`: what a machine has, told by its files and its environment alone. */

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { testedVersions } from '../../src/agents/tested-versions.ts';
import { pinnedAgents } from '../agents/pinned-agents.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';
import { espalier } from './program.ts';

const directory = new TemporaryDirectory();
after(() => directory.remove());
const state = directory.path;
const [bin, ran] = [join(state, 'bin'), join(state, 'ran')];
const own = join(state, 'node_modules', '@anthropic-ai', 'claude-code');
mkdirSync(own, { recursive: true });
mkdirSync(bin);
writeFileSync(join(own, 'package.json'), '{ "version": "9.8.7" }');
writeFileSync(join(own, 'claude'), `#!/bin/sh\ntouch ${ran}\n`, { mode: 0o755 });
symlinkSync(join(own, 'claude'), join(bin, 'claude'));
const config = join(state, 'config', 'espalier', 'config.esp');
mkdirSync(join(config, '..'), { recursive: true });
writeFileSync(config, `espalier 1\n\nprovider ours { speaks chat  url "https://models.example.com"  key command "touch ${ran}" }\n`);
const env = { PATH: bin, HOME: state, XDG_CONFIG_HOME: join(state, 'config'), ANTHROPIC_API_KEY: 'sk-never-shown' };

test('each agent is told with its program, its keys and what it is held to, and nothing is run', () => {
  const { stdout, status, stderr } = espalier(['agents', '--json'], { state, env });
  assert.equal(status, 0, stderr);
  const { agents, fault } = JSON.parse(stdout);
  assert.equal(fault, null);
  assert.deepEqual(agents.map(({ name }: { readonly name: string }) => name), ['claude', 'codex', 'gemini', 'opencode', 'pi', 'acp', 'command', 'scripted']);
  const [claude, codex, , opencode, , acp, command, scripted] = agents;
  for (const agent of agents) assert.deepEqual(Object.keys(agent), ['name', 'program', 'install', 'tested', 'keys', 'holds']);
  assert.deepEqual(claude.program, { at: join(own, 'claude'), version: '9.8.7' });
  assert.deepEqual(claude.keys, [{ wire: 'messages', provider: 'anthropic', state: 'there', place: 'the environment variable ANTHROPIC_API_KEY' }]);
  assert.deepEqual([codex.program, codex.keys[0].state], [null, 'missing']);
  assert.match(codex.install, /^npm install --global @openai\/codex@/);
  assert.deepEqual(opencode.keys[1], { wire: 'chat', provider: 'ours', state: 'by a command', place: 'its command' });
  assert.deepEqual([acp.tested.length, acp.holds.command.held, command.holds.resume.held, scripted.keys], [4, true, false, []]);
  for (const { holds } of agents) assert.deepEqual([holds.turns.held, holds.usage.held, holds.time.held], [false, true, true]);
  assert.ok(!stdout.includes('sk-never-shown') && !existsSync(ran));
});

test('for people it is a table, or all of one; a name that is none and a configuration that is wrong are said', () => {
  const all = espalier(['agents'], { state, env });
  assert.match(all.stdout, /^agent +installed +tested +key +held to\nclaude +9\.8\.7 +\d/);
  const one = espalier(['agents', 'codex'], { state, env });
  assert.match(one.stdout, /^codex: not where PATH leads; npm install --global[^\n]*\n {2}tested: codex [^]*missing +the environment variable OPENAI_API_KEY[^]*turns +not held/);
  assert.ok(![all, one].some(({ stdout, stderr }) => `${stdout}${stderr}`.includes('sk-never-shown')));
  const none = espalier(['agents', 'cluade'], { state, env });
  assert.deepEqual([none.status, /There is no agent cluade/.test(none.stderr)], [2, true]);
  writeFileSync(config, 'espalier 1\n\nprovider ours { speaks chat }\n');
  const wrong = espalier(['agents'], { state, env });
  assert.deepEqual([wrong.status, /config\.esp/.test(wrong.stderr)], [1, true], wrong.stderr);
});

test('the versions that are told as tested are those that are', () => {
  const pinned = Object.values(pinnedAgents).map(({ name, version }) => [name === 'claude-acp' ? 'claude-agent-acp' : name, version]);
  assert.deepEqual(testedVersions, Object.fromEntries(pinned));
});
