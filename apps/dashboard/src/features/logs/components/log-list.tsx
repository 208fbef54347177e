import type { LogFrameLine } from "@pergola/observability";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { useCallback, useLayoutEffect, useRef, useState } from "react";
import { countOf } from "../../../ui/format-count.ts";
import { ScrollArea } from "../../../ui/scroll-area.tsx";
import styles from "./log-list.module.css";
import { LogRow } from "./log-row.tsx";

export interface LogListProps {
  /** Oldest first. */
  readonly lines: readonly LogFrameLine[];
  readonly isFollowing: boolean;
  /** Lines that wait to be shown. */
  readonly held: number;
  readonly onFollow: (isFollowing: boolean) => void;
  /** Shows one run only. */
  readonly onRun: (runId: string) => void;
}

const ROW_HEIGHT = 28;
/** How near to the end is at the end. */
const END_PX = 24;

/** The lines, of which only those on the screen are drawn. It goes with the newest unless one scrolls away. */
export function LogList({ lines, isFollowing, held, onFollow, onRun }: LogListProps) {
  const area = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const getItemKey = useCallback((index: number) => lines[index]?.seq ?? index, [lines]);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => area.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    getItemKey,
  });
  const newest = lines.at(-1)?.seq;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new line moves the end.
  useLayoutEffect(() => {
    if (isFollowing) rows.scrollToIndex(lines.length - 1, { align: "end" });
  }, [newest, isFollowing, lines.length]);
  const toggle = (seq: number) => {
    onFollow(false);
    setOpened((before) => toggled(before, seq));
  };
  return (
    <div className={styles.pane}>
      <ScrollArea
        ref={area}
        label="Lines of the log"
        className={styles.scroll}
        onWheel={({ deltaY }) => deltaY < 0 && onFollow(false)}
        onTouchMove={() => onFollow(isAtEnd(area.current))}
        onKeyDown={({ key }) => ["PageUp", "ArrowUp", "Home"].includes(key) && onFollow(false)}
        onScroll={() =>
          !isFollowing && held === 0 && isAtEnd(area.current) && opened.size === 0 && onFollow(true)
        }
      >
        <ol className={styles.list} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (!line) return null;
            return (
              <li
                key={item.key}
                ref={rows.measureElement}
                data-index={item.index}
                className={styles.item}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <LogRow
                  line={line}
                  isOpen={opened.has(line.seq)}
                  onToggle={() => toggle(line.seq)}
                  onRun={onRun}
                />
              </li>
            );
          })}
        </ol>
      </ScrollArea>
      {!isFollowing && (
        <button type="button" className={styles.latest} onClick={() => onFollow(true)}>
          <ArrowDown aria-hidden="true" />
          {held > 0 ? `${countOf(held, "new line")}` : "Go to the latest"}
        </button>
      )}
    </div>
  );
}

function isAtEnd(area: HTMLElement | null): boolean {
  return area === null || area.scrollHeight - area.scrollTop - area.clientHeight < END_PX;
}

function toggled(opened: ReadonlySet<number>, seq: number): ReadonlySet<number> {
  const next = new Set(opened);
  if (!next.delete(seq)) next.add(seq);
  return next;
}
