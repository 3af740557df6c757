package dev.keyfob.it.openid;

import dev.keyfob.it.process.Result;
import java.util.List;
import java.util.Set;
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
  /** A refusal that the suite leaves to the client counts as well: it then calls it skipped. */
  boolean holds() {
    return status.equals("FINISHED") && Set.of("PASSED", "WARNING", "SKIPPED").contains(result);
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
