package dev.keyfob.cli.command.profile;

import com.beust.jcommander.Parameter;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.args.Placeholder;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.ExitCode;
import jakarta.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a key for a profile's client, and prints what to register of it.
 *
 * @param named the profile as an argument
 * @param algorithm how it signs
 * @param store where to keep it; a file of its own if empty
 * @param replace whether it may take the place of another
 */
public record ProfileKeygenCommand(
    GlobalOptions globals,
    Optional<String> named,
    String algorithm,
    Optional<String> store,
    boolean replace)
    implements Command {
  @Override
  public int run(CommandContext context) {
    String name = context.key(named).profile();
    JsonObject publicKeys =
        context.keyfob().profiles().generateClientKey(name, algorithm, store, replace);
    if (context.json()) {
      context.print(publicKeys);
    } else {
      context.printPretty(publicKeys);
      context.note("Register this key set with the client of " + name + ".");
    }
    return ExitCode.DONE;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "profile keygen";

    @Parameter(
        names = "--algorithm",
        description = "how it signs: ES256 unless given, EdDSA, PS256 or RS256")
    @Placeholder("NAME")
    private @Nullable String algorithm;

    @Parameter(
        names = "--store",
        description = "keep it in this store, such as keychain, in place of a file")
    @Placeholder("STORE")
    private @Nullable String store;

    @Parameter(names = "--replace", description = "take the place of the key that is there")
    private boolean replace;

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.SET_UP,
              "make a key for the client",
              """
              Make a private key that the client shows who it is with (private_key_jwt), keep
              it where only you can read it, and print the JWK set to register.
              """)
          .withUsage("[PROFILE] [OPTIONS]")
          .withExamples(
              """
              keyfob profile keygen work > jwks.json
              """);
    }

    @Override
    public ProfileKeygenCommand toCommand() {
      return new ProfileKeygenCommand(
          globals(),
          atMostOne(),
          algorithm == null ? "ES256" : algorithm,
          Optional.ofNullable(store),
          replace);
    }
  }
}
