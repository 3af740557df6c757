package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.stability.Evolving;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a provider works with. It never reaches for the system's clock, environment or network
 * itself. Immutable but for what it remembers, and safe for use by many threads.
 */
@Evolving
public final class ProviderContext {
  private static final Duration MEMORY = Duration.ofMinutes(10);

  private final ServiceProfile profile;
  private final AccountKey key;
  private final BoundedHttp http;
  private final Interaction interaction;
  private final Clock clock;
  private final Map<String, String> environment;
  private final Notices notices;
  private final Supplier<Optional<CredentialDocument>> document;
  private final Function<String, Optional<JsonValue>> clientKey;
  private final OriginNonces nonces;
  private final Function<String, Voucher> vouchers;
  private final Map<Object, Known> known = new ConcurrentHashMap<>();

  private record Known(Object answer, Instant since) {}

  private ProviderContext(Builder builder) {
    profile = builder.profile;
    key = builder.key;
    http = builder.http;
    interaction = builder.interaction;
    clock = builder.clock;
    environment = builder.environment;
    notices = builder.notices;
    document = builder.document;
    clientKey = builder.clientKey;
    nonces = builder.nonces;
    vouchers = builder.vouchers;
  }

  /**
   * The same with other requests.
   *
   * @param requests what to send by
   * @return a copy
   */
  public ProviderContext withHttp(BoundedHttp requests) {
    return copy(profile, requests);
  }

  /**
   * The same with another profile.
   *
   * @param other the service as it is reached from now on
   * @return a copy
   */
  public ProviderContext withProfile(ServiceProfile other) {
    return copy(other, http);
  }

  private ProviderContext copy(ServiceProfile service, BoundedHttp requests) {
    Builder copy = new Builder(service, key, requests, interaction);
    copy.clock = clock;
    copy.environment = environment;
    copy.notices = notices;
    copy.document = document;
    copy.clientKey = clientKey;
    copy.nonces = nonces;
    copy.vouchers = vouchers;
    return copy.build();
  }

  /**
   * A builder with what every context has.
   *
   * @param profile the service
   * @param key whose credential it is
   * @param http requests of limited size and time, through the user's proxy and certificates
   * @param interaction the person, if there is one
   * @return the builder
   */
  public static Builder builder(
      ServiceProfile profile, AccountKey key, BoundedHttp http, Interaction interaction) {
    return new Builder(profile, key, http, interaction);
  }

  /**
   * The service.
   *
   * @return the service
   */
  public ServiceProfile profile() {
    return profile;
  }

  /**
   * Whose credential it is.
   *
   * @return whose credential it is
   */
  public AccountKey key() {
    return key;
  }

  /**
   * Requests of limited size and time, through the user's proxy and certificates.
   *
   * @return requests of limited size and time
   */
  public BoundedHttp http() {
    return http;
  }

  /**
   * The person, if there is one.
   *
   * @return the person
   */
  public Interaction interaction() {
    return interaction;
  }

  /**
   * The time; the system's unless set.
   *
   * @return the time
   */
  public Clock clock() {
    return clock;
  }

  /**
   * The environment variables; none unless set.
   *
   * @return the environment variables
   */
  public Map<String, String> environment() {
    return environment;
  }

  /**
   * Where warnings and progress go; dropped unless set.
   *
   * @return where warnings and progress go
   */
  public Notices notices() {
    return notices;
  }

  /**
   * What is stored for the account now, so that a login can take over what outlives a credential.
   * Blocks for the store.
   *
   * @param type a credential type
   * @return the stored form; empty if there is none of that type
   * @throws dev.keyfob.auth.api.AuthException if the store cannot be read
   */
  public Optional<JsonValue> stored(String type) {
    return document.get().flatMap(found -> found.entry(type));
  }

  /**
   * What has been found out a short while ago, so that one login does not ask the same question of
   * the same server again and again. Nobody waits for anybody else who asks meanwhile.
   *
   * @param question what the answer is found by; equal questions have the same answer
   * @param type the type of the answer
   * @param ask asks; what it throws is thrown and not kept
   * @param <T> the type of the answer
   * @return the answer, some minutes old at most
   */
  public <T> T remembered(Object question, Class<T> type, Supplier<T> ask) {
    Instant now = clock.instant();
    Known found = known.get(question);
    if (found != null
        && type.isInstance(found.answer())
        && Duration.between(found.since(), now).abs().compareTo(MEMORY) < 0) {
      return type.cast(found.answer());
    }
    T answer = ask.get();
    known.put(question, new Known(answer, now));
    return answer;
  }

