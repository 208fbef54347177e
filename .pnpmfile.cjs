// One copy of LangChain in the workspace: pnpm makes a copy of a package for every combination of its optional peers
// that some project happens to have (openai, ws, react), and two copies of @langchain/core do not know each other's classes.
const OWNERS = new Set(["langsmith", "@langchain/core", "@langchain/langgraph", "@langchain/langgraph-sdk"]);

function readPackage(manifest) {
  if (!OWNERS.has(manifest.name)) return manifest;
  for (const [peer, meta] of Object.entries(manifest.peerDependenciesMeta ?? {})) {
    if (!meta.optional) continue;
    delete manifest.peerDependencies?.[peer];
    delete manifest.peerDependenciesMeta[peer];
  }
  return manifest;
}

module.exports = { hooks: { readPackage } };
