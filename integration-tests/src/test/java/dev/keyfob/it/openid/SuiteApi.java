package dev.keyfob.it.openid;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The interface of a running suite that asks nobody to log in. For one thread, as only one module
 * at a time can be at an alias.
 */
final class SuiteApi {
  private static final Set<String> OVER = Set.of("FINISHED", "INTERRUPTED");

  private final URI address;
  private final HttpClient http;

  /**
   * A client of the suite.
   *
   * @param address where it is, without a path
   * @param certificates whom to trust, in PEM
   */
  SuiteApi(URI address, Path certificates) {
    this.address = address;
    this.http = HttpClient.newBuilder().sslContext(trusting(certificates)).build();
  }

  /** The issuer of every module whose configuration names that alias. */
  URI issuer(String alias) {
    return address.resolve("/test/a/" + alias + "/");
  }

  /** Creates a plan; the answer has its {@code id} and its {@code modules}. */
  JsonObject createPlan(String name, Map<String, String> variant, JsonObject configuration) {
    return post(
            "/api/plan?planName=" + name + "&variant=" + encoded(json(variant)),
            configuration.toString())
        .asJsonObject();
  }

  /** Creates a module of a plan and waits until it waits for its client; gives its identifier. */
  String start(String plan, JsonObject module) {
    JsonValue variant = module.getOrDefault("variant", JsonValue.EMPTY_JSON_OBJECT);
    String id =
        post(
                "/api/runner?test="
                    + module.getString("testModule")
                    + "&plan="
                    + plan
                    + "&variant="
                    + encoded(variant.toString()),
                "")
            .asJsonObject()
            .getString("id");
    await(id, Set.of("WAITING", "FINISHED", "INTERRUPTED"), Duration.ofSeconds(30));
    return id;
  }

  /** Waits until a module is over, for the limit at most, and gives what the suite says of it. */
  JsonObject awaitEnd(String id, Duration limit) {
    return await(id, OVER, limit);
  }

  /** What went wrong in a module, and what the suite would rather have seen. */
  List<String> remarks(String id) {
    return get("/api/log/" + id).asJsonArray().getValuesAs(JsonObject.class).stream()
        .filter(entry -> Set.of("FAILURE", "WARNING").contains(entry.getString("result", "")))
        .map(entry -> entry.getString("result") + ": " + entry.getString("msg", ""))
        .toList();
  }

  private JsonObject await(String id, Set<String> statuses, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      JsonObject info = get("/api/info/" + id).asJsonObject();
      if (statuses.contains(info.getString("status", "")) || System.nanoTime() > end) {
        return info;
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonStructure get(String place) {
    return send(HttpRequest.newBuilder(address.resolve(place)).build());
  }

  private JsonStructure post(String place, String body) {
    return send(
        HttpRequest.newBuilder(address.resolve(place))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private JsonStructure send(HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(
            request.method() + " " + request.uri() + ": " + answer.statusCode() + answer.body());
      }
      try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
        return reader.read();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonObject json(Map<String, String> texts) {
    JsonObjectBuilder object = Json.createObjectBuilder();
    texts.forEach(object::add);
    return object.build();
  }

  private static String encoded(Object text) {
    return URLEncoder.encode(text.toString(), StandardCharsets.UTF_8);
  }

  private static SSLContext trusting(Path certificates) {
    try (InputStream in = Files.newInputStream(certificates)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("suite" + trusted.size(), one);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(certificates + " cannot be read", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(certificates + " holds no certificates", e);
    }
  }
}
