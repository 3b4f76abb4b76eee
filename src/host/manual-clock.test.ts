import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ManualClock } from './manual-clock.ts';

describe('manual clock', () => {
  it('goes off at each alarm\'s own time, earliest first, ties in the order asked', () => {
    const clock = new ManualClock(10);
    const seen: (readonly [string, number])[] = [];
    const note = (name: string) => (): void => {
      seen.push([name, clock.now()]);
    };
    clock.at(30, note('c'));
    clock.at(20, note('a'));
    clock.at(20, note('b'));
    clock.at(5, note('past'));
    const cancel = clock.at(25, note('cancelled'));
    cancel();
    clock.at(20, () => clock.at(22, note('set meanwhile')));
    assert.equal(clock.nextAlarmAt(), 5);
    assert.deepEqual(seen, []);
    clock.advance(15);
    assert.equal(clock.now(), 25);
    assert.deepEqual(seen, [['past', 10], ['a', 20], ['b', 20], ['set meanwhile', 22]]);
    assert.equal(clock.nextAlarmAt(), 30);
  });

  it('can be set back, and nothing goes off by that', () => {
    const clock = new ManualClock(10);
    let rang = 0;
    clock.at(20, () => {
      rang += 1;
    });
    clock.step(50);
    clock.step(0);
    assert.deepEqual([clock.now(), rang], [0, 0]);
    clock.advance(20);
    assert.equal(rang, 1);
  });
});
