import { Wrench } from "lucide-react";
import type { AgentModel } from "../../../api/models.ts";
import styles from "./new-chat.module.css";

export interface NewChatProps {
  readonly agent: AgentModel;
  /** Puts a beginning into the composer. */
  readonly onPrefill: (text: string) => void;
}

/** A chat without messages: who answers and what it can use. */
export function NewChat({ agent, onPrefill }: NewChatProps) {
  const { tools } = agent.pergola;
  const begin = (tool: string) => {
    onPrefill(`Use ${tool} to `);
    document.getElementById("message")?.focus();
  };
  return (
    <div className={styles.pane}>
      <div className={styles.inner}>
        <h3 className={styles.title}>Ask {agent.id}</h3>
        <p className={styles.text}>
          {agent.description ??
            "You see each step, each tool call and the exact request to the model as they happen."}
        </p>
        {tools.length > 0 && (
          <>
            <h4 className={styles.label}>It can use</h4>
            <ul className={styles.tools}>
              {tools.map((tool) => (
                <li key={tool.name}>
                  <button type="button" className={styles.tool} onClick={() => begin(tool.name)}>
                    <Wrench aria-hidden="true" />
                    <span>
                      <code>{tool.name}</code>
                      <span className={styles.what}>{tool.description}</span>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  );
}
