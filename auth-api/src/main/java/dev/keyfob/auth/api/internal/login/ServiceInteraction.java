package dev.keyfob.auth.api.internal.login;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The person, as far as the service's own variables let anybody ask: whoever has set them for the
 * service's own tool means this one as well.
 */
public final class ServiceInteraction implements Interaction {
  private static final String NO_BROWSER = "noBrowser";
  private static final String NO_INPUT = "noInput";

  private final ServiceProfile profile;
  private final Map<String, String> environment;
  private final Interaction person;

  /**
   * Puts a service's variables before a person.
   *
   * @param profile names the variables
   * @param environment has them
   */
  public ServiceInteraction(
      ServiceProfile profile, Map<String, String> environment, Interaction person) {
    this.profile = profile;
    this.environment = environment;
    this.person = person;
  }

  @Override
  public boolean interactive() {
    return variable(NO_INPUT).isEmpty() && person.interactive();
  }

  @Override
  public void show(String line) {
    person.show(line);
  }

  @Override
  public void showAddress(URI address) {
    person.showAddress(address);
  }

  @Override
  public void showCode(String code) {
    person.showCode(code);
  }

  @Override
  public int columns() {
    return person.columns();
  }

  @Override
  public Waiting waiting(String what, Duration limit) {
    return person.waiting(what, limit);
  }

  /** Whoever has said that no browser is to be opened is not offered one. */
  @Override
  public Waiting waiting(String what, Duration limit, URI page) {
    return variable(NO_BROWSER).isEmpty() && variable(NO_INPUT).isEmpty()
        ? person.waiting(what, limit, page)
        : person.waiting(what, limit);
  }

  @Override
  public Optional<Secret> askSecret(String prompt) {
    requireAskable();
    return person.askSecret(prompt);
  }

  @Override
  public Optional<String> askLine(String prompt) {
    requireAskable();
    return person.askLine(prompt);
  }

  @Override
  public int choose(String title, List<String> choices) {
    requireAskable();
    return person.choose(title, choices);
  }

  @Override
  public Optional<Secret> pipedSecret(Duration limit) {
    return person.pipedSecret(limit);
  }

  @Override
  public boolean openBrowser(URI address) {
    return variable(NO_BROWSER).isEmpty() && person.openBrowser(address);
  }

  @Override
  public boolean openBrowser(URI address, CompletableFuture<?> answered) {
    return variable(NO_BROWSER).isEmpty() && person.openBrowser(address, answered);
  }

  @Override
  public Optional<String> noBrowserReason() {
    return variable(NO_BROWSER).map(name -> name + " is set").or(person::noBrowserReason);
  }

  private void requireAskable() {
    Optional<String> variable = variable(NO_INPUT);
    if (variable.isPresent()) {
      throw new AuthException.NotLoggedIn(
          ErrorCode.NOT_INTERACTIVE,
          "This needs an interactive terminal, and " + variable.get() + " forbids prompts.",
          "unset " + variable.get());
    }
  }

  /** The first variable of a role that is switched on. */
  private Optional<String> variable(String role) {
    for (String name : profile.environment().getOrDefault(role, List.of())) {
      String value = environment.getOrDefault(name, "").strip();
      if (!value.isEmpty() && !value.equals("0") && !value.equalsIgnoreCase("false")) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
