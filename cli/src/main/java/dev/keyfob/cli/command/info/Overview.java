package dev.keyfob.cli.command.info;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.StatusReport;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.output.Json;
import dev.keyfob.cli.output.OverviewPresenter;
import dev.keyfob.cli.output.OverviewPresenter.Row;
import dev.keyfob.cli.output.StatusPresenter;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Every account there is on this machine, without asking any service. */
final class Overview {
  private final CommandContext context;

  Overview(CommandContext context) {
    this.context = context;
  }

  /**
   * Prints it.
   *
   * @return how many accounts there are
   */
  int print() {
    List<Row> rows = rows();
    if (context.json()) {
      List<JsonObject> accounts = rows.stream().map(Overview::json).toList();
      context.print(new Json().putObjects("accounts", accounts).build());
    } else if (rows.isEmpty()) {
      context.printStyled(OverviewPresenter.firstRun(context.style()));
    } else {
      context.printStyled(
          OverviewPresenter.table(rows, context.now(), context.style(), context.columns()));
    }
    return rows.size();
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    Keyfob keyfob = context.keyfob();
    for (String profile : keyfob.profiles().names()) {
      try {
        for (AccountKey key : accounts(profile)) {
          rows.add(row(key));
        }
      } catch (AuthException e) {
        rows.add(new Row(AccountKey.of(profile), null, e));
      }
    }
    return rows;
  }

  private Row row(AccountKey key) {
    try {
      return new Row(key, context.keyfob().status(key, false, false), null);
    } catch (AuthException e) {
      return new Row(key, null, e);
    }
  }

  /** Those that files tell of, and the one that a variable gives. */
  private Set<AccountKey> accounts(String profile) {
    Keyfob keyfob = context.keyfob();
    Set<AccountKey> accounts = new TreeSet<>(java.util.Comparator.comparing(AccountKey::account));
    accounts.addAll(keyfob.rememberedAccounts(profile));
    boolean built = keyfob.profiles().isBuiltIn(profile) && !keyfob.profiles().isOwn(profile);
    if (accounts.isEmpty()
        && (!built
            || keyfob.credentialVariables(profile).stream().anyMatch(context.system()::has))) {
      accounts.add(AccountKey.of(profile));
    }
    return accounts;
  }

  private static JsonObject json(Row row) {
    StatusReport report = row.report();
    if (report != null) {
      return StatusPresenter.json(report, false, Map.of());
    }
    AuthException problem = row.problem();
    return new Json()
        .put("profile", row.key().profile())
        .put("account", row.key().account())
        .put("configured", false)
        .put("state", "broken")
        .put("api_error", problem == null ? "" : problem.getMessage())
        .putText("hint", problem == null ? java.util.Optional.empty() : problem.hint())
        .build();
  }
}
