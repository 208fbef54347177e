import type { ConfigChange } from "./config-change.ts";

/** A difference, and what it takes to make it live. */
export interface Found {
  readonly kind: "parameter" | "topology";
  readonly change: ConfigChange;
}

export const as = (kind: Found["kind"], changes: readonly ConfigChange[]): readonly Found[] =>
  changes.map((change) => ({ kind, change }));

/** Code is the same only if it is the same object. */
export function replaced(path: ConfigChange["path"], from: unknown, to: unknown): readonly ConfigChange[] {
  return from === to ? [] : [{ path, from: "code", to: "other code" }];
}
