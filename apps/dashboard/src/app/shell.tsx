import { Outlet } from "@tanstack/react-router";
import { useState } from "react";
import { LiveTurnsProvider } from "../features/chat/live-turns-provider.tsx";
import { LiveRunsProvider } from "../run/live-runs-provider.tsx";
import { TooltipProvider } from "../ui/tooltip.tsx";
import { CommandPalette } from "./command-palette.tsx";
import { ConnectionBanner } from "./connection-banner.tsx";
import { OfflineNotice } from "./offline-notice.tsx";
import { Rail } from "./rail.tsx";
import styles from "./shell.module.css";
import { TopBar } from "./top-bar.tsx";
import { useActiveAgent } from "./use-agents.ts";
import { useConnection } from "./use-connection.ts";
import { useHotkey } from "./use-hotkey.ts";

/** What is around every page: rail, top bar, banners, commands. */
export function Shell() {
  const { agents, agent } = useActiveAgent();
  const connection = useConnection();
  const [hasCommands, setHasCommands] = useState(false);
  const toggleCommands = () => setHasCommands((isOpen) => !isOpen);
  useHotkey("k", toggleCommands);
  return (
    <TooltipProvider>
      <LiveRunsProvider>
        <LiveTurnsProvider>
          <a className={styles.skip} href="#main">
            Skip to the page
          </a>
          <div className={styles.shell}>
            <Rail />
            <div className={styles.main}>
              <TopBar agents={agents} agent={agent} connection={connection} onCommands={toggleCommands} />
              {connection === "down" && <ConnectionBanner />}
              {agent && <OfflineNotice agent={agent} />}
              <main id="main" tabIndex={-1} className={styles.page}>
                <Outlet />
              </main>
            </div>
          </div>
          {hasCommands && (
            <CommandPalette agent={agent} agents={agents} onClose={() => setHasCommands(false)} />
          )}
        </LiveTurnsProvider>
      </LiveRunsProvider>
    </TooltipProvider>
  );
}
