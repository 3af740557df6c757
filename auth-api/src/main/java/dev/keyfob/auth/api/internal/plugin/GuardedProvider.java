package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.LoginMethod;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.Revocation;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.StartedLogin;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.EnvironmentVariable;
import dev.keyfob.auth.api.spi.LoginOutcome;
import dev.keyfob.auth.api.spi.LoginProgress;
import dev.keyfob.auth.api.spi.OutgoingRequest;
import dev.keyfob.auth.api.spi.ProviderContext;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A plugin's provider, whose faults name the plugin. */
final class GuardedProvider implements CredentialProvider {
  private final CredentialProvider provider;
  private final PluginGuard blame;

  GuardedProvider(CredentialProvider provider, PluginGuard blame) {
    this.provider = provider;
    this.blame = blame;
  }

  @Override
  public String type() {
    return blame.call(provider::type);
  }

  @Override
  public List<LoginMethod> methods(ServiceProfile profile) {
    return blame.call(() -> List.copyOf(provider.methods(profile)));
  }

  @Override
  public Optional<Credential> fromEnvironment(
      EnvironmentVariable variable, ServiceProfile profile) {
    return blame.call(() -> provider.fromEnvironment(variable, profile));
  }

  @Override
  public Credential decode(JsonValue entry) {
    return blame.call(() -> provider.decode(entry));
  }

  @Override
  public JsonValue encode(Credential credential, @Nullable JsonValue previous) {
    return blame.call(() -> provider.encode(credential, previous));
  }

  @Override
  public LoginOutcome login(LoginRequest request, ProviderContext context) {
    return blame.call(() -> provider.login(request, context));
  }

  @Override
  public Optional<StartedLogin> start(LoginRequest request, ProviderContext context) {
    return blame.call(() -> provider.start(request, context));
  }

  @Override
  public LoginProgress finish(
      JsonObject state, Optional<String> pasted, Duration patience, ProviderContext context) {
    return blame.call(() -> provider.finish(state, pasted, patience, context));
  }

  @Override
  public Optional<JsonObject> identify(Credential credential, ProviderContext context) {
    return blame.call(() -> provider.identify(credential, context));
  }

  @Override
  public Credential renew(RenewableCredential credential, ProviderContext context) {
    return blame.call(() -> provider.renew(credential, context));
  }

  @Override
  public Credential renew(
      RenewableCredential credential, ProviderContext context, Consumer<Credential> rotated) {
    return blame.call(() -> provider.renew(credential, context, rotated));
  }

  @Override
  public Credential markDead(RenewableCredential credential, ProviderContext context) {
    return blame.call(() -> provider.markDead(credential, context));
  }

  @Override
  public Revocation revoke(Credential credential, ProviderContext context) {
    return blame.call(() -> provider.revoke(credential, context));
  }

  @Override
  public Optional<String> examine(ProviderContext context) {
    return blame.call(() -> provider.examine(context));
  }

  @Override
  public Optional<JsonObject> discover(
      URI resource, Optional<String> challenge, ProviderContext context) {
    return blame.call(() -> provider.discover(resource, challenge, context));
  }

  @Override
  public Map<String, String> authorize(
      Credential credential, OutgoingRequest request, ProviderContext context) {
    return checked(blame.call(() -> provider.authorize(credential, request, context)));
  }

  /** The HTTP client would refuse a bad header too, with its value in the message. */
  private Map<String, String> checked(Map<String, String> headers) {
    HttpRequest.Builder probe = HttpRequest.newBuilder();
    headers.forEach(
        (name, value) -> {
          try {
            probe.setHeader(name, value);
          } catch (RuntimeException e) {
            throw blame.fault("has made a header that cannot be sent", null);
          }
        });
    return headers;
  }
}
