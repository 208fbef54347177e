// A letter waits until somebody says whether to send it. Runs without network; asserts its own result.
import assert from "node:assert/strict";
import { MemorySaver } from "@langchain/langgraph";
import { AgentBuilder } from "@pergola/builders";
import { z } from "zod";
import { type HumanQuestion, plugin } from "./index.ts";

const agent = await new AgentBuilder(z.object({ draft: z.string(), decision: z.string().optional() }))
  .withPlugin(plugin)
  .withCheckpointer(new MemorySaver())
  .withStep("human-input", { question: 'Send "{draft}"?', as: "decision", choices: ["yes", "no"] })
  .build();

const waiting = await agent.stream({ draft: "See you at noon." }).result;
const [asked] = waiting.interrupts ?? [];
console.log(asked?.value);
// Whoever answers may be another process, days later. An answer that does not fit is asked for again.
const again = await agent.resume(waiting.runId, "perhaps");
const [askedAgain] = again.interrupts ?? [];
console.log((askedAgain?.value as HumanQuestion | undefined)?.problem);
const { state } = await agent.resume(waiting.runId, "yes");
await agent.close();

assert.deepEqual(asked?.value, { question: 'Send "See you at noon."?', choices: ["yes", "no"] });
assert.equal(state.decision, "yes");
console.log("human-input: ok");
