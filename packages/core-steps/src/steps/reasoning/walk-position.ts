import type { BaseMessage, StoredMessage } from "@langchain/core/messages";
import { loadMessages } from "@pergola/resources/definition";
import type { StepWrite } from "../../step-writes.ts";

/** A visit of a node that was sent an input of its own. */
export interface WalkTask {
  readonly node: string;
  readonly input: unknown;
  /** What it wrote; undefined until it is done. */
  writes?: readonly StepWrite[];
  /** Whether it has asked something: it is made again, alone, so that the answer is its own. */
  isAsking?: true;
}

/** Where a walk over the nodes of a step stands. */
export interface WalkPosition {
  /** The node that comes next, once no task is left; undefined at the end. */
  readonly node: string | undefined;
  readonly memo: unknown;
  readonly tasks: readonly WalkTask[];
  readonly written: readonly StepWrite[];
}

/** As text, in which no saver finds objects to revive: some of it is what a model said. */
export async function writePosition(position: WalkPosition): Promise<string> {
  const { mapChatMessagesToStoredMessages } = await loadMessages();
  return JSON.stringify(mapped(position, (value) => mapChatMessagesToStoredMessages(value as BaseMessage[])));
}

export async function readPosition(text: string): Promise<WalkPosition> {
  const { mapStoredMessagesToChatMessages } = await loadMessages();
  const position = JSON.parse(text) as WalkPosition;
  return mapped(position, (value) => mapStoredMessagesToChatMessages(value as StoredMessage[]));
}

function mapped(position: WalkPosition, ofMessages: (value: unknown) => unknown): WalkPosition {
  const all = (writes: readonly StepWrite[]) =>
    writes.map(([key, value]): StepWrite => [key, key === "messages" ? ofMessages(value) : value]);
  const ofTask = ({ writes, ...task }: WalkTask): WalkTask =>
    writes === undefined ? task : { ...task, writes: all(writes) };
  return { ...position, tasks: position.tasks.map(ofTask), written: all(position.written) };
}
