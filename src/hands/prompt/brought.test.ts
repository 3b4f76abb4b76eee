// An agent's own instructions and skills: frozen texts, before what it is asked and beside it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { broughtBy } from './brought.ts';

const texts: Readonly<Record<string, string>> = {
  'agents/house.md': 'Write short functions.\n', 'skills/sql/SKILL.md': '---\nname: sql\ndescription: How our tables are named\n---\nLong text', 'skills/ä b.md': '\n# Releasing\nmore',
};
const read = async (name: string): Promise<string> => texts[name] ?? assert.fail(name);

test('nothing declared is nothing brought', async () => {
  assert.deepEqual(await broughtBy({ name: 'a', use: 'claude' }, read), { text: '', files: new Map() });
});

test('instructions stand first, and each skill says when it is to be read', async () => {
  const { text, files } = await broughtBy({ name: 'a', use: 'claude', instructions: ['agents/house.md'], skills: ['skills/sql/SKILL.md', 'skills/ä b.md'] }, read);
  assert.equal(text, 'Write short functions.\n\n# Skills\n\nRead one of these when it applies:\n- `/run/order/skills/1-SKILL.md`: How our tables are named\n- `/run/order/skills/2---b.md`: Releasing\n\n');
  assert.deepEqual([...files], [['skills/1-SKILL.md', texts['skills/sql/SKILL.md']], ['skills/2---b.md', texts['skills/ä b.md']]]);
});
