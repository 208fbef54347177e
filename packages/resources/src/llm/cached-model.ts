import type { ChatModel } from "./chat-model.ts";

/** A model that a cache has made, or is making. */
export interface CachedModel {
  /** As events show it. */
  readonly id: string;
  readonly making: Promise<ChatModel>;
  /** Set when it is there. */
  made: ChatModel | undefined;
  /** Calls that use it now. */
  users: number;
  /** Somebody outside has it, for as long as they like. */
  isLent: boolean;
}

interface ClosableModel {
  close?(): Promise<void> | void;
}

/** Whether a model has anything to close. */
export function isClosable(model: ChatModel): boolean {
  return typeof (model as ClosableModel).close === "function";
}

/** Closes a model that has a `close`. */
export async function closeModel(model: ChatModel): Promise<void> {
  await (model as ClosableModel).close?.();
}
