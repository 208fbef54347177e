import type { RunEvent } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import { createInMemoryStorage, type ProviderFactory, type StorageHandle } from "@pergola/resources";
import { z } from "zod";
import { allEvents } from "../all-events.test-helper.ts";
import { type AgentBuilder, createAgent } from "../index.ts";

/** What a step does with a storage. */
export type Use = (files: StorageHandle, signal: AbortSignal) => Promise<unknown>;

export const write: Use = (files) => files.write("a.md", "x");
export const down = () => Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
/** How an error is known. */
const codeOf = (error: { code?: string; message: string }) => error.code ?? error.message;

/** A provider's storage that fails as long as it is told to, and counts its calls. */
export function shelf() {
  const files = createInMemoryStorage();
  const state = {
    calls: 0,
    fail: undefined as undefined | (() => unknown),
    gate: undefined as undefined | Promise<void>,
  };
  const storage = new Proxy(files, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      if (name === "close" || typeof name === "symbol") return member.bind(target);
      return (...args: unknown[]) => {
        state.calls += 1;
        const begun = async () => {
          await state.gate;
          if (state.fail !== undefined) throw state.fail();
        };
        if (name === "readStream") return opened(begun, () => member.apply(target, args));
        return begun().then(() => member.apply(target, args));
      };
    },
  });
  const provider: ProviderFactory<"storage"> = {
    category: "storage",
    name: "shelf",
    configSchema: z.strictObject({ level: z.number().optional() }),
    create: async () => storage,
  };
  return { state, provider };
}

async function* opened(begun: () => Promise<void>, open: () => AsyncIterable<Uint8Array>) {
  await begun();
  yield* open();
}

/** An agent whose one step does with a storage what the test says next. */
export async function agentWith(add: (builder: AgentBuilder) => AgentBuilder, key = "storage") {
  const clock = createVirtualClock(1e12);
  const logged: string[] = [];
  const note = (message: string, fields?: object) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const logger = { debug: () => undefined, info: note, warn: note, error: note };
  const uses: Use[] = [];
  const befores: (undefined | (() => Promise<void>))[] = [];
  const results: unknown[] = [];
  const builder = add(createAgent({}, { clock, logger, env: {} }) as AgentBuilder).withStep("custom", {
    async step({ index }, { run }) {
      const number = Number(index);
      if (run === undefined) return;
      await befores[number]?.();
      results[number] = await uses[number]?.(run.resource(key) as StorageHandle, run.signal).then(
        () => "ok",
        codeOf,
      );
    },
  });
  const agent = await builder.start();
  const events: RunEvent[] = [];
  const use = async (next: Use, signal?: AbortSignal, before?: () => Promise<void>): Promise<unknown> => {
    const index = uses.push(next) - 1;
    befores[index] = before;
    const stream = agent.stream({ index }, { userId: "ada", ...(signal && { signal }) });
    await allEvents(stream, (event) => void events.push(event)).catch(() => undefined);
    return results[index];
  };
  const changes = () => events.flatMap((each) => (each.type === "breaker-changed" ? [each] : []));
  return { agent, builder, clock, logged, use, changes, [Symbol.asyncDispose]: () => agent.close() };
}
