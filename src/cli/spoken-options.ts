/** Options of the verbs by which people speak: which of the plan's people one is, and what one was shown. */

import type { Option } from './verb.ts';

export const asOption: Option = {
  name: 'as', value: 'NAME', says: 'which of the people you are whom the plan names; otherwise the user of this system. A claim, which nothing here proves',
};

export const showsOption: Option = {
  name: 'shows', value: 'DIGEST', says: 'what you were shown, as `inbox` prints it: its digest, or a beginning of 7 characters or more',
};

export const sayOption: Option = { name: 'say', value: 'TEXT', says: 'what the next attempt should know' };
