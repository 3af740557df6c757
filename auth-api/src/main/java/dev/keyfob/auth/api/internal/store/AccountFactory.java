package dev.keyfob.auth.api.internal.store;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.KeyfobDirectories;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.BoundedHttp;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.OriginNonces;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.api.spi.Voucher;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Gives an account's provider and store what they work with. Reads nothing by itself. */
public final class AccountFactory {
  private final Surroundings surroundings;
  private final Interaction person;
  private final Function<ServiceProfile, Interaction> personOf;
  private final Map<String, ServiceProfile> inUse = new ConcurrentHashMap<>();

  /**
   * What is the same for all accounts.
   *
   * @param profiles finds a profile by its name, or throws
   * @param vouchers finds the current account of another profile
   */
  public record Surroundings(
      Function<String, ServiceProfile> profiles,
      StoreSelection stores,
      KeyfobDirectories directories,
      BoundedHttp http,
      Clock clock,
      Map<String, String> environment,
      Notices notices,
      OriginNonces nonces,
      Function<String, Voucher> vouchers) {}

  /**
   * A factory for accounts whose stores and providers ask the same person.
   *
   * @param person whom stores ask
   * @param personOf whom the providers of a service ask
   */
  public AccountFactory(
      Surroundings surroundings,
      Interaction person,
      Function<ServiceProfile, Interaction> personOf) {
    this.surroundings = surroundings;
    this.person = person;
    this.personOf = personOf;
  }

  /** The same, but for whom is asked. */
  public AccountFactory asking(Interaction other) {
    return new AccountFactory(surroundings, other, profile -> other);
  }

  /** A profile by its name. */
  public ServiceProfile profile(String name) {
    return surroundings.profiles().apply(name);
  }

  /** An account in the store that it is in now, or is created in when it is first written. */
  public Account forReading(AccountKey key) {
    ServiceProfile profile = shared(profile(key.profile()));
    CredentialStore store = surroundings.stores().forReading(key, storeContext(profile));
    ServiceProfile known = SessionApi.complete(profile, store, key);
    return in(
        ChosenOrganization.identifies(known)
            ? ChosenOrganization.complete(known, () -> store.find(key), surroundings.environment())
            : known,
        key,
        store);
  }

  /** An account in the store that has it now. */
  public Account current(AccountKey key) {
    ServiceProfile profile = profile(key.profile());
    return in(profile, key, surroundings.stores().current(key, storeContext(profile)));
  }

  /** An account in a store. */
  public Account in(ServiceProfile profile, AccountKey key, CredentialStore store) {
    return new Account(
        profile, key, store, context(profile, key).document(() -> store.find(key)).build());
  }

  /** For what is found out before there is a profile. */
  public ProviderContext contextWithoutStore(ServiceProfile profile) {
    return context(profile, AccountKey.of(profile.name())).build();
  }

  private ProviderContext.Builder context(ServiceProfile profile, AccountKey key) {
    return ProviderContext.builder(profile, key, surroundings.http(), interaction(profile))
        .clock(surroundings.clock())
        .environment(surroundings.environment())
        .notices(surroundings.notices())
        .nonces(surroundings.nonces())
        .vouchers(surroundings.vouchers())
        .clientKey(
            store ->
                clientKeyStore(profile, store)
                    .find(ClientKeys.place(profile.name()))
                    .flatMap(document -> document.entry(ClientKeys.ENTRY)));
  }

  /** A store that keeps the client's key of a service. */
  public CredentialStore clientKeyStore(ServiceProfile profile, String store) {
    return surroundings.stores().named(store, storeContext(profile));
  }

  /** Whom the providers of a service ask. */
  public Interaction interaction(ServiceProfile profile) {
    return personOf.apply(profile);
  }

  /** What the stores of a service work with. */
  public StoreContext storeContext(ServiceProfile profile) {
    return StoreContext.builder(profile, surroundings.directories(), person)
        .environment(surroundings.environment())
        .notices(surroundings.notices())
        .build();
  }

  /**
   * Ten thousand accounts of one profile share one copy of it, which is read again with each of
   * them.
   */
  private ServiceProfile shared(ServiceProfile read) {
    return inUse.merge(
        read.name(), read, (old, fresh) -> old.document().equals(fresh.document()) ? old : fresh);
  }
}
