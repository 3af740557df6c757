package com.example.signature;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.LoginMethod;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.EnvironmentVariable;
import dev.keyfob.auth.api.spi.LoginOutcome;
import dev.keyfob.auth.api.spi.OutgoingRequest;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.IdentityRequest;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signs every request with a key, which itself never leaves the machine. */
public final class SignatureProvider implements CredentialProvider {
  static final String TYPE = "signature";
  private static final Duration PIPE_LIMIT = Duration.ofSeconds(30);
  private static final LoginMethod METHOD =
      new LoginMethod(TYPE, "Signing key (Ed25519)", "--signature", false);

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<LoginMethod> methods(ServiceProfile profile) {
    return profile.document().containsKey(TYPE) ? List.of(METHOD) : List.of();
  }

  @Override
  public Optional<Credential> fromEnvironment(
      EnvironmentVariable variable, ServiceProfile profile) {
    if (!variable.role().equals(TYPE)) {
      return Optional.empty();
    }
    return Optional.of(
        SigningKey.parse(variable.value())
            .orElseThrow(() -> malformed("The environment variable " + variable.name())));
  }

  @Override
  public Credential decode(JsonValue entry) {
    if (!(entry instanceof JsonObject object)) {
      throw corrupt("it is not an object");
    }
    JsonFields fields = JsonFields.of(object, SignatureProvider::corrupt);
    String keyId =
        fields
            .text("key_id")
            .filter(SigningKey::isName)
            .orElseThrow(() -> corrupt("key_id is not a name"));
    Secret key = fields.secret("private_key").orElseThrow(() -> corrupt("private_key is missing"));
    return new SigningKey(keyId, key);
  }

  @Override
  public JsonValue encode(Credential credential, @Nullable JsonValue previous) {
    SigningKey key = key(credential);
    // What others have put beside our fields stays.
    JsonObjectBuilder entry =
        previous instanceof JsonObject old
            ? JsonText.PROVIDER.createObjectBuilder(old)
            : JsonText.PROVIDER.createObjectBuilder();
    return entry.add("key_id", key.keyId()).add("private_key", key.privateKey().reveal()).build();
  }

  @Override
  public LoginOutcome login(LoginRequest request, ProviderContext context) {
    Optional<Secret> given =
        context.interaction().interactive()
            ? context.interaction().askSecret("Signing key, as NAME:KEY")
            : context.interaction().pipedSecret(request.timeout().orElse(PIPE_LIMIT));
    Secret text = given.orElseThrow(() -> new AuthException.Cancelled("No signing key was given."));
    SigningKey key = SigningKey.parse(text).orElseThrow(() -> malformed("What was given"));
    key.sign("a key that cannot sign is found out here, not at the first request");
    return new LoginOutcome(key, Optional.empty());
  }

  @Override
  public Optional<JsonObject> identify(Credential credential, ProviderContext context) {
    ServiceProfile profile = context.profile();
    return profile
        .identityPath()
        .filter(path -> profile.apiBaseUri().isPresent())
        .flatMap(path -> IdentityRequest.send(profile.resolve(path), this, credential, context));
  }

  @Override
  public Map<String, String> authorize(
      Credential credential, OutgoingRequest request, ProviderContext context) {
    return new MessageSignature(key(credential)).headers(request, context.clock().instant());
  }

  private static SigningKey key(Credential credential) {
    if (credential instanceof SigningKey key) {
      return key;
    }
    throw new IllegalArgumentException("not a signing key: " + credential.type());
  }

  private static AuthException malformed(String what) {
    return new AuthException.Denied(
        ErrorCode.INVALID_CREDENTIAL,
        what + " is not a signing key of the form NAME:KEY.",
        "NAME:$(openssl genpkey -algorithm ed25519 -outform DER | base64 -w0)");
  }

  private static AuthException corrupt(String problem) {
    return new AuthException.StoreCorrupt(
        "The stored signature credential is damaged: " + problem + ".", "keyfob login", null);
  }
}
