import type { GraphNode } from "@pergola/core";
import { activityText } from "../activity/activity-text.ts";
import type { DrawOptions } from "../draw-options.ts";
import { wrapText } from "../text/wrap-text.ts";
import { isPlainKind } from "./node-shape.ts";
import { policyText } from "./policy-text.ts";

const CAPTION = { maxChars: 32, maxLines: 4 };

/** What is written below the label of a node. */
export function nodeCaptions(node: GraphNode, options: DrawOptions): readonly string[] {
  const { showKinds = false, showPolicies = false, activity } = options;
  const kind = showKinds && !isPlainKind(node.kind) ? node.kind : "";
  const policy = showPolicies ? policyText(node.metadata) : "";
  const captions = [kind, policy].flatMap((text) => wrapText(text, CAPTION));
  const hasActivity = activity?.nodes.has(node.id) === true && node.kind !== "start" && node.kind !== "end";
  return hasActivity ? [...captions, activityText(activity.nodes.get(node.id))] : captions;
}
