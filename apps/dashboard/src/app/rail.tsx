import { Link } from "@tanstack/react-router";
import { MessagesSquare, PanelLeft } from "lucide-react";
import { IconButton } from "../ui/icon-button.tsx";
import { useStoredValue } from "../ui/stored-value.ts";
import { BrandMark } from "./brand-mark.tsx";
import { railPreference } from "./preferences.ts";
import styles from "./rail.module.css";

/** The pages. Each comes with the feature behind it. */
export function Rail() {
  const isWide = useStoredValue(railPreference) === "wide";
  return (
    <nav className={styles.rail} data-wide={isWide || undefined} aria-label="Pages">
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
