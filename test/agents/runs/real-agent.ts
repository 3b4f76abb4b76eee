/** The agents that a run uses by themselves: what `use` names, found on a PATH as a person would have it, at its pinned version. */

import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { FormatName } from '../../model/format.ts';
import { findAgent } from '../agent-cache.ts';
import { pinnedAgents } from '../pinned-agents.ts';

export interface RealAgent {
  readonly name: 'claude' | 'codex' | 'gemini' | 'opencode' | 'pi';
  readonly model: string;
  /** By whom it is answered, as prices are known. */
  readonly provider: string;
  readonly speaks: FormatName;
  /** As npm links it, where that needs no script of its installation. */
  readonly isLinked: boolean;
  /** A step's `timeout`, by which it has asked its model on a slow machine as well. */
  readonly hangs: string;
}

export const realAgents: Readonly<Record<RealAgent['name'], RealAgent>> = {
  claude: { name: 'claude', model: 'claude-sonnet-4-5', provider: 'anthropic', speaks: 'messages', isLinked: false, hangs: '25s' },
  codex: { name: 'codex', model: 'gpt-5.5', provider: 'openai', speaks: 'responses', isLinked: true, hangs: '20s' },
  gemini: { name: 'gemini', model: 'gemini-2.5-flash', provider: 'gemini', speaks: 'gemini', isLinked: true, hangs: '45s' },
  opencode: { name: 'opencode', model: 'gpt-4.1', provider: 'openai', speaks: 'chat', isLinked: false, hangs: '1m' },
  pi: { name: 'pi', model: 'claude-sonnet-4-5', provider: 'anthropic', speaks: 'messages', isLinked: true, hangs: '25s' },
};

/** In words, why it is not there. */
export function whyNotThere({ name }: RealAgent): string | null {
  const found = findAgent(pinnedAgents[name]);
  return typeof found === 'string' ? found : null;
}

/** A directory for PATH, with nothing in it but the agent. */
export function pathOf({ name, isLinked }: RealAgent, beside: string): string {
  const found = findAgent(pinnedAgents[name]);
  if (typeof found === 'string') throw new Error(found);
  const directory = join(beside, 'programs');
  mkdirSync(directory, { recursive: true });
  symlinkSync(join(found.directory, isLinked ? join('node_modules', '.bin', name) : found.program), join(directory, name));
  return directory;
}
