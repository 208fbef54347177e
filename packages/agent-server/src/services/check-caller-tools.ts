import { invalidRequest } from "../domain/invalid-request.ts";
import type { ServedAgent } from "../domain/served-agent.ts";
import type { ChatRequest } from "./chat-request.ts";

/**
 * Tools of the caller must be told apart from each other and from the agent's own, and need a client that keeps the
 * conversation: their results come back in it.
 *
 * @throws INVALID_REQUEST
 */
export function checkCallerTools(
  agent: ServedAgent,
  { tools = [], sessionId, parameters }: Pick<ChatRequest, "tools" | "sessionId" | "parameters">,
): void {
  if (tools.length > 0 && sessionId !== undefined) throw toolsWithSession();
  const taken = new Set(agent.definition.tools.map((tool) => tool.name));
  tools.forEach(({ name }, index) => {
    if (taken.has(name)) throw nameTaken(name, index);
    taken.add(name);
  });
  const { toolChoice } = parameters;
  if (typeof toolChoice === "object" && !tools.some((tool) => tool.name === toolChoice.name)) {
    throw unknownChoice(toolChoice.name);
  }
}

function toolsWithSession() {
  return invalidRequest({
    path: ["tools"],
    message: "tools of the caller cannot be used with a session",
    hint: "Leave session_id out and send the whole conversation: results of your tools come back in it.",
  });
}

function nameTaken(name: string, index: number) {
  return invalidRequest({
    path: ["tools", index, "function", "name"],
    message: `the name "${name}" is taken, by another tool of the request or by one of the agent`,
    hint: "Rename the tool; GET /v1/models lists the agent's own.",
  });
}

function unknownChoice(name: string) {
  return invalidRequest({
    path: ["tool_choice"],
    message: `"${name}" is none of the request's tools`,
    hint: "Name a function that tools has.",
  });
}
