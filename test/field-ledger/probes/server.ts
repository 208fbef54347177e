import { once } from "node:events";
import { type AgentServerOptions, createAgentServer } from "@pergola/agent-server";
import { createAgent } from "@pergola/builders";
import { createFlow, type Flow, node } from "@pergola/flow-runtime";
import { type ClientOptions, WebSocket } from "ws";
import { scripted } from "./model.ts";
import { untilStopped } from "./time.ts";

export type Json = Record<string, unknown>;

/** A server of flows on a free port, and what a program on this machine asks it. */
export interface FlowServer {
  get(path: string): Promise<Json>;
  /** Starts a trace of the flow `held`. @returns the answer */
  start(input: unknown, more?: Json): Promise<Json>;
  /** Opens a WebSocket. @returns what it is told, or the status with which it was refused */
  watch(options?: ClientOptions): Promise<Watcher | number>;
  close(): Promise<void>;
}

/** Uses a server, and closes it. */
export async function serving<T>(
  options: Omit<AgentServerOptions, "agents">,
  use: (server: FlowServer) => Promise<T>,
): Promise<T> {
  const agent = await createAgent().withStep("llm", { model: scripted() }).build();
  const server = createAgentServer({ agents: [agent], port: 0, ...options });
  const url = await server.listen();
  const used = await use({
    get: async (path) => (await fetch(url + path)).json() as Promise<Json>,
    async start(input, more = {}) {
      const body = JSON.stringify({ input, ...more });
      const headers = { "content-type": "application/json" };
      return (
        await fetch(`${url}/v1/flows/held/traces`, { method: "POST", headers, body })
      ).json() as Promise<Json>;
    },
    watch: (given) => watching(url, given),
    close: () => server.close(),
  });
  await server.close();
  await agent.close();
  return used;
}

/** A flow whose node comes to no end but for the input `done`. */
export function heldFlow(name = "held"): Flow {
  const hold = node({ name: "hold", policy: { concurrency: 16 } }, (input: unknown, { signal }) =>
    input === "done" ? input : untilStopped(signal),
  );
  return createFlow({ name, edges: [hold.to()] });
}

/** One who watches flows. */
export interface Watcher {
  readonly socket: WebSocket;
  say(message: Json): void;
  /** The first frame that fits: one that is there, or one that comes. */
  until(fits: (frame: Json) => boolean): Promise<Json>;
}

async function watching(url: string, options: ClientOptions = {}): Promise<Watcher | number> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/ws`, options);
  socket.on("error", () => undefined);
  const refused = once(socket, "unexpected-response").then(([, answer]) => answer.statusCode as number);
  const status = await Promise.race([once(socket, "open"), refused]);
  if (typeof status === "number") return status;
  const frames: Json[] = [];
  socket.on("message", (data) => {
    frames.push(JSON.parse(String(data)) as Json);
    socket.emit("frame");
  });
  return {
    socket,
    say: (message) => socket.send(JSON.stringify(message)),
    async until(fits) {
      for (;;) {
        const found = frames.find(fits);
        if (found !== undefined) return found;
        await once(socket, "frame");
      }
    },
  };
}