  /**
   * The key that the service's client shows who it is with, where it is kept in a store. Blocks for
   * the store.
   *
   * @param store the store's id
   * @return the key's stored form; empty if none is kept there
   * @throws dev.keyfob.auth.api.AuthException if the store cannot be read, or there is no such
   *     store
   */
  public Optional<JsonValue> clientKey(String store) {
    return clientKey.apply(store);
  }

  /**
   * The nonces that servers want to see in proofs.
   *
   * @return those of this machine; in memory unless set
   */
  public OriginNonces nonces() {
    return nonces;
  }

  /**
   * The account of another profile that is to vouch for the person here. Reads nothing yet.
   *
   * @param profile the other profile's name
   * @return its current account
   * @throws dev.keyfob.auth.api.AuthException.Misconfigured if other profiles are out of reach
   */
  public Voucher voucher(String profile) {
    return vouchers.apply(profile);
  }

  /** Does not print the environment. */
  @Override
  public String toString() {
    return "ProviderContext[" + key + "]";
  }

  /** Builds ProviderContext. For one thread. */
  public static final class Builder {
    private final ServiceProfile profile;
    private final AccountKey key;
    private final BoundedHttp http;
    private final Interaction interaction;
    private Clock clock = Clock.systemUTC();
    private Map<String, String> environment = Map.of();
    private Notices notices = Notices.NONE;
    private Supplier<Optional<CredentialDocument>> document = Optional::empty;
    private Function<String, Optional<JsonValue>> clientKey = _ -> Optional.empty();
    private OriginNonces nonces = OriginNonces.inMemory();
    private Function<String, Voucher> vouchers =
        name -> {
          throw AuthException.usage("The profile " + name + " is out of reach here.", null);
        };

    private Builder(
        ServiceProfile profile, AccountKey key, BoundedHttp http, Interaction interaction) {
      this.profile = profile;
      this.key = key;
      this.http = http;
      this.interaction = interaction;
    }

    /**
     * Sets {@link ProviderContext#clock()}.
     *
     * @param value the time; the system's unless set
     * @return this
     */
    public Builder clock(Clock value) {
      clock = value;
      return this;
    }

    /**
     * Sets {@link ProviderContext#environment()}.
     *
     * @param value the environment variables; none unless set
     * @return this
     */
    public Builder environment(Map<String, String> value) {
      environment = Map.copyOf(value);
      return this;
    }

    /**
     * Sets {@link ProviderContext#notices()}.
     *
     * @param value where warnings and progress go; dropped unless set
     * @return this
     */
    public Builder notices(Notices value) {
      notices = value;
      return this;
    }

    /**
     * Sets what {@link ProviderContext#stored} reads.
     *
     * @param value reads what is stored for the account now; nothing unless set
     * @return this
     */
    public Builder document(Supplier<Optional<CredentialDocument>> value) {
      document = value;
      return this;
    }

    /**
     * Sets what {@link ProviderContext#clientKey} reads.
     *
     * @param value reads the client's key from a store; nothing unless set
     * @return this
     */
    public Builder clientKey(Function<String, Optional<JsonValue>> value) {
      clientKey = value;
      return this;
    }

    /**
     * Sets {@link ProviderContext#nonces()}.
     *
     * @param value keeps nonces; in memory unless set
     * @return this
     */
    public Builder nonces(OriginNonces value) {
      nonces = value;
      return this;
    }

    /**
     * Sets what {@link ProviderContext#voucher} gives.
     *
     * @param value finds the current account of another profile; fails unless set
     * @return this
     */
    public Builder vouchers(Function<String, Voucher> value) {
      vouchers = value;
      return this;
    }

    /**
     * Builds the value.
     *
     * @return the value, which this builder no longer changes
     */
    public ProviderContext build() {
      return new ProviderContext(this);
    }
  }
}
