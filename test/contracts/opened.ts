/** A contract's tests open what they try, each anew, and put it away whatever happened. */
import { it } from 'node:test';

export type TestOf<Parts> = (title: string, body: (parts: Parts) => Promise<void>) => void;

export function opened<Parts extends { readonly dispose: () => Promise<void> }>(open: () => Promise<Parts>): TestOf<Parts> {
  return (title, body) => {
    it(title, async () => {
      const parts = await open();
      try {
        await body(parts);
      } finally {
        await parts.dispose();
      }
    });
  };
}
