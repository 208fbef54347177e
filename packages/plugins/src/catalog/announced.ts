import type { PluginRecord } from "./plugin-record.ts";

/** What a plugin says that it has of a kind, by name; its code need not have run. */
export function announcedNames(record: PluginRecord, kind: string): readonly string[] {
  if (kind === "providers") return record.claims.map(({ name }) => name);
  return record.given === undefined ? fromManifest(record, kind) : fromCode(record, kind);
}

/** Kinds that a plugin says it has something of, besides providers. */
export function announcedKinds({ given, manifest }: PluginRecord): readonly string[] {
  return Object.keys(given?.contributes ?? manifest?.contributes ?? {}).filter(
    (kind) => kind !== "providers",
  );
}

/** Whether a plugin says that it has something of a kind; not everything that is contributed has a name. */
export function announces(record: PluginRecord, kind: string): boolean {
  if (kind === "providers") return record.claims.length > 0;
  return announcedKinds(record).includes(kind);
}

function fromManifest({ manifest }: PluginRecord, kind: string): readonly string[] {
  const { contributes = {} } = manifest ?? {};
  const names = Object.hasOwn(contributes, kind) ? contributes[kind] : undefined;
  return isNames(names) ? names : [];
}

function fromCode({ given }: PluginRecord, kind: string): readonly string[] {
  const contributes = (given?.contributes ?? {}) as Readonly<Record<string, readonly unknown[]>>;
  const list = Object.hasOwn(contributes, kind) ? (contributes[kind] ?? []) : [];
  const names = list.map((each) => (each as { readonly name?: unknown } | null)?.name);
  return names.filter((name) => typeof name === "string");
}

const isNames = (value: unknown): value is readonly string[] => Array.isArray(value);
