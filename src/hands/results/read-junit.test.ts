import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readJunit } from './read-junit.ts';
import { resultLimits } from './result-limits.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const inSuite = (text: string): string => `<testsuite name="price">${text}</testsuite>`;

function why(text: string | Uint8Array): string {
  const found = readJunit(typeof text === 'string' ? bytes(text) : text);
  assert.ok(!found.ok, 'it was read');
  return found.why;
}

test('entities are decoded, and text, CDATA and comments told apart', () => {
  const found = readJunit(bytes(inSuite('<testcase name="a &lt; b &#38;&#x26;"><failure><!-- no --> one <![CDATA[<two> &amp;]]></failure></testcase>')));
  assert.ok(found.ok);
  assert.deepEqual(found.results.tests.failed, ['price › a < b &&']);
  assert.equal(found.results.failures[0]?.message, 'one <two> &amp;');
});

test('a DOCTYPE is refused, and with it every entity that it declares', () => {
  const laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>';
  assert.match(why(`${laughs}${inSuite('<testcase name="&b;"/>')}`), /declaration/);
  assert.match(why(`<!DOCTYPE x SYSTEM "file:///etc/passwd">${inSuite('')}`), /declaration/);
  assert.match(why(inSuite('<testcase name="&b;"/>')), /&b;/);
  assert.match(why(inSuite('<testcase name="&constructor;"/>')), /entity/);
});

test('what is no XML is refused with its line', () => {
  assert.match(why(inSuite('\n<testcase name="a">')), /line 2.*closes nothing|line 2/);
  for (const text of ['', 'no', '<testsuite>', '<testsuite/><testsuite/>', inSuite('<a b="1" b="2"/>'), inSuite('<a b=1/>'), inSuite('<!-- '), inSuite('&'), '<html/>', 'x<testsuite/>']) {
    assert.match(why(text), /\S/);
  }
});

test('half characters, NUL and other encodings are refused', () => {
  assert.match(why(inSuite('<testcase name="&#xD800;"/>')), /entity/);
  assert.match(why(inSuite('<testcase name="&#0;"/>')), /entity/);
  assert.match(why(inSuite('\0')), /NUL/);
  assert.match(why(new Uint8Array([0x3c, 0xff])), /UTF-8/);
  assert.match(why('<?xml version="1.0" encoding="ISO-8859-1"?><testsuite/>'), /ISO-8859-1/);
});

test('what is too deep, too wide or too long is refused', () => {
  assert.match(why('<testsuite>'.repeat(resultLimits.depth + 1)), /deeper/);
  assert.match(why(`<testsuite ${Array.from({ length: 65 }, (_, at) => `a${at}="x"`).join(' ')}/>`), /attributes/);
  assert.match(why(inSuite('<a/>'.repeat(resultLimits.elements))), /elements/);
  assert.match(why(inSuite(Array.from({ length: resultLimits.tests + 1 }, (_, at) => `<testcase name="${at}"/>`).join(''))), /tests/);
  assert.match(why(new Uint8Array(resultLimits.fileBytes + 1).fill(0x20)), /larger/);
});

test('a name that passed and failed has failed', () => {
  const found = readJunit(bytes(inSuite('<testcase name="a"/><testcase name="a"><error/></testcase><testcase name="b"/>')));
  assert.deepEqual(found.ok && found.results.tests, { passed: ['price › b'], failed: ['price › a'] });
});

test('a name has no path of the workspace, control or invisible character in it', () => {
  const found = readJunit(bytes(inSuite('<testcase file="/work/a.js" classname="c" name="x &#x1b;[31m\u202ey &#10; z"/>')));
  assert.deepEqual(found.ok && found.results.tests.passed, ['a.js › c › x y z']);
});

test('a file outside of the workspace is none', () => {
  const found = readJunit(bytes(inSuite('<testcase file="../../etc/passwd" line="3" name="x"><failure message="no"/></testcase>')));
  assert.deepEqual(found.ok && found.results.failures, [{ id: 'price › x', message: 'no' }]);
});
