import { MemorySaver } from "@langchain/langgraph";
import {
  DEFAULT_FAILURE_ANSWER,
  definePromptStep,
  defineWorkflow,
  type StagedContext,
  type Workflow,
} from "@pergola/pipeline";
import { describe, expect, it } from "vitest";
import { stagesOf, type TurnOptions, turn as turnOf } from "./turn.test-helper.ts";

/** With a checkpointer each step is a node of the graph: the same must come of it. */
describe.each([
  ["", () => ({})],
  [" and a checkpointer", () => ({ checkpointer: new MemorySaver() })],
])("an agent with a workflow%s", (_, form) => {
  const turn = (workflow: Workflow, options: TurnOptions = {}) => turnOf(workflow, { ...options, ...form() });

  it("answers with what deliver gives, and streams only that", async () => {
    const workflow = defineWorkflow({
      stages: {
        parse: [
          function account({ message, store }) {
            store("account", message.match(/\d+/)?.[0]);
          },
        ],
        think: [definePromptStep({ name: "plan", prompt: ({ load }) => `Plan for ${load("account")}` })],
        deliver: [({ callLlm, load }) => callLlm(`Say: ${load("plan")}`)],
      },
    });
    const { result, streamed, events } = await turn(workflow, {
      message: "I am 42",
      replies: ["a plan", "Dear 42"],
    });
    expect(result).toMatchObject({ text: "Dear 42", messages: [expect.anything()] });
    expect(streamed).toBe("Dear 42");
    expect(stagesOf(events)).toEqual(["1 parse", "1 think", "1 deliver"]);
    const prompts = events.flatMap((event) =>
      event.type === "model-started" ? [JSON.stringify(event.request)] : [],
    );
    expect(prompts).toEqual([expect.stringContaining("Plan for 42"), expect.stringContaining("Say: a plan")]);
  });

  it("emits a response that no model has streamed as one piece of text", async () => {
    const workflow = defineWorkflow({ stages: { deliver: [({ setResponse }) => setResponse("Ready.")] } });
    const { result, events } = await turn(workflow);
    expect(result?.text).toBe("Ready.");
    expect(events.filter(({ type }) => type === "text-delta")).toMatchObject([{ text: "Ready." }]);
  });

  it("without a deliver step answers with what was said last, else with the last text that a step returned", async () => {
    const said = defineWorkflow({ stages: { think: [({ say }) => say("said"), () => "returned"] } });
    expect((await turn(said)).result?.text).toBe("said");
    const returned = defineWorkflow({
      stages: { think: [() => "first"], do: [() => 7, () => "last", () => {}] },
    });
    expect((await turn(returned)).result?.text).toBe("last");
  });

  it("repeats all stages until there is a response, and keeps what is stored", async () => {
    const workflow = defineWorkflow({
      stages: {
        think: [({ store, load }) => store("count", (load<number>("count") ?? 0) + 1)],
        deliver: [
          ({ load, iteration, setResponse }) => {
            if (iteration === 3) setResponse(`after ${load("count")}`);
          },
        ],
      },
    });
    const { result, events } = await turn(workflow);
    expect(result?.text).toBe("after 3");
    expect(stagesOf(events)).toEqual([
      "1 think",
      "1 deliver",
      "2 think",
      "2 deliver",
      "3 think",
      "3 deliver",
    ]);
  });

  it("ends with an error of its own when there is none after maxIterations", async () => {
    let runs = 0;
    const stages = { think: [() => void runs++], deliver: [() => undefined] };
    const { error, streamed } = await turn(defineWorkflow({ stages }));
    expect(error).toMatchObject({ code: "WORKFLOW_MAX_ITERATIONS", details: { maxIterations: 5 } });
    expect(runs).toBe(5);
    expect(streamed).toBe(DEFAULT_FAILURE_ANSWER);
    runs = 0;
    await turn(defineWorkflow({ stages, maxIterations: 2 }));
    expect(runs).toBe(2);
  });

  it("runs 20 steps 5 times without any limit of the graph", async () => {
    let runs = 0;
    const steps = Array.from({ length: 20 }, (_, index) =>
      definePromptStep({ name: `s${index}`, run: () => void runs++ }),
    );
    const workflow = defineWorkflow({
      stages: {
        think: steps,
        deliver: [({ iteration, setResponse }) => (iteration === 5 ? setResponse("done") : undefined)],
      },
    });
    expect((await turn(workflow)).result?.text).toBe("done");
    expect(runs).toBe(100);
  });

  it("refuses a response outside of deliver and error", async () => {
    const workflow = defineWorkflow({ stages: { think: [({ setResponse }) => setResponse("too early")] } });
    const { error } = await turn(workflow);
    expect(error).toMatchObject({ code: "RESPONSE_NOT_ALLOWED", details: { stage: "think" } });
  });

  const failing = {
    think: [
      function boom() {
        throw new Error("no such account");
      },
      () => "never",
    ],
    do: [() => "never"],
    deliver: [() => "never"],
  };

  it("ends a stage when a step fails, and the error stage answers", async () => {
    const seen: unknown[] = [];
    const workflow = defineWorkflow({
      stages: {
        ...failing,
        error: [
          ({ failure }: StagedContext) => void seen.push(failure),
          ({ setResponse }) => setResponse("Sorry."),
        ],
      },
    });
    const { result, events, streamed } = await turn(workflow);
    expect(result?.text).toBe("Sorry.");
    expect(streamed).toBe("Sorry.");
    expect(stagesOf(events)).toEqual(["1 think", "1 error"]);
    expect(seen).toEqual([
      {
        stage: "think",
        step: "boom",
        attempt: 1,
        iteration: 1,
        runId: result?.runId,
        error: expect.objectContaining({
          code: "STEP_FAILED",
          message: expect.stringContaining("no such account"),
        }),
      },
    ]);
  });

  it("leaves a safe answer and the error of the step where no error step answers", async () => {
    const { error, streamed, events } = await turn(defineWorkflow({ stages: failing }));
    expect(error).toMatchObject({ code: "STEP_FAILED", message: expect.stringContaining("no such account") });
    expect(streamed).toBe(DEFAULT_FAILURE_ANSWER);
    expect(events.at(-1)).toMatchObject({ type: "run-finished", outcome: "failed" });
  });

  it("ends with the first error when the error stage fails itself", async () => {
    let runs = 0;
    const again = () => {
      runs++;
      throw new Error("again");
    };
    const { error, streamed } = await turn(defineWorkflow({ stages: { ...failing, error: [again] } }));
    expect(error).toMatchObject({ message: expect.stringContaining("no such account") });
    expect(streamed).toBe(DEFAULT_FAILURE_ANSWER);
    expect(runs).toBe(1);
  });
});
