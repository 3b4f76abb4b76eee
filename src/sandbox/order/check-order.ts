/** An order that no box can perform as it stands is refused before anything is made, with what is wrong. */

import { lstatSync, statSync } from 'node:fs';
import { isAbsolute, normalize } from 'node:path';
import { type Input, SandboxError, type SandboxOrder } from '../../ports/sandbox.ts';
import { engineNeed } from './engine-need.ts';
import { listensWithin } from './listens-within.ts';
import { isInWorkspace } from './mount-points.ts';
import { linkToPlace } from './nested-inputs.ts';

/** Mounts of a box's own, which an input must not cover. */
const ownPaths = ['/', '/usr', '/proc', '/dev', '/sys', '/etc', '/tmp', '/work', '/bin', '/sbin', '/lib', '/lib64', '/run/espalier/way-out.sock'];
const mostPids = 1_000_000;
/** What a clock of Node's can be set to; one that is set to more rings at once. */
const longestMs = 2 ** 31 - 1;

export function checkOrder(order: SandboxOrder): void {
  const { id, command, env, inputs, workspace, wayOut } = order;
  must(/^[A-Za-z0-9][\w.-]{0,99}$/.test(id), `its id ${JSON.stringify(id)} is no name: letters, digits, -, _ and .`);
  must(command.length > 0 && command[0] !== '', 'its command is empty');
  must([...command, ...Object.entries(env).flat()].every((text) => !text.includes('\0')), 'a text of it holds a NUL');
  for (const name of Object.keys(env)) must(name !== '' && !name.includes('='), `${JSON.stringify(name)} is no name of a variable`);
  checkServices(order);
  for (const input of inputs) {
    const { from, to, writes } = input;
    must(isAbsolute(from) && isAbsolute(to) && normalize(to) === to && !to.endsWith('/'), `the input ${from} at ${to} is no pair of whole paths`);
    must(!ownPaths.includes(to) && !/^\/(proc|dev|sys)\//.test(to), `an input cannot be at ${to}: the box has its own`);
    must(exists(from), `there is no input ${from}`);
    must(statSync(from, { throwIfNoEntry: false })?.isSocket() !== true, `the input ${from} is a socket: the one that an order can have is its way out`);
    must(writes === 'discarded' || listensWithin(from) === null, `the input ${from} has a socket in it on which something of this machine listens: ${listensWithin(from) ?? ''}`);
    must(writes !== 'discarded' || statSync(from).isDirectory(), `what is written to the input at ${to} cannot be discarded: it is no directory`);
    const link = linkToPlace(input, inputs);
    must(link === null, `an input cannot be at ${to}: in another input ${link ?? ''} is a symbolic link`);
    must(!isWithinAnother(to, inputs), `the input at ${to} lies in another that is in the workspace`);
  }
  if (workspace !== null) {
    must(isAbsolute(workspace.base) && isAbsolute(workspace.layer ?? '/'), 'its workspace is no pair of whole paths');
    must(statSync(workspace.base, { throwIfNoEntry: false })?.isDirectory() === true, `there is no directory ${workspace.base}`);
  }
  // Through an overlay or a copy nobody answers.
  const bare = workspace === null || workspace.layer !== null ? null : listensWithin(workspace.base);
  must(bare === null, `its workspace, which cannot be changed, has a socket in it on which something of this machine listens: ${bare ?? ''}`);
  if (wayOut !== null) must(statSync(wayOut.socket, { throwIfNoEntry: false })?.isSocket() === true, `there is no socket ${wayOut.socket}`);
  checkLimits(order);
}

/** Before they are handed to the attendant as well: then they are no longer the order's. */
export function checkServices(order: SandboxOrder): void {
  const need = engineNeed(order);
  must(need === null, `it needs ${need ?? ''}, and the socket of a container engine is never passed in: start the program itself, or use an image`);
  const names = order.services.map(({ name }) => name);
  must(new Set(names).size === names.length, 'two of its services have one name');
  for (const { name, command, ready, port, readyMs } of order.services) {
    must(/^[A-Za-z0-9][\w.-]{0,99}$/.test(name), `the name of its service ${JSON.stringify(name)} is none: letters, digits, -, _ and .`);
    must([command, ready ?? ['-']].every(([program = '']) => program !== ''), `a command of its service ${name} is empty`);
    must([...command, ...(ready ?? [])].every((text) => !text.includes('\0')), `a text of its service ${name} holds a NUL`);
    must(port === null || isPort(port), `the port of its service ${name} is none: ${port}`);
    must(Number.isSafeInteger(readyMs) && readyMs > 0 && readyMs <= longestMs, `the time of its service ${name} is no whole number of ms above 0: ${readyMs}`);
  }
  const port = order.wayOut?.port ?? null;
  must(port === null || isPort(port), `the port of its way out is none: ${port}`);
}

function isPort(port: number): boolean {
  return Number.isSafeInteger(port) && port >= 1 && port <= 65_535;
}

export function checkLimits({ limits }: SandboxOrder): void {
  const { cpus, diskBytes, ...whole } = limits;
  const counts = diskBytes === null ? whole : { ...whole, diskBytes };
  for (const [name, value] of Object.entries(counts)) must(Number.isSafeInteger(value) && value > 0, `its limit ${name} is no whole number above 0: ${value}`);
  must(cpus === null || (cpus >= 0.01 && cpus <= 4_096), `its limit cpus is not between 0.01 and 4096: ${cpus}`);
  must(limits.wallMs <= longestMs, `its limit wallMs is above ${longestMs}, 24 days: ${limits.wallMs}`);
  must(limits.pids <= mostPids, `its limit pids is above ${mostPids}: ${limits.pids}`);
}

/** What lies in a candidate's own files could lead anywhere: an input there has no place for another. */
function isWithinAnother(to: string, inputs: readonly Input[]): boolean {
  return inputs.some((other) => isInWorkspace(other) && to.startsWith(`${other.to}/`));
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new SandboxError(`Cannot run the order: ${what}`);
}
