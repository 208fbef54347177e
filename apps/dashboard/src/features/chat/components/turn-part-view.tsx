import { memo } from "react";
import { Markdown } from "../../../ui/markdown.tsx";
import { modelCallsOf } from "../step-model-calls.ts";
import type { Turn, TurnPart } from "../turn.ts";
import { NoticeLine } from "./notice-line.tsx";
import { ReasoningLine } from "./reasoning-line.tsx";
import { StepLine } from "./step-line.tsx";
import { ToolLine } from "./tool-line.tsx";
import styles from "./turn-part-view.module.css";

export interface TurnPartViewProps {
  readonly part: TurnPart;
  readonly turn: Turn;
}

/** One piece of an answer: text, reasoning, a notice, a step or a tool call. */
export const TurnPartView = memo(
  function TurnPartView({ part, turn }: TurnPartViewProps) {
    switch (part.kind) {
      case "text":
        return (
          <div className={styles.text}>
            <Markdown text={part.text} />
          </div>
        );
      case "reasoning":
        return <ReasoningLine text={part.text} />;
      case "notice":
        return <NoticeLine notice={part} />;
      case "step":
        return <StepLine step={part} calls={modelCallsOf(part, turn.modelCalls)} />;
      case "tool":
        return <ToolLine tool={part} />;
      default:
        return part satisfies never;
    }
  },
  ({ part, turn }, next) =>
    part === next.part && (part.kind !== "step" || turn.modelCalls === next.turn.modelCalls),
);
