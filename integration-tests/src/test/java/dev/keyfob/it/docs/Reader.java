package dev.keyfob.it.docs;

import dev.keyfob.it.Fixtures;
import dev.keyfob.it.api.ProtectedApi;
import dev.keyfob.it.keycloak.KeycloakServer;
import dev.keyfob.it.keycloak.TestRealm;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Somebody who copies commands out of a document. Not thread-safe.
 *
 * @param home the home, and the working directory
 * @param names what stands in documents for a service of the reader's, and what it is here
 */
record Reader(Path home, Map<String, String> names) {
  private static final Path ROOT = Fixtures.load().root();

  /** Where a reader, who is at a terminal, is asked how to log in: this one picks the browser. */
  private static final Pattern PICKER = Pattern.compile("(?m)^keyfob login work(?=( +#.*)?$)");

  /** Programs that documents run as an example of anything, and that a machine need not have. */
  private static final Map<String, String> STAND_INS =
      Map.of(
          "agent", "test -n \"$KEYFOB_PROXY_URL\"",
          "deploy.sh", "env | grep -q _TOKEN=",
          "glab", "test -n \"$GITLAB_TOKEN\"",
          "kubectl", "test \"$1 $2\" = 'config set-credentials'",
          "mvn", mavenThatOnlyValidates());

  static Reader in(Path home, KeycloakServer keycloak, ProtectedApi api) throws IOException {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("https://id.example.com/realms/acme", keycloak.issuer().toString());
    names.put("https://id.example.com", keycloak.issuer().toString());
    names.put("https://api.example.com", api.address().toString());
    names.put("my-cli", TestRealm.DEMO_CLIENT);
    names.put("man -M DIRECTORY/", "man -M " + ROOT.resolve("cli/target/keyfob") + "/");
    Reader reader = new Reader(home, names);
    if (!Files.exists(home)) {
      reader.furnish();
    }
    return reader;
  }

  /** What is built, beside a folder of stand-ins: documents speak of the tree from its root. */
  private void furnish() throws IOException {
    Path programs = Files.createDirectories(home.resolve("programs"));
    for (Map.Entry<String, String> standIn : STAND_INS.entrySet()) {
      Path program = programs.resolve(standIn.getKey());
      Files.writeString(program, "#!/bin/bash\n" + standIn.getValue() + "\n");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
    for (String name : new String[] {"agent", "deploy.sh"}) {
      Files.createSymbolicLink(home.resolve(name), programs.resolve(name));
    }
    Files.createSymbolicLink(home.resolve("cli"), ROOT.resolve("cli"));
    Files.writeString(
        home.resolve("service.json"),
        "{\"name\":\"service\",\"apiBaseUri\":\"https://api.example.com\"}");
  }

  /** Makes {@code work} a profile with a session. */
  void settle() {
    Result result =
        types(
            "bash",
            """
            keyfob profile add work --issuer https://id.example.com --client-id my-cli \\
                --api https://api.example.com
            keyfob login work --oauth
            """);
    if (result.exitCode() != 0) {
      throw new AssertionError(result.toString());
    }
  }

  /** Runs commands, which have to succeed one by one. */
  Result types(String shell, String commands) {
    String here = PICKER.matcher(commands).replaceAll("$0 --oauth");
    for (Map.Entry<String, String> name : names.entrySet()) {
      here = here.replace(name.getKey(), name.getValue());
    }
    return new KeyfobProcess(
            Path.of("/usr/bin", shell), home, environment(commands), "", Duration.ofMinutes(3))
        .run(shell.equals("fish") ? "-c" : "-ec", here);
  }

  private Map<String, String> environment(String commands) {
    String path =
        home.resolve("programs")
            + ":"
            + ROOT.resolve("cli/target/keyfob/bin")
            + ":"
            + System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    // What the reader would type. Without a document to seal, it would seal the next login.
    String passphrase = commands.contains("store seal") ? "correct horse battery" : "";
    return Map.of(
        "HOME",
        home.toString(),
        "PATH",
        path,
        "JAVA_HOME",
        System.getProperty("java.home"),
        "BROWSER",
        ROOT.resolve("integration-tests/bin/browser-login").toString(),
        "KEYFOB_IT_BROWSER",
        "none",
        "KEYFOB_STORE",
        "file",
        "KEYFOB_PASSPHRASE",
        passphrase,
        "KEYFOB_NEW_PASSPHRASE",
        passphrase,
        "MANPAGER",
        "cat",
        "KEY",
        ProtectedApi.API_KEY);
  }

  /**
   * Checks that a call of Maven is one: its options, profiles and modules; the build is running.
   */
  private static String mavenThatOnlyValidates() {
    return """
    PATH=${PATH#*:}
    for word; do
      case $word in
        -*) options+=("$word") ;;
        validate | compile | test | package | verify | install | clean | *:*) ;;
        *) options+=("$word") ;;
      esac
    done
    cd '%s' && HOME='%s' exec mvn -q -o "${options[@]}" validate
    """
        .formatted(ROOT, System.getProperty("user.home"));
  }
}
