import type { AIMessage, BaseMessage } from "@langchain/core/messages";
import { z } from "zod";
import { ADD, ADDER_PROMPT } from "./adder.ts";
import { instantAdder } from "./instant-model.ts";
import { loadLangChain, loadOurs } from "./langchain.ts";
import type { Ask } from "./peers/peer.ts";

interface Messages {
  readonly messages: BaseMessage[];
}

/**
 * The adder by hand in raw LangGraph, as somebody would write it who wants each model call and each tool call kept: a
 * model node, a tool node for each call through `Send`, a checkpointer, and a thread that goes when its run is over.
 */
export async function langgraphTwin(): Promise<Ask> {
  const { Command, END, MemorySaver, MessagesValue, START, Send, StateGraph, StateSchema } = await import(
    "@langchain/langgraph"
  );
  const { HumanMessage, SystemMessage, ToolMessage } = await import("@langchain/core/messages");
  const model = instantAdder(await loadLangChain(loadOurs));
  const system = new SystemMessage(ADDER_PROMPT);
  const input = z.object({ a: z.number(), b: z.number() });

  const ask = async ({ messages }: Messages) => {
    const answer: AIMessage = await model.invoke([system, ...messages]);
    const calls = (answer.tool_calls ?? []).map((call) => new Send("tool", call));
    return new Command({ update: { messages: [answer] }, goto: calls.length > 0 ? calls : END });
  };
  const run = async (call: { id?: string; name: string; args: unknown }) => {
    const { a, b } = input.parse(call.args);
    return {
      messages: [new ToolMessage({ content: `${a + b}`, name: ADD.name, tool_call_id: call.id ?? "" })],
    };
  };
  const checkpointer = new MemorySaver();
  const graph = new StateGraph(new StateSchema({ messages: MessagesValue }))
    .addNode("model", ask as never, { ends: ["tool", END] })
    .addNode("tool", run as never)
    .addEdge(START, "model")
    .addEdge("tool", "model")
    .compile({ checkpointer });

  let thread = 0;
  return async (question) => {
    const thread_id = `thread-${thread++}`;
    const config = { configurable: { thread_id }, durability: "exit" as const };
    const { messages } = (await graph.invoke({ messages: [new HumanMessage(question)] }, config)) as Messages;
    await checkpointer.deleteThread(thread_id);
    return messages.at(-1)?.text ?? "";
  };
}
