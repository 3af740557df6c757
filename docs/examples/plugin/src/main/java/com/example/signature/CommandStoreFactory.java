package com.example.signature;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.api.spi.support.JsonFields;
import java.util.List;

/** Opens the store of a profile that names a {@code credentialCommand}. */
public final class CommandStoreFactory implements CredentialStoreFactory {
  static final String ID = "command";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public CredentialStore open(StoreContext context) {
    List<String> command =
        JsonFields.of(
                context.profile().document(),
                problem -> AuthException.usage("In the profile " + problem + ".", null))
            .texts("credentialCommand");
    return new CommandStore(new Command(command, context.environment()));
  }
}
