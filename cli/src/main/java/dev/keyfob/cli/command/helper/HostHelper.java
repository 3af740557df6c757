package dev.keyfob.cli.command.helper;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.spi.support.SecureUri;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.output.BoundToken;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What helpers that are asked by address have in common: a profile answers for its own hosts. */
final class HostHelper {
  private final CommandContext context;
  private final GlobalOptions globals;
  private final Optional<String> named;

  /**
   * Prepares.
   *
   * @param named the profile as an argument; empty for whichever has the host
   */
  HostHelper(CommandContext context, GlobalOptions globals, Optional<String> named) {
    this.context = context;
    this.globals = globals;
    this.named = named;
  }

  /**
   * The account whose credential may go to an address.
   *
   * @param address a URL, or a host, which on this machine may be reached without TLS
   * @return empty if the address is no profile's, or none at all
   */
  Optional<AccountKey> find(String address) {
    if (address.contains("://")) {
      return parse(address).flatMap(this::account);
    }
    return parse("https://" + address)
        .flatMap(this::account)
        .or(() -> parse("http://" + address).filter(SecureUri::isSecure).flatMap(this::account));
  }

  /**
   * The account whose credential may go to an address.
   *
   * @throws AuthException.Misconfigured if the address is no profile's
   */
  AccountKey require(String address) {
    return find(address)
        .orElseThrow(
            () ->
                AuthException.usage(
                    "No profile answers for that address: " + address + ".",
                    "keyfob profile add \"$NAME\" --api \"$URL\""));
  }

  /** The account's credential, fresh. */
  ResolvedCredential token(AccountKey key) {
    return BoundToken.refuse(context.keyfob().token(key, Duration.ZERO));
  }

  /** The headers that carry a credential on a request. */
  Map<String, String> headers(ResolvedCredential resolved, String address) {
    return context.keyfob().headers(resolved, "GET", parse(address).orElseThrow());
  }

  private Optional<AccountKey> account(URI target) {
    return context.keyfob().selectFor(target, context.profile(named), globals.account());
  }

  private static Optional<URI> parse(String address) {
    try {
      return Optional.of(URI.create(address)).filter(uri -> uri.getHost() != null);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
