package dev.keyfob.cli.command.profile;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Profiles;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.system.SafeText;
import dev.keyfob.cli.system.Suggestions;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * Changes one value of a profile. One that comes with keyfob becomes the user's own by it.
 *
 * @param key the key, with dots for nested ones
 * @param value the value; {@code -} reads it from standard input, empty removes it
 */
public record ProfileSetCommand(GlobalOptions globals, String key, String value)
    implements Command {
  private static final String SECRET = "oauth.clientSecret";
  private static final Duration PIPE_LIMIT = Duration.ofSeconds(30);

  @Override
  public int run(CommandContext context) {
    Profiles profiles = context.keyfob().profiles();
    String name = context.key(Optional.empty()).profile();
    requireKnown(profiles);
    JsonObject document = profiles.with(profiles.document(name), key, read(context));
    ProfileWriter.write(context, name, document);
    return ExitCode.DONE;
  }

  private void requireKnown(Profiles profiles) {
    String meant = Suggestions.of(key, profiles.knownKeys());
    if (meant != null && !meant.equals(key) && !key.contains("Parameters.")) {
      throw AuthException.usage(
          "A profile has no " + SafeText.line(key) + ".", "did you mean " + meant + "?");
    }
  }

  /** Arguments can be seen by every user of the machine, and stay in the shell's history. */
  private String read(CommandContext context) {
    if (key.equals(SECRET) && !value.isEmpty() && !value.equals("-")) {
      throw AuthException.usage(
          "A secret is never given as an argument.",
          "printf %s \"$SECRET\" | keyfob profile set " + key + " -");
    }
    return value.equals("-")
        ? context
            .interaction()
            .pipedSecret(PIPE_LIMIT)
            .orElseThrow(() -> AuthException.usage("Standard input is empty.", null))
            .reveal()
        : value;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "profile set";

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.SET_UP,
              "change one value of a description",
              """
              Change one value of a profile. Lists have commas between their entries; an empty
              value removes the key, and - reads it from standard input.
              """)
          .withUsage("KEY VALUE")
          .withExamples(
              """
              keyfob --profile github profile set oauth.clientId Ov23li0123456789abcd
              printf %s "$SECRET" | keyfob --profile github profile set oauth.clientSecret -
              keyfob profile set loginMethod device --profile work
              """);
    }

    @Override
    public ProfileSetCommand toCommand() {
      if (positionals().size() != 2) {
        throw AuthException.usage(
            "Missing arguments: a key and its value.", "keyfob help profile set");
      }
      return new ProfileSetCommand(globals(), positionals().get(0), positionals().get(1));
    }
  }
}
