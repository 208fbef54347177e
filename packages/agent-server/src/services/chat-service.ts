import { fromStored, type RunResult } from "@pergola/builders";
import type { StoredMessage } from "@pergola/resources";
import type { AgentDirectory } from "../domain/agent-directory.ts";
import type { Caller } from "../domain/caller.ts";
import type { ChatRequest } from "./chat-request.ts";
import { checkCallerTools } from "./check-caller-tools.ts";
import { newUserMessage } from "./new-user-message.ts";
import type { RunRequest, RunService, StreamedRun } from "./run-service.ts";

/** Answers chats: with a session as a stored turn, without one as a run that leaves no trace. */
export class ChatService {
  readonly #agents: AgentDirectory;
  readonly #runs: RunService;

  constructor(agents: AgentDirectory, runs: RunService) {
    this.#agents = agents;
    this.#runs = runs;
  }

  /** All answers; when one fails the others are stopped. @throws what ended the first run that failed */
  async collect(caller: Caller, chat: ChatRequest, signal: AbortSignal): Promise<readonly RunResult[]> {
    const others = new AbortController();
    const request = await this.#prepare(caller, chat, AbortSignal.any([signal, others.signal]));
    const runs = Array.from({ length: chat.choices }, () => this.#runs.collect(caller, request));
    return Promise.all(runs).catch((thrown) => {
      others.abort(thrown);
      throw thrown;
    });
  }

  /** One stream for each answer. @throws what stands in the way of starting */
  async stream(caller: Caller, chat: ChatRequest, signal: AbortSignal): Promise<readonly StreamedRun[]> {
    const request = await this.#prepare(caller, chat, signal);
    return Array.from({ length: chat.choices }, () => this.#runs.stream(caller, request));
  }

  async #prepare(caller: Caller, chat: ChatRequest, signal: AbortSignal): Promise<RunRequest> {
    const { agent, sessionId, traceId, parameters, tools, budget } = chat;
    checkCallerTools(this.#agents.get(agent, "model"), chat);
    const input = sessionId === undefined ? await asState(chat.messages) : newUserMessage(chat.messages);
    this.#runs.requireRoom(caller, chat.choices);
    return { agent, input, sessionId, traceId, parameters, tools, budget, signal };
  }
}

async function asState(messages: readonly StoredMessage[]) {
  const classes = await import("@langchain/core/messages");
  return { messages: messages.map((message) => fromStored(message, classes)) };
}
