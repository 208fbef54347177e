import { type CallOptions, createAgent } from "@pergola/builders";
import { historyLimitsSchema } from "@pergola/config";
import { createVirtualClock } from "@pergola/core/testing";
import { budgetLimitsSchema, modelParametersSchema } from "@pergola/resources";
import { z } from "zod";
import { entry, type Ledger } from "../ledger.ts";
import { storedTurn, threeTurns } from "../probes/conversation.ts";
import { scripted, sentTo } from "../probes/model.ts";
import { spending } from "../probes/spending.ts";
import { seenByStep } from "../probes/step-context.ts";
import { elapse } from "../probes/time.ts";
import { callsClock, tools } from "../probes/tools.ts";
import { ofType, played, using } from "../probes/using.ts";
import { budgetLimitEntries } from "./agent-budget.ts";
import { parameterEntries } from "./model-parameters.ts";

/** Not parsed by anybody: it says which options there are, and the compiler that none is missing. */
const callOptionsSchema = z.strictObject({
  tenantId: z.string(),
  userId: z.string(),
  sessionId: z.string(),
  runId: z.string(),
  parentRunId: z.string(),
  traceId: z.string(),
  signal: z.custom<AbortSignal>(),
  timeoutMs: z.number(),
  history: historyLimitsSchema,
  parameters: modelParametersSchema,
  tools: z.array(z.custom<NonNullable<CallOptions["tools"]>[number]>()),
  maxIterations: z.number(),
  budget: budgetLimitsSchema,
  returnMetrics: z.boolean(),
  callbacks: z.custom<CallOptions["callbacks"]>(),
  tags: z.array(z.string()),
  metadata: z.record(z.string(), z.unknown()),
  configurable: z.record(z.string(), z.unknown()),
} satisfies Record<keyof CallOptions, z.ZodType>);

/** A chat turn of an agent with two tools: what the model is sent, and what comes of it. */
async function turn(options: CallOptions, model = scripted(), clock = createVirtualClock()) {
  const built = createAgent({ llm: model, tools }, { clock }).withStep("tools-loop", {}).build();
  return using(built, async (agent) => {
    const { events, result } = await elapse(played(agent.stream("hi", options)), clock);
    const [ending] = ofType(events, "run-finished");
    return {
      sent: sentTo(model),
      ended: [ending?.outcome, ending?.error?.code],
      at: clock.now(),
      events,
      result,
    };
  });
}

const sent = async (options: CallOptions) => (await turn(options)).sent;
const remembers = (history: CallOptions["history"]) =>
  threeTurns(createAgent().withMemory({ type: "conversation" }), { history });

/** Tells of what is begun. */
const listener = (name: string, heard: string[]) => ({
  handleChainStart: () => void heard.push(name),
});

export const callOptions: Ledger = {
  name: "call options",
  schema: callOptionsSchema,
  entries: [
    entry("tenantId", ["acme", "globex"], (tenantId) =>
      storedTurn({ tenantId }, [{ tenantId: "acme" }, { tenantId: "globex" }]),
    ),
    entry("userId", ["ada", "bob"], (userId) =>
      storedTurn({ userId }, [{ userId: "ada" }, { userId: "bob" }]),
    ),
    entry("sessionId", ["first", "second"], (sessionId) =>
      storedTurn({ sessionId }, [{ sessionId: "first" }, { sessionId: "second" }]),
    ),
    entry("runId", ["r1", "r2"], async (runId) => (await turn({ runId })).events.map((event) => event.runId)),
    entry("parentRunId", ["p1", "p2"], async (parentRunId) =>
      (await turn({ parentRunId })).events.map((event) => event.parentRunId),
    ),
    entry("traceId", ["request-1", "request-2"], async (traceId) => {
      const seen = new Set<string | undefined>();
      const built = createAgent({ llm: scripted() })
        .withObserver({ observe: (_event, run) => void seen.add(run.traceId) })
        .build();
      await using(built, (agent) => agent.chat("hi", { traceId }));
      return [...seen];
    }),
    entry("signal", [100, 200], async (abortAfterMs) => {
      const clock = createVirtualClock();
      const controller = new AbortController();
      clock.setTimer(abortAfterMs, () => controller.abort());
      const { ended, at } = await turn({ signal: controller.signal }, scripted([{ hang: true }]), clock);
      return { ended, at };
    }),
    entry("timeoutMs", [100, 300], async (timeoutMs) => {
      const { ended, at } = await turn({ timeoutMs }, scripted([{ hang: true }]));
      return { ended, at };
    }),
    entry("history.maxMessages", [2, 4], (maxMessages) => remembers({ maxMessages })),
    entry("history.maxTokens", [1, 1_000], (maxTokens) => remembers({ maxTokens })),
    ...parameterEntries("parameters.", (parameters) => sent({ parameters })),
    entry("tools", [[{ name: "mail" }], [{ name: "phone" }]], (given) =>
      sent({
        tools: given.map((tool) => ({ ...tool, description: "Theirs.", parameters: { type: "object" } })),
      }),
    ),
    entry("maxIterations", [2, 3], async (maxIterations) => {
      const { ended, sent: asked } = await turn(
        { maxIterations },
        scripted([callsClock, callsClock, "Late."]),
      );
      return { ended, asked };
    }),
    ...budgetLimitEntries("budget.", (limits) => spending({}, limits)),
    entry("returnMetrics", [false, true], async (returnMetrics) => {
      const { metrics } = (await turn({ returnMetrics })).result ?? {};
      return metrics?.modelCalls;
    }),
    entry("callbacks", ["left", "right"], async (name) => {
      const heard: string[] = [];
      await turn({ callbacks: [listener(name, heard)] });
      return heard[0];
    }),
    entry("tags", [["a"], ["b"]], (tags) => seenByStep({ tags }, (context) => context.tags)),
    entry("metadata", [{ a: 1 }, { a: 2 }], (metadata) =>
      seenByStep({ metadata }, (context) => context.metadata?.a),
    ),
    entry("configurable", [{ a: 1 }, { a: 2 }], (configurable) =>
      seenByStep({ configurable }, (context) => context.configurable?.a),
    ),
  ],
};
