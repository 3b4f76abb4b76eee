/**
 * One process of the gateway's bench: `provider` streams as it is asked, `gateway PORT SOCKET` stands between.
 *
 * Each says where it is by a message to its parent, and answers a message by the most memory that it has had since the last.
 */

import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { HostGateway } from '../src/gateway/host-gateway.ts';
import { wires } from '../src/gateway/wires/wires.ts';
import { ToyAccount } from '../test/gateway/toy-account.ts';

const sampleMs = 10;
let mostBytes = 0;

export const benchKey = 'sk-bench-0123456789abcdef';

const [role, port = '', socket = ''] = process.argv.slice(2);
if (role === 'provider') provide();
else await stand(Number(port), socket);
setInterval(() => { mostBytes = Math.max(mostBytes, process.memoryUsage.rss()); }, sampleMs);
process.on('message', () => {
  process.send?.({ mostBytes: Math.max(mostBytes, process.memoryUsage.rss()) });
  globalThis.gc?.();
  mostBytes = 0;
});
process.on('disconnect', () => process.exit());

async function stand(providerPort: number, path: string): Promise<void> {
  const gateway = new HostGateway({
    network: { resolve: async () => [], dial: () => { throw new Error('nothing is dialled'); } }, wires, now: () => 0, accountOf: () => new ToyAccount(Number.MAX_SAFE_INTEGER),
    keys: { keyFor: async () => ({ provider: 'bench', url: new URL(`http://127.0.0.1:${providerPort}`), header: ['x-api-key', benchKey], isSubscription: false }), forget: () => undefined, secrets: () => [] },
  });
  const { key } = await gateway.open({ id: 'bench', socket: path, allow: [], onSaid: (line) => console.error(line), models: { wires: ['messages'], model: 'bench', allowance: { usdMicros: 0, tokens: 0 }, tools: [] } });
  process.send?.({ key });
}

/** What is asked says how it is answered: `events PAUSE-MS BYTES-EACH`, in its first message. */
function provide(): void {
  const server = createServer((asked, answer) => {
    let body = '';
    asked.on('data', (part) => { body += String(part); }).on('end', () => void stream(answer, JSON.parse(body).messages[0].content));
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
  });
}

async function stream(answer: ServerResponse, how: string): Promise<void> {
  const [events = 0, pauseMs = 0, bytes = 0] = how.split(' ').map(Number);
  const event = (type: string, more: object): string => `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
  const delta = event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'x'.repeat(bytes) } });
  const closed = once(answer, 'close');
  answer.writeHead(200, { 'content-type': 'text/event-stream' });
  answer.write(event('message_start', { message: { usage: { input_tokens: 10, output_tokens: 1 } } }));
  for (let at = 0; at < events && !answer.destroyed; at += 1) {
    if (pauseMs > 0) await pause(pauseMs);
    if (!answer.write(delta)) await Promise.race([once(answer, 'drain'), closed]);
  }
  answer.write(event('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: events } }));
  answer.end(event('message_stop', {}));
}
