package dev.keyfob.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.Fixtures;
import dev.keyfob.it.api.ProtectedApi;
import dev.keyfob.it.keycloak.KeycloakServer;
import dev.keyfob.it.keycloak.SharedKeycloak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command that the README, CONTRIBUTING and the guides show in a code block of its own is run
 * as it stands there, in the order of the document and in a home that is fresh for each document,
 * in which {@code work} is a profile with a session. Only the names of services are replaced, by
 * those of a real Keycloak and an API: see {@link Reader}.
 *
 * <p>A comment on the line above a block changes that:
 *
 * <ul>
 *   <li>{@code <!-- fresh home -->}: it is run in an empty home;
 *   <li>{@code <!-- not run: REASON -->}: it is not run, because it needs what only a person has,
 *       never ends, or is run somewhere else, which the reason says.
 * </ul>
 *
 * <p>A block that shows something else than commands has a language: {@code text}, {@code json}, ….
 */
@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
@NeedsTool({"manual-pages", "zsh", "fish", "git", "curl"})
class DocumentedCommandsIT {
  private static final Path ROOT = Fixtures.load().root();

  private final KeycloakServer keycloak;

  private final ProtectedApi api;

  DocumentedCommandsIT(KeycloakServer keycloak) {
    this.keycloak = keycloak;
    api = ProtectedApi.start(keycloak.issuer());
  }

  @AfterAll
  void stop() {
    api.close();
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> guides = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(top, guides)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  @TestFactory
  Stream<DynamicContainer> command_asShown_works(@TempDir Path homes) throws IOException {
    return documents().stream()
        .filter(document -> !ShellBlock.in(document).isEmpty())
        .map(document -> container(document, homes));
  }

  private DynamicContainer container(Path document, Path homes) {
    String name = ROOT.relativize(document).toString();
    List<ShellBlock> blocks = ShellBlock.in(document);
    Path home = homes.resolve(name.replace('/', '-'));
    return DynamicContainer.dynamicContainer(
        name,
        Stream.concat(
            Stream.of(
                DynamicTest.dynamicTest("a home", () -> Reader.in(home, keycloak, api).settle())),
            blocks.stream()
                .filter(block -> !block.note().orElse("").startsWith("not run"))
                .map(
                    block ->
                        DynamicTest.dynamicTest(
                            "line " + block.line(),
                            () -> run(block, reader(block, home), name + ":" + block.line())))));
  }

  private Reader reader(ShellBlock block, Path home) throws IOException {
    Path its =
        block.note().equals(Optional.of("fresh home"))
            ? home.resolveSibling(home.getFileName() + "-" + block.line())
            : home;
    return Reader.in(its, keycloak, api);
  }

  private static void run(ShellBlock block, Reader reader, String where) {
    var result = reader.types(block.shell(), block.commands());
    assertEquals(0, result.exitCode(), () -> where + ": " + result);
  }

  @TestFactory
  Stream<DynamicTest> notRun_saysWhy() throws IOException {
    return documents().stream()
        .flatMap(document -> ShellBlock.in(document).stream())
        .flatMap(block -> block.note().stream())
        .filter(note -> note.startsWith("not run"))
        .map(
            note ->
                DynamicTest.dynamicTest(
                    note, () -> assertTrue(note.length() > "not run: ".length() + 10)));
  }
}
