import { lazySchema } from "@pergola/resources/definition";
import { z } from "zod";
import { agentConfigSchema } from "../../agent-config-problems.ts";
import { historyLimitsSchema } from "../../memory-settings.ts";

const configSchema = lazySchema(() => z.record(z.string(), z.unknown()));

/** `{ provider | type, …config }`: the other keys are the provider's own. */
const provided = lazySchema(() =>
  z.looseObject({
    provider: z.string().min(1).describe("Name of a provider, such as openai.").optional(),
    type: z.string().min(1).describe('A provider by its export: "package#export".').optional(),
    config: configSchema.describe("The provider's config; or write its keys beside this one.").optional(),
  }),
);

const resource = lazySchema(() => z.union([z.string().min(1), provided]));

/** `vector-store` is its category, as everywhere in files; `vectorStore` is its name in code. */
const vectorStore = lazySchema(() =>
  resource.describe('Where vectors are: a provider ("in-memory"), or { provider, …config }. Default: none.'),
);

/** The same; a key that is no category says which one. */
const furtherResource = lazySchema(() =>
  z.union([
    z.string().min(1),
    provided.extend({
      category: z
        .string()
        .min(1)
        .describe('The provider\'s, unless it is in its name ("storage/local") or is the key.')
        .optional(),
    }),
  ]),
);

const llm = lazySchema(() =>
  z
    .union([z.string().min(1), provided, z.array(resource).min(1)])
    .describe(
      'The model: a provider ("openai"), a model ("openai:gpt-5-mini"), { provider, …config }, or a list of these: the others are fallen back on.',
    ),
);

const memory = lazySchema(() =>
  z.union([
    z.string().min(1),
    z.strictObject({
      type: z.enum(["conversation", "none"]).describe("Default conversation.").optional(),
      provider: z.string().min(1).describe("Where: a provider's name. Default: in memory.").optional(),
      config: configSchema.describe("The provider's config.").optional(),
      window: historyLimitsSchema.describe("How much of a conversation goes to the model.").optional(),
      database: resource
        .describe("Where conversations are, as `provider` and `config` in one: { provider, …config }.")
        .optional(),
      "vector-store": vectorStore.optional(),
      vectorStore: vectorStore.describe("The same as `vector-store`.").optional(),
      embeddings: resource
        .describe('What makes vectors of texts: a provider ("hashing"), or { provider, …config }.')
        .optional(),
    }),
  ]),
);

const tool = lazySchema(() =>
  z.union([
    z.string().min(1),
    z.strictObject({
      type: z.string().min(1).describe('A tool by its export: "package#export" or "./file.ts#export".'),
      config: configSchema.describe("What an export that makes tools is called with.").optional(),
    }),
  ]),
);

const step = lazySchema(() =>
  z.looseObject({
    step: z
      .string()
      .min(1)
      .describe("Type of the step, such as llm; its config stands beside it.")
      .optional(),
    type: z
      .string()
      .min(1)
      .describe('A step type by its export: "package#export"; its config is in `config`.')
      .optional(),
  }),
);

const stageStep = lazySchema(() =>
  step.extend({
    name: z.string().min(1).describe("What its result is stored under. Default: its type.").optional(),
    when: z
      .string()
      .min(1)
      .describe('Runs it on this condition, one of the program\'s or an export: "./conditions.ts#hasDraft".')
      .optional(),
  }),
);

const stage = (what: string) => z.array(stageStep).describe(what).optional();

const workflow = lazySchema(() =>
  z
    .strictObject({
      parse: stage("What do I need to understand the input?"),
      think: stage("What should I decide or plan?"),
      do: stage("What actions should I take?"),
      review: stage("Is my response good enough?"),
      deliver: stage("How do I send the output?"),
      error: stage("What is said when something has failed."),
      maxIterations: z
        .int()
        .min(1)
        .describe(
          "How often all stages run at most, until there is a response. Default limits.maxIterations.",
        )
        .optional(),
      parameters: configSchema.describe("What its steps read as context.parameters.").optional(),
    })
    .describe(
      "Steps in stages, in a loop until there is a response: { step, when, name, …config } each. It comes after `steps`.",
    ),
);

/** What an agent's file may hold today. Every key does something. */
export const agentFileShape = lazySchema(() => {
  const { shape } = agentConfigSchema;
  return z.strictObject({
    $schema: z.string().describe("The JSON Schema of this file, for editors.").optional(),
    name: shape.name.describe("Also the agentId of all that is stored. Default agent.").optional(),
    version: shape.version.describe("Semantic version. Default 0.0.0.").optional(),
    description: z.string().describe("What the agent is for.").optional(),
    extends: z.string().min(1).describe("A file or a package that this file goes over.").optional(),
    llm: llm.optional(),
    memory: memory.optional(),
    storage: resource
      .describe('Where files live: a provider ("local"), or { provider, …config }.')
      .optional(),
    resources: z
      .object({ llm: llm.optional(), memory: resource.optional(), storage: resource.optional() })
      .catchall(furtherResource)
      .describe("The same by key, and further resources; the order is that of their start.")
      .optional(),
    tools: z.array(tool).describe("Names of tools that the program gives, or exports.").optional(),
    steps: z
      .array(step)
      .min(1, "Agent must have at least one step")
      .describe("Run one after the other.")
      .optional(),
    workflow: workflow.optional(),
    limits: shape.limits.describe("Limits of every run.").optional(),
    retry: shape.retry.unwrap().describe("How failing model calls are tried again.").optional(),
    breaker: shape.breaker
      .unwrap()
      .describe("When a failing model or storage is left alone for a while.")
      .optional(),
    budget: shape.budget
      .unwrap()
      .omit({ ledger: true })
      .describe("What runs may spend, and what models cost.")
      .optional(),
    logging: shape.logging
      .unwrap()
      .describe("What is logged, and where to: all of console, file and stream, unless one is false.")
      .optional(),
    fallback: shape.fallback.unwrap().describe("When the next model of a list is asked.").optional(),
    graph: shape.graph.describe("How the graph is compiled and run.").optional(),
  });
});
