package dev.keyfob.it.openid;

import dev.keyfob.it.Fixtures;
import dev.keyfob.it.process.Result;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Takes keyfob through the plans of a suite that runs: {@code bin/openid-suite ADDRESS PLAN…}. */
public final class OpenidSuite {
  /** A module that waits for nothing to come waits for five seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final SuiteApi suite;
  private final Path certificates;

  private OpenidSuite(SuiteApi suite, Path certificates) {
    this.suite = suite;
    this.certificates = certificates;
  }

  /**
   * Runs the plans and prints their tables on standard output, what happened on standard error.
   *
   * @param args the suite's address, and plans, each with {@code *COUNT} if it shall run as often
   */
  public static void main(String[] args) throws IOException {
    String certificates = System.getenv("SSL_CERT_FILE");
    if (args.length < 2 || certificates == null) {
      System.err.println("usage: SSL_CERT_FILE=FILE openid-suite ADDRESS PLAN[*COUNT]...");
      System.exit(2);
    }
    Path trusted = Path.of(Objects.requireNonNull(certificates)).toAbsolutePath();
    OpenidSuite runs = new OpenidSuite(new SuiteApi(URI.create(args[0]), trusted), trusted);
    boolean all = true;
    for (String plan : List.of(args).subList(1, args.length)) {
      String[] parts = plan.split("\\*", 2);
      all &=
          runs.run(ClientPlan.named(parts[0]), parts.length == 1 ? 1 : Integer.parseInt(parts[1]));
    }
    System.exit(all ? 0 : 1);
  }

  private boolean run(ClientPlan plan, int count) throws IOException {
    Path target = Fixtures.load().module().resolve("target");
    Path home = Files.createTempDirectory(target, "openid-suite");
    TestClient client =
        new TestClient(plan, suite.issuer(TestClient.alias(plan)), certificates, home);
    JsonObject created = suite.createPlan(plan.planName(), plan.variant(), client.register());
    List<JsonObject> modules = created.getJsonArray("modules").getValuesAs(JsonObject.class);
    Map<String, List<ModuleRun>> runs = new TreeMap<>();
    int held = 0;
    int applicable = 0;
    for (int i = 0; i < count; i++) {
      for (JsonObject module : modules) {
        String name = module.getString("testModule");
        if (!plan.applies(name)) {
          continue;
        }
        ModuleRun run = run(created.getString("id"), module, client);
        System.err.println(run.detail());
        applicable++;
        held += run.holds() ? 1 : 0;
        runs.computeIfAbsent(name, _ -> new ArrayList<>()).add(run);
      }
    }
    System.out.println(table(plan, modules, runs));
    System.out.printf("%s: %d of %d%n%n", plan.title(), held, applicable);
    return held == applicable;
  }

  private ModuleRun run(String plan, JsonObject module, TestClient client) {
    String name = module.getString("testModule");
    String id = suite.start(plan, module);
    List<Result> commands = client.play(name);
    JsonObject end = suite.awaitEnd(id, PATIENCE);
    return new ModuleRun(
        name,
        end.getString("status", ""),
        end.getString("result", ""),
        commands,
        suite.remarks(id));
  }

  private static String table(
      ClientPlan plan, List<JsonObject> modules, Map<String, List<ModuleRun>> runs) {
    StringBuilder table = new StringBuilder();
    table.append("### ").append(plan.title()).append(": `").append(plan.planName()).append("`\n\n");
    table.append("| module | the suite says | keyfob |\n|---|---|---|\n");
    for (JsonObject module : modules) {
      String name = module.getString("testModule");
      List<ModuleRun> its = runs.getOrDefault(name, List.of());
      table.append("| `").append(name).append("` | ").append(verdict(its)).append(" |\n");
    }
    return table.toString();
  }

  private static String verdict(List<ModuleRun> its) {
    if (its.isEmpty()) {
      return "– | does not apply";
    }
    ModuleRun shown = its.stream().filter(run -> !run.holds()).findFirst().orElse(its.getFirst());
    String result = shown.status().equals("FINISHED") ? shown.result() : shown.status();
    String times =
        its.size() == 1
            ? ""
            : " (" + its.stream().filter(ModuleRun::holds).count() + " of " + its.size() + ")";
    return result.toLowerCase(Locale.ROOT) + times + " | " + shown.course();
  }
}
