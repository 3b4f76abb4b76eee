/** ESP7: plans as JSON and YAML. */
import type { Entries } from './entry.ts';
import { shown } from './entry.ts';

export const notationEntries: Entries = {
  'json-syntax': {
    title: 'The text is no JSON',
    says: 'The text leaves the grammar of JSON at this place: a comma too many or too few, a key without quotes, a comment. YAML takes some of these.',
    ...shown('json', '"espalier": 1,,', '"espalier": 1,'),
  },
  'yaml-syntax': {
    title: 'The text is no YAML',
    says: 'The text leaves the grammar of YAML at this place, most likely by its indentation, or by a bracket or quote that is not closed.',
    ...shown('yaml', '"root":"fix', '"root":"fix"'),
  },
  'key-twice': {
    title: 'A key is said twice',
    says: 'Of two values for one key it would not be known which holds; readers of JSON differ in it.',
    ...shown('json', '"root": "fix",\n  "root": "fix",', '"root": "fix",'),
  },
  'notation-too-deep': {
    title: 'Values are nested too deep',
    says: 'A plan nests about ten levels deep. Values within more than 256 others are not read, so that no text can exhaust the reader.',
    ...shown('json', '"agents": «300 times [»', '"agents": [\n    {\n      "name": "critic"'),
  },
  'notation-too-long': {
    title: 'The plan has too many values',
    says: 'A plan has at most 100,000 values, far above any that was written. More are not read, so that a check always ends soon.',
    ...shown('json', '"root": [«100000 times 1, »1],', '"root": "fix",'),
  },
  'unknown-key': {
    title: 'A key that a plan does not have',
    says: 'Every key of a plan means something, and is held. One that nobody knows would be a wish that nobody holds.',
    ...shown('json', '"rooot": 1,\n  "root": "fix",', '"root": "fix",'),
  },
  'key-missing': {
    title: 'A key is missing',
    says: 'In JSON and YAML a plan says everything; only what the schema calls optional may be left out. `espalier compile` prints a plan with every default.',
    ...shown('json', '"espalier": 1,', '"espalier": 1,\n  "root": "fix",'),
  },
  'value-of-wrong-type': {
    title: 'A value of another type',
    says: 'The schema wants another type of value here: `espalier schema` prints it.',
    ...shown('json', '"root": 1,', '"root": "fix",'),
  },
  'value-not-allowed': {
    title: 'A word that is not among those allowed',
    says: 'Only a few words are allowed here: `espalier schema` lists them.',
    ...shown('json', '"kind": "rum"', '"kind": "run"'),
  },
  'value-out-of-bounds': {
    title: 'A value beyond its bounds',
    says: 'The value is longer, larger or smaller than the schema allows.',
    ...shown('json', '"root": "",', '"root": "fix",'),
  },
  'yaml-alias': {
    title: 'An anchor or an alias',
    says: 'Anchors and aliases make one value stand in many places; a few lines of them become gigabytes. A plan is small enough to be written out.',
    ...shown('yaml', '"root":*fix', '"root":"fix"'),
  },
  'yaml-tag': {
    title: 'A tag',
    says: 'Tags change what a value is read as. A plan needs none.',
    ...shown('yaml', '"root":!!str "fix"', '"root":"fix"'),
  },
  'yaml-directive': {
    title: 'A directive',
    says: 'Directives change how a file is read. Plans are read as YAML 1.2, whatever they say.',
    ...shown('yaml', '%YAML 1.1\n---\n{"espalier":1', '{"espalier":1'),
  },
  'yaml-merge': {
    title: 'A merge key',
    says: '`<<` merges one map into another. Nothing is merged here: write the entries themselves.',
    ...shown('yaml', '"root":"fix",<<: {"a":1}', '"root":"fix"'),
  },
  'yaml-documents': {
    title: 'A second document',
    says: 'A file holds one plan. What follows `---` would not be read.',
    ...shown('yaml', '--- {}\n---\n{"espalier":1', '{"espalier":1'),
  },
  'yaml-key': {
    title: 'A key that is no text',
    says: 'The keys of a plan are words. Lists and maps as keys mean nothing here.',
    ...shown('yaml', '"root":"fix",[1]: 1', '"root":"fix"'),
  },
};
