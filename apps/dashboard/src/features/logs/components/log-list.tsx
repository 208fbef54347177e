import type { LogFrameLine } from "@pergola/observability";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { useCallback, useEffect, useLayoutEffect, useRef } from "react";
import { countOf } from "../../../ui/format-count.ts";
import { ScrollArea } from "../../../ui/scroll-area.tsx";
import { useMediaQuery } from "../../../ui/use-media-query.ts";
import { useOpened } from "../use-opened.ts";
import styles from "./log-list.module.css";
import { LogRow, type LogRowProps } from "./log-row.tsx";

export interface LogListProps {
  /** Oldest first. */
  readonly lines: readonly LogFrameLine[];
  readonly isFollowing: boolean;
  /** Lines that wait to be shown. */
  readonly held: number;
  readonly onFollow: (isFollowing: boolean) => void;
  /** Shows one run only. */
  readonly onRun: LogRowProps["onRun"];
  readonly runOf: LogRowProps["runOf"];
}

/** As the style sheet has it. */
const ROW_HEIGHT = { wide: 28, narrow: 54 } as const;
/** How near to the end is at the end. */
const END_PX = 24;

/** The lines, of which only those on the screen are drawn. It goes with the newest unless one scrolls away. */
export function LogList({ lines, isFollowing, held, onFollow, onRun, runOf }: LogListProps) {
  const area = useRef<HTMLDivElement>(null);
  const rowHeight = useMediaQuery("(max-width: 640px)") ? ROW_HEIGHT.narrow : ROW_HEIGHT.wide;
  const { opened, touched, toggle } = useOpened(onFollow);
  const getItemKey = useCallback((index: number) => lines[index]?.seq ?? index, [lines]);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => area.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    getItemKey,
  });
  const height = rows.getTotalSize();
  // biome-ignore lint/correctness/useExhaustiveDependencies: at another width of the page all rows have another height.
  useEffect(() => rows.measure(), [rows, rowHeight]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new line moves the end.
  useLayoutEffect(() => {
    if (isFollowing && area.current) area.current.scrollTop = height;
  }, [lines, isFollowing, height]);
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
        <ol className={styles.list} style={{ height }}>
          {rows.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (!line) return null;
            return (
              <li
                key={item.key}
                ref={touched.has(line.seq) ? rows.measureElement : undefined}
                data-index={item.index}
                className={styles.item}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <LogRow
                  line={line}
                  isOpen={opened.has(line.seq)}
                  onToggle={toggle}
                  onRun={onRun}
                  runOf={runOf}
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
