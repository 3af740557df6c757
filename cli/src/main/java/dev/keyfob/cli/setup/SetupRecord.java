package dev.keyfob.cli.setup;

import dev.keyfob.auth.api.spi.support.AtomicFile;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.api.spi.support.SafeFileName;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What was written into whose settings, so that it can be taken out again to the last character.
 *
 * @param file the settings
 * @param inserted what was added to them
 * @param created whether the file was not there before
 */
record SetupRecord(String file, String inserted, boolean created) {
  static Path place(Path state, String id, String profile) {
    return state.resolve("setup").resolve(SafeFileName.of(id + "-" + profile) + ".json");
  }

  static Optional<SetupRecord> read(Path place) {
    try {
      JsonObject json = JsonText.parseObject(Files.readAllBytes(place));
      return Optional.of(
          new SetupRecord(
              json.getString("file"), json.getString("inserted"), json.getBoolean("created")));
    } catch (IOException | JsonException | ClassCastException | NullPointerException e) {
      return Optional.empty(); // the settings themselves tell the rest
    }
  }

  void write(Path place) {
    AtomicFile.write(
        place,
        JsonText.compact(
                JsonText.PROVIDER
                    .createObjectBuilder()
                    .add("file", file)
                    .add("inserted", inserted)
                    .add("created", created)
                    .build())
            .getBytes(StandardCharsets.UTF_8));
  }
}
