package dev.keyfob.cli.command.helper;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.RenewableCredential;
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
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Answers cargo, which runs {@code cargo-credential-keyfob} and writes a request a line until it
 * has no more.
 *
 * @param named the profile as an argument
 */
public record CargoCredentialCommand(GlobalOptions globals, Optional<String> named)
    implements Command {
  private static final int VERSION = 1;
  private static final String CRATES_IO_INDEX = "https://github.com/rust-lang/crates.io-index";

  @Override
  public int run(CommandContext context) {
    print(context, JsonText.parseObject("{\"v\":[" + VERSION + "]}"));
    HostHelper helper = new HostHelper(context, globals, named);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(context.system().in(), StandardCharsets.UTF_8));
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          print(context, answer(context, helper, line));
        }
      }
    } catch (IOException e) {
      throw AuthException.usage("Standard input cannot be read.", null);
    }
    return ExitCode.DONE;
  }

  private static void print(CommandContext context, JsonObject line) {
    context.printSecret(Json.line(line));
    context.system().out().flush();
  }

  private static JsonObject answer(CommandContext context, HostHelper helper, String line) {
    try {
      JsonObject request = JsonText.parseObject(line);
      Optional<AccountKey> key = helper.find(index(request));
      if (key.isEmpty()) {
        return error("url-not-supported", Optional.empty());
      }
      if (!"get".equals(request.getString("kind", ""))) {
        context.note("cargo's logins are not kept here. Next: " + key.get().loginCommand());
        return error("operation-not-supported", Optional.empty());
      }
      return granted(context, helper, key.get());
    } catch (JsonException | ClassCastException e) {
      return error("other", Optional.of("The request is not understood."));
    } catch (AuthException e) {
      return error(
          "other", Optional.of(e.getMessage() + e.hint().map(hint -> " Run: " + hint).orElse("")));
    }
  }

  /** The address of the registry's index, which may say how the index is read. */
  private static String index(JsonObject request) {
    String url =
        request.get("registry") instanceof JsonObject registry
                && registry.get("index-url") instanceof JsonString text
            ? text.getString()
            : "";
    // The token goes to where the registry is, not to the forge that has a copy of its index.
    return url.equals(CRATES_IO_INDEX)
        ? "https://crates.io/"
        : url.startsWith("sparse+") ? url.substring("sparse+".length()) : url;
  }

  /** Cargo shows no message for what is not found, but the standard error stream. */
  private static JsonObject granted(CommandContext context, HostHelper helper, AccountKey key) {
    try {
      return granted(helper.token(key).credential());
    } catch (AuthException.NotLoggedIn e) {
      context.note(e.getMessage() + " Next: " + e.hint().orElseGet(key::loginCommand));
      return error("not-found", Optional.empty());
    }
  }

  /** Cargo puts the token into the header as it is, so that a session needs its scheme. */
  private static JsonObject granted(Credential credential) {
    String secret = credential.secret().reveal();
    Json answer =
        new Json()
            .put("kind", "get")
            .put("token", credential instanceof RenewableCredential ? "Bearer " + secret : secret);
    Optional<Instant> end = credential.expiresAt();
    if (end.isPresent()) {
      answer
          .put("cache", "expires")
          .put("expiration", JsonText.PROVIDER.createValue(end.get().getEpochSecond()));
    } else {
      answer.put("cache", "session");
    }
    return new Json().put("Ok", answer.put("operation_independent", true).build()).build();
  }

  private static JsonObject error(String kind, Optional<String> message) {
    Json error = new Json().put("kind", kind);
    message.ifPresent(text -> error.put("message", text).putTexts("caused-by", List.of()));
    return new Json().put("Err", error.build()).build();
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "credential cargo";

    @Parameter(names = "--cargo-plugin", description = "what cargo says when it starts a provider")
    @SuppressWarnings("UnusedVariable") // accepted, and says nothing that is not known
    private boolean plugin;

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.USE,
              "what cargo asks a credential provider for",
              """
              Answer cargo, which runs cargo-credential-keyfob beside keyfob and writes a
              request a line. A profile answers for the host of its API and those in its
              credentialHosts, for no other.
              """)
          .withUsage("[PROFILE] [OPTIONS]")
          .withDetails(
              """
              For cargo to ask it, in ~/.cargo/config.toml:
                [registry]
                global-credential-providers = ["cargo-credential-keyfob"]
              """)
          .withExamples(
              """
              keyfob credential cargo --cargo-plugin
              """);
    }

    @Override
    public CargoCredentialCommand toCommand() {
      return new CargoCredentialCommand(globals(), atMostOne());
    }
  }
}
