import type { ChatModel } from "./chat-model.ts";

/** A model and the id that events show. */
export interface NamedModel {
  readonly id: string;
  readonly model: ChatModel;
}
