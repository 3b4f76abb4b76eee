/** What stands in a node: on one line, without what steers or hides, and short. */

const most = 40;
const steering = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]+/gu;

export function shortened(text: string, length: number = most): string {
  const characters = [...text.slice(0, 4 * length).replaceAll(steering, ' ').trim()];
  return characters.length <= length ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`;
}
