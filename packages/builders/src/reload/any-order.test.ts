import { ScriptedChatModel } from "@pergola/core-steps/testing";
import type { ProviderFactory } from "@pergola/resources";
import fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";
import { type Agent, createAgent } from "../index.ts";

interface World {
  readonly agent: Agent;
  /** The value that is live by what has been awaited so far. */
  live: number;
  readonly turns: Promise<unknown>[];
  readonly reloads: Promise<unknown>[];
  release(): void;
}

const configOf = ({ agent }: World, value: number) => agent.definition.withLlm({ provider: "valued", value });

/** Two calls of the model a turn, so that a change between them would show. */
function beginTurn(world: World): void {
  const begun = world.live;
  const isSettled = world.reloads.length === 0;
  const turn = world.agent
    .chat("hello", { sessionId: String(world.turns.length % 3) })
    .then(({ messages }) => {
      const said = messages.filter((message) => message.getType() === "ai").map(({ text }) => Number(text));
      expect(new Set(said).size).toBe(1);
      expect(said).toHaveLength(2);
      if (isSettled) expect(said[0]).toBe(begun);
    });
  world.turns.push(turn);
}

const operation = fc.oneof(
  { weight: 4, arbitrary: fc.constant(async (world: World) => beginTurn(world)) },
  { weight: 2, arbitrary: fc.constant(async (world: World) => world.release()) },
  {
    weight: 3,
    arbitrary: fc.nat(9).map((value) => async (world: World) => {
      await Promise.all(world.reloads.splice(0));
      await world.agent.reload(configOf(world, value));
      world.live = value;
    }),
  },
  {
    weight: 1,
    arbitrary: fc.nat(9).map((value) => async (world: World) => {
      const reload = world.agent.reload(configOf(world, value)).then(() => {
        world.live = value;
      });
      world.reloads.push(reload);
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(-1, 99).map((value) => async (world: World) => {
      const bad = value === 99 ? configOf(world, 1).withName("other") : configOf(world, value);
      await expect(world.agent.reload(bad)).rejects.toMatchObject({
        code: value === 99 ? "RESTART_REQUIRED" : "INVALID_AGENT_CONFIG",
      });
    }),
  },
);

it("in any order of turns, reloads, refusals and closing: one set of values a turn, and nothing left open", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 25 }), async (operations) => {
      let open = 0;
      let gate = Promise.withResolvers<void>();
      const provider: ProviderFactory<"llm"> = {
        category: "llm",
        name: "valued",
        configSchema: z.looseObject({ value: z.number().min(0) }),
        async create(config) {
          const { value } = config as { readonly value: number };
          const model = new (class extends ScriptedChatModel {
            override async *_streamResponseChunks(
              ...call: Parameters<ScriptedChatModel["_streamResponseChunks"]>
            ) {
              await gate.promise;
              expect(isClosed).toBe(false);
              yield* super._streamResponseChunks(...call);
            }
          })(Array.from({ length: 60 }, () => String(value)));
          let isClosed = false;
          open += 1;
          const close = async () => {
            expect(isClosed).toBe(false);
            isClosed = true;
            open -= 1;
          };
          return Object.assign(model, { close });
        },
      };
      const agent = await createAgent({ name: "helper" })
        .withProvider(provider)
        .withLlm({ provider: "valued", value: 0 })
        .withMemory({ type: "conversation" })
        .withStep("llm", {})
        .withStep("llm", {})
        .start();
      const world: World = {
        agent: agent as unknown as Agent,
        live: 0,
        turns: [],
        reloads: [],
        release() {
          gate.resolve();
          gate = Promise.withResolvers();
        },
      };
      for (const operate of operations) await operate(world);
      const closing = agent.close();
      let isOver = false;
      const settled = Promise.allSettled([...world.turns, ...world.reloads]).finally(() => {
        isOver = true;
      });
      // Whoever is between two calls waits at the next gate.
      while (!isOver) {
        world.release();
        await new Promise((done) => setImmediate(done));
      }
      const ended = await settled;
      await closing;
      for (const each of ended)
        if (each.status === "rejected") expect(each.reason).toMatchObject({ code: "AGENT_CLOSED" });
      expect(open).toBe(0);
    }),
    { numRuns: 25 },
  );
});
