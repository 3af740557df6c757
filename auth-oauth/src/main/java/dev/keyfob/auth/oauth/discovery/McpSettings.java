package dev.keyfob.auth.oauth.discovery;

import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.support.JsonFields;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Optional;

/**
 * What makes a profile one of a Model Context Protocol server, and the resource indicator of any
 * profile.
 *
 * @param mcp whether the rules of the protocol's authorization specification apply
 * @param resource the {@code resource} parameter (RFC 8707), as published; empty if none is sent
 * @param clientMetadataUrl the address of a Client ID Metadata Document; empty if there is none
 */
record McpSettings(boolean mcp, Optional<String> resource, Optional<String> clientMetadataUrl) {
  static McpSettings of(ServiceProfile profile) {
    boolean mcp = profile.document().getBoolean("mcp", false);
    if (!(profile.document().get("oauth") instanceof JsonObject oauth)) {
      return new McpSettings(mcp, Optional.empty(), Optional.empty());
    }
    // "resource": false is for servers that refuse the parameter.
    Optional<String> resource =
        oauth.get("resource") instanceof JsonString text
            ? Optional.of(text.getString()).filter(uri -> !uri.isBlank())
            : Optional.empty();
    return new McpSettings(mcp, resource, JsonFields.of(oauth, profile).text("clientMetadataUrl"));
  }

  /** Whether the client is one that has yet to be registered; elsewhere the profile names it. */
  boolean registers() {
    return mcp || clientMetadataUrl.isPresent();
  }
}
