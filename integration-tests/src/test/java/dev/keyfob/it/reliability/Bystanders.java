package dev.keyfob.it.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a renewal must leave alone: the documents of other accounts, byte by byte; and all files
 * with a secret in them, which stay closed to other users.
 *
 * @param home whose
 * @param contents of the files that stay as they are
 */
record Bystanders(Home home, Map<Path, String> contents) {
  /** Puts some there. */
  static Bystanders in(Home home) {
    Tokens tokens = new Tokens(Tokens.MARK + "access-other", Tokens.MARK + "refresh-other");
    home.store("other", tokens, Home.LONG_AGO);
    Path elsewhere = home.folder().resolve("credentials/elsewhere/default.json");
    home.write(elsewhere, "{\"api_key\":\"" + Tokens.MARK + "key\"}");
    Map<Path, String> contents = new TreeMap<>();
    for (Path file : List.of(home.document("other"), elsewhere)) {
      contents.put(file, Home.text(file));
    }
    return new Bystanders(home, contents);
  }

  void requireUnharmed() {
    contents.forEach((file, content) -> assertEquals(content, Home.text(file)));
    try (Stream<Path> files = Files.walk(home.folder())) {
      files.filter(Files::isRegularFile).forEach(Bystanders::requireClosedIfSecret);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireClosedIfSecret(Path file) {
    try {
      if (Files.readString(file).contains(Tokens.MARK)) {
        String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        assertEquals("rw-------", permissions, file::toString);
      }
    } catch (NoSuchFileException gone) {
      // it was temporary
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
