package dev.keyfob.junit.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.testkit.HttpStub;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.HttpStub.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignInFormTests {
  private static final Secret PASSWORD = Secret.of("love & lace");
  private static final String BACK = "http://127.0.0.1:1/callback?code=c-1&state=s";

  private final HttpStub keycloak = HttpStub.start(this::answer);

  @AfterEach
  void stop() {
    keycloak.close();
  }

  private Reply answer(Request request) {
    if (request.path().equals("/auth")) {
      return Reply.empty(302).with("Location", "/form");
    }
    if (request.path().equals("/form")) {
      return page(
          "<h1 id=\"kc-page-title\"> Sign in </h1><form id=\"kc-form-login\" action=\""
              + keycloak.uri("/submit?a=1&amp;b=2")
              + "\">");
    }
    if (request.path().equals("/moved")) {
      return page("<h1 id=\"kc-page-title\">\n <span>Update account</span></h1>");
    }
    if (!PASSWORD.reveal().equals(request.form().get("password"))) {
      return page("<span id=\"input-error\" class=\"x\">\n Invalid username or password.</span>");
    }
    return Reply.empty(302)
        .with("Location", "new".equals(request.form().get("username")) ? "/moved" : BACK);
  }

  private static Reply page(String html) {
    return Reply.of(200, "text/html", html.getBytes(StandardCharsets.UTF_8));
  }

  private URI auth() {
    return keycloak.uri("/auth");
  }

  private String refusal(String user, Secret password) {
    return assertThrows(
            IllegalStateException.class, () -> SignInForm.submit(auth(), user, password))
        .toString();
  }

  @Test
  void submit_rightPassword_endsWhereKeycloakSendsTheBrowser() {
    assertEquals(URI.create(BACK), SignInForm.submit(auth(), "ada", PASSWORD));

    Request last = keycloak.requests().getLast();
    assertEquals("a=1&b=2", last.query());
    assertEquals("ada", last.form().get("username"));
  }

  @Test
  void submit_wrongPassword_saysWhatKeycloakSays() {
    String message = refusal("ada", Secret.of("wrong-word"));

    assertTrue(message.contains("Invalid username or password."), message);
    assertFalse(message.contains("wrong-word"), message);
  }

  @Test
  void submit_userOfWhomMoreIsAsked_namesThePage() {
    String message = refusal("new", PASSWORD);

    assertTrue(message.contains("new") && message.contains("Update account"), message);
  }

  @Test
  void submit_pageWithoutAForm_namesThePage() {
    URI page = keycloak.uri("/moved");

    String message =
        assertThrows(IllegalStateException.class, () -> SignInForm.submit(page, "ada", PASSWORD))
            .toString();

    assertTrue(message.contains("Update account"), message);
  }
}
