import {
  createFlow,
  type EdgeList,
  type Flow,
  type FlowOptions,
  type ModelRegistry,
} from "@pergola/flow-runtime";
import { testkitErrors } from "../errors.ts";
import type { TestSeams } from "../time/virtual-time.ts";

/** What a flow is made with in a test. */
export interface SubjectSeams extends TestSeams {
  /** Absent unless the test gave one. */
  readonly registry?: ModelRegistry;
}

/** What to run: a flow, or what makes one on virtual time: its options, or a function of the seams. */
export type FlowSubject<Input, Output, List extends EdgeList> =
  | Flow<Input, Output>
  | FlowOptions<List>
  | ((seams: SubjectSeams) => Flow<Input, Output>);

interface OpenFlow {
  readonly flow: Flow;
  readonly traceId: string;
}

/** Runs of a flow that was made before, for the ids of their traces. */
const runs = new WeakMap<object, number>();

/** Makes the flow, unless it is one. @throws INVALID_TEST_OPTIONS */
export function openFlow(
  subject: FlowSubject<never, unknown, EdgeList>,
  seams: TestSeams,
  registry: ModelRegistry | undefined,
): OpenFlow {
  const given: SubjectSeams = registry === undefined ? seams : { ...seams, registry };
  if (typeof subject === "function") return { flow: subject(given) as Flow, traceId: seams.createId() };
  if (!isFlow(subject)) return { flow: createFlow({ ...given, ...subject }), traceId: seams.createId() };
  if (registry !== undefined) throw registryTooLate(subject.name);
  const count = (runs.get(subject) ?? 0) + 1;
  runs.set(subject, count);
  return { flow: subject as Flow, traceId: `trace-${count}` };
}

function isFlow(subject: object): subject is Flow<never, unknown> {
  return "stream" in subject && "stop" in subject;
}

function registryTooLate(flow: string) {
  return testkitErrors.create("INVALID_TEST_OPTIONS", {
    message: `The flow "${flow}" is made already; a registry cannot be given to it any more.`,
    hint: "Give it to createFlow(), or give runOne the options of the flow, or a function that makes it.",
    details: { option: "registry" },
  });
}
