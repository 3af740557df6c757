package dev.keyfob.auth.api.internal.profile;

import dev.keyfob.auth.api.HostUri;
import dev.keyfob.auth.api.spi.support.JsonFields;
import java.net.URI;
import java.util.Optional;

/**
 * The endpoints that a profile names itself: whole addresses, or paths below the one address that
 * is then all there is to change for another installation of the same service.
 */
final class Endpoints {
  private static final String BASE = "endpointBaseUri";

  private final JsonFields fields;
  private final Optional<String> base;

  Endpoints(JsonFields oauth) {
    fields = oauth;
    base = oauth.uri(BASE).map(uri -> uri.toString().replaceAll("/+$", ""));
  }

  Optional<URI> get(String name) {
    Optional<String> path = fields.text(name).filter(text -> text.startsWith("/"));
    if (path.isEmpty()) {
      return fields.uri(name);
    }
    if (base.isEmpty()) {
      throw fields.wrong(name, "an absolute URL, and there is no " + BASE + " for a path");
    }
    try {
      return Optional.of(HostUri.of(base.get() + path.get()));
    } catch (IllegalArgumentException e) {
      throw fields.wrong(name, "an address");
    }
  }
}
