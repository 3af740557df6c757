package dev.keyfob.auth.api.spi.support;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.LoginMethod;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.StaticKeySettings;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.EnvironmentVariable;
import dev.keyfob.auth.api.spi.LoginOutcome;
import dev.keyfob.auth.api.spi.OutgoingRequest;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.stability.Evolving;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A provider of keys that their owner copies from the service's web page: typed or piped in, stored
 * as a JSON string, put into one header. What differs between kinds of keys is left to the
 * subclass. Keeps no state.
 */
@Evolving
public abstract class StaticKeyProvider implements CredentialProvider {
  private static final Duration PIPE_LIMIT = Duration.ofSeconds(30);

  private final String type;
  private final String noun;
  private final LoginMethod method;

  /**
   * Describes the kind of key.
   *
   * @param type the credential's type
   * @param noun what people call such a key, for messages
   * @param method the one way to log in with it
   */
  protected StaticKeyProvider(String type, String noun, LoginMethod method) {
    this.type = type;
    this.noun = noun;
    this.method = method;
  }

  /**
   * How a service wants its keys of this kind.
   *
   * @param profile the service
   * @return the settings; empty if it offers none
   */
  protected abstract Optional<StaticKeySettings> settings(ServiceProfile profile);

  /**
   * Whether an environment variable holds a key of this kind.
   *
   * @param variable a variable that the profile names
   * @param profile the service
   * @return false if it is another provider's business
   */
  protected abstract boolean claims(EnvironmentVariable variable, ServiceProfile profile);

  @Override
  public final String type() {
    return type;
  }

  @Override
  public final List<LoginMethod> methods(ServiceProfile profile) {
    return settings(profile).isPresent() ? List.of(method) : List.of();
  }

  @Override
  public final Optional<Credential> fromEnvironment(
      EnvironmentVariable variable, ServiceProfile profile) {
    if (!claims(variable, profile)) {
      return Optional.empty();
    }
    if (!variable.value().isHeaderSafe()) {
      throw invalid(
          "The environment variable "
              + variable.name()
              + " does not hold a usable "
              + noun
              + ": it has blanks or characters outside ASCII.",
          "unset " + variable.name());
    }
    return Optional.of(new StaticKey(type, variable.value()));
  }

  @Override
  public final Credential decode(JsonValue entry) {
    if (entry instanceof JsonString text && !text.getString().isEmpty()) {
      Secret key = Secret.of(text.getString());
      if (key.isHeaderSafe()) {
        return new StaticKey(type, key);
      }
    }
    throw new AuthException.StoreCorrupt(
        "The stored " + type + " is not a text without blanks.", "keyfob login", null);
  }

  @Override
  public final JsonValue encode(Credential credential, @Nullable JsonValue previous) {
    return JsonText.PROVIDER.createValue(credential.secret().reveal());
  }

  @Override
  public final LoginOutcome login(LoginRequest request, ProviderContext context) {
    ServiceProfile profile = context.profile();
    Secret key = context.interaction().interactive() ? ask(context) : read(request, context);
    check(key, settings(profile).orElse(StaticKeySettings.BEARER), context);
    return new LoginOutcome(new StaticKey(type, key), Optional.empty());
  }

  private Secret ask(ProviderContext context) {
    return context
        .interaction()
        .askSecret(noun + " for " + context.profile().displayName())
        .orElseThrow(() -> new AuthException.Cancelled("No " + noun + " was given."));
  }

  private Secret read(LoginRequest request, ProviderContext context) {
    Duration limit = request.timeout().filter(t -> t.compareTo(PIPE_LIMIT) < 0).orElse(PIPE_LIMIT);
    return context
        .interaction()
        .pipedSecret(limit)
        .orElseThrow(
            () ->
                new AuthException.NotLoggedIn(
                    ErrorCode.NOT_INTERACTIVE,
                    "No "
                        + noun
                        + " for "
                        + context.profile().displayName()
                        + " on standard input, and keyfob cannot prompt here.",
                    "printf %s \"$KEY\" | " + command(context.key())));
  }

  private void check(Secret key, StaticKeySettings settings, ProviderContext context) {
    String prefix = settings.prefix().orElse("");
    String problem;
    if (!key.isHeaderSafe()) {
      problem = "it has blanks or characters outside ASCII";
    } else if (key.length() < settings.minLength()) {
      problem = "it is shorter than " + settings.minLength() + " characters";
    } else if (!key.reveal().startsWith(prefix)) {
      problem = "it does not start with " + prefix;
    } else if (key.length() == prefix.length()) {
      problem = "nothing follows after " + prefix;
    } else {
      return;
    }
    throw invalid(
        "This is not a valid "
            + noun
            + " for "
            + context.profile().displayName()
            + ": "
            + problem
            + ".",
        "copy all of it and run " + command(context.key()));
  }

  @Override
  public final Optional<JsonObject> identify(Credential credential, ProviderContext context) {
    ServiceProfile profile = context.profile();
    if (profile.apiBaseUri().isEmpty()) {
      return Optional.empty();
    }
    Optional<JsonObject> verified =
        settings(profile)
            .flatMap(StaticKeySettings::verifyPath)
            .flatMap(path -> ask(path, credential, context));
    return profile
        .identityPath()
        .flatMap(path -> ask(path, credential, context))
        .or(() -> verified);
  }

  private Optional<JsonObject> ask(String path, Credential credential, ProviderContext context) {
    return IdentityRequest.send(context.profile().resolve(path), this, credential, context);
  }

  @Override
  public final Map<String, String> authorize(
      Credential credential, OutgoingRequest request, ProviderContext context) {
    ServiceProfile profile = context.profile();
    Secret key = credential.secret();
    if (!key.isHeaderSafe()) {
      throw invalid(
          "The " + noun + " of " + profile.displayName() + " cannot go into a header.",
          command(context.key()));
    }
    StaticKeySettings settings = settings(profile).orElse(StaticKeySettings.BEARER);
    String value =
        settings.scheme().isPresent() ? settings.scheme().get() + " " + key.reveal() : key.reveal();
    return Map.of(settings.header(), value);
  }

  private String command(AccountKey key) {
    return key.loginCommand(method);
  }

  private static AuthException invalid(String message, String hint) {
    return new AuthException.Denied(ErrorCode.INVALID_CREDENTIAL, message, hint);
  }
}
