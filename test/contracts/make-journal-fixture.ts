/**
 * Makes a fixture: `make-journal-fixture.ts STORY NAME` writes test/fixtures/journals/NAME with the
 * story that the module STORY exports. Done once for each schema that lands; never in place.
 */

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeFixture, type Story } from './journal-fixture.ts';

const [module, name] = process.argv.slice(2);
if (module === undefined || name === undefined) throw new Error('Cannot make a fixture: give the story and the name.');
const directory = join(import.meta.dirname, '..', 'fixtures', 'journals', name);
if (existsSync(directory)) throw new Error(`Cannot make a fixture: ${directory} is there, and a fixture is kept as it is.`);
const { story } = (await import(pathToFileURL(resolve(module)).href)) as { readonly story: Story<unknown, unknown, unknown> };
await makeFixture(directory, story);
