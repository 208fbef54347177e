import { type AgentServer, createAgentServer, type ServedAgent } from "@pergola/agent-server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { byBreak, bySignal } from "./in-process.test-helper.ts";
import { byButton, byDisconnect } from "./over-http.test-helper.ts";
import type { RunningTurn } from "./stop-driver.test-helper.ts";
import {
  letGo,
  type Stage,
  type StopPoint,
  scopeOf,
  setStage,
  stopPoints,
} from "./stop-points.test-helper.ts";

const ways = [
  { name: "an AbortSignal", begin: () => bySignal(stage.agent), userId: "ada", isNoticedLater: false },
  { name: "break", begin: () => byBreak(stage.agent), userId: "ada", isNoticedLater: false },
  { name: "a closed tab", begin: () => byDisconnect(server.url), userId: "local", isNoticedLater: true },
  { name: "the Stop button", begin: () => byButton(server.url), userId: "local", isNoticedLater: false },
];

let stage: Stage;
let server: AgentServer;
let stopSeen: PromiseWithResolvers<void>;
beforeEach(async () => {
  stage = await setStage();
  stopSeen = Promise.withResolvers<void>();
  server = createAgentServer({ agents: [watched(stage.agent)], port: 0 });
  await server.listen();
});
afterEach(async () => {
  letGo();
  await server.close();
  await stage.agent.close();
  await stage.vendor.close();
});

for (const way of ways) {
  describe(`stopping by ${way.name}`, () => {
    for (const point of stopPoints) {
      it(`${point.name} ends everything at once, keeps what was said, and ends once`, async () => {
        await point.prepare(stage);
        const turn = way.begin();
        await point.reached(stage, turn);
        const eventsBefore = turn.events.length;
        const stoppedAt = performance.now();
        await turn.stop();
        expect(performance.now() - stoppedAt).toBeLessThan(250);
        await expectSocketsClosed(point);
        expectQuiet(turn, eventsBefore);
        if (way.isNoticedLater) await stopSeen.promise;
        await untilSettled(way.userId);
        await expectStored(way.userId, point);
        expect(stage.vendor.requests).toHaveLength(point.requests);
        await expectNextTurnWorks(way.userId);
      });
    }
  });
}

async function expectSocketsClosed(point: StopPoint): Promise<void> {
  for (const request of stage.vendor.requests) {
    const { by } = await request.closed;
    if (point.name === "before the first token" || point.name === "mid-stream") expect(by).toBe("client");
  }
}

function expectQuiet(turn: RunningTurn, eventsBefore: number): void {
  const after = turn.events.slice(eventsBefore).map((event) => event.type);
  if (!turn.readsOn) {
    expect(after).toEqual([]);
    return;
  }
  expect(after.filter((type) => !type.endsWith("-finished"))).toEqual([]);
  expect(after.filter((type) => type === "run-finished")).toEqual(["run-finished"]);
  expect(after.at(-1)).toBe("run-finished");
}

/** The agent as the server has it, telling when a run's signal has fired: nobody else sees a connection drop. */
function watched(agent: Stage["agent"]): ServedAgent {
  return {
    name: agent.name,
    definition: agent.definition,
    memory: agent.memory,
    start: () => agent.start(),
    describe: () => agent.describe(),
    describeModel: () => agent.describeModel(),
    stream(input, options) {
      options.signal?.addEventListener("abort", () => stopSeen.resolve());
      return agent.stream(input as string, options);
    },
  };
}

/** A dropped connection does not wait for the run: the session is free once its turn is stored. */
async function untilSettled(userId: string): Promise<void> {
  letGo();
  const release = await stage.store.lock(scopeOf(userId));
  release();
}

async function expectStored(userId: string, point: StopPoint): Promise<void> {
  const transcript = await stage.store.transcript(scopeOf(userId));
  if (!point.isStored) {
    expect(transcript).toBeUndefined();
    return;
  }
  const [turn] = transcript?.turns ?? [];
  expect(turn).toMatchObject({ status: "settled", outcome: "cancelled" });
  const said = turn?.messages
    .filter((message) => message.role === "assistant")
    .map((message) => message.content);
  expect(said?.join("")).toBe(point.partialText);
}

async function expectNextTurnWorks(userId: string): Promise<void> {
  stage.vendor.enqueue("fine");
  const result = await stage.agent.chat("again", { userId, sessionId: "s" });
  expect(result.text).toBe("fine");
}
