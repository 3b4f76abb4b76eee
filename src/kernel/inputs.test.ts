import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { agent, ask, call, plan, run, workflow } from '../language/build-ir.ts';
import { brain } from './brain.ts';
import type { Command } from './command.ts';
import { describeOrder } from './describe-order.ts';
import { isNumber, startFaults } from './inputs.ts';
import type { Argument, Input } from './ir.ts';
import { isRefusal } from './refusal.ts';
import type { State } from './state.ts';

const literal = (input: string, text: string): Argument => ({ input, value: { from: 'literal', text } });
const outer = (input: string, name: string): Argument => ({ input, value: { from: 'input', name } });
const ofStep = (input: string, step: string, what: 'text' | 'data' | 'tasks'): Argument => ({ input, value: { from: 'step', step, what } });
const texts = (...names: readonly string[]): readonly Input[] => names.map((name) => ({ name, type: 'text' }));

const ir = plan({
  workflows: [
    { ...workflow('main',
      agent('study', { agents: ['a'], returns: 'data' }, 'ok -> agree  fail -> halt  refused -> halt'),
      ask('agree', { question: 'So?' }, 'yes -> go  no -> never'),
      agent('never', { agents: ['a'] }, 'ok -> go  fail -> halt'),
      call('go', {
        workflow: 'middle',
        arguments: [outer('goal', 'goal'), ofStep('facts', 'study', 'data'), ofStep('said', 'agree', 'text'), ofStep('unsaid', 'never', 'text')],
      }, 'ok -> end')), inputs: [...texts('goal'), { name: 'count', type: 'number', default: '2' }] },
    { ...workflow('middle', call('on', {
      workflow: 'inner', arguments: [outer('deep', 'facts'), outer('goal', 'goal'), literal('how', 'slowly')],
    }, 'ok -> end')), inputs: texts('goal', 'facts', 'said', 'unsaid') },
    { ...workflow('inner', run('work', { command: 'x' }, 'ok -> end  fail -> halt')),
      inputs: [...texts('deep', 'goal', 'how'), { name: 'mood', type: 'text', default: 'calm' }] },
  ],
});

/** A run that stands at the order of its innermost workflow. */
function play(): State {
  let state: State = brain.initialState();
  const give = (command: Command): void => {
    const answer = brain.decide(state, command);
    deepEqual(isRefusal(answer) ? answer : null, null);
    if (!isRefusal(answer)) state = answer.reduce(brain.evolve, state);
  };
  give({ type: 'start', id: 's', at: 0, run: 'r', kernel: 'k', ir, base: 'c0', inputs: [['goal', 'grow']], files: [] });
  give({ type: 'lease', id: 'l', at: 1, hand: 'h', sequence: 1 });
  give({ type: 'report', id: 'e', at: 2, hand: 'h', order: '@/study.1', epoch: 1, result: { type: 'ended', word: 'ok', text: 'Look.', data: 'd1' } });
  const question = state.questions.get('q1');
  give({ type: 'answer', id: 'a', at: 3, person: 'ada', question: 'q1', shows: question?.shows ?? '', word: 'yes', text: 'Do so.' });
  return state;
}

const state = play();

test('inputs are handed on from call to call, as texts and as digests', () => {
  deepEqual(describeOrder(state, '@/go.1/on.1/work.1').inputs, [
    { name: 'deep', value: { data: 'd1' } },
    { name: 'goal', value: { text: 'grow' } },
    { name: 'how', value: { text: 'slowly' } },
    { name: 'mood', value: { text: 'calm' } },
  ]);
});

test('what agents and people said is kept, and a step that was not visited said nothing', () => {
  deepEqual(state.frames.get('@')?.said, [{ step: 'study', text: 'Look.' }, { step: 'agree', text: 'Do so.' }]);
});

test('a run is started with all that it takes and nothing else', () => {
  const [main] = ir.workflows;
  const faults = (...given: readonly (readonly [string, string])[]): readonly string[] => (main === undefined ? [] : startFaults(main, given));
  deepEqual(faults(['goal', 'x']), []);
  deepEqual(faults(['gaol', 'x'], ['count', 'two'], ['count', '3']), [
    'gaol is no input of main', 'count is given twice', 'goal is missing, a text', 'count is a number; found "two"',
  ]);
});

test('a number is written with digits', () => {
  deepEqual(['3', '-0.5', '2e6', '', ' 1', '0x10', 'NaN', 'Infinity', '1e999', '--1'].map(isNumber),
    [true, true, true, false, false, false, false, false, false, false]);
});
