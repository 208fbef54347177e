import { silentLogger } from "@pergola/core";
import { chatModelContract } from "@pergola/resources/testing";
import { openai } from "./openai.ts";

chatModelContract({
  name: "openai",
  create: ({ baseURL }, { timeoutMs }) =>
    openai({ model: "gpt-5-mini" }).create({ baseURL, timeoutMs }, { env: {}, logger: silentLogger }),
});
