/** Whether a file is a plan itself, in JSON or YAML, by its name. */
export function isPlanFile(file: string): boolean {
  return file.endsWith('.json') || isYamlFile(file);
}

export function isYamlFile(file: string): boolean {
  return file.endsWith('.yaml') || file.endsWith('.yml');
}
