import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import dev.keyfob.store.postgresql.PostgresqlStoreFactory;
import org.jspecify.annotations.NullMarked;

/** Credential documents that many machines share, sealed, in a PostgreSQL database. */
@NullMarked
module dev.keyfob.store.postgresql {
  requires dev.keyfob.auth.api;
  requires java.sql;
  requires org.bouncycastle.provider;
  requires org.postgresql.jdbc;
  requires static org.checkerframework.checker.qual;

  provides CredentialStoreFactory with
      PostgresqlStoreFactory;
}
