package dev.keyfob.it.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.HttpStub;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.HttpStub.Request;
import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.process.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code aws}, which asks for temporary credentials of a role. */
@NeedsTool({"aws", "curl"})
class AwsIT {
  private static final String ROLE = "arn:aws:iam::123456789012:role/dev";

  @TempDir Path home;
  private final HttpStub sts = HttpStub.start(this::answer);
  private Workplace work;

  @BeforeEach
  void moveIn() throws IOException {
    Path config = home.resolve("aws-config");
    Files.writeString(
        config,
        """
        [profile work]
        region = eu-central-1
        credential_process = keyfob credential aws work
        """);
    work =
        Workplace.at(home)
            .with("AWS_CONFIG_FILE", config.toString())
            .with("AWS_SHARED_CREDENTIALS_FILE", home.resolve("none").toString())
            .with("AWS_EC2_METADATA_DISABLED", "true")
            .with("AWS_PAGER", "");
    work.loggedIn(
        "https://api.example",
        "\"aws\": {\"roleArn\": \"%s\", \"stsEndpoint\": \"%s\"},".formatted(ROLE, sts.uri("/")));
  }

  @AfterEach
  void stop() {
    sts.close();
    work.close();
  }

  /** The two actions of AWS's token service that are needed here, in its own XML. */
  private Reply answer(Request request) {
    String action = request.form().getOrDefault("Action", "");
    String authorization = request.headers().getOrDefault("authorization", "");
    if (action.equals("AssumeRoleWithWebIdentity")) {
      String role = request.form().getOrDefault("RoleArn", "");
      String token = request.form().getOrDefault("WebIdentityToken", "");
      return role.equals(ROLE) && token.split("\\.", -1).length == 3
          ? xml(
              200,
              """
              <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                <AssumeRoleWithWebIdentityResult><Credentials>
                  <AccessKeyId>ASIATEST</AccessKeyId>
                  <SecretAccessKey>secret/of+the=test</SecretAccessKey>
                  <SessionToken>session/of+the=test</SessionToken>
                  <Expiration>%s</Expiration>
                </Credentials></AssumeRoleWithWebIdentityResult>
              </AssumeRoleWithWebIdentityResponse>
              """
                  .formatted(
                      Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS)))
          : error("AccessDenied");
    }
    if (action.equals("GetCallerIdentity")
        && authorization.startsWith("AWS4-HMAC-SHA256 Credential=ASIATEST/")
        && "session/of+the=test".equals(request.headers().get("x-amz-security-token"))) {
      return xml(
          200,
          """
          <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
            <GetCallerIdentityResult>
              <Arn>arn:aws:sts::123456789012:assumed-role/dev/keyfob</Arn>
              <UserId>AROATEST:keyfob</UserId>
              <Account>123456789012</Account>
            </GetCallerIdentityResult>
          </GetCallerIdentityResponse>
          """);
    }
    return error("InvalidClientTokenId");
  }

  private static Reply error(String code) {
    return xml(
        403,
        "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>no</Message></Error></ErrorResponse>"
            .formatted(code));
  }

  private static Reply xml(int status, String body) {
    return Reply.of(status, "text/xml", body.getBytes(StandardCharsets.UTF_8));
  }

  private Result whoAmI() {
    return work.run(
        "aws",
        "--profile",
        "work",
        "--endpoint-url",
        sts.uri("/").toString(),
        "--output",
        "text",
        "--query",
        "Arn",
        "sts",
        "get-caller-identity");
  }

  @Test
  void callerIdentity_session_isThatOfTheRole() {
    Result result = whoAmI();

    assertEquals(
        "arn:aws:sts::123456789012:assumed-role/dev/keyfob\n", result.stdout(), result::toString);
    assertEquals(
        work.ok("token", "work", "--token", "id").strip(),
        sts.requests().getFirst().form().get("WebIdentityToken"));
  }

  @Test
  void callerIdentity_nobodyLoggedIn_namesTheCommand() {
    work.ok("logout", "work");

    Result result = whoAmI();

    assertNotEquals(0, result.exitCode());
    assertTrue(result.stderr().contains("keyfob login work"), result::toString);
    assertEquals(0, sts.requests().size());
  }
}
