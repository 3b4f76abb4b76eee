/**
 * Values with places → a plain value for the schema, and the place of every path of it.
 *
 * Keys become own properties, whatever they are called: `__proto__` is an unknown key like any other.
 */
import { quoted } from '../../kernel/phrase.ts';
import { limits } from '../../ports/limits.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import { Places } from '../lower/places.ts';
import type { Place } from '../lower/places.ts';
import type { Data, DataMap } from './data.ts';

/** Values of one plan: each has a place that is kept. */
const maxValues = 100_000;
/** A longer key is none of a plan's, so nothing below it is read: places would grow with its length. */
const maxKey = 64;

export interface PlanData {
  readonly value: unknown;
  readonly places: Places;
  /** Where keys stand, by the path of their values. */
  readonly keys: ReadonlyMap<string, Place>;
  readonly findings: readonly Finding[];
}

export function planData(file: string, data: Data): PlanData {
  const gathered: Gathered = { file, places: new Places(), keys: new Map(), findings: [], left: maxValues };
  const value = valueOf(gathered, data, '');
  const { places, keys, findings } = gathered;
  return { value, places, keys, findings };
}

interface Gathered {
  readonly file: string;
  readonly places: Places;
  readonly keys: Map<string, Place>;
  readonly findings: Finding[];
  left: number;
}

function valueOf(gathered: Gathered, data: Data, path: string): unknown {
  const { file, places, findings } = gathered;
  gathered.left -= 1;
  if (gathered.left < 0) {
    if (gathered.left === -1) {
      const message = 'the plan has too many values from here on';
      findings.push({ kind: 'notation-too-long', file, span: data.span, message, hint: `at most ${maxValues}` });
    }
    return null;
  }
  places.set(path, { file, span: data.span });
  switch (data.kind) {
    case 'scalar':
      return data.value;
    case 'list':
      return data.items.map((item, at) => valueOf(gathered, item, inside(path, String(at))));
    case 'map':
      return objectOf(gathered, data, path);
  }
}

function objectOf(gathered: Gathered, { entries }: DataMap, path: string): unknown {
  const object = {};
  const { file, keys, findings } = gathered;
  for (const { key, keySpan, value } of entries) {
    const own = inside(path, key);
    const first = Object.hasOwn(object, key) ? keys.get(own) : undefined;
    if (first !== undefined) {
      findings.push({
        kind: 'key-twice', file, span: keySpan, message: `${quoted(key)} is said twice in one object`,
        hint: 'leave one of them out', first,
      });
      continue;
    }
    if (findings.length > limits.checkFindings) break;
    keys.set(own, { file, span: keySpan });
    const read = key.length > maxKey ? null : valueOf(gathered, value, own);
    Object.defineProperty(object, key, { value: read, enumerable: true, configurable: true, writable: true });
  }
  return object;
}

export function inside(path: string, key: string): string {
  return path === '' ? key : `${path}/${key}`;
}
