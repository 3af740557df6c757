package dev.keyfob.cli.setup;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.spi.support.AtomicFile;
import dev.keyfob.auth.api.spi.support.OwnerOnly;
import java.nio.file.Path;
import java.util.Optional;

/** Changes other programs' settings, once, and takes the change out again exactly. */
public final class SetupWriter {
  private final Path state;
  private final Notices notices;

  /**
   * Prepares.
   *
   * @param state the directory to remember changes in
   * @param notices hears of permissions that had to be tightened
   */
  public SetupWriter(Path state, Notices notices) {
    this.state = state;
    this.notices = notices;
  }

  /**
   * Whether the settings have what keyfob would write.
   *
   * @param setup the program
   * @return false if they cannot be read, too
   */
  public boolean isDone(Setup setup) {
    SettingsFile file = new SettingsFile(setup.file());
    return file.exists() && setup.isIn(file.read());
  }

  /**
   * Writes it.
   *
   * @param setup the program
   * @param profile the profile's name
   * @return whether anything had to be changed
   * @throws AuthException.Misconfigured if something else is in its place
   */
  public boolean apply(Setup setup, String profile) {
    SettingsFile file = new SettingsFile(setup.file());
    boolean created = !file.exists();
    String before = file.read();
    if (!before.isBlank() && setup.isIn(before)) {
      return false;
    }
    if (!before.isBlank() && setup.isTaken(before)) {
      throw AuthException.usage(
          setup.title()
              + " has something under that name already, which does not ask keyfob: "
              + setup.file(),
          "keyfob setup " + setup.id() + " " + profile + " --print");
    }
    JsonEdit.Insertion insertion = setup.add(before);
    Path place = SetupRecord.place(state, setup.id(), profile);
    OwnerOnly.ensureDirectory(state.resolve("setup"), notices);
    file.backUp(before);
    new SetupRecord(setup.file().toString(), insertion.inserted(), created).write(place);
    file.write(insertion.apply(before));
    return true;
  }

  /**
   * Takes it out.
   *
   * @param setup the program
   * @param profile the profile's name
   * @return whether anything had to be changed
   */
  public boolean undo(Setup setup, String profile) {
    SettingsFile file = new SettingsFile(setup.file());
    Path place = SetupRecord.place(state, setup.id(), profile);
    Optional<SetupRecord> record = SetupRecord.read(place);
    String text = file.read();
    if (text.isBlank() || !setup.isIn(text)) {
      AtomicFile.delete(place);
      return false;
    }
    String without =
        record
            .map(SetupRecord::inserted)
            .filter(inserted -> text.indexOf(inserted) == text.lastIndexOf(inserted))
            .filter(text::contains)
            .map(inserted -> text.replace(inserted, ""))
            .orElseGet(() -> setup.remove(text));
    if (without.isBlank() && record.map(SetupRecord::created).orElse(false)) {
      file.delete();
    } else {
      file.write(without);
    }
    AtomicFile.delete(file.backup());
    AtomicFile.delete(place);
    return true;
  }
}
