/**
 * The plan that a run freezes: workflows, agents, gates and limits, as plain data.
 *
 * This is the one shape behind every notation. Everything is JSON; lists of named things are
 * arrays, so that no name can collide with a property of an object. Money is whole micro-dollars.
 */

export type TaskKind = 'test' | 'code' | 'refactor' | 'docs' | 'deps';
export const taskKinds: readonly TaskKind[] = ['test', 'code', 'refactor', 'docs', 'deps'];

export type Effort = 'low' | 'medium' | 'high';
export const efforts: readonly Effort[] = ['low', 'medium', 'high'];

/** What a lease may cost at most, and what a budget holds. `null` means: not limited by this. */
export interface Amount {
  readonly usdMicros: number;
  readonly tokens: number;
}

export interface Ir {
  readonly espalier: 1;
  /** Name of the workflow that the run's root frame executes. */
  readonly root: string;
  readonly workflows: readonly Workflow[];
  readonly agents: readonly AgentDecl[];
  readonly sandboxes: readonly SandboxDecl[];
  readonly gates: readonly GateDecl[];
  /** Gates the tip must pass, cheap first. Run on the base as well (B5). */
  readonly landing: readonly string[];
  readonly paths: PathClasses;
  readonly budget: Budget;
  readonly limits: Limits;
  /** Who may answer and publish. Empty: any person the edge has identified (R2). */
  readonly people: readonly Person[];
  readonly services?: readonly ServiceDecl[];
  readonly sources?: readonly SourceDecl[];
  readonly hosts?: readonly HostsDecl[];
  readonly waivers?: readonly WaiverDecl[];
}

/** A server that runs beside a gate or a command, on the loopback that the two share. */
export interface ServiceDecl {
  readonly name: string;
  readonly command: string;
  /** A command that exits 0 once the service answers. */
  readonly ready?: string;
  readonly port?: number;
  readonly sandbox?: string;
}

/** Text from outside, printed by a command of the person's own. Never to be trusted. */
export interface SourceDecl {
  readonly name: string;
  readonly command: string;
}

/** Hosts that a sandbox may reach through the gateway: a way out. */
export interface HostsDecl {
  readonly name: string;
  /** `registry.npmjs.org` or `registry.npmjs.org:443`. */
  readonly allow: readonly string[];
}

/** A person's word that a step may have private code, untrusted text and a way out together. */
export interface WaiverDecl {
  readonly name: string;
  readonly reason: string;
}

export interface Person {
  readonly name: string;
  readonly may: readonly ('answer' | 'publish')[];
}

export interface AgentDecl {
  readonly name: string;
  readonly use: string;
  readonly model?: string;
  readonly effort?: Effort;
  /** Reserved by each lease of this agent (R4); the run's default otherwise. */
  readonly allowance?: Amount;
  /** Files that the agent is given, hashed into the run. */
  readonly instructions?: readonly string[];
  readonly skills?: readonly string[];
  /** What is run, where `use` says no more than that it is a command. */
  readonly command?: string;
}

/** Each property is a demand: a sandbox that cannot hold it is refused, never used without it. */
export interface SandboxDecl {
  readonly name: string;
  readonly use: string;
  readonly image?: string;
  readonly memoryBytes?: number;
  readonly diskBytes?: number;
  readonly pids?: number;
  readonly cpus?: number;
  /** Names of `hosts`. */
  readonly reaches?: readonly string[];
  /** What the machine must offer. */
  readonly needs?: readonly string[];
}

export interface GateDecl {
  readonly name: string;
  readonly command: string;
  /** Absent: the first of `sandboxes`. */
  readonly sandbox?: string;
  /** `static` judges without running tests; `tests` runs them and so must be able to go red (E8). */
  readonly role: 'static' | 'tests';
  /** Kinds of task it judges; absent: all. */
  readonly kinds?: readonly TaskKind[];
  /** Whether a green needs the host's failing control to have gone red. Default: role is `tests`. */
  readonly control?: boolean;
  readonly services?: readonly string[];
  /** Files below the workspace in which its command says what its tests did: JUnit, TAP or SARIF. They never decide (E1, E7). */
  readonly reports?: readonly string[];
  /** What its command writes into the workspace is thrown away; absent: it cannot write there. */
  readonly writes?: 'discarded';
  /** At `.git` its command finds a repository made up of the candidate's files alone; absent: there is none. */
  readonly git?: 'synthetic';
  readonly timeoutMs?: number;
}

