export {
  ScriptedChatModel,
  type ScriptedChatModelOptions,
} from "./scripted-chat-model.ts";
export type { ExpectedCall, ScriptedCall } from "./scripted-chat-model-calls.ts";
export type { ScriptedAnswer, ScriptedReply, ScriptedToolCall } from "./scripted-chat-model-reply.ts";
export type { ScriptedCallOptions } from "./scripted-chat-model-request.ts";
export type {
  StepCase,
  StepStrategyGroup,
  StepStrategySubject,
} from "./step-strategy/step-strategy-subject.ts";
export { stepStrategyContract } from "./step-strategy-contract.ts";
