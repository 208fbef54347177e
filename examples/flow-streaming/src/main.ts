// Serves the page and reads both wires once itself: node … src/main.ts [--serve]. Runs without network.
import assert from "node:assert/strict";
import { WebSocket } from "ws";
import { startStreamingServer } from "./streaming-server.ts";
import { createTeller } from "./teller.ts";

const teller = createTeller();
const server = await startStreamingServer(teller);
const text = "Bees build. Ants dig!";

const body = await (await fetch(`${server.url}/events?text=${encodeURIComponent(text)}`)).text();
const events = body.split("\n\n").filter((event) => event.startsWith("event: chunk"));
assert.equal(events.length, 6);
assert.match(body, /event: result\ndata: .*"sentences":2/);

const frames = await new Promise<string[]>((resolve, reject) => {
  const seen: string[] = [];
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/ws`);
  socket.on("open", () => socket.send(text));
  socket.on("message", (frame) => seen.push(String(frame)));
  socket.on("close", () => resolve(seen));
  socket.on("error", reject);
});
assert.equal(frames.length, 7);
console.log("flow-streaming: ok");

if (process.argv.includes("--serve")) {
  console.log(`Open ${server.url}, and press Ctrl-C to end.`);
  await new Promise((resolve) => process.once("SIGINT", resolve));
}
await server[Symbol.asyncDispose]();
await teller.stop();
