package dev.keyfob.cli.command.profile;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Profiles;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.output.Json;
import java.nio.file.Path;

/** What the commands that write a profile have in common. */
final class ProfileWriter {
  private ProfileWriter() {}

  static void requireFree(CommandContext session, String name, boolean force) {
    Profiles profiles = session.keyfob().profiles();
    if (!force && (profiles.isOwn(name) || profiles.isBuiltIn(name))) {
      throw AuthException.usage(
          "There is a profile named " + name + " already.",
          "keyfob profile show " + name + ", or add --force");
    }
  }

  static void report(CommandContext session, String name, Path file) {
    if (session.json()) {
      session.print(new Json().put("profile", name).put("file", file.toString()).build());
    }
    session.note("Wrote " + file + ". Next: keyfob login " + name);
  }
}
