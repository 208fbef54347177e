import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { createFlow, node } from "@pergola/flow-runtime";
import { expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { startStreamingServer } from "./streaming-server.ts";

test("the example runs and finds its own result right", () => {
  const main = join(import.meta.dirname, "main.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--conditions=@pergola/source", main], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/flow-streaming: ok\n$/);
  expect(status).toBe(0);
});

/** A flow that never stops telling. */
function endless() {
  const told = { chunks: 0 };
  const talk = node({ name: "talk" }, async (_text: string, { emitChunk, signal }) => {
    while (!signal.aborted) {
      await emitChunk({ text: "word ".repeat(1_000) });
      told.chunks++;
    }
  });
  return { flow: createFlow({ edges: [talk.to()] }), told };
}

test("a reader that hangs up ends its trace", async () => {
  const { flow } = endless();
  await using server = await startStreamingServer(flow);
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/ws`);
  await once(socket, "open");
  socket.send("go");
  await once(socket, "message");
  expect(flow.stats().traces).toBe(1);
  socket.terminate();
  await vi.waitFor(() => expect(flow.stats().traces).toBe(0));
  const aborted = new AbortController();
  const response = await fetch(`${server.url}/events?text=go`, { signal: aborted.signal });
  await response.body?.getReader().read();
  expect(flow.stats().traces).toBe(1);
  aborted.abort();
  await vi.waitFor(() => expect(flow.stats().traces).toBe(0));
  await flow.stop();
});

test("a reader that reads nothing makes the node wait, not the process grow", async () => {
  const { flow, told } = endless();
  await using server = await startStreamingServer(flow);
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  socket.pause();
  socket.write("GET /events?text=go HTTP/1.1\r\nhost: localhost\r\n\r\n");
  let before = -1;
  await vi.waitFor(
    () => {
      const isStill = told.chunks === before && before > 0;
      before = told.chunks;
      expect(isStill).toBe(true);
    },
    { interval: 200, timeout: 10_000 },
  );
  socket.destroy();
  await vi.waitFor(() => expect(flow.stats().traces).toBe(0));
  await flow.stop();
});
