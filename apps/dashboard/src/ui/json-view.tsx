import { CodeBlock } from "./code-block.tsx";

/** Any value as data, pretty, with copy. A text that holds JSON is shown as that JSON, any other as it is. */
export function JsonView({
  value,
  maxHeight = 320,
}: {
  readonly value: unknown;
  readonly maxHeight?: number;
}) {
  const parsed = typeof value === "string" ? parsedRecord(value) : value;
  if (typeof parsed === "string") return <CodeBlock code={parsed} isPlain maxHeight={maxHeight} />;
  const code = JSON.stringify(parsed, null, 2) ?? String(parsed);
  return <CodeBlock code={code} language="json" isPlain maxHeight={maxHeight} />;
}

function parsedRecord(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
