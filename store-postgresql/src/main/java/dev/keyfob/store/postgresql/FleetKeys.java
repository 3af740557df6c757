package dev.keyfob.store.postgresql;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.api.spi.support.AtomicFile;
import dev.keyfob.auth.api.spi.support.FileFailure;
import dev.keyfob.auth.api.spi.support.OwnerOnly;
import dev.keyfob.auth.api.spi.support.ShellCommand;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys of a fleet: the first one seals, all of them open, so that a key can be changed while
 * the machines have different ones. They come one a line from a variable, a file or a command.
 *
 * @param keys at least one
 */
record FleetKeys(List<FleetKey> keys) {
  static final String VARIABLE = "KEYFOB_FLEET_KEY";
  static final String FILE_VARIABLE = "KEYFOB_FLEET_KEY_FILE";
  static final String COMMAND_VARIABLE = "KEYFOB_FLEET_KEY_COMMAND";

  private static final int MAX_BYTES = 4096;
  private static final String HINT = "export " + FILE_VARIABLE + "=\"$FILE\"";

  FleetKeys {
    keys = List.copyOf(keys);
  }

  FleetKey sealing() {
    return keys.getFirst();
  }

  /** The key of an id. */
  Optional<FleetKey> find(byte[] id) {
    return keys.stream().filter(key -> key.is(id)).findFirst();
  }

  /**
   * Reads the keys; blocks for a command, for half a minute at most.
   *
   * @throws AuthException.StoreUnavailable if there are none, or they are none
   */
  static FleetKeys load(StoreContext context) {
    String text = variable(context, VARIABLE);
    if (!text.isEmpty()) {
      return parse(text, "The environment variable " + VARIABLE);
    }
    String command = variable(context, COMMAND_VARIABLE);
    if (!command.isEmpty()) {
      return parse(run(command, context), "What " + COMMAND_VARIABLE + " prints");
    }
    String named = variable(context, FILE_VARIABLE);
    if (!named.isEmpty()) {
      return parse(read(named), "The file " + named);
    }
    Path own = ownFile(context);
    if (OwnerOnly.requireFile(own, context.notices())) {
      return parse(read(own.toString()), "The file " + own);
    }
    throw new AuthException.StoreUnavailable(
        "There is no fleet key on this machine; without it nothing in the database opens.",
        HINT,
        null);
  }

  /** Whether this machine has a key, or names a place for one. */
  static boolean configured(StoreContext context) {
    return !variable(context, VARIABLE).isEmpty()
        || !variable(context, COMMAND_VARIABLE).isEmpty()
        || !variable(context, FILE_VARIABLE).isEmpty()
        || Files.exists(ownFile(context));
  }

  /**
   * Writes a new key where this machine looks for it.
   *
   * @return the file
   */
  static Path create(StoreContext context) {
    Path file = ownFile(context);
    OwnerOnly.ensureDirectory(context.directories().config(), context.notices());
    AtomicFile.write(file, (FleetKey.create() + "\n").getBytes(StandardCharsets.US_ASCII));
    return file;
  }

  private static Path ownFile(StoreContext context) {
    return context.directories().config().resolve("fleet.key");
  }

  static FleetKeys parse(String text, String source) {
    List<FleetKey> keys = new ArrayList<>();
    for (String line : text.split("[\\s,]+", -1)) {
      if (!line.isEmpty()) {
        keys.add(
            FleetKey.parse(line)
                .orElseThrow(
                    () ->
                        new AuthException.StoreUnavailable(
                            source + " is not a fleet key: 32 bytes in Base64 or hexadecimal.",
                            "openssl rand -base64 32",
                            null)));
      }
    }
    if (keys.isEmpty()) {
      throw new AuthException.StoreUnavailable(source + " holds no fleet key.", HINT, null);
    }
    return new FleetKeys(keys);
  }

  private static String run(String command, StoreContext context) {
    try {
      return ShellCommand.output(command, context.environment());
    } catch (ShellCommand.Failed e) {
      throw new AuthException.StoreUnavailable(
          "The command in " + COMMAND_VARIABLE + " " + e.getMessage() + ".",
          "sh -c \"$" + COMMAND_VARIABLE + "\"",
          e);
    }
  }

  /** The file may be a pipe, which has no size and can be read once. */
  private static String read(String file) {
    try (InputStream in = new FileInputStream(file)) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new AuthException.StoreUnavailable(
          "Cannot read the fleet key in " + file + ": " + FileFailure.reason(e) + ".", HINT, e);
    }
  }

  private static String variable(StoreContext context, String name) {
    return context.environment().getOrDefault(name, "").strip();
  }

  /** Hides the keys. */
  @Override
  public String toString() {
    return "FleetKeys[" + keys.size() + "]";
  }
}
