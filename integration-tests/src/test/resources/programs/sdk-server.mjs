// The official TypeScript SDK's server behind its authorization server, at which everybody consents at once.
// Called as `sdk-server.mjs SUITE`, it prints its address, then the name of each client that connects, until standard
// input ends.
import { pathToFileURL } from "node:url";

export const loader = (suite) => (path) => import(pathToFileURL(`${suite}/node_modules/${path}`));

/** Starts; `connected` hears each client's name. */
export async function start(suite, connected) {
  const load = loader(suite);
  const sdk = (path) => load(`@modelcontextprotocol/sdk/dist/esm/${path}.js`);
  const { McpServer } = await sdk("server/mcp");
  const { StreamableHTTPServerTransport } = await sdk("server/streamableHttp");
  const { requireBearerAuth } = await sdk("server/auth/middleware/bearerAuth");
  const { mcpAuthRouter, getOAuthProtectedResourceMetadataUrl } = await sdk("server/auth/router");
  const { InvalidGrantError, InvalidTokenError } = await sdk("server/auth/errors");
  const { DemoInMemoryAuthProvider } = await sdk("examples/server/demoInMemoryOAuthProvider");
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
    server.server.oninitialized = () => connected(server.server.getClientVersion().name);
    await server.connect(transport);
    return transport;
  }
  app.all("/mcp", guard, async (request, answer) => {
    const id = request.headers["mcp-session-id"];
    const transport = transports.get(id) ?? (id ? undefined : await open());
    if (transport) await transport.handleRequest(request, answer, request.body);
    else answer.status(404).json({ jsonrpc: "2.0", id: null, error: { code: -32001, message: "Session not found" } });
  });
  return { resource, provider };
}

if (process.argv[1] === import.meta.filename) {
  const { resource } = await start(process.argv[2], (name) => console.log(`client ${name}`));
  console.log(`address ${resource.href}`);
  process.stdin.resume().on("end", () => process.exit(0));
}