/** Globs that classify paths. They never grant anything. */
export interface PathClasses {
  readonly tests: readonly string[];
  readonly protect: readonly string[];
  readonly manifests: readonly string[];
  readonly docs: readonly string[];
  /** Of what is run elsewhere (pipelines, hooks, agents' settings, …) what may be changed; otherwise nothing of it. */
  readonly elsewhere?: readonly string[];
}

/** `null`: no such limit. */
export interface Budget {
  readonly usdMicros: number | null;
  readonly tokens: number | null;
  readonly timeMs: number | null;
}

export interface Limits {
  /** Live leases in the run (L5). */
  readonly leases: number;
  /** Decisions waiting for people, at which no task takes its first lease (R3). */
  readonly inbox: number;
  readonly leaseMs: number;
  readonly leaseLifetimeMs: number;
  /** Faults of the infrastructure that one order may meet (T3). */
  readonly retries: number;
  readonly backoffMs: number;
  readonly backoffMaxMs: number;
  readonly rateLimits: number;
  /** Visits that conflicts, and ejections for others' faults, may cause on a line (T3). */
  readonly conflicts: number;
  readonly ejections: number;
  /** Default `max` of a step. */
  readonly visits: number;
  /** The same failure signature, or the same candidate, on one line (R7). */
  readonly repeats: number;
  readonly followUpDepth: number;
  readonly followUps: number;
  readonly tasks: number;
  /** Largest prefix of the landing queue put under gate at once. 1 proves each commit. */
  readonly batch: number;
  /** Prefixes under gate at the same time. */
  readonly probes: number;
  /** Turns of one dialogue. */
  readonly turns: number;
  /** Reserved by each lease of an agent without an allowance of its own (R4). */
  readonly allowance: Amount;
}

export interface Workflow {
  readonly name: string;
  readonly inputs: readonly Input[];
  readonly start: string;
  readonly steps: readonly Step[];
}

export interface Input {
  readonly name: string;
  readonly type: 'text' | 'number' | 'task' | 'tasks';
  /** Absent: it must be given. */
  readonly default?: string;
}

/**
 * Where an outcome leads. `end` may carry the word with which a `call` of this workflow ends
 * (default `ok`); `halt` ends the frame without its goal.
 */
export interface Wire {
  readonly on: string;
  readonly to: string;
  readonly as?: string;
}

interface StepBase {
  readonly name: string;
  readonly wires: readonly Wire[];
  /** Attempts on a line (T3). */
  readonly max?: number;
  /** Wall clock of one order, or of a question; enforced by the hand, or by a timer. */
  readonly timeoutMs?: number;
}

export type Step =
  | RunStep | AgentStep | GateStep | MeasureStep | AskStep | TalkStep
  | GrowStep | CallStep | LandStep | PublishStep | WaitStep;
export type StepKind = Step['kind'];

/** `task.writes`: the claims of the frame's task. A list: literal paths or `dir/**`. */
export type Writes = 'task.writes' | readonly string[];

/** What may have private code, text from outside and a way out: only under a waiver of the person's. */
interface Waivable {
  readonly waiver?: string;
}

/** What a leaf is given besides its order. */
interface LeafParts extends Waivable {
  /** Names of `sources`: text from outside. */
  readonly reads?: readonly string[];
  readonly writes?: Writes;
  /** Takes away from a list of `writes` what this kind of task never touches (E2). */
  readonly writesKind?: TaskKind;
  /** Start from the line's base instead of its candidate. */
  readonly fresh?: boolean;
}

