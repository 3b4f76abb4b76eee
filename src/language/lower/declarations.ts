/** Blocks that declare something by name: agents, sandboxes, services, gates, people. */
import type { AgentDecl, Amount, GateDecl, Person, SandboxDecl, ServiceDecl } from '../../kernel/ir.ts';
import { efforts, taskKinds } from '../../kernel/ir.ts';
import type { Value } from '../syntax/tree.ts';
import type { BlockReader } from './block-reader.ts';
import { flat } from './block-reader.ts';
import { given } from './lowering.ts';

export function lowerAgent(read: BlockReader, name: string): AgentDecl {
  const use = read.needed(read.name('use'), {
    message: `agent \`${name}\` does not say which program it is`, hint: '`use claude`, for example',
  });
  return {
    name,
    use: use ?? '',
    ...given('model', read.text('model')),
    ...given('effort', read.word('effort', efforts)),
    ...given('allowance', lowerAmount(read, 'allowance')),
    ...given('instructions', read.files('instructions')),
    ...given('skills', read.files('skills')),
    ...given('command', read.text('command')),
  };
}

/** `allowance usd 1 tokens 200K`: what is not said of it is nothing. */
export function lowerAmount(read: BlockReader, key: string): Amount | undefined {
  const clause = read.clause(key);
  if (clause === undefined) return undefined;
  const { values } = clause;
  let [usdMicros, tokens] = [0, 0];
  for (let at = 0; at < values.length; at += 2) {
    const [word, value] = [values[at], values[at + 1]];
    const unit = word?.kind === 'word' ? word.text : '';
    if (value === undefined || (unit !== 'usd' && unit !== 'tokens')) {
      read.misshapen(clause.span, `\`${key} usd 1 tokens 200K\`, or one of the two`);
      return undefined;
    }
    if (unit === 'usd') usdMicros = read.numberOf(value, 'usd', `${key}/usdMicros`) ?? 0;
    else tokens = read.numberOf(value, 'count', `${key}/tokens`) ?? 0;
  }
  read.place(key, clause.span);
  return { usdMicros, tokens };
}

export function lowerSandbox(read: BlockReader, name: string): SandboxDecl {
  const use = read.needed(read.name('use'), {
    message: `sandbox \`${name}\` does not say what it is`, hint: '`use bubblewrap`, for example',
  });
  return {
    name,
    use: use ?? '',
    ...given('image', read.text('image')),
    ...given('memoryBytes', read.number('memory', 'size', 'memoryBytes')),
    ...given('diskBytes', read.number('disk', 'size', 'diskBytes')),
    ...given('pids', read.number('pids', 'count')),
    ...given('cpus', read.decimal('cpus')),
    ...given('reaches', read.names('reaches')),
    ...given('needs', read.names('needs')),
  };
}

export function lowerService(read: BlockReader, name: string): ServiceDecl {
  return {
    name,
    command: read.headText('command'),
    ...given('ready', read.text('ready')),
    ...given('port', read.number('port', 'count')),
    ...given('sandbox', read.name('in', 'sandbox')),
  };
}

export function lowerGate(read: BlockReader, name: string): GateDecl {
  const control = read.word('control', ['on', 'off']);
  const kinds = read.names('kinds');
  return {
    name,
    command: read.headText('command'),
    ...given('sandbox', read.name('in', 'sandbox')),
    role: read.word('role', ['static', 'tests']) ?? 'tests',
    ...given('kinds', kinds === undefined ? undefined : kindsOf(read, kinds)),
    ...given('control', control === undefined ? undefined : control === 'on'),
    ...given('services', read.names('with', 'services')),
    ...given('reports', read.texts('report', 'reports')),
    ...given('writes', read.word('writes', ['discarded'])),
    ...given('git', read.word('git', ['synthetic'])),
    ...given('timeoutMs', read.number('timeout', 'time', 'timeoutMs')),
  };
}

function kindsOf(read: BlockReader, said: readonly string[]): GateDecl['kinds'] {
  const kinds = taskKinds.filter((kind) => said.includes(kind));
  const clause = read.clause('kinds');
  if (clause !== undefined && said.some((one) => !kinds.some((kind) => kind === one))) {
    read.misshapen(clause.span, `kinds of task: ${taskKinds.join(', ')}`);
  }
  return kinds;
}

/** `person ann may answer, publish`. */
export function lowerPerson(read: BlockReader, name: string): Person {
  const [may, ...rest] = read.head();
  const said = flat(rest);
  const rights = said.flatMap(rightOf);
  if (may?.kind !== 'word' || may.text !== 'may' || rights.length === 0 || rights.length < said.length) {
    read.misshapen(read.block.span, `\`person ${name} may answer, publish\`, or one of the two`);
  }
  return { name, may: [...new Set(rights)] };
}

function rightOf(value: Value): Person['may'] {
  const word = value.kind === 'word' ? value.text : '';
  return word === 'answer' || word === 'publish' ? [word] : [];
}
