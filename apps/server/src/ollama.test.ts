import { expect, it } from "vitest";
import { findOllama, ollamaAddress } from "./ollama.ts";

it.each([
  ["http://127.0.0.1:11434", "http://127.0.0.1:11434/"],
  ["127.0.0.1", "http://127.0.0.1:11434/"],
  ["0.0.0.0", "http://127.0.0.1:11434/"],
  ["gpu.local:8080", "http://gpu.local:8080/"],
  ["https://ollama.example", "https://ollama.example/"],
])("OLLAMA_HOST %s is the address %s", (host, address) => {
  expect(ollamaAddress(host).href).toBe(address);
});

it("an address that is none is no Ollama", async () => {
  expect(await findOllama("http://[", new AbortController().signal)).toBeUndefined();
});
