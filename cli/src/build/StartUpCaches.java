import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Makes the distribution's start-up caches: archives of classes, loaded and linked, made with the
 * launcher's own options. What goes into them is what the commands below load, run for real against
 * a service and an identity provider that this program plays.
 *
 * <p>The class lists are text, one process each, and merged. The single-step training of JDK 25
 * ({@code -XX:AOTCacheOutput}) takes one process, and replays recorded profiles: it starts to compile
 * at once, which costs a short command 8 ms.
 *
 * <p>Usage: {@code java StartUpCaches.java DISTRIBUTION [postgresql]}: the latter where the store on
 * PostgreSQL is part of it
 */
final class StartUpCaches {
  private static final String MODULE = "dev.keyfob.cli";
  private static final String PASSWORD = "training";
  private static final int ATTEMPTS = 3;

  /** A client whose access tokens live for a second. */
  private static final String IMPATIENT = "impatient";


  private final Path distribution;
  private final Path work;
  private final Set<String> classes = new LinkedHashSet<>();
  private final boolean fleet;

  /** Tells the files of runs apart. */
  private final AtomicInteger runs = new AtomicInteger();

  private StartUpCaches(Path distribution, boolean fleet, Path work) {
    this.fleet = fleet;
    this.distribution = distribution;
    this.work = work;
  }

  public static void main(String[] args) throws Exception {
    Path work = Files.createTempDirectory("keyfob-training");
    HttpsServer service = null;
    try {
      Path key = makeKey(work);
      StartUpCaches caches =
          new StartUpCaches(Path.of(args[0]).toAbsolutePath(), args.length > 1, work);
      service = caches.service(key);
      caches.make(service);
    } finally {
      if (service != null) {
        service.stop(0);
      }
      delete(work);
    }
  }

  private void make(HttpsServer service) throws Exception {
    String url = "https://localhost:" + service.getAddress().getPort();
    write(
        "profiles/session.json",
        """
        {"name":"session","displayName":"Training","apiBaseUri":"URL","identityPath":"/me",
         "credentialHosts":["git.example"],
         "oauth":{"issuer":"URL","clientId":"keyfob","scopes":["profile"]}}
        """
            .replace("URL", url));
    write(
        "profiles/key.json",
        """
        {"name":"key","apiBaseUri":"URL","identityPath":"/me","apiKey":{"header":"X-Api-Key"},
         "environment":{"apiKey":["TRAINING_API_KEY"]}}
        """
            .replace("URL", url));
    write(
        "profiles/due.json",
        """
        {"name":"due","apiBaseUri":"URL","oauth":{"issuer":"URL","clientId":"IMPATIENT","scopes":["profile"]}}
        """
            .replace("URL", url)
            .replace("IMPATIENT", IMPATIENT));
    logIn("session");
    execute("key-0123456789\n", List.of(), 0, "login", "key", "--api-key", "--store", "file");
    try (ExecutorService pool =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Future<List<String>>> tokens = submit(pool, tokens());
      List<Future<List<String>>> everyday = submit(pool, everyday());
      List<Future<List<String>>> others = submit(pool, others());
      collect(tokens);
      Future<Void> token = pool.submit(archive("token"));
      collect(everyday);
      Future<Void> offline = pool.submit(archive("offline"));
      collect(others);
      archive("online").call();
      token.get();
      offline.get();
    }
  }

  /**
   * What programs call in loops. Keep it short: every class in a cache costs each of these commands
   * time, used or not.
   */
  private List<Callable<List<String>>> tokens() throws Exception {
    List<Callable<List<String>>> runs = new ArrayList<>();
    for (String command :
        List.of("token session", "token key", "token session --json", "token session --min-valid 5m")) {
      runs.add(() -> run(0, command));
    }
    runs.add(() -> runWith("protocol=https\nhost=git.example\n\n", 0, "credential git get"));
    if (fleet) {
      machineOfAFleet();
      runs.add(() -> run(0, "token fleet"));
    }
    return runs;
  }

  /** What prompts call, and needs no network. */
  private List<Callable<List<String>>> everyday() {
    List<Callable<List<String>>> runs = new ArrayList<>();
    for (String command :
        List.of(
            "status session --offline",
            "status key --offline --json",
            "--version",
            "help",
            "profile list",
            "completion candidates -- tok",
            "completion candidates -- token session --account d")) {
      runs.add(() -> run(0, command));
    }
    return runs;
  }

