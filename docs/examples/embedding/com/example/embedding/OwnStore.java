package com.example.embedding;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.auth.api.spi.support.JsonText;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutionException;

/**
 * {@code OwnStore API_URI PATH}: a server that acts for many of its users, whose credentials are in
 * its own data: here a map, which a {@link MemoryStore} makes a store of.
 */
public final class OwnStore {
  private OwnStore() {}

  public static void main(String[] args) throws InterruptedException, ExecutionException {
    MemoryStore store = new MemoryStore();
    store.put(new AccountKey("shop", "ada"), key("key-of-ada"));
    store.put(new AccountKey("shop", "bob"), key("key-of-bob"));

    try (Keyfob keyfob =
        Keyfob.builder()
            .profile(
                "shop",
                JsonText.parseObject(
                    "{\"apiBaseUri\": \"" + args[0] + "\", \"apiKey\": {\"header\": \"X-Key\"}}"))
            .store(store)
            .withoutPluginFolder()
            .open()) {
      for (String user : new String[] {"ada", "bob"}) {
        AuthenticatedClient api = keyfob.client(new AccountKey("shop", user));
        HttpRequest request = HttpRequest.newBuilder(api.resolve(args[1])).build();
        System.out.println(api.sendAsync(request, BodyHandlers.ofString()).get().body());
      }
    }
  }

  private static CredentialDocument key(String key) {
    return CredentialDocument.of(JsonText.parseObject("{\"api_key\": \"" + key + "\"}"));
  }
}
