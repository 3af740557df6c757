package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ServiceProfile;

/** What to say of a server that does not answer. */
final class Network {
  private Network() {}

  static CheckResult away(AuthException.Transient failure, ServiceProfile profile) {
    return CheckResult.fail(
        failure.getMessage(),
        "check the network, the proxy and the address: keyfob profile show " + profile.name());
  }
}
