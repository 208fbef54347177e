import { describe } from "vitest";
import { answerTests } from "./chat-model/answer-tests.ts";
import type { ChatModelGroup, ChatModelSubject } from "./chat-model/chat-model-subject.ts";
import { failureTests, oddAnswerTests, unreachableTests } from "./chat-model/failure-tests.ts";
import { socketTests } from "./chat-model/socket-tests.ts";
import { stopTests } from "./chat-model/stop-tests.ts";
import { toolTests } from "./chat-model/tool-tests.ts";
import { wireTests } from "./chat-model/wire-tests.ts";

const GROUPS: Readonly<Record<ChatModelGroup, (subject: ChatModelSubject) => void>> = {
  answers: answerTests,
  stop: stopTests,
  wire: wireTests,
  tools: toolTests,
  socket: socketTests,
  failures: failureTests,
  unreachable: unreachableTests,
  "odd-answers": oddAnswerTests,
};

/**
 * The tests that every chat model passes, LangChain's ways and the direct one alike, against a real server on loopback.
 * Call it at the top of a vitest file; it registers its own `describe`. A model that cannot show a group names it in
 * `skip`, with the reason.
 */
export function chatModelContract(subject: ChatModelSubject): void {
  const { name, skip = {} } = subject;
  const left = Object.entries(skip).map(([group, reason]) => `; without ${group}: ${reason}`);
  describe(`${name} as a chat model${left.join("")}`, () => {
    for (const [group, register] of Object.entries(GROUPS)) {
      if (skip[group as ChatModelGroup] === undefined) describe(group, () => register(subject));
    }
  });
}
