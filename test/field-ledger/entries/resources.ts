import { type Logger, silentLogger } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import {
  type ConnectionPoolOptions,
  createConnectionPool,
  createResourceContainer,
  type ResourceContainerOptions,
  type ResourceDefinition,
  type ResourceDependency,
} from "@pergola/resources";
import { z } from "zod";
import { entry, type Ledger } from "../ledger.ts";
import { codeOf } from "../probes/using.ts";

const forever = () => new Promise<never>(() => undefined);

type Given = Partial<ResourceDefinition>;

const named = (definition: Given): ResourceDefinition => ({ key: "a", create: () => ({}), ...definition });

const open = (definitions: readonly Given[], options: ResourceContainerOptions = {}) =>
  createResourceContainer(definitions.map(named), options);

/** What is wrong with resources, without starting them. */
function problems(definitions: readonly Given[], options: ResourceContainerOptions = {}) {
  const { structure, dependencies } = open(definitions, options).validate();
  return [...structure.errors, ...dependencies.errors].map(({ message }) => message);
}

/** When something that never ends is given up, in milliseconds. */
async function endOf(
  resource: object,
  setting: { readonly of?: Given; readonly options?: ResourceContainerOptions },
  wait: (container: ReturnType<typeof createResourceContainer>) => Promise<unknown>,
) {
  const clock = createVirtualClock();
  const container = open([{ create: () => resource, ...setting.of }], { clock, ...setting.options });
  let endedAt: number | undefined;
  const end = () => {
    endedAt = clock.now();
  };
  wait(container).then(end, end);
  while (endedAt === undefined) await clock.advance(1);
  return endedAt;
}

const startEnd = (setting: Parameters<typeof endOf>[1]) =>
  endOf({ initialize: forever }, setting, (container) => container.start());

const closeEnd = (setting: Parameters<typeof endOf>[1]) =>
  endOf({ close: forever }, setting, async (container) => {
    await container.start();
    await container.close();
  });

/** What happens to resources from start to end. */
async function life(definitions: readonly Given[], options: ResourceContainerOptions = {}) {
  const container = open(definitions, options);
  const heard: unknown[] = [];
  container.on(({ name, category, state }) => heard.push([name, category, state]));
  const code = await codeOf(container.start());
  await container.close();
  return { code, heard };
}

/** What a definition sees of something that it is made with. */
async function seen(
  options: ResourceContainerOptions,
  see: (context: Parameters<ResourceDefinition["create"]>[1]) => unknown,
) {
  const facts: unknown[] = [];
  const container = open([{ create: (_, context) => ({ fact: facts.push(see(context)) }) }], options);
  await container.start();
  await container.close();
  return facts;
}

/** A logger that writes under a name. */
function loggerOf(name: string, lines: string[]): Logger {
  const logger: Logger = {
    ...silentLogger,
    info: (message) => void lines.push(`${name}: ${message}`),
    child: () => logger,
  };
  return logger;
}

const containerSchema = z.strictObject({
  name: z.string(),
  requiredKeys: z.array(z.string()),
  startTimeoutMs: z.number(),
  closeTimeoutMs: z.number(),
  healthTimeoutMs: z.number(),
  logger: z.custom<Logger>(),
  env: z.custom<ResourceContainerOptions["env"]>(),
  clock: z.custom<ResourceContainerOptions["clock"]>(),
} satisfies Record<keyof ResourceContainerOptions, z.ZodType>);

const dependencySchema = z.strictObject({
  key: z.string(),
  optional: z.boolean(),
  category: z.string(),
  version: z.string(),
} satisfies Record<keyof Exclude<ResourceDependency, string>, z.ZodType>);

