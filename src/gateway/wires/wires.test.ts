import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytesOf } from '../../../test/gateway/ask.ts';
import { type WireSample, wireSamples } from '../../../test/gateway/wire-samples.ts';
import type { Wire, WireName, WireRules } from './wire.ts';
import { wires } from './wires.ts';

const seed = 63;
const rules: WireRules = { model: null, tools: [] };

function wireOf(name: WireName): Wire {
  const wire = wires.find((one) => one.name === name);
  if (wire === undefined) throw new Error(`there is no wire ${name}`);
  return wire;
}

function read({ wire: name, target }: WireSample, body: Uint8Array): ReturnType<Wire['read']> {
  const wire = wireOf(name);
  const route = wire.route('POST', target);
  if (route === null) throw new Error(`${target} is no route`);
  return wire.read(body, route, rules);
}

test('every wire has its own name, and what is of two is a list of models', () => {
  assert.deepEqual(wires.map(({ name }) => name), ['messages', 'responses', 'chat', 'gemini']);
  for (const { wire: name, target } of wireSamples) {
    assert.deepEqual(wires.filter((wire) => wire.route('POST', target) !== null).map((wire) => wire.name), [name]);
  }
});

test('no bytes make a wire throw, and what it passes says what was judged', () => {
  fc.assert(fc.property(fc.constantFrom(...wireSamples), fc.uint8Array({ maxLength: 200 }), (sample, bytes) => {
    assert.equal(read(sample, bytes).ok, false);
    const wire = wireOf(sample.wire);
    for (const isStream of [true, false]) {
      const meter = wire.meter(isStream);
      meter.push(bytes);
      meter.push(bytesOf('\n\n'));
      assert.equal(meter.count().isWhole, false);
    }
    assert.equal(wire.route('POST', Buffer.from(bytes).toString('latin1')), null);
  }), { seed, numRuns: 2_000 });
});

/** Bytes of a sample with some of them changed, cut out or doubled. */
const mutated = fc.tuple(fc.constantFrom(...wireSamples), fc.array(fc.tuple(fc.nat(10_000), fc.constantFrom('drop', 'set', 'double'), fc.nat(255)), { minLength: 1, maxLength: 6 }))
  .map(([sample, changes]) => {
    let bytes = [...bytesOf(JSON.stringify(sample.document))];
    for (const [place, change, byte] of changes) {
      const at = place % bytes.length;
      if (change === 'drop') bytes = bytes.toSpliced(at, 1 + (byte % 8));
      else bytes = bytes.toSpliced(at, change === 'set' ? 1 : 0, change === 'set' ? byte : bytes[at] ?? 0);
    }
    return { sample, bytes: Uint8Array.from(bytes) };
  });

test('a document that was damaged is refused, or sent on as it was read', () => {
  let passes = 0;
  fc.assert(fc.property(mutated, ({ sample, bytes }) => {
    const answer = read(sample, bytes);
    if (!answer.ok) return assert.ok(answer.why.length > 0 && answer.why.length < 600 && !answer.why.includes('\n'), answer.why);
    passes++;
    // Judged once more, it is the same: nothing in it waits for another reader.
    const again = read(sample, answer.body);
    return assert.deepEqual(again, answer);
  }), { seed, numRuns: 1_500 });
  assert.ok(passes > 100, `only ${passes} of them passed, so that nothing is shown by it`);
});

/** What must not get through, wherever in the document it is. */
const forbidden: Readonly<Record<WireName, readonly unknown[]>> = {
  messages: [
    { type: 'web_search_20250305', name: 'web_search' }, { type: 'code_execution_20250825', name: 'c' }, { type: 'mcp_toolset', mcp_server_name: 'm' },
    { type: 'image', source: { type: 'url', url: 'https://a.example' } }, { type: 'document', source: { type: 'file', file_id: 'f' } }, { type: 'container_upload', file_id: 'f' },
    { source: { url: 'http://a.example' } }, { file_id: 'f' }, { type: 'server_tool_use', id: 's', name: 'web_search', input: {} },
  ],
  responses: [
    { type: 'web_search' }, { type: 'file_search', vector_store_ids: [] }, { type: 'mcp', server_url: 'https://a.example' }, { type: 'code_interpreter', container: { type: 'auto' } },
    { type: 'image_generation' }, { type: 'item_reference', id: 'i' }, { type: 'input_image', image_url: 'https://a.example' }, { type: 'input_file', file_url: 'https://a.example' },
    { type: 'input_file', file_id: 'f' }, { file_id: 'f' }, { type: 'shell', environment: { type: 'container_auto' } }, { type: 'tool_search', execution: 'server' },
  ],
  chat: [
    { type: 'web_search' }, { type: 'mcp', server_label: 'm' }, { type: 'image_url', image_url: { url: 'https://a.example' } }, { type: 'file', file: { file_id: 'f' } },
    { image_url: 'http://a.example' }, { file: { file_id: 'f' } },
  ],
  gemini: [
    { googleSearch: {} }, { google_search: {} }, { urlContext: {} }, { codeExecution: {} }, { fileSearch: {} }, { google_maps: {} }, { mcpServers: [] },
    { fileData: { fileUri: 'https://a.example' } }, { file_data: { file_uri: 'gs://a' } }, { parts: [{ fileData: {} }] }, { executableCode: {} },
  ],
};

