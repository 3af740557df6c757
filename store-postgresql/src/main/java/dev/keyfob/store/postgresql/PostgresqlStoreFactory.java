package dev.keyfob.store.postgresql;

import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import dev.keyfob.auth.api.spi.StoreContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Opens the store {@code postgresql}. What a process keeps is kept here, for all its profiles. */
public final class PostgresqlStoreFactory implements CredentialStoreFactory {
  static final String ID = "postgresql";

  private final Map<String, Fleet> fleets = new ConcurrentHashMap<>();

  /** Made by {@link java.util.ServiceLoader}. */
  public PostgresqlStoreFactory() {}

  @Override
  public String id() {
    return ID;
  }

  /** Reads no file and loads no driver: a token that is fresh in the local cache needs neither. */
  @Override
  public CredentialStore open(StoreContext context) {
    return new PostgresqlStore(context, this::fleet);
  }

  private Fleet fleet(ServerAddress server, StoreContext context) {
    return fleets.computeIfAbsent(server.url(), _ -> new Fleet(server, context));
  }

  @Override
  public void forget() {
    fleets.values().forEach(Fleet::close);
    fleets.clear();
  }
}
