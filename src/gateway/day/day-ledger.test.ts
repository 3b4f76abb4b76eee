import { deepEqual, equal, match, ok, throws } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { GatewayError } from '../../ports/gateway.ts';
import { type DayAmount, DayLedger } from './day-ledger.ts';

const directory = mkdtempSync(join(tmpdir(), 'day-ledger-'));
after(() => rmSync(directory, { recursive: true, force: true }));
let files = 0;
const newFile = (): string => join(directory, `deep-${files += 1}`, 'days.sqlite');
const noon = Date.UTC(2026, 10, 21, 12);

function ledgerOf(budget: Partial<DayAmount>, { file = newFile(), now = (): number => noon } = {}): DayLedger {
  return new DayLedger({ file, budget: { usdMicros: null, tokens: null, ...budget }, now });
}

test('what may be used is put down before, and what was used afterwards', () => {
  const ledger = ledgerOf({ usdMicros: 100, tokens: 1_000 });
  const first = ledger.reserve({ usdMicros: 80, tokens: 600 });
  deepEqual(ledger.usedToday(), { usdMicros: 80, tokens: 600 });
  const refused = ledger.reserve({ usdMicros: 21, tokens: 1 });
  ok(!refused.ok);
  match(refused.why, /may use 0\.000021 USD, and the budget of the day has 0\.000020 USD left of 0\.000100 USD, .* midnight \(UTC\)/);
  equal(refused.until, Date.UTC(2026, 10, 22));
  const tokens = ledger.reserve({ usdMicros: 1, tokens: 401 });
  match(tokens.ok ? '' : tokens.why, /401 tokens, and the budget of the day has 400 tokens left of 1000/);
  ok(first.ok);
  ledger.settle(first.id, { usdMicros: 30, tokens: 1 });
  deepEqual(ledger.usedToday(), { usdMicros: 30, tokens: 1 });
  equal(ledger.reserve({ usdMicros: 70, tokens: 999 }).ok, true, 'to the last of it');
  equal(ledger.reserve({ usdMicros: 0, tokens: 1 }).ok, false);
});

test('a settlement counts once, and for more than was put down as well', () => {
  const ledger = ledgerOf({ tokens: 100 });
  const put = ledger.reserve({ usdMicros: null, tokens: 10 });
  ok(put.ok);
  for (const tokens of [120, 5, 0]) ledger.settle(put.id, { usdMicros: null, tokens });
  deepEqual(ledger.usedToday(), { usdMicros: 0, tokens: 120 });
  const refused = ledger.reserve({ usdMicros: null, tokens: 0 });
  match(refused.ok ? '' : refused.why, /has 0 tokens left of 100/);
});

test('unknown is never nothing', () => {
  const ledger = ledgerOf({ usdMicros: 100 });
  const refused = ledger.reserve({ usdMicros: null, tokens: 1 });
  deepEqual([refused.ok, refused.ok ? 0 : refused.until], [false, null]);
  const put = ledger.reserve({ usdMicros: 60, tokens: 1 });
  ok(put.ok);
  ledger.settle(put.id, { usdMicros: null, tokens: 1 });
  equal(ledger.usedToday().usdMicros, 60);
});

test('what was never settled counts as the whole, for another process and until the day is over', () => {
  const file = newFile();
  let now = noon;
  const killed = ledgerOf({ tokens: 100 }, { file, now: () => now });
  equal(killed.reserve({ usdMicros: null, tokens: 100 }).ok, true);
  killed.close();
  const next = ledgerOf({ tokens: 100 }, { file, now: () => now });
  equal(next.reserve({ usdMicros: null, tokens: 1 }).ok, false);
  now = Date.UTC(2026, 10, 21, 23, 59, 59, 999);
  equal(next.reserve({ usdMicros: null, tokens: 1 }).ok, false);
  now += 1;
  equal(next.reserve({ usdMicros: null, tokens: 1 }).ok, true);
});

