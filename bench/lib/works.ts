import type { Row } from "./row.ts";

/** Every work and where its rows are; loaded on demand, so that one work does not warm another. */
const WORKS: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  build: async () => (await import("../works/build.ts")).buildRows,
  agent: async () => (await import("../works/agent.ts")).agentRows,
  stream: async () => (await import("../works/stream.ts")).streamRows,
  start: async () => (await import("../works/start.ts")).startRows,
  heap: async () => (await import("../works/heap.ts")).heapRows,
  messages: async () => (await import("../works/messages.ts")).messagesRows,
  pipeline: async () => (await import("../works/pipeline.ts")).pipelineRows,
  observe: async () => (await import("../works/observe.ts")).observeRows,
  flow: async () => (await import("../works/flow.ts")).flowRows,
};

export const workNames = Object.keys(WORKS);

export async function rowsOf(work: string): Promise<readonly Row[]> {
  const load = WORKS[work];
  if (load === undefined) throw new Error(`There is no work "${work}". Known: ${workNames.join(", ")}.`);
  return load();
}