const definitionSchema = z.strictObject({
  key: z.string(),
  category: z.string(),
  version: z.string(),
  dependencies: z.array(dependencySchema),
  startTimeoutMs: z.number(),
  closeTimeoutMs: z.number(),
  isOwned: z.boolean(),
  isReady: z.boolean(),
  create: z.custom<ResourceDefinition["create"]>(),
  close: z.custom<ResourceDefinition["close"]>(),
  validateConfig: z.custom<ResourceDefinition["validateConfig"]>(),
  validateDependencies: z.custom<ResourceDefinition["validateDependencies"]>(),
  validateRuntime: z.custom<ResourceDefinition["validateRuntime"]>(),
} satisfies Record<keyof ResourceDefinition, z.ZodType>);

const needs = (dependency: Exclude<ResourceDependency, string>, other: Given = {}) =>
  problems([{ dependencies: [dependency] }, { key: "b", ...other }]);

const finds = (message: string) => () => ({ errors: [{ path: [], message }] });

interface Connection {
  readonly name: string;
}

const poolSchema = z.strictObject({
  open: z.custom<ConnectionPoolOptions<Connection>["open"]>(),
  close: z.custom<ConnectionPoolOptions<Connection>["close"]>(),
  isUsable: z.custom<ConnectionPoolOptions<Connection>["isUsable"]>(),
  poolSize: z.number(),
  acquireTimeoutMs: z.number(),
  maxWaiters: z.number(),
  name: z.string(),
  logger: z.custom<Logger>(),
  clock: z.custom<ConnectionPoolOptions<Connection>["clock"]>(),
} satisfies Record<keyof ConnectionPoolOptions<Connection>, z.ZodType>);

const pool = (options: Partial<ConnectionPoolOptions<Connection>>) =>
  createConnectionPool<Connection>({
    open: async () => ({ name: "connection" }),
    close: () => undefined,
    ...options,
  });

/** What becomes of three pieces of work at a time that never end. */
async function crowd(options: Partial<ConnectionPoolOptions<Connection>>) {
  const clock = createVirtualClock();
  const crowded = pool({ clock, ...options });
  const failures: string[] = [];
  const tell = (error: Error) => void failures.push(`${clock.now()} ${error.message}`);
  for (let count = 0; count < 3; count++) crowded.withConnection(forever).catch(tell);
  await clock.advance(20_000);
  return { failures, size: crowded.size };
}

/** What a pool says when a connection that is thrown away cannot be closed. */
async function warning(name: string) {
  const said: string[] = [];
  const broken = pool({
    isUsable: () => false,
    close: () => Promise.reject(new Error("stuck")),
    logger: { ...silentLogger, warn: () => void said.push(name) },
  });
  await broken.withConnection(() => undefined);
  await broken.close();
  return said;
}

const poolLedger: Ledger = {
  name: "createConnectionPool()",
  schema: poolSchema,
  entries: [
    entry("open", ["one", "two"], (name) =>
      pool({ open: async () => ({ name }) }).withConnection((connection) => connection.name),
    ),
    entry("close", ["one", "two"], async (name) => {
      const closed: string[] = [];
      const own = pool({ close: () => void closed.push(name) });
      await own.withConnection(() => undefined);
      await own.close();
      return closed;
    }),
    entry("isUsable", [true, false], async (isUsable) => {
      const own = pool({ isUsable: () => isUsable });
      await own.withConnection(() => undefined);
      return own.size;
    }),
    entry("poolSize", [1, 2], (poolSize) => crowd({ poolSize })),
    entry("acquireTimeoutMs", [10, 20], (acquireTimeoutMs) => crowd({ poolSize: 1, acquireTimeoutMs })),
    entry("maxWaiters", [1, 2], (maxWaiters) => crowd({ poolSize: 1, maxWaiters })),
    entry("name", ["one", "two"], (name) => crowd({ poolSize: 1, name })),
    entry("logger", ["one", "two"], warning),
    entry("clock", [1_000, 2_000], async (startAt) => {
      const clock = createVirtualClock(startAt);
      const waiting = pool({ clock, open: forever, acquireTimeoutMs: 5 }).withConnection(() => undefined);
      const endedAt = waiting.catch(() => clock.now());
      await clock.advance(5);
      return endedAt;
    }),
  ],
};

