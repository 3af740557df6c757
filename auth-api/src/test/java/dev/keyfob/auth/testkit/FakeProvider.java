package dev.keyfob.auth.testkit;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.LoginMethod;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.Revocation;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.StartedLogin;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.EnvironmentVariable;
import dev.keyfob.auth.api.spi.LoginOutcome;
import dev.keyfob.auth.api.spi.LoginProgress;
import dev.keyfob.auth.api.spi.OutgoingRequest;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A provider that does as told and counts. Stored texts are {@link FakeKey}s, stored objects {@link
 * FakeSession}s with the fields {@code access_token}, {@code refresh_token}, {@code expires_at},
 * {@code issued_at}, {@code scope}, {@code dead}. Safe for use by many threads once it is set up.
 */
public class FakeProvider implements CredentialProvider {
  private static final List<String> FIELDS =
      List.of("access_token", "refresh_token", "expires_at", "issued_at", "scope", "dead");

  private final String type;
  private final List<FakeSession> renewed = new CopyOnWriteArrayList<>();
  private final List<Credential> revoked = new CopyOnWriteArrayList<>();
  private Function<FakeSession, Credential> renewal =
      session -> {
        throw new AssertionError("no renewal was expected");
      };
  private @Nullable Function<FakeSession, Credential> rotation;
  private @Nullable AuthException rotationFailure;
  private Function<LoginRequest, LoginOutcome> login =
      request -> {
        throw new AssertionError("no login was expected");
      };
  private Function<Credential, Optional<JsonObject>> identity = credential -> Optional.empty();
  private Function<LoginRequest, Optional<StartedLogin>> start = request -> Optional.empty();
  private Function<JsonObject, LoginProgress> finish =
      state -> {
        throw new AssertionError("no second half of a login was expected");
      };
  private Supplier<Optional<String>> examination = Optional::empty;
  private Revocation revocation = Revocation.REVOKED;
  private List<LoginMethod> methods;
  private String environmentPrefix = "";
  private String header = "Authorization";

  public FakeProvider(String type) {
    this.type = type;
    methods = List.of(new LoginMethod(type, "by " + type, "--" + type, false));
  }

  public FakeProvider renewing(Function<FakeSession, Credential> newRenewal) {
    renewal = newRenewal;
    return this;
  }

  /** Renewals bring this session, and then fail with this; neither if null. */
  public FakeProvider rotating(
      @Nullable Function<FakeSession, Credential> newRotation, @Nullable AuthException failure) {
    rotation = newRotation;
    rotationFailure = failure;
    return this;
  }

  public FakeProvider loggingIn(Function<LoginRequest, LoginOutcome> newLogin) {
    login = newLogin;
    return this;
  }

  /** A login that gives this credential. */
  public FakeProvider loggingIn(Credential credential) {
    return loggingIn(request -> new LoginOutcome(credential, Optional.empty()));
  }

  /** Logs in in two halves. */
  public FakeProvider inTwoHalves(
      Function<LoginRequest, Optional<StartedLogin>> newStart,
      Function<JsonObject, LoginProgress> newFinish) {
    start = newStart;
    finish = newFinish;
    return this;
  }

  public FakeProvider identifying(Function<Credential, Optional<JsonObject>> newIdentity) {
    identity = newIdentity;
    return this;
  }

  /** What {@link #examine} finds. */
  public FakeProvider examining(Supplier<Optional<String>> newExamination) {
    examination = newExamination;
    return this;
  }

  public FakeProvider revoking(Revocation outcome) {
    revocation = outcome;
    return this;
  }

  /** The methods offered, whatever the profile. */
  public FakeProvider offering(LoginMethod... newMethods) {
    methods = List.of(newMethods);
    return this;
  }

  /** Takes only environment variables whose value starts so. */
  public FakeProvider withPrefix(String prefix) {
    environmentPrefix = prefix;
    return this;
  }

  /** Sends the bare secret in this header instead of {@code Authorization: Bearer}. */
  public FakeProvider withHeader(String newHeader) {
    header = newHeader;
    return this;
  }

  /** What {@link #renew} was called with, in order. */
  public List<FakeSession> renewed() {
    return List.copyOf(renewed);
  }