  /** Everything else. What changes a login has one of its own. */
  private List<Callable<List<String>>> others() {
    List<Callable<List<String>>> runs = new ArrayList<>();
    runs.add(this::lifeOfASession);
    for (String command :
        List.of(
            "api session /me",
            "api session POST /me -F name=value -i",
            "whoami session",
            "status session --explain")) {
      runs.add(() -> run(0, command));
    }
    runs.add(
        () -> runWith("key-9876543210\n", 0, "login key --account other --api-key --json"));
    // The JDK's own certificates, which do not include this service's.
    runs.add(() -> runWith(null, 1, "whoami key"));
    if (fleet) {
      // Nobody answers there: what connects is loaded all the same.
      runs.add(() -> run(5, "status fleet --offline"));
    }
    return runs;
  }

  private List<String> lifeOfASession() throws Exception {
    logIn("due");
    Thread.sleep(1000); // until the token that lives for a second is due
    List<String> loaded = new ArrayList<>(run(0, "token due"));
    loaded.addAll(run(0, "refresh due"));
    loaded.addAll(run(0, "logout due"));
    loaded.addAll(run(3, "token due"));
    return loaded;
  }

  private static List<Future<List<String>>> submit(
      ExecutorService pool, List<Callable<List<String>>> runs) {
    List<Future<List<String>>> submitted = new ArrayList<>();
    runs.forEach(run -> submitted.add(pool.submit(run)));
    return submitted;
  }

  /** In the order in which they were submitted, whichever was the first to end. */
  private void collect(List<Future<List<String>>> lists) throws Exception {
    for (Future<List<String>> list : lists) {
      classes.addAll(list.get());
    }
  }

  /** Leaves what a login leaves: the document that the commands read is the product's own. */
  private void logIn(String profile) throws Exception {
    String started =
        execute("", List.of(), 0, "login", profile, "--start", "--paste", "--store", "file", "--json");
    String request = find("\"verification_uri\"\\s*:\\s*\"([^\"]+)", started);
    String redirect = URLDecoder.decode(find("redirect_uri=([^&]+)", request), StandardCharsets.UTF_8);
    String address = redirect + "?code=code-0123456789&state=" + find("[?&]state=([^&]+)", request);
    String ticket = find("\"ticket\"\\s*:\\s*\"([^\"]+)", started);
    execute(address + "\n", List.of(), 0, "login", "--finish", ticket);
  }

