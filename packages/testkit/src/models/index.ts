export {
  type ExpectedCall,
  type ScriptedAnswer,
  type ScriptedCall,
  type ScriptedCallOptions,
  ScriptedChatModel,
  type ScriptedChatModelOptions,
  type ScriptedReply,
  type ScriptedToolCall,
} from "@pergola/core-steps/testing";
