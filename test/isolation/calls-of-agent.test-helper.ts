import type { Agent, RunResult } from "@pergola/builders";
import { silentLogger } from "@pergola/core";
import { allOf, type Call, type MethodOf } from "./calls-of-stores.test-helper.ts";
import { type Person, scopeOf } from "./world.test-helper.ts";

const optionsOf = (person: Person, variant: number) => {
  const { tenantId, userId, sessionId } = scopeOf(person, variant);
  return { tenantId, userId, sessionId };
};

const told = ({ text, runId, usage }: RunResult) => ({ text, runId, usage });

/** Calls of an agent that say whose they are. */
export const ofAgent = {
  chat: async ({ agent }, person, { variant, secret }) =>
    told(await agent.chat(secret, { ...optionsOf(person, variant), runId: `chat${variant}` })),
  handle: async ({ agent }, { tenantId, userId }, { secret }) =>
    (await agent.handle(secret, { tenantId, userId })).text,
  stream: async ({ agent }, person, { variant, secret }) => {
    const run = agent.stream(`ask ${secret}`, { ...optionsOf(person, variant), runId: `ask${variant}` });
    return (await allOf(run)).map(({ type }) => type);
  },
  resume: async ({ agent }, person, { variant }) =>
    told(await agent.resume(`ask${variant}`, true, optionsOf(person, variant))),
  resumeStream: async ({ agent }, person, { variant }) => {
    const run = agent.resumeStream(`ask${variant}`, true, optionsOf(person, variant));
    return (await allOf(run)).map(({ type }) => type);
  },
  cancel: ({ agent }, person, { variant }) => agent.cancel(`ask${variant}`, optionsOf(person, variant)),
  run: async ({ agent }, { tenantId, userId }, { secret }) => {
    const { HumanMessage } = await import("@langchain/core/messages");
    const state = await agent.run({ messages: [new HumanMessage(secret)] } as never, { tenantId, userId });
    return (state as { messages: { text: string }[] }).messages.map(({ text }) => text);
  },
  invoke: async ({ agent }, person, { variant, secret }) => {
    const context = { scope: scopeOf(person, variant), emit: () => undefined, logger: silentLogger };
    const call = { ...context, parentRunId: "p", signal: new AbortController().signal };
    return (await agent.invoke(secret, call as never)).text;
  },
  prompt: async ({ agent }, { tenantId, userId }, { secret }) =>
    (await agent.prompt().withUser(secret).generate({ tenantId, userId })).content,
  runLog: async ({ agent }, { tenantId, userId }) => {
    const { runs } = await agent.runLog({ tenantId, userId });
    return runs.map(({ events, ...run }) => ({
      ...run,
      events: events.map(({ type, runId }) => [type, runId]),
    }));
  },
  summary: async ({ agent }, { tenantId, userId }) => {
    const { runs, errors, tokens } = await agent.summary({ tenantId, userId });
    return { outcomes: runs.outcomes, errors, tokens };
  },
} satisfies Partial<Record<MethodOf<Agent>, Call>>;

/** The other ones: they say nothing of anybody. */
export const OF_NOBODY = {
  start: "opens it",
  reload: "changes it",
  breakers: "states of services",
  describe: "its steps",
  describeResources: "its resources",
  describeModel: "its model",
  resource: "a service, as the host has it",
  getResource: "the same",
} satisfies Record<Exclude<MethodOf<Agent>, keyof typeof ofAgent>, string>;
