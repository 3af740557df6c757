package dev.keyfob.cli.command.helper;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.command.token.IdTokens;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import java.util.Optional;

/**
 * Answers Google's authentication libraries, which run a command for the ID token of an external
 * account ("executable-sourced credentials").
 *
 * @param named the profile as an argument
 */
public record GoogleCredentialCommand(GlobalOptions globals, Optional<String> named)
    implements Command {
  private static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";

  @Override
  public int run(CommandContext context) {
    Json answer = new Json().put("version", JsonText.PROVIDER.createValue(1));
    try {
      IdTokens found = IdTokens.of(context, context.key(named));
      context.printSecret(
          Json.line(
              answer
                  .put("success", true)
                  .put("token_type", ID_TOKEN)
                  .put("id_token", found.token().reveal())
                  .put(
                      "expiration_time",
                      JsonText.PROVIDER.createValue(found.expiresAt().getEpochSecond()))
                  .build()));
      return ExitCode.DONE;
    } catch (AuthException e) {
      String message = e.getMessage() + e.hint().map(hint -> " Run: " + hint).orElse("");
      context.print(
          answer.put("success", false).put("code", e.code().id()).put("message", message).build());
      return ExitCode.of(e.code());
    }
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "credential google";

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.USE,
              "what Google's libraries ask an executable for",
              """
              Print the ID token as Google's libraries want it from an executable
              (GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES=1).
              """)
          .withUsage("[PROFILE]")
          .withExamples(
              """
              keyfob credential google work
              """);
    }

    @Override
    public GoogleCredentialCommand toCommand() {
      return new GoogleCredentialCommand(globals(), atMostOne());
    }
  }
}
