package dev.keyfob.cli.command.token;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.args.Placeholder;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.BoundToken;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Times;
import dev.keyfob.cli.output.TokenClaims;
import dev.keyfob.cli.output.TokenPresenter;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prints the secret, fresh.
 *
 * @param named the profile as an argument
 * @param minValid how long the secret must still work
 * @param form how to print it
 * @param refresh whether to renew even if it is still valid
 * @param which {@code id} for the ID token, {@code access} or nothing for the credential
 * @param proof a request to print a proof for in its place
 */
public record TokenCommand(
    GlobalOptions globals,
    Optional<String> named,
    Duration minValid,
    Form form,
    boolean refresh,
    Optional<String> which,
    Optional<Proof> proof)
    implements Command {

  /** A request to print a proof for, in place of the token. */
  public record Proof(String method, String url) {}

  /** How a token is printed. */
  public enum Form {
    PLAIN,
    HEADER,
    JSON,
    EXEC_CREDENTIAL,
    DECODED
  }

  @Override
  public int run(CommandContext context) {
    AccountKey key = context.key(named);
    ResolvedCredential resolved =
        refresh ? context.keyfob().refresh(key) : context.keyfob().token(key, minValid);
    if (form == Form.DECODED) {
      Secret token =
          isIdToken() ? IdTokens.of(context, key).token() : resolved.credential().secret();
      print(TokenClaims.of(token, key), context);
      return ExitCode.DONE;
    }
    if (isIdToken()) {
      context.printSecret(idToken(IdTokens.of(context, key), resolved, context));
      return ExitCode.DONE;
    }
    if (proof.isPresent()) {
      context.printSecret(proof(context, resolved, proof.get()));
      return ExitCode.DONE;
    }
    if (form != Form.JSON) {
      resolved = BoundToken.refuse(resolved);
    }
    switch (form) {
      case PLAIN -> context.printSecret(resolved.credential().secret().reveal());
      case HEADER -> TokenPresenter.headers(context.keyfob(), resolved, context::printSecret);
      case JSON -> context.printSecret(TokenPresenter.json(resolved));
      case EXEC_CREDENTIAL ->
          context.printSecret(
              TokenPresenter.execCredential(resolved, context.system().environment()));
      case DECODED -> {}
    }
    return ExitCode.DONE;
  }

  private static void print(TokenClaims claims, CommandContext context) {
    if (context.json()) {
      context.print(claims.json());
    } else {
      context.printLines(claims.text(context.now()));
      context.note("This is what the token says; its signature was not checked.");
    }
  }

  /** A proof for one request, good for moments (RFC 9449). */
  private static String proof(CommandContext context, ResolvedCredential resolved, Proof wanted) {
    if (!BoundToken.isBound(resolved)) {
      throw AuthException.usage(
          "The token of " + resolved.key() + " is not bound to a key; it needs no proof.",
          resolved.key().command("token"));
    }
    try {
      return context
          .keyfob()
          .headers(resolved, wanted.method(), new URI(wanted.url()))
          .getOrDefault(BoundToken.DPOP, "");
    } catch (URISyntaxException e) {
      throw AuthException.usage("The address of --dpop-proof is not a URL.", null);
    }
  }

  private String idToken(IdTokens found, ResolvedCredential resolved, CommandContext context) {
    return switch (form) {
      case PLAIN -> found.token().reveal();
      case HEADER -> "Authorization: Bearer " + found.token().reveal();
      case JSON -> TokenPresenter.idToken(resolved, found.token(), found.expiresAt());
      case EXEC_CREDENTIAL ->
          TokenPresenter.execCredential(
              found.token(), found.expiresAt(), context.system().environment());
      case DECODED -> "";
    };
  }

  private boolean isIdToken() {
    return switch (which.orElse("access")) {
      case "id" -> true;
      case "access" -> false;
      default -> throw AuthException.usage("--token knows id and access only.", null);
    };
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "token";

    @Parameter(
        names = "--min-valid",
        description = "renew unless it is valid for at least this long, such as 5m")
    @Placeholder("TIME")
    private @Nullable String minValid;

    @Parameter(names = "--header", description = "print it as a request header")
    private boolean header;

    @Parameter(names = "--format", description = "print an ExecCredential for kubectl")
    @Placeholder("exec-credential")
    private @Nullable String format;

    @Parameter(
        names = "--decode",
        description = "print what a JWT says about itself, without its signature")
    private boolean decode;

    @Parameter(names = "--refresh", description = "renew even if it is still valid")
    private boolean refresh;

    @Parameter(
        names = "--token",
        description = "which one: the credential, or the ID token that says who it is")
    @Placeholder("access|id")
    private @Nullable String token;

    @Parameter(
        names = "--dpop-proof",
        arity = 2,
        description = "print a proof for one request in place of a token that is bound to a key")
    @Placeholder("METHOD URL")
    private @Nullable List<String> proof;

    @Override
    public boolean flag(String name) {
      if (!name.equals("--header")) {
        return super.flag(name);
      }
      header = true;
      return true;
    }

    @Override
    public boolean option(String name, String value) {
      switch (name) {
        case "--min-valid" -> minValid = value;
        case "--format" -> format = value;
        case "--token" -> token = value;
        default -> {
          return super.option(name, value);
        }
      }
      return true;
    }

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.USE,
              "print the token or key, renewed when needed",
              """
              Print the secret and nothing else, renewed first if it is about to expire.
              With --json it is printed with its type and expiry.
              """)
          .withUsage("[PROFILE] [OPTIONS]")
          .withExamples(
              """
              keyfob token heygen --header | curl -H @- https://api.heygen.com/v3/users/me
              export TOKEN=$(keyfob token heygen --min-valid 5m)
              keyfob token work --decode
              """);
    }

    @Override
    public TokenCommand toCommand() {
      return new TokenCommand(
          globals(),
          atMostOne(),
          minValid == null ? Duration.ZERO : Times.parse("--min-valid", minValid),
          form(),
          refresh,
          Optional.ofNullable(token),
          Optional.ofNullable(proof).map(words -> new Proof(words.get(0), words.get(1))));
    }

    private Form form() {
      if (decode) {
        if (header || format != null) {
          throw AuthException.usage("--decode does not go with --header and --format.", null);
        }
        return Form.DECODED;
      }
      if (format != null && !format.equals("exec-credential")) {
        throw AuthException.usage("The only --format is exec-credential.", null);
      }
      if ((header ? 1 : 0) + (format != null ? 1 : 0) + (globals().json() ? 1 : 0) > 1) {
        throw AuthException.usage("Only one of --header, --json and --format can be given.", null);
      }
      if (header) {
        return Form.HEADER;
      }
      if (format != null) {
        return Form.EXEC_CREDENTIAL;
      }
      return globals().json() ? Form.JSON : Form.PLAIN;
    }
  }
}
