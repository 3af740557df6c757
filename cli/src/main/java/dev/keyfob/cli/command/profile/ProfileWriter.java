package dev.keyfob.cli.command.profile;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Profiles;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.output.Json;
import java.nio.file.Path;

/** What the commands that write a profile have in common. */
final class ProfileWriter {
  private ProfileWriter() {}

  static void requireFree(CommandContext context, String name, boolean force) {
    Profiles profiles = context.keyfob().profiles();
    if (!force && (profiles.isOwn(name) || profiles.isBuiltIn(name))) {
      throw AuthException.usage(
          "There is a profile named " + name + " already; --force replaces it.",
          "keyfob profile show " + name);
    }
  }

  static void report(CommandContext context, String name, Path file) {
    if (context.json()) {
      context.print(new Json().put("profile", name).put("file", file.toString()).build());
    }
    context.note("Wrote " + file + ". Next: " + AccountKey.of(name).loginCommand());
  }
}
