import { load } from "../../contenders/llamaindex/load.ts";
import manifest from "../../contenders/llamaindex/package.json" with { type: "json" };
import type { FlowPeer } from "./flow-peer.ts";

interface WorkflowEvent {
  readonly data: number;
}

interface EventType {
  with(data: number): WorkflowEvent;
}

interface EventStream {
  until(type: EventType): EventStream;
  filter(type: EventType): EventStream;
  take(count: number): EventStream;
  toArray(): Promise<WorkflowEvent[]>;
}

interface Context {
  readonly stream: EventStream;
  sendEvent(event: WorkflowEvent): void;
}

interface Workflow {
  handle(
    types: readonly EventType[],
    work: (context: Context, event: WorkflowEvent) => Promise<WorkflowEvent>,
  ): void;
  createContext(): Context;
}

interface LlamaIndex {
  createWorkflow(): Workflow;
  workflowEvent(): EventType;
}

const loadLlamaIndex = async () => (await load("@llamaindex/workflow-core")) as LlamaIndex;

/** Sends a message and waits for the event that ends it. */
const runOf = (workflow: Workflow, start: EventType, stop: EventType) => async (input: number) => {
  const { sendEvent, stream } = workflow.createContext();
  sendEvent(start.with(input));
  const events = await stream.until(stop).toArray();
  return events.at(-1)?.data ?? Number.NaN;
};

/** LlamaIndex's workflows: an event between two steps. */
export const llamaindex: FlowPeer = {
  version: manifest.dependencies["@llamaindex/workflow-core"],

  async chain(steps) {
    const { createWorkflow, workflowEvent } = await loadLlamaIndex();
    const workflow = createWorkflow();
    const start = workflowEvent();
    let last = start;
    for (const step of steps) {
      const next = workflowEvent();
      workflow.handle([last], async (_, { data }) => next.with(await step(data)));
      last = next;
    }
    return runOf(workflow, start, last);
  },

  async fanOut(branches, join) {
    const { createWorkflow, workflowEvent } = await loadLlamaIndex();
    const workflow = createWorkflow();
    const [start, done, stop] = [workflowEvent(), workflowEvent(), workflowEvent()];
    const inputs = branches.map(() => workflowEvent());
    workflow.handle([start], async ({ sendEvent, stream }, { data }) => {
      const all = stream.filter(done).take(branches.length).toArray();
      for (const input of inputs) sendEvent(input.with(data));
      return stop.with(join((await all).map((each) => each.data)));
    });
    for (const [place, step] of branches.entries())
      workflow.handle([inputs[place] as EventType], async (_, { data }) => done.with(await step(data)));
    return runOf(workflow, start, stop);
  },
};