/** The container of resources, what defines them, and pools. */
export const resourceLedgers: readonly Ledger[] = [
  {
    name: "createResourceContainer()",
    schema: containerSchema,
    entries: [
      entry("name", ["one", "two"], (name) => open([], { name }).describe().name),
      entry("requiredKeys", [["llm"], ["memory"]], (requiredKeys) => problems([], { requiredKeys })),
      entry("startTimeoutMs", [10, 20], (startTimeoutMs) => startEnd({ options: { startTimeoutMs } })),
      entry("closeTimeoutMs", [10, 20], (closeTimeoutMs) => closeEnd({ options: { closeTimeoutMs } })),
      entry("healthTimeoutMs", [10, 20], (healthTimeoutMs) =>
        endOf(
          {},
          { options: { healthTimeoutMs }, of: { validateRuntime: forever } },
          (container) => container.validate().connectivity,
        ),
      ),
      entry("logger", ["one", "two"], async (name) => {
        const lines: string[] = [];
        await seen({ logger: loggerOf(name, lines) }, ({ logger }) => logger.info("made"));
        return lines;
      }),
      entry("env", [{ URL: "one" }, { URL: "two" }], (env) => seen({ env }, (context) => context.env.URL)),
      entry("clock", [1_000, 2_000], async (startAt) => {
        const container = open([{}], { clock: createVirtualClock(startAt) });
        await container.start();
        container.require("a");
        return container.state("a").lastUsedAt;
      }),
    ],
  },
  {
    name: "ResourceDefinition",
    schema: definitionSchema,
    entries: [
      entry("key", ["b", "c"], (key) => open([{ key }]).keys),
      entry("category", ["llm", "memory"], (category) => life([{ category }])),
      entry("version", ["1", "2"], (version) => needs({ key: "b", version: "1" }, { version })),
      entry("dependencies[].key", ["b", "c"], (key) => needs({ key })),
      entry("dependencies[].optional", [false, true], (optional) => needs({ key: "c", optional })),
      entry("dependencies[].category", ["b", "database"], (category) => needs({ key: "b", category })),
      entry("dependencies[].version", ["1", "2"], (version) =>
        needs({ key: "b", version }, { version: "1.1" }),
      ),
      entry("startTimeoutMs", [10, 20], (startTimeoutMs) => startEnd({ of: { startTimeoutMs } })),
      entry("closeTimeoutMs", [10, 20], (closeTimeoutMs) => closeEnd({ of: { closeTimeoutMs } })),
      entry("isOwned", [true, false], async (isOwned) => {
        const closed: string[] = [];
        await life([{ isOwned, create: () => ({ close: () => closed.push("closed") }) }]);
        return closed;
      }),
      entry("isReady", [true, false], async (isReady) => {
        const begun: string[] = [];
        await life([{ isReady, create: () => ({ initialize: () => begun.push("begun") }) }]);
        return begun;
      }),
      entry("close", ["one", "two"], async (name) => {
        const closed: string[] = [];
        await life([{ close: () => void closed.push(name) }]);
        return closed;
      }),
      entry("create", [() => ({}), () => Promise.reject(new Error("It fails."))], (create) =>
        life([{ create }]),
      ),
      entry("validateConfig", [finds("one"), finds("two")], (validateConfig) =>
        problems([{ validateConfig }]),
      ),
      entry("validateDependencies", [finds("one"), finds("two")], (validateDependencies) =>
        problems([{ validateDependencies }]),
      ),
      entry(
        "validateRuntime",
        [finds("one"), finds("two")],
        (validateRuntime) => open([{ validateRuntime }]).validate().connectivity,
      ),
    ],
  },
  poolLedger,
];
