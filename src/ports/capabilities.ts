/**
 * What an adapter can hold: the checker refuses a plan that demands more of it.
 *
 * A capability is something that a workflow can ask for and that would be worth nothing as a mere
 * wish. An adapter that is not built holds nothing.
 */

/** What a sandbox can hold a leaf to, or give it. */
export const sandboxCapabilities = ['memory', 'disk', 'pids', 'cpus', 'image', 'reaches', 'needs', 'services'] as const;
export type SandboxCapability = (typeof sandboxCapabilities)[number];

/** What can be asked of an agent. */
export type AgentCapability = 'resume' | 'continue' | 'instructions' | 'skills' | 'command';

export interface AdapterDescription<Capability> {
  /** As `use` names it. */
  readonly name: string;
  readonly built: boolean;
  readonly holds: readonly Capability[];
  /** What to do about something that is not among them; absent: leave it out. */
  readonly remedy?: (capability: Capability) => string;
  /** Why it is known not to hold something, by what it is or because it was tried; `null`, and absent: it is not known to be so. */
  readonly lacks?: (capability: Capability) => string | null;
}

export interface AgentDescription extends AdapterDescription<AgentCapability> {
  /** Whether its program has no model of its own. */
  readonly needsModel?: boolean;
  /** Whether it asks a model: `named`, where one is named; absent: never. */
  readonly asks?: 'always' | 'named';
}

/** The adapters that there are, built or not. */
export interface Adapters {
  readonly sandboxes: readonly AdapterDescription<SandboxCapability>[];
  readonly agents: readonly AgentDescription[];
  /** What a step or gate without a sandbox of its own is run in. */
  readonly defaultSandbox: string;
}
