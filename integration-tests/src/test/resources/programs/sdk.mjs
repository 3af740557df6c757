// The official TypeScript SDK at both ends: its server, behind its authorization server, and its client, which starts
// the bridge. Prints what the client got, as JSON. Called as `sdk.mjs KEYFOB SUITE`.
import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";

const [keyfob, suite] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(`${suite}/node_modules/${path}`));
const sdk = (path) => load(`@modelcontextprotocol/sdk/dist/esm/${path}.js`);
const { Client } = await sdk("client/index");
const { StdioClientTransport } = await sdk("client/stdio");
const { McpServer } = await sdk("server/mcp");
const { StreamableHTTPServerTransport } = await sdk("server/streamableHttp");
const { requireBearerAuth } = await sdk("server/auth/middleware/bearerAuth");
const { mcpAuthRouter, getOAuthProtectedResourceMetadataUrl } = await sdk("server/auth/router");
const { InvalidGrantError, InvalidTokenError } = await sdk("server/auth/errors");
const { DemoInMemoryAuthProvider } = await sdk("examples/server/demoInMemoryOAuthProvider");
const { ToolListChangedNotificationSchema } = await sdk("types");
const express = (await load("express/index.js")).default;

/** With refresh tokens that work once, and access tokens that can be ended. */
class Provider extends DemoInMemoryAuthProvider {
  refresh = new Map();
  renewals = 0;
  resources = new Set();
  #withRefresh(answer) {
    const refresh_token = crypto.randomUUID();
    this.refresh.set(refresh_token, this.tokens.get(answer.access_token));
    return { ...answer, refresh_token };
  }
  async exchangeAuthorizationCode(client, code, verifier, redirect, resource) {
    this.resources.add(resource?.href);
    return this.#withRefresh(await super.exchangeAuthorizationCode(client, code));
  }
  async exchangeRefreshToken(client, token, scopes, resource) {
    this.resources.add(resource?.href);
    this.renewals++;
    const data = this.refresh.get(token);
    if (!this.refresh.delete(token)) throw new InvalidGrantError("used before");
    const access_token = crypto.randomUUID();
    this.tokens.set(access_token, { ...data, token: access_token });
    return this.#withRefresh({ access_token, token_type: "bearer", expires_in: 3600 });
  }
  async verifyAccessToken(token) {
    if (!this.tokens.has(token)) throw new InvalidTokenError("unknown");
    return super.verifyAccessToken(token);
  }
}

const app = express();
app.use(express.json());
const listener = app.listen(0, "127.0.0.1");
await new Promise((resolve) => listener.on("listening", resolve));
const origin = `http://127.0.0.1:${listener.address().port}`;
const resource = new URL(`${origin}/mcp`);
const provider = new Provider();
app.use(
  mcpAuthRouter({ provider, issuerUrl: new URL(origin), resourceServerUrl: resource, scopesSupported: ["mcp:tools"] }),
);
const guard = requireBearerAuth({
  verifier: provider,
  requiredScopes: ["mcp:tools"],
  resourceMetadataUrl: getOAuthProtectedResourceMetadataUrl(resource),
  expectedResource: resource,
});

const transports = new Map();
async function open() {
  const server = new McpServer({ name: "counter", version: "1" }, { capabilities: { tools: { listChanged: true } } });
  server.registerTool("count", { description: "counts" }, async ({ _meta, sendNotification }) => {
    for (let progress = 1; progress <= 3; progress++) {
      await sendNotification({
        method: "notifications/progress",
        params: { progressToken: _meta.progressToken, progress, total: 3 },
      });
      // The client forgets who waits for progress as soon as it has read the answer.
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return { content: [{ type: "text", text: "counted – zählte" }] };
  });
  server.registerTool("grow", { description: "adds a tool" }, async () => {
    if (!transports.grown) server.registerTool("more", { description: "new" }, async () => ({ content: [] }));
    transports.grown = true;
    return { content: [{ type: "text", text: "grown" }] };
  });
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => crypto.randomUUID(),
    onsessioninitialized: (id) => transports.set(id, transport),
  });
  await server.connect(transport);
  return transport;
}
app.all("/mcp", guard, async (request, answer) => {
  const id = request.headers["mcp-session-id"];
  const transport = transports.get(id) ?? (id ? undefined : await open());
  if (transport) await transport.handleRequest(request, answer, request.body);
  else answer.status(404).json({ jsonrpc: "2.0", id: null, error: { code: -32001, message: "Session not found" } });
});

function run(...args) {
  return new Promise((resolve, reject) =>
    spawn(keyfob, args, { stdio: ["ignore", "ignore", "inherit"] }).on("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`${args.join(" ")}: ${code}`)),
    ),
  );
}

async function converse() {
  await run("profile", "add", "counter", "--mcp", resource.href);
  const client = new Client({ name: "host", version: "1" });
  const changed = new Promise((resolve) => client.setNotificationHandler(ToolListChangedNotificationSchema, resolve));
  const bridge = { command: keyfob, args: ["mcp", "counter"], env: process.env, stderr: "inherit" };
  let refused = "";
  try {
    await new Client({ name: "host", version: "1" }).connect(new StdioClientTransport(bridge));
  } catch (error) {
    refused = error.message;
  }
  await run("login", "counter", "--oauth");

  await client.connect(new StdioClientTransport(bridge));
  const names = async () => (await client.listTools()).tools.map((tool) => tool.name);
  const tools = await names();
  const progress = [];
  const count = async () =>
    (await client.callTool({ name: "count" }, undefined, { onprogress: (step) => progress.push(step.progress) }))
      .content[0].text;
  const texts = [await count()];
  provider.tokens.clear();
  texts.push(await count());
  await client.callTool({ name: "grow" });
  await changed;
  const after = await names();
  await client.close();
  const { renewals } = provider;
  return {
    server: client.getServerVersion().name,
    refused,
    tools,
    progress,
    texts,
    after,
    renewals,
    resources: [...provider.resources].map((found) => found === resource.href),
  };
}

let code = 0;
try {
  console.log(JSON.stringify(await converse()));
} catch (failure) {
  console.error(failure);
  code = 1;
}
process.exit(code);
