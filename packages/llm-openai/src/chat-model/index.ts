export { ChatOpenAiCompatible } from "./chat-openai-compatible.ts";
