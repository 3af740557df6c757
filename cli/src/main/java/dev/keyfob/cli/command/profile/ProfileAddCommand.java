package dev.keyfob.cli.command.profile;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Profiles;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.args.NoSplitter;
import dev.keyfob.cli.args.Placeholder;
import dev.keyfob.cli.args.Ports;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.mcp.McpProbe;
import dev.keyfob.cli.mcp.McpProfiles;
import dev.keyfob.cli.output.ExitCode;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Describes a service: from nothing, or from a template; by an issuer, whose metadata is
 * discovered, by endpoints, by an API that takes keys, or by several of these.
 *
 * @param name the profile's name
 * @param like what to start from; empty to start from nothing
 * @param mcp the address of a Model Context Protocol server, which says the rest
 * @param settings what to set, by key
 * @param secret whether the client's secret is piped in
 * @param force whether to replace one of the same name
 */
public record ProfileAddCommand(
    GlobalOptions globals,
    String name,
    Optional<String> like,
    Optional<String> mcp,
    Map<String, String> settings,
    boolean secret,
    boolean force)
    implements Command {
  private static final String DEFAULT_HEADER = "Authorization";
  private static final Duration PIPE_LIMIT = Duration.ofSeconds(30);

  @Override
  public int run(CommandContext context) {
    ProfileWriter.requireNotOwn(context, name, force);
    Profiles profiles = context.keyfob().profiles();
    JsonObjectBuilder start = JsonText.PROVIDER.createObjectBuilder();
    JsonObject document =
        mcp.isPresent()
            ? mcpDocument(context, mcp.get())
            : like.map(profiles::template)
                .map(JsonText.PROVIDER::createObjectBuilder)
                .orElse(start)
                .add("name", name)
                .build();
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      document = with(profiles, document, setting.getKey(), setting.getValue());
    }
    if (secret) {
      document = profiles.with(document, "oauth.clientSecret", readSecret(context));
    }
    ProfileWriter.write(context, name, document);
    return ExitCode.DONE;
  }

  private JsonObject mcpDocument(CommandContext context, String address) {
    URI server = McpProfiles.address(address);
    JsonObject discovered =
        context.keyfob().discover(server, McpProbe.challenge(context.keyfob(), server));
    return McpProfiles.document(name, server, discovered).build();
  }

  /** A service with keys is there by its member alone; the header only if it is another one. */
  private static JsonObject with(Profiles profiles, JsonObject document, String key, String value) {
    if (key.equals("apiKey.header") && value.equals(DEFAULT_HEADER)) {
      return document.containsKey("apiKey")
          ? document
          : JsonText.PROVIDER
              .createObjectBuilder(document)
              .add("apiKey", JsonText.PROVIDER.createObjectBuilder())
              .build();
    }
    return profiles.with(document, key, value);
  }

  private static String readSecret(CommandContext context) {
    return context
        .interaction()
        .pipedSecret(PIPE_LIMIT)
        .orElseThrow(
            () ->
                AuthException.usage(
                    "The client secret is read from standard input, which is empty.",
                    "keyfob help profile add"))
        .reveal();
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "profile add";

    private static final List<String> DEFAULT_SCOPES = List.of("openid", "profile", "email");

    @Parameter(names = "--mcp", description = "the server, which is asked how to log in to it")
    @Placeholder("URL")
    private @Nullable String mcp;

    @Parameter(
        names = "--client-metadata-url",
        description = "with --mcp: a Client ID Metadata Document to use")
    @Placeholder("URL")
    private @Nullable String clientMetadataUrl;

    @Parameter(names = "--issuer", description = "the identity provider")
    @Placeholder("URL")
    private @Nullable String issuer;

    @Parameter(names = "--client-id", description = "the public client registered there")
    @Placeholder("ID")
    private @Nullable String clientId;

    @Parameter(names = "--api", description = "the API that credentials are for")
    @Placeholder("URL")
    private @Nullable String api;

    @Parameter(names = "--identity-path", description = "the path of the API that returns the user")
    @Placeholder("PATH")
    private @Nullable String identityPath;

    @Parameter(
        names = "--scope",
        splitter = NoSplitter.class,
        description = "ask for this; may be repeated (openid profile email)")
    @Placeholder("SCOPE")
    private List<String> scopes = new ArrayList<>();

    @Parameter(names = "--like", description = "start from this service, as in docs/services")
    @Placeholder("TEMPLATE")
    private @Nullable String like;

    @Parameter(
        names = "--client-secret",
        description = "the client has a secret; read it from standard input")
    private boolean secret;

    @Parameter(names = "--client-auth", description = "how the client shows it: post or basic")
    @Placeholder("METHOD")
    private @Nullable String clientAuth;

    @Parameter(
        names = "--authorization-endpoint",
        description = "where the browser goes, if there is no issuer")
    @Placeholder("URL")
    private @Nullable String authorizationEndpoint;

    @Parameter(names = "--token-endpoint", description = "where tokens come from")
    @Placeholder("URL")
    private @Nullable String tokenEndpoint;

    @Parameter(names = "--device-endpoint", description = "where logins on another device begin")
    @Placeholder("URL")
    private @Nullable String deviceEndpoint;

    @Parameter(names = "--revocation-endpoint", description = "where sessions are ended")
    @Placeholder("URL")
    private @Nullable String revocationEndpoint;

    @Parameter(
        names = "--redirect-host",
        description = "127.0.0.1, localhost or ::1, as it is registered (127.0.0.1)")
    @Placeholder("HOST")
    private @Nullable String redirectHost;

    @Parameter(
        names = {"--redirect-port", "--port"},
        splitter = NoSplitter.class,
        description = "a registered port; may be repeated (any)")
    @Placeholder("PORT")
    private List<String> redirectPorts = new ArrayList<>();

    @Parameter(names = "--redirect-path", description = "the registered path (/callback)")
    @Placeholder("PATH")
    private @Nullable String redirectPath;

    @Parameter(
        names = "--audience",
        description = "whom the tokens are for, where the provider wants it named")
    @Placeholder("NAME")
    private @Nullable String audience;

    @Parameter(names = "--resource", description = "whom the tokens are for (RFC 8707)")
    @Placeholder("URL")
    private @Nullable String resource;

    @Parameter(
        names = "--login-method",
        description = "how to log in when nothing is said, such as device")
    @Placeholder("METHOD")
    private @Nullable String loginMethod;

    @Parameter(
        names = "--api-key-header",
        description = "the API takes keys, in this header (Authorization)")
    @Placeholder("NAME")
    private @Nullable String keyHeader;

    @Parameter(names = "--force", description = "replace a profile of the same name")
    private boolean force;

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.SET_UP,
              "describe a service",
              """
              Describe a service: by its identity provider, whose addresses are discovered, by
              an API that takes keys, or both; by a template; or a Model Context Protocol
              server, which says the rest itself.
              """)
          .withUsage(
              "NAME --issuer URL --client-id ID [OPTIONS]",
              "NAME --like TEMPLATE [OPTIONS]",
              "NAME --api URL [OPTIONS]",
              "NAME --mcp URL [OPTIONS]")
          .withExamples(
              """
              keyfob profile add acme --issuer https://id.acme.example --client-id my-cli
              keyfob profile add hr --like okta --issuer https://id.example --client-id 0oa1
              keyfob profile add files --api https://files.example --api-key-header X-Key
              keyfob profile add files --mcp https://mcp.files.example/mcp
              """);
    }

    @Override
    public ProfileAddCommand toCommand() {
      String name = exactlyOne("the name of the new profile");
      boolean endpoints = authorizationEndpoint != null && tokenEndpoint != null;
      if (mcp != null && (api != null || identityPath != null || keyHeader != null)) {
        throw AuthException.usage("--mcp says where the API is: leave out --api.", null);
      }
      if (mcp == null && clientMetadataUrl != null) {
        throw AuthException.usage("--client-metadata-url and --port go with --mcp.", null);
      }
      boolean described = like != null || mcp != null;
      if (!described && issuer == null && api == null && !endpoints) {
        throw AuthException.usage("One of --issuer, --api, --mcp and --like is required.", null);
      }
      if (!described && clientId == null && (issuer != null || endpoints)) {
        throw AuthException.usage("--issuer and --client-id go together.", null);
      }
      if (!described && clientId != null && issuer == null && !endpoints) {
        throw AuthException.usage("--issuer and --client-id go together.", null);
      }
      return new ProfileAddCommand(
          globals(),
          name,
          Optional.ofNullable(like),
          Optional.ofNullable(mcp),
          settings(),
          secret,
          force);
    }

    private Map<String, String> settings() {
      Map<String, String> settings = new LinkedHashMap<>();
      put(settings, "apiBaseUri", api);
      put(settings, "identityPath", identityPath);
      put(settings, "apiKey.header", keyHeader);
      put(settings, "oauth.issuer", issuer);
      put(settings, "oauth.clientId", clientId);
      put(settings, "oauth.clientAuth", clientAuth);
      put(settings, "oauth.clientMetadataUrl", clientMetadataUrl);
      put(settings, "oauth.authorizationEndpoint", authorizationEndpoint);
      put(settings, "oauth.tokenEndpoint", tokenEndpoint);
      put(settings, "oauth.deviceAuthorizationEndpoint", deviceEndpoint);
      put(settings, "oauth.revocationEndpoint", revocationEndpoint);
      put(settings, "oauth.redirectHost", redirectHost);
      put(settings, "oauth.redirectPath", redirectPath);
      put(settings, "oauth.audience", audience);
      put(settings, "oauth.resource", resource);
      put(settings, "loginMethod", loginMethod);
      if (!redirectPorts.isEmpty()) {
        redirectPorts.forEach(
            port -> {
              int _ = Ports.parse(port, 1);
            });
        settings.put("oauth.redirectPorts", String.join(",", redirectPorts));
      }
      if (!scopes.isEmpty()) {
        settings.put("oauth.scopes", String.join(" ", scopes));
      } else if (like == null && mcp == null && issuer != null) {
        settings.put("oauth.scopes", String.join(" ", DEFAULT_SCOPES));
      }
      boolean onlyApi =
          like == null && mcp == null && issuer == null && authorizationEndpoint == null;
      if (onlyApi && keyHeader == null) {
        settings.put("apiKey.header", DEFAULT_HEADER);
      }
      return settings;
    }

    private static void put(Map<String, String> settings, String key, @Nullable String value) {
      if (value != null) {
        settings.put(key, value);
      }
    }
  }
}
