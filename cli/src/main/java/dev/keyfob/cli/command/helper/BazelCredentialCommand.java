package dev.keyfob.cli.command.helper;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import jakarta.json.JsonException;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Answers Bazel, and whatever else speaks its credential-helper protocol.
 *
 * @param action what is wanted
 */
public record BazelCredentialCommand(GlobalOptions globals, CredentialHelperProtocol.Action action)
    implements Command {
  @Override
  public int run(CommandContext context) {
    String uri = uri(CredentialHelperProtocol.read(context.system().in()));
    HostHelper helper = new HostHelper(context, globals, action.profile());
    ResolvedCredential resolved = helper.token(helper.require(uri));
    Json headers = new Json();
    helper.headers(resolved, uri).forEach((name, value) -> headers.putTexts(name, List.of(value)));
    Json answer = new Json().put("headers", headers.build());
    resolved
        .credential()
        .expiresAt()
        .ifPresent(end -> answer.put("expires", end.truncatedTo(ChronoUnit.SECONDS).toString()));
    context.printSecret(Json.line(answer.build()));
    return ExitCode.DONE;
  }

  private static String uri(String request) {
    try {
      return JsonText.parseObject(request).getString("uri");
    } catch (JsonException | ClassCastException | NullPointerException e) {
      throw AuthException.usage(
          "Standard input is not of the form {\"uri\": \"https://…\"}.", null);
    }
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "credential bazel";

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.USE,
              "what Bazel asks a credential helper for",
              """
              Answer Bazel, which says on standard input which address it wants headers for. A
              profile answers for the host of its API and those in its credentialHosts, for
              no other. uv speaks the same protocol.
              """)
          .withUsage("[PROFILE] get")
          .withDetails(
              """
              For Bazel to ask it, in .bazelrc, with a script that runs this command:
                common --credential_helper=cache.example.com=%workspace%/tools/keyfob-bazel
              """)
          .withExamples(
              """
              echo '{"uri":"https://cache.example.com/x"}' | keyfob credential bazel get
              """);
    }

    @Override
    public BazelCredentialCommand toCommand() {
      return new BazelCredentialCommand(
          globals(), CredentialHelperProtocol.Action.of(positionals(), List.of("get")));
    }
  }
}
