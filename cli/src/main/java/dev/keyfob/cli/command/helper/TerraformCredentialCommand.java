package dev.keyfob.cli.command.helper;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import java.util.List;
import java.util.Optional;

/**
 * Answers Terraform and OpenTofu, which run {@code terraform-credentials-keyfob}. What {@code
 * terraform login} was given is not kept: credentials come from keyfob's own logins.
 *
 * @param action what is wanted
 * @param host the host it is about
 */
public record TerraformCredentialCommand(
    GlobalOptions globals, CredentialHelperProtocol.Action action, String host) implements Command {
  @Override
  public int run(CommandContext context) {
    if (!action.word().equals("get")) {
      String _ = CredentialHelperProtocol.read(context.system().in());
      throw AuthException.usage(
          "Terraform's logins are not kept here; log in and out with keyfob.", "keyfob login");
    }
    HostHelper helper = new HostHelper(context, globals, action.profile());
    Optional<AccountKey> key = helper.find(host);
    Json answer = new Json();
    if (key.isPresent()) {
      token(helper, key.get()).ifPresent(token -> answer.put("token", token));
    }
    context.printSecret(Json.line(answer.build()));
    return ExitCode.DONE;
  }

  /** Nobody logged in is an empty answer; anything else that is wrong is told. */
  private static Optional<String> token(HostHelper helper, AccountKey key) {
    try {
      return Optional.of(helper.token(key).credential().secret().reveal());
    } catch (AuthException.NotLoggedIn e) {
      return Optional.empty();
    }
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "credential terraform";

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.USE,
              "what Terraform and OpenTofu ask a credentials helper for",
              """
              Answer Terraform and OpenTofu, which run terraform-credentials-keyfob beside
              keyfob. A profile answers for the host of its API and those in its
              credentialHosts; for any other host the answer is empty.
              """)
          .withUsage("[PROFILE] get|store|forget HOST")
          .withDetails(
              """
              For Terraform to ask it, in ~/.terraformrc:
                credentials_helper "keyfob" {}
              """)
          .withExamples(
              """
              keyfob credential terraform get app.terraform.io
              """);
    }

    @Override
    public TerraformCredentialCommand toCommand() {
      int last = positionals().size() - 1;
      if (last < 1) {
        throw AuthException.usage("Missing argument: the host.", null);
      }
      return new TerraformCredentialCommand(
          globals(),
          CredentialHelperProtocol.Action.of(
              positionals().subList(0, last), List.of("get", "store", "forget")),
          positionals().get(last));
    }
  }
}
