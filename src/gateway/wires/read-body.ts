/** A body of whichever wire: parsed, judged, and written anew. */

import { type DocumentLaw, judgeDocument } from './judge-document.ts';
import { isObject, type JsonObject, own, parseJson, shown } from './json-document.ts';
import type { WireRefusal, WireRequest, WireRoute, WireRules } from './wire.ts';

export interface BodyReader {
  readonly law: DocumentLaw;
  /** What it may print at most, in tokens. */
  readonly mostOutput: (document: JsonObject) => number | null;
  /** The model, where the path does not name it. */
  readonly model: (document: JsonObject) => unknown;
  /** What has to be so, whatever the program says of it. */
  readonly rewrite: (document: JsonObject, streams: boolean) => JsonObject;
  /** What else is wrong with it, if anything is. */
  readonly fault: (document: JsonObject, route: WireRoute) => string | null;
  /** Models that search by themselves. */
  readonly searches: (model: string) => boolean;
}

export const listsModels = (route: WireRoute): boolean => /\/models(\?|$)/.test(route.path);

/** Of OpenAI's, and of those who speak like it. */
export const searchesByItself = (model: string): boolean => /-search(-|$)|deep-research|:online$/.test(model);

const refused = (why: string): WireRefusal => ({ ok: false, why });

export function readBody(body: Uint8Array, asked: { readonly route: WireRoute; readonly rules: WireRules }, reader: BodyReader): WireRequest | WireRefusal {
  const { route, rules } = asked;
  if (listsModels(route)) return readNothing(body);
  const parsed = parseJson(body);
  if (!parsed.ok) return refused(parsed.why);
  if (!isObject(parsed.value)) return refused('it is no object');
  const { why, asksProvider, idleBytes } = judgeDocument(parsed.value, reader.law, rules);
  if (why !== null) return refused(why);
  const model = route.model ?? reader.model(parsed.value);
  const searches = reader.searches(String(model));
  const fault = reader.fault(parsed.value, route) ?? modelFault(model, { rules, searches });
  if (fault !== null) return refused(fault);
  const streams = route.streams ?? own(parsed.value, 'stream') === true;
  const sent = new TextEncoder().encode(JSON.stringify(reader.rewrite(parsed.value, streams)));
  return {
    ok: true, model: String(model), streams, mostOutput: reader.mostOutput(parsed.value), body: sent,
    inputBytes: Math.max(0, sent.length - idleBytes), asksProvider: asksProvider || searches,
  };
}

function readNothing(body: Uint8Array): WireRequest | WireRefusal {
  if (body.length > 0) return refused('a list of models is asked for without a body');
  return { ok: true, model: '', streams: false, mostOutput: 0, inputBytes: 0, asksProvider: false, body };
}

function modelFault(model: unknown, { rules, searches }: { readonly rules: WireRules; readonly searches: boolean }): string | null {
  if (typeof model !== 'string' || !/^[!-~]{1,200}$/.test(model)) return 'it names no model';
  if (searches && !rules.tools.includes('web_search')) return `the model ${shown(model)} searches by itself, and that was not declared`;
  if (rules.model === null || rules.model === model) return null;
  return `the model ${shown(model)} is not the one of this order, which is ${shown(rules.model)}; a program that uses a small model as well has to be told the same one for it`;
}
