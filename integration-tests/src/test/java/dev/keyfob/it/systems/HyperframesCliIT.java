package dev.keyfob.it.systems;

import static dev.keyfob.it.systems.HeygenStandIn.EMAIL;
import static dev.keyfob.it.systems.HeygenStandIn.KEY;
import static dev.keyfob.it.systems.HeygenStandIn.ME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.process.Result;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** keyfob and the vendor's own {@code hyperframes} take turns at one credentials file. */
@NeedsTool({"curl", "hyperframes", "script"})
class HyperframesCliIT {
  private StandIn heygen;
  private User ada;
  private HyperframesTool hyperframes;
  private Path file;

  @BeforeEach
  void start(@TempDir Path home) {
    heygen = HeygenStandIn.start();
    ada =
        User.at(home).with(HeygenStandIn.hyperframes(heygen)).with("KEYFOB_PROFILE", "hyperframes");
    hyperframes = HyperframesTool.of(ada, HeygenStandIn.hyperframes(heygen));
    file = HeygenStandIn.file(ada);
  }

  @AfterEach
  void stop() {
    heygen.close();
  }

  private String accessToken() {
    return User.object(ada.read(file)).getJsonObject("oauth").getString("access_token");
  }

  private JsonObject status() {
    return User.object(hyperframes.ok("status", "--json").stdout());
  }

  @Test
  void keyfobsSession_servesHyperframes() {
    ada.ok("login", "--oauth");
    Result status = hyperframes.ok("status", "--json");
    assertTrue(status.stdout().contains(EMAIL), status::toString);
    assertTrue(status.stdout().contains("oauth"), status::toString);
    assertEquals("Bearer " + accessToken(), heygen.last(ME).headers().get("authorization"));
  }

  @Test
  void keyfobsSession_renewedByHyperframes_servesKeyfobAgain() {
    ada.ok("login", "--oauth");
    String first = accessToken();
    hyperframes.ok("refresh");
    assertNotEquals(first, accessToken());

    int renewals = heygen.idp.tokenRequests();
    assertEquals(accessToken() + "\n", ada.ok("token").stdout());
    assertEquals(renewals, heygen.idp.tokenRequests());
    ada.ok("refresh");
    assertEquals(EMAIL + "\n", ada.ok("whoami").stdout());
  }

  @Test
  void hyperframesSession_servesKeyfob() {
    assertEquals(0, hyperframes.login().exitCode());
    assertEquals(accessToken() + "\n", ada.ok("token").stdout());
    JsonObject status = ada.json("status", "--json");
    assertEquals("oauth", status.getString("type"));
    assertEquals("fresh", status.getString("state"));
    assertTrue(status.getBoolean("refreshable"));
    assertEquals(EMAIL, status.getJsonObject("user").getString("email"));
  }

  @Test
  void hyperframesSession_renewedByKeyfob_servesHyperframesAgain() {
    assertEquals(0, hyperframes.login().exitCode());
    String first = accessToken();
    ada.ok("refresh");
    assertNotEquals(first, accessToken());
    assertTrue(status().toString().contains(EMAIL));
    hyperframes.ok("refresh");
    assertTrue(heygen.idp.accepts(ada.ok("token").stdout().strip()));
  }

  @Test
  void expiredSession_ofEither_isRenewedByTheOther() {
    ada.write(file, HeygenStandIn.session(heygen.idp.issue(), Duration.ofMinutes(-5)));
    heygen.idp.expireAccessTokens();
    assertTrue(status().toString().contains(EMAIL));
    String renewed = accessToken();
    assertTrue(heygen.idp.accepts(renewed));
    assertEquals(renewed + "\n", ada.ok("token").stdout());
  }

  @Test
  void apiKey_ofEither_servesTheOther() {
    ada.typing(KEY).ok("login", "--api-key");
    assertTrue(status().toString().contains(EMAIL));
    assertEquals(KEY, heygen.last(ME).headers().get(StandIn.KEY_HEADER));
    ada.ok("logout");
    assertFalse(Files.exists(file));

    hyperframes.ok("login", "--api-key=" + KEY);
    assertEquals(KEY + "\n", ada.ok("token").stdout());
    assertEquals(EMAIL + "\n", ada.ok("whoami").stdout());
  }

  @Test
  void whatHyperframesDoesNotKnow_staysThroughBoth() {
    ada.ok("login", "--oauth");
    String document = ada.read(file);
    ada.write(file, document.replaceFirst("\\{", "{\"schema\": 7,"));
    hyperframes.ok("refresh");
    ada.ok("refresh");
    assertEquals(7, User.object(ada.read(file)).getInt("schema"));
    assertEquals("rw-------", User.permissions(file));
  }

  @Test
  void logout_ofEither_endsItForBoth() {
    ada.ok("login", "--oauth");
    hyperframes.ok("logout", "--yes");
    assertEquals("not_logged_in", ada.error(3, "token").getString("code"));

    assertEquals(0, hyperframes.login().exitCode());
    ada.ok("logout");
    assertNotEquals(0, hyperframes.auth("status").exitCode());
  }
}
