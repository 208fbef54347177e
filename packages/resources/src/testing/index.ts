export type { BudgetLedgerSubject } from "./budget-ledger/budget-ledger-subject.ts";
export { budgetLedgerContract } from "./budget-ledger-contract.ts";
export type {
  ChatModelGroup,
  ChatModelSubject,
  ChatModelSubjectOptions,
} from "./chat-model/chat-model-subject.ts";
export { chatModelContract } from "./chat-model-contract.ts";
export type { ConversationStoreSubject } from "./conversation-store/conversation-store-subject.ts";
export { conversationStoreContract } from "./conversation-store-contract.ts";
export type { EmbedderSubject } from "./embedder/embedder-subject.ts";
export { embedderContract } from "./embedder-contract.ts";
export type { StorageSubject } from "./storage/storage-subject.ts";
export { storageContract } from "./storage-contract.ts";
export type { UserMemorySubject } from "./user-memory/user-memory-subject.ts";
export { userMemoryContract } from "./user-memory-contract.ts";
export type { VectorStoreSubject } from "./vector-store/vector-store-subject.ts";
export { vectorStoreContract } from "./vector-store-contract.ts";
export type { Answer, AnswerToolCall, AnswerUsage } from "./vendor-server/answer.ts";
export type { AnswerFault, AnswerOptions } from "./vendor-server/answer-reply.ts";
export { CHAOS_TEXT, type ChaosName, chaos, ODD_ANSWERS } from "./vendor-server/chaos.ts";
export type { ControlledReply } from "./vendor-server/controlled-reply.ts";
export type { CutOptions } from "./vendor-server/cut-reply.ts";
export type { EventStyle } from "./vendor-server/event-style.ts";
export type { Exchange } from "./vendor-server/exchange.ts";
export { refusedBaseURL } from "./vendor-server/refused-address.ts";
export { type RawReply, reply } from "./vendor-server/reply.ts";
export {
  startVendorServer,
  type VendorServer,
  type VendorServerOptions,
} from "./vendor-server/start-vendor-server.ts";
export type { VendorError } from "./vendor-server/vendor-error.ts";
export type { VendorReply, VendorReplyLike } from "./vendor-server/vendor-reply.ts";
export type { SocketClose, VendorRequest } from "./vendor-server/vendor-request.ts";
