package dev.keyfob.auth.api.spi.support;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.stability.Evolving;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A passphrase that the environment gives: in a variable, or in the file that the variable's
 * namesake with {@code _FILE} at its end names. White space around it is no part of it, as it is
 * not where a person types one.
 *
 * @param value the passphrase
 * @param source the variable that has led to it, for messages
 */
@Evolving
public record Passphrase(Secret value, String source) {
  /** The variable of the passphrase that opens what is sealed. */
  public static final String VARIABLE = "KEYFOB_PASSPHRASE";

  private static final int MAX_LENGTH = 4096;

  /**
   * Looks in the environment. Reads the file, which may be a pipe, so that it can be read once.
   *
   * @param environment the environment variables
   * @param variable the variable's name
   * @return the passphrase; empty if neither variable is set
   * @throws AuthException.StoreUnavailable if a file is named that cannot be used
   */
  public static Optional<Passphrase> from(Map<String, String> environment, String variable) {
    String fileVariable = variable + "_FILE";
    return Environment.value(environment, variable)
        .map(value -> new Passphrase(Secret.of(value.strip()), variable))
        .or(
            () ->
                Environment.value(environment, fileVariable)
                    .map(file -> new Passphrase(read(file, fileVariable), fileVariable)));
  }

  /** The first line. The file may be a pipe, which has no size and can be read once. */
  private static Secret read(String file, String variable) {
    try (InputStream in = new FileInputStream(file)) {
      byte[] content = in.readNBytes(MAX_LENGTH + 1);
      int end = 0;
      while (end < content.length && content[end] != '\n' && content[end] != '\r') {
        end++;
      }
      String line = new String(content, 0, end, StandardCharsets.UTF_8).strip();
      Arrays.fill(content, (byte) 0);
      if (line.isEmpty() || end > MAX_LENGTH) {
        throw unusable(file, variable, "its first line holds no passphrase", null);
      }
      return Secret.of(line);
    } catch (IOException e) {
      throw unusable(file, variable, FileFailure.reason(e), e);
    }
  }

  private static AuthException unusable(
      String file, String variable, String why, @Nullable IOException cause) {
    return new AuthException.StoreUnavailable(
        "Cannot use " + file + ", which " + variable + " names: " + why + ".",
        "export " + variable + "=\"$FILE\"",
        cause);
  }
}
