import dev.keyfob.auth.api.KeyfobBuilder;
import dev.keyfob.auth.api.internal.DefaultKeyfobBuilder;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import org.jspecify.annotations.NullMarked;

/**
 * The core: what a credential is, where it is looked for, how it is kept fresh. Providers and
 * stores are found by {@link java.util.ServiceLoader} on the module path and in the plugin folder.
 */
@NullMarked
module dev.keyfob.auth.api {
  requires static transitive org.jspecify;
  requires transitive jakarta.json;
  requires transitive java.net.http;

  exports dev.keyfob.auth.api;
  exports dev.keyfob.auth.api.http;
  exports dev.keyfob.auth.api.spi;
  exports dev.keyfob.auth.api.spi.support;

  uses CredentialProvider;
  uses CredentialStoreFactory;
  uses KeyfobBuilder;

  provides KeyfobBuilder with
      DefaultKeyfobBuilder;
}
