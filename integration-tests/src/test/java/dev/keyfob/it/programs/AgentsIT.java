package dev.keyfob.it.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.Fixtures;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real agents, as far as they work without their services: they read what {@code setup} wrote,
 * and Claude Code reaches a server through the bridge.
 */
@Tag("not-in-ci")
class AgentsIT {
  @TempDir Path home;
  private Workplace work;
  private Running server;

  @BeforeEach
  void moveIn() {
    Path node = NpmPrograms.node();
    work =
        Workplace.at(home)
            .first(NpmPrograms.agents())
            .first(Objects.requireNonNull(node.getParent()))
            .with("GEMINI_CLI_TRUST_WORKSPACE", "true");
    server =
        work.programs()
            .start(
                "sh",
                "-c",
                "sleep 600 | exec \"$@\"",
                "sh",
                node.toString(),
                Fixtures.load()
                    .module()
                    .resolve("src/test/resources/programs/sdk-server.mjs")
                    .toString(),
                NpmPrograms.suite().toString());
    String address = server.awaitStdout(Pattern.compile("address (\\S+)")).group(1);
    work.ok("profile", "add", "files", "--mcp", address);
    work.ok("login", "files", "--oauth");
  }

  @AfterEach
  void stop() {
    server.close();
    work.close();
  }

  private void connected(String client) {
    server.awaitStdout(Pattern.compile("client " + client));
  }

  @Test
  void claudeCode_readsItsSettingsAndConnects() throws IOException {
    Path settings = home.resolve(".claude.json");
    Files.writeString(settings, "{\n  \"mcpServers\": {}\n}\n");
    String before = Files.readString(settings);
    work.ok("setup", "claude-code", "files");
    work.ok("setup", "claude-code", "files", "--undo");
    assertEquals(before, Files.readString(settings));

    work.ok("setup", "claude-code", "files");
    String found = work.succeed("claude", "mcp", "get", "files");

    assertTrue(found.contains("Connected"), found);
    connected("claude-code");
    work.ok("setup", "claude-code", "files");
    work.ok("setup", "claude-code", "files", "--undo");
    assertEquals(1, work.run("claude", "mcp", "get", "files").exitCode());
  }

  @Test
  void claudeCode_serverOfItsOwn_staysAsItIs() {
    work.succeed("claude", "mcp", "add", "--scope", "user", "files", "--", "/bin/true");

    Result setUp = work.keyfob().run("setup", "claude-code", "files");
    work.ok("setup", "claude-code", "files", "--undo");

    assertEquals(2, setUp.exitCode(), setUp::toString);
    assertTrue(work.succeed("claude", "mcp", "get", "files").contains("/bin/true"));
  }

  /** Codex writes its settings anew, without the comment before the first table. */
  @Test
  void codex_readsItsSettingsAndKeepsWhatItAddedItself() throws IOException {
    work.ok("setup", "codex", "files");
    String found = work.succeed("codex", "mcp", "get", "files");
    assertTrue(found.contains("command: keyfob") && found.contains("args: mcp files"), found);

    work.succeed("codex", "mcp", "add", "other", "--", "/bin/true");
    work.ok("setup", "codex", "files");
    work.ok("setup", "codex", "files", "--undo");

    String listed = work.succeed("codex", "mcp", "list");
    assertTrue(listed.contains("/bin/true") && !listed.contains("keyfob"), listed);
    work.succeed("codex", "mcp", "remove", "other");
    assertEquals("", Files.readString(home.resolve(".codex/config.toml")).strip());
  }

  @Test
  void codex_serverOfItsOwn_staysAsItIs() {
    work.succeed("codex", "mcp", "add", "files", "--", "/bin/true");

    Result setUp = work.keyfob().run("setup", "codex", "files");

    assertEquals(2, setUp.exitCode(), setUp::toString);
    assertTrue(work.succeed("codex", "mcp", "get", "files").contains("/bin/true"));
  }

  @Test
  void gemini_readsItsSettings() {
    work.ok("setup", "gemini", "files");

    Result listed = work.run("gemini", "mcp", "list");

    String said = listed.stdout() + listed.stderr();
    assertTrue(said.contains("files: keyfob mcp files (stdio)"), said);
    work.ok("setup", "gemini", "files", "--undo");
    assertTrue(Files.notExists(home.resolve(".gemini/settings.json")));
  }
}
