import { ErrorNote } from "../../../ui/error-note.tsx";
import { JsonView } from "../../../ui/json-view.tsx";
import { Labelled } from "../../../ui/labelled.tsx";
import { previewCall } from "../preview-value.ts";
import type { TurnTool } from "../turn.ts";
import styles from "./tool-line.module.css";
import { WorkLine } from "./work-line.tsx";

/** A tool call: its arguments and, once there, its result or error. */
export function ToolLine({ tool }: { readonly tool: TurnTool }) {
  return (
    <WorkLine
      level="inner"
      state={tool.state}
      name={<code className={styles.name}>{tool.tool}</code>}
      preview={preview(tool)}
      latencyMs={tool.latencyMs}
    >
      <Labelled label="Arguments">
        <JsonView value={tool.arguments} />
      </Labelled>
      {tool.result !== undefined && (
        <Labelled label="Result">
          <JsonView value={tool.result} />
        </Labelled>
      )}
      {tool.error && <ErrorNote error={tool.error} />}
      {tool.state === "running" && <p className={styles.note}>Running…</p>}
      {tool.state === "stopped" && <p className={styles.note}>Stopped before it gave a result.</p>}
    </WorkLine>
  );
}

function preview({ arguments: input, result, error }: TurnTool): string {
  return error ? error.message : previewCall(input, result);
}
