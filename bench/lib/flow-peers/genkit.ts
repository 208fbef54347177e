import { load } from "../../contenders/genkit/load.ts";
import manifest from "../../contenders/genkit/package.json" with { type: "json" };
import type { Run } from "../flow/run.ts";
import type { FlowPeer } from "./flow-peer.ts";

interface Genkit {
  defineFlow(name: string, work: Run): Run;
  run(name: string, work: () => Promise<number>): Promise<number>;
}

async function genkitInstance(): Promise<Genkit> {
  const { genkit: create } = (await load("genkit")) as { genkit(options: object): Genkit };
  return create({});
}

/** Genkit: a flow whose steps are runs of their own; without tracing. */
export const genkitFlow: FlowPeer = {
  version: manifest.dependencies.genkit,

  async chain(steps) {
    const ai = await genkitInstance();
    return ai.defineFlow("chain", async (input) => {
      let value = input;
      for (const [place, step] of steps.entries()) {
        const given = value;
        value = await ai.run(`step-${place}`, () => step(given));
      }
      return value;
    });
  },

  async fanOut(branches, join) {
    const ai = await genkitInstance();
    return ai.defineFlow("fan-out", async (input) =>
      join(await Promise.all(branches.map((step, place) => ai.run(`branch-${place}`, () => step(input))))),
    );
  },
};
