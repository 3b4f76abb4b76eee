/** The adapters that this version knows, and what each of them holds. */
import type { Adapters } from '../ports/capabilities.ts';

export const adapters: Adapters = {
  sandboxes: [
    // What it holds differs from machine to machine: nothing, until a proof of this one is read here.
    { name: 'bubblewrap', built: true, holds: [] },
    ...['oci', 'microvm'].map((name) => ({ name, built: false, holds: [] })),
  ],
  agents: [
    ...['claude', 'codex', 'opencode', 'gemini', 'pi', 'acp', 'command'].map((name) => ({ name, built: false, holds: [] })),
    // It plays what it is told to, so that whatever can be asked of an agent can be rehearsed.
    { name: 'scripted', built: true, holds: ['resume', 'continue', 'instructions', 'skills'] },
  ],
  defaultSandbox: 'bubblewrap',
};
