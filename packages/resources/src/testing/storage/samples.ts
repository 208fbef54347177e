import type { Scope } from "@pergola/core";
import type { Storage } from "../../storage/storage.ts";

/** A scope of the suite; say only what matters to the test. */
export const scopeOf = (parts: Partial<Scope> = {}): Scope => ({
  tenantId: "tenant",
  agentId: "agent",
  userId: "ada",
  ...parts,
});

export const textAt = async (storage: Storage, scope: Scope, path: string): Promise<string> =>
  new TextDecoder().decode(await storage.read(scope, path));

export const pathsOf = (files: readonly { readonly path: string }[]): string[] =>
  files.map(({ path }) => path);

/** Pieces that come one after the other. */
export async function* piecesOf<T>(...pieces: readonly T[]): AsyncGenerator<T, void, void> {
  for (const piece of pieces) yield piece;
}

/** Every call on one path. */
export const callsOn = (storage: Storage, scope: Scope, path: string) => ({
  read: () => storage.read(scope, path),
  readStream: async () => {
    for await (const _ of storage.readStream(scope, path)) break;
  },
  write: () => storage.write(scope, path, "1"),
  writeStream: () => storage.writeStream(scope, path, piecesOf("1")),
  stat: () => storage.stat(scope, path),
  delete: () => storage.delete(scope, path),
});
