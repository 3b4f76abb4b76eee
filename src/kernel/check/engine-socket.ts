/**
 * A command that would need the socket of a container engine. Who speaks to that socket is root on
 * the machine, so it is never passed into a sandbox; a command that cannot work without it is refused
 * by name, before it fails in a way that nobody understands.
 */
import { quoted } from '../phrase.ts';
import type { IrPath, Plan } from './plan.ts';
import { plain } from './plan.ts';

export const engineSockets: readonly string[] = [
  'docker.sock', 'podman.sock', 'containerd.sock', 'crio.sock', 'cri-dockerd.sock', 'buildkitd.sock',
];
const programs: readonly string[] = ['docker', 'docker-compose', 'podman', 'podman-compose', 'podman-remote', 'nerdctl', 'crictl'];
const wordCharacters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-';

/** The socket that a text names, if any. */
export function engineSocketIn(text: string): string | null {
  return engineSockets.find((name) => {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      const [before = ' ', after = ' '] = [text[at - 1], text[at + name.length]];
      if (!wordCharacters.includes(before) && !wordCharacters.includes(after)) return true;
    }
    return false;
  }) ?? null;
}

/** What a shell text needs of a container engine: the socket that it names, or a program that does nothing without one. */
export function engineNeedOf(text: string): string | null {
  return engineSocketIn(text) ?? begun(text).find((word) => programs.includes(word.slice(word.lastIndexOf('/') + 1))) ?? null;
}

const separators = ';&|()\n';
/** Words that another command follows. */
const leading: readonly string[] = ['exec', 'sudo', 'env', 'command', 'time', 'then', 'do', 'else', 'if', 'while', 'until', '!', '{'];

/** The first word of each command of a text, as far as one can tell without being a shell. */
function begun(text: string): readonly string[] {
  const found: string[] = [];
  let [word, isFirst] = ['', true];
  for (const character of `${text}\n`) {
    const isEnd = separators.includes(character);
    if (!isEnd && character !== ' ' && character !== '\t') {
      word += character;
      continue;
    }
    if (word !== '' && isFirst) {
      found.push(word);
      isFirst = leading.includes(word) || word.includes('=');
    }
    word = '';
    if (isEnd) isFirst = true;
  }
  return found;
}

export function checkEngineSockets(plan: Plan): void {
  const { services = [], gates, workflows } = plan.ir;
  for (const [at, { name, command, ready }] of services.entries()) {
    blame(plan, { where: `service ${plain(name)}`, path: ['services', at, 'command'] }, command);
    blame(plan, { where: `service ${plain(name)}`, path: ['services', at, 'ready'] }, ready);
  }
  for (const [at, { name, command }] of gates.entries()) blame(plan, { where: `gate ${plain(name)}`, path: ['gates', at, 'command'] }, command);
  for (const [at, { name, steps }] of workflows.entries()) {
    for (const [place, step] of steps.entries()) {
      if (step.kind === 'run') blame(plan, { where: `step ${plain(name)}/${plain(step.name)}`, path: ['workflows', at, 'steps', place, 'command'] }, step.command);
    }
  }
}

function blame(plan: Plan, { where, path }: { readonly where: string; readonly path: IrPath }, command: string | undefined): void {
  const need = command === undefined ? null : engineNeedOf(command);
  if (need === null) return;
  plan.faults.push({
    code: 'engine-socket', path, where, found: `needs ${quoted(need)}, and the socket of a container engine is never passed into a sandbox`,
    instead: 'the program itself, such as `postgres`, or a sandbox with an image',
  });
}
