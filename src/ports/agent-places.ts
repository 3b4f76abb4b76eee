/** Where an agent leaves what it says to us, inside its box: its result as JSON, and a note for whoever goes on. */

export const resultPath = '/tmp/espalier-result.json';
export const notePath = '/tmp/espalier-note.md';
