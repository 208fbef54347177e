import type { BaseMessage } from "@langchain/core/messages";
import {
  askValue,
  getRun,
  messagesOf,
  type StepGraph,
  type StepGraphNode,
  type StepStrategy,
  stepOfGraph,
  thinkAloud,
  toNumbered,
  withInstructions,
} from "@pergola/core-steps";
import { z } from "zod";

const configSchema = z.strictObject({
  /** What a good answer holds to. */
  criteria: z.array(z.string().min(1)).min(1),
  /** Most drafts. */
  maxDrafts: z.int().min(1).default(3),
});
type RefineSettings = z.output<typeof configSchema>;

const Faults = z.object({ faults: z.array(z.string()) });

/** What is known between two nodes; plain data, because it is kept while a run is suspended. */
interface RefineMemo {
  readonly draft: string;
  readonly drafts: number;
  readonly faults: readonly string[];
}

/** Drafts an answer, looks for faults by some criteria, writes it again, and says the last draft in its final form. */
export const refineStep: StepStrategy<RefineSettings> = {
  name: "refine",
  configSchema,
  nodeName: (index) => `refine_step_${index}`,
  needs: () => ({ messages: true, model: true }),
  writes: () => ["messages"],
  createStep: (settings) => stepOfGraph(refineGraph(settings)),
  createGraph: refineGraph,
};

function refineGraph({ criteria, maxDrafts }: RefineSettings): StepGraph {
  const rules = `A good answer holds to this:\n${toNumbered(criteria)}`;

  const draft: StepGraphNode["run"] = async (state, context, { memo }) => {
    const {
      drafts,
      faults,
      draft: last,
    } = (memo as RefineMemo | undefined) ?? { drafts: 0, faults: [], draft: "" };
    const ask =
      faults.length === 0
        ? "Draft an answer."
        : `Your draft: ${last}\n\nIts faults:\n${toNumbered(faults)}\n\nWrite it again.`;
    const text = await thinkAloud(context, await withInstructions(messagesOf(state), rules), { ask });
    const kept: RefineMemo = { draft: text, drafts: drafts + 1, faults: [] };
    return { memo: kept, next: kept.drafts < maxDrafts ? "judge" : "say" };
  };

  const judge: StepGraphNode["run"] = async (state, context, { memo }) => {
    const at = memo as RefineMemo;
    const ask = `A draft: ${at.draft}\n\n${rules}\n\nName its faults; none if it is good.`;
    const { faults } = await askValue(context, messagesOf(state), { schema: Faults, ask });
    return { memo: { ...at, faults } satisfies RefineMemo, next: faults.length === 0 ? "say" : "draft" };
  };

  const say: StepGraphNode["run"] = async (state, context, { memo }) => {
    const { draft: text } = memo as RefineMemo;
    const request = await withInstructions(
      messagesOf(state),
      `Answer with this draft, word for word:\n${text}`,
    );
    return { writes: [["messages", [await answerOf(request, context)]]] };
  };

  return {
    nodes: [
      { name: "draft", ends: ["judge", "say"], needsGraph: false, run: draft },
      { name: "judge", ends: ["draft", "say"], needsGraph: false, run: judge },
      { name: "say", ends: ["end"], needsGraph: false, run: say },
    ],
    visits: () => 2 * maxDrafts,
  };
}

/** The answer goes on the run's stream as text, as that of every step with a model. */
async function answerOf(request: readonly BaseMessage[], context: Parameters<typeof getRun>[0]) {
  const { message } = await getRun(context).resource("llm").generate(request);
  return message;
}
