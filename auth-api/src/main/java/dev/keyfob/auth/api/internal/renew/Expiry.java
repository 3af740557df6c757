package dev.keyfob.auth.api.internal.renew;

import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.RenewableCredential;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a credential is too old to start a request with. */
public final class Expiry {
  /**
   * The one skew of the whole product: a credential with less time left than this is renewed before
   * it is used.
   */
  public static final Duration SKEW = Duration.ofSeconds(60);

  /**
   * How long after its issue a token is not renewed because a service answers 401: what is seconds
   * old is not refused for its age, and an address that refuses every token would cost a refresh
   * token with each request.
   */
  private static final Duration JUST_ISSUED = Duration.ofSeconds(30);

  private static final Duration TWICE_THE_SKEW = Duration.ofSeconds(2 * SKEW.toSeconds());

  private Expiry() {}

  /** Whether it was issued so lately that another would fare no better. */
  public static boolean isJustIssued(Credential credential, Instant now) {
    return issuedAt(credential)
        .filter(issued -> !issued.isAfter(now.plus(SKEW)))
        .filter(issued -> Duration.between(issued, now).compareTo(JUST_ISSUED) < 0)
        .isPresent();
  }

  /** How long it is good for from its issue on; empty if that is not known. */
  public static Optional<Duration> life(Credential credential) {
    return issuedAt(credential)
        .flatMap(issued -> credential.expiresAt().map(at -> Duration.between(issued, at)))
        .filter(life -> !life.isNegative());
  }

  /** Whether it has stopped working. */
  public static boolean expired(Credential credential, Instant now) {
    return credential.expiresAt().map(at -> !at.isAfter(now)).orElse(false);
  }

  /** Why a session that cannot be renewed has come to its end, for the end of a sentence. */
  public static String unrenewable(RenewableCredential session) {
    return endIsUnknown(session)
        ? "it is a bare token that another tool has stored, and nothing says how long it works."
        : "it cannot be renewed.";
  }

  /** Whether it only counts as expired, because nothing says when it ends. */
  public static boolean endIsUnknown(Credential credential) {
    return credential.expiresAt().filter(RenewableCredential.UNKNOWN_END::equals).isPresent();
  }

  /** Whether it is too old to be used without a renewal. */
  public static boolean due(Credential credential, Instant now) {
    return due(credential, Duration.ZERO, now);
  }

  /**
   * Whether it is too old to be used without a renewal.
   *
   * @param wanted how long it must still work; the skew if that is longer
   */
  public static boolean due(Credential credential, Duration wanted, Instant now) {
    Duration skew = skew(credential);
    Duration least = wanted.compareTo(skew) > 0 ? attainable(credential, wanted) : skew;
    return clockWasSetBack(credential, now)
        || credential
            .expiresAt()
            .map(at -> Duration.between(now, at).compareTo(least) <= 0)
            .orElse(false);
  }

  /**
   * Half the life of a credential that lives shorter than twice the usual skew: with the whole skew
   * it would be due the moment it is issued, and every process would renew what another has just
   * renewed.
   */
  private static Duration skew(Credential credential) {
    return life(credential)
        .filter(life -> life.compareTo(TWICE_THE_SKEW) < 0)
        .map(Expiry::half)
        .orElse(SKEW);
  }

  /**
   * What a renewal can give: where tokens do not live as long as is wanted, one in the first half
   * of its life is as good as any, and a new one with every call would only spend refresh tokens.
   */
  private static Duration attainable(Credential credential, Duration wanted) {
    return life(credential)
        .filter(life -> life.compareTo(wanted) <= 0)
        .map(Expiry::half)
        .orElse(wanted);
  }

  /** Duration.dividedBy would load BigDecimal, at a tenth of the whole start of a command. */
  private static Duration half(Duration life) {
    return Duration.ofNanos(life.toNanos() / 2);
  }

  /** Then what it says about its end is worth nothing: it may have passed long ago. */
  private static boolean clockWasSetBack(Credential credential, Instant now) {
    return issuedAt(credential).filter(issued -> issued.isAfter(now.plus(SKEW))).isPresent();
  }

  private static Optional<Instant> issuedAt(Credential credential) {
    return credential instanceof RenewableCredential session
        ? session.issuedAt()
        : Optional.empty();
  }
}
