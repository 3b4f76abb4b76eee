/** Rules of single values, of which the laws of the wires are made. */

import { isObject } from './json-document.ts';
import { type Check, remote, stored, uploaded } from './judge-document.ts';

/** More than any model prints in one reply. */
const mostCount = 10_000_000;

export const anything: Check = () => null;
export const never = (why: string): Check => () => why;

export const flag: Check = (value) => (typeof value === 'boolean' ? null : 'it is neither true nor false');
export const list: Check = (value) => (Array.isArray(value) ? null : 'it is no list');
export const object: Check = (value) => (isObject(value) ? null : 'it is no object');
export const text: Check = (value) => (typeof value === 'string' ? null : 'it is no text');
export const number: Check = (value) => (typeof value === 'number' ? null : 'it is no number');

export const count: Check = (value) => {
  const isCount = typeof value === 'number' && Number.isSafeInteger(value) && value > 0 && value <= mostCount;
  return isCount ? null : `it is no whole number from 1 to ${mostCount}`;
};

export const only = (why: string, ...allowed: readonly unknown[]): Check =>
  (value) => (allowed.includes(value) ? null : `${why}; it may be ${allowed.map((one) => JSON.stringify(one)).join(' or ')}`);

export const onlyAmong = (why: string, ...allowed: readonly unknown[]): Check =>
  (value) => (Array.isArray(value) && value.every((one) => allowed.includes(one)) ? null : why);

export const noneOf = (why: string): Check => (value) => (Array.isArray(value) && value.length === 0 ? null : why);

/** Names and texts: a note to the provider. */
export const notes: Check = (value) =>
  (isObject(value) && Object.values(value).every((one) => typeof one === 'string') ? null : 'it is more than names and texts');

const inline: Check = (value) => {
  if (isObject(value)) return null;
  return typeof value === 'string' && value.startsWith('data:') ? null : remote;
};

/** Folded by `foldedName`: what points out of the document, in whatever spelling. */
export const pointers: Readonly<Record<string, Check>> = {
  url: inline, uri: inline, imageurl: inline, audiourl: inline, videourl: inline,
  fileurl: never(remote), fileuri: never(remote), serverurl: never(remote), filedata: (value) => (typeof value === 'string' && !/^\w+:\/\//.test(value) ? null : remote),
  fileid: never(uploaded), fileids: never(uploaded),
  containerid: never(stored), vectorstoreids: never(stored), previousresponseid: never(stored),
  connectorid: never('a connector, which the provider would reach for it'), mcpservers: never('a connector, which the provider would reach for it'),
};

export const foldedName = (name: string): string => name.toLowerCase().replaceAll(/[_-]/g, '');

export const priorityCosts = 'another tier has another price';
export const onlyOne = 'every further reply costs as much again';

/** Types without a condition. */
export function plainTypes(...words: readonly string[]): Readonly<Record<string, () => null>> {
  return Object.fromEntries(words.map((word) => [word, () => null]));
}
