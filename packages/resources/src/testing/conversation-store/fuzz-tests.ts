import type { SessionScope } from "@pergola/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { ConversationStore } from "../../memory/conversation-store.ts";
import type { ConversationStoreSubject } from "./conversation-store-subject.ts";
import { everyScope, type FuzzCommand, fuzzCommands } from "./fuzz-commands.ts";
import { ReferenceStore, type Result } from "./reference-store.ts";
import { answered, asked, eventOf, settlementOf } from "./samples.ts";

export function fuzzTests({ create, reopen, fuzzRuns = 25 }: ConversationStoreSubject): void {
  it("answers every call of many users like the reference", async () => {
    const property = fc.asyncProperty(fuzzCommands(reopen !== undefined), async (commands) => {
      const reference = new ReferenceStore();
      let store = await create();
      try {
        for (const [serial, command] of commands.entries()) {
          if (command.call === "restart") {
            store = (await reopen?.(store)) ?? store;
            reference.restart();
          } else {
            const { actual, expected } = await both(store, reference, command, serial);
            expect(actual, `${serial}: ${JSON.stringify(command)}`).toEqual(expected);
          }
          await expectSame(store, reference, command);
        }
        for (const scope of everyScope()) await audit(store, reference, scope);
      } finally {
        await store.close();
      }
    });
    await fc.assert(property, { numRuns: fuzzRuns, endOnFailure: true });
  }, 120_000);
}

/** After a delete everything is compared, so that no later call can hide what it took too much. */
async function expectSame(
  store: ConversationStore,
  reference: ReferenceStore,
  command: FuzzCommand,
): Promise<void> {
  if (command.call !== "delete") return;
  for (const scope of everyScope()) await audit(store, reference, scope);
}

async function audit(
  store: ConversationStore,
  reference: ReferenceStore,
  scope: SessionScope,
): Promise<void> {
  const reads: FuzzCommand[] = [
    ...(["window", "transcript", "sessions"] as const).map((call) => ({ call, scope })),
    ...["r1", "r2"].map((runId) => ({ call: "events" as const, scope, runId })),
  ];
  for (const read of reads) {
    const { actual, expected } = await both(store, reference, read, 0);
    expect(actual, `audit: ${JSON.stringify(read)}`).toEqual(expected);
  }
}

interface Pair {
  readonly actual: Result;
  readonly expected: Result;
}

async function both(
  store: ConversationStore,
  reference: ReferenceStore,
  command: FuzzCommand,
  serial: number,
): Promise<Pair> {
  switch (command.call) {
    case "admit": {
      const { scope, runId } = command;
      const message = asked(`asked ${serial}`);
      return pair(reference.admit(scope, runId, message), store.admit(scope, { runId, message }));
    }
    case "suspend": {
      const { scope, runId } = command;
      const events = [eventOf(runId, serial)];
      return pair(reference.suspend(scope, runId, events), store.suspend(scope, runId, events));
    }
    case "settle": {
      const { scope, runId } = command;
      const messages = [answered(`answered ${serial}`)];
      const settlement = settlementOf({ messages, events: [eventOf(runId, serial)] });
      return pair(reference.settle(scope, runId, settlement), store.settle(scope, runId, settlement));
    }
    case "events":
      return pair(reference.events(command.scope, command.runId), store.events(command.scope, command.runId));
    case "window":
      return pair(reference.window(command.scope, 5), store.window(command.scope, { maxMessages: 5 }));
    case "transcript":
      return pair(reference.transcript(command.scope), transcriptOf(store, command.scope));
    case "sessions":
      return pair(reference.sessions(command.scope), sessionsOf(store, command.scope));
    case "delete":
      return pair(reference.delete(command.scope), store.delete(command.scope));
    case "restart":
      throw new Error("A restart has no answer to compare.");
    default:
      return command satisfies never;
  }
}

async function pair(expected: Result, call: Promise<unknown>): Promise<Pair> {
  try {
    return { expected, actual: { value: await call } };
  } catch (error) {
    const { code } = error as { readonly code?: unknown }; // any store's error: no code fails the comparison
    if (typeof code !== "string") throw error;
    return { expected, actual: { code } };
  }
}

/** The transcript without its times, which the reference does not know. */
async function transcriptOf(store: ConversationStore, scope: SessionScope): Promise<unknown> {
  const transcript = await store.transcript(scope);
  return transcript?.turns.map(({ runId, status, outcome, messages }) => ({
    runId,
    status,
    outcome,
    messages,
  }));
}

async function sessionsOf(store: ConversationStore, scope: SessionScope): Promise<unknown> {
  const { sessions } = await store.sessions(scope);
  return sessions.map(({ sessionId, title, turnCount }) => ({ sessionId, title, turnCount }));
}
