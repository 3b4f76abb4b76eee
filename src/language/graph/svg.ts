/**
 * A graph as a picture that needs nothing else: no script, no style sheet, no font of its own.
 *
 * Laid out by dagre, which is loaded only for this. The same plan gives the same picture.
 */
import type { Graph, GraphNode } from './graph.ts';
import type { Laid, Point } from './lay-out.ts';
import { lineOf, titleOf } from './graph.ts';
import { layOut } from './lay-out.ts';
import { shortened } from './short-text.ts';

export function svg(graph: Graph): string {
  const laid = layOut(graph);
  const [width, height] = [Math.ceil(laid.width), Math.ceil(laid.height)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<title>${escaped(graph.root)}</title>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
      + '<path d="M0 0L8 4L0 8z" fill="#555"/></marker></defs>',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...laid.clusters.map(clusterText),
    ...laid.edges.map(edgeText),
    ...graph.nodes.map((node) => nodeText(node, laid)),
    '</svg>',
    '',
  ].join('\n');
}

function clusterText({ name, x, y, width, height }: Laid['clusters'][number]): string {
  return `<g><rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="6" fill="#f6f6f4" stroke="#bbb"/>`
    + `<text x="${n(x + 8)}" y="${n(y + 16)}" font-weight="bold">${escaped(shortened(name))}</text></g>`;
}

function nodeText(node: GraphNode, laid: Laid): string {
  const { id, kind } = node;
  const box = laid.boxes.get(id);
  if (box === undefined) return '';
  const { x, y, width, height } = box;
  const isEnd = kind === 'end' || kind === 'halt';
  const shape = `<rect x="${n(x - width / 2)}" y="${n(y - height / 2)}" width="${n(width)}" height="${n(height)}" `
    + `rx="${isEnd ? n(height / 2) : 4}" fill="${isEnd ? '#eee' : '#fff'}" stroke="#555"/>`;
  const line = (dy: number, text: string, rest = ''): string =>
    `<text x="${n(x)}" y="${n(y + dy)}" text-anchor="middle"${rest}>${escaped(text)}</text>`;
  if (isEnd) return `<g>${shape}${line(4, kind)}</g>`;
  return `<g>${shape}${line(-4, titleOf(node), ' font-weight="bold"')}${line(12, lineOf(node), ' fill="#555"')}</g>`;
}

function edgeText({ points, words, kind, label }: Laid['edges'][number]): string {
  const dash = kind === 'wire' ? '' : ' stroke-dasharray="4 3"';
  const path = points.map(({ x, y }: Point, at) => `${at === 0 ? 'M' : 'L'}${n(x)} ${n(y)}`).join('');
  const text = label === null ? '' : `<text x="${n(label.x)}" y="${n(label.y + 4)}" text-anchor="middle" fill="#333" `
    + `stroke="#fff" stroke-width="3" paint-order="stroke">${escaped(shortened(words.join(', ')))}</text>`;
  return `<g><path d="${path}" fill="none" stroke="#555"${dash} marker-end="url(#arrow)"/>${text}</g>`;
}

/** A number without the noise of its last digits. */
function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
