export type { Answer, AnswerToolCall, AnswerUsage } from "./answer.ts";
export type { AnswerFault, AnswerOptions } from "./answer-reply.ts";
export { CHAOS_TEXT, type ChaosName, chaos, ODD_ANSWERS } from "./chaos.ts";
export type { ControlledReply } from "./controlled-reply.ts";
export type { CutOptions } from "./cut-reply.ts";
export type { EventStyle } from "./event-style.ts";
export type { Exchange } from "./exchange.ts";
export { refusedBaseURL } from "./refused-address.ts";
export { type RawReply, reply } from "./reply.ts";
export {
  startVendorServer,
  type VendorServer,
  type VendorServerOptions,
} from "./start-vendor-server.ts";
export type { VendorError } from "./vendor-error.ts";
export type { VendorReply, VendorReplyLike } from "./vendor-reply.ts";
export type { SocketClose, VendorRequest } from "./vendor-request.ts";
