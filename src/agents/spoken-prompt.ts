/**
 * A prompt as text and nothing else: programs take what begins like a command of their own for one, wherever it came from.
 *
 * What is kept of an order is what was really asked, with this line before it.
 */

const preface = 'This is asked of you:\n\n';

export function spokenPrompt(prompt: string): string {
  return /^\s*[/!@-]/.test(prompt) ? `${preface}${prompt}` : prompt;
}