export interface RunStep extends StepBase, LeafParts {
  readonly kind: 'run';
  /** Empty when there is a `script`. */
  readonly command: string;
  /** A file beside the workflow, hashed into the run; the leaf cannot change it. */
  readonly script?: string;
  readonly sandbox?: string;
  readonly services?: readonly string[];
  /** Words the command may end with, through a file; absent: `ok` and `fail`. */
  readonly outcomes?: readonly string[];
}

export interface AgentStep extends StepBase, LeafParts {
  readonly kind: 'agent';
  /** One agent, a ladder (see `by`), or with `panel` several at once. */
  readonly agents: readonly string[];
  readonly by?: 'attempt' | 'effort';
  readonly panel?: boolean;
  readonly prompt: string;
  readonly sandbox?: string;
  readonly returns?: 'tasks' | 'data';
  /** Extra words the agent may end with. */
  readonly outcomes?: readonly string[];
  /** The word that approves the line's patch, and the word that does not. */
  readonly approves?: string;
  readonly otherwise?: string;
  /** Times a session that stopped early is continued within one attempt. */
  readonly continues?: number;
  readonly session?: 'afresh' | 'resume';
}

export interface GateStep extends StepBase {
  readonly kind: 'gate';
  readonly gates: readonly string[];
}

/** A gate that yields a number, on the candidate and on its base in alternation. `reached` is the word of a `target`. */
export interface MeasureStep extends StepBase {
  readonly kind: 'measure';
  readonly gate: string;
  readonly better: 'higher' | 'lower';
  readonly target?: number;
  /** Pairs of runs; 5, if it is not said. */
  readonly repeat?: number;
}

export interface AskStep extends StepBase {
  readonly kind: 'ask';
  readonly question: string;
  /** What is shown and hashed: a step's returned plan, the line's candidate, or nothing else. */
  readonly show?: string;
  /** The word that approves the line's patch, bound to its hash. */
  readonly approves?: string;
}

/** A person and an agent in dialogue until the person says a wired word. */
export interface TalkStep extends StepBase, Waivable {
  readonly kind: 'talk';
  readonly agents: readonly string[];
  readonly prompt: string;
}

export interface GrowStep extends StepBase {
  readonly kind: 'grow';
  /** The step whose `returns tasks` is grown. */
  readonly tasks: string;
  readonly workflows: readonly { readonly kind: TaskKind; readonly workflow: string }[];
  readonly parallel: number;
  /** Tasks may start although the base is red (B5). */
  readonly repairsBase?: boolean;
}

export interface CallStep extends StepBase {
  readonly kind: 'call';
  readonly workflow: string;
  /** What the inputs of the called workflow are given. */
  readonly arguments?: readonly Argument[];
  readonly explore?: { readonly branches: number; readonly pick: 'first' | 'best' };
}

/** A text or number as it is, an input of the calling workflow, or what one of its steps ended with. */
export interface Argument {
  readonly input: string;
  readonly value:
    | { readonly from: 'literal'; readonly text: string }
    | { readonly from: 'input'; readonly name: string }
    | { readonly from: 'step'; readonly step: string; readonly what: 'text' | 'data' | 'tasks' };
}

export interface LandStep extends StepBase {
  readonly kind: 'land';
  /** Every group needs an approval by one of its steps (E5). */
  readonly approvedBy: readonly (readonly string[])[];
}

export interface PublishStep extends StepBase {
  readonly kind: 'publish';
  readonly remote: string;
  readonly branch: string;
}

/** `afterMs` alone: a timer. With `command`: a poll every `everyMs`, at most `max` times. */
export interface WaitStep extends StepBase, Waivable {
  readonly kind: 'wait';
  readonly afterMs?: number;
  readonly sandbox?: string;
  readonly command?: string;
  readonly everyMs?: number;
  readonly outcomes?: readonly string[];
}

/** One node of a decomposition, as an agent returns it. */
export interface TaskSpec {
  readonly id: string;
  readonly title: string;
  readonly spec: string;
  readonly kind: TaskKind;
  readonly unit?: string;
  readonly effort?: Effort;
  readonly writes: readonly string[];
  readonly needs: readonly string[];
  readonly contract?: string;
  readonly judgedBy?: readonly string[];
  readonly control?: string;
  readonly mayBeEmpty?: boolean;
}
