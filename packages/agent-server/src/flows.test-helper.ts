import { once } from "node:events";
import { createFlow, type Flow, node } from "@pergola/flow-runtime";
import { type ClientOptions, WebSocket } from "ws";
import type { AgentServerOptions } from "./index.ts";
import { type Served, scriptedAgent, serveAgent } from "./served.test-helper.ts";

/** A flow whose first node takes a text and whose second waits for its gate. */
export interface GatedFlow extends AsyncDisposable {
  readonly flow: Flow;
  /** Lets everything through, from now on. */
  open(): void;
}

/** `take → work`; the text `fail` fails, any other is returned in capitals. */
export function gatedFlow(name = "letters"): GatedFlow {
  const gate = Promise.withResolvers<void>();
  const take = node({ name: "take" }, async (text: string) => text);
  const work = node({ name: "work", policy: { concurrency: 4 } }, async (text: string, context) => {
    if (text === "fail") throw new Error("These letters fail.");
    const stopped = new Promise<never>((_, reject) => {
      context.signal.addEventListener("abort", () => reject(context.signal.reason), { once: true });
    });
    await Promise.race([gate.promise, stopped]);
    return text.toUpperCase();
  });
  const flow = createFlow({ name, edges: [take.to(work)] }) as Flow;
  return { flow, open: gate.resolve, [Symbol.asyncDispose]: () => flow.stop() };
}

/** A flow that emits to its second node when told to, as long as one trace lasts. */
export interface BurstFlow {
  readonly flow: Flow;
  /** Emits so many messages; resolves when all have been worked on. */
  burst(count: number): Promise<void>;
}

/** `burst → sink`. */
export function burstFlow(): BurstFlow {
  let emit: ((count: number) => Promise<void>) | undefined;
  const begun = Promise.withResolvers<void>();
  const burst = node({ name: "burst" }, async (_: unknown, context) => {
    emit = async (count) => {
      for (let index = 0; index < count; index++) await context.emit(index);
    };
    begun.resolve();
    await new Promise((_resolve, reject) => {
      context.signal.addEventListener("abort", reject, { once: true });
    });
  });
  const sink = node({ name: "sink" }, async (_: number) => undefined);
  const flow = createFlow({ name: "burst", edges: [burst.to(sink)] }) as Flow;
  return {
    flow,
    async burst(count) {
      await begun.promise;
      await emit?.(count);
    },
  };
}

/** A chain of so many nodes, of whose activity there is much to say. */
export function longFlow(length: number): Flow {
  const nodes = Array.from({ length }, (_, index) =>
    node({ name: `node-${index}` }, async (value: unknown) => value),
  );
  const edges = nodes.slice(1).map((each, index) => (nodes[index] as typeof each).to(each));
  return createFlow({ name: "long", edges }) as Flow;
}

export async function serveFlows(
  flows: readonly Flow[],
  options: Partial<AgentServerOptions> = {},
): Promise<Served> {
  const limits = { shutdownTimeoutMs: 0, ...options.limits };
  return serveAgent(await scriptedAgent([]), { flows, ...options, limits });
}

/** Starts a trace. @returns its id */
export async function startTrace(
  { request }: Pick<Served, "request">,
  input: unknown,
  { flow = "letters", headers = {} }: { flow?: string; headers?: Record<string, string> } = {},
): Promise<string> {
  const response = await request(`/v1/flows/${flow}/traces`, { json: { input }, headers });
  if (response.status !== 201) throw new Error(await response.text());
  return ((await response.json()) as { id: string }).id;
}

/** What the server says. */
export type Frame = { readonly type: string } & Record<string, unknown>;

/** A real client on a real socket. */
export interface TestSocket extends Disposable {
  readonly socket: WebSocket;
  readonly frames: Frame[];
  say(message: unknown): void;
  /** The first frame, of those that are there and those that come, that fits. */
  until(fits: (frame: Frame) => boolean): Promise<Frame>;
  /** The code with which the connection was closed. */
  readonly closed: Promise<number>;
}

export async function openSocket(url: string, options: ClientOptions = {}): Promise<TestSocket> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/ws`, options);
  const frames: Frame[] = [];
  let onFrame: () => void = () => undefined;
  socket.on("message", (data) => {
    frames.push(JSON.parse(String(data)) as Frame);
    onFrame();
  });
  const closed = new Promise<number>((resolve) => {
    socket.on("close", resolve);
  });
  await once(socket, "open");
  return {
    socket,
    frames,
    closed,
    say: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    until: (fits) =>
      new Promise((resolve) => {
        onFrame = () => {
          const found = frames.find(fits);
          if (found !== undefined) resolve(found);
        };
        onFrame();
      }),
    [Symbol.dispose]: () => socket.terminate(),
  };
}

/** The status and code with which a handshake is refused. */
export function refusedSocket(url: string, options: ClientOptions = {}, path = "/ws") {
  const socket = new WebSocket(url.replace("http", "ws") + path, options);
  socket.on("error", () => undefined);
  return new Promise<{ status: number; code: string; isClosed: boolean }>((resolve, reject) => {
    socket.once("open", () => reject(new Error("The socket was opened.")));
    socket.once("unexpected-response", async (_request, response) => {
      let body = "";
      for await (const chunk of response) body += String(chunk);
      const { error } = JSON.parse(body) as { error: { code: string } };
      resolve({
        status: response.statusCode ?? 0,
        code: error.code,
        isClosed: response.headers.connection === "close",
      });
    });
  });
}