  /** What {@link #revoke} was called with, in order. */
  public List<Credential> revoked() {
    return List.copyOf(revoked);
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public List<LoginMethod> methods(ServiceProfile profile) {
    return methods;
  }

  @Override
  public Optional<Credential> fromEnvironment(
      EnvironmentVariable variable, ServiceProfile profile) {
    return variable.value().reveal().startsWith(environmentPrefix)
        ? Optional.of(new FakeKey(type, variable.value()))
        : Optional.empty();
  }

  @Override
  public Credential decode(JsonValue entry) {
    return switch (entry) {
      case JsonString text when !text.getString().isBlank() -> FakeKey.of(type, text.getString());
      case JsonObject object -> decode(JsonFields.of(object, FakeProvider::corrupt));
      default -> throw corrupt("it is neither a text nor an object");
    };
  }

  private FakeSession decode(JsonFields fields) {
    return new FakeSession(
        type,
        fields.secret("access_token").orElseThrow(() -> corrupt("access_token is missing")),
        fields.secret("refresh_token"),
        fields.instant("expires_at"),
        fields.instant("issued_at"),
        fields.text("scope"),
        JsonValue.TRUE.equals(fields.object().get("dead")));
  }

  @Override
  public JsonValue encode(Credential credential, @Nullable JsonValue previous) {
    if (!(credential instanceof FakeSession session)) {
      return JsonText.PROVIDER.createValue(credential.secret().reveal());
    }
    JsonObjectBuilder object =
        JsonText.PROVIDER.createObjectBuilder(
            previous instanceof JsonObject old ? old : JsonValue.EMPTY_JSON_OBJECT);
    FIELDS.forEach(object::remove);
    object.add("access_token", session.secret().reveal());
    session.refresh().map(Secret::reveal).ifPresent(value -> object.add("refresh_token", value));
    session.expiresAt().ifPresent(at -> object.add("expires_at", at.toString()));
    session.issuedAt().ifPresent(at -> object.add("issued_at", at.toString()));
    session.scope().ifPresent(scope -> object.add("scope", scope));
    if (session.dead()) {
      object.add("dead", true);
    }
    return object.build();
  }

  @Override
  public LoginOutcome login(LoginRequest request, ProviderContext context) {
    return login.apply(request);
  }

  @Override
  public Optional<StartedLogin> start(LoginRequest request, ProviderContext context) {
    return start.apply(request);
  }

  @Override
  public LoginProgress finish(
      JsonObject state, Optional<String> pasted, Duration patience, ProviderContext context) {
    return finish.apply(state);
  }

  @Override
  public Optional<JsonObject> identify(Credential credential, ProviderContext context) {
    return identity.apply(credential);
  }

  @Override
  public Credential renew(
      RenewableCredential credential, ProviderContext context, Consumer<Credential> rotated) {
    Function<FakeSession, Credential> brought = rotation;
    AuthException failure = rotationFailure;
    if (brought == null || failure == null) {
      return renew(credential, context);
    }
    FakeSession session = (FakeSession) credential;
    renewed.add(session);
    rotated.accept(brought.apply(session));
    throw failure;
  }

  @Override
  public Credential renew(RenewableCredential credential, ProviderContext context) {
    FakeSession session = (FakeSession) credential;
    renewed.add(session);
    return renewal.apply(session);
  }

  @Override
  public Credential markDead(RenewableCredential credential, ProviderContext context) {
    return ((FakeSession) credential).asDead();
  }

  @Override
  public Optional<String> examine(ProviderContext context) {
    return examination.get();
  }

  @Override
  public Revocation revoke(Credential credential, ProviderContext context) {
    revoked.add(credential);
    return revocation;
  }

  @Override
  public Map<String, String> authorize(
      Credential credential, OutgoingRequest request, ProviderContext context) {
    String secret = credential.secret().reveal();
    return Map.of(header, header.equals("Authorization") ? "Bearer " + secret : secret);
  }

  private static AuthException corrupt(String problem) {
    return new AuthException.StoreCorrupt("The stored credential: " + problem + ".", null, null);
  }
}
