import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spokenPrompt } from './spoken-prompt.ts';

test('what begins like a command, a file or an option is no beginning', () => {
  for (const prompt of ['/clear the list', ' \n/init', '@src/a.js is wrong', '!ls', '--help is missing', '- one\n- two']) {
    assert.match(spokenPrompt(prompt), /^\w/);
    assert.ok(spokenPrompt(prompt).endsWith(prompt), 'word for word');
  }
});

test('any other is left as it is', () => {
  for (const prompt of ['', '# Order\n/clear', 'Write /etc', '{"a": 1}', 'é']) assert.equal(spokenPrompt(prompt), prompt);
});
