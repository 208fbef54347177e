import fc from "fast-check";
import { expect, it } from "vitest";
import type { ConversationStore } from "../../memory/conversation-store.ts";
import type { ConversationStoreSubject } from "./conversation-store-subject.ts";
import { readFrom, readFromReference, writeTo, writeToReference } from "./fuzz-calls.ts";
import { everyRead, type FuzzRead, type FuzzStep, type FuzzWrite, fuzzSteps } from "./fuzz-commands.ts";
import { ReferenceStore } from "./reference-store.ts";

export function fuzzTests({ create, reopen, fuzzRuns = 25 }: ConversationStoreSubject): void {
  it("answers every call of many users like the reference", async () => {
    const property = fc.asyncProperty(fuzzSteps(reopen !== undefined), async (steps) => {
      const reference = new ReferenceStore();
      let store = await create();
      try {
        for (const [serial, step] of steps.entries()) {
          if (step.kind === "restart") {
            store = (await reopen?.(store)) ?? store;
            reference.restart();
          } else await expectStep(store, reference, { step, serial });
        }
        for (const read of everyRead()) await expectRead(store, reference, read);
      } finally {
        await store.close();
      }
    });
    await fc.assert(property, { numRuns: fuzzRuns, endOnFailure: true });
  }, 120_000);
}

async function expectStep(
  store: ConversationStore,
  reference: ReferenceStore,
  { step, serial }: { readonly step: Exclude<FuzzStep, { kind: "restart" }>; readonly serial: number },
): Promise<void> {
  if (step.kind === "read") return expectRead(store, reference, step.read);
  const serialOf = (index: number) => serial * 100 + index;
  const expected = step.writes.map((write, index) => writeToReference(reference, write, serialOf(index)));
  const actual = await Promise.all(step.writes.map((write, index) => writeTo(store, write, serialOf(index))));
  expect(actual, describe(step.writes)).toEqual(expected);
}

async function expectRead(
  store: ConversationStore,
  reference: ReferenceStore,
  read: FuzzRead,
): Promise<void> {
  expect(await readFrom(store, read), describe(read)).toEqual(readFromReference(reference, read));
}

const describe = (calls: FuzzRead | readonly FuzzWrite[]) => JSON.stringify(calls);
