/**
 * What is to be baked: two commands, what is kept of what they make, and what the result is keyed by.
 *
 * The online half fetches and has a way out to the allowlist; of the workspace it sees the lockfiles
 * alone. The offline half has no way out, and is where what was fetched may run (install scripts).
 */

import { createHash } from 'node:crypto';
import { hostFault } from '../../kernel/check/host-name.ts';
import { homePath, SandboxError, workspacePath } from '../../ports/sandbox.ts';
import type { LockedFile } from './locked-files.ts';

/** Of layers that are made or read otherwise than before. */
export const layerFormat = 1;

export interface BakeRequest {
  readonly name: string;
  /** Files by which the layer is keyed, below the workspace; nothing else of it is seen. */
  readonly lockfiles: readonly string[];
  /** Files that only have to be there, by name: they are empty. */
  readonly stubs?: readonly string[];
  readonly online: readonly string[];
  readonly offline: readonly string[] | null;
  readonly keeps: readonly Keep[];
  /** `host` or `host:port`; otherwise port 443. */
  readonly allow: readonly string[];
  /** Of both halves. */
  readonly env: Readonly<Record<string, string>>;
  readonly gate: GateEnvironment;
  /** Whether what the lockfiles name may run while there is a way out: of a candidate it is not baked unasked. */
  readonly runsOnline?: true;
}

/** A directory, in the workspace or the home: what the halves leave there a gate finds there. */
export interface Keep {
  readonly at: string;
  /** What a gate writes there fails, or is thrown away. */
  readonly writes: 'refused' | 'discarded';
}

/** What a gate's command is told of the layer. */
export interface GateEnvironment {
  readonly env: Readonly<Record<string, string>>;
  /** Directories that its PATH begins with. */
  readonly bins: readonly string[];
}

/**
 * Whose lockfiles they are: the base's, or a candidate's, by the changes that made them what they are. A layer that a
 * candidate's made serves no gate but those of what holds all of these changes.
 */
export type Origin = { readonly kind: 'base' } | { readonly kind: 'candidate'; readonly changes: readonly string[] };

export interface KeyParts {
  readonly request: BakeRequest;
  readonly files: readonly LockedFile[];
  readonly image: string | null;
  /** What else the halves run on: system, architecture, toolchains. */
  readonly platform: readonly string[];
  readonly origin: Origin;
}

export function bakeKey({ request, files, image, platform, origin }: KeyParts): string {
  const { online, offline, keeps, env, gate } = request;
  const parts = [
    layerFormat, online, offline, keeps.map(({ at, writes }) => [at, writes]), sorted(env), sorted(gate.env), gate.bins, image, platform,
    request.allow.map((host) => withPort(host)).toSorted(), files.map(({ path, sha256 }) => [path, sha256]), [origin.kind, origin.kind === 'base' ? '' : origin.changes.toSorted()],
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function sorted(record: Readonly<Record<string, string>>): readonly (readonly string[])[] {
  return Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** `host:port`, in small letters; throws where it is none. */
export function withPort(text: string): string {
  const host = text.toLowerCase();
  const fault = hostFault(host);
  if (fault !== null) throw new SandboxError(`Cannot allow ${text}: it ${fault}`);
  return host.includes(':') ? host : `${host}:443`;
}

/** Throws where something is asked for that no box can do. */
export function checkRequest({ name, keeps, lockfiles, online }: BakeRequest): void {
  const must = (holds: boolean, what: string): void => {
    if (!holds) throw new SandboxError(`Cannot bake ${name}: ${what}`);
  };
  must(online.length > 0, 'there is no command');
  must(lockfiles.length > 0, 'nothing says when it has to be baked anew: name a lockfile');
  must(keeps.length > 0, 'nothing is kept');
  for (const { at } of keeps) {
    must(isBelow(at, workspacePath) || isBelow(at, homePath), `${at} cannot be kept: it lies neither in ${workspacePath} nor in ${homePath}`);
    must(!keeps.some((other) => other.at !== at && isBelow(at, other.at)), `${at} lies in another that is kept`);
    must(keeps.filter((other) => other.at === at).length === 1, `${at} is kept twice`);
    must(!isBelow(at, `${workspacePath}/.git`) && at !== `${workspacePath}/.git`, `${at} cannot be kept: it is git's`);
  }
}

function isBelow(path: string, directory: string): boolean {
  return path.startsWith(`${directory}/`) && !path.split('/').some((part, at) => at > 0 && ['', '.', '..'].includes(part));
}
