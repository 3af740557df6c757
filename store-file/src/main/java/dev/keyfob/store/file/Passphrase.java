package dev.keyfob.store.file;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.FileFailure;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A passphrase that the environment gives.
 *
 * @param value the passphrase
 * @param source the variable that has led to it, for messages
 */
record Passphrase(Secret value, String source) {
  private static final String VARIABLE = "KEYFOB_PASSPHRASE";
  private static final String FILE_VARIABLE = "KEYFOB_PASSPHRASE_FILE";
  private static final int LONGEST = 4096;

  /**
   * Looks in the environment.
   *
   * @throws AuthException.StoreUnavailable if a file is named that cannot be used
   */
  static Optional<Passphrase> from(Map<String, String> environment) {
    String value = environment.getOrDefault(VARIABLE, "");
    if (!value.isBlank()) {
      return Optional.of(new Passphrase(Secret.of(value), VARIABLE));
    }
    String file = environment.getOrDefault(FILE_VARIABLE, "");
    return file.isBlank()
        ? Optional.empty()
        : Optional.of(new Passphrase(read(file), FILE_VARIABLE));
  }

  /** The first line. The file may be a pipe, which has no size and can be read once. */
  private static Secret read(String file) {
    try (InputStream in = new FileInputStream(file)) {
      byte[] content = in.readNBytes(LONGEST + 1);
      int end = 0;
      while (end < content.length && content[end] != '\n' && content[end] != '\r') {
        end++;
      }
      String line = new String(content, 0, end, StandardCharsets.UTF_8);
      Arrays.fill(content, (byte) 0);
      if (line.isBlank() || end > LONGEST) {
        throw unusable(file, "its first line holds no passphrase", null);
      }
      return Secret.of(line);
    } catch (IOException e) {
      throw unusable(file, FileFailure.reason(e), e);
    }
  }

  private static AuthException unusable(
      String file, String why, @org.jspecify.annotations.Nullable IOException cause) {
    return new AuthException.StoreUnavailable(
        "Cannot use " + file + ", which " + FILE_VARIABLE + " names: " + why + ".",
        "export " + FILE_VARIABLE + "=FILE",
        cause);
  }
}