  private static String find(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + pattern + " in " + text);
    }
    return matcher.group(1);
  }

  /** A token in the cache of this machine, as one of a fleet has it. */
  private void machineOfAFleet() throws Exception {
    write(
        "profiles/fleet.json",
        """
        {"name":"fleet","apiBaseUri":"https://localhost:1","oauth":{"issuer":"https://localhost:1","clientId":"keyfob"},
         "postgresql":{"url":"postgresql://keyfob@127.0.0.1:1/keyfob"}}
        """);
    write("accounts/fleet/default.json", "{\"store\":\"postgresql\"}");
    write("fleet.key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    write(
        "state/postgresql/127.0.0.1%3A1%2Fkeyfob/fleet/default.json",
        """
        {"version":1,"confirmed":NOW,"asked":NOW,"document":{"oauth":{"access_token":"access-0123456789",
         "expires_at":"2099-01-01T00:00:00Z","scope":"profile","token_type":"Bearer"}}}
        """
            .replace("NOW", Long.toString(System.currentTimeMillis() / 1000)));
  }

  private void write(String file, String content) throws IOException {
    Path path = work.resolve("home").resolve(file);
    var onlyOwner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(path.getParent(), onlyOwner);
    Files.writeString(path, content);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
  }

  private List<String> run(int expected, String command) throws Exception {
    return runWith("", expected, command);
  }

  /** Runs a command and gives what it loads; without input it does not trust the service either. */
  private List<String> runWith(String input, int expected, String command) throws Exception {
    return classesOf(input, expected, command.split(" "));
  }

  private List<String> classesOf(String input, int expected, String[] arguments) throws Exception {
    Path list = work.resolve("classes" + runs.incrementAndGet());
    execute(input, List.of("-XX:DumpLoadedClassList=" + list), expected, arguments);
    // Numbers hold within one run only, and sources are for loaders of one's own.
    return Files.readAllLines(list).stream()
        .filter(line -> !line.contains(" source: "))
        .map(line -> line.replaceFirst(" id: \\d+", ""))
        .toList();
  }

  /** Runs a command and gives what it prints. */
  private String execute(String input, List<String> more, int expected, String... arguments)
      throws Exception {
    List<String> options = new ArrayList<>(List.of("-Xshare:off"));
    options.addAll(more);
    options.addAll(List.of("-m", MODULE + "/" + MODULE + ".Main"));
    ProcessBuilder keyfob = java(options, arguments);
    keyfob.environment().put("HOME", work.toString());
    keyfob.environment().put("KEYFOB_HOME", work.resolve("home").toString());
    if (input != null) {
      keyfob.environment().put("SSL_CERT_FILE", work.resolve("service.pem").toString());
    }
    Path stdin = work.resolve("stdin" + runs.incrementAndGet());
    Files.writeString(stdin, input == null ? "" : input);
    return completeUnlessBusy(keyfob.redirectInput(stdin.toFile()), expected);
  }

  /** Of the classes that are known by now. */
  private Callable<Void> archive(String name) throws IOException {
    Path list = Files.write(work.resolve(name), classes);
    List<String> options =
        List.of(
            "-Xshare:dump",
            "-XX:+AOTClassLinking",
            "-XX:SharedClassListFile=" + list,
            "-XX:SharedArchiveFile=" + distribution.resolve("lib/" + name + ".jsa"),
            "-m",
            MODULE);
    return () -> {
      complete(java(options), 0);
      return null;
    };
  }

  private ProcessBuilder java(List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(distribution.resolve("runtime/bin/java").toString());
    command.add("@" + distribution.resolve("lib/java.options"));
    command.addAll(options);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    return builder;
  }

  /** On a machine with much else to do, keyfob may give up on an answer; then it is asked again. */
  private String completeUnlessBusy(ProcessBuilder builder, int expected) throws Exception {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return complete(builder, expected);
      } catch (IllegalStateException e) {
        System.err.println("Trying again: " + e.getMessage());
      }
    }
    return complete(builder, expected);
  }

  private String complete(ProcessBuilder builder, int expected) throws Exception {
    Path output = work.resolve("output" + runs.incrementAndGet());
    int code = builder.redirectOutput(output.toFile()).start().waitFor();
    String printed = Files.readString(output);
    if (code != expected) {
      throw new IllegalStateException(
          "%s\nended with %d, expected %d\n%s"
              .formatted(String.join(" ", builder.command()), code, expected, printed));
    }
    return printed;
  }

  private static Path makeKey(Path work) throws Exception {
    Path store = work.resolve("service.p12");
    keytool("-genkeypair", "-alias", "service", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
        "san=dns:localhost,ip:127.0.0.1", "-keystore", store.toString(), "-storepass", PASSWORD);
    keytool("-exportcert", "-rfc", "-alias", "service", "-file", work.resolve("service.pem").toString(),
        "-keystore", store.toString(), "-storepass", PASSWORD);
    return store;
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    if (new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() != 0) {
      throw new IllegalStateException("keytool failed");
    }
  }

  /** A service with an identity provider of its own, which believes everything. */
  private HttpsServer service(Path key) throws Exception {
    KeyStore store = KeyStore.getInstance(key.toFile(), PASSWORD.toCharArray());
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    String url = "https://localhost:" + server.getAddress().getPort();
    Map<String, String> answers =
        Map.of(
            "/.well-known/openid-configuration",
            """
            {"issuer":"URL","authorization_endpoint":"URL/authorize","token_endpoint":"URL/token",
             "revocation_endpoint":"URL/revoke","jwks_uri":"URL/jwks"}
            """
                .replace("URL", url),
            "/me",
            "{\"email\":\"someone@example.com\"}");
    server.createContext("/", exchange -> answer(exchange, answers));
    server.start();
    return server;
  }

  private void answer(HttpExchange exchange, Map<String, String> answers) throws IOException {
    try (exchange; InputStream body = exchange.getRequestBody()) {
      String sent = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      String path = exchange.getRequestURI().getPath();
      String text = path.equals("/token") ? tokenAnswer(sent.contains(IMPATIENT) ? 1 : 3600) : answers.getOrDefault(path, "{}");
      byte[] answer = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static String tokenAnswer(int lifetime) {
    return """
    {"access_token":"access-9876543210","refresh_token":"refresh-9876543210","expires_in":%d,
     "scope":"profile","token_type":"Bearer"}
    """
        .formatted(lifetime);
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
