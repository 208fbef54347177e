const VERSION = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?$/;

/** The numbers of `1`, `1.2` or `1.2.3`; undefined for anything else. */
export function versionNumbers(version: string): readonly [number, number, number] | undefined {
  const [text, major, minor = 0, patch = 0] = VERSION.exec(version) ?? [];
  return text === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

/** Whether `version` is at least `wanted` and of its major version; of its minor version where the major one is 0. */
export function isCompatible(version: string, wanted: string): boolean {
  const [is, needs] = [versionNumbers(version), versionNumbers(wanted)];
  if (is === undefined || needs === undefined || is[0] !== needs[0]) return false;
  if (is[1] !== needs[1]) return is[0] > 0 && is[1] > needs[1];
  return is[2] >= needs[2];
}
