import { channel } from "node:diagnostics_channel";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAgent } from "@pergola/builders";
import { createFlow, type Flow, node } from "@pergola/flow-runtime";
import { createMetrics, createRunLogger, liveLog } from "@pergola/observability";
import type { FastifyInstance } from "fastify";
import { type Served, scriptedModel, serveAgent } from "./served.test-helper.ts";

/** Somebody with secrets: every text of theirs has the mark. */
export interface Person {
  readonly tenantId: string;
  readonly userId: string;
  readonly mark: string;
  readonly isOperator?: boolean;
}

export interface SharedServer extends Served {
  /** What Fastify knows: `GET /v1/models`, sorted. */
  readonly routes: readonly string[];
}

/** Everything that a server can have, for these people: `x-person` is the place of one in the list. */
export async function serveAll(people: readonly Person[]): Promise<SharedServer> {
  const live = liveLog({ level: "debug" });
  const log = createRunLogger({ outputs: [live], content: true });
  const metrics = createMetrics();
  const agent = await createAgent({ name: "assistant" }, { logger: log })
    .withLlm(repeater())
    .withMemory({ type: "conversation" })
    .withStep("llm", {})
    .withObserver(log)
    .withObserver(metrics)
    .build();
  const assetsDirectory = await mkdtemp(join(tmpdir(), "isolation-"));
  await writeFile(join(assetsDirectory, "index.html"), "<!doctype html><title>page</title>");
  const routes = watchRoutes();
  const served = await serveAgent(agent, {
    flows: [mailFlow()],
    logs: live,
    metrics,
    assetsDirectory,
    limits: { shutdownTimeoutMs: 0, maxConcurrentRunsPerUser: 5 },
    identify({ headers }) {
      const person = people[Number(headers["x-person"])];
      if (person === undefined) return undefined;
      const { mark: _, ...identity } = person;
      return identity;
    },
  });
  return {
    ...served,
    routes: routes(),
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]();
      await Promise.all([log.close(), metrics.close(), rm(assetsDirectory, { recursive: true })]);
    },
  };
}

/** A model that says all that it was told, so that nothing it is told can stay hidden; for `hold` it takes an hour. */
function repeater() {
  const script = Array.from({ length: 500 }, () => ({ messages }: { readonly messages: unknown }) => {
    const text = JSON.stringify(messages);
    return { text, delayMs: text.includes("hold") ? 3_600_000 : 0 };
  });
  return scriptedModel(script as Parameters<typeof scriptedModel>[0]);
}

/** Gives back what it is given; for `hold` it waits to be stopped. */
function mailFlow(): Flow {
  const carry = node({ name: "carry", policy: { concurrency: 16 } }, async (text: string, { signal }) => {
    if (!text.includes("hold")) return text;
    return new Promise<string>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  });
  return createFlow({ name: "mail", edges: [carry.to()] }) as Flow;
}

/** @returns the routes of the servers that were made since */
function watchRoutes(): () => readonly string[] {
  const routes = new Set<string>();
  const made = channel("fastify.initialization");
  const onMade = (message: unknown) => {
    const { fastify } = message as { readonly fastify: FastifyInstance };
    fastify.addHook("onRoute", ({ method, url }) => {
      for (const each of [method].flat()) routes.add(`${each} ${url}`);
    });
  };
  made.subscribe(onMade);
  return () => {
    made.unsubscribe(onMade);
    return [...routes].sort();
  };
}

/** An answer as a client has it, without what is new in each. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const NEW_IN_EACH = ["x-request-id", "x-trace-id", "date"];

export async function readAnswer(response: Response): Promise<Answer> {
  const headers = Object.fromEntries(response.headers);
  for (const name of NEW_IN_EACH) delete headers[name];
  const body = (await response.text()).replace(/"requestId":"[^"]+"/, '"requestId":""');
  return { status: response.status, headers, body };
}
