package dev.keyfob.auth.oauth.source;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.FileFailure;
import dev.keyfob.auth.api.spi.support.ShellCommand;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a profile says that a key or a token is: {@code env:NAME}, {@code file:PATH} or {@code
 * command:LINE}. It is read at every use and kept nowhere.
 *
 * @param kind the word before the colon
 * @param place what stands after it
 */
public record TextSource(String kind, String place) {
  private static final int MAX_BYTES = 1 << 16;

  /** A source by its name in a profile; empty if it is none of these. */
  public static Optional<TextSource> of(String name) {
    int colon = name.indexOf(':');
    if (colon < 0 || name.substring(colon + 1).isBlank()) {
      return Optional.empty();
    }
    String kind = name.substring(0, colon);
    return switch (kind) {
      case "env", "file", "command" ->
          Optional.of(new TextSource(kind, name.substring(colon + 1).strip()));
      default -> Optional.empty();
    };
  }

  /**
   * Reads it. Blocks for a file, and up to 30 seconds for a command.
   *
   * @return what is there without blanks around it; empty if nothing is
   * @throws AuthException if the place cannot be read
   */
  public Optional<Secret> read(ProviderContext context) {
    String text =
        switch (kind) {
          case "env" -> context.environment().getOrDefault(place, "");
          case "file" -> file(context);
          default -> command(context);
        };
    return text.isBlank() ? Optional.empty() : Optional.of(Secret.of(text.strip()));
  }

  private String command(ProviderContext context) {
    try {
      return ShellCommand.output(place, context.environment());
    } catch (ShellCommand.Failed e) {
      throw new AuthException.Misconfigured(
          ErrorCode.OAUTH_NOT_CONFIGURED,
          "The command that the profile names for its key or token " + e.getMessage() + ".",
          "keyfob profile show " + context.profile().name(),
          e);
    }
  }

  private String file(ProviderContext context) {
    Path path =
        place.startsWith("~/")
            ? Path.of(context.environment().getOrDefault("HOME", ""), place.substring(2))
            : Path.of(place);
    try (InputStream in = new FileInputStream(path.toFile())) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw AuthException.usage(
          "Cannot read " + path + ": " + FileFailure.reason(e) + ".",
          "keyfob profile show " + context.profile().name());
    }
  }

  /** As it stands in the profile, but for a command's arguments, which are nobody's business. */
  @Override
  public String toString() {
    return kind.equals("command") ? "command" : kind + ":" + place;
  }
}
