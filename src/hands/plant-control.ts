/**
 * A failing control in a file of tests (E8): whoever runs the file to its end has to say that it failed.
 *
 * It stands at the file's end, after whatever the file imports: code that ends the program as it is
 * loaded, or sees to it that the program ends well, never lets it come to that.
 */

const word = 'control planted by the host';

/** The file with a control in it; `null`: it is of no language that is known here. */
export function plantControl(path: string, text: string): string | null {
  // Shared by tests: broken, it says nothing of whether their own failures are heard.
  if (/(?:^|\/)conftest\.py$/.test(path)) return null;
  const plant = plants.find(([ends]) => ends.test(path))?.[1];
  return plant === undefined ? null : plant(text);
}

type Plant = (text: string) => string | null;

const plants: readonly (readonly [RegExp, Plant])[] = [
  // Nobody runs what only declares.
  [/\.d\.[cm]?ts$/, () => null],
  [/\.[cm]?[jt]sx?$/, (text) => `${text}\n;throw new Error('${word}');\n`],
  [/\.py$/, (text) => beforeMain(text, `raise AssertionError('${word}')\n`)],
  [/_test\.go$/, (text) => (/"testing"/.test(text) ? `${text}\nfunc TestControlPlantedByTheHost(t *testing.T) { t.Fatal("${word}") }\n` : null)],
  [/\.rs$/, (text) => `${text}\n#[test]\nfn control_planted_by_the_host() { panic!("${word}"); }\n`],
  [/\.java$/, inJavaClass],
];

/** A script's own call of its tests ends it, so that nothing after that would be reached. */
function beforeMain(text: string, control: string): string {
  const at = /^if __name__\b/m.exec(text)?.index ?? text.length;
  return `${text.slice(0, at)}\n${control}\n${text.slice(at)}`;
}

const javaTests: readonly (readonly [string, string])[] = [
  ['org.junit.jupiter.api', '@org.junit.jupiter.api.Test void'],
  ['org.junit.', '@org.junit.Test public void'],
  ['org.testng.annotations', '@org.testng.annotations.Test public void'],
];

function inJavaClass(text: string): string | null {
  const head = javaTests.find(([name]) => text.includes(name))?.[1];
  const end = text.lastIndexOf('}');
  return head === undefined || end < 0 ? null : `${text.slice(0, end)}${head} controlPlantedByTheHost() { throw new AssertionError("${word}"); }\n${text.slice(end)}`;
}
