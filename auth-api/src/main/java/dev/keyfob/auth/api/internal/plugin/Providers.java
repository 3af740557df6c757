package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.ExtensionInfo;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.CredentialProvider;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The providers by credential type. Any of them may be missing where keyfob is part of another
 * program; that is an error only when its credential is to be used. Safe for use by many threads.
 */
public final class Providers {
  private static final String API_KEY = "api_key";
  private static final String PAT = "pat";
  private static final String OAUTH = "oauth";

  private final Extensions<CredentialProvider> extensions;

  /**
   * Looks for providers.
   *
   * @param given those of the embedding program, which win over all others
   * @param folder where more may be
   * @param notices hears of those that cannot be used
   */
  public Providers(List<CredentialProvider> given, PluginFolder folder, Notices notices) {
    extensions =
        new Extensions<>(
            ExtensionPoint.PROVIDERS, given, folder, PluginJar.Contents::providers, notices);
  }

  /**
   * The provider of a type.
   *
   * @throws AuthException.Misconfigured if there is none
   */
  public CredentialProvider get(String type) {
    return find(type)
        .orElseThrow(
            () ->
                new AuthException.Misconfigured(
                    ErrorCode.PLUGIN_ERROR,
                    "No provider is installed for credentials of the type " + type + ".",
                    "keyfob plugins",
                    null));
  }

  /** The provider of a type; empty if there is none. */
  public Optional<CredentialProvider> find(String type) {
    return extensions.find(type);
  }

  /** Every provider, the usual three first. Waits for the plugin folder. */
  public List<CredentialProvider> all() {
    List<CredentialProvider> all = new ArrayList<>(extensions.all());
    all.sort(Comparator.comparingInt(Providers::rank));
    return all;
  }

  /** What there is to tell about every provider. Waits for the plugin folder. */
  public List<ExtensionInfo> reports() {
    return extensions.reports();
  }

  /** The providers for a service, in the order of the picker. */
  public List<CredentialProvider> forProfile(ServiceProfile profile) {
    return types(profile).stream()
        .flatMap(type -> find(type).stream())
        .filter(provider -> !provider.methods(profile).isEmpty())
        .toList();
  }

  /**
   * The providers to ask about an environment variable that is set, by its role in the profile.
   *
   * @throws AuthException.Misconfigured if there is none: what is set must not be passed over
   */
  public List<CredentialProvider> forEnvironment(String role) {
    return switch (role) {
      case ServiceProfile.API_KEY_ROLE -> List.of(get(API_KEY));
      case ServiceProfile.TOKEN_ROLE -> {
        Optional<CredentialProvider> tokens = find(PAT);
        Optional<CredentialProvider> keys = find(API_KEY);
        yield tokens.isEmpty() && keys.isEmpty()
            ? List.of(get(API_KEY))
            : Stream.of(tokens, keys).flatMap(Optional::stream).toList();
      }
      case ServiceProfile.ACCESS_TOKEN_ROLE -> List.of(get(OAUTH));
      default -> List.of(get(role));
    };
  }

  /**
   * The types that a profile has beside the usual three: the objects in it, and the lists of
   * environment variables, that carry one's name. Whether there is a provider for them is not
   * looked up, so that a plugin is loaded only when there is a credential of its type.
   */
  public List<String> pluginTypes(ServiceProfile profile) {
    Set<String> types = new LinkedHashSet<>();
    for (Map.Entry<String, JsonValue> field : profile.document().entrySet()) {
      if (field.getValue() instanceof JsonObject && isPluginType(field.getKey())) {
        types.add(field.getKey());
      }
    }
    for (String role : new TreeSet<>(profile.environment().keySet())) {
      if (isPluginType(role)) {
        types.add(role);
      }
    }
    return List.copyOf(types);
  }

  /** The keys of a document that hold credentials, as opposed to what else is kept there. */
  public List<String> typesIn(CredentialDocument document, ServiceProfile profile) {
    List<String> types = new ArrayList<>(types(profile));
    types.removeIf(type -> document.entry(type).isEmpty());
    for (String key : document.json().keySet()) {
      // A profile may have changed since, and what is left of it is no less secret.
      if (!types.contains(key) && isPluginType(key) && find(key).isPresent()) {
        types.add(key);
      }
    }
    return types;
  }

  private List<String> types(ServiceProfile profile) {
    List<String> types = new ArrayList<>(ExtensionPoint.DEFAULT_TYPES);
    types.addAll(pluginTypes(profile));
    return types;
  }

  private static boolean isPluginType(String name) {
    return ExtensionPoint.PROVIDERS.isValid(name)
        && !ExtensionPoint.PROVIDERS.builtIn().contains(name);
  }

  private static int rank(CredentialProvider provider) {
    int index = ExtensionPoint.DEFAULT_TYPES.indexOf(provider.type());
    return index < 0 ? ExtensionPoint.DEFAULT_TYPES.size() : index;
  }
}
