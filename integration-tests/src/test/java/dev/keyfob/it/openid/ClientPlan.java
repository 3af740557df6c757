package dev.keyfob.it.openid;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A test plan for clients, in the variant that keyfob takes part in. */
enum ClientPlan {
  BASIC("oidcc-client-basic-certification-test-plan", Kind.OPENID, ""),
  CONFIG(
      "oidcc-client-config-certification-test-plan",
      Kind.OPENID,
      "client_auth_type=client_secret_basic response_mode=default"),
  COMPREHENSIVE("oidcc-client-test-plan", Kind.OPENID, code("client_secret_basic")),
  COMPREHENSIVE_POST("oidcc-client-test-plan", Kind.OPENID, code("client_secret_post")),
  COMPREHENSIVE_KEY("oidcc-client-test-plan", Kind.OPENID, code("private_key_jwt")),
  COMPREHENSIVE_NONE("oidcc-client-test-plan", Kind.OPENID, code("none")),
  REFRESH("oidcc-client-refreshtoken-test-plan", Kind.OPENID, code("client_secret_basic")),
  FAPI("fapi2-security-profile-final-client-test-plan", Kind.FAPI, fapi("plain_fapi", "oidc")),
  FAPI_OAUTH(
      "fapi2-security-profile-final-client-test-plan",
      Kind.FAPI,
      fapi("plain_fapi", "plain_oauth")),
  FAPI_JOB(
      "fapi2-security-profile-final-client-test-plan",
      Kind.JOB,
      fapi("fapi_client_credentials_grant", "plain_oauth"));

  /** What kind of service the suite stands for. */
  enum Kind {
    /** An OpenID provider. */
    OPENID,
    /** An authorization server and an API that keep to FAPI 2. */
    FAPI,
    /** The same for a client without a person. */
    JOB
  }

  private final String planName;
  private final Kind kind;
  private final String variant;

  ClientPlan(String planName, Kind kind, String variant) {
    this.planName = planName;
    this.kind = kind;
    this.variant = variant;
  }

  private static String code(String authentication) {
    return "response_type=code response_mode=default client_auth_type=" + authentication;
  }

  private static String fapi(String profile, String client) {
    return "client_auth_type=private_key_jwt sender_constrain=dpop authorization_request_type=simple"
        + " fapi_profile="
        + profile
        + " fapi_client_type="
        + client;
  }

  /** A plan by its name in lower case. */
  static ClientPlan named(String name) {
    return Arrays.stream(values())
        .filter(plan -> plan.title().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no plan " + name + "; there are " + Arrays.toString(values())));
  }

  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String planName() {
    return planName;
  }

  Kind kind() {
    return kind;
  }

  /** What the suite has to be told of the variant. */
  Map<String, String> variant() {
    String all =
        kind == Kind.OPENID
            ? variant + " client_registration=static_client request_type=plain_http_request"
            : variant;
    return Arrays.stream(all.strip().split(" "))
        .map(parameter -> parameter.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  /** How the client shows who it is, in the words of a profile. */
  String clientAuth() {
    return switch (variant().getOrDefault("client_auth_type", "client_secret_basic")) {
      case "private_key_jwt" -> "private_key_jwt";
      case "client_secret_post" -> "post";
      case "none" -> "none";
      default -> "basic";
    };
  }

  List<String> scopes() {
    if (this == FAPI_OAUTH || kind == Kind.JOB) {
      return List.of("accounts");
    }
    return kind == Kind.FAPI
        ? List.of("openid", "accounts")
        : List.of("openid", "profile", "email", "phone", "address");
  }

  /** False for modules of something that keyfob does not do, or not with this authentication. */
  boolean applies(String module) {
    return switch (module) {
      case "oidcc-client-test-discovery-webfinger-acct",
          "oidcc-client-test-discovery-webfinger-url",
          "oidcc-client-test-userinfo-bearer-body" ->
          false;
      case "oidcc-client-test-client-secret-basic" -> clientAuth().equals("basic");
      default -> true;
    };
  }
}
