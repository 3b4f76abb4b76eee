/**
 * JUnit XML, as node:test, vitest, jest-junit, pytest, surefire and their like write it.
 *
 * A test's name is the `file` of its `testcase` where it has one, then its `classname` (without one, the name of the
 * `testsuite` around it), then its `name`; vitest's ` > ` is written ` › `.
 */

import { cleanLines } from '../distil/clean-text.ts';
import { messageOf } from '../distil/frames.ts';
import { workPath } from '../distil/work-path.ts';
import { placeIn, type Place } from '../distil/place.ts';
import { readXml, type XmlElement } from './read-xml.ts';
import { strictText } from './strict-text.ts';
import { refused, ResultsBuilder, testId, type ReadResults } from './test-results.ts';

export function readJunit(bytes: Uint8Array): ReadResults {
  const read = strictText(bytes);
  if (!read.ok) return read;
  const xml = readXml(read.text);
  if (!xml.ok) return xml;
  if (!['testsuites', 'testsuite'].includes(xml.root.name)) return refused(`it begins with <${xml.root.name.slice(0, 40)}>, not with a suite of tests`);
  const builder = new ResultsBuilder();
  readSuite(xml.root, builder);
  return builder.done();
}

/** As deep as the reader of XML allows. */
function readSuite(suite: XmlElement, builder: ResultsBuilder): void {
  for (const child of suite.children) {
    if (builder.isFull) return;
    if (child.name === 'testsuite') readGroup(child, suite, builder);
    else if (child.name === 'testcase') readCase(child, suite, builder);
  }
}

/** Named as node:test would name it if it failed before its tests: as a test of the suite around it. */
function readGroup(one: XmlElement, around: XmlElement, builder: ResultsBuilder): void {
  const before = builder.failedSoFar;
  readSuite(one, builder);
  const file = workPath(one.children.find(({ name }) => name === 'testcase')?.attributes.get('file') ?? '');
  if (file !== undefined && builder.failedSoFar === before) builder.group(testId([file, around.attributes.get('name') ?? 'test', one.attributes.get('name')]));
}

function readCase(one: XmlElement, suite: XmlElement, builder: ResultsBuilder): void {
  const suiteName = suite.name === 'testsuite' ? suite.attributes.get('name') : undefined;
  const file = workPath(one.attributes.get('file') ?? '');
  const parts = [file, one.attributes.get('classname') || suiteName, one.attributes.get('name')];
  const id = testId(parts.map((part) => part?.replaceAll(' > ', ' › ')));
  const wrong = one.children.find(({ name }) => name === 'failure' || name === 'error');
  if (wrong !== undefined) {
    builder.fail({ id, message: messageIn(wrong), ...(placeIn(wrong.text) ?? placeOf(file, one.attributes.get('line'))), ...(isWhole(one, wrong) ? { isWhole: true } : {}) });
  } else if (one.children.some(({ name }) => name === 'skipped')) builder.skip();
  else builder.pass(id);
}

function placeOf(file: string | undefined, text: string | undefined): Partial<Place> {
  const line = /^\d{1,7}$/.test(text ?? '') ? Number(text) : 0;
  return file === undefined ? {} : { file, ...(line > 0 ? { line } : {}) };
}

/** What pytest, surefire, gradle and vitest call a file or class that failed before its tests, or beside them. */
const wholes = /^(?:|initializationError|classMethod|executionError|Test suite failed to run)$/;

function isWhole({ attributes }: XmlElement, wrong: XmlElement): boolean {
  const [name = '', className] = [attributes.get('name'), attributes.get('classname')];
  return wholes.test(name) || name === className || wrong.attributes.get('message') === 'collection failure';
}

/** What only says that there was a failure gives way to the text. */
const empty = /^(?:|test failed|collection failure)$/;

function messageIn(wrong: XmlElement): string {
  const message = (wrong.attributes.get('message') ?? '').trim();
  return empty.test(message) ? messageOf(cleanLines(wrong.text)).join('\n') : message;
}
