/** The real codex, at its pinned version; and the two other ways in which it offers its tools, which depend on the model. */

import { type AgentProfile, agentProfiles } from './agent-profiles.ts';
import { checkAgent } from './agent-checks.ts';

const { codex } = agentProfiles;

function varied(name: string, vary: (command: readonly string[]) => readonly string[]): AgentProfile {
  return {
    ...codex, name, isVariant: true, ends: ['ok'],
    call: (asked) => {
      const boxed = codex.call(asked);
      return { ...boxed, command: vary(boxed.command) };
    },
  };
}

await checkAgent(codex);
// One tool, which takes a program in which the others are functions.
await checkAgent(varied('codex-code-mode', (command) => command.flatMap((word) => (word === '--json' ? [word, '--enable', 'code_mode_only'] : [word]))));
// Tools that come in the conversation, in groups with a name.
await checkAgent(varied('codex-added-tools', (command) => command.map((word) => (word === codex.model ? 'gpt-6-astra' : word))));
