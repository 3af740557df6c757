package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a key that its owner carries over by hand is sent and checked. Immutable. */
@Stable
public final class StaticKeySettings {
  /** For a service of which nothing is said: {@code Authorization: Bearer KEY} (RFC 6750). */
  public static final StaticKeySettings BEARER = builder().build();

  private final String header;
  private final Optional<String> scheme;
  private final Optional<String> prefix;
  private final int minLength;
  private final Optional<String> verifyPath;

  private StaticKeySettings(Builder builder) {
    header = builder.header;
    scheme = builder.scheme;
    prefix = builder.prefix;
    minLength = builder.minLength;
    verifyPath = builder.verifyPath;
  }

  /**
   * A builder that starts from {@link #BEARER}.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The request header, {@code Authorization} unless said otherwise.
   *
   * @return the request header
   */
  public String header() {
    return header;
  }

  /**
   * What stands before the key in the header; empty if the key stands alone.
   *
   * @return what stands before the key in the header
   */
  public Optional<String> scheme() {
    return scheme;
  }

  /**
   * What every such key starts with; empty if unknown.
   *
   * @return what every such key starts with
   */
  public Optional<String> prefix() {
    return prefix;
  }

  /**
   * The least number of characters a key has.
   *
   * @return the least number of characters a key has
   */
  public int minLength() {
    return minLength;
  }

  /**
   * The path below the API's base that tells a good key from a bad one.
   *
   * @return the path below the API's base that tells a good key from a bad one
   */
  public Optional<String> verifyPath() {
    return verifyPath;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StaticKeySettings that
        && header.equals(that.header)
        && scheme.equals(that.scheme)
        && prefix.equals(that.prefix)
        && minLength == that.minLength
        && verifyPath.equals(that.verifyPath);
  }

  @Override
  public int hashCode() {
    return Objects.hash(header, scheme, prefix, minLength, verifyPath);
  }

  /** Builds StaticKeySettings. For one thread. */
  public static final class Builder {
    private String header = "Authorization";
    private Optional<String> scheme = Optional.of("Bearer");
    private Optional<String> prefix = Optional.empty();
    private int minLength = 8;
    private Optional<String> verifyPath = Optional.empty();

    private Builder() {}

    /**
     * Sets {@link StaticKeySettings#header()}.
     *
     * @param value the request header, {@code Authorization} unless said otherwise
     * @return this
     */
    public Builder header(String value) {
      header = value;
      return this;
    }

    /**
     * Sets {@link StaticKeySettings#scheme()}.
     *
     * @param value what stands before the key in the header; empty if the key stands alone
     * @return this
     */
    public Builder scheme(Optional<String> value) {
      scheme = value;
      return this;
    }

    /**
     * Sets {@link StaticKeySettings#prefix()}.
     *
     * @param value what every such key starts with; empty if unknown
     * @return this
     */
    public Builder prefix(Optional<String> value) {
      prefix = value;
      return this;
    }

    /**
     * Sets {@link StaticKeySettings#minLength()}.
     *
     * @param value the least number of characters a key has
     * @return this
     */
    public Builder minLength(int value) {
      minLength = value;
      return this;
    }

    /**
     * Sets {@link StaticKeySettings#verifyPath()}.
     *
     * @param value the path below the API's base that tells a good key from a bad one
     * @return this
     */
    public Builder verifyPath(Optional<String> value) {
      verifyPath = value;
      return this;
    }

    /**
     * Builds the value.
     *
     * @return the value, which this builder no longer changes
     */
    public StaticKeySettings build() {
      return new StaticKeySettings(this);
    }
  }
}
