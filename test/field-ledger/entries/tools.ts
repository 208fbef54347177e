import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { isPergolaError, type RetryPolicy } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import { retryPolicySchema } from "@pergola/resources";
import {
  createToolSlots,
  type DocumentSearchOptions,
  defineTool,
  documentSearch,
  findTools,
  type HttpFetchOptions,
  httpFetch,
  runTool,
  type SideEffect,
  type Tool,
  toToolDefinition,
} from "@pergola/tools";
import { z } from "zod";
import { entry, type Ledger } from "../ledger.ts";
import { retryEntries } from "./retry-policy.ts";

const { signal } = new AbortController();
const plain: Tool = { name: "say", description: "Says it.", input: z.object({}), execute: () => "it" };

/** Not parsed by anybody: it says which settings there are, and the compiler that none is missing. */
const toolSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  input: z.custom<Tool["input"]>(),
  parameters: z.custom<Tool["parameters"]>(),
  tags: z.array(z.string()),
  intents: z.array(z.string()),
  sideEffect: z.enum(["read", "write", "dangerous"]),
  isIdempotent: z.boolean(),
  timeoutMs: z.number(),
  retry: retryPolicySchema,
  concurrency: z.number(),
  execute: z.custom<Tool["execute"]>(),
} satisfies Record<keyof Tool, z.ZodType>);

/** What a model is told of a tool. */
const told = (setting: Partial<Tool>) => toToolDefinition(defineTool({ ...plain, ...setting }));

/** Whether a tool may be called again. */
const mayRetry = (setting: Partial<Tool>) => {
  try {
    return defineTool({ ...plain, retry: { maxRetries: 1 }, ...setting }).name;
  } catch (error) {
    return isPergolaError(error) ? error.code : String(error);
  }
};

async function tries(retry: RetryPolicy) {
  const clock = createVirtualClock();
  const waitsMs: number[] = [];
  let count = 0;
  const execute = () => {
    count += 1;
    throw new Error("no luck");
  };
  const running = runTool(
    defineTool({ ...plain, retry, execute }),
    {},
    {
      signal,
      clock,
      onRetry: ({ delayMs }) => waitsMs.push(delayMs),
    },
  );
  let isOver = false;
  void running.finally(() => {
    isOver = true;
  });
  while (!isOver) await clock.advance(10);
  return { tries: count, waitsMs };
}

/** When a call that never ends is given up. */
async function givenUpAt(timeoutMs: number) {
  const clock = createVirtualClock();
  const running = runTool(
    defineTool({ ...plain, timeoutMs, execute: () => new Promise(() => undefined) }),
    {},
    { signal, clock },
  );
  await clock.advance(1_000);
  return (await running).latencyMs;
}

async function mostAtOnce(concurrency: number) {
  let [now, most] = [0, 0];
  const execute = async () => {
    most = Math.max(most, ++now);
    await new Promise(setImmediate);
    now -= 1;
  };
  const tool = defineTool({ ...plain, concurrency, execute });
  const slots = createToolSlots();
  await Promise.all([1, 2, 3, 4].map(() => runTool(tool, {}, { signal, slots })));
  return most;
}

const tool: Ledger = {
  name: "tool",
  schema: toolSchema,
  entries: [
    entry("name", ["say", "tell"], (name) => told({ name }).name),
    entry("description", ["Says it.", "Tells it."], (description) => told({ description }).description),
    entry("input", ["word", "text"], (key) => told({ input: z.object({ [key]: z.string() }) }).parameters),
    entry(
      "parameters",
      [{ type: "object" }, { type: "object", title: "x" }],
      (parameters) => told({ parameters }).parameters,
    ),
    entry("tags", [["a"], ["b"]], (tags) => findTools([{ ...plain, tags }], { tag: "a" }).length),
    entry("intents", [["a"], ["b"]], (intents) => findTools([{ ...plain, intents }], { intent: "a" }).length),
    entry<SideEffect>("sideEffect", ["read", "write"], (sideEffect) => mayRetry({ sideEffect })),
    entry("isIdempotent", [true, false], (isIdempotent) => mayRetry({ sideEffect: "write", isIdempotent })),
    entry("timeoutMs", [10, 20], givenUpAt),
    ...retryEntries("retry.", tries),
    entry("concurrency", [1, 2], mostAtOnce),
    entry("execute", ["it", "that"], async (value) => runValue({ ...plain, execute: () => value })),
  ],
};

