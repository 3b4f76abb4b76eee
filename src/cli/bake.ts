/** `bake`: what an offline gate needs, from the lockfiles of a folder. */

import { type Baked, type BakedLayer, bakeLayers, bakeLimits, listImages, listLayers, type OwnBake, removeKept } from '../compose/bakes.ts';
import { sandboxNames } from '../compose/sandboxes.ts';
import { exitCodes } from './exit-codes.ts';
import { nextLine } from './next.ts';
import { stateDirectoryOf } from './open-journal.ts';
import { counted, short } from './print/amounts.ts';
import { type Span, styled } from './print/line.ts';
import { StreamedLines } from './print/streamed-lines.ts';
import { columns } from './print/table.ts';
import { knownSandbox, limitsOf, listOption, toolchainsOf } from './sandbox.ts';
import { UsageError } from './usage-error.ts';
import type { Act, Call } from './verb.ts';

export const bake: Act = async (call, terminal) => {
  const { options, isJson } = call;
  const { surroundings } = terminal;
  const machine = { directory: stateDirectoryOf(surroundings), path: surroundings.env['PATH'] ?? '' };
  if (options.has('list')) {
    const [layers, images] = [listLayers(machine), listImages(machine)];
    if (isJson) terminal.json({ layers, images });
    else terminal.print(...columns([...layers.map((layer) => [short(layer.key), ...cells(layer)]), ...images.map((id) => [short(id), 'an unpacked image'])]));
    return exitCodes.ok;
  }
  if (options.has('remove')) {
    const removed = await removeKept(machine, listOption(call, 'remove'));
    if (isJson) terminal.json({ removed });
    else terminal.print(...columns(removed.map(({ kind, key }) => [short(key), `${kind} removed`])));
    return exitCodes.ok;
  }
  const workspace = options.get('workspace') ?? '.';
  const output = new StreamedLines((line) => terminal.say(line));
  const baked = await bakeLayers(machine, {
    use: knownSandbox(options.get('with') ?? sandboxNames[0] ?? ''), workspace, own: ownBake(call), allow: listOption(call, 'allow'),
    toolchains: toolchainsOf(call, terminal), limits: limitsOf(call, bakeLimits),
    demands: (['memory', 'pids'] as const).filter((name) => options.has(name)),
    onOutput: (_, bytes) => output.add(bytes),
    onBegin: (name) => terminal.say([styled('dim', 'baking '), name]),
    onSaid: (line) => terminal.say(line),
  }).finally(() => output.end());
  if (isJson) {
    terminal.json({ layers: baked.map(({ layer, isHit }) => ({ ...layer, isHit })) });
    return exitCodes.ok;
  }
  terminal.print(...columns(baked.map(({ layer, isHit }): readonly Span[] => [short(layer.key), styled('good', isHit ? 'was there' : 'baked'), ...cells(layer)])));
  terminal.say(nextLine(surroundings.env, 'sandbox', '--workspace', workspace, '--read-only', '--baked', keysOf(baked), '-- COMMAND'));
  return exitCodes.ok;
};

function keysOf(baked: readonly Baked[]): string {
  return baked.map(({ layer }) => short(layer.key)).join(',');
}

function cells({ name, parts }: BakedLayer): readonly Span[] {
  const files = parts.reduce((sum, part) => sum + part.files, 0);
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  return [name, counted(files, 'file'), `${(bytes / 1_000_000).toFixed(1)} MB`, parts.map(({ at }) => at).join(' ')];
}

/** What a person gives instead of the lockfiles that are known. */
function ownBake(call: Call): OwnBake | null {
  const [lockfiles, keeps, offline] = [listOption(call, 'lockfile'), listOption(call, 'keep'), call.options.get('then') ?? null];
  if (call.arguments.length === 0) {
    const surplus = ['lockfile', 'keep', 'then'].find((name) => call.options.has(name));
    if (surplus !== undefined) throw new UsageError(`Option --${surplus} needs a command, after \`--\`.`);
    return null;
  }
  if (lockfiles.length === 0) throw new UsageError('A command needs --lockfile: the files by which it is known when it has to be baked anew.');
  if (keeps.length === 0) throw new UsageError('A command needs --keep: the directories that are kept of what it makes.');
  return { online: call.arguments, offline, lockfiles, keeps };
}
