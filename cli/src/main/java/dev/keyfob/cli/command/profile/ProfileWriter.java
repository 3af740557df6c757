package dev.keyfob.cli.command.profile;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Profiles;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.output.Json;
import dev.keyfob.cli.system.SafeText;
import dev.keyfob.cli.system.Suggestions;
import jakarta.json.JsonObject;
import java.nio.file.Path;

/** What the commands that write a profile have in common. */
final class ProfileWriter {
  private ProfileWriter() {}

  /** For what somebody else has written: it does not take the place of what comes with keyfob. */
  static void requireFree(CommandContext context, String name, boolean force) {
    Profiles profiles = context.keyfob().profiles();
    if (!force && (profiles.isOwn(name) || profiles.isBuiltIn(name))) {
      throw taken(name);
    }
  }

  /**
   * For what a person has typed, who knows best what is to be called gitlab here: it may take the
   * place of what comes with keyfob.
   */
  static void requireNotOwn(CommandContext context, String name, boolean force) {
    Profiles profiles = context.keyfob().profiles();
    if (!force && profiles.isOwn(name)) {
      throw taken(name);
    }
    if (profiles.isBuiltIn(name) && !profiles.isOwn(name)) {
      context.note("This takes the place of the " + name + " that comes with keyfob.");
    }
  }

  private static AuthException taken(String name) {
    return AuthException.usage(
        "There is a profile named " + name + " already. Use --force to replace it.",
        "keyfob profile show " + name);
  }

  /** Says what will have no effect, and what was probably meant. */
  static void warnOfUnknown(CommandContext context, JsonObject document) {
    Profiles profiles = context.keyfob().profiles();
    for (String key : profiles.unknownKeys(document)) {
      String meant = Suggestions.of(key, profiles.knownKeys());
      context
          .notices()
          .warn(
              "keyfob does not know the key "
                  + SafeText.line(key)
                  + (meant == null
                      ? ", which has no effect unless a plugin reads it."
                      : "; did you mean " + meant + "?"));
    }
  }

  /** Writes a profile that a person has changed. */
  static void write(CommandContext context, String name, JsonObject document) {
    Path file = context.keyfob().profiles().put(name, document);
    warnOfUnknown(context, document);
    report(context, name, document, file);
  }

  private static void report(CommandContext context, String name, JsonObject document, Path file) {
    if (context.json()) {
      context.print(new Json().put("profile", name).put("file", file.toString()).build());
    }
    context.note("Wrote " + file + ". Next: " + next(name, document));
  }

  /** Where a token is obtained without a login there is nothing to log in to. */
  private static String next(String name, JsonObject document) {
    AccountKey key = AccountKey.of(name);
    return ServiceProfile.builder(name, document).build().needsNoLogin()
        ? key.command("doctor")
        : key.loginCommand();
  }
}
