type Semver = Pick<typeof import("semver"), "valid" | "validRange" | "satisfies">;

let loaded: Promise<Semver> | undefined;

/** Imported when a manifest is first read: programs without plugins do not pay for it. */
export function loadSemver(): Promise<Semver> {
  loaded ??= import("semver").then((module) => module.default);
  return loaded;
}
