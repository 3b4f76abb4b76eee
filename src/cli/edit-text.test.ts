import { equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { editText } from './edit-text.ts';

test('what the editor leaves is the text', () => equal(editText('one\n', 'sed -i s/one/two/'), 'two\n'));

test('an editor that fails changes nothing', () => throws(() => editText('one\n', 'false'), /ended with exit code 1: nothing was changed/));
