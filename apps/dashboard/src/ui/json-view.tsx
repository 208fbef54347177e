import { CodeBlock } from "./code-block.tsx";

/** Any JSON value, pretty, with copy. */
export function JsonView({
  value,
  maxHeight = 320,
}: {
  readonly value: unknown;
  readonly maxHeight?: number;
}) {
  return <CodeBlock code={prettyJson(value)} language="json" isPlain maxHeight={maxHeight} />;
}

function prettyJson(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? String(value);
}
