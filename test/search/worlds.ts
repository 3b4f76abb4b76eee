/** The worlds, each focused on one part of the contract. */

import type { MakeWorld } from './world.ts';
import { claims } from './worlds/claims.ts';
import { exploring } from './worlds/explore.ts';
import { followUps } from './worlds/follow-ups.ts';
import { landing } from './worlds/landing.ts';
import { leases } from './worlds/leases.ts';
import { loneTests } from './worlds/lone-tests.ts';
import { money } from './worlds/money.ts';
import { nested } from './worlds/nested.ts';
import { onePlanTwice } from './worlds/one-plan-twice.ts';
import { people } from './worlds/people.ts';
import { publishing } from './worlds/publish.ts';
import { repair } from './worlds/repair.ts';
import { reverting } from './worlds/revert.ts';
import { speaking } from './worlds/spoken.ts';
import { talking } from './worlds/talk.ts';
import { twoPlans } from './worlds/two-plans.ts';
import { units } from './worlds/units.ts';
import { wishing } from './worlds/wishes.ts';

export const worlds: Readonly<Record<string, MakeWorld>> = {
  leases, claims, units, landing, people, publish: publishing, money, 'follow-ups': followUps, explore: exploring, talk: talking, spoken: speaking, repair, revert: reverting, nested, 'lone-tests': loneTests, wishes: wishing, 'two-plans': twoPlans, 'one-plan-twice': onePlanTwice,
};
