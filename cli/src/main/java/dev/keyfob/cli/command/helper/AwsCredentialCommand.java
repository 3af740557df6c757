package dev.keyfob.cli.command.helper;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.BoundedHttp;
import dev.keyfob.auth.api.spi.HttpAnswer;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.api.spi.support.SecureUri;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.command.token.IdTokens;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers AWS tools ({@code credential_process}): exchanges the account's ID token for temporary
 * credentials of the role that the profile names ({@code AssumeRoleWithWebIdentity}). The tools
 * keep them until they end.
 *
 * @param named the profile as an argument
 */
public record AwsCredentialCommand(GlobalOptions globals, Optional<String> named)
    implements Command {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String DEFAULT_ENDPOINT = "https://sts.amazonaws.com/";

  @Override
  public int run(CommandContext context) {
    AccountKey key = context.key(named);
    JsonFields aws = settings(context.keyfob().profile(key.profile()));
    String role = aws.text("roleArn").orElseThrow(() -> aws.wrong("roleArn", "the name of a role"));
    URI endpoint = aws.uri("stsEndpoint").orElse(URI.create(DEFAULT_ENDPOINT));
    if (!SecureUri.isSecure(endpoint)) {
      throw aws.wrong("stsEndpoint", "an https URL");
    }
    IdTokens id = IdTokens.of(context, key);
    String form =
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName="
            + encode(aws.text("sessionName").orElse("keyfob"))
            + "&RoleArn="
            + encode(role)
            + "&WebIdentityToken="
            + encode(id.token().reveal());
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    HttpAnswer answer = new BoundedHttp(context.keyfob()::httpClient).send(request, LIMIT);
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    if (!answer.ok()) {
      throw refused(endpoint, answer, find(body, "Code"));
    }
    context.printSecret(
        Json.line(
            new Json()
                .put("Version", JsonText.PROVIDER.createValue(1))
                .put("AccessKeyId", require(body, "AccessKeyId"))
                .put("SecretAccessKey", require(body, "SecretAccessKey"))
                .put("SessionToken", require(body, "SessionToken"))
                .put("Expiration", require(body, "Expiration"))
                .build()));
    return ExitCode.DONE;
  }

  private static JsonFields settings(ServiceProfile profile) {
    return JsonFields.of(profile)
        .object("aws")
        .orElseThrow(
            () ->
                AuthException.usage(
                    "The profile " + profile.name() + " names no AWS role (aws.roleArn).",
                    "keyfob profile show " + profile.name()));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * A text in the XML of the service, which has no attributes and no nesting around these names.
   */
  private static Optional<String> find(String xml, String name) {
    Matcher matcher = Pattern.compile("<" + name + ">([^<&]+)</" + name + ">").matcher(xml);
    return matcher.find()
        ? Optional.ofNullable(matcher.group(1)).map(String::strip)
        : Optional.empty();
  }

  private static String require(String xml, String name) {
    return find(xml, name)
        .orElseThrow(
            () ->
                new AuthException.Protocol(
                    "The token service answered without " + name + ".", null, null));
  }

  private static AuthException refused(URI endpoint, HttpAnswer answer, Optional<String> code) {
    String message =
        endpoint.getHost()
            + " gives no credentials ("
            + code.filter(text -> text.matches("\\w{1,64}")).orElse("HTTP " + answer.status())
            + ").";
    return answer.passing()
        ? new AuthException.Transient(ErrorCode.API_ERROR, message, null)
        : new AuthException.Protocol(ErrorCode.FORBIDDEN, message, null);
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "credential aws";

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.USE,
              "what AWS tools ask a credential process for",
              """
              Exchange the ID token for temporary AWS credentials of the role that the profile
              names, and print them as AWS tools want it from a credential process.
              """)
          .withUsage("[PROFILE]")
          .withDetails(
              """
              The profile says {"aws": {"roleArn": "arn:aws:iam::…:role/dev"}}. For AWS tools
              to ask it, in ~/.aws/config:
                [profile work]
                credential_process = keyfob credential aws work
              """)
          .withExamples(
              """
              keyfob credential aws work
              """);
    }

    @Override
    public AwsCredentialCommand toCommand() {
      return new AwsCredentialCommand(globals(), atMostOne());
    }
  }
}
