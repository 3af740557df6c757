package dev.keyfob.auth.api.internal.resolve;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.SourceVerdict;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.spi.support.Environment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Picks the one credential to use: environment, then stored keys, then OAuth, unless the profile
 * says otherwise. The first source that is present wins; if it is broken, that is the result.
 */
public final class CredentialResolver {
  private static final String ENVIRONMENT = "environment";
  private static final String OAUTH = "oauth";
  private static final List<String> ROLES =
      List.of(
          ServiceProfile.API_KEY_ROLE, ServiceProfile.TOKEN_ROLE, ServiceProfile.ACCESS_TOKEN_ROLE);

  private final Providers providers;
  private final Map<String, String> environment;
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  public CredentialResolver(Providers providers, Map<String, String> environment) {
    this.providers = providers;
    this.environment = environment;
  }

  /**
   * Resolves as far as it can be done without the network: an expired session is a result.
   *
   * @return the credential of the first source that has one; empty if none has
   * @throws AuthException if that source is broken
   */
  public Optional<ResolvedCredential> resolve(Account account) {
    return first(account, sources(account, new StoredDocument(account)));
  }

  /**
   * The same, with a stored document that was read already.
   *
   * @return the credential of the first source that has one; empty if none has
   * @throws AuthException if that source is broken
   */
  public Optional<ResolvedCredential> resolve(Account account, CredentialDocument document) {
    return first(account, sources(account, new StoredDocument(account, document)));
  }

  private static Optional<ResolvedCredential> first(Account account, List<Source> sources) {
    for (Source source : sources) {
      var found = source.find();
      if (found.isPresent()) {
        account
            .context()
            .notices()
            .trace(() -> "the credential of " + account.key() + " comes from " + source.name());
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * Looks for something in the environment that a stored credential loses to.
   *
   * @param type the stored credential's type
   * @return the variable's name; empty if none is set, or the profile's order puts the type first
   */
  public Optional<String> shadowingVariable(ServiceProfile profile, String type) {
    List<String> order = precedence(profile);
    return order.indexOf(ENVIRONMENT) < order.indexOf(type)
        ? activeVariable(profile)
        : Optional.empty();
  }

  /**
   * The first environment variable that gives a credential.
   *
   * @return the variable's name; empty if none is set
   */
  public Optional<String> activeVariable(ServiceProfile profile) {
    return variableNames(profile).stream().filter(this::isSet).findFirst();
  }

  /** What {@link #resolve} makes of every source, in order. Broken ones are told, not thrown. */
  public List<SourceVerdict> explain(Account account) {
    List<SourceVerdict> verdicts = new ArrayList<>();
    @Nullable String winner = null;
    Optional<ResolvedCredential> used = Optional.empty();
    for (Source source : sources(account, new StoredDocument(account))) {
      String verdict;
      try {
        Optional<ResolvedCredential> found = source.find();
        boolean present = found.isPresent();
        verdict = !present ? "absent" : winner == null ? "used" : "present, shadowed by " + winner;
        if (winner != null && source instanceof UnattendedSource grant && grant.renews(used)) {
          verdict = "renews " + winner;
        }
        used = used.or(() -> found);
        winner = present && winner == null ? source.name() : winner;
      } catch (AuthException e) {
        verdict = "broken: " + e.getMessage();
        winner = winner == null ? source.name() : winner;
      }
      verdicts.add(new SourceVerdict(source.name(), verdict));
    }
    return verdicts;
  }

  private List<Source> sources(Account account, StoredDocument document) {
    List<Source> sources = new ArrayList<>();
    for (String place : precedence(account.profile())) {
      if (place.equals(ENVIRONMENT)) {
        for (Variable variable : variables(account.profile())) {
          sources.add(
              new EnvironmentSource(
                  variable.name(),
                  variable.role(),
                  account.key(),
                  account.profile(),
                  environment,
                  providers));
        }
      } else {
        sources.add(new StoredSource(place, account, document, providers, said::add));
      }
    }
    if (account.profile().needsNoLogin()) {
      sources.add(new UnattendedSource(account, providers));
    }
    return sources;
  }

  /**
   * The environment, static keys, plugins' types, OAuth; first of all what the profile puts first.
   * A profile changes the order, it does not hide a source: what is stored can always be found.
   */
  private List<String> precedence(ServiceProfile profile) {
    Set<String> order = new LinkedHashSet<>(profile.precedence());
    order.addAll(List.of(ENVIRONMENT, "api_key", "pat"));
    order.addAll(providers.pluginTypes(profile));
    order.add(OAUTH);
    return List.copyOf(order);
  }

  private record Variable(String name, String role) {}

  // Plain loops here and in what else every command runs: streams are a hundred classes to load.
  private List<Variable> variables(ServiceProfile profile) {
    List<String> roles = new ArrayList<>(ROLES);
    roles.addAll(providers.pluginTypes(profile));
    List<Variable> variables = new ArrayList<>();
    for (String role : roles) {
      for (String name : profile.environment().getOrDefault(role, List.of())) {
        variables.add(new Variable(name, role));
      }
    }
    return variables;
  }

  /**
   * The environment variables that may hold a credential of a service, set or not.
   *
   * @return their names
   */
  public List<String> variableNames(ServiceProfile profile) {
    return variables(profile).stream().map(Variable::name).distinct().toList();
  }

  private boolean isSet(String variable) {
    return Environment.isSet(environment, variable);
  }
}
