/** A plan while the blocks of several files are put into it. */
import type {
  AgentDecl, Budget, GateDecl, HostsDecl, Limits, PathClasses, Person, SandboxDecl, ServiceDecl, SourceDecl, WaiverDecl,
  Workflow,
} from '../../kernel/ir.ts';
import type { Provider, Registry } from '../../ports/provider.ts';
import { type DayBudget, noDay } from './lower-day.ts';
import type { Place } from './places.ts';

export interface Draft {
  /** Of a person's own configuration, and not of a plan. */
  readonly isOwn: boolean;
  root: string | null;
  landing: readonly string[];
  budget: Budget | null;
  day: DayBudget;
  /** Only what was said. */
  limits: Partial<Limits>;
  paths: Partial<PathClasses>;
  readonly workflows: Workflow[];
  readonly agents: AgentDecl[];
  readonly sandboxes: SandboxDecl[];
  readonly services: ServiceDecl[];
  readonly gates: GateDecl[];
  readonly people: Person[];
  readonly sources: SourceDecl[];
  readonly hosts: HostsDecl[];
  readonly waivers: WaiverDecl[];
  readonly providers: Provider[];
  readonly registries: Registry[];
  /** Where each setting that a plan has once was said, by its keyword. */
  readonly once: Map<string, Place>;
}

export function newDraft(isOwn: boolean = false): Draft {
  return {
    isOwn, root: null, landing: [], budget: null, day: noDay, limits: {}, paths: {},
    workflows: [], agents: [], sandboxes: [], services: [], gates: [], people: [], sources: [], hosts: [], waivers: [], providers: [], registries: [],
    once: new Map(),
  };
}
