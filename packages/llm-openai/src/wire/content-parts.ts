import type { MessageContent } from "@langchain/core/messages";
import { resourceErrors } from "@pergola/resources";

/** A part of a user message on the wire. */
export type WirePart = Readonly<Record<string, unknown>>;

type Block = Readonly<Record<string, unknown>>;

/** Content of a user message: text, or parts (text, images, audio, files). @throws MODEL_PARAMETER_UNSUPPORTED */
export function userContent(content: MessageContent): string | readonly WirePart[] {
  return typeof content === "string" ? content : (content as readonly Block[]).map(wirePart);
}

/** Content where the protocol has only text. @throws MODEL_PARAMETER_UNSUPPORTED for any other block */
export function textContent(content: MessageContent, role: string): string {
  if (typeof content === "string") return content;
  return (content as readonly Block[])
    .map((block) => (isText(block) ? block.text : unsupported(block, `in a ${role} message`)))
    .join("");
}

/** The text of an assistant message; its other blocks (reasoning, tool use) are not sent back as content. */
export function assistantText(content: MessageContent): string {
  if (typeof content === "string") return content;
  return (content as readonly Block[])
    .filter(isText)
    .map(({ text }) => text)
    .join("");
}

function isText(block: Block): block is { readonly type: "text"; readonly text: string } {
  return block.type === "text" && typeof block.text === "string";
}

function wirePart(block: Block): WirePart {
  switch (block.type) {
    case "text":
      return { type: "text", text: block.text };
    case "image_url":
      return { type: "image_url", image_url: asObject(block.image_url) };
    case "image":
      return { type: "image_url", image_url: { url: block.url ?? dataURL(block), ...detailOf(block) } };
    case "input_audio":
      return { type: "input_audio", input_audio: block.input_audio };
    case "audio":
      return { type: "input_audio", input_audio: { data: dataOf(block), format: audioFormat(block) } };
    case "file":
      return { type: "file", file: block.file ?? fileOf(block) };
    default:
      return unsupported(block, "in a user message");
  }
}

function asObject(image: unknown): unknown {
  return typeof image === "string" ? { url: image } : image;
}

function detailOf(block: Block): { readonly detail?: unknown } {
  const detail = block.detail ?? (block.metadata as Block | undefined)?.detail;
  return detail === undefined ? {} : { detail };
}

function fileOf(block: Block): WirePart {
  const id = block.fileId ?? block.file_id ?? (block.source_type === "id" ? block.id : undefined);
  if (id !== undefined) return { file_id: id };
  const name = block.filename ?? (block.metadata as Block | undefined)?.filename;
  return { file_data: dataURL(block), ...(name !== undefined && { filename: name }) };
}

function dataURL(block: Block): string {
  return `data:${mimeType(block)};base64,${dataOf(block)}`;
}

/** Base64 text; bytes are encoded. */
function dataOf(block: Block): string {
  const { data } = block;
  if (typeof data === "string") return data;
  return data instanceof Uint8Array
    ? Buffer.from(data).toString("base64")
    : unsupported(block, "without data or url");
}

function mimeType(block: Block): string {
  const type = block.mimeType ?? block.mime_type;
  return typeof type === "string" ? type : "application/octet-stream";
}

function audioFormat(block: Block): string {
  const subtype = mimeType(block).split("/")[1] ?? "wav";
  return subtype === "mpeg" ? "mp3" : subtype.replace(/^x-/, "");
}

function unsupported(block: Block, where: string): never {
  throw resourceErrors.create("MODEL_PARAMETER_UNSUPPORTED", {
    message: `A content block of type "${String(block.type)}" ${where} cannot be sent.`,
    hint: "The chat protocol takes text everywhere, and image, audio and file blocks in user messages.",
    details: { blockType: String(block.type) },
  });
}
