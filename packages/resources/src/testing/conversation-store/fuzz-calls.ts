import type { SessionScope } from "@pergola/core";
import type { ConversationStore } from "../../memory/conversation-store.ts";
import type { FuzzRead, FuzzWrite } from "./fuzz-commands.ts";
import type { ReferenceStore, Result } from "./reference-store.ts";
import { answered, asked, eventOf, settlementOf } from "./samples.ts";

const WINDOW = { maxMessages: 5 };

/** What a write brings along; `serial` makes it unlike anything else. */
const payload = (runId: string, serial: number) => ({
  message: asked(`asked ${serial}`),
  events: [eventOf(runId, serial)],
  settlement: settlementOf({ messages: [answered(`answered ${serial}`)], events: [eventOf(runId, serial)] }),
});

export function writeTo(store: ConversationStore, write: FuzzWrite, serial: number): Promise<Result> {
  if (write.call === "delete") return resultOf(store.delete(write.scope));
  const { call, scope, runId } = write;
  const { message, events, settlement } = payload(runId, serial);
  if (call === "admit") return resultOf(store.admit(scope, { runId, message }));
  if (call === "suspend") return resultOf(store.suspend(scope, runId, events));
  return resultOf(store.settle(scope, runId, settlement));
}

export function writeToReference(reference: ReferenceStore, write: FuzzWrite, serial: number): Result {
  if (write.call === "delete") return reference.delete(write.scope);
  const { call, scope, runId } = write;
  const { message, events, settlement } = payload(runId, serial);
  if (call === "admit") return reference.admit(scope, runId, message);
  if (call === "suspend") return reference.suspend(scope, runId, events);
  return reference.settle(scope, runId, settlement);
}

export function readFrom(store: ConversationStore, read: FuzzRead): Promise<Result> {
  if (read.call === "events") return resultOf(store.events(read.scope, read.runId));
  if (read.call === "window") return resultOf(store.window(read.scope, WINDOW));
  if (read.call === "runs") return resultOf(runsOf(store, read.scope));
  return resultOf(
    read.call === "transcript" ? transcriptOf(store, read.scope) : sessionsOf(store, read.scope),
  );
}

export function readFromReference(reference: ReferenceStore, read: FuzzRead): Result {
  if (read.call === "events") return reference.events(read.scope, read.runId);
  if (read.call === "window") return reference.window(read.scope, WINDOW.maxMessages);
  if (read.call === "runs") return reference.runs(read.scope);
  return read.call === "transcript" ? reference.transcript(read.scope) : reference.sessions(read.scope);
}

async function resultOf(call: Promise<unknown>): Promise<Result> {
  try {
    return { value: await call };
  } catch (error) {
    const { code } = error as { readonly code?: unknown }; // whatever a store throws: without a code it is a defect
    if (typeof code !== "string") throw error;
    return { code };
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

async function runsOf(store: ConversationStore, scope: SessionScope): Promise<unknown> {
  const { runs } = await store.runs(scope);
  return runs.map(({ sessionId, runId, title, status, outcome }) => ({
    sessionId,
    runId,
    title,
    status,
    outcome,
  }));
}
