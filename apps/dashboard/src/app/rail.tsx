import { Link } from "@tanstack/react-router";
import { PanelLeft } from "lucide-react";
import { IconButton } from "../ui/icon-button.tsx";
import { useStoredValue } from "../ui/stored-value.ts";
import { BrandMark } from "./brand-mark.tsx";
import { usePages } from "./pages.ts";
import { railPreference } from "./preferences.ts";
import styles from "./rail.module.css";

/** The pages. Each comes with the feature behind it. */
export function Rail() {
  const isWide = useStoredValue(railPreference) === "wide";
  const pages = usePages();
  return (
    <nav
      className={styles.rail}
      data-wide={isWide || undefined}
      data-many={pages.length > 1 || undefined}
      aria-label="Pages"
    >
      <span className={styles.brand}>
        <BrandMark /> <span className={styles.word}>Pergola</span>
      </span>
      {pages.map(({ to, name, Icon }) => (
        <Link
          key={to}
          to={to}
          search={({ agent }) => ({ agent })}
          className={styles.link}
          activeOptions={{ includeSearch: false }}
        >
          <Icon aria-hidden="true" /> <span className={styles.word}>{name}</span>
        </Link>
      ))}
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
