package dev.keyfob.cli.command.login;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Profiles;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.profile.ProfileAddCommand;
import dev.keyfob.cli.terminal.ConsoleInteraction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Asks a person which service to log in to: their own profiles first, then those that come with
 * keyfob, then what needs an address of theirs to become one.
 */
final class ServicePicker {
  private final CommandContext context;
  private final Profiles profiles;
  private final ConsoleInteraction person;

  ServicePicker(CommandContext context) {
    this.context = context;
    profiles = context.keyfob().profiles();
    person = context.interaction();
  }

  /**
   * What was picked.
   *
   * @param name the profile's name
   * @param template whether it is a template, of which a profile is to be made
   */
  private record Choice(String name, boolean template, String label) {}

  /**
   * Asks.
   *
   * @return the profile's name
   * @throws AuthException.Cancelled if the person gives up
   */
  String pick(GlobalOptions globals) {
    List<Choice> choices = choices();
    int index =
        person.choose(
            "Which service do you want to log in to?",
            choices.stream().map(Choice::label).toList());
    Choice choice = choices.get(index);
    return choice.template() ? made(choice.name(), globals) : choice.name();
  }

  private List<Choice> choices() {
    List<Choice> choices = new ArrayList<>();
    for (boolean own : new boolean[] {true, false}) {
      for (String name : profiles.names()) {
        if (profiles.isOwn(name) == own) {
          choices.add(new Choice(name, false, label(name)));
        }
      }
    }
    for (String name : profiles.templates()) {
      choices.add(new Choice(name, true, name + " (at your own address)"));
    }
    return choices;
  }

  private String label(String name) {
    try {
      String title = profiles.get(name).displayName();
      return title.equalsIgnoreCase(name) ? title : title + " (" + name + ")";
    } catch (AuthException e) {
      return name;
    }
  }

  /** A profile of a template, which stays if the login fails: it was a lot to type. */
  private String made(String template, GlobalOptions globals) {
    String name = free(template);
    String issuer = required("The address of your " + template + " (https://...):");
    String clientId = required("The id of the client registered there:");
    int _ =
        new ProfileAddCommand(
                globals,
                name,
                Optional.of(template),
                Optional.empty(),
                Map.of("oauth.issuer", issuer, "oauth.clientId", clientId),
                false,
                false)
            .run(context);
    return name;
  }

  private String free(String template) {
    TreeSet<String> taken = new TreeSet<>(profiles.names());
    String name = template;
    for (int i = 2; taken.contains(name); i++) {
      name = template + i;
    }
    return name;
  }

  private String required(String question) {
    return person
        .askLine(question)
        .orElseThrow(() -> AuthException.usage("No value was given.", "keyfob login"));
  }
}
