// An agent that talks to a vendor's model through this plugin; the vendor is a server of a few lines on this machine.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { createAgent } from "@pergola/builders";
import { plugin } from "./index.ts";

const vendor = createServer(async (request, response) => {
  const { messages } = (await json(request)) as { messages: { text: string }[] };
  response.end(JSON.stringify({ text: `You said: ${messages.at(-1)?.text}` }));
}).listen(0, "127.0.0.1");
await once(vendor, "listening");
const { port } = vendor.address() as AddressInfo;

// In a program that has the package installed, withPlugin is not needed: the name is enough.
const agent = await createAgent()
  .withPlugin(plugin)
  .withLlm("acme", { baseURL: `http://127.0.0.1:${port}`, apiKey: "none" })
  .start();
const { text } = await agent.chat("Hello.");
console.log(text);
await agent.close();
vendor.close();
vendor.closeAllConnections();

assert.equal(text, "You said: Hello.");
console.log("acme: ok");
