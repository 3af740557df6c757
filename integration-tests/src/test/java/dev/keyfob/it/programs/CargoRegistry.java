package dev.keyfob.it.programs;

import dev.keyfob.auth.testkit.HttpStub;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.HttpStub.Request;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

/** A private registry with a sparse index and one crate, {@code demo}. Thread-safe. */
final class CargoRegistry implements AutoCloseable {
  private final HttpStub http = HttpStub.start(this::answer);
  private final byte[] crate;
  private final Predicate<String> admits;

  /**
   * Starts.
   *
   * @param crate the crate's archive
   * @param admits decides by the Authorization header, which is empty if there is none
   */
  CargoRegistry(byte[] crate, Predicate<String> admits) {
    this.crate = crate.clone();
    this.admits = admits;
  }

  String address() {
    return http.uri("").toString();
  }

  /** As cargo's settings name it. */
  String index() {
    return "sparse+" + http.uri("/index/");
  }

  /** The requests that publish a crate. */
  List<Request> published() {
    return http.requests("/api/v1/crates/new");
  }

  @Override
  public void close() {
    http.close();
  }

  private Reply answer(Request request) {
    if (!admits.test(request.headers().getOrDefault("authorization", ""))) {
      return Reply.json(401, "{\"errors\": [{\"detail\": \"a login is needed\"}]}")
          .with("WWW-Authenticate", "Cargo login_url=\"" + address() + "/me\"");
    }
    return switch (request.path()) {
      case "/index/config.json" ->
          Reply.json(
              200,
              "{\"dl\": \"%1$s/dl\", \"api\": \"%1$s\", \"auth-required\": true}"
                  .formatted(address()));
      case "/index/de/mo/demo" ->
          Reply.json(
              200,
              """
              {"name":"demo","vers":"1.0.0","deps":[],"cksum":"%s","features":{},"yanked":false}
              """
                  .formatted(sum()));
      case "/dl/demo/1.0.0/download" -> Reply.of(200, "application/gzip", crate);
      case "/api/v1/crates/new" -> Reply.json(200, "{}");
      default -> Reply.empty(404);
    };
  }

  private String sum() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(crate));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
