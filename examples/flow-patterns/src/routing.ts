import {
  createFlow,
  DictRoutingPolicy,
  type Flow,
  node,
  policyRouter,
  type RoutingPolicy,
} from "@pergola/flow-runtime";

export interface Ticket {
  readonly team: string;
  readonly text: string;
}

const answer = (team: string) => node({ name: team }, ({ text }: Ticket) => `${team} answers: ${text}`);
const billing = answer("billing");
const support = answer("support");

/** One flow; where a ticket goes is a policy's, which can be exchanged without touching the flow. */
export function createDesk(policy: RoutingPolicy<Ticket>): Flow<Ticket, string> {
  const route = policyRouter({ name: "route" }, policy);
  return createFlow({ name: "desk", edges: [route.to(billing, support)] });
}

const key = ({ payload }: { readonly payload: Ticket }) => payload.team;

/** By day each team answers for itself; who is in no team is answered by support. */
export const byDay = new DictRoutingPolicy<Ticket>(
  { billing: "billing", support: "support" },
  { key, default: "support" },
);

/** By night support answers all, and advertisements nobody. */
export const byNight = new DictRoutingPolicy<Ticket>({ advertisement: null }, { key, default: "support" });
