package dev.keyfob.cli.command.profile;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AuthException;
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
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Describes a service: by an issuer, whose metadata is discovered, by an API that takes keys, or
 * both.
 *
 * @param name the profile's name
 * @param mcp the address of a Model Context Protocol server, which says the rest
 * @param clientMetadataUrl the address of a Client ID Metadata Document
 * @param ports the loopback ports that the client is registered with
 * @param issuer the issuer
 * @param clientId the public client's id
 * @param api the API's base
 * @param identityPath the path of the API that returns the user
 * @param scopes the scopes to ask for
 * @param keyHeader the header that carries an API key; empty if the service takes none
 * @param force whether to replace one of the same name
 */
public record ProfileAddCommand(
    GlobalOptions globals,
    String name,
    Optional<String> mcp,
    Optional<String> clientMetadataUrl,
    List<Integer> ports,
    Optional<String> issuer,
    Optional<String> clientId,
    Optional<String> api,
    Optional<String> identityPath,
    List<String> scopes,
    Optional<String> keyHeader,
    boolean force)
    implements Command {
  private static final String DEFAULT_HEADER = "Authorization";

  @Override
  public int run(CommandContext context) {
    ProfileWriter.requireFree(context, name, force);
    Path file =
        context
            .keyfob()
            .profiles()
            .put(name, mcp.isPresent() ? mcpDocument(context, mcp.get()) : document());
    ProfileWriter.report(context, name, file);
    return ExitCode.DONE;
  }

  private JsonObject mcpDocument(CommandContext context, String address) {
    URI server = McpProfiles.address(address);
    JsonObject discovered =
        context.keyfob().discover(server, McpProbe.challenge(context.keyfob(), server));
    JsonObjectBuilder oauth = JsonText.PROVIDER.createObjectBuilder(discovered);
    issuer.ifPresent(uri -> oauth.add("issuer", uri));
    clientId.ifPresent(id -> oauth.add("clientId", id));
    clientMetadataUrl.ifPresent(url -> oauth.add("clientMetadataUrl", url));
    if (!scopes.isEmpty()) {
      oauth.add("scopes", array(scopes));
    }
    if (!ports.isEmpty()) {
      oauth.add("redirectPorts", JsonText.PROVIDER.createArrayBuilder(ports));
    }
    return McpProfiles.document(name, server, oauth.build()).build();
  }

  private JsonObject document() {
    JsonObjectBuilder document = JsonText.PROVIDER.createObjectBuilder().add("name", name);
    api.ifPresent(uri -> document.add("apiBaseUri", uri));
    identityPath.ifPresent(path -> document.add("identityPath", path));
    keyHeader.ifPresent(
        header -> {
          JsonObjectBuilder key = JsonText.PROVIDER.createObjectBuilder();
          document.add("apiKey", header.equals(DEFAULT_HEADER) ? key : key.add("header", header));
        });
    issuer.ifPresent(
        uri ->
            document.add(
                "oauth",
                JsonText.PROVIDER
                    .createObjectBuilder()
                    .add("issuer", uri)
                    .add("clientId", clientId.orElseThrow())
                    .add("scopes", array(scopes))));
    return document.build();
  }

  private static JsonArrayBuilder array(List<String> texts) {
    JsonArrayBuilder array = JsonText.PROVIDER.createArrayBuilder();
    texts.forEach(array::add);
    return array;
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

    @Parameter(
        names = "--port",
        splitter = NoSplitter.class,
        description = "with --mcp: the port of the redirect; may be repeated")
    @Placeholder("NUMBER")
    private List<String> ports = new ArrayList<>();

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
              an API that takes keys, or both; or a Model Context Protocol server, which says
              the rest itself.
              """)
          .withUsage(
              "NAME --issuer URL --client-id ID [OPTIONS]",
              "NAME --api URL [OPTIONS]",
              "NAME --mcp URL [OPTIONS]")
          .withExamples(
              """
              keyfob profile add acme --issuer https://id.acme.example --client-id my-cli
              keyfob profile add files --api https://files.example --api-key-header X-Key
              keyfob profile add files --mcp https://mcp.files.example/mcp
              """);
    }

    @Override
    public ProfileAddCommand toCommand() {
      String name = exactlyOne("the name of the new profile");
      if (mcp != null && (api != null || identityPath != null || keyHeader != null)) {
        throw AuthException.usage("--mcp says where the API is: leave out --api.", null);
      }
      if (mcp == null && (clientMetadataUrl != null || !ports.isEmpty())) {
        throw AuthException.usage("--client-metadata-url and --port go with --mcp.", null);
      }
      if (mcp == null && issuer == null && api == null) {
        throw AuthException.usage("Give at least --mcp, --issuer or --api.", null);
      }
      if (mcp == null && (issuer == null) != (clientId == null)) {
        throw AuthException.usage("--issuer and --client-id go together.", null);
      }
      Optional<String> header = Optional.ofNullable(keyHeader);
      return new ProfileAddCommand(
          globals(),
          name,
          Optional.ofNullable(mcp),
          Optional.ofNullable(clientMetadataUrl),
          ports.stream().map(port -> Ports.parse(port, 1)).toList(),
          Optional.ofNullable(issuer),
          Optional.ofNullable(clientId),
          Optional.ofNullable(api),
          Optional.ofNullable(identityPath),
          scopes.isEmpty() && mcp == null ? DEFAULT_SCOPES : List.copyOf(scopes),
          issuer == null && mcp == null ? header.or(() -> Optional.of(DEFAULT_HEADER)) : header,
          force);
    }
  }
}