test('what was put down before midnight is settled with its own day', () => {
  let now = noon;
  const ledger = ledgerOf({ tokens: 100 }, { now: () => now });
  const put = ledger.reserve({ usdMicros: null, tokens: 90 });
  ok(put.ok);
  now += 86_400_000;
  ledger.settle(put.id, { usdMicros: null, tokens: 10 });
  equal(ledger.usedToday().tokens, 0);
  now -= 86_400_000;
  equal(ledger.usedToday().tokens, 10);
});

test('days that are long over are forgotten', () => {
  const file = newFile();
  ledgerOf({ tokens: 9 }, { file }).reserve({ usdMicros: null, tokens: 9 });
  ledgerOf({ tokens: 9 }, { file, now: () => noon + 63 * 86_400_000 }).close();
  equal(ledgerOf({ tokens: 9 }, { file }).usedToday().tokens, 0);
});

test('nobody else may read it, and a file that is none is told', () => {
  const file = newFile();
  ledgerOf({}, { file });
  equal(statSync(file).mode & 0o077, 0);
  const none = join(directory, 'none');
  writeFileSync(none, 'no database, but long enough to be told from an empty one'.repeat(100));
  throws(() => ledgerOf({}, { file: none }), (error) => error instanceof GatewayError && /Cannot keep the budget of the day in .*none: .*leave `day` out/.test(error.message));
  throws(() => ledgerOf({}, { file: join(none, 'days.sqlite') }), GatewayError);
});

/** Puts down one token at a time till it is refused, and says how often it was not; every third is settled, as its whole. */
const child = `
import { DayLedger } from ${JSON.stringify(new URL('./day-ledger.ts', import.meta.url).href)};
const ledger = new DayLedger({ file: process.argv[1], budget: { usdMicros: 300, tokens: null }, now: () => ${noon}, busyTimeoutMs: 120_000 });
process.stdout.write('ready\\n');
process.stdin.once('data', () => {
  let granted = 0;
  for (;;) {
    const put = ledger.reserve({ usdMicros: 1, tokens: 1 });
    if (!put.ok) break;
    granted += 1;
    if (granted % 3 === 0) ledger.settle(put.id, { usdMicros: 1, tokens: 1 });
  }
  process.stdout.write(String(granted), () => process.exit());
});
`;

test('processes that ask at once never pass it together, and use it up to the last', async () => {
  const file = newFile();
  ledgerOf({}, { file }).close();
  const children = Array.from({ length: 3 }, () => spawn(process.execPath, ['--no-warnings', '--input-type=module', '--eval', child, file], { stdio: ['pipe', 'pipe', 'inherit'] }));
  await Promise.all(children.map((one) => once(one.stdout, 'data')));
  const counts = children.map(async (one) => {
    const chunks: Buffer[] = [];
    one.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const [code] = await once(one, 'close') as [number | null];
    equal(code, 0);
    return Number(Buffer.concat(chunks).toString());
  });
  for (const one of children) one.stdin.end('go\n');
  const granted = await Promise.all(counts);
  equal(granted.reduce((sum, one) => sum + one, 0), 300, granted.join(' + '));
  deepEqual(ledgerOf({}, { file }).usedToday(), { usdMicros: 300, tokens: 300 });
});

test('a process that is killed in the middle leaves no less than was put down', async () => {
  const file = newFile();
  ledgerOf({}, { file }).close();
  const one = spawn(process.execPath, ['--no-warnings', '--input-type=module', '--eval', child.replace('granted % 3 === 0', 'granted === 100'), file], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(one.stdout, 'data');
  one.stdin.write('go\n');
  const ledger = ledgerOf({ usdMicros: 300 }, { file });
  while (ledger.usedToday().usdMicros < 20) await new Promise((resolve) => { setImmediate(resolve); });
  one.kill('SIGKILL');
  await once(one, 'close');
  const used = ledger.usedToday().usdMicros;
  ok(used >= 20 && used <= 300, String(used));
  equal(ledger.reserve({ usdMicros: 301 - used, tokens: 1 }).ok, false);
  equal(ledger.reserve({ usdMicros: 300 - used, tokens: 1 }).ok, true);
});
