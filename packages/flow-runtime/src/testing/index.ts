export type { FlowHistorySubject } from "./flow-history/flow-history-subject.ts";
export { flowHistoryContract } from "./flow-history-contract.ts";
export type { RoutingExample, RoutingPolicySubject } from "./routing-policy/routing-policy-subject.ts";
export { routingPolicyContract } from "./routing-policy-contract.ts";
