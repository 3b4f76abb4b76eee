import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { parseArgs, wholeOption } from './parse-args.ts';
import type { Verb } from './verb.ts';

const graft: Verb = {
  name: 'graft', summary: '', says: [], examples: [], exits: [],
  arguments: [{ name: 'SCION', says: 'what is grafted' }, { name: 'STOCK', says: 'onto what', optional: true }],
  options: [{ name: 'depth', value: 'N', says: '' }, { name: 'dry', says: '' }],
  load: () => Promise.reject(new Error('not for this test')),
};

function call(...args: readonly string[]): unknown {
  const parsed = parseArgs(args, [graft]);
  return parsed.kind === 'call' ? { words: parsed.call.arguments, options: [...parsed.call.options], json: parsed.call.isJson } : parsed.kind;
}

test('words and options, in whatever order', () => {
  deepEqual(call('graft', 'a', '--depth', '3', 'b', '--dry'), { words: ['a', 'b'], options: [['depth', '3'], ['dry', '']], json: false });
  deepEqual(call('--json', 'graft', '--depth=3', 'a'), { words: ['a'], options: [['json', ''], ['depth', '3']], json: true });
  deepEqual(call('graft', '--', '--dry'), { words: ['--dry'], options: [], json: false });
  deepEqual(call('graft', '-'), { words: ['-'], options: [], json: false });
  deepEqual(call('graft', 'a', '--depth=a=b'), { words: ['a'], options: [['depth', 'a=b']], json: false });
});

test('the last argument may be one of which there are many', () => {
  const bind: Verb = { ...graft, name: 'bind', arguments: [{ name: 'SCION', says: 'what is bound', many: true }] };
  const parsed = parseArgs(['bind', 'a', 'b', '--dry', 'c'], [bind]);
  deepEqual(parsed.kind === 'call' ? parsed.call.arguments : parsed.kind, ['a', 'b', 'c']);
  throws(() => parseArgs(['bind'], [bind]), /bind needs SCION/);
});

test('help and version come before what else is missing', () => {
  deepEqual([call(), call('--help'), call('graft', '--help'), call('graft', '-h'), call('--version')], ['help', 'help', 'help', 'help', 'version']);
});

const faults: readonly (readonly [readonly string[], RegExp])[] = [
  [['grfat', 'a'], /^There is no verb grfat\. Did you mean graft\?$/],
  [['prune'], /^There is no verb prune\. `espalier --help`/],
  [['graft', '--dpeth', '1'], /^There is no option --dpeth\. Did you mean --depth\?$/],
  [['--depth', '1', 'graft'], /^There is no option --depth\./],
  [['graft', '-d'], /^There is no option -d\.$/],
  [['graft'], /^graft needs SCION: what is grafted\.$/],
  [['graft', 'a', 'b', 'c'], /^graft takes SCION STOCK; c is one too many\.$/],
  [['graft', 'a', '--depth'], /^Option --depth needs a value: --depth N\.$/],
  [['graft', 'a', '--depth='], /^Option --depth needs a value/],
  [['graft', 'a', '--dry=1'], /^Option --dry takes no value\.$/],
  [['graft', 'a', '--dry', '--dry'], /^Option --dry is given twice\.$/],
];

for (const [args, message] of faults) {
  test(`refused: ${args.join(' ')}`, () => throws(() => parseArgs(args, [graft]), { name: 'UsageError', message }));
}

test('a whole number is one', () => {
  const given = (value: string): number | null => wholeOption({ arguments: [], options: new Map([['to', value]]), isJson: false }, 'to');
  equal(given('12'), 12);
  for (const wrong of ['-1', '1.5', '1e3', 'x', '99999999999999999', ' 1']) throws(() => given(wrong), /needs a whole number/);
  equal(wholeOption({ arguments: [], options: new Map(), isJson: false }, 'to'), null);
});