/** Names below which is the program's own data, of which a provider makes nothing. */
const own = ['input', 'input_schema', 'parameters', 'parametersJsonSchema', 'args', 'response', 'metadata', 'client_metadata', 'schema'];

interface Place {
  readonly path: readonly (string | number)[];
  readonly isList: boolean;
}

/** Every list and every object of a document that is judged. */
function placesIn(value: unknown, path: readonly (string | number)[] = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const isList = Array.isArray(value);
  const below = Object.entries(value as Readonly<Record<string, unknown>>)
    .filter(([name]) => isList || path.length === 0 && name === 'input' || !own.includes(name))
    .flatMap(([name, part]) => placesIn(part, [...path, isList ? Number(name) : name]));
  return [{ path, isList }, ...below];
}

/** The document with something more at a place: in a list as one of it, in an object under a name or instead of its own. */
function planted(document: unknown, { path, isList }: Place, thing: { readonly what: unknown; readonly name: string }): unknown {
  const copy: unknown = structuredClone(document);
  let at = copy;
  for (const step of path) at = Reflect.get(Object(at), step);
  if (isList) (at as unknown[]).push(thing.what);
  else if (thing.name === '') Object.assign(Object(at), thing.what);
  else Reflect.set(Object(at), thing.name, thing.what);
  return copy;
}

test('what is forbidden gets through nowhere in a document, at no depth', () => {
  let tried = 0;
  for (const sample of wireSamples) {
    for (const place of placesIn(sample.document)) {
      for (const what of forbidden[sample.wire]) {
        for (const name of place.isList ? [''] : ['', 'content', 'more']) {
          const answer = read(sample, bytesOf(JSON.stringify(planted(sample.document, place, { what, name }))));
          assert.equal(answer.ok, false, `${sample.program}: ${JSON.stringify(what)} got through at ${place.path.join('.')} ${name}`);
          tried++;
        }
      }
    }
  }
  assert.ok(tried > 2_500, `${tried} tried`);
});

test('a route is of exactly its letters', () => {
  const targets = wireSamples.map(({ target }) => target);
  fc.assert(fc.property(fc.constantFrom(...targets), fc.nat(80), fc.constantFrom('.', '/', '%', '..', '//', '%2f', '?', '#', '&', ';', '\\', ' ', '\0', 'é', ':', '@', 'A'), (target, place, text) => {
    const at = place % (target.length + 1);
    const changed = target.slice(0, at) + text + target.slice(at);
    for (const wire of wires) {
      const route = wire.route('POST', changed);
      if (route === null) continue;
      // The name of a model is free, within its letters.
      assert.match(changed, /^\/v1beta\/models\/[A-Za-z0-9._-]+:streamGenerateContent\?alt=sse$/);
      assert.doesNotMatch(route.model ?? '', /\.\.|^\.|\.$/);
    }
  }), { seed, numRuns: 3_000 });
});

const replies: Readonly<Record<WireName, readonly unknown[]>> = {
  messages: [{ type: 'message_start', message: { usage: { input_tokens: 3, output_tokens: 1 } } }, { type: 'content_block_delta', delta: { text: 'hello' } }, { type: 'message_delta', usage: { output_tokens: 9 } }, { type: 'message_stop' }],
  responses: [{ type: 'response.output_text.delta', delta: 'hello' }, { type: 'response.completed', response: { usage: { input_tokens: 3, output_tokens: 9 } } }],
  chat: [{ choices: [{ delta: { content: 'hello' } }] }, { choices: [], usage: { prompt_tokens: 3, completion_tokens: 9 } }],
  gemini: [{ candidates: [{ content: { parts: [{ text: 'hello' }] }, finishReason: 'STOP' }], usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 9 } }],
};

test('a reply is counted the same however it is cut, and however it is damaged no count is less than nothing', () => {
  fc.assert(fc.property(fc.constantFrom(...wires), fc.array(fc.nat(400), { maxLength: 6 }), fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 3 }), (wire, cuts, damage) => {
    const whole = bytesOf(replies[wire.name].map((one) => `data: ${JSON.stringify(one)}\n\n`).join(''));
    for (const [place, byte] of damage) whole[place % whole.length] = byte;
    const places = [0, ...cuts.map((cut) => cut % whole.length).toSorted((a, b) => a - b), whole.length];
    const [inPieces, atOnce] = [wire.meter(true), wire.meter(true)];
    atOnce.push(whole);
    for (const [at, to] of places.slice(1).entries()) inPieces.push(whole.subarray(places[at], to));
    assert.deepEqual(inPieces.count(), atOnce.count());
    const { tokens, isWhole, outputBytes } = atOnce.count();
    for (const count of [...Object.values(tokens), outputBytes]) assert.ok(Number.isSafeInteger(count) && count >= 0);
    if (damage.length === 0) assert.deepEqual([tokens.input, tokens.output, isWhole, outputBytes], [3, 9, true, 5]);
  }), { seed, numRuns: 3_000 });
});
