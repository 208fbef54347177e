import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { createAgent } from "@pergola/builders";
import type { Closable } from "@pergola/core";
import { ScriptedChatModel, type ScriptedReply } from "@pergola/core-steps/testing";
import { calculator } from "@pergola/tools";
import { type AgentServer, type AgentServerOptions, createAgentServer, type ServedAgent } from "./index.ts";

export type Script = readonly ScriptedReply[];

/** An agent of any state. */
export type TestAgent = ServedAgent & Closable;

/** A real agent over a model with a script. */
export function scriptedAgent(script: Script, name?: string): Promise<TestAgent> {
  return agentOn(scriptedModel(script), name);
}

/** A model with a script; it records what it was sent. */
export const scriptedModel = (script: Script) => new ScriptedChatModel(script, { direct: true });

/** An agent that has a tool and keeps its conversations. */
export function agentOn(model: ScriptedChatModel, name = "assistant"): Promise<TestAgent> {
  return createAgent({ name })
    .withDescription("Answers from a script.")
    .withLlm(model)
    .withTools([calculator()])
    .withMemory({ type: "conversation" })
    .withStep("tools-loop", {})
    .build();
}

/** A server on a free port with the agents it closes. */
export interface Served extends AsyncDisposable {
  readonly server: AgentServer;
  readonly url: string;
  readonly agent: TestAgent;
  /** A request as a program on this machine makes it. */
  request(path: string, init?: RequestInit & { readonly json?: unknown }): Promise<Response>;
}

export async function serveScript(
  script: Script,
  options: Partial<AgentServerOptions> = {},
): Promise<Served> {
  return serveAgent(await scriptedAgent(script), options);
}

export async function serveAgent(
  agent: TestAgent,
  options: Partial<AgentServerOptions> = {},
): Promise<Served> {
  const server = createAgentServer({ agents: [agent], port: 0, ...options });
  const url = await server.listen();
  return {
    server,
    url,
    agent,
    request: (path, { json, headers, ...init } = {}) =>
      fetch(url + path, {
        ...init,
        headers: { ...(json !== undefined && { "content-type": "application/json" }), ...headers },
        ...(json !== undefined && { method: "POST", body: JSON.stringify(json) }),
      }),
    async [Symbol.asyncDispose]() {
      await server.close();
      await agent.close();
    },
  };
}

/** The headers of a page's own call, with the cookie that the page was given. */
export async function openPage(url: string): Promise<{ cookie: string; origin: string }> {
  const response = await fetch(`${url}/`, { headers: { accept: "text/html" } });
  await response.text();
  const cookie = response.headers.getSetCookie().find((each) => each.startsWith("pergola_user="));
  return { cookie: cookie?.split(";")[0] ?? "", origin: url };
}

/** The error of an answer that is one. */
export async function errorOf(response: Response): Promise<Record<string, unknown> & { code: string }> {
  const body = (await response.json()) as { error: Record<string, unknown> & { code: string } };
  return body.error;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A GET with headers that fetch does not let a caller set. */
export function rawRequest(
  url: string,
  headers: Record<string, string>,
  path = "/v1/models",
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const request = httpRequest({ hostname, port, path, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (text) => {
        body += text;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    request.on("error", reject).end();
  });
}
