import { defineErrorCodes } from "@pergola/core";

export const builderErrors = defineErrorCodes("@pergola/builders", {
  BUILD_FAILED: "A step could not be made; the message names it and the cause says why.",
  AGENT_CLOSED: "The agent was used after close().",
  AGENT_NOT_STARTED: "The agent's conversations were asked for before its memory was opened.",
  AGENT_CONFLICT: "Another open agent of the same name but another definition uses the same store.",
  CHAT_NEEDS_STATE: "A chat turn was asked of an agent whose state has required keys besides messages.",
  INVALID_MESSAGE: "What was given to chat() is not text or a user message.",
  INVALID_STATE: "The input of a run does not fit the agent's state; every defect is in details.problems.",
  UNDECLARED_STATE_KEY: "A key that the state does not declare was given or returned.",
  INVALID_CALL_OPTIONS: "An option of a call is not what it should be.",
  RESERVED_CONFIGURABLE: "A caller set thread_id or a checkpoint key, which belong to the agent.",
  SESSION_NEEDS_MEMORY: "A session was named, and the agent has no memory.",
  STEP_FAILED: "A step threw an error of its own; it is the cause.",
  RUN_CANCELLED: "The run was stopped by its caller.",
  DEADLINE_EXCEEDED: "The run took longer than its timeoutMs.",
  STREAM_ALREADY_READ: "A run's stream was iterated twice, or only after its first events had gone by.",
  INVALID_EVENT: "A step emitted an event that only the run itself may emit, or one that has no JSON form.",
});
