export { testkitErrors } from "./errors.ts";
export type { EventFilter } from "./run/event-filter.ts";
export type { FlowRun, NotKept } from "./run/flow-run.ts";
export type { SubjectSeams } from "./run/flow-subject.ts";
export { type EventRecorder, type RecordEventsOptions, recordEvents } from "./run/record-events.ts";
export { type RunOneOptions, runOne } from "./run/run-one.ts";
export { type TraceEvents, visitedNodes } from "./run/trace-events.ts";
export { expectNodeSequence } from "./sequence/expect-node-sequence.ts";
export { type AnyOrder, anyOrder, type SequenceStep } from "./sequence/sequence-step.ts";
export { type SimulatedCode, type SimulateErrorOptions, simulateError } from "./simulate-error.ts";
export {
  createVirtualTime,
  type SettleOptions,
  type TestSeams,
  testSeams,
  type VirtualTime,
  type VirtualTimeOptions,
} from "./time/virtual-time.ts";
