/** `land approved by review or arbitrate and approve`, and `publish branch "…"`. */
import type { LandStep, PublishStep } from '../../kernel/ir.ts';
import type { StepReader } from './lower-step.ts';

/** Groups are parted by `and`, the steps of one by `or` (E5). */
export function lowerLand({ read, clause, common }: StepReader): LandStep {
  const [approved, by, ...rest] = clause.values;
  const approvedBy: string[][] = [];
  if (approved !== undefined) {
    const isHead = approved.kind === 'word' && approved.text === 'approved' && by?.kind === 'word' && by.text === 'by';
    let isSound = isHead && rest.length % 2 === 1;
    approvedBy.push([]);
    for (const [at, value] of rest.entries()) {
      const word = value.kind === 'word' ? value.text : '';
      if (at % 2 === 0) {
        read.place(`approvedBy/${approvedBy.length - 1}/${approvedBy.at(-1)?.length ?? 0}`, value.span);
        approvedBy.at(-1)?.push(word);
      } else if (word === 'and') approvedBy.push([]);
      else isSound &&= word === 'or';
      isSound &&= value.kind === 'word';
    }
    if (!isSound) read.misshapen(clause.span, '`land approved by review or arbitrate and approve`');
  }
  read.place('approvedBy', clause.span);
  return { kind: 'land', ...common, approvedBy };
}

/** The remote is `origin` unless another is named. */
export function lowerPublish({ read, clause, common }: StepReader): PublishStep {
  const [word, branch, to, remote] = clause.values;
  const hasRemote = to?.kind === 'word' && to.text === 'to' && remote?.kind === 'word';
  if (word?.kind !== 'word' || word.text !== 'branch' || branch?.kind !== 'text' || (to !== undefined && !hasRemote)) {
    read.misshapen(clause.span, '`publish branch "espalier/{{ run }}"`, then `to origin` if need be');
  }
  if (hasRemote) read.place('remote', remote.span);
  return {
    kind: 'publish',
    ...common,
    remote: hasRemote ? remote.text : 'origin',
    branch: branch?.kind === 'text' ? read.textOf(branch, 'branch') : '',
  };
}
