export { type ActivityReader, createActivityReader } from "./activity/activity-reader.ts";
export { type FlowActivityOptions, flowActivity } from "./activity/flow-activity.ts";
export type { Budget } from "./budget.ts";
export type { CallOptions } from "./call-options.ts";
export type { Callable, CallFlowOptions } from "./callable.ts";
export { createFlow } from "./create-flow.ts";
export { currentTrace } from "./current-trace.ts";
export type { Edges } from "./edges.ts";
export { type FlowErrorCode, flowErrors } from "./errors.ts";
export type { FetchResultOptions, Flow, FlowResult, FlowStats, StopOptions } from "./flow.ts";
export { type FailedAttempt, FlowError, type FlowErrorData } from "./flow-error.ts";
export type { FlowEvent, FlowEventType, FlowListener, TraceOutcome } from "./flow-event.ts";
export type { AnyNode, FlowNode, InputOf, NodeOptions, OutputOf, Routed, RoutedByKind } from "./flow-node.ts";
export type { FlowOptions } from "./flow-options.ts";
export type { Headers, HeadersInput } from "./headers.ts";
export { createInMemoryHistory, type FlowHistory } from "./history/flow-history.ts";
export type { Message } from "./message.ts";
export { type Meta, type MetaReducer, mergeMeta, withMeta } from "./meta.ts";
export { ModelRegistry, type NodeSchemas } from "./model-registry.ts";
export { node } from "./node.ts";
export type { EmitOptions, FetchOptions, NodeContext } from "./node-context.ts";
export type { NodePolicy, Validate } from "./node-policy.ts";
export { branch, type ChooseBranch } from "./patterns/branch.ts";
export type { Branch, Branches, BranchesInput, BranchOutput } from "./patterns/branch-flow.ts";
export type { PatternOptions } from "./patterns/check-branches.ts";
export { type ControllerLoopOptions, controllerLoop } from "./patterns/controller-loop.ts";
export {
  type DictRoutingOptions,
  DictRoutingPolicy,
  type RouteTable,
} from "./patterns/dict-routing-policy.ts";
export { type JoinMerge, type JoinOptions, joinK } from "./patterns/join-k.ts";
export type { LoopContext } from "./patterns/loop-context.ts";
export type { LoopWork } from "./patterns/loop-flow.ts";
export { type MapConcurrentOptions, type MapWork, mapConcurrent } from "./patterns/map-concurrent.ts";
export { type MapNodeOptions, type MapNodeWork, mapNode } from "./patterns/map-node.ts";
export { type ParallelOutput, parallel } from "./patterns/parallel.ts";
export { policyRouter } from "./patterns/policy-router.ts";
export { predicateRouter } from "./patterns/predicate-router.ts";
export { race } from "./patterns/race.ts";
export { type ReduceOptions, reduceNode } from "./patterns/reduce-node.ts";
export type { Route } from "./patterns/route.ts";
export type { RouterOptions } from "./patterns/router-options.ts";
export type { RoutingPolicy, RoutingRequest } from "./patterns/routing-policy.ts";
export { type Kinded, unionRouter } from "./patterns/union-router.ts";
export { type WhenTargets, when } from "./patterns/when.ts";
export type { StandardSchema } from "./standard-schema.ts";
export type { ChunkInit, StreamChunk } from "./stream-chunk.ts";
export type { StreamItem, StreamResult } from "./stream-item.ts";
export type { TraceInfo } from "./trace-info.ts";
export type {
  EdgeCounts,
  FlowCounts,
  FlowFrame,
  FlowFrameRequest,
  NodeCounts,
  TraceCounts,
} from "./wire/flow-frame.ts";
export { toServerSentEvent } from "./wire/to-server-sent-event.ts";
export { toWebSocketFrame } from "./wire/to-web-socket-frame.ts";
export type { WireItem } from "./wire/to-wire.ts";
export type { EdgeList, FlowInput, FlowOutput } from "./wiring.ts";
export { type FinalAnswer, finalAnswer, type WorkingMemory, workingMemory } from "./working-memory.ts";
