import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from "react";
import { useMediaQuery } from "../../../ui/use-media-query.ts";
import { treeMove } from "../tree-keys.ts";
import { useRunClock } from "../use-run-clock.ts";
import type { ShownRun } from "../use-shown-run.ts";
import { showRow, useWindow } from "../use-window.ts";
import type { Span } from "../waterfall/span.ts";
import { timeAxis } from "../waterfall/time-axis.ts";
import { visibleRows } from "../waterfall/visible-rows.ts";
import { AxisLabels, AxisLines } from "./waterfall-axis.tsx";
import { rowDomId, WaterfallRow } from "./waterfall-row.tsx";
import styles from "./waterfall-view.module.css";

const ROW_PX = 28;
const TOUCH_ROW_PX = 40;
const NO_SPANS: ReadonlySet<number> = new Set();

export interface WaterfallViewProps {
  readonly run: ShownRun;
  /** The row whose details are shown. */
  readonly selected: number | undefined;
  readonly onSelect: (spanId: number | undefined) => void;
}

/** The work of a run as a tree whose rows lie in time. Only what is seen of it is drawn. */
export function WaterfallView({ run, selected, onSelect }: WaterfallViewProps) {
  const { tree, isLive } = run;
  const viewport = useRef<HTMLDivElement>(null);
  const isNarrow = useMediaQuery("(max-width: 640px)");
  const rowPx = isNarrow ? TOUCH_ROW_PX : ROW_PX;
  const [collapsed, setCollapsed] = useState(NO_SPANS);
  const [focused, setFocused] = useState(0);
  const rows = useMemo(() => visibleRows(tree.spans, collapsed), [tree.spans, collapsed]);
  const indentPx = useMemo(() => indentOf(tree.spans, isNarrow), [tree.spans, isNarrow]);
  const { first, last } = useWindow(viewport, rows.length, rowPx);
  const now = useRunClock(tree.lastAt, isLive);
  const startAt = tree.spans[0]?.startedAt ?? 0;
  const endAt = isLive ? now : tree.lastAt;
  const axis = timeAxis(startAt, endAt, { isRunning: isLive, maxParts: isNarrow ? 2 : 4 });
  const current = selected ?? focused;
  const index = Math.max(
    0,
    rows.findIndex(({ span }) => span.id === current),
  );

  // A row that did not change is not drawn again: what it is given stays the same.
  const toggle = useCallback(
    (id: number, isOpen: boolean) =>
      setCollapsed((before) => (isOpen ? withoutId(before, id) : new Set([...before, id]))),
    [],
  );
  const select = useCallback(
    (id: number) => {
      setFocused(id);
      onSelect(id);
    },
    [onSelect],
  );
  const goTo = (to: number) => {
    const id = rows[to]?.span.id;
    if (id === undefined || !viewport.current) return;
    setFocused(id);
    showRow(viewport.current, to, rowPx);
    if (selected !== undefined) onSelect(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && selected !== undefined) return onSelect(undefined);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = treeMove(event.key, rows, index);
    if (move === undefined) return;
    event.preventDefault();
    const id = rows[move.index]?.span.id ?? 0;
    if (move.type === "go") goTo(move.index);
    else if (move.type === "show") onSelect(id);
    else toggle(id, move.type === "open");
  };
  return (
    <div className={styles.waterfall}>
      <AxisLabels axis={axis} />
      <div className={styles.body}>
        <AxisLines axis={axis} />
        <div
          ref={viewport}
          role="tree"
          aria-label="Waterfall"
          tabIndex={0}
          aria-activedescendant={rowDomId(rows[index]?.span.id ?? 0)}
          className={styles.viewport}
          onKeyDown={onKeyDown}
        >
          <div role="presentation" className={styles.rows} style={{ height: rows.length * rowPx }}>
            {rows.slice(first, last).map(({ span, place, siblings, hasChildren, isOpen }, offset) => (
              <WaterfallRow
                key={span.id}
                span={span}
                place={place}
                siblings={isLive ? -1 : siblings}
                isOpen={hasChildren ? isOpen : undefined}
                isCurrent={span.id === rows[index]?.span.id}
                isSelected={span.id === selected}
                isLive={isLive}
                indentPx={indentPx}
                top={(first + offset) * rowPx}
                height={rowPx}
                endAt={span.endedAt ?? endAt}
                axisStart={axis.startAt}
                axisLength={axis.lengthMs}
                onSelect={select}
                onToggle={toggle}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

const INDENT_PX = 14;
/** What the deepest row may be indented by, so that there is room for its name. */
const MAX_INDENT_PX = { wide: 140, narrow: 70 } as const;

/** Each level is seen: the deeper the tree, the less a level is indented. */
function indentOf(spans: readonly Span[], isNarrow: boolean): number {
  const depth = spans.reduce((most, span) => Math.max(most, span.depth), 1);
  return Math.min(INDENT_PX, MAX_INDENT_PX[isNarrow ? "narrow" : "wide"] / depth);
}

function withoutId(ids: ReadonlySet<number>, id: number): ReadonlySet<number> {
  return new Set([...ids].filter((each) => each !== id));
}
