import { type CommonStepConfig, parseTemplate, type StepStrategy } from "@pergola/core-steps";
import { z } from "zod";

/** Config of the step type `human-input`. */
export interface HumanInputStepConfig<State> extends CommonStepConfig {
  /** What to ask: a template. */
  readonly question: string;
  /** State key that gets the answer. */
  readonly as: keyof State & string;
  /** What may be answered. Default: any text that is not empty. */
  readonly choices?: readonly string[];
}

/** What a run that waits shows in its `interrupts`. */
export interface HumanQuestion {
  readonly question: string;
  readonly choices?: readonly string[];
  /** What was wrong with the answer before. */
  readonly problem?: string;
}

declare module "@pergola/core-steps" {
  interface StepConfigMap<State> {
    "human-input": HumanInputStepConfig<State>;
  }
}

const configSchema = z.strictObject({
  question: z.string().min(1),
  as: z.string().min(1),
  choices: z.array(z.string().min(1)).min(1).optional(),
});

type Settings = z.output<typeof configSchema>;

/** Asks a person and waits for the answer: the run is suspended. An answer that does not fit is asked for again. */
export const humanInputStep: StepStrategy<Settings> = {
  name: "human-input",
  configSchema,
  nodeName: (index) => `human_input_step_${index}`,
  // The agent needs a checkpointer, and says so at build.
  needs: () => ({ graph: true }),
  async createStep({ question, as, choices }) {
    const { interrupt } = await import("@langchain/langgraph");
    const template = parseTemplate(question);
    return (state) => {
      const asked: HumanQuestion = {
        question: template.render({ values: state }),
        ...(choices !== undefined && { choices }),
      };
      // LangGraph runs the step from its start for each answer, and gives the ones before in their order.
      let answer: unknown = interrupt(asked);
      for (
        let problem = problemOf(answer, choices);
        problem !== undefined;
        problem = problemOf(answer, choices)
      )
        answer = interrupt({ ...asked, problem });
      return { [as]: answer };
    };
  },
  writes: ({ as }) => [as],
};

function problemOf(answer: unknown, choices: readonly string[] | undefined): string | undefined {
  if (typeof answer !== "string" || answer.trim() === "") return "The answer is a text that is not empty.";
  if (choices === undefined || choices.includes(answer)) return undefined;
  return `"${answer.slice(0, 80)}" is none of: ${choices.join(", ")}.`;
}
