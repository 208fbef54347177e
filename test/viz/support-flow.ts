// #region quick-start
import { createFlow, node, policyRouter } from "@pergola/flow-runtime";
import { toDot, toMermaid, toSvg } from "@pergola/viz";
import { z } from "zod";

const classify = policyRouter({ name: "classify", input: z.string() }, ({ payload }) =>
  payload.includes("?") ? "answer" : "escalate",
);
const policy = { timeoutMs: 5_000, maxRetries: 2, concurrency: 8 };
const answer = node({ name: "answer", input: z.string(), policy }, (text) => `An answer to ${text}`);
const review = policyRouter({ name: "review", input: z.string() }, ({ payload }) =>
  payload.length > 20 ? "send" : "classify",
);
const escalate = node({ name: "escalate", input: z.string() }, (text) => text);
const send = node({ name: "send", input: z.string() }, (text) => text);

export const flow = createFlow({
  name: "support",
  edges: [classify.to(answer, escalate), answer.to(review), review.to(send, classify)],
  ingress: [classify],
  allowCycles: true,
});

const chart = toMermaid(flow); // for a README: put it into a block of mermaid
const dot = toDot(flow, { direction: "LR" }); // for Graphviz
const picture = toSvg(flow, { direction: "LR", showPolicies: true }); // for a page

// #endregion

export { chart, dot, picture };