async function runValue(
  given: Tool,
  input: object = {},
  resource?: (key: string) => unknown,
): Promise<unknown> {
  const result = await runTool(given, input, { signal, ...(resource !== undefined && { resource }) });
  if (result.ok) return result.value;
  return (result.error.cause as { readonly code?: string } | undefined)?.code ?? result.error.code;
}

const documentSearchSchema = z.strictObject({
  storage: z.string(),
  prefix: z.string(),
  extensions: z.array(z.string()),
  maxFiles: z.number(),
  maxBytes: z.number(),
} satisfies Record<keyof DocumentSearchOptions, z.ZodType>);

const files: Readonly<Record<string, string>> = {
  "a/bees.txt": "Bees hum.",
  "ants.txt": "No bees.",
  "wasp.log": "bees",
};

/** What a search for bees finds in one of two storages. */
function searched(options: DocumentSearchOptions) {
  const storage = (only: string) => ({
    listPage: async ({ prefix = "" }) => ({
      files: Object.entries(files)
        .filter(([path]) => path.startsWith(prefix) && path.includes(only))
        .map(([path, text]) => ({ path, bytes: text.length })),
    }),
    read: async (path: string) => new TextEncoder().encode(files[path]),
  });
  return runValue(documentSearch(options), { query: "bees" }, (key) =>
    storage(key === "storage" ? "" : "ants"),
  );
}

const search: Ledger = {
  name: "documentSearch",
  schema: documentSearchSchema,
  entries: [
    entry("storage", ["storage", "archive"], (storage) => searched({ storage })),
    entry("prefix", ["a/", "ants"], (prefix) => searched({ prefix })),
    entry("extensions", [[".txt"], [".log"]], (extensions) => searched({ extensions })),
    entry("maxFiles", [1, 2], (maxFiles) => searched({ maxFiles })),
    entry("maxBytes", [10, 20], (maxBytes) => searched({ maxBytes })),
  ],
};

const httpFetchSchema = z.strictObject({
  allowHosts: z.array(z.string()),
  allowPrivateHosts: z.array(z.string()),
  maxBytes: z.number(),
  maxRedirects: z.number(),
  timeoutMs: z.number(),
  retry: z.custom<RetryPolicy>(),
  concurrency: z.number(),
} satisfies Record<keyof HttpFetchOptions, z.ZodType>);

/** What comes of asking a server of this machine. */
async function fetched(path: string, options: (host: string) => HttpFetchOptions) {
  const server = createServer((request, response) => {
    if (request.url === "/moved") response.writeHead(302, { location: "/" }).end();
    else if (request.url === "/") response.writeHead(200, { "content-type": "text/plain" }).end("some bees");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const value = await runValue(httpFetch(options(host)), { url: `http://${host}${path}` });
  server.closeAllConnections();
  server.close();
  const { text } = (value ?? {}) as { readonly text?: string };
  return text ?? value;
}

const fetching: Ledger = {
  name: "httpFetch",
  schema: httpFetchSchema,
  entries: [
    entry("allowHosts", ["listed", "not listed"], (which) =>
      fetched("/", (host) => ({ allowHosts: [which === "listed" ? host : "example.com"] })),
    ),
    entry("allowPrivateHosts", ["listed", "not listed"], (which) =>
      fetched("/", (host) => ({ allowPrivateHosts: [which === "listed" ? host : "example.com"] })),
    ),
    entry("maxBytes", [4, 100], (maxBytes) =>
      fetched("/", (host) => ({ allowPrivateHosts: [host], maxBytes })),
    ),
    entry("maxRedirects", [0, 1], (maxRedirects) =>
      fetched("/moved", (host) => ({ allowPrivateHosts: [host], maxRedirects })),
    ),
    entry(
      "timeoutMs",
      [10, 20],
      (timeoutMs) => httpFetch({ allowHosts: ["example.com"], timeoutMs }).timeoutMs,
    ),
    entry(
      "retry",
      [1, 2],
      (maxRetries) => httpFetch({ allowHosts: ["example.com"], retry: { maxRetries } }).retry,
    ),
    entry(
      "concurrency",
      [1, 2],
      (concurrency) => httpFetch({ allowHosts: ["example.com"], concurrency }).concurrency,
    ),
  ],
};

export const toolLedgers: readonly Ledger[] = [tool, search, fetching];
