import type { Contender, Sample } from "../row.ts";
import { effect } from "./effect.ts";
import type { FlowPeer } from "./flow-peer.ts";
import { genkitFlow } from "./genkit.ts";
import { langgraphFlow } from "./langgraph.ts";
import { llamaindex } from "./llamaindex.ts";
import { mastraFlow } from "./mastra.ts";
import { pQueue } from "./p-queue.ts";
import { rxjs } from "./rxjs.ts";

/** Those whose messages or steps we compare ours with. Making an entry loads nothing of theirs. */
export const FLOW_PEERS: Readonly<Record<string, FlowPeer>> = {
  rxjs,
  effect,
  "p-queue": pQueue,
  genkit: genkitFlow,
  mastra: mastraFlow,
  langgraph: langgraphFlow,
  llamaindex,
};

/** All of them as contenders of a row. */
export function flowContenders(
  measure: (peer: FlowPeer) => Promise<Sample>,
): Readonly<Record<string, Contender>> {
  const entries = Object.entries(FLOW_PEERS);
  return Object.fromEntries(
    entries.map(([name, peer]) => [name, { version: peer.version, measure: () => measure(peer) }]),
  );
}
