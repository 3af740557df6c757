package dev.keyfob.it.openid;

import dev.keyfob.it.process.Result;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How one module went.
 *
 * @param module its name
 * @param status what the suite says of its course
 * @param result what the suite says of the client
 * @param commands what keyfob was told, and how that ended
 * @param remarks what the suite found fault with
 */
record ModuleRun(
    String module, String status, String result, List<Result> commands, List<String> remarks) {
  private static final Pattern REFUSED =
      Pattern.compile("invalid|missing|mismatch|remove|sig-none");

  /**
   * Whether suite and client agree: the suite is content, which it is as well with a client that
   * has not come back, and keyfob has refused what is wrong and nothing else. A refusal that the
   * suite leaves to the client it calls skipped.
   */
  boolean holds() {
    boolean content =
        status.equals("FINISHED") && Set.of("PASSED", "WARNING", "SKIPPED").contains(result);
    boolean refused = commands.getLast().exitCode() != 0;
    return content && refused == REFUSED.matcher(module).find();
  }

  /** Such as {@code login 0, api 1}. */
  String course() {
    return commands.stream()
        .map(command -> "`" + command.command().get(1) + "` " + command.exitCode())
        .collect(Collectors.joining(", "));
  }

  /** Everything, for whoever looks for the cause. */
  String detail() {
    return module
        + " "
        + status
        + " "
        + result
        + "\n"
        + remarks.stream().map(remark -> "  " + remark + "\n").collect(Collectors.joining())
        + commands.stream().map(Result::toString).collect(Collectors.joining());
  }
}
