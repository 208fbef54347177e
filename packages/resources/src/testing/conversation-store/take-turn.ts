import type { SessionScope } from "@pergola/core";
import type { ConversationStore, Settlement } from "../../memory/conversation-store.ts";
import { asked, settlementOf } from "./samples.ts";

/** Admits and settles one turn whose user message is `text`. */
export async function takeTurn(
  store: ConversationStore,
  scope: SessionScope,
  turn: { readonly runId: string; readonly text: string } & Partial<Settlement>,
): Promise<void> {
  const { runId, text, ...settlement } = turn;
  await store.admit(scope, { runId, message: asked(text) });
  await store.settle(scope, runId, settlementOf(settlement));
}

/** The text of every message of a conversation, in order. */
export async function textsOf(store: ConversationStore, scope: SessionScope): Promise<unknown[]> {
  const transcript = await store.transcript(scope);
  return (transcript?.turns ?? []).flatMap((turn) => turn.messages.map((message) => message.content));
}
