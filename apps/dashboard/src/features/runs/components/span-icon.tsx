import { Bot, Database, Layers, Play, Sparkles, Wrench } from "lucide-react";
import type { SpanKind } from "../waterfall/span.ts";
import styles from "./span-icon.module.css";

const ICONS = {
  run: Bot,
  stage: Layers,
  step: Play,
  model: Sparkles,
  tool: Wrench,
  resource: Database,
} as const satisfies Record<SpanKind, unknown>;

const WORDS: Readonly<Record<SpanKind, string>> = {
  run: "Run",
  stage: "Stage",
  step: "Step",
  model: "Model call",
  tool: "Tool call",
  resource: "Call of a resource",
};

/** What kind of work it is. */
export function SpanIcon({ kind }: { readonly kind: SpanKind }) {
  const Icon = ICONS[kind];
  return (
    <span className={styles.icon} data-kind={kind}>
      <Icon aria-hidden="true" />
      <span className="visually-hidden">{WORDS[kind]}: </span>
    </span>
  );
}

/** The kind in words. */
export const kindWord = (kind: SpanKind) => WORDS[kind];
