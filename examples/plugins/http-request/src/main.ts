// An agent asks a server on this machine for the state of a parcel. Runs without network; asserts its own result.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { AgentBuilder } from "@pergola/builders";
import { z } from "zod";
import { type HttpAnswer, plugin } from "./index.ts";

const server = createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ parcel: request.url?.split("/").at(-1), state: "on its way" }));
}).listen(0, "127.0.0.1");
await once(server, "listening");
const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

const State = z.object({ parcel: z.string(), answer: z.custom<HttpAnswer>().optional() });
const request = { url: `http://${host}/parcels/{parcel}`, as: "answer" } as const;
const builder = new AgentBuilder(State).withPlugin(plugin);
const agent = await builder
  .withStep("http-request", { ...request, allowHosts: [host], allowPrivate: true })
  .build();
const { answer } = await agent.run({ parcel: "A 7/8" });
await agent.close();
console.log(answer?.status, answer?.body);

// Without allowPrivate this machine is not asked, whatever the list says.
const careful = await builder.withStep("http-request", { ...request, allowHosts: [host] }).build();
await assert.rejects(careful.run({ parcel: "A7" }), { code: "HTTP_ADDRESS_PRIVATE" });
await careful.close();
server.close();

assert.deepEqual(answer?.body, { parcel: "A%207%2F8", state: "on its way" });
console.log("http-request: ok");
