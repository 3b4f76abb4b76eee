import { equal, match, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import type { Card } from './read-waiting.ts';
import { shownTo } from './shown.ts';
import { Terminal } from './terminal.ts';
import type { Call } from './verb.ts';

const shows = '3f2a9c1d88aa0b1c';
const card: Card = {
  run: 'r', kind: 'ask', id: 'q1', visit: '@/ask.1', task: null, asks: 'Go on?', why: [], shows, words: [{ word: 'yes', to: 'end' }], since: 0,
  timeoutAt: null, onTimeout: null, tasks: [], commits: [], flakes: [], change: null, ways: [], isRehearsal: false,
};

/** A person who types this; `null`: nobody sits there. */
function terminal(types: string | null): { readonly terminal: Terminal; readonly printed: () => string } {
  let printed = '';
  const sink = { isTerminal: true, write: (text: string | Uint8Array) => { printed += String(text); } };
  const typed = async (question: string, show: () => void): Promise<string | null> => {
    if (types !== null) {
      show();
      printed += question;
    }
    return types;
  };
  return { terminal: new Terminal({ env: {}, home: () => null, user: () => null, isInteractive: () => false, now: () => 0, stdout: sink, stderr: sink, typed, watchInterrupts: () => () => false }), printed: () => printed };
}

const call = (given?: string): Call => ({ arguments: [], isJson: false, options: new Map(given === undefined ? [] : [['shows', given]]) });
const answering = { card, word: 'yes' };

test('a beginning of 7 characters is the digest, and another digest stays another one', async () => {
  equal(await shownTo(answering, call(shows.slice(0, 7)), terminal(null).terminal), shows);
  equal(await shownTo(answering, call(shows), terminal(null).terminal), shows);
  equal(await shownTo(answering, call('deadbeef'), terminal(null).terminal), 'deadbeef');
  await rejects(shownTo(answering, call('3f2a9c'), terminal(null).terminal), /needs 7 characters/);
});

test('where nothing is named it is shown, and then the word itself has to be typed', async () => {
  const person = terminal('yes');
  equal(await shownTo(answering, call(), person.terminal), shows);
  match(person.printed(), /Go on\?[^]*Type yes to answer q1/);
  for (const other of ['', 'y', 'no']) equal(await shownTo(answering, call(), terminal(other).terminal), null);
});

test('without a terminal nothing is shown, and nothing is answered', async () => {
  const nobody = terminal(null);
  await rejects(shownTo(answering, call(), nobody.terminal), /bound to what was shown/);
  equal(nobody.printed(), '');
});
