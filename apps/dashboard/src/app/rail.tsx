import { Link } from "@tanstack/react-router";
import { MessagesSquare, PanelLeft, Workflow } from "lucide-react";
import { useFlows } from "../features/flows/api/use-flows.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { useStoredValue } from "../ui/stored-value.ts";
import { BrandMark } from "./brand-mark.tsx";
import { railPreference } from "./preferences.ts";
import styles from "./rail.module.css";

/** The pages. Each comes with the feature behind it. */
export function Rail() {
  const isWide = useStoredValue(railPreference) === "wide";
  const hasFlows = (useFlows().data?.length ?? 0) > 0;
  return (
    <nav
      className={styles.rail}
      data-wide={isWide || undefined}
      data-many={hasFlows || undefined}
      aria-label="Pages"
    >
      <span className={styles.brand}>
        <BrandMark /> <span className={styles.word}>Pergola</span>
      </span>
      <Link
        to="/chat"
        search={({ agent }) => ({ agent })}
        className={styles.link}
        activeOptions={{ includeSearch: false }}
      >
        <MessagesSquare aria-hidden="true" /> <span className={styles.word}>Chat</span>
      </Link>
      {hasFlows && (
        <Link
          to="/flows"
          search={({ agent }) => ({ agent })}
          className={styles.link}
          activeOptions={{ includeSearch: false }}
        >
          <Workflow aria-hidden="true" /> <span className={styles.word}>Flows</span>
        </Link>
      )}
      <IconButton
        label={isWide ? "Show icons only" : "Show names"}
        icon={<PanelLeft />}
        aria-expanded={isWide}
        className={styles.toggle}
        onClick={() => railPreference.set(isWide ? "narrow" : "wide")}
      />
    </nav>
  );
}
