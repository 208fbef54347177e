import { ChevronRight } from "lucide-react";
import { memo } from "react";
import type { WorkState } from "../../../run/state-after.ts";
import { StateIcon } from "../../../run/state-icon.tsx";
import { formatDuration } from "../../../ui/format-duration.ts";
import type { Span } from "../waterfall/span.ts";
import { barOf } from "../waterfall/time-axis.ts";
import { SpanIcon } from "./span-icon.tsx";
import styles from "./waterfall-row.module.css";

export interface WaterfallRowProps {
  readonly span: Span;
  readonly place: number;
  /** -1 while more of them may come. */
  readonly siblings: number;
  /** None for a row without children. */
  readonly isOpen: boolean | undefined;
  /** Whether the keyboard is here. */
  readonly isCurrent: boolean;
  readonly isSelected: boolean;
  /** Whether the run goes on: else nothing in it runs, whatever its log says. */
  readonly isLive: boolean;
  readonly indentPx: number;
  readonly top: number;
  readonly height: number;
  /** Epoch milliseconds. */
  readonly endAt: number;
  readonly axisStart: number;
  readonly axisLength: number;
  readonly onSelect: (id: number) => void;
  readonly onToggle: (id: number, isOpen: boolean) => void;
}

export const rowDomId = (id: number) => `span-${id}`;

/** One piece of work: its name in the tree, its bar in time. */
export const WaterfallRow = memo(function WaterfallRow(props: WaterfallRowProps) {
  const { span, place, siblings, isOpen, top, height, onSelect, onToggle } = props;
  const { id, depth, subject } = span;
  const name = span.kind === "model" ? modelName(span.name) : span.name;
  const state = shownState(span, props.isLive);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys for all of its rows.
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the row that is meant.
    <div
      id={rowDomId(id)}
      role="treeitem"
      aria-level={depth + 1}
      aria-posinset={place}
      aria-setsize={siblings}
      aria-expanded={isOpen}
      aria-selected={props.isSelected}
      data-current={props.isCurrent || undefined}
      data-kind={span.kind}
      data-state={state}
      className={styles.row}
      style={{ top, height }}
      onClick={() => onSelect(id)}
    >
      <span className={styles.name} style={{ paddingLeft: 8 + depth * props.indentPx }}>
        {isOpen === undefined ? (
          <span className={styles.gap} />
        ) : (
          <span
            className={styles.toggle}
            data-open={isOpen || undefined}
            aria-hidden="true"
            onClick={(event) => {
              event.stopPropagation();
              onToggle(id, !isOpen);
            }}
          >
            <ChevronRight />
          </span>
        )}
        <SpanIcon kind={span.kind} />
        <span className={styles.text} title={`${span.name} ${subject}`.trim()}>
          <bdi>{name}</bdi>
          {subject !== "" && <bdi className={styles.subject}> {subject}</bdi>}
        </span>
        {(state === "failed" || state === "running" || state === "stopped") && <StateIcon state={state} />}
      </span>
      <Lane {...props} state={state} />
      <span className={styles.duration}>{durationOf(props)}</span>
    </div>
  );
});

function Lane({
  span,
  endAt,
  axisStart,
  axisLength,
  state,
}: WaterfallRowProps & { readonly state: WorkState }) {
  const axis = { startAt: axisStart, lengthMs: axisLength, ticks: [] };
  const { left, width } = barOf(axis, span.startedAt, endAt);
  const firstText =
    span.firstTextAt === undefined ? undefined : barOf(axis, span.startedAt, span.firstTextAt);
  return (
    <span className={styles.lane}>
      <span className={styles.bar} data-state={state} style={{ left: `${left}%`, width: `${width}%` }} />
      {firstText && (
        <span
          className={styles.waiting}
          style={{ left: `${left}%`, width: `${Math.min(firstText.width, width)}%` }}
        />
      )}
      {numbered(span.marks).map(({ number, mark }) => (
        <span
          key={number}
          className={styles.mark}
          data-tone={mark.tone}
          title={mark.text}
          style={{ left: `${barOf(axis, mark.at, mark.at).left}%` }}
        >
          <span className="visually-hidden">{mark.text}</span>
        </span>
      ))}
    </span>
  );
}

/** `openai:gpt-5-mini` is known by what stands after the colon; the details say all of it. */
const modelName = (id: string) => id.slice(id.indexOf(":") + 1);

/** Nothing goes on in a run that has ended. */
function shownState({ state }: Pick<Span, "state">, isLive: boolean): WorkState {
  return state === "running" && !isLive ? "stopped" : state;
}

function durationOf({ span, endAt }: WaterfallRowProps): string {
  return formatDuration(span.latencyMs ?? Math.max(0, endAt - span.startedAt));
}

const MAX_MARKS = 12;

const numbered = (marks: Span["marks"]) =>
  marks.slice(-MAX_MARKS).map((mark, index) => ({ number: index, mark }));
