package dev.keyfob.auth.oauth.workload;

import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.UnattendedGrant;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import dev.keyfob.auth.oauth.session.SessionDetails;
import java.util.Optional;

/** What a profile with a workload offers before anything has been obtained. */
public final class Workload {
  /** Never sent: the credential that holds it has expired from the start. */
  private static final Secret NONE_YET = Secret.of("none-yet");

  private Workload() {}

  /** The grant that a profile describes; empty if it describes none. */
  public static Optional<UnattendedGrant> of(ServiceProfile profile) {
    return profile.oauth().isEmpty()
        ? Optional.empty()
        : WorkloadSettings.of(profile)
            .map(
                settings ->
                    new UnattendedGrant(
                        unobtained(settings.fingerprint(profile)), settings.chain(profile)));
  }

  private static OAuthCredential unobtained(String fingerprint) {
    return new OAuthCredential(
        NONE_YET,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(RenewableCredential.UNKNOWN_END),
        Optional.empty(),
        Optional.of(OAuthCredential.BEARER),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        SessionDetails.NONE.grantedBy(fingerprint));
  }
}
