/**
 * What an agent's program keeps of its session, from one order to the next of the same line and step.
 *
 * The box packs it and only a box unpacks it: here it is bytes, with a first line of ours that says whose
 * it is. It names no path of the host's and none of its own is ever followed here.
 */

import type { AgentCall } from '../ports/agent.ts';
import { orderPath } from '../ports/boxes.ts';
import { homePath, type ReturnedFile } from '../ports/sandbox.ts';

export interface KeptSession {
  /** As `use` names the agent: no other can go on with it. */
  readonly agent: string;
  /** As its program names the session. */
  readonly id: string;
  readonly archive: Uint8Array;
}

export const archivePath = '/tmp/espalier-session.tar.gz';
const mostArchiveBytes = 12 << 20;

export const sessionReturns: readonly ReturnedFile[] = [{ path: archivePath, mostBytes: mostArchiveBytes }];

/** What is put before an agent's command, so that its home is as it left it, and with what was prepared for it. */
export function aroundCommand(call: AgentCall): { readonly command: readonly string[]; readonly files: ReadonlyMap<string, string> } {
  if (call.keeps.length === 0 && call.home.size === 0) return { command: call.command, files: new Map() };
  const files = new Map([['around.sh', call.keeps.length === 0 ? `${preparing}${leaving}` : `${preparing}${packing}${leaving}`], ['keeps', `${call.keeps.join('\n')}\n`]]);
  for (const [path, text] of call.home) files.set(`home/${path}`, text);
  return { command: ['sh', `${orderPath}/around.sh`, ...call.command], files };
}

export const archiveName = 'session.tar.gz';

/** Old files first, so that what is prepared for this order stands. Written by nobody but us; the command comes as arguments. */
const preparing = `if [ -f ${orderPath}/${archiveName} ]; then tar -C "$HOME" --no-same-owner -xzf ${orderPath}/${archiveName} || exit 125; fi
if [ -d ${orderPath}/home ]; then cp -r ${orderPath}/home/. "$HOME"/ && chmod -R u+w "$HOME" || exit 125; fi
"$@"
status=$?
`;

const packing = `tar -C ${homePath} --ignore-failed-read -czf ${archivePath} -T ${orderPath}/keeps 2>/dev/null || rm -f ${archivePath}
`;

const leaving = 'exit $status\n';

export function sessionLeft(agent: string, id: string | null, returned: ReadonlyMap<string, Uint8Array | { readonly why: string }>): KeptSession | null {
  const archive = returned.get(archivePath);
  return id === null || archive === undefined || 'why' in archive ? null : { agent, id, archive };
}

const newline = 10;
const mostHeadBytes = 2_000;

export function sealed({ agent, id, archive }: KeptSession): Uint8Array {
  return Buffer.concat([Buffer.from(`${JSON.stringify({ espalier: 1, agent, id: id.slice(0, 500) })}\n`), archive]);
}

/** `null`: it is none of ours, or another agent's. */
export function opened(bytes: Uint8Array, agent: string): KeptSession | null {
  const end = bytes.indexOf(newline);
  if (end < 0 || end > mostHeadBytes) return null;
  const head: unknown = headOf(bytes.subarray(0, end));
  if (typeof head !== 'object' || head === null || !('agent' in head) || !('id' in head)) return null;
  return head.agent === agent && typeof head.id === 'string' ? { agent, id: head.id, archive: bytes.subarray(end + 1) } : null;
}

function headOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}
