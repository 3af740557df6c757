// A host as agents are: it starts the bridge as a program and speaks JSON-RPC with it, a message a line.
// Called by the conformance suite as `host.mjs SERVER`, with the scenario in its environment.
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";

const server = process.argv.at(-1);
const scenario = process.env.MCP_CONFORMANCE_SCENARIO ?? "";
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? "{}");
const revision = process.env.MCP_CONFORMANCE_PROTOCOL_VERSION ?? process.env.MCP_HOST_REVISION ?? "2025-11-25";
const stateless = revision >= "2026-07-28";
const keyfob = process.env.KEYFOB;

const environment = { ...process.env };
const add = ["profile", "add", "suite", "--mcp", server];
if (scenario.includes("cimd")) add.push("--client-metadata-url", "https://conformance-test.local/client-metadata.json");
if (context.client_id && context.client_secret && scenario.includes("pre-registration")) {
  add.push("--client-id", context.client_id);
  environment.KEYFOB_SUITE_CLIENT_SECRET = context.client_secret;
}
const known = add.length > 5;
if (known) {
  const added = spawnSync(keyfob, add, { env: environment, encoding: "utf8" });
  if (added.status !== 0) throw new Error(`profile add: ${added.stderr}`);
}

const bridge = spawn(keyfob, ["mcp", known ? "suite" : server, "--login"], {
  env: environment,
  stdio: ["pipe", "pipe", "inherit"],
});
const waiting = new Map();
createInterface({ input: bridge.stdout }).on("line", (line) => {
  const message = JSON.parse(line); // anything else on standard output is a fault
  if (message.id !== undefined && message.method === undefined) {
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  } else if (message.id !== undefined) {
    answer(message);
  }
});
bridge.on("exit", (code) => {
  for (const done of waiting.values()) done({ error: { code: 0, message: `the bridge has ended (${code})` } });
});

const send = (message) => bridge.stdin.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\n");
const meta = {
  "io.modelcontextprotocol/protocolVersion": revision,
  "io.modelcontextprotocol/clientInfo": { name: "host", version: "1" },
  "io.modelcontextprotocol/clientCapabilities": { elicitation: { form: { applyDefaults: true } } },
};
let ids = 0;
function request(method, params = {}) {
  const id = ++ids;
  return new Promise((resolve, reject) => {
    waiting.set(id, (message) =>
      message.error ? reject(Object.assign(new Error(message.error.message), message.error)) : resolve(message.result),
    );
    send({ id, method, params: stateless ? { ...params, _meta: meta } : params });
  });
}

/** A server's own request: the one kind there is here asks for the defaults of a form. */
function answer({ id, method, params }) {
  if (method !== "elicitation/create") return send({ id, error: { code: -32601, message: "not found" } });
  const content = {};
  for (const [name, field] of Object.entries(params?.requestedSchema?.properties ?? {}))
    if (field.default !== undefined) content[name] = field.default;
  send({ id, result: { action: "accept", content } });
}

async function converse() {
  if (!stateless) {
    await request("initialize", {
      protocolVersion: revision,
      capabilities: { elicitation: { form: { applyDefaults: true } } },
      clientInfo: { name: "host", version: "1" },
    });
    send({ method: "notifications/initialized" });
  }
  const { tools } = await request("tools/list");
  for (const tool of tools) {
    const values = { string: "text", number: 2, integer: 2, boolean: true };
    const args = {};
    for (const [name, schema] of Object.entries(tool.inputSchema?.properties ?? {})) args[name] = values[schema.type];
    await request("tools/call", { name: tool.name, arguments: args });
  }
}

let code = 0;
try {
  await converse();
} catch (failure) {
  console.error(`host: ${failure.message}`);
  code = 1;
}
bridge.stdin.end();
await new Promise((resolve) => bridge.on("exit", resolve));
process.exit(code);
