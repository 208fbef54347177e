export type { ConversationStoreSubject } from "./conversation-store/conversation-store-subject.ts";
export { conversationStoreContract } from "./conversation-store-contract.ts";
