import type { Scope } from "@pergola/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Storage } from "../../storage/storage.ts";
import { pathsOf, piecesOf, scopeOf, textAt } from "./samples.ts";
import type { StorageSubject } from "./storage-subject.ts";

/** Few values and each in every place, so that most calls meet what another one has left. */
const PATHS = ["a.txt", "A.txt", "a.txt/b.md", "a/b.txt", "a/B.txt", "a/é.txt", "a/e\u0301.txt"] as const;
const SCOPES = [scopeOf(), scopeOf({ userId: "ADA" }), scopeOf({ tenantId: "other" })] as const;

type Command =
  | {
      readonly call: "write" | "writeStream";
      readonly at: number;
      readonly path: string;
      readonly text: string;
    }
  | { readonly call: "delete" | "read" | "stat"; readonly at: number; readonly path: string }
  | { readonly call: "list"; readonly at: number; readonly prefix: string }
  | { readonly call: "reopen" };

const at = fc.nat(SCOPES.length - 1);
const path = fc.constantFrom(...PATHS);
const callOf = <Call extends string>(...calls: Call[]) => fc.constantFrom(...calls);

function commands(canReopen: boolean): fc.Arbitrary<Command[]> {
  const command: fc.Arbitrary<Command> = fc.oneof(
    {
      arbitrary: fc.record({ call: callOf("write", "writeStream"), at, path, text: fc.string() }),
      weight: 4,
    },
    { arbitrary: fc.record({ call: callOf("delete", "read", "stat"), at, path }), weight: 5 },
    {
      arbitrary: fc.record({ call: callOf("list"), at, prefix: fc.constantFrom("", "a", "a/", "A") }),
      weight: 2,
    },
    { arbitrary: fc.record({ call: callOf("reopen") }), weight: canReopen ? 1 : 0 },
  );
  return fc.array(command, { minLength: 10, maxLength: 30, size: "max" });
}

export function fuzzTests({ create, reopen, fuzzRuns = 15 }: StorageSubject): void {
  it("answers every sequence of calls like a Map", async () => {
    const property = fc.asyncProperty(commands(reopen !== undefined), async (sequence) => {
      const reference = SCOPES.map(() => new Map<string, string>());
      let storage = await create();
      try {
        for (const command of sequence) {
          if (command.call === "reopen") storage = (await reopen?.(storage)) ?? storage;
          else await expectSame(storage, reference, command);
        }
        for (const index of SCOPES.keys())
          await expectSame(storage, reference, { call: "list", at: index, prefix: "" });
      } finally {
        await storage.close();
      }
    });
    await fc.assert(property, { numRuns: fuzzRuns, endOnFailure: true });
  }, 120_000);
}

async function expectSame(
  storage: Storage,
  reference: readonly Map<string, string>[],
  command: Exclude<Command, { call: "reopen" }>,
): Promise<void> {
  const [scope, files] = [
    SCOPES[command.at] ?? scopeOf(),
    reference[command.at] ?? new Map<string, string>(),
  ];
  const [actual, expected] = [await answerOf(storage, scope, command), answerOfMap(files, command)];
  expect(actual, JSON.stringify(command)).toEqual(expected);
}

async function answerOf(storage: Storage, scope: Scope, command: Exclude<Command, { call: "reopen" }>) {
  switch (command.call) {
    case "write":
      return storage.write(scope, command.path, command.text);
    case "writeStream":
      return storage.writeStream(
        scope,
        command.path,
        piecesOf(command.text.slice(0, 3), command.text.slice(3)),
      );
    case "delete":
      return storage.delete(scope, command.path);
    case "stat":
      return (await storage.stat(scope, command.path))?.bytes;
    case "list":
      return pathsOf(await storage.list(scope, command.prefix));
    case "read":
      return textAt(storage, scope, command.path).catch((error: { readonly code?: unknown }) => error.code);
  }
}

function answerOfMap(files: Map<string, string>, command: Exclude<Command, { call: "reopen" }>) {
  switch (command.call) {
    case "write":
    case "writeStream":
      files.set(command.path, command.text);
      return undefined;
    case "delete":
      return files.delete(command.path);
    case "stat":
      return files.has(command.path) ? new TextEncoder().encode(files.get(command.path)).length : undefined;
    case "list":
      return [...files.keys()].filter((each) => each.startsWith(command.prefix)).sort();
    case "read":
      return files.get(command.path) ?? "FILE_NOT_FOUND";
  }
}
