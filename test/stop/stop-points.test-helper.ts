import { type Agent, createAgent } from "@pergola/builders";
import { createScope } from "@pergola/core";
import { openai } from "@pergola/llm-openai";
import { type ConversationStore, createInMemoryConversationStore } from "@pergola/resources";
import {
  type ControlledReply,
  reply,
  startVendorServer,
  type VendorServer,
} from "@pergola/resources/testing";
import { defineTool } from "@pergola/tools";
import { z } from "zod";
import type { RunningTurn } from "./stop-driver.test-helper.ts";

export interface Stage {
  readonly agent: Agent;
  readonly vendor: VendorServer;
  readonly store: ConversationStore;
  /** What the tool's signal said, if the tool was called. */
  readonly toolStopped: Promise<unknown>;
}

/** A moment in the life of a turn. */
export interface StopPoint {
  readonly name: string;
  /** Prepares the vendor; runs before the turn. */
  readonly prepare: (stage: Stage) => void | Promise<void>;
  /** Resolves when the turn is at this point. */
  readonly reached: (stage: Stage, turn: RunningTurn) => Promise<void>;
  /** Text that must be kept. */
  readonly partialText: string;
  /** Requests that the vendor has seen by then; a stop must not add to them. */
  readonly requests: number;
  /** Whether a turn is stored at all. */
  readonly isStored: boolean;
}

/** Who the in-process ways and, on loopback, the HTTP ways are. */
export const scopeOf = (userId: string) =>
  createScope({ tenantId: "local", agentId: "assistant", userId, sessionId: "s" });

/** A real agent over a real provider over a real socket. */
export async function setStage(): Promise<Stage> {
  const vendor = await startVendorServer();
  const store = createInMemoryConversationStore();
  const { promise: toolStopped, resolve: toolSays } = Promise.withResolvers<unknown>();
  const waitForever = defineTool({
    name: "wait",
    description: "Waits until it is stopped.",
    input: z.object({}),
    execute: (_input, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          toolSays(signal.reason);
          reject(signal.reason);
        });
      }),
  });
  const agent = await createAgent({ name: "assistant" })
    .withProvider(openai({ baseURL: vendor.baseURL, model: "vendor-model" }))
    .withLlm("openai")
    .withMemory(store)
    .withTools([waitForever])
    .withStep("tools-loop", {})
    .start();
  return { agent: agent as unknown as Agent, vendor, store, toolStopped };
}

let controlled: ControlledReply;
let held: (() => void) | undefined;

export const stopPoints: readonly StopPoint[] = [
  {
    name: "before the first token",
    prepare: ({ vendor }) => vendor.enqueue(reply.hang()),
    reached: async ({ vendor }) => void (await vendor.nextRequest()),
    partialText: "",
    requests: 1,
    isStored: true,
  },
  {
    name: "mid-stream",
    prepare({ vendor }) {
      controlled = reply.controlled();
      vendor.enqueue(controlled);
    },
    async reached(_stage, turn) {
      await controlled.started;
      for (const token of ["one ", "two "]) await controlled.push(token);
      await turn.seen((event) => event.type === "text-delta" && event.text.includes("two"));
    },
    partialText: "one two ",
    requests: 1,
    isStored: true,
  },
  {
    name: "in a tool",
    prepare: ({ vendor }) => vendor.enqueue(reply.toolCalls({ id: "c1", name: "wait", arguments: {} })),
    reached: async (_stage, turn) => void (await turn.seen((event) => event.type === "tool-started")),
    partialText: "",
    requests: 1,
    isStored: true,
  },
  {
    name: "in a retry wait",
    prepare: ({ vendor }) =>
      vendor.enqueue(
        reply.error({
          status: 429,
          message: "Slow down.",
          type: "rate_limit",
          headers: { "retry-after": "20" },
        }),
      ),
    reached: async (_stage, turn) =>
      void (await turn.seen((event) => event.type === ("model-retried" as never))),
    partialText: "",
    requests: 1,
    isStored: true,
  },
  {
    name: "queued on the session lock",
    async prepare({ store }) {
      const releases = await Promise.all(["ada", "local"].map((userId) => store.lock(scopeOf(userId))));
      held = () => {
        for (const release of releases) release();
      };
    },
    reached: async (_stage, turn) => void (await turn.seen((event) => event.type === "run-started")),
    partialText: "",
    requests: 0,
    isStored: false,
  },
];

/** Gives back what a point has held. */
export function letGo(): void {
  held?.();
  held = undefined;
}
