import { createAgent, type DirectorOptions, parseStepConfig, StepConfigHandler } from "@pergola/builders";
import { type Logger, type RunEvent, silentLogger } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import { createStepRegistry, customStep } from "@pergola/core-steps";
import { openai } from "@pergola/llm-openai";
import { z } from "zod";
import { entry, type Ledger } from "../ledger.ts";
import { played, using } from "../probes/using.ts";
import { vendor } from "../probes/vendor.ts";

/** Not parsed by anybody: it says which options there are, and the compiler that none is missing. */
const directorOptionsSchema = z.strictObject({
  registry: z.custom<DirectorOptions["registry"]>(),
  defaultSteps: z.custom<DirectorOptions["defaultSteps"]>(),
  handlers: z.custom<DirectorOptions["handlers"]>(),
  logger: z.custom<Logger>(),
  observers: z.custom<DirectorOptions["observers"]>(),
  clock: z.custom<DirectorOptions["clock"]>(),
  sources: z.custom<DirectorOptions["sources"]>(),
  plugins: z.custom<DirectorOptions["plugins"]>(),
  env: z.record(z.string(), z.string()),
} satisfies Record<keyof DirectorOptions, z.ZodType>);

/** A step type that is called `greet` and says a word. */
const greets = (word: string) => ({
  ...customStep,
  name: "greet",
  configSchema: z.object({}),
  createStep: () => () => ({ said: word }),
});

class GreetHandler extends StepConfigHandler {
  readonly #word: string;

  constructor(word: string, next: StepConfigHandler) {
    super(next);
    this.#word = word;
  }

  canHandle(type: unknown): boolean {
    return type === "greet";
  }

  handle(_: unknown, config: unknown) {
    return parseStepConfig(greets(this.#word), config);
  }
}

const greeting = (options: DirectorOptions) =>
  using(createAgent({}, options).withStep("greet", {}).build(), (agent) => agent.run({}));

/** A logger that writes into a list. */
function noting(lines: string[]): Logger {
  const note = (message: string) => void lines.push(message);
  return { ...silentLogger, info: note, child: () => noting(lines) };
}

export const directorOptions: Ledger = {
  name: "director",
  schema: directorOptionsSchema,
  entries: [
    entry(
      "sources",
      [[], [{ names: async () => ["openai"], load: async () => openai() as never }]],
      (sources) =>
        createAgent({}, { sources, env: { OPENAI_API_KEY: "x" } })
          .withLlm("openai:gpt-5-mini")
          .build()
          .then(
            () => "built",
            ({ code }) => code,
          ),
    ),
    entry("defaultSteps", ["hello", "goodbye"], (said) =>
      using(
        createAgent({}, { defaultSteps: [{ step: "custom", config: { step: () => ({ said }) } }] })
          .withProvider(openai())
          .build(),
        (agent) => agent.run({}),
      ),
    ),
    entry("registry", ["hello", "goodbye"], (word) => {
      const registry = createStepRegistry();
      registry.register(greets(word));
      return greeting({ registry });
    }),
    entry("plugins", ["hello", "goodbye"], (word) =>
      greeting({ plugins: [{ name: "polite", version: "1.0.0", contributes: { steps: [greets(word)] } }] }),
    ),
    entry("handlers", ["hello", "goodbye"], (word) =>
      greeting({ handlers: [(next) => new GreetHandler(word, next)] }),
    ),
    entry("logger", ["left", "right"], async (which) => {
      const lines: Record<string, string[]> = { left: [], right: [] };
      const step = (_: unknown, context: { readonly run?: { readonly logger: Logger } }) =>
        context.run?.logger.info("working");
      const builder = createAgent({}, { logger: noting(lines[which] ?? []) });
      return using(builder.withStep("custom", { step: step as never }).build(), async (agent) => {
        await agent.run({});
        return lines;
      });
    }),
    entry("observers", ["left", "right"], async (which) => {
      const seen: Record<string, string[]> = { left: [], right: [] };
      const observe = ({ type }: RunEvent) => seen[which]?.push(type);
      const built = createAgent({}, { observers: [{ observe }] })
        .withStep("custom", { step: () => undefined })
        .build();
      return using(built, async (agent) => {
        await agent.run({});
        return seen;
      });
    }),
    entry("clock", [1_000, 2_000], (startAt) => {
      const built = createAgent({}, { clock: createVirtualClock(startAt) })
        .withStep("custom", { step: () => undefined })
        .build();
      return using(built, async (agent) => (await played(agent.stream({}))).events.map(({ at }) => at));
    }),
    entry("env", ["sk-one", "sk-two"], async (OPENAI_API_KEY) => {
      const { fetch, received } = vendor();
      const builder = createAgent(
        { providers: [openai({ model: "gpt-5-mini", fetch })] },
        { env: { OPENAI_API_KEY } },
      );
      return using(builder.withStep("llm", {}).build(), async (agent) => {
        await agent.chat("hi");
        return received.map(({ headers }) => headers.authorization);
      });
    }),
  ],
};
