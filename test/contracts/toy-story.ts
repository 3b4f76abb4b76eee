/** What was said to the toy brain in the journals of test/fixtures/journals/toy-*. */

import type { Story } from './journal-fixture.ts';
import { note, toyBrain, type ToyCommand, type ToyEvent, type ToyState } from './toy-brain.ts';

export const story: Story<ToyState, ToyCommand, ToyEvent> = {
  run: 'toy',
  brain: toyBrain,
  digest: (state) => JSON.stringify(toyBrain.freezeState(state)),
  commands: async (blobs) => [
    note('1', 'a', 'b', 'c'),
    note('2', 'd'),
    note('2', 'said twice'),
    note('3', 'forbidden'),
    { type: 'note', id: '4', at: 1_234, words: ['ä \u{1F33F} "quoted"\n'], blob: await blobs.put(Buffer.from('a blob')) },
    { type: 'alarm', id: '5', at: 2_000, due: 3_000 },
  ],
};
