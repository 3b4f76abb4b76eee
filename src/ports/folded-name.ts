/** A name as file systems see it that ignore case, or the form in which a letter is written. */

/** The kernel knows no case; no state depends on this, and what is refused for it is refused with its name. */
export function foldedName(name: string): string {
  return isPlain.test(name) ? name.toLowerCase() : name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

/** Nearly every name, and quickly told. */
const isPlain = /^[\x20-\x7e]*$/;
