package dev.keyfob.cli.command.helper;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What a program that asks for a credential writes to standard input, and its arguments. */
final class CredentialHelperProtocol {
  private static final int LONGEST = 64 * 1024;

  private CredentialHelperProtocol() {}

  /** All of it, up to its end. */
  static String read(InputStream in) {
    try {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw AuthException.usage("Standard input is too long for a request.", null);
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw AuthException.usage("Standard input cannot be read.", null);
    }
  }

  private static Optional<URI> parse(String address) {
    try {
      return Optional.of(URI.create(address)).filter(uri -> uri.getHost() != null);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The last argument, which the asking program appends, and before it a profile at most. */
  record Action(Optional<String> profile, String word) {
    static Action of(List<String> positionals, List<String> known) {
      int last = positionals.size() - 1;
      if (last < 0 || last > 1 || !known.contains(positionals.get(last))) {
        throw AuthException.usage(
            "The last argument must be one of " + String.join(", ", known) + ".", null);
      }
      return new Action(
          last == 0 ? Optional.empty() : Optional.of(positionals.getFirst()),
          positionals.get(last));
    }

    /** The account whose credential may go to an address; empty if none, or it is no address. */
    Optional<AccountKey> account(CommandContext context, GlobalOptions globals, String address) {
      return parse(address)
          .flatMap(
              target ->
                  context
                      .keyfob()
                      .selectFor(target, profile.or(globals::profile), globals.account()));
    }
  }
}
