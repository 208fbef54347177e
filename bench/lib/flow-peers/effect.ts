import { load } from "../../contenders/effect/load.ts";
import manifest from "../../contenders/effect/package.json" with { type: "json" };
import type { FlowPeer } from "./flow-peer.ts";

/** An effect that gives a number, or several. */
type Program<Value> = { readonly "~gives": Value } & Iterable<unknown>;

interface EffectModule {
  promise(work: () => Promise<number>): Program<number>;
  gen(work: () => Generator<unknown, number, number>): Program<number>;
  all(programs: readonly Program<number>[], options: object): Program<number[]>;
  map<Value>(program: Program<Value>, change: (value: Value) => number): Program<number>;
  runPromise(program: Program<number>): Promise<number>;
}

const loadEffect = async () => ((await load("effect")) as { Effect: EffectModule }).Effect;

/** Effect: a program for each message, without queues between its steps. */
export const effect: FlowPeer = {
  version: manifest.dependencies.effect,

  async chain(steps) {
    const Effect = await loadEffect();
    return (input) =>
      Effect.runPromise(
        Effect.gen(function* () {
          let value = input;
          for (const step of steps) {
            const given = value;
            // What an effect yields is given back as its value.
            value = (yield* Effect.promise(() => step(given))) as unknown as number;
          }
          return value;
        }),
      );
  },

  async fanOut(branches, join) {
    const Effect = await loadEffect();
    return (input) => {
      const all = branches.map((step) => Effect.promise(() => step(input)));
      return Effect.runPromise(Effect.map(Effect.all(all, { concurrency: "unbounded" }), join));
    };
  },
};
